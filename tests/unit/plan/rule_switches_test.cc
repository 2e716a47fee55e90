// Rule switches: which rules apply at a time, also while other threads read them.
#include "plan/rule_switches.h"

#include <chrono>
#include <thread>

#include "support/catch.h"
#include "support/planning.h"

using jobrig::plan::RuleSwitch;
using jobrig::plan::RuleSwitches;
using jobrig::test::instant;
using namespace std::chrono_literals;

TEST_CASE("a rule is enabled until it is disabled", "[plan][switches]") {
  const auto now = instant("2026-01-01T00:00:00Z");
  RuleSwitches switches(2);
  CHECK(switches.is_enabled(0, now));
  CHECK(switches.at(0, now) == RuleSwitch{true});
  switches.set(0, {false});
  CHECK_FALSE(switches.is_enabled(0, now));
  CHECK_FALSE(switches.is_enabled(0, jobrig::base::kEndOfTime));
  CHECK(switches.at(0, now) == RuleSwitch{false});
  CHECK(switches.is_enabled(1, now));
  switches.set(0, {true});
  CHECK(switches.is_enabled(0, now));
}

TEST_CASE("a switch with an end changes back at that moment", "[plan][switches]") {
  const auto now = instant("2026-01-01T00:00:00Z");
  RuleSwitches switches(1);
  switches.set(0, {false, now + 5min});
  CHECK(switches.at(0, now) == RuleSwitch{false, now + 5min});
  CHECK_FALSE(switches.is_enabled(0, now + 5min - 1us));
  CHECK(switches.is_enabled(0, now + 5min));
  CHECK(switches.at(0, now + 5min) == RuleSwitch{true});
  switches.set(0, {true, now + 1h});
  CHECK(switches.is_enabled(0, now));
  CHECK_FALSE(switches.is_enabled(0, now + 1h));
  switches.set(0, {false, jobrig::base::kEndOfTime});
  CHECK_FALSE(switches.is_enabled(0, jobrig::base::kEndOfTime - 1us));
}

TEST_CASE("times before 1970 are exact", "[plan][switches]") {
  const auto now = instant("1960-01-01T00:00:00Z");
  RuleSwitches switches(1);
  switches.set(0, {false, now + 1s});
  CHECK(switches.at(0, now) == RuleSwitch{false, now + 1s});
  CHECK(switches.is_enabled(0, now + 1s));
}

TEST_CASE("a reader sees a switch before or after its change", "[plan][switches]") {
  const auto now = instant("2026-01-01T00:00:00Z");
  RuleSwitches switches(1);
  switches.set(0, {false, now + 1h});
  std::thread writer([&] {
    for (int i = 0; i < 20'000; ++i) {
      switches.set(0, {false, now + 1h});
      switches.set(0, {true, now - 1h});  // has changed back already
    }
  });
  bool torn = false;
  for (int i = 0; i < 20'000; ++i) {
    torn = torn || switches.is_enabled(0, now);
  }
  writer.join();
  CHECK_FALSE(torn);
}
