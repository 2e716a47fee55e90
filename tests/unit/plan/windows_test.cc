// Time-dependent behaviour: ramps, flapping rules, token buckets, and faults that apply early.
#include <chrono>
#include <optional>
#include <set>
#include <string>

#include "plan/fault_choice.h"
#include "support/catch.h"
#include "support/loading.h"
#include "support/planning.h"

using namespace jobrig;
using namespace std::chrono_literals;
using test::Planning;

namespace {

const std::string kWindowThings =
    "summary: windows\nthings: {t: {j: {status: QUEUED}, k: {status: QUEUED}}, u: {j: {status: QUEUED}}}\n";
constexpr std::string_view kWindowTarget = "/things/t/jobs/j";

std::string header(const jobrig::test::HttpPlan& plan, std::string_view name) {
  for (const model::Header& one : plan.reply.headers) {
    if (one.name == name) {
      return one.value;
    }
  }
  return "none";
}

std::string mistakes(const std::string& rules) { return test::mistakes_of(kWindowThings + "rules: " + rules); }

}  // namespace

TEST_CASE("a chance ramps straight through its window", "[plan]") {
  model::FaultUse use;
  use.ramp = model::ChanceRamp{0.2, 1.0, 10s, 30s};
  CHECK(plan::chance_at(use, 0s) == 0.2);
  CHECK(plan::chance_at(use, 10s) == 0.2);
  CHECK(plan::chance_at(use, 20s) == Approx(0.6));
  CHECK(plan::chance_at(use, 30s) == 1.0);
  CHECK(plan::chance_at(use, 99s) == 1.0);
}

TEST_CASE("a ramp from never to always applies never before and always after it", "[plan]") {
  Planning planning(
      test::loaded(kWindowThings + "rules: [{faults: [{hang: , chance: {from: 0%, to: 100%, during: 10s..20s}}]}]"));
  const auto strikes = [&] {
    std::size_t count = 0;
    for (int call = 0; call < 200; ++call) {
      count += planning.get(kWindowTarget).faults.size();
    }
    return count;
  };
  CHECK(strikes() == 0);
  planning.wait(15s);
  const std::size_t half = strikes();
  CHECK(half > 60);
  CHECK(half < 140);
  planning.wait(5s);
  CHECK(strikes() == 200);
}

TEST_CASE("a rule flaps from the start or from the begin of its window", "[plan]") {
  Planning planning(
      test::loaded(kWindowThings +
                   "rules: [{when: {flapping: {on: 3s, off: 5s}}, answers: [{error: 503}]}, "
                   "{when: {during: 100s..110s, flapping: {on: 1s, off: 1s}}, answers: [{error: 429}]}]"));
  auto status_at = [&, now = 0s](std::chrono::seconds at) mutable {
    planning.wait(at - now);
    now = at;
    return planning.get(kWindowTarget).reply.status;
  };
  CHECK(status_at(0s) == 503);
  CHECK(status_at(2s) == 503);
  CHECK(status_at(3s) == 200);
  CHECK(status_at(7s) == 200);
  CHECK(status_at(8s) == 503);
  CHECK(status_at(99s) == 200);
  CHECK(status_at(100s) == 429);
  CHECK(status_at(101s) == 200);
  CHECK(status_at(102s) == 429);
  CHECK(status_at(110s) == 200);
}

TEST_CASE("a bucket lets its burst through and then one token after the other", "[plan]") {
  Planning planning(test::loaded(kWindowThings + "rules: [{name: limit, throttle: {rate: 10/s, burst: 3}}]"));
  for (int call = 0; call < 3; ++call) {
    CHECK(planning.get(kWindowTarget).reply.status == 200);
  }
  const auto refused = planning.get(kWindowTarget);
  CHECK(refused.reply.status == 429);
  CHECK(refused.decision.rule == "limit");
  CHECK(refused.decision.error == "ThrottlingException");
  CHECK(header(refused, "x-amzn-ErrorType") == "ThrottlingException");
  CHECK(header(refused, "Retry-After") == "1");
  CHECK(header(refused, "x-amz-retry-after") == "100");
  // The hint is exact: one microsecond earlier is too early.
  planning.wait(100ms - 1us);
  CHECK(planning.get(kWindowTarget).reply.status == 429);
  planning.wait(1us);
  CHECK(planning.get(kWindowTarget).reply.status == 200);
  CHECK(planning.get(kWindowTarget).reply.status == 429);
  planning.wait(1h);
  for (int call = 0; call < 3; ++call) {
    CHECK(planning.get(kWindowTarget).reply.status == 200);
  }
  CHECK(planning.get(kWindowTarget).reply.status == 429);
}

TEST_CASE("a hint is true in the client's time when the scenario's runs fast or slowly", "[plan]") {
  const auto refused = [](Planning& planning) {
    planning.get(kWindowTarget);
    return planning.get(kWindowTarget);
  };
  const std::string rule = "rules: [{throttle: {rate: 1/m}}]";
  Planning fast(test::loaded(kWindowThings + "clock: {rate: 120}\n" + rule));
  CHECK(header(refused(fast), "x-amz-retry-after") == "500");
  fast.wait(499ms);
  CHECK(fast.get(kWindowTarget).reply.status == 429);
  fast.wait(1ms);
  CHECK(fast.get(kWindowTarget).reply.status == 200);
  Planning slow(test::loaded(kWindowThings + "clock: {rate: 0.5}\n" + rule));
  CHECK(header(refused(slow), "Retry-After") == "120");
  Planning frozen(test::loaded(kWindowThings + "clock: {rate: 0}\n" + rule));
  CHECK(header(refused(frozen), "Retry-After") == "60");
}

