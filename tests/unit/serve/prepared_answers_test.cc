// Prepared answers: a response that is a copy of an earlier one has the bytes that it would have had anyway.
#include <random>
#include <string>
#include <vector>

#include "contract/shipped_scenarios.h"
#include "plan/check_sent.h"
#include "suite/case_loader.h"
#include "support/answering_bench.h"
#include "support/catch.h"
#include "support/loading.h"
#include "support/sanitized.h"

using namespace jobrig;
using namespace std::chrono_literals;

namespace {

class NoSink final : public model::ExchangeSink {
 public:
  void record(model::Exchange&& /*exchange*/, model::Stage* /*stage*/) override {}
};

std::string name_in(const model::NamePattern& pattern, std::uint64_t number) {
  return pattern.kind == model::NamePattern::Kind::kLiteral ? pattern.prefix
                                                            : pattern.prefix + std::to_string(number) + pattern.suffix;
}

/// Requests of every kind about the things of a scenario; most of them describe the same few executions.
class Requests {
 public:
  Requests(const model::Scenario& scenario, std::uint64_t seed) : random_(seed) {
    for (const model::Thing& thing : scenario.things) {
      for (std::uint64_t number = thing.name.first; number < thing.name.first + 2 && things_.size() < 4; ++number) {
        std::vector<std::string> jobs{"$next", "no-such-job"};
        for (const model::Job& job : thing.jobs) {
          jobs.insert(jobs.begin(), name_in(job.name, number));
        }
        things_.push_back({name_in(thing.name, number), std::move(jobs)});
      }
    }
    things_.push_back({"no-such-thing", {"job"}});
  }

  std::string next() {
    const auto& [thing, jobs] = things_[below(below(4) == 0 ? things_.size() : 1)];
    const std::string path = "/things/" + thing + "/jobs";
    const std::string job = path + "/" + jobs[below(below(3) == 0 ? jobs.size() : 1)];
    switch (below(40)) {
      case 0:
        return message("GET", path, "");
      case 1:
        return message("PUT", path + "/$next", below(2) == 0 ? "" : R"({"statusDetails":{"step":"one"}})");
      case 2:
        return message("POST", job,
                       R"({"status":"IN_PROGRESS","statusDetails":{"percent":")" + std::to_string(below(100)) +
                           R"("},"stepTimeoutInMinutes":1})");
      case 3:
        return message("POST", job, below(4) == 0 ? R"({"status":"SUCCEEDED"})" : R"({"status":"IN_PROGRESS"})");
      case 4:
        return message("HEAD", job, "");
      case 5:
        return message("GET", job, "", "HTTP/1.0", "Connection: keep-alive\r\n");
      case 6:
        return message("GET", job, "", "HTTP/1.1", "Connection: close\r\n");
      case 7:
        return message("GET", job + "?executionNumber=" + std::to_string(1 + below(3)), "");
      case 8:
        return message("DELETE", job, "");
      default:
        return message("GET", job + (below(3) == 0 ? "?includeJobDocument=true" : ""), "");
    }
  }

  std::size_t below(std::size_t count) { return static_cast<std::size_t>(random_() % count); }
  [[nodiscard]] const std::string& first_thing() const { return things_.front().first; }

 private:
  static std::string message(const std::string& method, const std::string& target, const std::string& body,
                             const std::string& version = "HTTP/1.1", const std::string& headers = "") {
    return method + " " + target + " " + version + "\r\nHost: localhost\r\n" + headers +
           (body.empty()
                ? ""
                : "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n") +
           "\r\n" + body;
  }

  std::mt19937_64 random_;
  std::vector<std::pair<std::string, std::vector<std::string>>> things_;
};

void check_equal(const test::AnsweringBench::Answered& prepared, const test::AnsweringBench::Answered& rendered) {
  CHECK(prepared.script.steps == rendered.script.steps);
  CHECK(prepared.script.close_action == rendered.script.close_action);
  CHECK(prepared.script.status_line_size == rendered.script.status_line_size);
  CHECK(prepared.script.head_size == rendered.script.head_size);
  CHECK(prepared.script.is_head == rendered.script.is_head);
  CHECK(prepared.exchange == rendered.exchange);
}

