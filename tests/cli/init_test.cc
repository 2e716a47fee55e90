// `jobrig init`: what it writes and prints for each kind of client, that the written client passes the cases that it
// runs, and that no file is overwritten.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "init/project.h"
#include "support/catch.h"
#include "support/golden.h"
#include "support/process.h"
#include "support/temporary_folder.h"

using namespace jobrig;
namespace fs = std::filesystem;

namespace {

std::string content_of(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// What init itself prints: `…` stands for the output of the run, which differs with the cases and the machine.
std::string without_run(const std::string& text) {
  const std::size_t command = text.find("$ jobrig conform");
  const std::size_t begin = text.find('\n', command) + 1;
  const std::size_t end = text.find("\nnext: ");
  return text.substr(0, begin) + "…\n" + text.substr(std::min(end, text.size()));
}

/// The words of the command that the pipeline runs.
std::vector<std::string> pipeline_words(const fs::path& project) {
  std::string text = content_of(project / "ci.yml.example");
  text = text.substr(text.find("jobrig conform") + std::string("jobrig ").size());
  std::istringstream words(text.substr(0, text.find("- uses:")));
  std::vector<std::string> found;
  for (std::string word; words >> word;) {
    found.push_back(word == "\"$GITHUB_STEP_SUMMARY\"" ? "summary.md" : word);
  }
  return found;
}

test::Outcome init_in(const fs::path& folder, std::vector<std::string> words) {
  words.insert(words.begin(), "init");
  test::ProcessOptions options;
  options.folder = folder.string();
  return test::run_jobrig(std::move(words), options);
}

}  // namespace

TEST_CASE("init writes a client of each kind that passes the cases it runs", "[cli][init]") {
  const auto& kind = GENERATE(from_range(init::kinds()));
  CAPTURE(kind.name);
  const test::TemporaryFolder folder;
  const test::Outcome outcome = init_in(folder.path(), {"mine", "--kind", std::string(kind.name)});
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
  CHECK(outcome.out.find(" passed\nMUST: ") != std::string::npos);
  CHECK(outcome.out.find("FAILED") == std::string::npos);
  const std::string text = without_run(outcome.out);
  CHECK(text == test::golden("init." + std::string(kind.name) + ".txt", text));
  test::ProcessOptions options;
  options.folder = (folder.path() / "mine").string();
  const test::Outcome checked = test::run_jobrig({"check", ".", "--strict"}, options);
  CAPTURE(checked.out);
  CHECK(checked.exit_code == 0);
  std::vector<std::string> words = pipeline_words(folder.path() / "mine");
  words.insert(words.begin() + 1, {"--cases", "case.yaml"});
  const test::Outcome own = test::run_jobrig(words, options);
  CAPTURE(own.out, own.err);
  CHECK(own.exit_code == 0);
  CHECK((own.out + own.err).find("\n1 passed\n") != std::string::npos);
  CHECK(fs::exists(folder.path() / "mine/conform.html"));
}

TEST_CASE("init overwrites no file and says which exist", "[cli][init]") {
  const test::TemporaryFolder folder;
  std::ofstream(folder.path() / "client.py") << "mine";
  fs::create_symlink("nowhere", folder.path() / "scenario.yaml");
  const test::Outcome outcome = init_in(folder.path(), {"--kind", "python"});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err ==
        "jobrig: existing files are never overwritten: \"client.py\", \"scenario.yaml\"; name another folder\n");
  CHECK(content_of(folder.path() / "client.py") == "mine");
  CHECK(names_in(folder.path()) == std::vector<std::string>{"client.py", "scenario.yaml"});
}

TEST_CASE("init says what is wrong with its words", "[cli][init]") {
  const test::TemporaryFolder folder;
  CHECK(init_in(folder.path(), {"--kind", "pyton"}).err.find("did you mean \"python\"?") != std::string::npos);
  std::ofstream(folder.path() / "file") << "";
  const test::Outcome below = init_in(folder.path(), {"file/mine"});
  CHECK(below.exit_code == 2);
  CHECK(below.err == "jobrig: cannot write \"file/mine\": Not a directory\n");
  CHECK(names_in(folder.path()) == std::vector<std::string>{"file"});
}

TEST_CASE("init with a client that cannot be started writes the files and says so", "[cli][init]") {
  const test::TemporaryFolder folder;
  test::ProcessOptions options;
  options.folder = folder.path().string();
  options.environment = {{"PATH", folder.path().string()}};
  const test::Outcome outcome = test::run_jobrig({"init", ".", "--kind", "node"}, options);
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.err == "jobrig: cannot start \"node\": No such file or directory\n");
  CHECK(fs::exists(folder.path() / "client.mjs"));
}
