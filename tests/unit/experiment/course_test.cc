// The course of an experiment: which rules are switched when, in real and virtual time, what halts it, and that every
// ending restores the rules. The tests pass time and attempts in.
#include "experiment/course.h"

#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "experiment/loader.h"
#include "support/catch.h"
#include "support/loading.h"
#include "yaml/reader.h"

using namespace jobrig;
using namespace std::chrono_literals;
using experiment::Ending;
using experiment::PhaseKind;
using experiment::Switch;

namespace {

const std::string kTwoStages = R"(summary: x
requests: 4
steady-state: {for: 30s, settle: 10s, successes: {at-least: 75%}}
limits: {window: 10s, successes: {at-least: 25%}}
stages:
  - {name: one, for: 1m, on: [outage]}
  - {name: two, for: 2m, on: [slow], off: [cache]}
)";

experiment::Experiment course_experiment(const std::string& yaml) {
  base::Diagnostics diagnostics;
  const auto node = yaml::read_yaml(yaml, "mine.yaml", diagnostics);
  REQUIRE(node);
  auto loaded = experiment::load_experiment("mine", *node, diagnostics);
  INFO(test::in_words(diagnostics));
  REQUIRE(loaded);
  return *loaded;
}

/// A mock without sockets: its clock, its rules and the attempts of its clients.
class Table {
 public:
  explicit Table(const std::string& yaml = kTwoStages, bool virtual_time = false)
      : course(course_experiment(yaml), {1, virtual_time}) {
    REQUIRE_FALSE(course.begin({now, rate}, {{"outage", true}, {"slow", false}, {"cache", true}, {"other", true}}));
  }

  experiment::Step look(const std::vector<experiment::Attempt>& attempts = {}, bool patient = true) {
    const auto step = course.look({now, rate}, {attempts, {}, 0, patient});
    now += step.advance.value_or(0s);
    last = step;
    return step;
  }
  std::vector<experiment::Attempt> attempts(int good, int bad) {
    std::vector<experiment::Attempt> all;
    for (int i = 0; i < good + bad; ++i) {
      all.push_back({now, ++calls, 1ms, true, i < good});
    }
    return all;
  }
  /// Looks until the phase begins; good attempts arrive in each phase before.
  void reach(const std::string& name) {
    for (int i = 0; i < 1000 && !course.ending(); ++i) {
      const auto& phases = course.phases();
      for (const auto& phase : phases) {
        if (phase.name == name && phase.began) {
          return;
        }
      }
      auto before = attempts(4, 0);
      now += 10s;
      look(before);
    }
    FAIL("no such phase");
  }

  base::Instant now{std::chrono::sys_days(std::chrono::year(2026) / 1 / 1)};
  double rate = 1;
  std::uint64_t calls = 0;
  experiment::Step last;
  experiment::Course course;
};

using Switches = std::vector<Switch>;

}  // namespace

TEST_CASE("rules that a stage switches on are off while the steady state is measured", "[experiment]") {
  Table table;
  const auto first = table.look();
  // outage is enabled in the mock; slow and cache are as they should be. The lease covers 30 s and a minute.
  CHECK(first.switches == Switches{{"outage", false, 90s}});
  CHECK_FALSE(table.course.phases()[0].began);
  table.look();
  CHECK(table.course.phases()[0].began);
}

TEST_CASE("each stage switches its rules and the others back", "[experiment]") {
  Table table;
  table.reach("before");
  table.look(table.attempts(4, 0));
  table.now += 30s;
  CHECK(table.look().switches == Switches{{"outage", true}});  // as before the experiment: no lease
  table.look();
  table.now += 1min;
  CHECK(table.look().switches == Switches{{"outage", false, 3min}, {"slow", true, 3min}, {"cache", false, 3min}});
  table.look();
  table.now += 2min;
  CHECK(table.look().switches == Switches{{"outage", false, 70s}, {"slow", false}, {"cache", true}});
  CHECK(table.course.phases()[3].kind == PhaseKind::kSettle);
}

TEST_CASE("the hypothesis holds if it holds before and after and then all rules are restored", "[experiment]") {
  Table table;
  table.reach("after");
  table.look(table.attempts(3, 1));
  table.now += 30s;
  const auto last = table.look();
  CHECK(last.over);
  CHECK(last.switches == Switches{{"outage", true}});
  CHECK(table.course.ending() == Ending::kHeld);
  CHECK(table.course.reason().empty());
  CHECK(table.course.phases().back().measurement.requests == 4);
  CHECK(table.course.phases().back().lasted == 30s);
}

