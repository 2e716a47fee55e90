// The command line itself: help, version, unknown words, exit codes.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

#include "base/version.h"
#include "commands/catalogue.h"
#include "commands/command_line.h"
#include "support/catch.h"
#include "support/paths.h"
#include "support/process.h"
#include "support/temporary_folder.h"

using namespace jobrig;

namespace {

/// Characters, not bytes: the width in a terminal.
std::size_t width(const std::string& line) {
  return static_cast<std::size_t>(
      std::count_if(line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// A terminal has 24 rows of 80 columns. Commands with nearly as many options as rows are allowed more.
constexpr std::size_t kColumns = 80;
constexpr int kRows = 24;
constexpr int kConformRows = 40;
constexpr int kServeRows = 27;
constexpr int kOtherRows = 10;  // of the help of the program, which has a row for each command

void check_fits(const std::string& text, int rows) {
  std::istringstream lines(text);
  std::string line;
  int count = 0;
  while (std::getline(lines, line)) {
    ++count;
    CAPTURE(line);
    CHECK(width(line) <= kColumns);
  }
  CHECK(count <= rows);
}

}  // namespace

TEST_CASE("help names every command and exits 0", "[cli]") {
  const auto outcome = test::run_jobrig({"--help"});
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
  CHECK(outcome.out.find("usage: jobrig COMMAND [OPTIONS]\n") != std::string::npos);
  for (const auto& row : commands::catalogue()) {
    CHECK(outcome.out.find("\n  " + std::string(row.name) + " ") != std::string::npos);
  }
  check_fits(outcome.out, static_cast<int>(commands::catalogue().size()) + kOtherRows);
}

TEST_CASE("the help of every command fits a screen", "[cli]") {
  for (const auto& row : commands::catalogue()) {
    CAPTURE(row.name);
    const auto outcome = test::run_jobrig({std::string(row.name), "--help"});
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.err.empty());
    CHECK(outcome.out.rfind("jobrig " + std::string(row.name) + ": " + std::string(row.summary) + "\n", 0) == 0);
    CHECK(outcome.out.find("\nusage: jobrig " + std::string(row.name)) != std::string::npos);
    check_fits(outcome.out, row.name == "conform" ? kConformRows : row.name == "serve" ? kServeRows : kRows);
  }
}

TEST_CASE("the help of an option begins with a verb or a noun phrase", "[cli]") {
  const std::set<std::string> other{"a",     "an",    "as",    "at",   "behind", "for",   "from",   "how",
                                    "in",    "no",    "none",  "of",   "on",     "once",  "only",   "so",
                                    "that",  "the",   "there", "this", "to",     "until", "what",   "when",
                                    "where", "which", "who",   "whom", "whose",  "with",  "without"};
  for (const auto& row : commands::catalogue()) {
    commands::Options options;
    const auto command = row.make();
    command->declare(options);
    for (const auto& spec : options.specs()) {
      CAPTURE(row.name, spec.name, spec.help);
      CHECK(other.count(spec.help.substr(0, spec.help.find(' '))) == 0);
    }
  }
}

TEST_CASE("help of a command is what its option prints", "[cli]") {
  CHECK(test::run_jobrig({"help"}).out == test::run_jobrig({"--help"}).out);
  CHECK(test::run_jobrig({"help", "serve"}).out == test::run_jobrig({"serve", "--help"}).out);
  const auto wrong = test::run_jobrig({"help", "sevre"});
  CHECK(wrong.exit_code == 2);
  CHECK(wrong.out.empty());
  CHECK(wrong.err == "jobrig: unknown command \"sevre\"; did you mean \"serve\"?\njobrig: see jobrig --help\n");
}

TEST_CASE("options and commands of other programs are refused with what they are called here", "[cli]") {
  CHECK(test::run_jobrig({"serve", "--port", "8080"}).err ==
        "jobrig: unknown option \"--port\"; did you mean \"--listen\"?\njobrig: see jobrig serve --help\n");
  CHECK(test::run_jobrig({"serve", "--config=x.yaml"}).err ==
        "jobrig: unknown option \"--config\"; write SCENARIO without an option\njobrig: see jobrig serve --help\n");
  const auto command = test::run_jobrig({"validate", "x.yaml"});
  CHECK(command.err == "jobrig: unknown command \"validate\"; did you mean \"check\"?\njobrig: see jobrig --help\n");
  CHECK(command.exit_code == 2);
}

TEST_CASE("the version is printed in one line and with the commit", "[cli]") {
  const auto outcome = test::run_jobrig({"--version"});
  CHECK(outcome.exit_code == 0);
  std::string line = "jobrig " + std::string(base::version());
  const auto head =
      test::run({"/usr/bin/git", "-C", test::source_folder().string(), "rev-parse", "--short=12", "HEAD"});
  if (head.exit_code == 0) {
    line += " (commit " + head.out.substr(0, head.out.find('\n'));
    // A developer runs the tests before the commit.
    line += outcome.out.find("-dirty") == std::string::npos ? ")" : "-dirty)";
  }
  CHECK(outcome.out == line + "\n");
  CHECK(outcome.err.empty());
  CHECK(test::run_jobrig({"-V"}).out == outcome.out);
}

TEST_CASE("without a command the help goes to stderr and the exit code is 2", "[cli]") {
  const auto outcome = test::run_jobrig({});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err == test::run_jobrig({"--help"}).out);
}

TEST_CASE("wrong words are refused with exit code 2 and the nearest right word", "[cli]") {
  struct Wrong {
    std::vector<std::string> words;
    std::string message;
  };
  const std::string top = "jobrig: see jobrig --help\n";
  const std::string list = "jobrig: see jobrig list --help\n";
  const std::vector<Wrong> cases = {
      {{"lisst"}, "jobrig: unknown command \"lisst\"; did you mean \"list\"?\n" + top},
      {{"xyzzy"}, "jobrig: unknown command \"xyzzy\"\n" + top},
      {{""}, "jobrig: unknown command \"\"\n" + top},
      {{"--versoin"}, "jobrig: unknown option \"--versoin\"; did you mean \"--version\"?\n" + top},
      {{"list", "--fromat", "json"}, "jobrig: unknown option \"--fromat\"; did you mean \"--format\"?\n" + list},
      {{"list", "--fromat=json"}, "jobrig: unknown option \"--fromat\"; did you mean \"--format\"?\n" + list},
      {{"list", "-x"}, "jobrig: unknown option \"-x\"\n" + list},
      {{"list", "--format"}, "jobrig: --format needs a value: --format FORMAT\n" + list},
      {{"list", "--format="}, "jobrig: --format needs a value: --format FORMAT\n" + list},
      {{"list", "--format", "--help"}, "jobrig: --format needs a value: --format FORMAT\n" + list},
      {{"list", "--format", "jsn"},
       "jobrig: --format must be text or json, not \"jsn\"; did you mean \"json\"?\n" + list},
      {{"list", "--format", "text", "--format", "json"}, "jobrig: --format is given twice\n" + list},
      {{"list", "errors", "statuses"}, "jobrig: unexpected word \"statuses\"\n" + list},
      {{"list", "--", "errors", "-x"}, "jobrig: unexpected word \"-x\"\n" + list},
      {{"list", "--", "errors", "--"}, "jobrig: unexpected word \"--\"\n" + list},
      {{"list", "-1", "-"}, "jobrig: unexpected word \"-\"\n" + list},
      {{"list", "--format", "--bogus"}, "jobrig: --format needs a value: --format FORMAT\n" + list},
      {{"list", "--format", "--", "json"}, "jobrig: --format needs a value: --format FORMAT\n" + list},
      {{"list", "--form", "json"}, "jobrig: unknown option \"--form\"; did you mean \"--format\"?\n" + list},
      {{"explain", "--call", "-1"},
       "jobrig: --call must be a whole number from 1 to 1000000, not \"-1\"\njobrig: see jobrig explain --help\n"},
      {{"conform", "--list=yes"}, "jobrig: --list takes no value\njobrig: see jobrig conform --help\n"},
  };
  for (const auto& [words, message] : cases) {
    const auto outcome = test::run_jobrig(words);
    CAPTURE(message);
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.out.empty());
    CHECK(outcome.err == message);
  }
}

