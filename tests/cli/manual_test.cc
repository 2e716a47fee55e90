// The manual page: complete, and without a warning of the programs that format manual pages.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "commands/program.h"
#include "support/catch.h"
#include "support/installed.h"
#include "support/process.h"
#include "support/temporary_folder.h"

using namespace jobrig;

namespace {

/// The page in a file, and as groff formats it without bold and underlined characters.
class ManualPage {
 public:
  ManualPage() {
    const auto page = test::run_jobrig({"manual"});
    REQUIRE(page.exit_code == 0);
    std::ofstream(file()) << page.out;
  }

  [[nodiscard]] std::string file() const { return (folder_.path() / "jobrig.1").string(); }

 private:
  test::TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("groff formats the manual page without a warning", "[cli][manual]") {
  if (!test::is_installed("/usr/bin/groff", "shells")) {
    return;
  }
  const ManualPage page;
  const auto outcome = test::run({"/usr/bin/groff", "-ww", "-b", "-man", "-Tutf8", "-P-cbou", page.file()});
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
  // Every command and every option is in it, with its explanation.
  for (const manual::Command& command : commands::program().commands) {
    CHECK(outcome.out.find("\n   " + command.name + "\n") != std::string::npos);
    for (const manual::Option& option : command.options) {
      CAPTURE(command.name, option.name);
      CHECK(outcome.out.find("\n       " + (option.positional ? option.name : manual::usage_word(option))) !=
            std::string::npos);
    }
  }
  for (const std::string part : {"\nEXIT STATUS\n", "\nENVIRONMENT\n", "JOBRIG_ADMIN_TOKEN\n", "\nFILES\n",
                                 "       jobrig explain outage.yaml --request 'GET /things/t/jobs/j' --call 3\n"}) {
    CAPTURE(part);
    CHECK(outcome.out.find(part) != std::string::npos);
  }
}

TEST_CASE("mandoc finds nothing wrong with the manual page but its missing date", "[cli][manual]") {
  if (!test::is_installed("/usr/bin/mandoc", "shells")) {
    return;
  }
  const ManualPage page;
  // A date would make the output depend on the day of the build.
  const auto outcome = test::run({"/usr/bin/mandoc", "-Tlint", page.file()});
  std::istringstream lines(outcome.out + outcome.err);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    CAPTURE(line);
    CHECK(line.find("missing date") != std::string::npos);
  }
  CHECK(count == 1);  // mandoc has read the page
}
