// Steps: their triggers and effects, arrivals of other executions, and what observers of a thing are told.
#include <chrono>
#include <string>
#include <vector>

#include "contract/statuses.h"
#include "state/agenda.h"
#include "state/thing.h"
#include "support/catch.h"
#include "support/loading.h"
#include "support/planning.h"

using namespace jobrig;
using base::Instant;
using model::Status;
using state::Agenda;
using state::Event;
using state::Selection;
using state::ThingState;
using state::Update;
using test::instant;
using test::loaded;
using namespace std::chrono_literals;

namespace {

const Instant kStepsStart = instant("2026-01-01T00:00:00Z");

/// The only thing `t` of a scenario, whose jobs are given as YAML.
struct Staged {
  explicit Staged(const std::string& jobs)
      : scenario(loaded("clock: {start: 2026-01-01}\nthings: {t: {" + jobs + "}}\n")),
        thing("t", scenario.things.front(), 0, kStepsStart) {}

  std::string latest(base::Duration after, std::string_view job = "j") {
    const Selection selection = thing.describe(*thing.find_job(job), std::nullopt, kStepsStart + after);
    return selection.execution == nullptr ? "none" : words(*selection.execution);
  }
  std::string start(base::Duration after) {
    const Selection selection = thing.start_next(kStepsStart + after, {}, {});
    return selection.execution == nullptr ? "none" : words(*selection.execution);
  }
  std::string report(base::Duration after, Status status = Status::kInProgress) {
    const state::Updated updated = thing.update(0, Update{status, {}, {}, {}, {}}, kStepsStart + after);
    return updated.outcome == state::UpdateOutcome::kDone ? words(*updated.selection.execution) : "refused";
  }
  static std::string words(const state::ExecutionState& execution) {
    return std::to_string(execution.written().number) + " " + std::string(contract::word_of(execution.status())) +
           " v" + std::to_string(execution.version_number());
  }

  model::Scenario scenario;
  ThingState thing;
};

std::string in_words(const Event& event) {
  static const std::vector<std::string> kChanges{"arrived", "updated", "document", "removed"};
  return "+" + std::to_string((event.when - kStepsStart) / 1s) + "s " + std::string(event.job) + "/" +
         std::to_string(event.number) + " " + kChanges.at(static_cast<std::size_t>(event.change)) + " " +
         std::string(contract::word_of(event.status));
}

}  // namespace

TEST_CASE("a step at a time happens then or at once if that time has passed", "[state][steps]") {
  Staged staged(
      "j: {then: [{at: 1m, status: IN_PROGRESS}, {at: 30s, details: {a: b}}, {at: 2026-01-01T00:02:00Z, "
      "status: CANCELED}]}");
  CHECK(staged.latest(59s) == "1 QUEUED v1");
  CHECK(staged.latest(60s) == "1 IN_PROGRESS v3");
  CHECK(staged.latest(2min) == "1 CANCELED v4");
}

TEST_CASE("a step on a start or an update happens after the response", "[state][steps]") {
  Staged staged("j: {then: [{on-start: 2, details: {a: b}}, {on-update: 2, status: CANCELED}]}");
  CHECK(staged.start(1s) == "1 IN_PROGRESS v2");
  CHECK(staged.start(2s) == "1 IN_PROGRESS v2");
  CHECK(staged.report(3s) == "1 IN_PROGRESS v4");
  CHECK(staged.report(4s) == "1 IN_PROGRESS v5");
  CHECK(staged.latest(5s) == "1 CANCELED v6");
  CHECK(staged.report(6s) == "refused");
}

TEST_CASE("a step on the end happens after it and earlier steps of the status do not delay it", "[state][steps]") {
  Staged staged("j: {then: [{after: 1h, status: CANCELED}, {on-terminal: 10s, arrive: k}]}, k: {}");
  CHECK(staged.latest(0s, "k") == "none");
  CHECK(staged.report(5s, Status::kSucceeded) == "1 SUCCEEDED v2");
  CHECK(staged.latest(14s, "k") == "none");
  CHECK(staged.latest(15s, "k") == "1 QUEUED v1");
}

TEST_CASE("a step that cannot change the execution any more still lets another arrive", "[state][steps]") {
  Staged staged("j: {then: [{at: 1m, status: CANCELED, arrive: k}]}, k: {}");
  CHECK(staged.report(5s, Status::kFailed) == "1 FAILED v2");
  CHECK(staged.latest(1min, "k") == "1 QUEUED v1");
  CHECK(staged.latest(1min) == "1 FAILED v2");
}

