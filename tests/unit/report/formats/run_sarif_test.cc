// The SARIF report: failures become results with rules, and everything else a notification. That it keeps the published
// schema is tests/formats/'s.
#include "report/formats/run_sarif.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/golden.h"
#include "support/reporting.h"
#include "support/run_fixture.h"

using namespace jobrig;

namespace {

using SarifJson = nlohmann::json;

SarifJson sarif_run_of(const model::RunResult& run) {
  return SarifJson::parse(report::formats::run_sarif({&run, 1}))["runs"][0];
}

}  // namespace

TEST_CASE("the SARIF report is the golden one", "[report][golden]") {
  const std::vector<model::RunResult> runs{test::every_verdict_run(), test::other_client_run()};
  const std::string text = test::report_as("sarif", runs);
  CHECK(text == test::golden("report.sarif", text));
}

TEST_CASE("failures become results of SARIF and a known failure is suppressed with its reason", "[report]") {
  const SarifJson run = sarif_run_of(test::every_verdict_run());
  const auto result = [&](const std::string& name) {
    const auto& all = run["results"];
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one["ruleId"] == name; });
    return found == all.end() ? SarifJson() : *found;
  };
  CHECK(result("broken-success/cut-body")["level"] == "error");
  CHECK(result("broken-success/cut-body")["properties"]["check"] == "outcome");
  CHECK(result("retry/429-hint")["level"] == "warning");
  CHECK(result("request/bad-name")["level"] == "note");
  CHECK(result("time/hang")["suppressions"][0]["justification"] == "waits for as long as it takes (client issue 12)");
  CHECK(result("broken-success/cut-body")["suppressions"].is_null());
  CHECK(result("retry/503-then-ok").is_null());
  CHECK(result("transport/tls-expired").is_null());
}

TEST_CASE("each result of SARIF names its rule by index", "[report]") {
  const SarifJson run = sarif_run_of(test::every_verdict_run());
  const SarifJson& rules = run["tool"]["driver"]["rules"];
  CHECK(rules.size() == 8);
  for (const SarifJson& result : run["results"]) {
    CHECK(rules.at(result["ruleIndex"].get<std::size_t>())["id"] == result["ruleId"]);
  }
}

TEST_CASE("skipped cases and problems of the run are notifications of SARIF with reasons", "[report]") {
  model::RunResult interrupted = test::every_verdict_run();
  interrupted.interrupted = true;
  const SarifJson invocation = sarif_run_of(interrupted)["invocations"][0];
  CHECK(invocation["executionSuccessful"] == false);
  std::string texts;
  for (const SarifJson& one : invocation["toolExecutionNotifications"]) {
    texts += one["level"].get<std::string>() + " " + one["message"]["text"].get<std::string>() + "\n";
  }
  for (const char* const part :
       {"error flaky: retry/503-then-ok: passed 1 of 2 times\n", "error interrupted: not all cases were run\n",
        "note transport/tls-expired: skipped: the client did not declare tls\n",
        "error state/polling: harness-error: an answer of ours broke the contract\n"}) {
    CHECK(texts.find(part) != std::string::npos);
  }
}