TEST_CASE("the hypothesis does not hold if the clients have not recovered", "[experiment]") {
  Table table;
  table.reach("after");
  table.look(table.attempts(2, 2));
  table.now += 30s;
  table.look();
  CHECK(table.course.ending() == Ending::kNotHeld);
  CHECK(table.course.reason() == "after the stages: successes 50%, expected at least 75%");
}

TEST_CASE("no stage runs if the steady state does not hold before", "[experiment]") {
  Table table;
  table.reach("before");
  table.look(table.attempts(0, 4));
  table.now += 30s;
  const auto step = table.look();
  CHECK(step.over);
  CHECK(step.switches == Switches{{"outage", true}});
  CHECK(table.course.ending() == Ending::kNotSteady);
  CHECK(table.course.reason() == "before the stages: successes 0%, expected at least 75%");
  CHECK_FALSE(table.course.phases()[1].began);
}

TEST_CASE("too few requests decide nothing", "[experiment]") {
  Table table;
  table.reach("before");
  table.look(table.attempts(3, 0));
  table.now += 30s;
  table.look();
  CHECK(table.course.ending() == Ending::kNotSteady);
  CHECK(table.course.reason() == "before the stages: 3 requests are too few to decide; the experiment needs 4");
}

TEST_CASE("an exceeded limit halts the stage at once", "[experiment]") {
  Table table;
  table.reach("one");
  CHECK_FALSE(table.look(table.attempts(0, 3)).over);  // too few
  const auto step = table.look(table.attempts(0, 1));
  CHECK(step.over);
  CHECK(table.course.ending() == Ending::kHalted);
  CHECK(table.course.reason() == "stage \"one\": successes 0%, expected at least 25%");
  CHECK_FALSE(table.course.phases()[1].held());
  CHECK(step.switches.empty());  // outage is enabled, as it was before the experiment
}

TEST_CASE("limits are checked for the requests of their window only", "[experiment]") {
  Table table;
  table.reach("one");
  table.look(table.attempts(1, 3));  // 25%
  table.now += 11s;
  CHECK_FALSE(table.look(table.attempts(4, 0)).over);
  table.now += 11s;
  table.look(table.attempts(0, 4));  // 0% of the last ten seconds, 42% of the stage
  CHECK(table.course.ending() == Ending::kHalted);
}

TEST_CASE("a stage with its own limits is not held to those of the experiment", "[experiment]") {
  std::string yaml = kTwoStages;
  yaml.replace(yaml.find("on: [outage]"), 12, "on: [outage], limits: {}");
  Table table(yaml);
  table.reach("one");
  CHECK_FALSE(table.look(table.attempts(0, 100)).over);
}

TEST_CASE("every ending restores what differs from before the experiment", "[experiment]") {
  Table table;
  table.reach("two");
  const auto step = table.course.stop(Ending::kInterrupted, "stopped by a signal");
  CHECK(step.over);
  CHECK(step.switches == Switches{{"outage", true}, {"slow", false}, {"cache", true}});
  CHECK(table.course.ending() == Ending::kInterrupted);
  CHECK(table.look().over);
  CHECK(table.course.stop(Ending::kBroken, "later").switches.empty());
  CHECK(table.course.reason() == "stopped by a signal");
}

TEST_CASE("an experiment that is stopped before its first look switches nothing", "[experiment]") {
  Table table;
  CHECK(table.course.stop(Ending::kInterrupted, "x").switches.empty());
}

TEST_CASE("virtual time is advanced when a phase has its requests", "[experiment]") {
  Table table(kTwoStages, true);
  table.rate = 0;
  CHECK(table.look().switches.size() == 1);
  auto step = table.look();
  CHECK(step.requests == 4);
  CHECK_FALSE(step.advance);
  step = table.look(table.attempts(1, 0));
  CHECK(step.requests == 3);
  step = table.look(table.attempts(3, 0));
  CHECK(step.advance == 30s);
  CHECK(table.look().switches == Switches{{"outage", true}});
  CHECK(table.look().requests == 4);
  CHECK(table.course.phases()[0].lasted == 0s);  // known at the end
}

TEST_CASE("settling in virtual time needs no requests", "[experiment]") {
  Table table(kTwoStages, true);
  table.reach("settle");
  CHECK(table.last.advance == 10s);
  table.reach("after");
  CHECK_FALSE(table.course.ending());
}

TEST_CASE("virtual time goes on without requests when the caller has waited long enough", "[experiment]") {
  Table table(kTwoStages, true);
  table.look();
  table.look();
  CHECK(table.look({}, false).advance == 30s);
  table.look({}, false);
  CHECK(table.course.ending() == Ending::kNotSteady);
  CHECK(table.course.reason().find("0 requests are too few") != std::string::npos);
}

