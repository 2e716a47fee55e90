#include "clients/reference/error_name.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

namespace jobrig::reference {
namespace {

using nlohmann::json;

/// `aws.iot#Name:http://…` becomes Name.
std::string bare(std::string name, const ErrorPolicy& policy) {
  if (!policy.keeps_uri) {
    name = name.substr(0, name.find(':'));
  }
  return policy.keeps_namespace ? name : name.substr(name.find('#') + 1);  // npos + 1 is 0
}

std::string text_member(const json& body, const char* name) {
  const auto member = body.is_object() ? body.find(name) : body.end();
  return body.is_object() && member != body.end() && member->is_string() ? member->get<std::string>() : "";
}

std::string name_by_status(int status) {
  switch (status) {
    case 400:
      return "InvalidRequestException";
    case 404:
      return "ResourceNotFoundException";
    case 410:
      return "TerminalStateException";
    case 429:
      return "ThrottlingException";
    case 503:
      return "ServiceUnavailableException";
    default:
      return "";
  }
}

std::optional<long> number_in(const std::string& text) {
  long value = 0;
  const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool valid = problem == std::errc() && stop == text.data() + text.size() && value >= 0;
  return valid ? std::optional(value) : std::nullopt;
}

/// Seconds from now to an HTTP date; nothing if it is none.
std::optional<long> seconds_to(const std::string& date) {
  std::tm parts{};
  return ::strptime(date.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts) == nullptr
             ? std::nullopt
             : std::optional<long>(::timegm(&parts) - std::time(nullptr));
}

/// `Retry-After` in seconds or as a date; 0 if there is none.
Milliseconds after_in(const HttpAnswer& answer) {
  const std::string after = answer.header("Retry-After");
  return std::chrono::seconds(std::clamp(number_in(after).value_or(seconds_to(after).value_or(0)), 0L, 1'000'000'000L));
}

/// `x-amz-retry-after` in milliseconds; nothing if it is invalid.
std::optional<Milliseconds> hint_in(const HttpAnswer& answer) {
  const auto value = number_in(answer.header("x-amz-retry-after"));
  return value ? std::optional(Milliseconds(std::min(*value, 1'000'000'000L))) : std::nullopt;
}

}  // namespace

std::string name_in_body(const json& body, const ErrorPolicy& policy) {
  std::string name;
  name = policy.from_type ? text_member(body, "__type") : "";
  name = name.empty() && policy.from_code ? text_member(body, "code") : name;
  name = name.empty() && policy.from_upper_code ? text_member(body, "Code") : name;
  for (auto inner = body.begin(); policy.nested && body.is_structured() && inner != body.end(); ++inner) {
    const std::string found = inner->is_structured() ? name_in_body(*inner, policy) : "";
    name = found.empty() ? name : found;
  }
  if (name.empty() && policy.from_message) {
    name = text_member(body, "message");
  }
  return bare(name, policy);
}

Failure failure_of(const HttpAnswer& answer, const ErrorPolicy& policy) {
  const json body = json::parse(answer.body, nullptr, false);
  const std::string in_header = policy.from_header ? bare(answer.header("x-amzn-ErrorType"), policy) : "";
  const std::string in_body = name_in_body(body, policy);
  Failure failure{"service", "", "", answer.status, true, after_in(answer), hint_in(answer)};
  failure.clock_error = seconds_to(answer.header("Date")).value_or(0);
  failure.name = policy.body_first ? in_body.empty() ? in_header : in_body : in_header.empty() ? in_body : in_header;
  if (policy.by_status_only) {
    failure.name = name_by_status(answer.status);
  }
  if (policy.message) {
    failure.message = text_member(body, "message");
    failure.message = failure.message.empty() ? text_member(body, "Message") : failure.message;
  }
  return failure;
}

bool is_documented(const std::string& name) {
  constexpr std::array<std::string_view, 7> kNames{
      "CertificateValidationException", "InvalidRequestException", "ResourceNotFoundException",
      "TerminalStateException",         "ThrottlingException",     "ServiceUnavailableException",
      "InvalidStateTransitionException"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

}  // namespace jobrig::reference
