// A case that failed and ran again alone, and a case that is known to be flaky, in every report for people and for CI.
#include <string>
#include <vector>

#include "report/tally.h"
#include "support/catch.h"
#include "support/reporting.h"
#include "support/run_fixture.h"

using namespace jobrig;

namespace {

/// The passed case of the fixture failed at first.
model::RunResult run_with_second_chance() {
  model::RunResult run = test::every_verdict_run();
  run.problems.clear();
  std::erase_if(run.results, [](const model::CaseResult& one) { return one.verdict != model::Verdict::kPassed; });
  run.results.resize(1);
  run.results[0].earlier = {model::Verdict::kTimedOut, "no end within 15s"};
  return run;
}

/// Its failed case is known to be flaky.
model::RunResult run_with_flaky_case() {
  model::RunResult run = test::every_verdict_run();
  run.problems.clear();
  std::erase_if(run.results, [](const model::CaseResult& one) { return one.verdict != model::Verdict::kFailed; });
  run.results[0].known_flaky = true;
  run.results[0].expected = "known flaky: it depends (issue 5)";
  return run;
}

std::string as(const std::string& format, const model::RunResult& run) { return test::report_as(format, {{run}}); }

bool tells(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

constexpr const char* kBoth = "ran again alone; first timed out: no end within 15s";

}  // namespace

TEST_CASE("every report tells both outcomes of a case that ran again alone", "[report]") {
  const model::RunResult run = run_with_second_chance();
  CHECK(report::earlier_text(run.results[0]) == kBoth);
  for (const char* const format : {"text", "html", "junit", "markdown", "github", "ctrf"}) {
    CAPTURE(format, as(format, run));
    CHECK(tells(as(format, run), kBoth));
  }
  CHECK(tells(as("json", run), "\"earlier\": {\n"));
  CHECK(tells(as("ctrf", run), "\"flaky\": true"));
  CHECK(tells(as("ctrf", run), "\"retries\": 1"));
  CHECK(report::is_green(run));
}

TEST_CASE("the failure of a flaky case is counted apart from known failures", "[report]") {
  const model::RunResult run = run_with_flaky_case();
  CHECK(report::counts_text(report::tally_of(run)) == "1 failed (1 is known to be flaky)");
  CHECK(report::is_green(run));
  model::RunResult both = run;
  both.results.push_back(run.results[0]);
  both.results.push_back(run.results[0]);
  both.results[2].expected = "expected: it never did";
  CHECK(report::counts_text(report::tally_of(both)) == "3 failed (1 is a known failure, 2 are known to be flaky)");
  CHECK(tells(as("text", run), "known flaky: it depends (issue 5)\n"));
  CHECK(tells(as("markdown", run), "One failure of a flaky case"));
  CHECK(tells(as("markdown", run), "| Known to be flaky among them | 1 |"));
  CHECK(tells(as("junit", run), "known flaky (it depends (issue 5)): outcome"));
  CHECK(tells(as("ctrf", run), "known flaky (it depends (issue 5)): outcome"));
  CHECK(tells(as("github", run), "Known to be flaky: it depends (issue 5)"));
}
