// Sandboxes: each request and each record reaches the round that it belongs to, and rounds follow each other.
#include "hosting/sandboxes.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "admin/idle_sandboxes.h"
#include "support/admin_desk.h"
#include "support/catch.h"
#include "support/hang_guard.h"

using namespace jobrig;
using test::AdminDesk;
using namespace std::chrono_literals;

namespace {

const std::string kScenario = R"(
summary: A thermostat behind an outage.
seed: 5
clock: {start: 2026-01-01T00:00:00Z, rate: 0}
things:
  t: {j: {status: QUEUED, then: [{after: 30s, status: SUCCEEDED}]}}
rules:
  - {name: outage, answers: [{error: ServiceUnavailableException, times: 1}, documented]}
)";
const std::string kPath = "/things/t/jobs/j";

std::shared_ptr<hosting::Sandbox> add(AdminDesk& desk, base::Duration idle = base::Duration::zero()) {
  return desk.sandboxes.add({"", test::command_scenario(kScenario), std::nullopt, idle});
}

std::size_t records(const hosting::Sandbox& sandbox) {
  return sandbox.generation()->journal.find({}, 100).records.size();
}

bool says(const test::HttpPlan& plan, const std::string& text) {
  return plan.reply.body.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("sandboxes count and note each for itself", "[admin][sandbox]") {
  AdminDesk desk(kScenario);
  const auto one = add(desk);
  const auto two = add(desk);
  CHECK(one->id() == "sandbox-1");
  CHECK(two->id() == "sandbox-2");
  CHECK(desk.get(kPath) == 503);
  CHECK(desk.get(kPath) == 200);
  CHECK(desk.get("/sandbox-1" + kPath) == 503);
  CHECK(desk.get("/sandbox-2" + kPath) == 503);
  CHECK(desk.get("/sandbox-2" + kPath) == 200);
  CHECK(records(*desk.sandboxes.main()) == 2);
  CHECK(records(*one) == 1);
  CHECK(records(*two) == 2);
  CHECK(two->generation()->journal.find({}, 1).records.front().exchange->request.rfind("GET /sandbox-2/things", 0) ==
        0);
  CHECK(two->counts().requests.at({"DescribeJobExecution", 200}) == 1);
  CHECK(desk.sandboxes.main()->counts().requests.at({"DescribeJobExecution", 200}) == 1);
}

TEST_CASE("sandboxes live each in their own time", "[admin][sandbox]") {
  AdminDesk desk(kScenario);
  const auto one = add(desk);
  desk.get(kPath);
  desk.get("/sandbox-1" + kPath);
  one->generation()->virtual_clock.jump(1min);
  CHECK(says(desk.serve("GET", "/sandbox-1" + kPath), "SUCCEEDED"));
  CHECK(says(desk.serve("GET", kPath), "QUEUED"));
  const auto arrived = one->generation()->journal.find({}, 1).records.front().exchange->arrived;
  CHECK(arrived == one->generation()->virtual_clock.now());
  CHECK(arrived != desk.sandboxes.civil());
}

TEST_CASE("a sandbox that is not there is answered 404 and the main one notes it", "[admin][sandbox]") {
  AdminDesk desk(kScenario);
  const auto plan = desk.serve("GET", "/sandbox-7" + kPath);
  CHECK(plan.reply.status == 404);
  CHECK(plan.decision.error == "ResourceNotFoundException");
  CHECK(says(plan, "sandbox-7 does not exist"));
  CHECK(records(*desk.sandboxes.main()) == 1);
}

TEST_CASE("a path that only begins like a sandbox's is one of its own", "[admin][sandbox]") {
  AdminDesk desk(kScenario);
  add(desk);
  CHECK(desk.get("/sandbox-1") == 503);  // no path at all: the rule answers everything
  CHECK(desk.get("/sandbox-1?x=1") == 400);
  CHECK(desk.get("/sandbox-12" + kPath) == 404);
  CHECK(desk.get("/sandbox" + kPath) == 503);
  CHECK(desk.get("/sandboxes" + kPath) == 400);
}

TEST_CASE("after a reset the journal has no exchanges of the generation before", "[admin][sandbox]") {
  AdminDesk desk(kScenario);
  desk.get(kPath);
  desk.sandboxes.main()->generation()->virtual_clock.jump(1h);
  model::Request request;
  request.method = "GET";
  request.target = kPath;
  model::Plan under_way = desk.sandboxes.plan(request);
  CHECK(under_way.decision.ordinal == 1);
  desk.sandboxes.main()->reset();
  model::Exchange late;
  late.decision = under_way.decision;
  late.request = "GET " + kPath + " HTTP/1.1\r\n\r\n";
  desk.sandboxes.record(std::move(late), under_way.stage.get());
  CHECK(records(*desk.sandboxes.main()) == 0);
  CHECK(desk.sandboxes.main()->counts().close_reasons.at(model::CloseReason::kKept) == 2);
  CHECK(desk.sandboxes.civil() == desk.sandboxes.main()->generation()->virtual_clock.start());
  CHECK(desk.get(kPath) == 503);
  CHECK(desk.sandboxes.main()->generation()->journal.find({}, 1).records.front().position == 2);
}

TEST_CASE("the faults of a plan apply even after a reset", "[admin][sandbox]") {
  AdminDesk desk(
      "summary: Slow.\nthings: {t: {j: {status: QUEUED}}}\nrules: [{answers: [documented], faults: [{delay: 5s}]}]\n");
  model::Request request;
  request.method = "GET";
  request.target = kPath;
  model::Plan plan = desk.sandboxes.plan(request);
  desk.sandboxes.main()->reset();
  model::Script script;
  script.steps.emplace_back(model::Send{"x"});
  plan.apply_wire_faults(script);
  CHECK(script.steps.size() == 2);
  CHECK(plan.decision.faults == std::vector<std::string>{"delay"});
}

TEST_CASE("who waits in the time of a round is let go when it is over", "[admin][sandbox]") {
  AdminDesk desk(
      "summary: Slow.\nclock: {rate: 0}\nthings: {t: {j: {status: QUEUED}}}\n"
      "rules: [{faults: [{delay: {fixed: 5s, clock: virtual}}]}]\n");
  desk.get(kPath);
  REQUIRE(desk.scripts.back().clock != nullptr);
  const auto then = desk.scripts.back().clock->civil();
  CHECK(desk.scripts.back().clock->civil() == then);
  desk.sandboxes.main()->reset();
  CHECK(desk.scripts.back().clock->civil() > then + 24h * 365);
}

TEST_CASE("other scenarios keep a seed that was given and follow their own else", "[admin][sandbox]") {
  AdminDesk desk(kScenario);  // with --seed 7
  desk.sandboxes.main()->replace(test::command_scenario(kScenario));
  CHECK(desk.sandboxes.main()->generation()->seed == 7);
  const auto one = add(desk);
  CHECK(one->generation()->seed == 5);
  one->replace(test::command_scenario("summary: x\nthings: {t: {j: {status: QUEUED}}}\n"));
  CHECK(one->generation()->seed == 5);
  one->replace(test::command_scenario("summary: x\nseed: 9\nthings: {t: {j: {status: QUEUED}}}\n"));
  CHECK(one->generation()->seed == 9);
}

TEST_CASE("sandboxes that are idle for too long go and others stay", "[admin][sandbox]") {
  AdminDesk desk(kScenario);
  add(desk, 1us);
  add(desk, 1h);
  add(desk);
  while (desk.sandboxes.count() == 3) {  // a microsecond passes by itself
    desk.sandboxes.remove_idle();
  }
  CHECK(desk.sandboxes.find("sandbox-1") == nullptr);
  CHECK(desk.sandboxes.find("sandbox-2") != nullptr);
  const auto next = desk.sandboxes.remove_idle();
  CHECK(desk.sandboxes.count() == 2);
  CHECK(next > desk.sandboxes.monotonic() + 59min);
  CHECK(next < desk.sandboxes.monotonic() + 61min);
  CHECK(desk.sandboxes.remove("sandbox-2"));
  CHECK_FALSE(desk.sandboxes.remove("sandbox-2"));
  CHECK(desk.sandboxes.remove_idle() == base::Monotonic::max());
}

TEST_CASE("the journal of the main sandbox shows who created and deleted sandboxes", "[admin][sandbox]") {
  AdminDesk desk(kScenario);
  CHECK(desk.ask("POST", "/sandboxes", R"({"idle":"0s"})").status == 201);
  CHECK(desk.ask("POST", "/sandboxes", R"({"scenario":"things: {t: 1}"})").status == 422);
  CHECK(desk.ask("PATCH", "/sandboxes/sandbox-1/rules/outage", R"({"enabled":false})").status == 200);
  const auto whats = [](const hosting::Sandbox& sandbox) {
    std::vector<std::string> words;
    for (const journal::AuditRecord& record : sandbox.changes(0, 10)) {
      words.push_back(record.what);
    }
    return words;
  };
  CHECK(whats(*desk.sandboxes.find("sandbox-1")) == std::vector<std::string>{"disabled rule \"outage\""});
  CHECK(desk.ask("DELETE", "/sandboxes/sandbox-1").status == 200);
  CHECK(desk.ask("DELETE", "/sandboxes/sandbox-1").status == 404);
  CHECK(whats(*desk.sandboxes.main()) == std::vector<std::string>{"created sandbox-1", "deleted sandbox-1"});
}

TEST_CASE("the journal shows that a sandbox was deleted because it was idle", "[admin][sandbox]") {
  AdminDesk desk(kScenario);
  add(desk, 1us);
  const admin::IdleSandboxes idle(desk.sandboxes, nullptr);
  const base::Monotonic late = desk.sandboxes.monotonic() + test::kHangGuard;
  std::vector<journal::AuditRecord> changes;
  while (changes.empty() && desk.sandboxes.monotonic() < late) {
    changes = desk.sandboxes.main()->changes(0, 10);
    std::this_thread::yield();
  }
  REQUIRE(changes.size() == 1);
  CHECK(changes.front().who == "jobrig");
  CHECK(changes.front().what == "deleted sandbox-1, which was idle for 1us");
}

TEST_CASE("a sandbox is in use until its last response is sent", "[admin][sandbox]") {
  AdminDesk desk(kScenario);
  add(desk, 1us);
  model::Request request;
  request.method = "GET";
  request.target = "/sandbox-1/things/t/jobs/j";
  std::optional<model::Plan> response = desk.sandboxes.plan(request);
  const auto goes = [&desk] {  // after more than its idle time
    const base::Monotonic begin = desk.sandboxes.monotonic();
    while (desk.sandboxes.monotonic() < begin + 2us) {
    }
    desk.sandboxes.remove_idle();
    return desk.sandboxes.count() == 0;
  };
  CHECK_FALSE(goes());
  std::optional<model::Plan> wait = desk.plan_admin("GET", "/sandboxes/sandbox-1/journal?wait=1h");
  REQUIRE(wait->pending);
  CHECK_FALSE(goes());
  response.reset();
  CHECK_FALSE(goes());
  std::optional<model::Plan> unread = desk.plan_admin("GET", "/sandboxes/sandbox-1/journal");
  wait.reset();
  CHECK_FALSE(goes());
  unread.reset();
  CHECK(goes());
}

TEST_CASE("waits in the time of a sandbox end when it is deleted", "[admin][sandbox]") {
  AdminDesk desk(kScenario);
  add(desk);
  model::Request request;
  request.method = "GET";
  request.target = "/sandbox-1/things/t/jobs/j";
  const model::Plan response = desk.sandboxes.plan(request);
  int told = 0;
  const auto watch = response.stage->scenario_time().on_change([&] { ++told; });
  CHECK(desk.sandboxes.remove("sandbox-1"));
  CHECK(told == 1);
  CHECK(response.stage->scenario_time().civil() == base::kEndOfTime);
}

TEST_CASE("a reset frees the previous generation although workers cache it", "[admin][sandbox]") {
  AdminDesk desk(kScenario);
  std::vector<std::thread> workers;
  for (int i = 0; i < 3; ++i) {
    workers.emplace_back([&] {
      model::Request request;
      request.method = "GET";
      request.target = kPath;
      CHECK(desk.sandboxes.plan(request).stage == desk.sandboxes.main()->generation());
      CHECK(desk.sandboxes.plan(request).stage == desk.sandboxes.main()->generation());
    });
    workers.back().join();
  }
  const std::weak_ptr<hosting::Generation> before = desk.sandboxes.main()->generation();
  desk.sandboxes.main()->reset();
  CHECK(before.expired());
}

TEST_CASE("a sandbox with an idle time beyond the range of the clock stays", "[admin][sandbox]") {
  AdminDesk desk(kScenario);
  add(desk, 24h * 110'000);
  CHECK(desk.sandboxes.remove_idle() == base::Monotonic::max());
  CHECK(desk.sandboxes.find("sandbox-1") != nullptr);
}

TEST_CASE("heads are looked at as soon as one scenario wants it", "[admin][sandbox]") {
  AdminDesk desk(kScenario);
  CHECK_FALSE(desk.sandboxes.looks_at_heads());
  const auto one = desk.sandboxes.add({"",
                                       test::command_scenario("summary: x\nthings: {t: {j: {status: QUEUED}}}\n"
                                                              "rules: [{faults: [{cut: {at: request-head}}]}]\n"),
                                       std::nullopt, base::Duration::zero()});
  CHECK(desk.sandboxes.looks_at_heads());
  model::Request head;
  head.method = "GET";
  head.target = "/sandbox-1/things/t/jobs/j";
  const auto end = desk.sandboxes.at_request_head(head);
  REQUIRE(end);
  CHECK(end->decision.key == model::Key{"t", "j"});
  CHECK(end->stage == one->generation());
  head.target = kPath;
  CHECK_FALSE(desk.sandboxes.at_request_head(head));
  desk.sandboxes.remove("sandbox-1");
  CHECK_FALSE(desk.sandboxes.looks_at_heads());
}

TEST_CASE("requests and resets and deletions from several threads get along", "[admin][sandbox]") {
  AdminDesk desk(kScenario);
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  std::atomic<bool> stop{false};
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([&, i] {
      model::Request request;
      request.method = "GET";
      while (!stop) {
        const std::string target = (i == 0 ? "" : "/sandbox-" + std::to_string(1 + desk.sandboxes.count())) + kPath;
        request.target = target;
        test::HttpPlan plan(desk.sandboxes.plan(request));
        model::Script script;
        plan.apply_wire_faults(script);
        wrong += plan.reply.status == 200 || plan.reply.status == 503 || plan.reply.status == 404 ? 0 : 1;
        model::Exchange exchange;
        exchange.decision = plan.decision;
        exchange.request = "GET " + target + " HTTP/1.1\r\n\r\n";
        desk.sandboxes.record(std::move(exchange), plan.stage.get());
      }
    });
  }
  for (int i = 0; i < 200; ++i) {
    desk.sandboxes.main()->reset();
    const auto made = add(desk);
    made->reset();
    desk.sandboxes.remove(i % 2 == 0 ? made->id() : "none");
  }
  stop = true;
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(wrong == 0);
  CHECK(desk.sandboxes.count() == 100);
}
