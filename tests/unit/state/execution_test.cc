// The lifecycle of one execution: times in the file, steps, timeouts, updates of the device.
#include "state/execution.h"

#include <limits>

#include "support/catch.h"
#include "support/planning.h"

using jobrig::base::Instant;
using jobrig::model::Details;
using jobrig::model::Execution;
using jobrig::model::ScenarioTime;
using jobrig::model::Status;
using jobrig::state::ExecutionState;
using jobrig::test::after;
using jobrig::test::execution;
using jobrig::test::instant;
using jobrig::test::on_describe;
using namespace std::chrono_literals;

namespace {

const Instant kStart = instant("2026-01-01T00:00:00Z");

ScenarioTime ago(jobrig::base::Duration length) { return {true, -length, {}}; }

}  // namespace

TEST_CASE("a queued execution starts at the clock's start and has not begun", "[state]") {
  const Execution written = execution(Status::kQueued);
  const ExecutionState state(written, kStart);
  CHECK(state.queued_at() == kStart);
  CHECK(state.last_updated_at() == kStart);
  CHECK_FALSE(state.started_at());
  CHECK_FALSE(state.deadline());
  CHECK(state.version_number() == 1);
}

TEST_CASE("written times may be relative to the start or absolute", "[state]") {
  Execution written = execution(Status::kInProgress);
  written.queued_at = ago(10min);
  written.started_at = ScenarioTime{false, {}, instant("2025-12-31T23:55:00Z")};
  const ExecutionState state(written, kStart);
  CHECK(state.queued_at() == kStart - 10min);
  CHECK(state.started_at() == instant("2025-12-31T23:55:00Z"));
  CHECK(state.last_updated_at() == instant("2025-12-31T23:55:00Z"));
}

TEST_CASE("one whose status says that it began has started when it was queued unless it says when", "[state]") {
  const Status status = GENERATE(Status::kInProgress, Status::kSucceeded, Status::kFailed, Status::kTimedOut);
  Execution written = execution(status);
  written.queued_at = ago(1h);
  const ExecutionState state(written, kStart);
  CHECK(state.started_at() == kStart - 1h);
  CHECK(state.last_updated_at() == kStart - 1h);
}

TEST_CASE("one that may never have begun has started only if it says when", "[state]") {
  const Status status = GENERATE(Status::kRejected, Status::kRemoved, Status::kCanceled);
  Execution written = execution(status);
  written.queued_at = ago(1h);
  const ExecutionState silent(written, kStart);
  CHECK_FALSE(silent.started_at());
  CHECK(silent.last_updated_at() == kStart - 1h);
  written.started_at = ago(30min);
  const ExecutionState telling(written, kStart);
  CHECK(telling.started_at() == kStart - 30min);
  CHECK(telling.last_updated_at() == kStart - 30min);
}

TEST_CASE("a job that is ended straight from the queue has never started", "[state]") {
  const Status status = GENERATE(Status::kRejected, Status::kRemoved, Status::kCanceled);
  Execution written = execution(Status::kQueued);
  SECTION("by the device") {
    ExecutionState state(written, kStart);
    state.update(kStart + 5s, status, std::nullopt, std::nullopt);
    CHECK(state.status() == status);
    CHECK_FALSE(state.started_at());
    CHECK(state.last_updated_at() == kStart + 5s);
  }
  SECTION("by a step") {
    written.then = {after(5s, status)};
    ExecutionState state(written, kStart);
    state.advance(kStart + 6s);
    CHECK(state.status() == status);
    CHECK_FALSE(state.started_at());
  }
}

TEST_CASE("timed steps happen at their own moments however late somebody asks", "[state]") {
  Execution written = execution(Status::kQueued);
  written.version_number = 5;
  written.details = {{"step", "waiting"}};
  written.then = {after(10s, Status::kInProgress), after(20s, Status::kSucceeded)};
  written.then[0].details = Details{{"step", "download"}};
  ExecutionState state(written, kStart);

  state.advance(kStart + 10s - 1us);
  CHECK(state.status() == Status::kQueued);
  CHECK(state.version_number() == 5);

  state.advance(kStart + 12s);
  CHECK(state.status() == Status::kInProgress);
  CHECK(state.version_number() == 6);
  CHECK(state.started_at() == kStart + 10s);
  CHECK(state.last_updated_at() == kStart + 10s);
  CHECK(state.details() == Details{{"step", "download"}});

  state.advance(kStart + 1h);
  CHECK(state.status() == Status::kSucceeded);
  CHECK(state.version_number() == 7);
  CHECK(state.started_at() == kStart + 10s);
  CHECK(state.last_updated_at() == kStart + 30s);
  CHECK(state.details() == Details{{"step", "download"}});
}

TEST_CASE("the n-th describe takes its step before it is answered", "[state]") {
  Execution written = execution(Status::kQueued);
  written.then = {on_describe(1, Status::kInProgress), on_describe(2, Status::kSucceeded)};
  ExecutionState state(written, kStart);
  state.count_describe(kStart + 1s);
  CHECK(state.status() == Status::kInProgress);
  CHECK(state.last_updated_at() == kStart + 1s);
  state.count_describe(kStart + 2s);
  CHECK(state.status() == Status::kInProgress);
  state.count_describe(kStart + 3s);
  CHECK(state.status() == Status::kSucceeded);
  CHECK(state.last_updated_at() == kStart + 3s);
}