TEST_CASE("a wait ends at the end of the phase and at most after a second", "[experiment]") {
  Table table;
  table.look();
  CHECK(table.look().wait == 1001ms);
  table.now += 29s + 900ms;
  CHECK(table.look(table.attempts(4, 0)).wait == 101ms);
  Table fast;
  fast.rate = 100;
  fast.look();
  CHECK(fast.look().wait == 301ms);
}

TEST_CASE("a lease is renewed before it ends", "[experiment]") {
  Table table(kTwoStages, true);
  table.look();
  table.look();
  table.now += 50s;  // clients are slow: the phase of 30 s is over, and 40 s of its lease are left
  CHECK(table.look().switches.empty());
  table.now += 15s;
  CHECK(table.look().switches == Switches{{"outage", false, 60s}});
}

TEST_CASE("a request belongs to the phase in which it arrived", "[experiment]") {
  Table table;
  table.reach("before");
  table.look(table.attempts(4, 0));
  const auto late = table.attempts(1, 0);  // its response ends in the next phase
  table.now += 30s;
  table.look();
  table.now += 10ms;
  const auto between = table.attempts(0, 1);  // arrives while the rules are switched
  table.now += 10ms;
  table.look(late);
  table.look(between);
  table.course.stop(Ending::kInterrupted, "x");
  CHECK(table.course.phases()[0].measurement.requests == 5);
  CHECK(table.course.phases()[0].lasted == 30s);
  CHECK(table.course.phases()[1].measurement.requests == 0);
}

TEST_CASE("a stage knows which of its rules answered a request", "[experiment]") {
  Table table;
  table.reach("two");
  CHECK(table.course.phases()[2].used.empty());
  table.course.look({table.now, 1}, {table.attempts(1, 0), {"slow", "outage", "other"}});
  CHECK(table.course.phases()[2].used == std::set<std::string>{"slow"});
  CHECK(table.course.phases()[1].used == std::set<std::string>{"outage"});  // a response that ended late
}

TEST_CASE("a mock whose time goes back or stands still ends the experiment", "[experiment]") {
  Table back;
  back.reach("one");
  back.now -= 5min;
  CHECK(back.look().over);
  CHECK(back.course.ending() == Ending::kBroken);
  Table still;
  still.look();
  still.rate = 0;
  CHECK(still.look().over);
  CHECK(still.course.reason() == "the clock of the mock was stopped");
}

TEST_CASE("an experiment does not begin with a rule that the mock does not have", "[experiment]") {
  experiment::Course course(course_experiment(kTwoStages), {1, false});
  const auto error = course.begin({}, {{"outages", true}, {"slow", true}, {"cache", true}});
  REQUIRE(error);
  CHECK(error->message == "the mock has no rule \"outage\"; did you mean \"outages\"?");
}

TEST_CASE("an experiment in real time does not begin with a clock that stands still", "[experiment]") {
  const std::vector<experiment::RuleState> rules{{"outage", true}, {"slow", true}, {"cache", true}};
  experiment::Course real(course_experiment(kTwoStages), {1, false});
  CHECK(real.begin({{}, 0}, rules)->message.find("--virtual") != std::string::npos);
  experiment::Course ahead(course_experiment(kTwoStages), {1, true});
  CHECK_FALSE(ahead.begin({{}, 0}, rules));
}

TEST_CASE("the seed decides the order and the durations of stages", "[experiment]") {
  std::string yaml = "summary: x\norder: shuffled\nsteady-state: {for: 1s, requests: {at-least: 1}}\nstages:\n";
  for (int i = 0; i < 8; ++i) {
    yaml += "  - {name: s" + std::to_string(i) + ", for: 100s, jitter: 20%}\n";
  }
  const auto experiment = course_experiment(yaml);
  const auto plan = [&](std::uint64_t seed) {
    std::vector<std::pair<std::string, base::Duration>> planned;
    for (const experiment::Phase& phase : experiment::phases_of(experiment, seed)) {
      planned.emplace_back(phase.name, phase.duration);
      if (phase.kind == PhaseKind::kStage) {
        CHECK(phase.duration >= 80s);
        CHECK(phase.duration <= 120s);
      }
    }
    return planned;
  };
  CHECK(plan(1) == plan(1));
  CHECK(plan(1) != plan(2));
  CHECK(plan(1).front().first == "before");
  CHECK(plan(1).back().first == "after");
  CHECK(plan(1).size() == 10);
}
