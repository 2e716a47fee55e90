#include "contract/operations.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace jobrig::contract {
namespace {

using model::Operation;
using Names = std::string_view;

// Contract notes, "Errors" and "The other operations of the plane".
constexpr std::array<Names, 6> kDescribeErrors{
    "CertificateValidationException", "InvalidRequestException", "ResourceNotFoundException",
    "TerminalStateException",         "ThrottlingException",     "ServiceUnavailableException"};
constexpr std::array<Names, 5> kListAndStartErrors{"CertificateValidationException", "InvalidRequestException",
                                                   "ResourceNotFoundException", "ThrottlingException",
                                                   "ServiceUnavailableException"};
constexpr std::array<Names, 6> kUpdateErrors{
    "CertificateValidationException", "InvalidRequestException", "InvalidStateTransitionException",
    "ResourceNotFoundException",      "ThrottlingException",     "ServiceUnavailableException"};
constexpr std::array<Names, 6> kCommandErrors{"ValidationException", "ServiceQuotaExceededException",
                                              "ConflictException",   "ResourceNotFoundException",
                                              "ThrottlingException", "InternalServerException"};

// Contract notes, the same tables; a test holds them to the request schemas.
constexpr std::array<Names, 5> kDescribeArguments{"thingName", "jobId", "executionNumber", "includeJobDocument",
                                                  "namespaceId"};
constexpr std::array<Names, 1> kListArguments{"thingName"};
constexpr std::array<Names, 3> kStartArguments{"thingName", "statusDetails", "stepTimeoutInMinutes"};
constexpr std::array<Names, 9> kUpdateArguments{"thingName",          "jobId",           "status",
                                                "statusDetails",      "expectedVersion", "includeJobExecutionState",
                                                "includeJobDocument", "executionNumber", "stepTimeoutInMinutes"};
constexpr std::array<Names, 5> kCommandArguments{"targetArn", "commandArn", "parameters", "executionTimeoutSeconds",
                                                 "clientToken"};

constexpr std::array<OperationRow, 5> kOperations{{
    {Operation::kDescribeJobExecution, "DescribeJobExecution", "GET", "/things/{thingName}/jobs/{jobId}",
     "details of one execution of a job on a thing; $next is the one to do next", false, 200, "describe_job_execution",
     kDescribeErrors, kDescribeArguments},
    {Operation::kGetPendingJobExecutions, "GetPendingJobExecutions", "GET", "/things/{thingName}/jobs",
     "the executions of a thing that are not over yet", false, 200, "get_pending_job_executions", kListAndStartErrors,
     kListArguments},
    {Operation::kStartNextPendingJobExecution, "StartNextPendingJobExecution", "PUT", "/things/{thingName}/jobs/$next",
     "takes the next execution and makes it IN_PROGRESS", false, 200, "start_next_pending_job_execution",
     kListAndStartErrors, kStartArguments},
    {Operation::kUpdateJobExecution, "UpdateJobExecution", "POST", "/things/{thingName}/jobs/{jobId}",
     "reports how an execution goes on", false, 200, "update_job_execution", kUpdateErrors, kUpdateArguments},
    {Operation::kStartCommandExecution, "StartCommandExecution", "POST", "/command-executions",
     "starts a command on a thing or a client", true, 200, "start_command_execution", kCommandErrors,
     kCommandArguments},
}};

}  // namespace

std::span<const OperationRow> operations() { return kOperations; }

const OperationRow& row_of(Operation operation) {
  const auto* const row = std::find_if(kOperations.begin(), kOperations.end(),
                                       [&](const OperationRow& one) { return one.operation == operation; });
  assert(row != kOperations.end());
  return *row;
}

std::optional<Operation> operation_named(std::string_view name) {
  const auto* const row =
      std::find_if(kOperations.begin(), kOperations.end(), [&](const OperationRow& one) { return one.name == name; });
  return row == kOperations.end() ? std::nullopt : std::optional(row->operation);
}

bool has_operation(model::Edition edition, Operation operation) {
  return edition == model::Edition::kCurrent || !row_of(operation).current_only;
}

bool documents_error(Operation operation, std::string_view error_name) {
  const auto names = row_of(operation).errors;
  return std::find(names.begin(), names.end(), error_name) != names.end();
}

}  // namespace jobrig::contract
