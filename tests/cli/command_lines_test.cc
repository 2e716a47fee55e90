// The command lines of guides and help that guides_test.cc does not run: their commands, options and names exist, and
// each block of them that is not run says here why.
#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "commands/command_line.h"
#include "commands/program.h"
#include "support/catch.h"
#include "support/guides.h"
#include "support/markdown.h"

using namespace jobrig;

namespace {

/// Command lines in blocks that are not `console`, and why no test runs them with the guide.
const std::map<std::string, std::string>& not_run() {
  static const std::map<std::string, std::string> kLines = {
      {"ci/setup", "it installs packages"},
      {"ci/build dev", "it builds the project"},
      {"ci/build release jobrig jobrig_harness", "it builds the project; tests/helpers/cpp installs the package"},
      {"build/dev/jobrig_unit_tests \"[load]\"", "the tests run already"},
      {"build/dev/jobrig_wire_tests \"cut*\"", "the tests run already"},
      {"clang-format -i harness/load/rules.cc", "it changes the sources; ci/format checks them"},
      {".ci/run", "it runs all tests"},
      {"jobrig serve demos/default --mqtt 127.0.0.1:1883", "serve_mqtt_test.cc serves it on a free port"},
      {"jobrig conform -- ./my-client --url {endpoint} {thingName} {jobId}", "the conformance guide runs it"},
      {"jobrig conform --run 'mqtt/*' --profile mosquitto", "ci/conform-all runs it"},
      {"jobrig conform --adapter -- python3 urllib_client.py", "the guide to the protocol runs it"},
      {"jobrig conform --json now.json --expectations known.yaml -- ./my-client {endpoint} {thingName} {jobId}",
       "the guide runs it with other options before"},
      {"jobrig report now.json --against last.json --markdown \"$GITHUB_STEP_SUMMARY\"",
       "it needs the results of an earlier pipeline; situations_30_to_35_test.cc"},
      {"jobrig admin http://replica-0:8788 http://replica-1:8788 reset", "it needs two hosts; admin_fleet_test.cc"},
      {"jobrig admin http://replica-0:8788 http://replica-1:8788 advance 7d", "likewise"},
      {"jobrig admin http://replica-0:8788 http://replica-1:8788 replace outage.yaml", "likewise"},
      {"jobrig admin http://replica-0:8788 http://replica-1:8788 journal 'status=503'", "likewise"},
      {"jobrig admin http://replica-0:8788 http://replica-1:8788 metrics", "likewise"},
      {"jobrig serve chaos/throttled-fleet --admin 127.0.0.1:8788", "its port may be in use; experiment_test.cc"},
      {"jobrig experiment experiments/crowded-fleet --admin http://127.0.0.1:8788", "likewise"},
  };
  return kLines;
}

/// A row of the table of a benchmark begins with the name of the program, too.
bool is_row_of_table(const std::string& line) { return line.starts_with("jobrig  "); }

bool begins_command(const std::string& line) {
  const std::vector<std::string_view> beginnings{"jobrig ", "ci/", ".ci/", "build/", "clang-format "};
  return std::any_of(beginnings.begin(), beginnings.end(), [&](std::string_view one) { return line.starts_with(one); });
}

/// A command line without what explains it: two blanks and more.
std::string without_explanation(const std::string& line) { return line.substr(0, line.find("  ")); }

/// The text with continued lines joined and quotes of code spans as ends of lines.
std::string in_whole_lines(std::string text) {
  for (std::size_t at = text.find("\\\n"); at != std::string::npos; at = text.find("\\\n", at)) {
    text.replace(at, 2, " ");
  }
  std::replace(text.begin(), text.end(), '`', '\n');
  return text;
}

/// The words after each `jobrig` in a text, up to the end of its command.
std::vector<std::vector<std::string>> command_lines_in(const std::string& text) {
  const std::set<std::string> ends{"--", "|", "\\|", "||", "&&", "&", ">", "<", ";", "#", "jobrig"};
  const std::vector<std::string> known = commands::command_names();
  std::vector<std::vector<std::string>> found;
  std::istringstream lines(in_whole_lines(text));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string before;
    bool inside = false;
    for (std::string word; words >> word; before = word) {
      if (before.ends_with("jobrig") && std::find(known.begin(), known.end(), word) != known.end()) {
        found.push_back({word});
        inside = true;
      } else if (inside && ends.count(word) == 0) {
        found.back().push_back(word.substr(0, word.find_last_not_of(").,;:'\"") + 1));
      } else {
        inside = false;
      }
    }
  }
  return found;
}

