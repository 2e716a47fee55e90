// Metrics: shares, percentiles and limits of what clients did.
#include "experiment/metrics.h"

#include <chrono>
#include <vector>

#include "support/catch.h"

using namespace jobrig;
using namespace std::chrono_literals;
using experiment::Attempt;
using experiment::Unit;

namespace {

Attempt good_attempt(std::uint64_t call, base::Duration took = 1ms) { return {{}, call, took, true, true}; }
Attempt bad_attempt(std::uint64_t call) { return {{}, call, 1ms, true, false}; }
Attempt lost_attempt(std::uint64_t call) { return {{}, call, 0ms, false, false}; }

std::size_t index_of(std::string_view word) {
  std::size_t index = 0;
  while (experiment::metrics()[index].word != word) {
    ++index;
  }
  return index;
}

}  // namespace

TEST_CASE("a measurement counts requests and calls", "[experiment]") {
  const auto measured = experiment::measure(
      std::vector{bad_attempt(1), lost_attempt(1), good_attempt(1), good_attempt(2), bad_attempt(3)});
  CHECK(measured.requests == 5);
  CHECK(measured.calls == 3);
  CHECK(measured.successes == Approx(0.4));
  CHECK(measured.call_successes == Approx(2.0 / 3));
  CHECK(measured.retries_per_call == Approx(2.0 / 3));
}

TEST_CASE("a measurement of no requests is zero", "[experiment]") {
  CHECK(experiment::measure({}) == experiment::Measurement{});
}

TEST_CASE("percentiles are of complete responses and by nearest rank", "[experiment]") {
  std::vector<Attempt> attempts{lost_attempt(1000)};
  for (int i = 200; i > 0; --i) {
    attempts.push_back(good_attempt(static_cast<std::uint64_t>(i), i * 1ms));
  }
  const auto measured = experiment::measure(attempts);
  CHECK(measured.p50 == 100ms);
  CHECK(measured.p99 == 198ms);
  CHECK(experiment::measure(std::vector{good_attempt(1, 7ms)}).p99 == 7ms);
  CHECK(experiment::measure(std::vector{lost_attempt(1)}).p99 == 0ms);
}

TEST_CASE("a limit holds at its bound and not beyond", "[experiment]") {
  experiment::Measurement measured;
  measured.successes = 0.99;
  measured.p99 = 250ms;
  const std::vector<experiment::Limit> limits{{index_of("successes"), true, 0.99},
                                              {index_of("successes"), true, 0.991},
                                              {index_of("p99"), false, 250'000},
                                              {index_of("p99"), false, 240'000}};
  const auto findings = experiment::judge(limits, measured);
  REQUIRE(findings.size() == 4);
  CHECK(findings[0].holds);
  CHECK_FALSE(findings[1].holds);
  CHECK(findings[2].holds);
  CHECK_FALSE(findings[3].holds);
  CHECK(experiment::finding_text(findings[1]) == "successes 99%, expected at least 99.1%");
  CHECK(experiment::finding_text(findings[3]) == "p99 250ms, expected at most 240ms");
}

TEST_CASE("values are written with their unit and few digits", "[experiment]") {
  CHECK(experiment::value_text(Unit::kShare, 2.0 / 3) == "66.667%");
  CHECK(experiment::value_text(Unit::kShare, 1) == "100%");
  CHECK(experiment::value_text(Unit::kNumber, 0) == "0");
  CHECK(experiment::value_text(Unit::kNumber, 1.0 / 8) == "0.125");
  CHECK(experiment::value_text(Unit::kDuration, 812) == "812us");
  CHECK(experiment::value_text(Unit::kDuration, 12'345'678) == "12s350ms");
}
