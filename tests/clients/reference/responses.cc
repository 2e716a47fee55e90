#include "clients/reference/responses.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>

#include "clients/reference/error_name.h"
#include "clients/reference/report_style.h"

namespace jobrig::reference {
namespace {

using nlohmann::json;

[[noreturn]] void unreadable(const std::string& what) { throw Failure{"decoding", what}; }

enum class Kind : std::uint8_t { kText, kWhole, kTime, kTexts };

struct Member {
  std::string_view name;
  Kind kind;
};

constexpr std::array kExecution{Member{"executionNumber", Kind::kWhole},
                                Member{"jobDocument", Kind::kText},
                                Member{"jobId", Kind::kText},
                                Member{"thingName", Kind::kText},
                                Member{"status", Kind::kText},
                                Member{"statusDetails", Kind::kTexts},
                                Member{"queuedAt", Kind::kTime},
                                Member{"startedAt", Kind::kTime},
                                Member{"lastUpdatedAt", Kind::kTime},
                                Member{"versionNumber", Kind::kWhole},
                                Member{"approximateSecondsBeforeTimedOut", Kind::kWhole}};
constexpr std::array kSummary{Member{"jobId", Kind::kText},          Member{"queuedAt", Kind::kTime},
                              Member{"startedAt", Kind::kTime},      Member{"lastUpdatedAt", Kind::kTime},
                              Member{"versionNumber", Kind::kWhole}, Member{"executionNumber", Kind::kWhole}};
constexpr std::array kState{Member{"status", Kind::kText}, Member{"statusDetails", Kind::kTexts},
                            Member{"versionNumber", Kind::kWhole}};
constexpr std::array kTopLevel{Member{"jobDocument", Kind::kText}, Member{"executionId", Kind::kText}};

bool is_of_kind(const json& value, Kind kind) {
  switch (kind) {
    case Kind::kText:
      return value.is_string();
    case Kind::kWhole:
      // nlohmann reads values of 2^63 and above as unsigned: they do not fit a signed 64-bit integer.
      return value.is_number_integer() && (!value.is_number_unsigned() || value.get<std::int64_t>() >= 0);
    case Kind::kTime:
      return value.is_number();
    case Kind::kTexts:
      return value.is_object() &&
             std::all_of(value.begin(), value.end(), [](const json& one) { return one.is_string(); });
  }
  return false;
}

/// Parses the JSON text up to the allowed depth. Throws Failure.
json parse(const std::string& text, const ResponsePolicy& policy) {
  std::size_t deepest = 0;
  const json::parser_callback_t watch = [&](int depth, json::parse_event_t, json&) {
    deepest = std::max(deepest, static_cast<std::size_t>(depth));
    return deepest <= policy.deepest;
  };
  if (policy.accepts_trailing_bytes) {
    for (std::string begin = text; !begin.empty(); begin.pop_back()) {
      if (json::accept(begin)) {
        return json::parse(begin);
      }
    }
  }
  json value = json::parse(text, watch, false);
  if (deepest > policy.deepest) {
    if (policy.crashes_on_depth) {
      std::raise(SIGSEGV);
    }
    unreadable("the answer is nested too deep");
  }
  if (value.is_discarded() && !policy.accepts_html && !(policy.accepts_cut_json && text.starts_with("{"))) {
    unreadable("the answer is no JSON");
  }
  return value.is_discarded() ? json::object() : value;
}

json handed_on(const json& value, Kind kind, const std::string& name, const ResponsePolicy& policy) {
  if (kind == Kind::kWhole && policy.doubles) {
    return static_cast<std::int64_t>(value.get<double>());
  }
  if (kind == Kind::kWhole && policy.thirty_two_bits) {
    return static_cast<std::int32_t>(value.get<std::int64_t>());
  }
  if (kind == Kind::kTime && policy.times_as_milliseconds) {
    return value.get<std::int64_t>() / 1000;
  }
  if (name == "jobDocument" && policy.document_as_object) {
    return json::parse(value.get<std::string>(), nullptr, false);
  }
  if (kind == Kind::kTexts && (policy.plain_ascii || policy.lost_details)) {
    json texts = json::object();
    for (const auto& [key, text] : value.items()) {
      std::string plain = text.get<std::string>();
      if (policy.plain_ascii) {
        std::replace_if(
            plain.begin(), plain.end(), [](char c) { return static_cast<unsigned char>(c) > 127; }, '?');
      }
      if (!policy.lost_details || texts.empty()) {
        texts[key] = plain;
      }
    }
    return texts;
  }
  if (name == "status" && policy.all_running) {
    return "IN_PROGRESS";
  }
  return value;
}

void refuse_unknown(const json& execution, const ResponsePolicy& policy) {
  constexpr std::array<std::string_view, 8> kStatuses{"QUEUED",    "IN_PROGRESS", "SUCCEEDED", "FAILED",
                                                      "TIMED_OUT", "REJECTED",    "REMOVED",   "CANCELED"};
  for (const auto& [name, value] : execution.items()) {
    const std::string_view member = name;
    if (policy.refuses_unknown_members &&
        std::none_of(kExecution.begin(), kExecution.end(), [&](const Member& one) { return one.name == member; })) {
      unreadable("an unknown member " + name);
    }
    if (policy.refuses_unknown_statuses && name == "status" && value.is_string() &&
        std::find(kStatuses.begin(), kStatuses.end(), value.get<std::string>()) == kStatuses.end()) {
      unreadable("an unknown status");
    }
  }
}

/// Counts every byte of UTF-8 that does not continue a character.
std::size_t characters_in(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Returns these members of the object. Other ones are dropped.
json read_members(const json& object, std::span<const Member> members, const ResponsePolicy& policy) {
  json result = json::object();
  for (const auto& [name_view, kind] : members) {
    const std::string name(name_view);
    const auto member = object.find(name);
    if (member == object.end() && (policy.demanded_member == name || policy.demanded_member == "*") &&
        name != "jobDocument" && name != "executionId" && name != "approximateSecondsBeforeTimedOut") {
      unreadable("no " + name);
    }
    if (member == object.end() || name == policy.lost_member || (policy.status_only && name != "status")) {
      continue;
    }
    if (member->is_null()) {
      if (policy.refuses_null) {
        unreadable("null as " + name);
      }
      if (policy.null_as_empty) {
        result[name] = kind == Kind::kText ? json("") : kind == Kind::kTexts ? json::object() : json(0);
      }
      continue;
    }
    if (!is_of_kind(*member, kind)) {
      if (policy.accepts_wrong_types) {
        result[name] = *member;
        continue;
      }
      unreadable("the wrong type of " + name);
    }
    if (name == "jobDocument" && characters_in(member->get<std::string>()) > policy.longest_document) {
      unreadable("the document is too long");
    }
    result[name] = handed_on(*member, kind, name, policy);
  }
  return result;
}

/// Reads an execution, its summary or its state.
json read_object(const json& object, std::span<const Member> members, const ResponsePolicy& policy) {
  if (!object.is_object()) {
    unreadable("an execution that is not an object");
  }
  refuse_unknown(object, policy);
  return read_members(object, members, policy);
}

json read_list(const json& list, const ResponsePolicy& policy) {
  if (!list.is_array()) {
    unreadable("executions that are not a list");
  }
  json result = json::array();
  for (const json& summary : list) {
    result.push_back(read_object(summary, kSummary, policy));
  }
  return result;
}

/// Reads the members of a response, whatever the operation. Null is absent.
json read_body(const json& body, const ResponsePolicy& policy) {
  json result = read_members(body, kTopLevel, policy);
  const auto read = [&](const char* name, auto reader) {
    if (const auto member = body.find(name); member != body.end() && !member->is_null()) {
      result[name] = reader(*member);
    }
  };
  read("execution", [&](const json& one) { return read_object(one, kExecution, policy); });
  read("executionState", [&](const json& one) { return read_object(one, kState, policy); });
  read("inProgressJobs", [&](const json& one) { return read_list(one, policy); });
  read("queuedJobs", [&](const json& one) { return read_list(one, policy); });
  return result;
}

/// The member without which a response of the operation says nothing; empty: each may be absent.
std::string_view due_member(const Call& call) {
  if (call.operation == "StartCommandExecution") {
    return "executionId";
  }
  return call.operation == "DescribeJobExecution" && call.arguments->value("jobId", "") != "$next" ? "execution" : "";
}

}  // namespace

json read_response(const Call& call, const HttpAnswer& answer, const Policy& policy) {
  const ResponsePolicy& reading = policy.response;
  if (!answer.header("Content-Encoding").empty()) {
    if (!reading.inflates_nothing_and_trusts) {
      unreadable("a coding that was not asked for");
    }
    return json::object();
  }
  if (reading.demands_content_type && answer.header("Content-Type").find("json") == std::string::npos) {
    unreadable("the answer does not say that it is JSON");
  }
  if (answer.body.empty() && reading.accepts_no_object) {
    return json::object();
  }
  json body = parse(answer.body, reading);
  if (!body.is_object()) {
    if (!reading.accepts_no_object) {
      unreadable("the answer is no object");
    }
    return json::object();
  }
  const std::string name = name_in_body(body, policy.error);
  if (!name.empty() && !policy.error.swallows_envelope) {
    throw Failure{"service", body.value("message", ""), name, answer.status, true};
  }
  body = read_body(body, reading);
  const std::string due(due_member(call));
  if (!due.empty() && !body.contains(due) && !reading.accepts_missing_execution && !policy.error.swallows_envelope) {
    unreadable("no " + due);
  }
  apply(policy.style, body);
  return body;
}

}  // namespace jobrig::reference
