// Explain states: which step, timeout or call has changed an execution, and what one that does not exist waits for.
#include "hosting/explain_states.h"

#include <chrono>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/in_process.h"
#include "support/loading.h"

using namespace jobrig;
using namespace std::chrono_literals;
using Sentences = std::vector<std::string>;

namespace {

Sentences states_of(test::InProcess& service, std::string_view job) {
  model::Call call;
  call.thing = "t";
  call.thing_valid = true;
  call.job = job;
  return hosting::explain_states(service.world, call);
}

test::InProcess with_jobs(const std::string& jobs) {
  return test::InProcess(test::loaded("clock: {start: 2026-01-01}\nthings: {t: {" + jobs + "}}\n"));
}

}  // namespace

TEST_CASE("an execution as in the scenario needs no explanation", "[hosting][explain]") {
  test::InProcess service = with_jobs("j: {}");
  CHECK(states_of(service, "j").empty());
  service.describe("t", "j");
  CHECK(states_of(service, "j").empty());
}

TEST_CASE("the step that changed an execution is named with its trigger", "[hosting][explain]") {
  test::InProcess service =
      with_jobs("j: {then: [{after: 1s, status: IN_PROGRESS}, {on-update: 1, status: CANCELED}]}");
  service.clock.jump(1s);
  service.describe("t", "j");
  CHECK(states_of(service, "$next") == Sentences{"j, execution 1: IN_PROGRESS by step 1 of \"then\" (after: 1s)"});
  service.update("t", "j", model::Status::kInProgress);
  CHECK(states_of(service, "j") == Sentences{"j, execution 1: IN_PROGRESS by the device"});
  service.describe("t", "j");
  CHECK(states_of(service, "j") == Sentences{"j, execution 1: CANCELED by step 2 of \"then\" (on-update: 1)"});
}

TEST_CASE("a timeout and the execution that follows it are explained", "[hosting][explain]") {
  test::InProcess service = with_jobs("j: {status: IN_PROGRESS, timeout: 1m, retries: 1}");
  service.describe("t", "j");
  CHECK(states_of(service, "j") ==
        Sentences{"j, execution 2: does not exist before an earlier execution lets it follow"});
  service.clock.jump(1min);
  service.describe("t", "j");
  CHECK(states_of(service, "j") == Sentences{"j, execution 1: TIMED_OUT by its timeout",
                                             "j, execution 2: QUEUED since it arrived at 2026-01-01T00:01:00Z"});
}

TEST_CASE("an execution that does not exist yet or any more says why", "[hosting][explain]") {
  test::InProcess service = with_jobs(
      "j: {then: [{on-describe: 2, arrive: k}]}, k: {}, l: {queued: +5m}, "
      "m: {then: [{on-describe: 1, remove: true}]}");
  service.describe("t", "j");
  service.describe("t", "m");
  CHECK(states_of(service, "k") == Sentences{"k, execution 1: does not exist before another job lets it arrive"});
  CHECK(states_of(service, "l") == Sentences{"l, execution 1: does not exist before 2026-01-01T00:05:00Z"});
  CHECK(states_of(service, "m") == Sentences{"m, execution 1: removed by step 1 of \"then\" (on-describe: 1)"});
}

TEST_CASE("the values that any leaves to chance are named", "[hosting][explain][any]") {
  test::InProcess service = with_jobs("j: {any: {status: QUEUED, number: 3, document: {}}}");
  service.describe("t", "j");
  CHECK(
      states_of(service, "j") ==
      Sentences{"j, execution 3: drawn from the seed: version, details, times, approximate-seconds-before-timed-out"});
}
