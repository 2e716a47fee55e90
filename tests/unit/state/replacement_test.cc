// A thing that is written differently from now on: what goes on, what begins anew, what is added and what goes.
#include <algorithm>
#include <chrono>
#include <thread>

#include "contract/statuses.h"
#include "state/world.h"
#include "support/catch.h"
#include "support/loading.h"
#include "support/planning.h"

using namespace jobrig;
using namespace std::chrono_literals;
using state::Change;
using state::Event;
using state::ReplacedExecutions;
using state::ThingState;
using test::instant;

namespace {

const base::Instant kReplacedStart = instant("2026-01-01T00:00:00Z");

std::shared_ptr<const model::Scenario> things_of(const std::string& things) {
  return std::make_shared<const model::Scenario>(
      test::loaded("clock: {start: 2026-01-01}\nthings: {" + things + "}\n"));
}

/// A world whose things are replaced.
struct Replacing {
  explicit Replacing(const std::string& things)
      : first(things_of(things)),
        machine(kReplacedStart),
        clock(machine, first->clock),
        world(*first, clock, 7),
        now(kReplacedStart) {}

  ReplacedExecutions replace(const std::string& things) {
    auto next = world.prepare(things_of(things), now);
    REQUIRE(next != nullptr);
    return world.replace(std::move(next), now);
  }
  ThingState& thing(const std::string& name = "t") {
    ThingState* const found = world.find_thing(name);
    REQUIRE(found != nullptr);
    return *found;
  }
  std::string latest(const std::string& job = "j", const std::string& name = "t") {
    ThingState* const found = world.find_thing(name);
    const auto index = found == nullptr ? std::nullopt : found->find_job(job);
    if (!index) {
      return "no job";
    }
    const state::Selection selection = found->describe(*index, std::nullopt, now);
    return selection.execution == nullptr ? "none"
                                          : std::to_string(selection.execution->written().number) + " " +
                                                std::string(contract::word_of(selection.execution->status())) + " v" +
                                                std::to_string(selection.execution->version_number());
  }
  std::string document(const std::string& job = "j") {
    const state::Selection selection = thing().describe(*thing().find_job(job), std::nullopt, now);
    return selection.execution == nullptr || selection.execution->document() == nullptr
               ? "none"
               : *selection.execution->document();
  }
  void update(model::Status status, const std::string& job = "j") {
    const auto updated = thing().update(*thing().find_job(job), {status, {}, {}, {}, {}}, now);
    REQUIRE(updated.outcome == state::UpdateOutcome::kDone);
  }

  const std::shared_ptr<const model::Scenario> first;
  base::ManualClock machine;
  state::VirtualClock clock;
  state::World world;
  base::Instant now;
};

}  // namespace

TEST_CASE("executions that are written as before go on with their state and their steps", "[state][replacement]") {
  Replacing replacing("t: {j: {document: {a: 1}, then: [{after: 10m, status: CANCELED}]}}");
  replacing.now += 4min;
  replacing.update(model::Status::kInProgress);
  const ReplacedExecutions replaced = replacing.replace(
      " # moved\nt: {new: {status: QUEUED}, j: {then: [{after: 10m, status: CANCELED}], document: {a: 1}}}");
  CHECK(replaced.kept == 1);
  CHECK(replaced.added == 1);
  CHECK(replacing.latest() == "1 IN_PROGRESS v2");
  CHECK(replacing.document() == R"({"a":1})");
  CHECK(replacing.latest("new") == "1 QUEUED v1");
  replacing.now += 6min;
  CHECK(replacing.latest() == "1 CANCELED v3");
}

TEST_CASE("an execution that has not begun begins as it is written now", "[state][replacement]") {
  Replacing replacing("t: {j: {document: {a: 1}}}");
  CHECK(replacing.document() == R"({"a":1})");  // reading does not begin it
  replacing.now += 1h;
  CHECK(replacing.replace("t: {j: {document: {a: 2}, then: [{after: 10m, status: CANCELED}]}}").restarted == 1);
  CHECK(replacing.document() == R"({"a":2})");
  replacing.now += 9min;
  CHECK(replacing.latest() == "1 QUEUED v1");
  replacing.now += 1min;  // its times count from the replacement
  CHECK(replacing.latest() == "1 CANCELED v2");
}

TEST_CASE("an execution that has begun goes on as before until a reset", "[state][replacement]") {
  Replacing replacing("t: {j: {document: {a: 1}, then: [{on-update: 2, status: CANCELED}]}}");
  replacing.update(model::Status::kInProgress);
  const ReplacedExecutions replaced = replacing.replace("t: {j: {document: {a: 2}}}");
  CHECK(replaced.unfinished == 1);
  CHECK(replaced.names == std::vector<std::string>{"t/j/1"});
  CHECK(replacing.document() == R"({"a":1})");
  CHECK(replacing.replace("t: {j: {document: {a: 3}}}").unfinished == 1);
  replacing.update(model::Status::kInProgress);
  CHECK(replacing.latest() == "1 CANCELED v4");
  replacing.thing().reset(std::nullopt, replacing.now);
  CHECK(replacing.latest() == "1 QUEUED v1");
  CHECK(replacing.document() == R"({"a":3})");
  CHECK(replacing.replace("t: {j: {document: {a: 3}}}").kept == 1);
}

