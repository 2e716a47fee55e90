// requests: the number of requests and connections, and whether the requests of a call are identical.
//   requests: 1
//   requests: {count: 2..5, identical: true, connections: 1, call: 1, method: GET, operation: DescribeJobExecution}
// `call`, `method` and `operation` select the requests. `identical`: method, target, body and headers equal those of
// the call's first request, except for headers that differ per attempt (dates, signatures, attempt counts).
// `connections` includes connections without a complete request. `elsewhere: true` looks at the requests to
// `{elsewhere}` instead of those to the endpoint.
#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/head_lines.h"
#include "base/quote.h"
#include "contract/operations.h"
#include "judge/make_check.h"
#include "wire/attempts.h"
#include "wire/request.h"

namespace jobrig::judge {
namespace {

struct RequestsCriteria {
  std::optional<CountRange> count;
  std::optional<CountRange> connections;
  bool identical = false;
  bool elsewhere = false;
  std::optional<std::size_t> call;
  std::string method;     // empty: any
  std::string operation;  // empty: any
};

// Headers that may differ between attempts: dates, signatures, counters, connection headers and attempt ids.
// invocation-id checks the id of the invocation.
bool is_of_attempt(std::string_view name) {
  constexpr std::array<std::string_view, 10> kNames{
      "Date",       "X-Amz-Date", "Authorization", "amz-sdk-request", "amz-sdk-invocation-id",
      "User-Agent", "Connection", "Keep-Alive",    "traceparent",     "X-Amzn-Trace-Id"};
  return std::any_of(kNames.begin(), kNames.end(),
                     [&](std::string_view own) { return base::equals_ignoring_case(own, name); });
}

/// How `other` differs from `first`. Nothing when they are equal.
std::optional<std::string> difference_between(const wire::Request& first, const wire::Request& other) {
  if (first.method != other.method || first.target != other.target) {
    return "is " + std::string(other.method) + " " + base::quoted(other.target);
  }
  if (first.body != other.body) {
    return "has another body";
  }
  for (const auto* pair : {&first, &other}) {
    for (const model::HeaderView& line : pair->headers) {
      const std::string_view here = first.header(line.name);
      const std::string_view there = other.header(line.name);
      if (!is_of_attempt(line.name) && (here != there || (here.data() == nullptr) != (there.data() == nullptr))) {
        return "has another header " + std::string(line.name);
      }
    }
  }
  return std::nullopt;
}

bool is_looked_at(const RequestsCriteria& wanted, const model::Exchange& exchange) {
  return (wanted.method.empty() || wire::read_request(exchange.request).method == wanted.method) &&
         (wanted.operation.empty() || exchange.decision.operation == wanted.operation);
}

std::vector<std::vector<std::size_t>> looked_at(const RequestsCriteria& wanted, const model::CaseRecord& record) {
  auto calls = wire::requests_by_call(record);
  for (std::size_t i = 0; i < calls.size(); ++i) {
    auto& indices = calls[i];
    const bool other_call = wanted.call && *wanted.call != i + 1;
    indices.erase(
        std::remove_if(indices.begin(), indices.end(),
                       [&](std::size_t index) { return other_call || !is_looked_at(wanted, record.exchanges[index]); }),
        indices.end());
  }
  return calls;
}

std::optional<std::string> difference_in_calls(const std::vector<std::vector<std::size_t>>& calls,
                                               const model::CaseRecord& record) {
  for (const auto& indices : calls) {
    for (std::size_t i = 1; i < indices.size(); ++i) {
      const auto& first = record.exchanges[indices.front()];
      const auto& other = record.exchanges[indices[i]];
      if (const auto found = difference_between(wire::read_request(first.request), wire::read_request(other.request))) {
        return "request " + std::to_string(i + 1) + " " + *found;
      }
    }
  }
  return std::nullopt;
}

std::size_t connections_of(const model::CaseRecord& record) {
  std::set<std::uint64_t> connections;
  for (const model::Exchange& exchange : record.exchanges) {
    connections.insert(exchange.connection);
  }
  return connections.size();
}

void append_words(std::string& text, const std::string& more) {
  text += (text.empty() || more.empty() ? "" : ", ") + more;
}

model::Finding judge_requests(const RequestsCriteria& wanted, const std::string& what,
                              const model::CaseRecord& record) {
  const auto calls = looked_at(wanted, record);
  model::Finding finding;
  for (const auto& indices : calls) {
    finding.evidence.insert(finding.evidence.end(), indices.begin(), indices.end());
  }
  const std::size_t count = finding.evidence.size();
  finding.holds = !wanted.count || wanted.count->contains(static_cast<std::int64_t>(count));
  finding.actual = count_in_words(count, what);
  if (wanted.count) {
    finding.expected = in_words(*wanted.count, what);
  }
  if (wanted.identical) {
    const auto found = difference_in_calls(calls, record);
    append_words(finding.expected, "each the same");
    append_words(finding.actual, found ? *found : count > 1 ? "each the same" : "");
    finding.holds = finding.holds && !found;
  }
  if (wanted.connections) {
    const std::size_t connections = connections_of(record);
    append_words(finding.expected, in_words(*wanted.connections, "connection"));
    append_words(finding.actual, count_in_words(connections, "connection"));
    finding.holds = finding.holds && wanted.connections->contains(static_cast<std::int64_t>(connections));
  }
  return finding;
}

/// The record as if elsewhere were the endpoint.
model::CaseRecord seen_elsewhere(const model::CaseRecord& record) {
  model::CaseRecord other;
  other.calls = record.calls;
  other.exchanges = record.elsewhere;
  return other;
}

/// Evidence names exchanges of the endpoint.
model::Finding judge_elsewhere(const RequestsCriteria& wanted, const std::string& what,
                               const model::CaseRecord& record) {
  model::Finding finding = judge_requests(wanted, what, seen_elsewhere(record));
  finding.expected += " elsewhere";
  finding.actual += " elsewhere";
  finding.evidence.clear();
  return finding;
}

CheckPointer make_requests(Settings& settings) {
  settings.shorthand("count");
  RequestsCriteria wanted;
  wanted.count = settings.count("count", "how many requests there are");
  wanted.connections = settings.count("connections", "how many connections there are");
  wanted.identical = settings.boolean("identical", "whether the requests of a call must be the same", false);
  wanted.elsewhere = settings.boolean(
      "elsewhere", "whether the requests to {elsewhere} count instead of those to the endpoint", false);
  wanted.call = settings.call("the call; every call when it is not given");
  wanted.method = settings.text("method", "only requests with this method").value_or("");
  wanted.operation =
      settings.word("operation", "only requests of this operation", contract::operation_names()).value_or("");
  if (!wanted.count && !wanted.connections && !wanted.identical) {
    settings.report("count", "\"requests\" checks nothing; state \"count\", \"connections\" or \"identical\"");
  }
  if (!settings.finish()) {
    return nullptr;
  }
  const bool silence = wanted.count && wanted.count->contains(0) && !wanted.elsewhere && !wanted.call &&
                       wanted.method.empty() && wanted.operation.empty();
  std::string what = wanted.method.empty() ? "request" : wanted.method + " request";
  what = wanted.operation.empty() ? what : wanted.operation + " " + what;
  return make_check(
      settings,
      [wanted = std::move(wanted), what = std::move(what)](const model::CaseRecord& record) {
        return wanted.elsewhere ? judge_elsewhere(wanted, what, record) : judge_requests(wanted, what, record);
      },
      silence ? Silence::kAllowed : Silence::kFails);
}

}  // namespace

void declare_requests(std::vector<CheckKind>& kinds) {
  kinds.push_back({"requests", "the number of requests, and whether they are identical",
                   "requests: {count: 2..5, identical: true}", make_requests});
}

}  // namespace jobrig::judge
