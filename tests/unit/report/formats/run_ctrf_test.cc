// The CTRF report: verdicts become the statuses of the format, and its counts are those of its tests. That it keeps the
// published schema is tests/formats/'s.
#include "report/formats/run_ctrf.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/golden.h"
#include "support/reporting.h"
#include "support/run_fixture.h"

using namespace jobrig;

namespace {

using CtrfJson = nlohmann::json;

CtrfJson ctrf_of(const std::vector<model::RunResult>& runs) { return CtrfJson::parse(report::formats::run_ctrf(runs)); }

CtrfJson ctrf_test_named(const CtrfJson& document, const std::string& name) {
  const CtrfJson& tests = document["results"]["tests"];
  const auto found = std::find_if(tests.begin(), tests.end(), [&](const CtrfJson& one) { return one["name"] == name; });
  REQUIRE(found != tests.end());
  return *found;
}

}  // namespace

TEST_CASE("the CTRF report is the golden one", "[report][golden]") {
  const std::vector<model::RunResult> runs{test::every_verdict_run(), test::other_client_run()};
  const std::string text = test::report_as("ctrf", runs);
  CHECK(text == test::golden("report.ctrf.json", text));
}

TEST_CASE("verdicts become the statuses of CTRF", "[report]") {
  const CtrfJson document = ctrf_of({test::every_verdict_run()});
  const auto status = [&](const std::string& name) { return ctrf_test_named(document, name)["status"]; };
  CHECK(status("broken-success/cut-body") == "failed");
  CHECK(status("request/next") == "failed");
  CHECK(status("state/polling") == "failed");
  CHECK(status("transport/tls-expired") == "skipped");
  CHECK(status("retry/503-then-ok") == "passed");
  CHECK(status("retry/429-hint") == "passed");
  CHECK(status("flaky: retry/503-then-ok") == "failed");
  CHECK(ctrf_test_named(document, "broken-success/cut-body")["labels"]["check"] == "outcome");
  CHECK(ctrf_test_named(document, "transport/tls-expired")["message"] == "the client did not declare tls");
  const CtrfJson known = ctrf_test_named(document, "time/hang");
  CHECK(known["status"] == "skipped");
  CHECK(known["rawStatus"] == "timed-out");
  CHECK(known["message"].get<std::string>().starts_with("known failure ("));
}

TEST_CASE("a run that began long ago has its time in the CTRF report", "[report]") {
  model::RunResult run;
  run.began = base::Instant(std::chrono::microseconds(-30'171'713'400'000'000));  // beyond 64 bits of nanoseconds
  CHECK(ctrf_of({run})["results"]["summary"]["start"] == -30'171'713'400'000);
}

TEST_CASE("the counts of the CTRF report are those of its tests", "[report]") {
  model::RunResult interrupted = test::other_client_run();
  interrupted.interrupted = true;
  const CtrfJson document = ctrf_of({test::every_verdict_run(), interrupted});
  const CtrfJson& tests = document["results"]["tests"];
  const CtrfJson& summary = document["results"]["summary"];
  CHECK(summary["tests"] == tests.size());
  for (const char* const status : {"passed", "failed", "skipped"}) {
    CAPTURE(status);
    CHECK(summary[status] ==
          std::count_if(tests.begin(), tests.end(), [&](const CtrfJson& one) { return one["status"] == status; }));
  }
  CHECK(ctrf_test_named(document, "interrupted")["status"] == "failed");
}