bool is_name_to_fill_in(const std::string& word) {
  return word.find_first_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
}

/// What is wrong with a command line; empty: nothing.
std::string problem_of(const manual::Program& program, const std::vector<std::string>& words) {
  const manual::Command* const command = commands::command_named(program, words.front());
  for (const std::string& word : words) {
    const std::string name = word.substr(0, word.find('='));
    const bool known = std::any_of(command->options.begin(), command->options.end(),
                                   [&](const manual::Option& option) { return option.name == name; });
    if (word.starts_with("--") && !known && name != "--help") {
      return words.front() + " has no option " + name;
    }
  }
  const bool prints_names = words.front() == "list" || words.front() == "show";
  if (!prints_names || words.size() < 2 || words[1].starts_with("-") || is_name_to_fill_in(words[1])) {
    return "";
  }
  std::ostringstream out;
  std::ostringstream err;
  commands::Streams streams{out, err};
  return commands::run_command_line(std::vector<std::string>{words[0], words[1]}, streams) == commands::ExitCode::kFine
             ? ""
             : err.str();
}

}  // namespace

TEST_CASE("a command line that is wrong is found in a guide", "[cli][guides]") {
  const manual::Program program = commands::program();
  const auto problems = [&](const std::string& text) {
    std::vector<std::string> found;
    for (const auto& words : command_lines_in(text)) {
      found.push_back(problem_of(program, words));
    }
    return found;
  };
  CHECK(problems("Run `jobrig serve --bogus`, please.") == std::vector<std::string>{"serve has no option --bogus"});
  CHECK(problems("jobrig check a.yaml \\\n  --strcit | jobrig list") ==
        std::vector<std::string>{"check has no option --strcit", ""});
  CHECK(problems("`jobrig list errors`, `jobrig show NAME` and `jobrig conform -- x --bogus`") ==
        std::vector<std::string>{"", "", ""});
  CHECK(problems("see `jobrig list eror`").front().find("did you mean \"errors\"?") != std::string::npos);
}

TEST_CASE("every command line of the guides has a command and options that exist", "[cli][guides]") {
  const manual::Program program = commands::program();
  std::size_t count = 0;
  for (const std::string& guide : test::guides()) {
    for (const auto& words : command_lines_in(test::guide_text(guide))) {
      CAPTURE(guide, words);
      CHECK(problem_of(program, words) == "");
      ++count;
    }
  }
  CHECK(count > 80);
}

TEST_CASE("every example of a help has a command and options that exist", "[cli][guides]") {
  const manual::Program program = commands::program();
  for (const manual::Command& command : program.commands) {
    CAPTURE(command.name);
    CHECK_FALSE(command.examples.empty());
    for (const std::string& example : command.examples) {
      const auto lines = command_lines_in(example);
      CAPTURE(example);
      CHECK_FALSE(lines.empty());
      for (const auto& words : lines) {
        CHECK(problem_of(program, words) == "");
      }
    }
  }
}

TEST_CASE("every block of command lines runs in the test of its guide or says why not", "[cli][guides]") {
  std::set<std::string> found;
  for (const std::string& guide : test::guides()) {
    for (const test::MarkdownBlock& block : test::markdown_blocks(test::guide_text(guide))) {
      if (block.info == "console" || !test::guide_file_name(block.info).empty()) {
        continue;
      }
      std::istringstream lines(block.text);
      for (std::string line; std::getline(lines, line);) {
        if (begins_command(line) && !is_row_of_table(line)) {
          CAPTURE(guide, line);
          CHECK(not_run().count(without_explanation(line)) == 1);
          found.insert(without_explanation(line));
        }
      }
    }
  }
  CHECK(found.size() == not_run().size());  // no reason for a line that is gone
}
