// order: while the client polls, its reports never go back: neither versionNumber nor lastUpdatedAt of an execution
// decreases.
//   order: {}
//   order: {call: 2}
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "judge/expected_value.h"
#include "judge/make_check.h"
#include "judge/poll_responses.h"

namespace jobrig::judge {
namespace {

/// A number, or a string of digits as a number. A long double is exact for 64-bit integers.
std::optional<long double> number_in(const nlohmann::json& execution, std::string_view name) {
  const auto member = execution.find(name);
  if (member == execution.end()) {
    return std::nullopt;
  }
  if (member->is_number_integer()) {
    return static_cast<long double>(member->get<std::int64_t>());
  }
  if (member->is_number()) {
    return static_cast<long double>(member->get<double>());
  }
  std::int64_t number = 0;
  const std::string text = member->is_string() ? member->get<std::string>() : "";
  const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = !text.empty() && problem == std::errc() && stop == text.data() + text.size();
  return whole ? std::optional(static_cast<long double>(number)) : std::nullopt;
}

bool same_execution(const nlohmann::json& one, const nlohmann::json& other) {
  return one.value("jobId", nlohmann::json()) == other.value("jobId", nlohmann::json()) &&
         one.value("executionNumber", nlohmann::json()) == other.value("executionNumber", nlohmann::json());
}

/// How `next` is older than `last`. Nothing when it is not.
std::optional<std::string> step_back(const nlohmann::json& last, const nlohmann::json& next) {
  if (!same_execution(last, next)) {
    return std::nullopt;
  }
  for (const std::string_view name : {"versionNumber", "lastUpdatedAt"}) {
    const auto before = number_in(last, name);
    const auto after = number_in(next, name);
    if (before && after && *after < *before) {
      const std::string member(name);
      return member + " goes back from " + shown_value(last.at(member)) + " to " + shown_value(next.at(member));
    }
  }
  return std::nullopt;
}

model::Finding judge_order(std::optional<std::size_t> call, const model::CaseRecord& record) {
  const std::string expected = "versionNumber and lastUpdatedAt never go back";
  const nlohmann::json* last = nullptr;
  const std::vector<nlohmann::json> executions = polled_executions(record, call);
  for (const nlohmann::json& execution : executions) {
    if (!execution.is_object()) {
      continue;
    }
    if (const auto back = last == nullptr ? std::nullopt : step_back(*last, execution)) {
      return {false, expected, *back};
    }
    last = &execution;
  }
  return {true, expected, count_in_words(executions.size(), "answer") + " in order"};
}

CheckPointer make_order(Settings& settings) {
  const auto call = settings.call("the call; the last when it is not given");
  if (!settings.finish()) {
    return nullptr;
  }
  return make_check(settings, [call](const model::CaseRecord& record) { return judge_order(call, record); });
}

}  // namespace

void declare_order(std::vector<CheckKind>& kinds) {
  kinds.push_back({"order", "reported versions and times never decrease", "order: {}", make_order,
                   model::Reports::kResults, false, Transport::kAny});
}

}  // namespace jobrig::judge
