// How exchanges are counted for the metrics: by label with a bound, by duration, by attempts of a call, in threads.
#include <algorithm>
#include <chrono>
#include <string>

#include "metrics/attempts.h"
#include "metrics/exchange_counts.h"
#include "metrics/label_counts.h"
#include "model/call_end.h"
#include "support/catch.h"
#include "support/side_by_side.h"

using namespace jobrig;
using namespace std::chrono_literals;

namespace {

base::Monotonic at(std::chrono::milliseconds time) { return base::Monotonic(1h + time); }

model::Exchange attempt_of(const std::string& thing, int status, std::chrono::milliseconds begin,
                           std::chrono::milliseconds end, std::uint64_t ordinal) {
  model::Exchange exchange;
  exchange.decision.operation = "DescribeJobExecution";
  exchange.decision.key = {thing, "j"};
  exchange.decision.ordinal = ordinal;
  exchange.status = status;
  exchange.request_whole = at(begin);
  exchange.last_byte = status == 0 ? base::Monotonic() : at(end);
  exchange.ended = at(end);
  return exchange;
}

std::uint64_t sum_of(const metrics::LabelCounts::Totals& totals) {
  std::uint64_t sum = 0;
  for (const auto& [key, count] : totals) {
    sum += count;
  }
  return sum;
}

std::uint64_t number_in(const metrics::HistogramTotals& totals) {
  std::uint64_t number = 0;
  for (const std::uint64_t count : totals.counts) {
    number += count;
  }
  return number;
}

}  // namespace

TEST_CASE("a histogram counts a value that equals a bound below it", "[metrics]") {
  constexpr std::array<std::uint64_t, 2> kBounds{10, 20};
  metrics::Histogram histogram(kBounds);
  for (const std::uint64_t value : {0U, 10U, 11U, 20U, 21U, 1000U}) {
    histogram.observe(value);
  }
  metrics::HistogramTotals totals;
  histogram.add_to(totals);
  CHECK(totals.counts[0] == 2);
  CHECK(totals.counts[1] == 2);
  CHECK(totals.counts[2] == 2);
  CHECK(totals.sum == 1062);
}

