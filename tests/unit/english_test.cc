// Plain English: the guides, the help of every command, the messages (string literals of harness/), the HTML report,
// schemas, scenarios and cases contain none of the phrases of tests/support/plain_english.cc.
#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "commands/program.h"
#include "manual/help.h"
#include "manual/roff.h"
#include "support/catch.h"
#include "support/guides.h"
#include "support/paths.h"
#include "support/plain_english.h"

using namespace jobrig;
namespace fs = std::filesystem;

namespace {

void check_text(const std::string& name, const std::string& text) {
  for (const std::string& found : test::banned_in(text)) {
    FAIL_CHECK(name << ", " << found);
  }
}

/// The string literals of a C++ source, joined where the language joins them, each at its line; all else is blank.
/// Names of headers are left out.
std::string literals_of(const std::string& source) {
  std::string text;
  std::size_t at = 0;
  const auto keep_lines = [&](std::size_t end) {
    for (; at < end && at < source.size(); ++at) {
      text += source[at] == '\n' ? "\n" : "";
    }
  };
  while (at < source.size()) {
    if (source.compare(at, 2, "//") == 0 || source.compare(at, 8, "#include") == 0) {
      keep_lines(source.find('\n', at));
    } else if (source.compare(at, 3, "'\"'") == 0) {
      at += 3;
    } else if (source.compare(at, 3, "R\"(") == 0) {
      const std::size_t end = source.find(")\"", at);
      text += source.substr(at + 3, end - at - 3) + "|";
      at = end + 2;
    } else if (source[at] == '"') {
      for (++at; at < source.size() && source[at] != '"'; ++at) {
        at += source[at] == '\\' ? 1 : 0;
        text += source[at];
      }
      ++at;
    } else if (source[at] == '\n' || source[at] == ' ') {
      text += source[at] == '\n' ? "\n" : "";  // literals with only blanks between them are one
      ++at;
    } else {
      text += text.ends_with("|") ? "" : "|";
      ++at;
    }
  }
  return text;
}

std::vector<fs::path> files_below(const std::string& folder, const std::vector<std::string>& extensions) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(test::source_folder() / folder)) {
    if (std::find(extensions.begin(), extensions.end(), entry.path().extension()) != extensions.end()) {
      files.push_back(fs::relative(entry.path(), test::source_folder()));
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

TEST_CASE("each banned phrase is found in its sample and in the text around it", "[docs][english]") {
  for (const test::BannedPhrase& phrase : test::banned_phrases()) {
    CAPTURE(phrase.pattern, phrase.sample);
    const auto found = test::banned_in("A line.\nMore of it: " + std::string(phrase.sample) + ".\n");
    CHECK(std::any_of(found.begin(), found.end(), [&](const std::string& one) {
      return one.ends_with("; write: " + std::string(phrase.instead));
    }));
  }
  CHECK(test::banned_in("one\nbegin\nanew\n") == std::vector<std::string>{"line 3: \"anew\"; write: reset; reload"});
  CHECK(test::banned_in("- the job goes\n  its way") ==
        std::vector<std::string>{"line 1: \"goes   its way\"; write: proceeds as scripted"});
  CHECK(test::banned_in("It is no longer valid, and the server closes the connection.").empty());
}

TEST_CASE("literals of a source are found with their lines", "[docs][english]") {
  CHECK(literals_of("#include \"a/b.h\"\n// \"no\"\nf(\"one \\\"x\\\" \"\n  \"two\", '\"', \"three\");\n") ==
        "\n\n|one \"x\" \ntwo|three|\n");
}

TEST_CASE("the guides are in plain English", "[docs][english]") {
  for (const std::string& guide : test::guides()) {
    check_text(guide, test::guide_text(guide));
  }
  check_text("CHANGELOG.md", test::guide_text("CHANGELOG.md"));
}

TEST_CASE("the help of every command is in plain English", "[docs][english]") {
  const manual::Program program = commands::program();
  check_text("jobrig --help", manual::program_help(program));
  for (const manual::Command& command : program.commands) {
    check_text("jobrig " + command.name + " --help", manual::command_help(command));
  }
  check_text("jobrig manual", manual::manual_page(program));
}

TEST_CASE("messages are in plain English", "[docs][english]") {
  const auto files = files_below("harness", {".cc", ".h", ".def"});
  REQUIRE(files.size() > 200);
  for (const fs::path& file : files) {
    check_text(file.string(), literals_of(test::guide_text(file.string())));
  }
}

TEST_CASE("the HTML report and the live page are in plain English", "[docs][english]") {
  for (const char* folder : {"harness/report", "harness/admin/page"}) {
    const auto files = files_below(folder, {".js", ".html"});
    REQUIRE_FALSE(files.empty());
    for (const fs::path& file : files) {
      check_text(file.string(), test::guide_text(file.string()));
    }
  }
}

TEST_CASE("schemas, scenarios, cases and profiles are in plain English", "[docs][english]") {
  for (const char* folder : {"schemas", "scenarios", "ci/profiles", "harness/drive"}) {
    for (const fs::path& file : files_below(folder, {".json", ".yaml"})) {
      check_text(file.string(), test::guide_text(file.string()));
    }
  }
}
