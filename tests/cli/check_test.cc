// `jobrig check`: its exact text, its JSON and its exit codes.
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "support/catch.h"
#include "support/process.h"

using namespace jobrig;

namespace {

/// A separate folder for each test, removed at its end.
class CheckFolder {
 public:
  explicit CheckFolder(const std::string& name)
      : path_(std::filesystem::temp_directory_path() / ("jobrig-check-" + name)) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  CheckFolder(const CheckFolder&) = delete;
  CheckFolder& operator=(const CheckFolder&) = delete;
  ~CheckFolder() { std::filesystem::remove_all(path_); }

  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  test::Outcome check(std::vector<std::string> words, const std::string& input = "") const {
    words.insert(words.begin(), "check");
    test::ProcessOptions options;
    options.folder = path_.string();
    options.input = input;
    return test::run_jobrig(words, options);
  }
  /// A script of bash in the folder, in which $0 is the program.
  test::Outcome shell(const std::string& script) const {
    test::ProcessOptions options;
    options.folder = path_.string();
    return test::run({"/bin/bash", "-c", script, test::jobrig_program()}, options);
  }

 private:
  std::filesystem::path path_;
};

}  // namespace

TEST_CASE("check says how many files have no mistakes", "[cli][check]") {
  const CheckFolder folder("good");
  folder.write("a.yaml", "summary: a\n");
  folder.write("below/b.yaml", "things: {t: {j: {document-file: d.json}}}\n");
  folder.write("below/d.json", "{}");
  const auto outcome = folder.check({"."});
  CHECK(outcome.out == "2 files, no mistakes\n");
  CHECK(outcome.exit_code == 0);
  CHECK(folder.check({"a.yaml"}).out == "1 file, no mistakes\n");
}

TEST_CASE("check reports every mistake of every file with its line and a caret", "[cli][check]") {
  const CheckFolder folder("bad");
  folder.write("a.yaml", "sumary: x\nthings:\n\n  \xC3\xA9: {}\n");
  folder.write("b.yaml", "seed: [1]\n");
  const auto outcome = folder.check({"a.yaml", "b.yaml"});
  CHECK(outcome.out ==
        "a.yaml:1:1: a scenario has no key \"sumary\"; did you mean \"summary\"?\n"
        "  sumary: x\n"
        "  ^\n"
        "a.yaml:4:3: thingName may hold only letters, digits, \":\", \"_\" and \"-\", not \"\xC3\xA9\"\n"
        "    \xC3\xA9: {}\n"
        "    ^\n"
        "b.yaml:1:7: \"seed\" must be a whole number from 0 to 9223372036854775807, not a list\n"
        "  seed: [1]\n"
        "        ^\n");
  CHECK(outcome.err.empty());
  CHECK(outcome.exit_code == 2);
}

TEST_CASE("check reports mistakes as JSON when asked to", "[cli][check]") {
  const CheckFolder folder("json");
  folder.write("a.yaml", "seed: x\n");
  const auto outcome = folder.check({"a.yaml", "--format", "json"});
  CHECK(outcome.exit_code == 2);
  CHECK(nlohmann::json::parse(outcome.out) ==
        nlohmann::json{{"files", 1},
                       {"left_out", 0},
                       {"mistakes",
                        {{{"file", "a.yaml"},
                          {"line", 1},
                          {"column", 7},
                          {"message", "\"seed\" must be a whole number from 0 to 9223372036854775807, not \"x\""}}}}});
}

TEST_CASE("check names what is missing and the nearest file", "[cli][check]") {
  const CheckFolder folder("missing");
  folder.write("outage-one.yaml", "summary: a\n");
  const auto outcome = folder.check({"outage-on.yaml"});
  CHECK(outcome.out ==
        "outage-on.yaml: not a file, a folder or the name of a built-in scenario; did you mean "
        "\"outage-one.yaml\"?\n");
  CHECK(outcome.exit_code == 2);
}

TEST_CASE("a document may not lie outside of the scenario's folder", "[cli][check]") {
  const CheckFolder folder("outside");
  folder.write("secret.json", "{}");
  folder.write("in/up.yaml", "things: {t: {j: {document-file: ../secret.json}}}\n");
  folder.write("in/link.yaml", "things: {t: {j: {document-file: link.json}}}\n");
  REQUIRE(folder.check({"in/up.yaml"}).exit_code == 2);
  CHECK(folder.check({"in/up.yaml"}).out.find("must be in the folder of the scenario or below it, without \"..\"") !=
        std::string::npos);
  std::filesystem::create_symlink("../secret.json",
                                  std::filesystem::temp_directory_path() / "jobrig-check-outside" / "in" / "link.json");
  CHECK(folder.check({"in/link.yaml"}).out.find("is a link to a file outside the folder of the scenario") !=
        std::string::npos);
}

