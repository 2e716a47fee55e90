#include "contract/arguments.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <utility>

#include "contract/body_members.h"
#include "contract/command_arguments.h"
#include "contract/editions.h"
#include "contract/statuses.h"

namespace jobrig::contract {
namespace {

using Json = nlohmann::json;
using model::Call;

// API Reference, StartNextPendingJobExecution and UpdateJobExecution, stepTimeoutInMinutes: seven days.
constexpr std::int64_t kMaxStepMinutes = 10080;

// --- Path and query

// The text itself, or a copy in `storage`.
std::string_view kept(std::string_view text, bool lasting, std::string& storage) {
  if (!lasting) {
    storage = text;
  }
  return lasting ? text : std::string_view(storage);
}

Violation thing_from_text(const ArgumentRow& /*argument*/, std::string_view text, bool lasting, Call& call) {
  call.thing = kept(text, lasting, call.thing_storage);
  Violation violation = check_thing_name(call.thing);
  call.thing_valid = !violation;
  return violation;
}

Violation job_from_text(const ArgumentRow& argument, std::string_view text, bool lasting, Call& call) {
  call.job = kept(text, lasting, call.job_storage);
  Violation violation = check_job_id(call.job, argument.special_value);
  call.job_valid = !violation;
  return violation;
}

template <typename Value, typename Target>
Violation take(base::Result<Value> value, Target& target) {
  if (!value) {
    return value.error().message;
  }
  target = *value;
  return std::nullopt;
}

Violation number_from_text(const ArgumentRow& /*argument*/, std::string_view text, bool /*lasting*/, Call& call) {
  return take(parse_execution_number(text), call.arguments.execution_number);
}

Violation document_from_text(const ArgumentRow& argument, std::string_view text, bool /*lasting*/, Call& call) {
  return take(parse_boolean(argument.name, text), call.arguments.include_job_document);
}

// --- Body

Violation details_from_body(const ArgumentRow& /*argument*/, const Json& body, Call& call) {
  const Json* member = find_member(body, "statusDetails");
  if (member == nullptr) {
    return std::nullopt;
  }
  if (!member->is_object()) {
    return "statusDetails must be a map of strings";
  }
  model::Details& details = call.arguments.details.emplace();
  for (const auto& [key, value] : member->items()) {
    if (!value.is_string()) {
      return "a value of statusDetails must be a string";
    }
    const auto& text = value.get_ref<const std::string&>();
    if (Violation violation = check_detail_key(key)) {
      return violation;
    }
    if (Violation violation = check_detail_value(text)) {
      return violation;
    }
    details.emplace_back(key, text);
  }
  return std::nullopt;
}

Violation minutes_from_body(const ArgumentRow& argument, const Json& body, Call& call) {
  const bool may_cancel = argument.special_value;
  std::optional<std::int64_t>& minutes = call.arguments.step_minutes;
  if (Violation violation = read_integer(body, "stepTimeoutInMinutes", minutes)) {
    return violation;
  }
  const bool cancels = may_cancel && minutes == -1;
  if (minutes && !cancels && (*minutes < 1 || *minutes > kMaxStepMinutes)) {
    return "stepTimeoutInMinutes must be from 1 to 10080" + std::string(may_cancel ? ", or -1 to take it back" : "");
  }
  return std::nullopt;
}

Violation status_from_body(const ArgumentRow& /*argument*/, const Json& body, Call& call) {
  std::string word;
  if (Violation violation = read_text(body, "status", word)) {
    return violation;
  }
  if (find_member(body, "status") == nullptr) {
    return "status is required";
  }
  std::string settable;
  for (const StatusRow& row : statuses()) {
    if (row.device_may_set) {
      settable += (settable.empty() ? "" : ", ") + std::string(row.word);
      if (row.word == word) {
        call.arguments.status = row.status;
      }
    }
  }
  return call.arguments.status ? std::nullopt
                               : Violation("status must be one of those that a device may set: " + settable);
}

Violation version_from_body(const ArgumentRow& argument, const Json& body, Call& call) {
  return read_integer(body, argument.name, call.arguments.expected_version);
}

Violation number_from_body(const ArgumentRow& argument, const Json& body, Call& call) {
  std::optional<std::int64_t>& number = call.arguments.execution_number;
  if (Violation violation = read_integer(body, argument.name, number)) {
    return violation;
  }
  return number && *number < 1 ? Violation("executionNumber must be 1 or more") : std::nullopt;  // as in the query
}

Violation state_from_body(const ArgumentRow& argument, const Json& body, Call& call) {
  return read_boolean(body, argument.name, call.arguments.include_execution_state);
}

Violation document_from_body(const ArgumentRow& argument, const Json& body, Call& call) {
  bool include = false;
  Violation violation = read_boolean(body, argument.name, include);
  if (!violation) {
    call.arguments.include_job_document = include;
  }
  return violation;
}

// --- All arguments

struct Reader {
  std::string_view name;
  // Null: not allowed in a path or query.
  Violation (*from_text)(const ArgumentRow& argument, std::string_view text, bool lasting, Call& call);
  // Null: not allowed in a body.
  Violation (*from_body)(const ArgumentRow& argument, const Json& body, Call& call);
};

constexpr std::array kReaders{
    Reader{"thingName", thing_from_text, nullptr},
    Reader{"jobId", job_from_text, nullptr},
    Reader{"executionNumber", number_from_text, number_from_body},
    Reader{"includeJobDocument", document_from_text, document_from_body},
    Reader{"status", nullptr, status_from_body},
    Reader{"statusDetails", nullptr, details_from_body},
    Reader{"expectedVersion", nullptr, version_from_body},
    Reader{"includeJobExecutionState", nullptr, state_from_body},
    Reader{"stepTimeoutInMinutes", nullptr, minutes_from_body},
    Reader{"targetArn", nullptr, read_target_arn},
    Reader{"commandArn", nullptr, read_command_arn},
    Reader{"parameters", nullptr, read_command_parameters},
    Reader{"executionTimeoutSeconds", nullptr, read_command_timeout},
    Reader{"clientToken", nullptr, read_client_token},
};

// An argument without a reader is a bug in this program. A test looks up all of them.
const Reader& reader_of(const ArgumentRow& argument) {
  const auto* const reader =
      std::find_if(kReaders.begin(), kReaders.end(), [&](const Reader& one) { return one.name == argument.name; });
  const bool in_body = argument.in == ArgumentRow::In::kBody;
  if (reader == kReaders.end() || (in_body ? reader->from_body == nullptr : reader->from_text == nullptr)) {
    throw std::logic_error("nothing reads the argument " + std::string(argument.name));
  }
  return *reader;
}

}  // namespace

const ArgumentRow* find_argument(const OperationRow& row, ArgumentRow::In in, std::string_view name) {
  const auto found = std::find_if(row.arguments.begin(), row.arguments.end(), [&](const ArgumentRow& argument) {
    return argument.in == in && argument.name == name;
  });
  return found == row.arguments.end() ? nullptr : &*found;
}

void set_defaults(const OperationRow& row, model::Edition edition, Call& call) {
  if (find_argument(row, ArgumentRow::In::kQuery, "includeJobDocument") != nullptr) {
    call.arguments.include_job_document = row_of(edition).document_by_default;
  }
}

Violation read_argument(const ArgumentRow& argument, std::string_view text, bool lasting, Call& call) {
  return reader_of(argument).from_text(argument, text, lasting, call);
}

Violation read_body(const OperationRow& row, std::string_view text, Call& call) {
  if (text.empty()) {
    return row.required_body.empty()
               ? std::nullopt
               : Violation("the body is missing; it must at least say " + std::string(row.required_body));
  }
  Json body;
  if (Violation violation = parse_object(text, body)) {
    return violation;
  }
  for (const ArgumentRow& argument : row.arguments) {
    if (argument.in == ArgumentRow::In::kBody) {
      if (Violation violation = reader_of(argument).from_body(argument, body, call)) {
        return violation;
      }
    }
  }
  return std::nullopt;
}

}  // namespace jobrig::contract
