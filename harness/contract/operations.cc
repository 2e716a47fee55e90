#include "contract/operations.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/catalogue.h"
#include "contract/errors.h"

namespace jobrig::contract {
namespace {

using model::Operation;
using Name = std::string_view;
using enum ArgumentRow::In;

// API Reference, AWS IoT Jobs data plane, "Errors" of each operation.
constexpr std::array<Name, 6> kDescribeErrors{
    "CertificateValidationException", "InvalidRequestException", "ResourceNotFoundException",
    "TerminalStateException",         "ThrottlingException",     "ServiceUnavailableException"};
constexpr std::array<Name, 5> kListAndStartErrors{"CertificateValidationException", "InvalidRequestException",
                                                  "ResourceNotFoundException", "ThrottlingException",
                                                  "ServiceUnavailableException"};
constexpr std::array<Name, 6> kUpdateErrors{
    "CertificateValidationException", "InvalidRequestException", "InvalidStateTransitionException",
    "ResourceNotFoundException",      "ThrottlingException",     "ServiceUnavailableException"};
constexpr std::array<Name, 6> kCommandErrors{"ValidationException", "ServiceQuotaExceededException",
                                             "ConflictException",   "ResourceNotFoundException",
                                             "ThrottlingException", "InternalServerException"};

// API Reference, "URI Request Parameters" and "Request Body" of each operation. A test compares the rows with the
// request schemas.
constexpr std::array<ArgumentRow, 4> kDescribeArguments{{{"thingName", kPath},
                                                         {.name = "jobId", .in = kPath, .special_value = true},
                                                         {"executionNumber", kQuery},
                                                         {"includeJobDocument", kQuery}}};
constexpr std::array<ArgumentRow, 1> kListArguments{{{"thingName", kPath}}};
constexpr std::array<ArgumentRow, 3> kStartArguments{
    {{"thingName", kPath}, {"statusDetails", kBody}, {"stepTimeoutInMinutes", kBody}}};
constexpr std::array<ArgumentRow, 9> kUpdateArguments{
    {{"thingName", kPath},
     {"jobId", kPath},
     {"status", kBody},
     {"statusDetails", kBody},
     {"expectedVersion", kBody},
     {"includeJobExecutionState", kBody},
     {"includeJobDocument", kBody},
     {"executionNumber", kBody},
     {.name = "stepTimeoutInMinutes", .in = kBody, .special_value = true}}};
constexpr std::array<ArgumentRow, 5> kCommandArguments{{{"targetArn", kBody},
                                                        {"commandArn", kBody},
                                                        {"parameters", kBody},
                                                        {"executionTimeoutSeconds", kBody},
                                                        {"clientToken", kBody}}};

constexpr std::array kOperations{
    OperationRow{.operation = Operation::kDescribeJobExecution,
                 .name = "DescribeJobExecution",
                 .stem = "describe_job_execution",
                 .method = "GET",
                 .path = "/things/{thingName}/jobs/{jobId}",
                 .summary = "returns one job execution of a thing; $next is the next pending one",
                 .arguments = kDescribeArguments,
                 .errors = kDescribeErrors,
                 .refusal_error = "InvalidRequestException",
                 .brings_execution = true},
    OperationRow{.operation = Operation::kGetPendingJobExecutions,
                 .name = "GetPendingJobExecutions",
                 .stem = "get_pending_job_executions",
                 .method = "GET",
                 .path = "/things/{thingName}/jobs",
                 .summary = "returns the pending executions of a thing",
                 .arguments = kListArguments,
                 .errors = kListAndStartErrors,
                 .refusal_error = "InvalidRequestException",
                 .feature = "get-pending"},
    OperationRow{.operation = Operation::kStartNextPendingJobExecution,
                 .name = "StartNextPendingJobExecution",
                 .stem = "start_next_pending_job_execution",
                 .method = "PUT",
                 .path = "/things/{thingName}/jobs/$next",
                 .summary = "starts the next pending execution",
                 .arguments = kStartArguments,
                 .errors = kListAndStartErrors,
                 .refusal_error = "InvalidRequestException",
                 .brings_execution = true,
                 .feature = "start-next"},
    OperationRow{.operation = Operation::kUpdateJobExecution,
                 .name = "UpdateJobExecution",
                 .stem = "update_job_execution",
                 .method = "POST",
                 .path = "/things/{thingName}/jobs/{jobId}",
                 .summary = "updates the status of an execution",
                 .arguments = kUpdateArguments,
                 .errors = kUpdateErrors,
                 .refusal_error = "InvalidRequestException",
                 .required_body = "the status",
                 .feature = "update"},
    OperationRow{.operation = Operation::kStartCommandExecution,
                 .name = "StartCommandExecution",
                 .stem = "start_command_execution",
                 .method = "POST",
                 .path = "/command-executions",
                 .summary = "starts a command on a thing or a client",
                 .arguments = kCommandArguments,
                 .errors = kCommandErrors,
                 .refusal_error = "ValidationException",
                 .required_body = "targetArn and commandArn",
                 .current_only = true,
                 .feature = "start-command"},
};

// The names in model/operations.def.
struct Names {
  Operation operation;
  Name name;
  Name stem;
};

constexpr std::array kNames{
#define JOBRIG_OPERATION(name, stem) Names{Operation::k##name, #name, #stem},
#include "model/operations.def"
#undef JOBRIG_OPERATION
};

static_assert(std::equal(kOperations.begin(), kOperations.end(), kNames.begin(), kNames.end(),
                         [](const OperationRow& row, const Names& names) {
                           return row.operation == names.operation && row.name == names.name && row.stem == names.stem;
                         }),
              "the rows are those of model/operations.def, in its order");

}  // namespace

std::span<const OperationRow> operations() { return kOperations; }

const OperationRow& row_of(Operation operation) { return kOperations.at(static_cast<std::size_t>(operation)); }

std::optional<Operation> operation_named(std::string_view name) {
  const OperationRow* const row = base::row_named(kOperations, name);
  return row == nullptr ? std::nullopt : std::optional(row->operation);
}

bool has_operation(model::Edition edition, Operation operation) {
  return edition == model::Edition::kCurrent || !row_of(operation).current_only;
}

std::vector<Operation> operations_meant(model::Edition edition, const std::optional<Operation>& only) {
  std::vector<Operation> meant;
  for (const OperationRow& row : kOperations) {
    if (has_operation(edition, row.operation) && (!only || *only == row.operation)) {
      meant.push_back(row.operation);
    }
  }
  return meant;
}

bool documents_error(Operation operation, std::string_view error_name) {
  const auto names = row_of(operation).errors;
  return std::find(names.begin(), names.end(), error_name) != names.end();
}

bool may_send_error(Operation operation, std::string_view error_name) {
  return documents_error(operation, error_name) || is_common_error(error_name);
}

bool has_argument(const OperationRow& row, std::string_view name) {
  return std::any_of(row.arguments.begin(), row.arguments.end(),
                     [&](const ArgumentRow& argument) { return argument.name == name; });
}

std::vector<std::string_view> operation_names() {
  std::vector<std::string_view> names;
  for (const OperationRow& row : kOperations) {
    names.push_back(row.name);
  }
  return names;
}

std::vector<std::string_view> argument_names() {
  std::vector<std::string_view> names;
  for (const OperationRow& row : kOperations) {
    for (const ArgumentRow& argument : row.arguments) {
      if (std::find(names.begin(), names.end(), argument.name) == names.end()) {
        names.push_back(argument.name);
      }
    }
  }
  return names;
}

}  // namespace jobrig::contract
