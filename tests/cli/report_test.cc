// `jobrig report`: input files, reports, and errors for files that are not reports.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "report/catalogue.h"
#include "support/catch.h"
#include "support/paths.h"
#include "support/process.h"
#include "support/run_fixture.h"
#include "support/temporary_folder.h"

using namespace jobrig;

namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The two runs of the fixture as the files a.json and b.json.
struct TwoFiles {
  TwoFiles() {
    write("a.json", test::every_verdict_run());
    write("b.json", test::other_client_run());
  }
  void write(const std::string& name, const model::RunResult& run) const {
    const std::vector<model::RunResult> runs{run};
    std::ofstream(path(name), std::ios::binary) << report::write_report(report::catalogue()[1], runs);
  }
  [[nodiscard]] std::string path(const std::string& name) const { return (folder.path() / name).string(); }

  test::TemporaryFolder folder;
};

}  // namespace

TEST_CASE("report prints the text of all its files when nothing else is asked for", "[cli][report]") {
  const TwoFiles files;
  const auto outcome = test::run_jobrig({"report", files.path("a.json"), files.path("b.json")});
  CHECK(outcome.err.empty());
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.out == read_file(test::source_folder() / "tests/golden/report.terminal.txt"));
}

TEST_CASE("report writes every format that is asked for", "[cli][report]") {
  const TwoFiles files;
  std::vector<std::string> words{"report", files.path("a.json"), files.path("b.json")};
  for (const report::FormatRow& format : report::catalogue()) {
    words.insert(words.end(), {std::string(format.option), files.path("out." + std::string(format.name))});
  }
  const auto outcome = test::run_jobrig(words);
  CHECK(outcome.err.empty());
  CHECK(outcome.out.empty());
  CHECK(outcome.exit_code == 0);
  const std::vector<model::RunResult> runs{test::every_verdict_run(), test::other_client_run()};
  for (const report::FormatRow& format : report::catalogue()) {
    CAPTURE(format.name);
    CHECK(read_file(files.path("out." + std::string(format.name))) == report::write_report(format, runs));
  }
}

TEST_CASE("a report that goes to a dash goes to stdout", "[cli][report]") {
  const TwoFiles files;
  const auto outcome = test::run_jobrig({"report", files.path("a.json"), "--json", "-"});
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.out == read_file(files.path("a.json")));
}

TEST_CASE("report names a file that it did not write", "[cli][report]") {
  const TwoFiles files;
  std::ofstream(files.path("c.json")) << "{}";
  const auto none = test::run_jobrig({"report", files.path("a.json"), files.path("c.json")});
  CHECK(none.exit_code == 2);
  CHECK(none.out.empty());
  CHECK(none.err.rfind("jobrig: " + files.path("c.json") + " is not a report of jobrig: it ", 0) == 0);
  const auto missing = test::run_jobrig({"report", files.path("d.json")});
  CHECK(missing.exit_code == 2);
  CHECK(missing.err == "jobrig: cannot read " + files.path("d.json") + "\n");
  const auto folder = test::run_jobrig({"report", files.folder.path().string()});
  CHECK(folder.exit_code == 2);
  CHECK(folder.err == "jobrig: cannot read " + files.folder.path().string() + "\n");
}

TEST_CASE("report says which file cannot be written before it writes any", "[cli][report]") {
  const TwoFiles files;
  const auto outcome = test::run_jobrig(
      {"report", files.path("a.json"), "--text", files.path("no/such.txt"), "--json", files.path("c")});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.err.find("such.txt") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(files.path("c")));
}

TEST_CASE("the JUnit report keeps its schema", "[cli][report]") {
  const TwoFiles files;
  const std::string out = files.path("out.xml");
  REQUIRE(test::run_jobrig({"report", files.path("a.json"), files.path("b.json"), "--junit", out}).exit_code == 0);
  const std::string schema = (test::source_folder() / "tests/support/junit.xsd").string();
  const auto lint = [&] { return test::run({"/usr/bin/xmllint", "--noout", "--schema", schema, out}); };
  const auto kept = lint();
  CHECK(kept.err == out + " validates\n");
  CHECK(kept.exit_code == 0);
  // The schema must also reject invalid documents.
  std::string text = read_file(out);
  text.replace(text.find("<skipped "), 9, "<spikked ");
  std::ofstream(out, std::ios::binary) << text;
  CHECK(lint().exit_code != 0);
}
