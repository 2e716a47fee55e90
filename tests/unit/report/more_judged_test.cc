// More judged: what a run says about the cases that it did not judge in full.
#include "report/more_judged.h"

#include <string>
#include <utility>
#include <vector>

#include "support/catch.h"

using namespace jobrig;

namespace {

model::CaseResult judged_result(model::Reports reports, bool in_part) {
  model::CaseResult result;
  result.record.reports = reports;
  model::CheckResult check;
  check.finding.in_part = in_part;
  result.checks = {check};
  return result;
}

model::CaseResult skipped_result(model::Reports reports, std::vector<std::string> missing) {
  model::CaseResult result;
  result.record.reports = reports;
  result.verdict = model::Verdict::kSkipped;
  result.missing = std::move(missing);
  return result;
}

}  // namespace

TEST_CASE("a run that judged every case in full has nothing to add", "[report][more-judged]") {
  model::RunResult run;
  run.results = {judged_result(model::Reports::kResults, false), judged_result(model::Reports::kExitCode, false)};
  CHECK(report::more_judged_text(run).empty());
}

TEST_CASE("a run by exit code says what a profile and features would add", "[report][more-judged]") {
  const auto kind = model::Reports::kExitCode;
  model::RunResult run;
  run.results = {judged_result(kind, true),  judged_result(kind, true),
                 judged_result(kind, false), skipped_result(kind, {"retries"}),
                 skipped_result(kind, {}),   skipped_result(kind, {"tls", "client-certificate"})};
  CHECK(report::more_judged_text(run) ==
        "judged 3 of 6 cases, 2 of them in part; to judge more:\n"
        "  3 cases need what the client reports: a profile or an adapter (jobrig init)\n"
        "  1 case needs --features retries\n"
        "  1 case needs --features tls,client-certificate\n");
}

TEST_CASE("an adapter declares its features itself", "[report][more-judged]") {
  const auto kind = model::Reports::kResults;
  model::RunResult run;
  run.results = {judged_result(kind, false), skipped_result(kind, {"retries"}), skipped_result(kind, {"poll", "tls"}),
                 skipped_result(kind, {})};
  CHECK(report::more_judged_text(run) ==
        "judged 1 of 4 cases; to judge more:\n"
        "  1 case needs the feature retries\n"
        "  1 case needs the features poll,tls\n");
}

TEST_CASE("many missing features are counted together and repeats are not counted", "[report][more-judged]") {
  const auto kind = model::Reports::kResults;
  model::RunResult run;
  for (const char* const feature : {"a", "b", "c", "d", "e", "f", "g"}) {
    run.results.push_back(skipped_result(kind, {feature}));
    run.results.push_back(skipped_result(kind, {feature}));
    run.results.back().repeat = 2;
  }
  const std::string text = report::more_judged_text(run);
  CHECK(text.find("judged 0 of 7 cases; to judge more:\n") == 0);
  CHECK(text.find("  2 cases need other features: jobrig list features\n") != std::string::npos);
}

TEST_CASE("a case over another transport than the client speaks does not count", "[report][more-judged]") {
  const auto kind = model::Reports::kResults;
  model::RunResult run;
  run.results = {judged_result(kind, false), skipped_result(kind, {"update", "mqtt"}), skipped_result(kind, {"http"})};
  CHECK(report::more_judged_text(run).empty());
}