TEST_CASE("removed jobs and things are gone and come back when they are written again", "[state][replacement]") {
  Replacing replacing("t: {j: {status: QUEUED}, k: {status: QUEUED}}, u: {j: {status: QUEUED}}");
  ThingState& thing = replacing.thing();
  const std::size_t place = *thing.find_job("k");
  replacing.thing("u");
  replacing.update(model::Status::kInProgress);
  CHECK(replacing.replace("t: {k: {status: IN_PROGRESS}}").removed == 2);
  CHECK(replacing.latest("j") == "none");
  CHECK(replacing.latest("k") == "1 IN_PROGRESS v1");
  CHECK(replacing.world.find_thing("u") == nullptr);
  CHECK(replacing.world.find_made("u") != nullptr);
  CHECK_FALSE(replacing.world.has("u"));
  CHECK(replacing.world.made() == 1);
  thing.reset(std::nullopt, replacing.now);
  CHECK(replacing.latest("j") == "none");
  CHECK(replacing.replace("t: {j: {status: QUEUED}, k: {status: IN_PROGRESS}}, u: {j: {status: QUEUED}}").added == 2);
  CHECK(&replacing.thing() == &thing);
  CHECK(thing.find_job("k") == place);
  CHECK(replacing.latest("j") == "1 QUEUED v1");
  CHECK(replacing.latest("j", "u") == "1 QUEUED v1");
  CHECK(replacing.world.made() == 2);
}

TEST_CASE("numbers of a job come and go", "[state][replacement]") {
  Replacing replacing("t: {j: {executions: {2: {status: QUEUED}, 5: {status: IN_PROGRESS}}}}");
  CHECK(replacing.latest() == "5 IN_PROGRESS v1");
  const ReplacedExecutions replaced =
      replacing.replace("t: {j: {executions: {1: {status: QUEUED}, 2: {status: QUEUED}, 3: {status: QUEUED}}}}");
  CHECK(replaced.added == 2);
  CHECK(replaced.removed == 1);
  CHECK(replacing.latest() == "3 QUEUED v1");
  CHECK(replacing.thing().describe(0, 1, replacing.now).execution->written().number == 1);
}

TEST_CASE("what was added while serving stays until a reset", "[state][replacement]") {
  Replacing replacing("t: {j: {status: QUEUED}}");
  const auto job = [](const std::string& name) {
    return things_of("x: {" + name + ": {status: IN_PROGRESS}}")->things.front().jobs.front();
  };
  CHECK(replacing.world.add("t", job("more"), replacing.now) == state::World::Added::kDone);
  CHECK(replacing.world.add("other", job("j"), replacing.now) == state::World::Added::kDone);
  CHECK(replacing.replace("u: {j: {status: QUEUED}}").kept == 2);
  CHECK(replacing.latest("more") == "1 IN_PROGRESS v1");
  CHECK(replacing.latest("j", "t") == "none");
  CHECK(replacing.latest("j", "other") == "1 IN_PROGRESS v1");
  CHECK(replacing.world.made() == 2);
}

TEST_CASE("times of things that nobody has asked for count from the replacement if they are new",
          "[state][replacement]") {
  Replacing replacing("\"d-{1..3}\": {j: {then: [{after: 10m, status: CANCELED}]}}");
  replacing.now += 9min;
  replacing.replace(
      "\"d-{1..3}\": {k: {then: [{after: 10m, status: CANCELED}]}, j: {then: [{after: 10m, status: CANCELED}]}}");
  replacing.now += 1min;
  CHECK(replacing.latest("j", "d-1") == "1 CANCELED v2");
  CHECK(replacing.latest("k", "d-2") == "1 QUEUED v1");
  replacing.replace(
      "\"d-{1..3}\": {k: {then: [{after: 10m, status: CANCELED}]}}, \"e-{1..2}\": {j: {then: [{after: 1m, details: {a: "
      "b}}]}}");
  CHECK(replacing.latest("j", "e-1") == "1 QUEUED v1");
  replacing.now += 9min;
  CHECK(replacing.latest("k", "d-3") == "1 CANCELED v2");
  CHECK(replacing.latest("j", "e-2") == "1 QUEUED v2");
}

