// What `conform` and `report` print for people: the first failure of each kind, and the names of all failed cases last.
#include <algorithm>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/conform_bench.h"

using namespace jobrig;

namespace {

/// 44 cases that the client of the bench fails by one of two checks, with their results in run.json.
struct FailingBench : test::ConformBench {
  FailingBench() {
    std::filesystem::remove_all(file("cases"));
    for (int i = 0; i < 44; ++i) {
      const std::string name = "case-" + std::to_string(i);
      write("cases/" + name + ".yaml", "summary: The claim of the case.\n" + std::string(test::kCaseHead) +
                                           (i % 2 == 0 ? "expect: {outcome: error}\n" : "expect: {requests: 2}\n"));
      names.push_back(name);
    }
  }
  [[nodiscard]] test::Outcome run(const std::vector<std::string>& options) const { return conform(adapter(options)); }

  std::vector<std::string> names;
};

std::ptrdiff_t newlines(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

}  // namespace

TEST_CASE("conform of a client with 44 failures prints less than 200 lines and ends with their names",
          "[cli][conform]") {
  const FailingBench bench;
  const test::Outcome brief = bench.run({"--json", bench.file("run.json")});
  CAPTURE(brief.out, brief.err);
  CHECK(brief.exit_code == 1);
  CHECK(newlines(brief.out) < 200);
  CHECK(times(brief.out, "FAILED  case-") == 2);
  CHECK(test::holds(brief.out, "FAILED  case-0  outcome\n"));
  CHECK(test::holds(brief.out, "FAILED  case-1  requests\n"));
  CHECK(test::holds(brief.out, "              > GET /things/"));
  const std::size_t list = brief.out.find("\nfailed, by the failing check\n  outcome (22): case-0 ");
  REQUIRE(list != std::string::npos);
  std::string end = brief.out.substr(list);
  std::replace(end.begin(), end.end(), '\n', ' ');
  for (const std::string& name : bench.names) {
    CHECK(test::holds(end, " " + name + " "));
  }
  const test::Outcome again = test::run_jobrig({"report", bench.file("run.json")});
  CHECK(again.out == brief.out);
  const test::Outcome all = test::run_jobrig({"report", bench.file("run.json"), "--verbose"});
  CHECK(times(all.out, "FAILED  case-") == 44);
  CHECK(all.out.ends_with(brief.out.substr(list)));
}

TEST_CASE("quiet prints only counts and names", "[cli][conform]") {
  const FailingBench bench;
  const test::Outcome quiet = bench.run({"--quiet", "--run", "case-4?"});
  CAPTURE(quiet.out, quiet.err);
  CHECK(quiet.out.starts_with("small 1: 4 cases in "));
  CHECK(quiet.out.ends_with(
      "\n4 failed\n" + test::must_line(0, 4) +
      "\nfailed, by the failing check\n  outcome (2): case-40 case-42\n  requests (2): case-41 case-43\n"));
  const test::Outcome verbose = bench.run({"--verbose", "--run", "case-4?"});
  CHECK(times(verbose.out, "FAILED  case-") == 4);
  const test::Outcome both = bench.run({"--verbose", "--quiet"});
  CHECK(both.exit_code == 2);
  CHECK(both.err == "jobrig: --quiet and --verbose exclude each other\n");
  CHECK(both.out.empty());
}
