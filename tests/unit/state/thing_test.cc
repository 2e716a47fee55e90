// The operations of a thing: latest, by number, $next, pending, start, update.
#include "state/thing.h"

#include "support/catch.h"
#include "support/failing_allocation.h"
#include "support/planning.h"

using jobrig::base::Instant;
using jobrig::model::Details;
using jobrig::model::Execution;
using jobrig::model::Status;
using jobrig::model::Thing;
using jobrig::state::Pending;
using jobrig::state::Selection;
using jobrig::state::ThingState;
using jobrig::state::Update;
using jobrig::state::UpdateOutcome;
using jobrig::test::execution;
using jobrig::test::instant;
using jobrig::test::job;
using jobrig::test::on_describe;
using jobrig::test::thing;
using namespace std::chrono_literals;

namespace {

const Instant kThingStart = instant("2026-01-01T00:00:00Z");

Execution queued(jobrig::base::Duration ago, Status status = Status::kQueued) {
  Execution made = execution(status);
  made.queued_at = jobrig::model::ScenarioTime{true, -ago, {}};
  return made;
}

// The job of `$next`. Releases the lock of the thing on return.
std::string next_of(ThingState& state, Instant now = kThingStart) {
  const Selection selection = state.describe_next(now);
  return selection.execution == nullptr ? "nothing" : selection.job->id;
}

}  // namespace

TEST_CASE("without a number the execution with the highest one answers", "[state]") {
  const Thing written = thing("t", {job("j", {execution(Status::kFailed, 1), execution(Status::kQueued, 5000000000)})});
  ThingState state("t", written, 0, kThingStart);
  CHECK(state.describe(0, std::nullopt, kThingStart).execution->written().number == 5000000000);
  CHECK(state.describe(0, 1, kThingStart).execution->status() == Status::kFailed);
  CHECK(state.describe(0, 2, kThingStart).execution == nullptr);
}

TEST_CASE("what is in progress comes before what is queued", "[state]") {
  const Thing written = thing("t", {job("old", {queued(1h)}), job("running", {queued(1s, Status::kInProgress)})});
  ThingState state("t", written, 0, kThingStart);
  CHECK(next_of(state) == "running");
}

TEST_CASE("the oldest queued comes first and equals in the order written", "[state]") {
  const Thing written = thing("t", {job("b", {queued(1min)}), job("a", {queued(1min)}), job("oldest", {queued(2min)})});
  ThingState state("t", written, 0, kThingStart);
  CHECK(next_of(state) == "oldest");
  const Update done{Status::kSucceeded, {}, {}, {}, {}};
  state.update(2, done, kThingStart);
  CHECK(next_of(state) == "b");
  state.update(0, done, kThingStart);
  CHECK(next_of(state) == "a");
  state.update(1, done, kThingStart);
  CHECK(next_of(state) == "nothing");
}

TEST_CASE("a thing whose jobs are all over has nothing next and nothing pending", "[state]") {
  const Thing written =
      thing("t", {job("a", {execution(Status::kSucceeded)}), job("b", {execution(Status::kRemoved)})});
  ThingState state("t", written, 0, kThingStart);
  CHECK(next_of(state) == "nothing");
  const Pending pending = state.pending(kThingStart);
  CHECK(pending.in_progress.empty());
  CHECK(pending.queued.empty());
}

TEST_CASE("reading next counts a describe and does not start the execution", "[state]") {
  Execution written_execution = execution(Status::kQueued);
  written_execution.then = {on_describe(2, Status::kInProgress)};
  const Thing written = thing("t", {job("j", {written_execution})});
  ThingState state("t", written, 0, kThingStart);
  CHECK(state.describe_next(kThingStart).execution->status() == Status::kQueued);
  CHECK(state.describe_next(kThingStart).execution->status() == Status::kInProgress);
}

TEST_CASE("next moves on when the describe itself ends an execution", "[state]") {
  Execution ending = execution(Status::kInProgress);
  ending.then = {on_describe(1, Status::kSucceeded)};
  const Thing written = thing("t", {job("ending", {ending}), job("waiting", {execution(Status::kQueued)})});
  ThingState state("t", written, 0, kThingStart);
  CHECK(next_of(state) == "waiting");
}

TEST_CASE("starting next takes up what is queued and gives what is in progress as it is", "[state]") {
  const Thing written = thing("t", {job("j", {execution(Status::kQueued)})});
  ThingState state("t", written, 0, kThingStart);
  {
    const Selection started = state.start_next(kThingStart + 1s, Details{{"by", "device"}}, std::nullopt);
    REQUIRE(started.execution != nullptr);
    CHECK(started.execution->status() == Status::kInProgress);
    CHECK(started.execution->version_number() == 2);
    CHECK(started.execution->details() == Details{{"by", "device"}});
  }
  const Selection again = state.start_next(kThingStart + 2s, Details{{"by", "another"}}, std::nullopt);
  CHECK(again.execution->version_number() == 2);
  CHECK(again.execution->details() == Details{{"by", "device"}});
}

TEST_CASE("pending lists are in the order that next goes by", "[state]") {
  const Thing written = thing("t", {job("young", {queued(1s)}), job("done", {execution(Status::kFailed)}),
                                    job("old", {queued(1h)}), job("runs", {queued(5s, Status::kInProgress)})});
  ThingState state("t", written, 0, kThingStart);
  const Pending pending = state.pending(kThingStart);
  REQUIRE(pending.in_progress.size() == 1);
  CHECK(pending.in_progress[0].job->id == "runs");
  REQUIRE(pending.queued.size() == 2);
  CHECK(pending.queued[0].job->id == "old");
  CHECK(pending.queued[1].job->id == "young");
}

TEST_CASE("an update is refused when the lifecycle or the expected version is against it", "[state]") {
  const Thing written = thing("t", {job("j", {execution(Status::kQueued)})});
  ThingState state("t", written, 0, kThingStart);
  CHECK(state.update(0, {Status::kInProgress, {}, 2, {}, {}}, kThingStart).outcome == UpdateOutcome::kWrongVersion);
  CHECK(state.update(0, {Status::kInProgress, {}, 1, 9, {}}, kThingStart).outcome == UpdateOutcome::kNoExecution);
  CHECK(state.update(0, {Status::kInProgress, {}, 1, {}, {}}, kThingStart).outcome == UpdateOutcome::kDone);
  CHECK(state.update(0, {Status::kSucceeded, {}, 2, {}, {}}, kThingStart).outcome == UpdateOutcome::kDone);
  CHECK(state.update(0, {Status::kInProgress, {}, 3, {}, {}}, kThingStart).outcome ==
        UpdateOutcome::kIllegalTransition);
  CHECK(state.describe(0, {}, kThingStart).execution->version_number() == 3);
}

// Thousands of things are common, and most of them are only read.
TEST_CASE("a new thing allocates only its jobs and their executions", "[state][allocations]") {
  const Thing written = thing("lamp", {job("update", {execution(Status::kQueued)})});
  const std::size_t before = jobrig::test::allocations();
  const ThingState state("lamp", written, 0, kThingStart);
  CHECK(jobrig::test::allocations() - before <= 2);
  CHECK(sizeof state <= 160);
}
