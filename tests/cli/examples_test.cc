// The examples in ci/examples: every jobrig option in them exists. tests/package runs the image.
#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "commands/program.h"
#include "support/catch.h"
#include "support/paths.h"

namespace {

std::string example_text(const std::string& name) {
  std::ifstream file(jobrig::test::source_folder() / "ci/examples" / name);
  std::ostringstream text;
  text << file.rdbuf();
  REQUIRE_FALSE(text.str().empty());
  return text.str();
}

/// The options after each `jobrig SUBCOMMAND` in a text, up to `--` or the last line of the command.
std::vector<std::pair<std::string, std::string>> options_in(const std::string& text) {
  std::vector<std::pair<std::string, std::string>> found;
  std::istringstream words(text);
  std::string before;
  std::string subcommand;
  for (std::string word; words >> word; before = word) {
    if (before == "jobrig") {
      subcommand = word;
    } else if (word == "--" || word == "run:" || word == "&") {
      subcommand.clear();
    } else if (!subcommand.empty() && word.starts_with("--")) {
      found.emplace_back(subcommand, word);
    }
  }
  return found;
}

}  // namespace

TEST_CASE("every option in the examples is one that jobrig has", "[cli][examples]") {
  const jobrig::manual::Program program = jobrig::commands::program();
  for (const auto& [name, least] : {std::pair{"github-actions.yml", 8U},
                                    {"gitlab-ci.yml", 3U},
                                    {"github-matrix.yml", 8U},
                                    {"gitlab-parallel.yml", 7U}}) {
    const auto options = options_in(example_text(name));
    CHECK(options.size() >= least);
    for (const auto& [subcommand, option] : options) {
      CAPTURE(name, subcommand, option);
      const jobrig::manual::Command* const command = jobrig::commands::command_named(program, subcommand);
      REQUIRE(command != nullptr);
      CHECK(std::any_of(command->options.begin(), command->options.end(),
                        [&wanted = option](const auto& one) { return one.name == wanted; }));
    }
  }
}
