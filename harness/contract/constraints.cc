#include "contract/constraints.h"

#include <charconv>
#include <limits>

#include "base/ascii.h"
#include "base/quote.h"
#include "base/utf8.h"

namespace jobrig::contract {
namespace {

// AWS IoT API Reference, AWS IoT Jobs data plane: "URI Request Parameters" of DescribeJobExecution, and JobExecution.
constexpr std::size_t kMaxThingName = 128;
constexpr std::size_t kMaxJobId = 64;
constexpr std::size_t kMaxDetailKey = 128;
constexpr std::size_t kMaxDetailValue = 1024;
constexpr std::size_t kMaxJobDocument = 32768;
constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();

constexpr bool is_word_character(char c) { return base::is_alphanumeric(c) || c == '_' || c == '-'; }

/// The common rule of all names: a length, and word characters with or without the colon.
Violation check_name(std::string_view what, std::string_view name, std::size_t most, bool colon_allowed) {
  if (name.empty()) {
    return std::string(what) + " must not be empty";
  }
  if (name.size() > most) {
    // Valid names are ASCII, so for them a byte is a character.
    const std::size_t count = base::count_code_points(name).value_or(name.size());
    if (count > most) {
      return std::string(what) + " must be at most " + std::to_string(most) + " characters long, not " +
             std::to_string(count);
    }
  }
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (!is_word_character(name[i]) && !(colon_allowed && name[i] == ':')) {
      return std::string(what) + " may hold only letters, digits, " + (colon_allowed ? "\":\", " : "") +
             "\"_\" and \"-\", not " + base::show_character(name.substr(i));
    }
  }
  return std::nullopt;
}

Violation check_text(std::string_view what, std::string_view text, std::size_t most) {
  const auto count = base::count_code_points(text);
  if (!count) {
    return std::string(what) + " must be valid UTF-8";
  }
  if (*count > most) {
    return std::string(what) + " must be at most " + std::to_string(most) + " characters long, not " +
           std::to_string(*count);
  }
  return std::nullopt;
}

}  // namespace

Violation check_thing_name(std::string_view name) { return check_name("thingName", name, kMaxThingName, true); }

Violation check_job_id(std::string_view id, bool next_allowed) {
  if (next_allowed && id == "$next") {
    return std::nullopt;
  }
  // `$next` is allowed in the path of DescribeJobExecution only, whose page and model state no length for it. All other
  // pages, and the member of the response, say 1..64.
  Violation violation = check_name("jobId", id, next_allowed ? kNoLimit : kMaxJobId, false);
  if (violation && id.starts_with('$')) {
    return next_allowed ? "jobId must be \"$next\" or a job's id, not " + base::quoted(id)
                        : *violation + " (\"$next\" is not allowed here)";
  }
  return violation;
}

Violation check_detail_key(std::string_view key) {
  return check_name("a key of statusDetails", key, kMaxDetailKey, true);
}

Violation check_detail_value(std::string_view value) {
  if (value.empty()) {
    return "a value of statusDetails must not be empty";
  }
  if (Violation violation = check_text("a value of statusDetails", value, kMaxDetailValue)) {
    return violation;
  }
  for (std::string_view rest = value; !rest.empty();) {
    const std::string_view here = rest;
    if (base::is_control_category(*base::take_code_point(rest))) {
      return "a value of statusDetails must not hold control characters, such as " + base::show_character(here);
    }
  }
  return std::nullopt;
}

Violation check_job_document(std::string_view text) { return check_text("jobDocument", text, kMaxJobDocument); }

base::Result<std::int64_t> parse_execution_number(std::string_view text) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, number);
  // Executions are numbered from 1, so a lower number cannot identify one.
  if (text.empty() || problem != std::errc() || stop != end || number < 1) {
    return base::Error{"executionNumber must be a whole number from 1 to 9223372036854775807, not " +
                       base::quoted(text)};
  }
  return number;
}

base::Result<bool> parse_boolean(std::string_view name, std::string_view text) {
  if (text == "true" || text == "false") {
    return text == "true";
  }
  return base::Error{std::string(name) + " must be true or false, not " + base::quoted(text)};
}

}  // namespace jobrig::contract