TEST_CASE("the number of labels is bounded and what exceeds it is counted together", "[metrics]") {
  metrics::LabelCounts counts(2);
  for (std::uint32_t i = 0; i < 3'000; ++i) {
    counts.add(i % 2, "rule " + std::to_string(i), 1);
  }
  counts.add(0, "rule 7", 1);
  counts.add(1, "rule 7", 2);
  const auto totals = counts.totals();
  CHECK(totals.size() == metrics::LabelCounts::kMax + 1);
  CHECK(totals.at({"rule 7", 1}) == 2);
  CHECK(totals.at({"(other)", 0}) == 2'001);
  CHECK(sum_of(totals) == 3'002);
}

TEST_CASE("threads that count at the same time lose nothing and agree on the labels", "[metrics]") {
  constexpr std::size_t kTimes = 4'000;
  metrics::ExchangeCounts counts;
  const std::uint64_t era = counts.next_era();
  test::side_by_side(kTimes, 8, [&](std::size_t i) {
    model::Exchange exchange = attempt_of("t" + std::to_string(i % 100), i % 3 == 0 ? 503 : 200, 0ms, 2ms, i / 100);
    exchange.decision.rule = "rule " + std::to_string(i % 50);
    exchange.decision.faults = {"delay"};
    exchange.request = "12";
    counts.count(exchange, era);
  });
  const metrics::ExchangeTotals totals = counts.totals();
  CHECK(sum_of(totals.requests) == kTimes);
  CHECK(totals.requests.size() == 2);
  CHECK(sum_of(totals.answers) == kTimes);
  CHECK(totals.answers.size() == 50);
  CHECK(totals.faults.at({"delay", 0}) == kTimes);
  CHECK(totals.close_reasons.at(model::CloseReason::kKept) == kTimes);
  CHECK(totals.bytes_received == 2 * kTimes);
  CHECK(number_in(totals.answer_us) == kTimes);
  CHECK(totals.answer_us.sum == 2'000 * kTimes);
}

TEST_CASE("attempts count until the response ends the call", "[metrics]") {
  metrics::ExchangeCounts counts;
  const std::uint64_t era = counts.next_era();
  counts.count(attempt_of("a", 503, 0ms, 10ms, 0), era);
  counts.count(attempt_of("b", 200, 20ms, 30ms, 0), era);  // another thing
  counts.count(attempt_of("a", 429, 110ms, 120ms, 1), era);
  counts.count(attempt_of("a", 0, 320ms, 330ms, 2), era);
  counts.count(attempt_of("a", 200, 830ms, 840ms, 3), era);
  counts.count(attempt_of("a", 200, 900ms, 910ms, 4), era);  // a new call
  const metrics::ExchangeTotals totals = counts.totals();
  CHECK(number_in(totals.attempts) == 3);
  CHECK(totals.attempts.counts[0] == 2);
  CHECK(totals.attempts.counts[3] == 1);
  CHECK(totals.attempts.sum == 6);
  CHECK(number_in(totals.gap_us) == 3);
  CHECK(totals.gap_us.sum == 100'000 + 200'000 + 500'000);
  CHECK(number_in(totals.answer_us) == 5);  // one request had no response
}

TEST_CASE("a call does not continue after a reset or a long time or in another operation", "[metrics]") {
  metrics::Attempts attempts(16);
  CHECK(attempts.note(attempt_of("t", 500, 0ms, 1ms, 0), 1).number == 1);
  CHECK(attempts.note(attempt_of("t", 500, 2ms, 3ms, 1), 1).number == 2);
  CHECK(attempts.note(attempt_of("t", 500, 4ms, 5ms, 2), 2).number == 1);  // the scenario was replaced
  CHECK(attempts.note(attempt_of("t", 500, 6ms, 7ms, 2), 1).number == 3);
  CHECK_FALSE(attempts.note(attempt_of("t", 500, 8ms, 9ms, 0), 1).gap.has_value());  // the thing was reset
  CHECK(attempts.note(attempt_of("t", 500, 15min + 9ms, 15min + 10ms, 1), 1).number == 1);
  model::Exchange other = attempt_of("t", 500, 15min + 11ms, 15min + 12ms, 2);
  other.decision.operation = "UpdateJobExecution";
  CHECK(attempts.note(other, 1).number == 1);
  CHECK(attempts.note(attempt_of("t", 500, 15min + 13ms, 15min + 14ms, 3), 1).number == 2);
}

TEST_CASE("a set that is full forgets the oldest call", "[metrics]") {
  metrics::Attempts attempts(1);
  for (int i = 0; i <= static_cast<int>(metrics::Attempts::kWays); ++i) {
    attempts.note(attempt_of("t" + std::to_string(i), 500, i * 10ms, i * 10ms + 1ms, 1), 1);
  }
  CHECK(attempts.note(attempt_of("t1", 500, 100ms, 101ms, 2), 1).number == 2);
  CHECK(attempts.note(attempt_of("t4", 500, 102ms, 103ms, 2), 1).number == 2);
  CHECK(attempts.note(attempt_of("t0", 500, 104ms, 105ms, 2), 1).number == 1);
}

TEST_CASE("a call ends with a complete response that clients do not repeat", "[metrics]") {
  model::Exchange exchange;
  for (const int status : {200, 299, 301, 400, 404, 410, 499}) {
    CAPTURE(status);
    exchange.status = status;
    CHECK(model::ends_call(exchange));
  }
  for (const int status : {0, 100, 408, 429, 500, 503, 599}) {
    CAPTURE(status);
    exchange.status = status;
    CHECK_FALSE(model::ends_call(exchange));
  }
  exchange.status = 200;
  exchange.close_reason = model::CloseReason::kClosed;  // with `Connection: close`
  CHECK(model::ends_call(exchange));
  exchange.decision.faults = {"cut"};
  CHECK_FALSE(model::ends_call(exchange));
  exchange.decision.faults = {};
  for (const auto close_reason :
       {model::CloseReason::kReset, model::CloseReason::kClientGaveUp, model::CloseReason::kServerStopped}) {
    exchange.close_reason = close_reason;
    CHECK_FALSE(model::ends_call(exchange));
  }
}
