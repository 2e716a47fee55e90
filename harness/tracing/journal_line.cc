#include "tracing/journal_line.h"

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <utility>

#include "base/base64.h"
#include "base/units.h"

namespace jobrig::tracing {
namespace {

using Json = nlohmann::json;

/// What is wrong with a line.
class WrongLine : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

const Json& member_of(const Json& line, const char* name) {
  const auto found = line.find(name);
  if (found == line.end()) {
    throw WrongLine(std::string("an exchange needs the member \"") + name + "\"");
  }
  return *found;
}

std::string text_in(const Json& line, const char* name) {
  const Json& member = member_of(line, name);
  if (!member.is_string()) {
    throw WrongLine(std::string("\"") + name + "\" must be a string");
  }
  return member.get<std::string>();
}

/// A text that a line may omit.
std::string text_or_none(const Json& line, const char* name) {
  return line.contains(name) ? text_in(line, name) : std::string();
}

std::int64_t integer_in(const Json& line, const char* name) {
  const Json& member = member_of(line, name);
  if (!member.is_number_integer()) {
    throw WrongLine(std::string("\"") + name + "\" must be a whole number");
  }
  return member.get<std::int64_t>();
}

/// A number of microseconds that fits into the nanoseconds of a clock, and so does the sum of two.
std::chrono::microseconds microseconds_in(const Json& line, const char* name) {
  constexpr std::int64_t kMax = 4'000'000'000'000'000;
  const std::int64_t number = integer_in(line, name);
  if (number < -kMax || number > kMax) {
    throw WrongLine(std::string("\"") + name + "\" must be from -" + std::to_string(kMax) + " to " +
                    std::to_string(kMax));
  }
  return std::chrono::microseconds(number);
}

std::string bytes_in(const Json& line, const std::string& name) {
  const std::string encoded_name = name + "_base64";
  if (!line.contains(encoded_name)) {
    return text_in(line, name.c_str());
  }
  auto bytes = base::from_base64(text_in(line, encoded_name.c_str()));
  if (!bytes) {
    throw WrongLine("\"" + encoded_name + "\" must be Base64");
  }
  return *std::move(bytes);
}

base::Monotonic time_in(const Json& line, const char* name, base::Monotonic whole) {
  return member_of(line, name).is_null() ? base::Monotonic() : whole + microseconds_in(line, name);
}

model::CloseReason close_reason_in(const Json& line) {
  using model::CloseReason;
  const std::string word = text_in(line, "close_reason");
  for (const CloseReason one : {CloseReason::kKept, CloseReason::kClosed, CloseReason::kReset,
                                CloseReason::kClientGaveUp, CloseReason::kServerStopped}) {
    if (model::close_reason_word(one) == word) {
      return one;
    }
  }
  throw WrongLine("\"close_reason\" has no value \"" + word + "\"");
}

model::Decision decision_in(const Json& line) {
  model::Decision decision;
  decision.operation = text_in(line, "operation");
  decision.key = {text_in(line, "thing"), text_in(line, "job")};
  decision.ordinal = static_cast<std::uint64_t>(integer_in(line, "ordinal"));
  decision.rule = text_in(line, "rule");
  decision.step = static_cast<std::uint32_t>(integer_in(line, "step"));
  const Json& faults = member_of(line, "faults");
  if (!faults.is_array()) {
    throw WrongLine("\"faults\" must be a list");
  }
  for (const Json& fault : faults) {
    if (!fault.is_string()) {
      throw WrongLine("\"faults\" must be a list of strings");
    }
    decision.faults.push_back(fault.get<std::string>());
  }
  decision.error = text_in(line, "error");
  return decision;
}

model::Exchange exchange_in(const Json& line) {
  model::Exchange exchange;
  exchange.number = static_cast<std::uint64_t>(integer_in(line, "number"));
  exchange.connection = static_cast<std::uint64_t>(integer_in(line, "connection"));
  const auto arrived = base::parse_instant(text_in(line, "arrived"));
  if (!arrived) {
    throw WrongLine("\"arrived\" must be a time such as 2026-01-01T00:00:00.000000Z");
  }
  exchange.arrived = *arrived;
  exchange.request_whole = base::Monotonic(microseconds_in(line, "monotonic_us"));
  exchange.decision = decision_in(line);
  exchange.status = static_cast<int>(integer_in(line, "status"));
  exchange.close_reason = close_reason_in(line);
  exchange.refusal = text_or_none(line, "refusal");
  exchange.handshake = text_or_none(line, "handshake");
  exchange.first_byte = time_in(line, "first_byte_us", exchange.request_whole);
  exchange.last_byte = time_in(line, "last_byte_us", exchange.request_whole);
  exchange.ended = time_in(line, "ended_us", exchange.request_whole);
  exchange.request = bytes_in(line, "request");
  return exchange;
}

}  // namespace

base::Result<JournalLine> read_journal_line(std::string_view line) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object()) {
    return base::Error{"the line must be a JSON object"};
  }
  try {
    JournalLine read;
    read.is_event = json.contains("event");
    if (read.is_event) {
      read.missing =
          json.value("event", Json()) == "dropped" ? static_cast<std::uint64_t>(integer_in(json, "exchanges")) : 0;
      return read;
    }
    read.exchange = exchange_in(json);
    read.endpoint = text_or_none(json, "endpoint");
    return read;
  } catch (const WrongLine& wrong) {
    return base::Error{wrong.what()};
  }
}

}  // namespace jobrig::tracing
