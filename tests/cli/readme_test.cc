// The README's examples: what it shows a stranger is what the program prints.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.h"
#include "support/markdown.h"
#include "support/paths.h"
#include "support/process.h"
#include "support/temporary_folder.h"

namespace {

std::string readme() {
  std::ifstream file(jobrig::test::source_folder() / "README.md");
  return {std::istreambuf_iterator<char>(file), {}};
}

// The lines that the README shows below `    $ command`, without their indent, up to the next command or plain text.
std::string shown_below(const std::string& command) {
  std::istringstream lines(readme());
  std::string shown;
  bool inside = false;
  constexpr std::string_view kIndent = "    ";
  for (std::string line; std::getline(lines, line);) {
    const bool indented = line.rfind(kIndent, 0) == 0;
    if (inside && (line.rfind("    $ ", 0) == 0 || (!indented && !line.empty()))) {
      break;
    }
    if (inside) {
      shown += (indented ? line.substr(kIndent.size()) : line) + "\n";
    }
    inside = inside || line == "    $ " + command;
  }
  return shown;
}

// Editors take blanks off the ends of lines, and a block ends in an empty one: neither is what is compared.
std::string without_end_blanks(const std::string& text) {
  std::istringstream lines(text);
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    line.erase(line.find_last_not_of(' ') + 1);
    result += line + "\n";
  }
  result.erase(result.find_last_not_of('\n') + 1);
  return result;
}

}  // namespace

TEST_CASE("the README shows what explain prints for its first scenario", "[cli][readme]") {
  const jobrig::test::TemporaryFolder folder;
  const auto blocks = jobrig::test::markdown_blocks(readme());
  const auto first = std::find_if(blocks.begin(), blocks.end(), [](const auto& block) { return block.info == "yaml"; });
  REQUIRE(first != blocks.end());
  std::ofstream(folder.path() / "first.yaml") << first->text;
  const auto outcome = jobrig::test::run_jobrig(
      {"explain", "first.yaml", "--request", "GET /things/thermostat-1/jobs/firmware-7", "--call", "3"},
      {{}, folder.path().string(), "", jobrig::test::kHangGuard});
  const std::string command = "jobrig explain first.yaml --request 'GET /things/thermostat-1/jobs/firmware-7' --call 3";
  CHECK(without_end_blanks(outcome.out) == without_end_blanks(shown_below(command)));
  CHECK(outcome.exit_code == 0);
}

TEST_CASE("the README shows what check prints for its broken scenario", "[cli][readme]") {
  const jobrig::test::TemporaryFolder folder;
  const std::string broken = shown_below("cat broken.yaml");
  REQUIRE_FALSE(broken.empty());
  std::ofstream(folder.path() / "broken.yaml") << broken;
  const auto outcome =
      jobrig::test::run_jobrig({"check", "broken.yaml"}, {{}, folder.path().string(), "", jobrig::test::kHangGuard});
  CHECK(without_end_blanks(outcome.out) == without_end_blanks(shown_below("jobrig check broken.yaml")));
  CHECK(outcome.exit_code == 2);
}

TEST_CASE("the README's adapter works as it is written", "[cli][readme][conform]") {
  const jobrig::test::TemporaryFolder folder;
  const auto blocks = jobrig::test::markdown_blocks(readme());
  const auto adapter = std::find_if(blocks.begin(), blocks.end(), [](const auto& block) {
    return block.info == "python" && block.text.find("hello") != std::string::npos;
  });
  REQUIRE(adapter != blocks.end());
  std::ofstream(folder.path() / "urllib_client.py") << adapter->text;
  std::ofstream(folder.path() / "case.yaml")
      << "summary: A job is described.\nlevel: MUST\nrequirement: It is handed on.\nsource: API Reference\n"
         "things: {'{thing}': {'{job}': {status: IN_PROGRESS}}}\ncall: {operation: DescribeJobExecution}\n"
         "expect: {outcome: {execution: {status: IN_PROGRESS}}, requests: {count: 1}}\n";
  const auto outcome = jobrig::test::run_jobrig(
      {"conform", "--cases", "case.yaml", "--adapter", "--", "/usr/bin/python3", "urllib_client.py"},
      {{}, folder.path().string(), "", jobrig::test::kHangGuard});
  CHECK(outcome.err.empty());
  CHECK(outcome.exit_code == 0);
}