TEST_CASE("options may stand before and behind words and be joined with their value", "[cli]") {
  const std::string expected = test::run_jobrig({"list", "statuses", "--format", "json"}).out;
  REQUIRE_FALSE(expected.empty());
  CHECK(test::run_jobrig({"list", "--format", "json", "statuses"}).out == expected);
  CHECK(test::run_jobrig({"list", "--format=json", "statuses"}).out == expected);
  CHECK(test::run_jobrig({"list", "--format=json", "--", "statuses"}).out == expected);
}

TEST_CASE("words behind two dashes reach the program as they are", "[cli]") {
  const test::TemporaryFolder folder;
  const std::string file = (folder.path() / "words").string();
  test::run_jobrig({"conform", "--run", "retry/never-resource-not-found", "--", "/bin/sh", "-c",
                    "printf '%s\\n' \"$@\" >" + file, "sh", "[a,b]", "[::1]", "[]", "[", "", "--", "--help", "-h",
                    "--run=x", "-", "a=[1,2]"});
  std::ifstream words(file);
  const std::string passed_on{std::istreambuf_iterator<char>(words), {}};
  CHECK(passed_on == "[a,b]\n[::1]\n[]\n[\n\n--\n--help\n-h\n--run=x\n-\na=[1,2]\n");
}

TEST_CASE("a full disk behind stdout is told and exits 2", "[cli]") {
  const auto outcome = test::run({"/bin/sh", "-c", "exec \"$0\" list errors > /dev/full", test::jobrig_program()});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.err == "jobrig: cannot write to standard output\n");
}