TEST_CASE("a job that is asked for later than others of its thing has lived as long", "[state][replacement]") {
  const std::string things = "\"d-{1..3}\": {j: {status: QUEUED}, k: {then: [{after: 10m, status: CANCELED}]}}";
  Replacing replacing(things);
  CHECK(replacing.latest("j", "d-1") == "1 QUEUED v1");
  CHECK(replacing.latest("j", "d-2") == "1 QUEUED v1");
  replacing.now += 9min;
  CHECK(replacing.latest("k", "d-1") == "1 QUEUED v1");
  CHECK(replacing.replace(things).kept == 4);
  replacing.now += 1min;
  CHECK(replacing.latest("k", "d-1") == "1 CANCELED v2");
  CHECK(replacing.latest("k", "d-2") == "1 CANCELED v2");
}

TEST_CASE("observers of a thing are told what its replacement changed", "[state][replacement]") {
  Replacing replacing("t: {j: {status: QUEUED}, k: {status: QUEUED}, gone: {status: QUEUED}}");
  std::vector<std::string> told;
  const auto subscription =
      replacing.world.agenda().subscribe(replacing.thing(), replacing.now, [&told](const Event& event) {
        told.push_back(std::string(event.job) + " " +
                       std::vector<std::string>{"arrived", "updated", "document", "removed"}.at(
                           static_cast<std::size_t>(event.change)));
      });
  replacing.replace("t: {j: {status: QUEUED}, k: {status: IN_PROGRESS, timeout: 5m}, new: {status: QUEUED}}");
  std::sort(told.begin(), told.end());
  CHECK(told == std::vector<std::string>{"gone removed", "k updated", "new arrived"});
  CHECK(replacing.world.agenda().next_due() == kReplacedStart + 5min);
  told.clear();
  replacing.replace("u: {j: {status: QUEUED}}");
  CHECK(told.size() == 3);
  CHECK_FALSE(replacing.world.agenda().next_due());  // what was due is cancelled
}

TEST_CASE("jobs that arrive are found by name when their places have changed", "[state][replacement]") {
  Replacing replacing(
      "t: {j: {then: [{after: 1m, arrive: second}]}, second: {status: QUEUED}, third: {status: QUEUED}}");
  replacing.thing();
  replacing.replace("t: {third: {status: QUEUED}, second: {status: QUEUED}, j: {then: [{after: 1m, arrive: second}]}}");
  CHECK(replacing.latest("second") == "none");
  replacing.now += 1min;
  CHECK(replacing.latest("second") == "1 QUEUED v1");
}

TEST_CASE("drawn executions keep their values", "[state][replacement]") {
  Replacing replacing("t: {j: any, k: {status: QUEUED}}");
  const std::string before = replacing.latest();
  const std::string document = replacing.document();
  CHECK(replacing.replace("t: {j: any, k: {status: IN_PROGRESS}}").kept == 1);
  CHECK(replacing.latest() == before);
  CHECK(replacing.document() == document);
  replacing.thing().reset(std::nullopt, replacing.now);
  CHECK(replacing.latest() == before);
}

TEST_CASE("an inherited document lives on when the execution it came from goes", "[state][replacement]") {
  Replacing replacing("t: {j: {document: {a: 1}, retries: 1}}");
  replacing.update(model::Status::kFailed);
  CHECK(replacing.document() == R"({"a":1})");
  replacing.replace("t: {j: {executions: {2: {status: QUEUED}}}}");
  CHECK(replacing.document() == R"({"a":1})");
}

TEST_CASE("a scenario that has more executions than there is room for is not prepared", "[state][replacement]") {
  const auto first = things_of("t: {j: {status: QUEUED}}, u: {j: {status: QUEUED}}");
  const base::ManualClock machine(kReplacedStart);
  const state::VirtualClock clock(machine, first->clock);
  state::World world(*first, clock, 7, 3);
  REQUIRE(world.find_thing("t") != nullptr);
  REQUIRE(world.find_thing("u") != nullptr);
  CHECK(world.prepare(
            things_of("t: {j: {status: QUEUED}, k: {status: QUEUED}}, u: {j: {status: QUEUED}, k: {status: QUEUED}}"),
            kReplacedStart) == nullptr);
  CHECK(world.prepare(things_of("t: {j: {status: QUEUED}, k: {status: QUEUED}}, u: {j: {status: QUEUED}}"),
                      kReplacedStart) != nullptr);
}

TEST_CASE("jobs are found while others are added", "[state][replacement]") {
  Replacing replacing("t: {j: {status: QUEUED}}");
  ThingState& thing = replacing.thing();
  int added = 0;  // Catch's assertions are for one thread
  std::thread adding([&] {
    for (int i = 0; i < 200; ++i) {
      model::Job job = test::job("added-" + std::to_string(i), {test::execution(model::Status::kQueued)});
      added += thing.add(job, kReplacedStart, {}) ? 1 : 0;
    }
  });
  for (int i = 0; i < 200; ++i) {
    CHECK(thing.find_job("j") == 0U);
  }
  adding.join();
  CHECK(added == 200);
}
