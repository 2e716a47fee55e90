// requests: how many requests arrive, on how many connections, and whether those of one call are the same.
//   requests: 1
//   requests: {count: 2..5, identical: true, connections: 1, call: 1, method: GET, operation: DescribeJobExecution}
// `call`, `method` and `operation` say which requests are looked at. `identical`: method, target, body and headers are
// those of the call's first request, but for what each attempt has of its own (dates, signatures, counts of attempts).
// `connections` counts those on which no request came whole, too.
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
#include "judge/attempts.h"
#include "judge/make_check.h"
#include "judge/parsers.h"
#include "judge/settings.h"
#include "judge/wire_request.h"

namespace jobrig::judge {
namespace {

struct Demand {
  std::optional<CountRange> count;
  std::optional<CountRange> connections;
  bool identical = false;
  std::optional<std::size_t> call;
  std::string method;     // empty: any
  std::string operation;  // empty: any
};

// What may differ between attempts: times, signatures, counts, what belongs to the connection and what tells the
// attempt apart. The invocation's id is a check of its own.
bool is_of_attempt(std::string_view name) {
  constexpr std::array<std::string_view, 10> kNames{
      "Date",       "X-Amz-Date", "Authorization", "amz-sdk-request", "amz-sdk-invocation-id",
      "User-Agent", "Connection", "Keep-Alive",    "traceparent",     "X-Amzn-Trace-Id"};
  return std::any_of(kNames.begin(), kNames.end(),
                     [&](std::string_view own) { return base::equals_ignoring_case(own, name); });
}

/// What of `other` is not as in `first`, or nothing.
std::optional<std::string> difference(const WireRequest& first, const WireRequest& other) {
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

bool is_looked_at(const Demand& demand, const model::Exchange& exchange) {
  return (demand.method.empty() || read_wire_request(exchange.request).method == demand.method) &&
         (demand.operation.empty() || exchange.decision.operation == demand.operation);
}

std::vector<std::vector<std::size_t>> looked_at(const Demand& demand, const model::CaseRecord& record) {
  auto calls = requests_by_call(record);
  for (std::size_t i = 0; i < calls.size(); ++i) {
    auto& indices = calls[i];
    const bool other_call = demand.call && *demand.call != i + 1;
    indices.erase(
        std::remove_if(indices.begin(), indices.end(),
                       [&](std::size_t index) { return other_call || !is_looked_at(demand, record.exchanges[index]); }),
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
      if (const auto found = difference(read_wire_request(first.request), read_wire_request(other.request))) {
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

void add(std::string& text, const std::string& more) { text += (text.empty() || more.empty() ? "" : ", ") + more; }

model::Finding judge(const Demand& demand, const std::string& what, const model::CaseRecord& record) {
  const auto calls = looked_at(demand, record);
  model::Finding finding;
  for (const auto& indices : calls) {
    finding.evidence.insert(finding.evidence.end(), indices.begin(), indices.end());
  }
  const std::size_t count = finding.evidence.size();
  finding.holds = !demand.count || demand.count->contains(static_cast<std::int64_t>(count));
  finding.actual = count_in_words(count, what);
  if (demand.count) {
    finding.expected = in_words(*demand.count, what);
  }
  if (demand.identical) {
    const auto found = difference_in_calls(calls, record);
    add(finding.expected, "each the same");
    add(finding.actual, found ? *found : count > 1 ? "each the same" : "");
    finding.holds = finding.holds && !found;
  }
  if (demand.connections) {
    const std::size_t connections = connections_of(record);
    add(finding.expected, in_words(*demand.connections, "connection"));
    add(finding.actual, count_in_words(connections, "connection"));
    finding.holds = finding.holds && demand.connections->contains(static_cast<std::int64_t>(connections));
  }
  return finding;
}

std::string read_operation(base::Fields& fields) {
  return fields.word("operation", contract::operation_names()).value_or("");
}

}  // namespace

std::shared_ptr<const model::Check> parse_requests(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "requests", "count", diagnostics);
  Demand demand;
  demand.count = read.count("count");
  demand.connections = read.count("connections");
  demand.identical = read.fields().boolean("identical").value_or(false);
  demand.call = read.call();
  demand.method = read.fields().text("method").value_or("");
  demand.operation = read_operation(read.fields());
  if (!demand.count && !demand.connections && !demand.identical) {
    read.report("count", "\"requests\" checks nothing; state \"count\", \"connections\" or \"identical\"");
  }
  if (!read.finish()) {
    return nullptr;
  }
  const bool silence =
      demand.count && demand.count->contains(0) && !demand.call && demand.method.empty() && demand.operation.empty();
  std::string what = demand.method.empty() ? "request" : demand.method + " request";
  what = demand.operation.empty() ? what : demand.operation + " " + what;
  return make_check("requests", {.allows_silence = silence},
                    [demand = std::move(demand), what = std::move(what)](const model::CaseRecord& record) {
                      return judge(demand, what, record);
                    });
}

}  // namespace jobrig::judge