TEST_CASE("check warns about rules that never apply and fails for them only if asked to", "[cli][check]") {
  const CheckFolder folder("warned");
  folder.write("a.yaml",
               "things: {t: {j: {}}}\nrules:\n  - answers: [documented]\n  - {when: {thing: u}, faults: [hang]}\n");
  const std::string text =
      "a.yaml:4:5: warning: this rule never applies: the rule \"rule 1\" in line 3 answers all its requests; put this "
      "one before it\n"
      "    - {when: {thing: u}, faults: [hang]}\n"
      "      ^\n"
      "a.yaml:4:5: warning: the rule \"rule 2\" is for the thing \"u\", which matches no thing of the scenario\n"
      "    - {when: {thing: u}, faults: [hang]}\n"
      "      ^\n"
      "1 file, no mistakes, 2 warnings\n";
  CHECK(folder.check({"a.yaml"}).out == text);
  CHECK(folder.check({"a.yaml"}).exit_code == 0);
  CHECK(folder.check({"a.yaml", "--strict"}).out == text);
  CHECK(folder.check({"a.yaml", "--strict"}).exit_code == 3);
  const auto json = nlohmann::json::parse(folder.check({"a.yaml", "--format", "json"}).out);
  CHECK(json.at("mistakes").empty());
  CHECK(json.at("warnings").size() == 2);
  CHECK(json.at("warnings").at(0).at("line") == 4);
  folder.write("b.yaml", "seed: x\n");
  CHECK(folder.check({".", "--strict"}).exit_code == 2);
  folder.write("b.yaml", "seed: 1\n");
  CHECK(folder.check({"b.yaml", "--strict"}).exit_code == 0);
}

TEST_CASE("check reads files that end in yml beside those that end in yaml", "[cli][check]") {
  const CheckFolder folder("yml");
  folder.write("a.yaml", "summary: a\n");
  folder.write("b.yml", "sumary: b\n");
  folder.write("c.yml.orig", "no scenario");
  const auto outcome = folder.check({"."});
  CHECK(outcome.out.find("b.yml:1:1: a scenario has no key \"sumary\"") != std::string::npos);
  CHECK(outcome.exit_code == 2);
  folder.write("b.yml", "summary: b\n");
  CHECK(folder.check({"."}).out == "2 files, no mistakes\n");
  CHECK(folder.check({"b.yml"}).out == "1 file, no mistakes\n");
}

TEST_CASE("check warns of what differs between replicas", "[cli][check]") {
  const CheckFolder folder("replicas");
  folder.write("differs.yaml", "summary: A bucket for all.\nrules:\n  - throttle: {rate: 1/s, by: server}\n");
  folder.write("same.yaml",
               "summary: Nothing differs.\nseed: 1\nclock: {start: 2026-01-01T00:00:00Z, rate: 0}\n"
               "rules:\n  - throttle: {rate: 1/s}\n");
  const auto differs = folder.check({"differs.yaml", "--replicas"});
  CHECK(differs.exit_code == 0);
  CHECK(differs.out.ends_with("1 file, no mistakes, 3 warnings\n"));
  CHECK(differs.out.find("differs.yaml: warning: replicas: without `seed`") != std::string::npos);
  CHECK(differs.out.find("differs.yaml: warning: replicas: the clock of each replica begins") != std::string::npos);
  CHECK(differs.out.find("differs.yaml:3:5: warning: replicas: each replica has a limit of its own") !=
        std::string::npos);
  CHECK(folder.check({"differs.yaml", "--replicas", "--strict"}).exit_code == 3);
  CHECK(folder.check({"differs.yaml"}).out == "1 file, no mistakes\n");
  CHECK(folder.check({"same.yaml", "--replicas"}).out == "1 file, no mistakes\n");
}

TEST_CASE("check reads standard input and pipes", "[cli][check]") {
  const CheckFolder folder("streams");
  folder.write("d.json", "{}");
  folder.write("good.yaml", "things: {t: {j: {document-file: d.json}}}\n");
  const auto with_input = [&folder](const std::string& input) { return folder.check({"-"}, input); };
  CHECK(with_input("summary: a\n").out == "1 file, no mistakes\n");
  CHECK(with_input("things: {t: {j: {document-file: d.json}}}\n").exit_code == 0);  // beside: the working directory
  const auto wrong = with_input("sumary: a\n");
  CHECK(wrong.exit_code == 2);
  CHECK(wrong.out ==
        "<stdin>:1:1: a scenario has no key \"sumary\"; did you mean \"summary\"?\n"
        "  sumary: a\n"
        "  ^\n");
  CHECK(with_input("").exit_code == 2);
  const auto too_long = folder.shell("head -c 270000 /dev/zero | tr '\\0' '#' | \"$0\" check -");
  CHECK(too_long.exit_code == 2);
  CHECK(too_long.out.starts_with("<stdin>"));
  const auto piped = folder.shell("\"$0\" check <(cat good.yaml) <(echo 'sumary: a')");
  CHECK(piped.exit_code == 2);
  CHECK(piped.out.find(":1:1: a scenario has no key \"sumary\"; did you mean \"summary\"?\n") != std::string::npos);
  CHECK(folder.shell("\"$0\" check <(cat good.yaml)").out == "1 file, no mistakes\n");
  CHECK(folder.shell("\"$0\" check /dev/stdin < good.yaml").out == "1 file, no mistakes\n");
}

TEST_CASE("check names a tab in the indentation with its position", "[cli][check]") {
  const CheckFolder folder("tabs");
  folder.write("a.yaml", "summary: a\nthings:\n\tt: {j: {}}\n");
  CHECK(folder.check({"a.yaml"}).out ==
        "a.yaml:3:1: a tab in the indentation; indent with spaces, not tabs\n"
        "   t: {j: {}}\n"
        "  ^\n");
}
