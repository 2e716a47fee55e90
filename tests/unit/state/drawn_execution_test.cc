// Drawn executions: what `any` leaves to chance, over many seeds: pure, within the contract, and hard for clients.
#include "state/drawn_execution.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "contract/constraints.h"
#include "contract/statuses.h"
#include "state/execution.h"
#include "state/thing.h"
#include "support/catch.h"
#include "support/loading.h"
#include "support/planning.h"

using namespace jobrig;
using model::Execution;
using model::Status;
using state::Draw;
using test::instant;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kManySeeds = 400;
const base::Instant kDrawStart = instant("2026-01-01T00:00:00Z");

/// The only job of a scenario, given as YAML.
model::Job job_of(const std::string& job, const std::string& settings = "") {
  return test::loaded(settings + "things: {t: {j: " + job + "}}\n").things.front().jobs.front();
}

Execution drawn(const model::Job& job, std::uint64_t seed, model::Edition edition = model::Edition::kOriginal,
                std::string_view thing = "t", std::string_view name = "j") {
  return state::drawn_execution(job.executions.front(), job, {thing, name}, kDrawStart, Draw{seed, edition});
}

std::vector<Execution> many(const std::string& job, const std::string& settings = "",
                            model::Edition edition = model::Edition::kOriginal) {
  const model::Job written = job_of(job, settings);
  std::vector<Execution> all;
  for (std::uint64_t seed = 0; seed < kManySeeds; ++seed) {
    all.push_back(drawn(written, seed, edition));
  }
  return all;
}

bool some(const std::vector<Execution>& all, const std::function<bool(const Execution&)>& holds) {
  return std::any_of(all.begin(), all.end(), holds);
}
bool every(const std::vector<Execution>& all, const std::function<bool(const Execution&)>& holds) {
  return std::all_of(all.begin(), all.end(), holds);
}

/// Everything that a client can see of it.
std::string in_words(const Execution& execution) {
  const state::ExecutionState now(execution, kDrawStart);
  std::string words =
      std::string(contract::word_of(execution.status)) + " " + std::to_string(execution.number) + " " +
      std::to_string(execution.version_number) + " " + std::to_string(now.queued_at().time_since_epoch().count()) +
      " " + std::to_string(now.last_updated_at().time_since_epoch().count()) + execution.document.value_or("none");
  for (const auto& [key, value] : execution.details) {
    words += key + value;
  }
  return words;
}

std::int64_t seconds_of(base::Instant instant) {
  return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

bool is_exact_in_a_double(std::int64_t number) {
  return static_cast<std::int64_t>(static_cast<double>(number)) == number;
}

}  // namespace

TEST_CASE("drawn values depend on the seed and the names of thing and job only", "[state][any]") {
  const model::Job alone = job_of("any");
  const model::Scenario among_others = test::loaded("things: {a: {x: any}, t: {i: any, j: any}}\n");
  const model::Job& last = among_others.things[1].jobs[1];
  CHECK(in_words(drawn(alone, 7)) == in_words(drawn(last, 7)));
  const std::set<std::string> different{in_words(drawn(alone, 7)), in_words(drawn(alone, 8)),
                                        in_words(drawn(alone, 7, {}, "u")), in_words(drawn(alone, 7, {}, "t", "k"))};
  CHECK(different.size() == 4);
}

TEST_CASE("a member that is stated stays and does not change the others", "[state][any]") {
  const Execution all = drawn(job_of("any"), 7);
  const Execution one = drawn(job_of("{any: {version: 5, details: {Step: download}}}"), 7);
  CHECK(one.version_number == 5);
  CHECK(one.details == model::Details{{"Step", "download"}});
  CHECK(one.number == all.number);
  CHECK(one.document == all.document);
  CHECK(one.queued_at == all.queued_at);
}

TEST_CASE("a drawn execution is pending unless terminal executions are kept", "[state][any]") {
  const auto statuses = [](const std::vector<Execution>& all) {
    std::set<Status> found;
    for (const Execution& one : all) {
      found.insert(one.status);
    }
    return found;
  };
  CHECK(statuses(many("any")) == std::set<Status>{Status::kQueued, Status::kInProgress});
  CHECK(statuses(many("any", "terminal-executions: kept\n")).size() == contract::statuses().size());
  CHECK(statuses(many("{any: {status: FAILED}}")) == std::set<Status>{Status::kFailed});
  CHECK(statuses(many("{any: {queued: -5m, started: -1m}}")) == std::set<Status>{Status::kInProgress});
}

