#include "agents/json_values.h"

#include <charconv>
#include <optional>
#include <string>

#include "wire/exact_json.h"

namespace jobrig::agents {
namespace {

std::optional<std::string> text_member(const base::Node& object, std::string_view name) {
  const base::Node* const value = object.find(name);
  return value != nullptr && value->is_scalar() && value->quoted ? std::optional(value->text) : std::nullopt;
}

/// Also a string of digits, which AWS accepts.
std::optional<std::int64_t> integer_member(const base::Node& object, std::string_view name) {
  const base::Node* const value = object.find(name);
  if (value == nullptr || !value->is_scalar()) {
    return std::nullopt;
  }
  std::int64_t number = 0;
  const char* const end = value->text.data() + value->text.size();
  const auto read = std::from_chars(value->text.data(), end, number);
  return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

}  // namespace

void read_request_members(std::string_view json, life_cycles::RequestRecord& request) {
  const auto object = wire::read_exact_json(json);
  if (request.operation != "UpdateJobExecution") {
    return;
  }
  request.execution = life_cycles::ExecutionName{request.job, 1};
  if (object && object->is_map()) {
    request.status = text_member(*object, "status").value_or("");
    request.expected_version = integer_member(*object, "expectedVersion");
    request.execution->number = integer_member(*object, "executionNumber").value_or(1);
  }
}

std::string code_of_rejection(std::string_view json) {
  const auto object = wire::read_exact_json(json);
  return object && object->is_map() ? text_member(*object, "code").value_or("") : "";
}

void read_response_members(std::string_view json, life_cycles::RequestRecord& request) {
  const auto object = wire::read_exact_json(json);
  const base::Node* const execution = object && object->is_map() ? object->find("execution") : nullptr;
  if (execution == nullptr || !execution->is_map()) {
    return;
  }
  if (const auto job = text_member(*execution, "jobId")) {
    request.execution = life_cycles::ExecutionName{*job, integer_member(*execution, "executionNumber").value_or(1)};
  }
}

}  // namespace jobrig::agents
