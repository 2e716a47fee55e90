#include "contract/ambiguities.h"

#include <array>

namespace jobrig::contract {
namespace {

template <std::size_t kCount>
using Sources = std::array<std::string_view, kCount>;

constexpr Sources<2> kDocument{
    "API Reference and SDKs until about 2022, DescribeJobExecution, includeJobDocument: the default is false",
    "API Reference and SDKs today, DescribeJobExecution, includeJobDocument: the default is true"};
constexpr Sources<3> kTimestamps{"API Reference, JobExecution, queuedAt: seconds since the epoch",
                                 "SDKs until about 2022, JobExecution, queuedAt: milliseconds since the epoch",
                                 "AWS CLI, describe-job-execution, example: seconds with a fraction"};
constexpr Sources<2> kSuccess{"API Reference, JobExecution, status, the sentence: SUCCESS",
                              "API Reference, JobExecution, status, Valid Values: SUCCEEDED"};
constexpr Sources<2> kUpdateStatuses{
    "API Reference, UpdateJobExecution, status, the sentence: IN_PROGRESS, FAILED, SUCCESS or REJECTED",
    "API Reference, UpdateJobExecution, status, Valid Values: all eight statuses"};
constexpr Sources<3> kPendingLimit{
    "API Reference, GetPendingJobExecutions: the list of all jobs that are not in a terminal status",
    "Developer Guide, AWS IoT Jobs limits: 10, or 15 with a scheduling configuration",
    "Developer Guide, Jobs notifications, ListNotification: no more than 15"};
constexpr Sources<2> kJobId{"API Reference and SDKs, DescribeJobExecution, jobId: a pattern without a length",
                            "API Reference and SDKs, UpdateJobExecution and JobExecution, jobId: 1 to 64 characters"};
constexpr Sources<2> kDetails{
    "API Reference, UpdateJobExecution, statusDetails: unchanged if not specified",
    "API Reference, UpdateJobExecution: does not say whether specified details replace or extend the old ones"};
constexpr Sources<2> kTerminal{
    "API Reference, DescribeJobExecution, Errors: TerminalStateException (410), the job is in a terminal state",
    "API Reference, JobExecution, status, Valid Values: includes the terminal statuses"};
constexpr Sources<2> kTransition{
    "API Reference and SDKs, InvalidStateTransitionException, the sentence: the body also contains executionState",
    "SDKs, InvalidStateTransitionException, the members: message only"};
constexpr Sources<2> kVersion{
    "API Reference, UpdateJobExecution, expectedVersion: rejected with a VersionMismatch error",
    "API Reference, UpdateJobExecution, Errors: no VersionMismatch, only InvalidStateTransitionException (409)"};
constexpr Sources<3> kCommonStatuses{
    "API References, Common Errors (IoT TwinMaker): AccessDeniedException 403, IncompleteSignature 403, NotAuthorized "
    "401",
    "API References, Common Errors (IoT Analytics): AccessDeniedException 400, IncompleteSignature 400, NotAuthorized "
    "400",
    "API References, Common Error Types (IAM): AccessDeniedException 403, IncompleteSignature 400"};
constexpr Sources<2> kThrottling{"API Reference, AWS IoT Jobs data plane, ThrottlingException: 429",
                                 "API References, Common Errors, and the control plane of AWS IoT: 400"};
constexpr Sources<2> kContentType{
    "Smithy, AWS restJson1 protocol, tests: a body that is not declared as application/json gets 415",
    "API Reference, AWS IoT Jobs data plane, Errors: no such error"};
constexpr Sources<2> kSeconds{
    "API Reference, JobExecution, approximateSecondsBeforeTimedOut: the time before the status becomes TIMED_OUT",
    "AWS CLI, describe-job-execution, example: 88 with the status QUEUED"};
constexpr Sources<2> kOrder{"API Reference, JobExecution: lastUpdatedAt is the last update, queuedAt the enqueuing",
                            "AWS CLI, describe-job-execution, example: lastUpdatedAt is 27 seconds before queuedAt"};
constexpr Sources<2> kBoolean{"API Reference and SDKs, CommandParameterValue, the member: B",
                              "API Reference and SDKs, CommandParameterValue, B, the example: \"BOOL\": true"};

constexpr std::array kAmbiguities{
    AmbiguityRow{"default of includeJobDocument", kDocument, "contract: original | current", "original: false"},
    AmbiguityRow{"unit of timestamps", kTimestamps, "timestamps: seconds | milliseconds | float-seconds", "seconds"},
    AmbiguityRow{"SUCCESS or SUCCEEDED", kSuccess, "faults: [{unknown-status: SUCCESS}]", "SUCCEEDED"},
    AmbiguityRow{"statuses that an update may set", kUpdateStatuses, "", "IN_PROGRESS, SUCCEEDED, FAILED, REJECTED"},
    AmbiguityRow{"number of pending executions", kPendingLimit, "pending-limit: N", "10"},
    AmbiguityRow{"length of jobId", kJobId, "", "no limit in DescribeJobExecution, 64 elsewhere"},
    AmbiguityRow{"details that an update does not repeat", kDetails, "", "removed: the new details replace the old"},
    AmbiguityRow{"describing a terminal execution", kTerminal, "terminal-executions: kept | gone", "gone: 410"},
    AmbiguityRow{"body of InvalidStateTransitionException", kTransition, "reply: {json: …}", "with executionState"},
    AmbiguityRow{"error for a wrong expectedVersion", kVersion, "reply: {status: …}",
                 "InvalidStateTransitionException"},
    AmbiguityRow{"statuses of common errors", kCommonStatuses, "reply: {status: …}",
                 "those of jobrig list common-errors"},
    AmbiguityRow{"status of ThrottlingException", kThrottling, "reply: {status: …}", "429"},
    AmbiguityRow{"Content-Type of a request with a body", kContentType, "request-content-type: json | any",
                 "json: 415"},
    AmbiguityRow{"approximateSecondsBeforeTimedOut while QUEUED", kSeconds, "approximate-seconds-before-timed-out: N",
                 "absent"},
    AmbiguityRow{"order of queuedAt and lastUpdatedAt", kOrder, "updated: -10m, queued: -5m",
                 "queuedAt is not after lastUpdatedAt"},
    AmbiguityRow{"name of a boolean parameter of a command", kBoolean, "", "B"},
};

}  // namespace

std::span<const AmbiguityRow> ambiguities() { return kAmbiguities; }

}  // namespace jobrig::contract
