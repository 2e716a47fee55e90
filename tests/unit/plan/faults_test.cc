// Faults: which faults of a list apply, in which order, and what the decision records.
#include <cmath>
#include <memory>
#include <string>

#include "plan/fault_choice.h"
#include "support/catch.h"
#include "support/planning.h"

using jobrig::base::Random;
using jobrig::model::Fault;
using jobrig::model::FaultContext;
using jobrig::model::FaultUse;
using jobrig::model::Phase;
using jobrig::model::Reply;
using jobrig::model::Scenario;
using jobrig::model::Script;
using jobrig::plan::choose_faults;
using jobrig::test::HttpPlan;
using jobrig::test::Planning;
namespace test = jobrig::test;

namespace {

constexpr std::string_view kFaultTarget = "/things/thermostat-1/jobs/firmware-7";

// Adds its name to the reply and to the script.
class MarkFault final : public Fault {
 public:
  explicit MarkFault(std::string name, Phase phase = Phase::kTime) : name_(std::move(name)), phase_(phase) {}
  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] Phase phase() const override { return phase_; }
  void rewrite_reply(jobrig::model::Reply& reply, FaultContext& context) const override {
    reply.body += "|" + name_;
    drawn = context.random();
  }
  void rewrite_script(Script& script, FaultContext& /*context*/) const override {
    script.steps.emplace_back(jobrig::model::Send{name_});
  }
  mutable std::uint64_t drawn = 0;

 private:
  std::string name_;
  Phase phase_;
};

FaultUse use(std::string name, double chance = 1) { return {std::make_shared<MarkFault>(std::move(name)), chance, {}}; }

Scenario with_faults(std::vector<FaultUse> of_answer, std::vector<FaultUse> of_rule) {
  Scenario scenario = test::thermostat();
  scenario.rules = {test::rule("faulty", {}, {test::documented_answer()})};
  scenario.rules[0].answers[0].faults = std::move(of_answer);
  scenario.rules[0].faults = std::move(of_rule);
  return scenario;
}

std::size_t strikes(const std::vector<FaultUse>& uses, std::uint64_t ordinal) {
  Random random(1, ordinal);
  std::vector<const Fault*> struck;
  choose_faults(uses, random, struck);
  return struck.size();
}

}  // namespace

TEST_CASE("faults of the answer come before those of the rule and both are named in order", "[plan]") {
  Planning planning(with_faults({use("a"), use("b")}, {use("c")}));
  const auto request = Planning::request("GET", kFaultTarget);
  HttpPlan plan = planning.planner.plan(request);
  CHECK(plan.reply.body.ends_with("}}|a|b|c"));
  CHECK(plan.decision.faults.empty());
  Script script;
  plan.apply_wire_faults(script);
  CHECK(plan.decision.faults == std::vector<std::string>{"a", "b", "c"});
  REQUIRE(script.steps.size() == 3);
  CHECK(std::get<jobrig::model::Send>(script.steps[2]).bytes == "c");
}

TEST_CASE("faults apply by phase in whatever order they are written", "[plan]") {
  const auto mark = [](std::string name, Phase phase) {
    return FaultUse{std::make_shared<MarkFault>(std::move(name), phase), 1, {}};
  };
  Planning planning(with_faults(
      {mark("time", Phase::kTime), mark("ending", Phase::kEnding)},
      {mark("bytes", Phase::kBytes), mark("meaning", Phase::kMeaning), mark("more meaning", Phase::kMeaning)}));
  const auto request = Planning::request("GET", kFaultTarget);
  HttpPlan plan = planning.planner.plan(request);
  Script script;
  plan.apply_wire_faults(script);
  CHECK(plan.decision.faults == std::vector<std::string>{"meaning", "more meaning", "bytes", "ending", "time"});
}

TEST_CASE("a rule with faults and no answers lays them over the documented answer", "[plan]") {
  Scenario scenario = with_faults({}, {use("c")});
  scenario.rules[0].answers.clear();
  Planning planning(std::move(scenario));
  const HttpPlan plan = planning.get(kFaultTarget);
  CHECK(plan.reply.status == 200);
  CHECK(plan.reply.body.ends_with("|c"));
  CHECK(plan.decision.rule == "faulty");
  CHECK(plan.decision.step == 0);
}

TEST_CASE("chance 0 never applies and chance 1 always does", "[plan]") {
  for (std::uint64_t ordinal = 0; ordinal < 1000; ++ordinal) {
    REQUIRE(strikes({use("never", 0)}, ordinal) == 0);
    REQUIRE(strikes({use("always", 1)}, ordinal) == 1);
  }
}

TEST_CASE("one random number decides among the chances of a list and at most one fault applies", "[plan]") {
  const std::vector<FaultUse> uses = {use("a", 0.2), use("always"), use("b", 0.3)};
  std::size_t a = 0;
  std::size_t b = 0;
  constexpr std::size_t kCalls = 20000;
  for (std::uint64_t ordinal = 0; ordinal < kCalls; ++ordinal) {
    Random random(99, ordinal);
    std::vector<const Fault*> struck;
    choose_faults(uses, random, struck);
    REQUIRE(random.draws() == 1);
    REQUIRE(struck.size() <= 2);
    for (const Fault* fault : struck) {
      a += fault->name() == "a" ? 1U : 0U;
      b += fault->name() == "b" ? 1U : 0U;
    }
  }
  // Five standard deviations of a binomial count: a correct implementation fails for one in two million seeds. The seed
  // is fixed.
  const auto near = [](std::size_t count, double chance) {
    const double expected = chance * kCalls;
    return std::abs(static_cast<double>(count) - expected) < 5 * std::sqrt(expected * (1 - chance));
  };
  CHECK(near(a, 0.2));
  CHECK(near(b, 0.3));
}

TEST_CASE("of chances that fill the whole one fault always applies", "[plan]") {
  for (std::uint64_t ordinal = 0; ordinal < 1000; ++ordinal) {
    REQUIRE(strikes({use("a", 0.5), use("b", 0.5)}, ordinal) == 1);
  }
}

TEST_CASE("a list without chances uses no random number", "[plan]") {
  Random random(1, 1);
  std::vector<const Fault*> struck;
  choose_faults({use("a"), use("b")}, random, struck);
  CHECK(struck.size() == 2);
  CHECK(random.draws() == 0);
}

TEST_CASE("the draws of the faults go on where planning stopped and depend on the seed alone", "[plan]") {
  const auto drawn = [](std::uint64_t seed) {
    Planning planning(with_faults({use("a")}, {}), seed);
    planning.get(kFaultTarget);
    return dynamic_cast<const MarkFault&>(*planning.scenario.rules[0].answers[0].faults[0].fault).drawn;
  };
  CHECK(drawn(7) == drawn(7));
  CHECK(drawn(7) != drawn(8));
}
