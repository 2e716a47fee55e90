// An operation that AWS does not have, defined by a row like those of contract/operations.cc. It is routed, parsed,
// matched, counted and listed without further code. Only its response would need a file in plan/.
#include <array>
#include <iterator>
#include <string>
#include <vector>

#include "commands/list_tables.h"
#include "contract/operations.h"
#include "http/request_parser.h"
#include "metrics/exchange_counts.h"
#include "plan/key_states.h"
#include "support/catch.h"
#include "support/planning.h"

using namespace jobrig;
using contract::ArgumentRow;
using contract::OperationRow;
using model::Edition;
using test::Planning;
using In = ArgumentRow::In;

namespace {

constexpr std::array<ArgumentRow, 4> kArguments{
    {{"thingName", In::kPath}, {"jobId", In::kPath}, {"executionNumber", In::kQuery}, {"status", In::kBody}}};
constexpr std::array<std::string_view, 1> kErrors{"ThrottlingException"};

std::vector<OperationRow> rows_with_a_fake() {
  std::vector<OperationRow> rows(contract::operations().begin(), contract::operations().end());
  rows.push_back({.operation = static_cast<model::Operation>(rows.size()),
                  .name = "FakeOperation",
                  .stem = "fake_operation",
                  .method = "PATCH",
                  .path = "/things/{thingName}/fakes/{jobId}/fake",
                  .summary = "fakes",
                  .arguments = kArguments,
                  .errors = kErrors,
                  .refusal_error = "ThrottlingException",
                  .required_body = "the status"});
  return rows;
}

constexpr std::string_view kFakeTarget = "/things/thermostat%2D1/fakes/firmware-7/fake?executionNumber=7&x=1";
constexpr std::string_view kBody = R"({"status":"FAILED"})";

struct Fixture {
  std::vector<OperationRow> rows = rows_with_a_fake();
  http::Routes routes{rows};
  model::Operation fake = rows.back().operation;

  void parse(const model::Request& request, model::Call& call) const {
    http::parse_request(request, Edition::kOriginal, routes, call);
  }
  std::string refusal(std::string_view method, std::string_view target, std::string_view body = kBody) const {
    const model::Request request = Planning::request(method, target, body);
    model::Call call;
    parse(request, call);
    return call.refusal;
  }
};

}  // namespace

TEST_CASE("a request for a fake operation is read by its row alone", "[http][fake]") {
  const Fixture fixture;
  const model::Request request = Planning::request("PATCH", kFakeTarget, kBody);
  model::Call call;
  fixture.parse(request, call);
  CHECK(call.operation == fixture.fake);
  CHECK(call.thing == "thermostat-1");
  CHECK(call.job == "firmware-7");
  CHECK(call.thing_valid);
  CHECK(call.job_valid);
  CHECK(call.arguments.execution_number == 7);
  CHECK(call.arguments.status == model::Status::kFailed);
  CHECK(call.refusal == "");
}

TEST_CASE("a wrong request for a fake operation is refused as any other", "[http][fake]") {
  const Fixture fixture;
  CHECK(fixture.refusal("GET", "/things/t/fakes/j/fake") ==
        "the method \"GET\" is not supported for /things/{thingName}/fakes/{jobId}/fake; use PATCH");
  CHECK(fixture.refusal("PATCH", "/things/t/fakes/j/fake", "") ==
        "the body is missing; it must at least say the status");
  CHECK(fixture.refusal("PATCH", "/things/t/fakes/$next/fake") ==
        "jobId may hold only letters, digits, \"_\" and \"-\", not \"$\" (\"$next\" is not allowed here)");
  CHECK(fixture.refusal("PATCH", "/nowhere") ==
        "no operation has the path \"/nowhere\"; the paths are /things/{thingName}/jobs, "
        "/things/{thingName}/jobs/{jobId} and /things/{thingName}/fakes/{jobId}/fake");
  CHECK(fixture.refusal("GET", "/things/t/jobs/j", "") == "");
}

TEST_CASE("the rules of a fake operation are found once and counted for each key", "[plan][fake]") {
  const Fixture fixture;
  model::Scenario scenario = test::thermostat();
  model::Match when;
  when.operation = fixture.fake;
  scenario.rules = {test::rule("of the fake", when, {test::error_answer("ThrottlingException", 2)}),
                    test::rule("of all", {}, {})};
  Planning planning(scenario);
  const plan::RuleTable rules(scenario.rules);
  plan::CandidateLists lists(rules);
  plan::KeyStates keys(planning.world, "test", 7);
  const auto candidates = [&](std::string_view method, std::string_view target) {
    const model::Request request = Planning::request(method, target, kBody);
    model::Call call;
    fixture.parse(request, call);
    const plan::LockedKey key = keys.lock(call.thing, call.job);
    ++key.state->next_ordinal;
    plan::RuleTable::Indices scratch;
    return plan::KeyStates::candidates(lists, key, call, true, scratch);
  };
  using Indices = plan::RuleTable::Indices;
  CHECK(candidates("PATCH", kFakeTarget) == Indices{0, 1});
  CHECK(candidates("PATCH", kFakeTarget) == Indices{0, 1});
  CHECK(candidates("GET", "/things/thermostat-1/jobs/firmware-7") == Indices{1});
  CHECK(keys.examined() == 4);  // two rules for each operation: the second call of the fake operation examined none
  const plan::LockedKey key = keys.lock("thermostat-1", "firmware-7");
  CHECK(key.state->next_ordinal == 3);
  CHECK(key.state->candidates != nullptr);
  CHECK(std::distance(key.state->other_candidates.begin(), key.state->other_candidates.end()) == 1);
}

TEST_CASE("a fake operation is listed and has a metric by its row alone", "[commands][fake]") {
  const Fixture fixture;
  const report::Table table = commands::operations_table(fixture.rows);
  REQUIRE(table.rows.size() == contract::operations().size() + 1);
  CHECK(table.rows.back() == std::vector<report::Cell>{std::string("FakeOperation"), std::string("PATCH"),
                                                       std::string("/things/{thingName}/fakes/{jobId}/fake"),
                                                       std::string("original, current"), std::string("fakes")});
  metrics::ExchangeCounts counts;
  model::Exchange exchange;
  exchange.decision.operation = fixture.rows.back().name;
  exchange.status = 429;
  counts.count(exchange, 1);
  CHECK(counts.totals().requests.at({"FakeOperation", 429}) == 1);
}