TEST_CASE("describes and time mix and each step counts from the one before", "[state]") {
  Execution written = execution(Status::kQueued);
  written.then = {after(10s, Status::kInProgress), on_describe(2, Status::kInProgress), after(5s, Status::kSucceeded)};
  ExecutionState state(written, kStart);
  state.count_describe(kStart + 1s);
  state.count_describe(kStart + 2s);
  CHECK(state.status() == Status::kQueued);
  state.count_describe(kStart + 11s);
  CHECK(state.version_number() == 2);
  state.count_describe(kStart + 12s);
  CHECK(state.version_number() == 3);
  state.advance(kStart + 16s);
  CHECK(state.status() == Status::kInProgress);
  state.advance(kStart + 17s);
  CHECK(state.status() == Status::kSucceeded);
}

TEST_CASE("a timeout ends an execution in progress when it expires", "[state]") {
  Execution written = execution(Status::kQueued);
  written.timeout = 30min;
  written.then = {after(10s, Status::kInProgress)};
  ExecutionState state(written, kStart);
  state.advance(kStart + 20s);
  CHECK(state.deadline() == kStart + 10s + 30min);
  state.advance(kStart + 7 * 24h);
  CHECK(state.status() == Status::kTimedOut);
  CHECK(state.last_updated_at() == kStart + 10s + 30min);
  CHECK(state.version_number() == 3);
  CHECK_FALSE(state.deadline());
}

TEST_CASE("a step that comes just in time beats the time-out", "[state]") {
  Execution written = execution(Status::kInProgress);
  written.timeout = 10s;
  written.then = {after(10s, Status::kSucceeded)};
  ExecutionState state(written, kStart);
  state.advance(kStart + 1h);
  CHECK(state.status() == Status::kSucceeded);
}

TEST_CASE("a step after the timeout is ignored", "[state]") {
  Execution written = execution(Status::kInProgress);
  written.timeout = 10s;
  written.then = {after(11s, Status::kSucceeded)};
  ExecutionState state(written, kStart);
  state.advance(kStart + 1h);
  CHECK(state.status() == Status::kTimedOut);
  CHECK(state.version_number() == 2);
}

TEST_CASE("an execution off the contract takes every step it was told", "[state]") {
  Execution written = execution(Status::kSucceeded);
  written.off_contract = true;
  written.then = {after(1s, Status::kQueued), after(1s, Status::kCanceled)};
  ExecutionState state(written, kStart);
  state.advance(kStart + 1s);
  CHECK(state.status() == Status::kQueued);
  CHECK_FALSE(state.started_at());
  state.advance(kStart + 2s);
  CHECK(state.status() == Status::kCanceled);
}

TEST_CASE("the device's update moves version and time and keeps details it does not name", "[state]") {
  Execution written = execution(Status::kQueued);
  written.details = {{"step", "waiting"}};
  ExecutionState state(written, kStart);
  state.start(kStart + 5s, std::nullopt, std::nullopt);
  CHECK(state.status() == Status::kInProgress);
  CHECK(state.started_at() == kStart + 5s);
  CHECK(state.details() == Details{{"step", "waiting"}});
  state.update(kStart + 6s, Status::kInProgress, Details{{"step", "half"}}, std::nullopt);
  CHECK(state.version_number() == 3);
  CHECK(state.started_at() == kStart + 5s);
  CHECK(state.last_updated_at() == kStart + 6s);
  CHECK(state.details() == Details{{"step", "half"}});
}

TEST_CASE("a step timeout ends the execution and can be reset or removed", "[state]") {
  const Execution written = execution(Status::kQueued);
  ExecutionState state(written, kStart);
  state.start(kStart, std::nullopt, 2);
  CHECK(state.deadline() == kStart + 2min);
  state.update(kStart + 1min, Status::kInProgress, std::nullopt, 5);
  CHECK(state.deadline() == kStart + 6min);

  SECTION("taken back") {
    state.update(kStart + 2min, Status::kInProgress, std::nullopt, -1);
    CHECK_FALSE(state.deadline());
  }
  SECTION("kept by an update that does not name it") {
    state.update(kStart + 2min, Status::kInProgress, std::nullopt, std::nullopt);
    CHECK(state.deadline() == kStart + 6min);
  }
  SECTION("reached") {
    state.advance(kStart + 6min);
    CHECK(state.status() == Status::kTimedOut);
  }
}

TEST_CASE("the earlier of the two time-outs counts", "[state]") {
  Execution written = execution(Status::kQueued);
  written.timeout = 3min;
  ExecutionState state(written, kStart);
  state.start(kStart, std::nullopt, 2);
  CHECK(state.deadline() == kStart + 2min);
  state.update(kStart, Status::kInProgress, std::nullopt, 9);
  CHECK(state.deadline() == kStart + 3min);
}

TEST_CASE("a version at the end of 64 bits stays there", "[state]") {
  Execution written = execution(Status::kQueued);
  written.version_number = std::numeric_limits<std::int64_t>::max();
  ExecutionState state(written, kStart);
  state.start(kStart, std::nullopt, std::nullopt);
  CHECK(state.version_number() == std::numeric_limits<std::int64_t>::max());
}
