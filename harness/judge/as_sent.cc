// as-sent: each success that the client reports is what jobrig sent last for that call, as a whole. Every case has this
// check by itself.
//   as-sent: false             not in this case
//   as-sent: {level: SHOULD}
//   as-sent: {call: 2}         only this call
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "contract/operations.h"
#include "contract/schemas.h"
#include "judge/make_check.h"
#include "wire/attempts.h"
#include "wire/exact_json.h"
#include "wire/response.h"
#include "wire/sent_difference.h"

namespace jobrig::judge {
namespace {

using base::Node;

constexpr std::string_view kExpected = "each success as it was sent";

/// The requests of the call up to its result, also those that a redirect led elsewhere, by arrival.
std::vector<const model::Exchange*> exchanges_until_result(const model::CaseRecord& record, std::size_t index) {
  const model::CallRecord& call = record.calls[index];
  std::vector<const model::Exchange*> exchanges;
  for (const std::size_t one : wire::requests_of(record, index + 1)) {
    exchanges.push_back(&record.exchanges[one]);
  }
  for (const model::Exchange& one : record.elsewhere) {
    if (wire::holds_request(one) && call.began <= wire::arrival_of(one)) {
      exchanges.push_back(&one);
    }
  }
  std::erase_if(exchanges, [&](const auto* one) { return wire::arrival_of(*one) > call.ended; });
  std::stable_sort(exchanges.begin(), exchanges.end(),
                   [](const auto* a, const auto* b) { return wire::arrival_of(*a) < wire::arrival_of(*b); });
  return exchanges;
}

/// JSON pointers to the members of the body that the contract does not have.
std::set<std::string> unknown_members(const model::CaseRecord& record, std::string_view operation,
                                      const std::string& body) {
  std::set<std::string> pointers;
  if (const auto known = contract::operation_named(operation)) {
    for (const auto& one : contract::validate(record.edition, *known, contract::SchemaPart::kResponse, body)) {
      if (one.message.starts_with(contract::kNotInContract)) {
        pointers.insert(one.pointer);
      }
    }
  }
  return pointers;
}

/// Typed SDKs return an object without members for a body without content.
Node empty_object() {
  Node node;
  node.kind = Node::Kind::kMap;
  return node;
}

std::string ordinal_of(const model::CaseRecord& record, std::size_t call) {
  return record.calls.size() == 1 ? "" : "call " + std::to_string(call + 1) + ": ";
}

/// Compares one reported response with one exchange. An exit code only says that the call succeeded.
std::optional<wire::SentDifference> difference_to_exchange(const model::CaseRecord& record, std::string_view operation,
                                                           const Node& reported, const model::Exchange& exchange) {
  const wire::Response sent = wire::read_response(exchange);
  if (!sent.problem.empty()) {
    return wire::SentDifference{"an error, because of the last response: " + sent.problem, "a success"};
  }
  if (!sent.is_success()) {
    return wire::SentDifference{"an error, because the last response had the status " + std::to_string(sent.status),
                                "a success"};
  }
  const bool blank = sent.body.find_first_not_of(" \t\r\n") == std::string::npos;
  const auto body = blank ? std::optional(empty_object()) : wire::read_exact_json(sent.body);
  if (!body) {
    return wire::SentDifference{"an error, because the last response is not JSON", "a success"};
  }
  if (record.reports == model::Reports::kExitCode) {
    return std::nullopt;
  }
  return wire::difference_to_sent(*body, reported, unknown_members(record, operation, sent.body));
}

/// The responses that the client reported for the call, in order.
std::vector<Node> reported_responses(const model::ClientOutcome& outcome) {
  const auto list = outcome.responses.empty() ? std::nullopt : wire::read_exact_json(outcome.responses);
  if (list && list->is_list()) {
    return list->items;
  }
  const auto one = outcome.response.empty() ? std::nullopt : wire::read_exact_json(outcome.response);
  return {one && one->is_map() ? *one : empty_object()};
}

/// A client that polls reports each success. It may have tried again in between.
std::optional<wire::SentDifference> difference_in_polls(const model::CaseRecord& record, std::string_view operation,
                                                        const std::vector<Node>& reported,
                                                        std::vector<const model::Exchange*> exchanges) {
  std::erase_if(exchanges, [](const auto* one) { return !wire::read_response(*one).is_success(); });
  if (exchanges.size() != reported.size()) {
    return wire::SentDifference{std::to_string(exchanges.size()) + " responses", std::to_string(reported.size())};
  }
  for (std::size_t i = 0; i < reported.size(); ++i) {
    if (auto found = difference_to_exchange(record, operation, reported[i], *exchanges[i])) {
      return wire::SentDifference{"response " + std::to_string(i + 1) + ": " + found->expected, found->actual};
    }
  }
  return std::nullopt;
}

std::optional<wire::SentDifference> difference_in_call(const model::CaseRecord& record, std::size_t index) {
  const model::CallRecord& call = record.calls[index];
  const auto exchanges = exchanges_until_result(record, index);
  const bool polled = !call.outcome->responses.empty();
  const std::vector<Node> reported = reported_responses(*call.outcome);
  if (exchanges.empty()) {
    return wire::SentDifference{"a request before the result", "a success without one"};
  }
  if (polled) {
    if (auto found = difference_in_polls(record, call.operation, reported, exchanges)) {
      return found;
    }
    const auto last = wire::read_exact_json(call.outcome->response);
    return difference_to_exchange(record, call.operation, last && last->is_map() ? *last : empty_object(),
                                  *exchanges.back());
  }
  return difference_to_exchange(record, call.operation, reported.front(), *exchanges.back());
}

model::Finding judge_as_sent(std::optional<std::size_t> only, const model::CaseRecord& record) {
  std::size_t compared = 0;
  for (std::size_t i = 0; i < record.calls.size(); ++i) {
    const auto& outcome = record.calls[i].outcome;
    if ((only && *only != i + 1) || !outcome || outcome->kind != model::ClientOutcome::Kind::kSuccess) {
      continue;
    }
    ++compared;
    if (auto found = difference_in_call(record, i)) {
      return {false, ordinal_of(record, i) + found->expected, found->actual};
    }
  }
  model::Finding finding{true, std::string(kExpected), compared == 0 ? "no success" : "the same"};
  if (compared > 0 && record.reports == model::Reports::kExitCode) {
    finding.actual = "exit code 0";
    finding.in_part = true;
  }
  return finding;
}

CheckPointer make_as_sent(Settings& settings) {
  const auto call = settings.call("the only call to compare; all when it is not given");
  if (!settings.finish()) {
    return nullptr;
  }
  return make_check(settings, [call](const model::CaseRecord& record) { return judge_as_sent(call, record); });
}

}  // namespace

void declare_as_sent(std::vector<CheckKind>& kinds) {
  kinds.push_back({"as-sent", "each success is what was sent, as a whole; every case has it unless it says `false`",
                   "as-sent: {level: SHOULD}", make_as_sent, model::Reports::kExitCode, true});
}

}  // namespace jobrig::judge
