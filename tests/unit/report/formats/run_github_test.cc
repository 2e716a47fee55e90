// The annotations: one command a line, worst first, and no text that could end a command or begin another.
#include "report/formats/run_github.h"

#include <sstream>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/golden.h"
#include "support/reporting.h"
#include "support/run_fixture.h"

using namespace jobrig;

TEST_CASE("the annotations are the golden ones", "[report][golden]") {
  const std::vector<model::RunResult> runs{test::every_verdict_run(), test::other_client_run()};
  const std::string text = test::report_as("github", runs);
  CHECK(text == test::golden("report.github.txt", text));
}

TEST_CASE("every line of the annotations is a command and errors come before warnings before notices", "[report]") {
  const std::vector<model::RunResult> runs{test::every_verdict_run(), test::other_client_run()};
  std::istringstream lines(report::formats::run_github(runs));
  std::string kinds;
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    const std::size_t blank = line.find(" title=");
    REQUIRE(blank != std::string::npos);
    const std::string kind = line.substr(0, blank);
    CHECK((kind == "::error" || kind == "::warning" || kind == "::notice"));
    kinds += kind.at(2);
  }
  // Two problems, three red cases and two of the other client; one non-strict case each; a known failure and an
  // informational case each, and the counts of both.
  CHECK(kinds == "eeeeeeewwnnnnnn");
}

TEST_CASE("what separates the parts of a command is escaped in them", "[report]") {
  model::RunResult run;
  run.client.name = "a,b:c%d";
  model::CaseResult result;
  result.name = "area/name::error title=x";
  result.verdict = model::Verdict::kFailed;
  result.summary = "100% of\r\n::error::it";
  result.reason = "because, well: it";
  run.results = {result};
  CHECK(report::formats::run_github({&run, 1}) ==
        "::error title=area/name%3A%3Aerror title=x%3A client protocol (a%2Cb%3Ac%25d)::Failed: because, well: "
        "it%0ACase: "
        "100%25 of\\x0d\\x0a::error::it%0AMUST:  ()\n::notice title=a%2Cb%3Ac%25d::1 failed\n");
}