TEST_CASE("a bucket belongs to a thing or a job or the server", "[plan]") {
  const auto statuses = [](const std::string& by) {
    Planning planning(test::loaded(kWindowThings + "rules: [{throttle: {rate: 1/h, by: " + by + "}}]"));
    std::string seen;
    for (const std::string_view target : {"/things/t/jobs/j", "/things/t/jobs/k", "/things/u/jobs/j"}) {
      seen += std::to_string(planning.get(target).reply.status) + " ";
    }
    return seen;
  };
  CHECK(statuses("thing") == "200 429 200 ");
  CHECK(statuses("job") == "200 200 200 ");
  CHECK(statuses("server") == "200 429 429 ");
}

TEST_CASE("a hint is left out or lies when asked to", "[plan]") {
  const auto refused = [](const std::string& hint) {
    Planning planning(test::loaded(kWindowThings + "rules: [{throttle: {rate: 1/m, retry-after: " + hint + "}}]"));
    planning.get(kWindowTarget);
    return planning.get(kWindowTarget);
  };
  CHECK(header(refused("none"), "Retry-After") == "none");
  CHECK(header(refused("none"), "x-amz-retry-after") == "none");
  CHECK(header(refused("1h"), "Retry-After") == "3600");
  CHECK(header(refused("truthful"), "Retry-After") == "60");
}

TEST_CASE("what a bucket lets through gets the rule's answers or the rules after it", "[plan]") {
  Planning with_answers(test::loaded(kWindowThings + "rules: [{throttle: {rate: 1/m}, answers: [{error: 503}]}]"));
  CHECK(with_answers.get(kWindowTarget).reply.status == 503);
  CHECK(with_answers.get(kWindowTarget).reply.status == 429);
  Planning without(test::loaded(kWindowThings + "rules: [{throttle: {rate: 1/m}}, {answers: [{error: 410}]}]"));
  CHECK(without.get(kWindowTarget).reply.status == 410);
  CHECK(without.get(kWindowTarget).reply.status == 429);
}

TEST_CASE("a connection is ended at accept in its window only and the rule answers no request", "[plan]") {
  Planning planning(test::loaded(kWindowThings +
                                 "rules: [{name: shut, when: {during: 5s..6s}, faults: [{reset: accept}]}, "
                                 "{answers: [{error: 503}]}]"));
  CHECK_FALSE(planning.planner.at_accept().end.has_value());
  planning.wait(5s);
  const auto end = planning.planner.at_accept().end;
  REQUIRE(end.has_value());
  CHECK(end->close_action == model::CloseAction::kReset);
  CHECK(end->decision.rule == "shut");
  CHECK(end->decision.faults == std::vector<std::string>{"reset"});
  CHECK(planning.get(kWindowTarget).reply.status == 503);
  CHECK_FALSE(planning.planner.looks_at_heads());
}

TEST_CASE("the same roll decides at the head and behind it", "[plan]") {
  // The chances add up to 100%: one of the two always applies.
  Planning planning(
      test::loaded(kWindowThings + "rules: [{faults: [{cut: request-head, chance: 50%}, {hang: , chance: 50%}]}]"));
  CHECK(planning.planner.looks_at_heads());
  std::size_t early = 0;
  std::size_t late = 0;
  for (std::uint64_t call = 0; call < 200; ++call) {
    const auto request = Planning::request("GET", kWindowTarget);
    if (const auto end = planning.planner.at_request_head(request)) {
      CHECK(end->close_action == model::CloseAction::kClose);
      CHECK(end->decision.ordinal == call);
      ++early;
      continue;
    }
    const auto plan = planning.planner.plan(request);
    CHECK(plan.decision.ordinal == call);
    late += plan.faults.size();
  }
  CHECK(early + late == 200);
  CHECK(early > 60);
  CHECK(late > 60);
}

TEST_CASE("what cannot be is refused where it stands", "[plan]") {
  CHECK(mistakes("[{faults: [{hang: , chance: 60%}, {empty: , chance: 50%}]}]") ==
        "3:18: the chances of these faults add up to 110%; the sum must be at most "
        "100%\n");
  CHECK(mistakes("[{faults: [{hang: , chance: 100%}, {empty: , chance: 50%}]}]") == "");
  CHECK(mistakes("[{faults: [{hang: , chance: 70%}, {empty: , chance: 20%}, {cut: , chance: 10%}]}]") == "");
  CHECK(mistakes("[{faults: [{hang: , chance: {from: 0%, to: 80%, during: 5s..}}]}]")
            .find("needs a window with an end") != std::string::npos);
  CHECK(mistakes("[{when: {thing: t}, faults: [{cut: accept}]}]").find("applies before the request is read") !=
        std::string::npos);
  CHECK(mistakes("[{answers: [{documented: true, faults: [{cut: accept}]}]}]")
            .find("applies before an answer is chosen") != std::string::npos);
  CHECK(mistakes("[{throttle: {rate: 10}}]").find("such as 10/s") != std::string::npos);
  CHECK(mistakes("[{throttle: {rate: 10/s, by: things}}]").find("did you mean \"thing\"?") != std::string::npos);
  CHECK(mistakes("[{when: {flapping: {on: 3s}}, answers: [documented]}]").find("needs \"off\"") != std::string::npos);
  CHECK(mistakes("[{when: {flapping: {on: 0s, off: 1s}}, answers: [documented]}]").find("above 0s") !=
        std::string::npos);
}