TEST_CASE("an execution that arrives counts its steps and times from its arrival", "[state][steps]") {
  Staged staged("j: {queued: +1m, timeout: 30s, then: [{after: 10s, status: IN_PROGRESS}]}");
  CHECK(staged.latest(59s) == "none");
  CHECK(staged.latest(65s) == "1 QUEUED v1");
  CHECK(staged.latest(70s) == "1 IN_PROGRESS v2");
  CHECK(staged.latest(100s) == "1 TIMED_OUT v3");
}

TEST_CASE("retries and next executions have the next numbers and the document", "[state][steps]") {
  Staged staged(
      "j: {number: 7, document: {a: 1}, then: [{on-describe: 2, status: FAILED, next-execution: {then: "
      "[{after: 1s, next-execution: {document: {b: 2}}}]}}]}");
  CHECK(staged.latest(0s) == "7 QUEUED v1");
  CHECK(staged.latest(0s) == "8 QUEUED v1");
  CHECK(*staged.thing.describe(0, std::nullopt, kStepsStart).execution->document() == R"({"a":1})");
  CHECK(staged.latest(1s) == "9 QUEUED v1");
  CHECK(*staged.thing.describe(0, std::nullopt, kStepsStart + 1s).execution->document() == R"({"b":2})");
}

TEST_CASE("a reset of one job keeps what another job let arrive", "[state][steps]") {
  Staged staged("j: {retries: 1, then: [{on-start: 1, arrive: k}]}, k: {}");
  CHECK(staged.start(0s) == "1 IN_PROGRESS v2");
  CHECK(staged.report(1s, Status::kFailed) == "1 FAILED v3");
  CHECK(staged.latest(1s) == "2 QUEUED v1");
  CHECK(staged.latest(1s, "k") == "1 QUEUED v1");
  staged.thing.reset(1, kStepsStart + 2s);
  CHECK(staged.latest(2s, "k") == "1 QUEUED v1");
  staged.thing.reset(0, kStepsStart + 3s);
  CHECK(staged.latest(3s) == "1 QUEUED v1");
  staged.thing.reset(std::nullopt, kStepsStart + 4s);
  CHECK(staged.latest(4s, "k") == "none");
}

TEST_CASE("observers are told what happens by itself in order of time", "[state][agenda]") {
  Staged staged(
      "j: {queued: +10s, timeout: 30s, retries: 1, then: [{after: 5s, status: IN_PROGRESS}]}, "
      "k: {then: [{at: 20s, document: {a: 1}}, {at: 50s, remove: true}]}");
  Agenda agenda;
  std::vector<std::string> told;
  auto subscription =
      agenda.subscribe(staged.thing, kStepsStart, [&](const Event& event) { told.push_back(in_words(event)); });
  CHECK(agenda.next_due() == kStepsStart + 10s);
  agenda.advance(kStepsStart + 10s);
  CHECK(agenda.next_due() == kStepsStart + 15s);
  agenda.advance(kStepsStart + 1min);
  CHECK(told == std::vector<std::string>{"+10s j/1 arrived QUEUED", "+15s j/1 updated IN_PROGRESS",
                                         "+20s k/1 document QUEUED", "+45s j/1 updated TIMED_OUT",
                                         "+45s j/2 arrived QUEUED", "+50s k/1 removed QUEUED"});
  CHECK_FALSE(agenda.next_due());
  staged.start(2min);
  CHECK(told.back() == "+120s j/2 updated IN_PROGRESS");
  CHECK(agenda.next_due() == kStepsStart + 2min + 30s);
  subscription.reset();
  CHECK_FALSE(agenda.next_due());
  staged.latest(5min);
  CHECK(told.size() == 7);
}

TEST_CASE("a subscriber is not told what happened before", "[state][agenda]") {
  Staged staged("j: {queued: +10s}, k: {queued: +20s}");
  Agenda agenda;
  std::vector<std::string> told;
  const auto subscription =
      agenda.subscribe(staged.thing, kStepsStart + 15s, [&](const Event& event) { told.push_back(in_words(event)); });
  agenda.advance(kStepsStart + 1min);
  CHECK(told == std::vector<std::string>{"+20s k/1 arrived QUEUED"});
}