/// Asks both the same and returns how many answers were prepared.
std::size_t compare(const model::Scenario& scenario, std::size_t requests, std::uint64_t seed) {
  NoSink sink;
  test::AnsweringBench prepared(scenario, sink, true);
  test::AnsweringBench rendered(scenario, sink, false);
  Requests random(scenario, seed);
  for (std::size_t i = 0; i < requests; ++i) {
    const std::string raw = random.next();
    const auto step = random.below(8) == 0 ? base::Duration(random.below(2'000'000)) : base::Duration(0);
    const bool resets = random.below(500) == 0;
    for (test::AnsweringBench* const bench : {&prepared, &rendered}) {
      bench->machine.advance(step);
      if (resets) {
        bench->planner.reset(random.first_thing(), std::nullopt);
      }
    }
    const auto got = prepared.ask(raw);
    const auto wanted = rendered.ask(raw);
    if (got.script.steps != wanted.script.steps || !(got.exchange == wanted.exchange)) {
      INFO(scenario.name << ", request " << i << ": " << raw);
      check_equal(got, wanted);
      break;
    }
  }
  CHECK(rendered.responder.prepared == 0);
  CHECK(rendered.known_requests == 0);
  CHECK((requests < 1000 || prepared.known_requests > requests / 20));  // of few, hardly one is repeated
  return prepared.responder.prepared;
}

}  // namespace

TEST_CASE("prepared answers have the bytes of rendered ones in every shipped scenario", "[serve][prepared]") {
  std::vector<model::Scenario> scenarios;
  for (model::ConformanceCase& one : suite::shipped_cases()) {
    scenarios.push_back(std::move(one.scenario));
  }
  for (const contract::ShippedScenario& shipped : contract::shipped_scenarios()) {
    if (!shipped.name.starts_with("conformance/") && !shipped.name.starts_with("experiments/") &&
        !shipped.name.starts_with("agents/")) {
      scenarios.push_back(test::shipped_scenario(std::string(shipped.name)));
    }
  }
  // A build that validates every response is ten times as slow.
  constexpr std::size_t kRequests = test::kSanitized || plan::kCheckSent ? 10'000 : 100'000;
  const std::size_t each = kRequests / scenarios.size() + 1;
  std::size_t prepared = 0;
  for (const model::Scenario& scenario : scenarios) {
    prepared += compare(scenario, each, prepared + 1);
  }
  // An answer is prepared from its second request on: with ten requests for each scenario, few are.
  CHECK(prepared > kRequests / (kRequests < 100'000 ? 500 : 20));
}

TEST_CASE("prepared answers follow the time, the device, steps and resets", "[serve][prepared]") {
  const model::Scenario scenario = test::loaded(R"(
contract: current
clock: {start: 2026-01-01T00:00:00Z}
things:
  lamp:
    timed: {status: IN_PROGRESS, queued: -2m, started: -1m, timeout: 5m, document: 'read ${count}', details: {a: b}}
    steps:
      status: QUEUED
      then:
        - {on-describe: 7, status: IN_PROGRESS, details: {step: one}}
        - {after: 3s, details: {step: two}}
        - {on-describe: 5, document: other}
        - {after: 10s, remove: true}
    chain: {status: IN_PROGRESS, timeout: 1m, retries: 2}
)");
  CHECK(compare(scenario, test::kSanitized || plan::kCheckSent ? 2000 : 20'000, 3) > 20);
}

TEST_CASE("the second request for an answer prepares it, the third gets it", "[serve][prepared]") {
  NoSink sink;
  const model::Scenario scenario = test::thermostat();
  test::AnsweringBench bench(scenario, sink, true);
  const std::string raw = "GET /things/thermostat-1/jobs/firmware-7 HTTP/1.1\r\nHost: localhost\r\n\r\n";
  for (const std::size_t prepared : {0U, 0U, 1U, 2U}) {
    bench.ask(raw);
    CHECK(bench.responder.prepared == prepared);
  }
  bench.ask(
      "POST /things/thermostat-1/jobs/firmware-7 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      "Content-Length: 24\r\n\r\n{\"status\":\"IN_PROGRESS\"}");
  for (const std::size_t prepared : {2U, 2U, 3U}) {
    const auto answered = bench.ask(raw);
    CHECK(std::get<model::Send>(answered.script.steps.front()).bytes.find("IN_PROGRESS") != std::string::npos);
    CHECK(bench.responder.prepared == prepared);
  }
  bench.planner.reset("thermostat-1", std::nullopt);
  const auto answered = bench.ask(raw);
  CHECK(std::get<model::Send>(answered.script.steps.front()).bytes.find("QUEUED") != std::string::npos);
}