TEST_CASE("drawn numbers are small or around 32 bits or beyond 53 bits and within 63 bits", "[state][any]") {
  const auto all = many("any");
  for (const auto member : {&Execution::number, &Execution::version_number}) {
    CHECK(every(all, [&](const Execution& one) { return one.*member >= 1 && one.*member < INT64_MAX - 100; }));
    CHECK(some(all, [&](const Execution& one) { return one.*member < 1000; }));
    CHECK(some(all, [&](const Execution& one) { return one.*member > INT32_MAX && one.*member < 10'000'000'000; }));
    CHECK(some(all, [&](const Execution& one) { return one.*member > (std::int64_t{1} << 60); }));
    CHECK(every(all, [&](const Execution& one) {
      return is_exact_in_a_double(one.*member) == (one.*member <= std::int64_t{1} << 53);
    }));
  }
}

TEST_CASE("drawn times are in order and reach beyond 31 and 32 bits", "[state][any]") {
  const auto all = many("any", "terminal-executions: kept\n");
  std::set<std::string> eras;
  for (const Execution& one : all) {
    const state::ExecutionState now(one, kDrawStart);
    REQUIRE(now.exists());
    const base::Instant started = now.started_at().value_or(now.queued_at());
    CHECK(now.queued_at() <= started);
    CHECK(started <= now.last_updated_at());
    CHECK(now.last_updated_at() <= base::kEndOfTime);
    CHECK(now.started_at().has_value() == (one.status != Status::kQueued));
    const std::int64_t queued = seconds_of(now.queued_at());
    eras.insert(queued >= std::int64_t{1} << 32   ? "beyond 32 bits"
                : queued >= std::int64_t{1} << 31 ? "beyond 31"
                                                  : "now");
  }
  CHECK(eras.size() == 3);
  CHECK(some(all, [](const Execution& one) { return one.queued_at->instant.time_since_epoch() % 1s != 0s; }));
}

TEST_CASE("times that are stated bound the drawn ones", "[state][any]") {
  for (const Execution& one : many("{any: {status: IN_PROGRESS, queued: -5m, updated: -1m}}")) {
    const state::ExecutionState now(one, kDrawStart);
    CHECK(now.queued_at() == kDrawStart - 5min);
    CHECK(now.queued_at() <= *now.started_at());
    CHECK(*now.started_at() <= now.last_updated_at());
    CHECK(now.last_updated_at() == kDrawStart - 1min);
  }
  for (const Execution& one : many("{any: {status: FAILED, updated: -1m}}")) {
    CHECK(state::ExecutionState(one, kDrawStart).queued_at() <= kDrawStart - 1min);
  }
}

TEST_CASE("an execution that changes by itself begins as written and its drawn times have passed", "[state][any]") {
  for (const Execution& one : many("{any: {then: [{on-describe: 2, status: IN_PROGRESS}]}}")) {
    state::ExecutionState now(one, kDrawStart);
    CHECK(now.status() == Status::kQueued);
    CHECK(now.queued_at() <= kDrawStart);
    CHECK(now.last_updated_at() <= kDrawStart);
    now.count_describe(kDrawStart + 1s);
    now.count_describe(kDrawStart + 2s);
    CHECK(now.status() == Status::kInProgress);
    CHECK(now.last_updated_at() == kDrawStart + 2s);
  }
  CHECK(every(many("{any: {status: IN_PROGRESS, timeout: 1m}}"),
              [](const Execution& one) { return !one.started_at && one.timeout == 1min; }));
  CHECK(every(many("{any: {retries: 2}}"),
              [](const Execution& one) { return one.number == 1 && one.status == Status::kQueued; }));
}

TEST_CASE("a change never moves the times of an execution back", "[state][any]") {
  for (const Execution& one : many("{any: {status: QUEUED}}")) {
    state::ExecutionState now(one, kDrawStart);
    const base::Instant before = now.last_updated_at();
    now.start(kDrawStart + 1s, std::nullopt, std::nullopt);
    CHECK(now.queued_at() <= *now.started_at());
    CHECK(*now.started_at() <= now.last_updated_at());
    CHECK(before <= now.last_updated_at());
  }
}

TEST_CASE("drawn details obey the contract and tempt clients to change them", "[state][any]") {
  const auto all = many("any");
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const Execution& one : all) {
    CHECK(one.details.size() <= 10);
    std::set<std::string> keys;
    for (const auto& [key, value] : one.details) {
      keys.insert(key);
      CHECK_FALSE(contract::check_detail_key(key));
      CHECK_FALSE(contract::check_detail_value(value));
      pairs.emplace_back(key, value);
    }
    CHECK(keys.size() == one.details.size());
  }
  const auto some_pair = [&](const std::function<bool(const std::string&, const std::string&)>& holds) {
    return std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) { return holds(pair.first, pair.second); });
  };
  CHECK(some(all, [](const Execution& one) { return one.details.empty(); }));
  CHECK(some(all, [](const Execution& one) { return one.details.size() == 10; }));
  CHECK(some_pair([](const std::string& key, const std::string& /*value*/) { return key.size() == 128; }));
  CHECK(some_pair([](const std::string& key, const std::string& /*value*/) {
    return std::any_of(key.begin(), key.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  }));
  for (const std::string part : {"\"", "\\", "\U0001f680", "cafe\u0301", "  "}) {
    CAPTURE(part);
    CHECK(some_pair(
        [&](const auto& /*key*/, const std::string& value) { return value.find(part) != std::string::npos; }));
  }
  CHECK(some_pair([](const auto& /*key*/, const std::string& value) { return value.front() == ' '; }));
  CHECK(some_pair([](const auto& /*key*/, const std::string& value) { return value.back() == ' '; }));
  CHECK(
      some_pair([](const auto& /*key*/, const std::string& value) { return base::count_code_points(value) == 1024U; }));
}

TEST_CASE("drawn documents are JSON of at most 32768 characters without placeholders", "[state][any]") {
  const auto all = many("any");
  for (const Execution& one : all) {
    REQUIRE(one.document);
    CHECK_FALSE(contract::check_job_document(*one.document));
    CHECK(nlohmann::json::accept(*one.document));
    CHECK(one.document->find("${") == std::string::npos);
  }
  const auto some_document = [&](const std::function<bool(const std::string&)>& holds) {
    return some(all, [&](const Execution& one) { return holds(*one.document); });
  };
  CHECK(some_document([](const std::string& text) { return base::count_code_points(text) == 32768U; }));
  CHECK(some_document([](const std::string& text) { return text.front() == ' '; }));
  CHECK(some_document([](const std::string& text) { return text.back() == ' '; }));
  CHECK(some_document([](const std::string& text) { return text.find("\U0001d11e") != std::string::npos; }));
}

TEST_CASE("the seconds before a timeout are drawn in the current edition only", "[state][any]") {
  CHECK(every(many("any"), [](const Execution& one) { return !one.seconds_while_queued && !one.timeout; }));
  const auto all = many("any", "contract: current\n", model::Edition::kCurrent);
  CHECK(some(all, [](const Execution& one) { return one.seconds_while_queued.has_value(); }));
  CHECK(some(all, [](const Execution& one) { return one.timeout.has_value(); }));
  CHECK(some(all, [](const Execution& one) { return !one.timeout && !one.seconds_while_queued; }));
  for (const Execution& one : all) {
    const state::ExecutionState now(one, kDrawStart);
    CHECK(one.seconds_while_queued.value_or(0) <= 7 * 24 * 3600);
    CHECK(now.deadline().value_or(kDrawStart + 24h) >= kDrawStart + 24h);
    CHECK(one.timeout.value_or(0s) <= 7 * 24h);
  }
}

TEST_CASE("each thing of a range has values of its own and keeps them after a reset", "[state][any]") {
  test::Planning planning(test::loaded("things: {'s-{1..1000000}': {'j-{n}': any}}\n"));
  const auto words_of = [&](const std::string& number) {
    std::string words;
    planning.world.find_thing("s-" + number)->each([&](const state::JobState& job, const state::ExecutionState& one) {
      words += job.id + in_words(one.written());
    });
    return words;
  };
  const std::string first = words_of("1");
  CHECK(first != words_of("2"));
  planning.world.find_thing("s-1")->reset(std::nullopt, kDrawStart);
  CHECK(words_of("1") == first);
}
