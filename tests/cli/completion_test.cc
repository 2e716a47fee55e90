// The completion scripts in the shells that they are for: each completes commands, options, fixed words, names from the
// program and files.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/installed.h"
#include "support/process.h"
#include "support/temporary_folder.h"

using namespace jobrig;

namespace {

using Words = std::vector<std::string>;

/// A folder with the program as `jobrig`, a scenario file, a folder and the completion script of a shell.
class ShellFolder {
 public:
  explicit ShellFolder(const std::string& shell) : shell_(shell) {
    std::filesystem::create_directories(folder_.path() / "bin");
    std::filesystem::create_directories(folder_.path() / "below");
    std::filesystem::create_symlink(test::jobrig_program(), folder_.path() / "bin/jobrig");
    write("my scenario.yaml", "summary: x\n");
    const auto script = test::run_jobrig({"completion", shell});
    REQUIRE(script.exit_code == 0);
    write("script", script.out);
  }

  void write(const std::string& name, const std::string& text) const { std::ofstream(folder_.path() / name) << text; }

  /// Runs a script of the shell; `words` are its arguments. Returns the lines that it prints.
  [[nodiscard]] Words run(const std::string& code, const Words& words = {}) const {
    write("test-script", code);
    Words line{"/usr/bin/env", shell_, "test-script"};
    line.insert(line.end(), words.begin(), words.end());
    test::ProcessOptions options;
    options.folder = folder_.path().string();
    options.environment = {{"PATH", (folder_.path() / "bin").string() + ":/usr/bin:/bin"},
                           {"HOME", folder_.path().string()},
                           {"TERM", "dumb"},
                           {"LC_ALL", "C.UTF-8"}};
    const auto outcome = test::run(line, options);
    CAPTURE(outcome.err);
    CHECK(outcome.exit_code == 0);
    std::istringstream lines(outcome.out);
    Words found;
    for (std::string one; std::getline(lines, one);) {
      found.push_back(one.substr(0, one.find('\t')));  // fish adds descriptions
      if (found.back().ends_with('\r')) {
        found.back().pop_back();
      }
    }
    return found;
  }

 private:
  test::TemporaryFolder folder_;
  std::string shell_;
};

bool offers(const Words& found, const std::string& word) {
  return std::find(found.begin(), found.end(), word) != found.end();
}

/// What a shell offers for a command line of which the last word is incomplete.
template <typename Complete>
void check_offers(const Complete& complete) {
  const Words commands = complete("jobrig ");
  CHECK(offers(commands, "serve"));
  CHECK(offers(commands, "completion"));
  CHECK_FALSE(offers(commands, "errors"));
  const Words options = complete("jobrig serve --");
  CHECK(offers(options, "--listen"));
  CHECK(offers(options, "--help"));
  CHECK_FALSE(offers(options, "--run"));
  CHECK(complete("jobrig serve --contract o") == Words{"original"});
  CHECK(offers(complete("jobrig conform --run retry/"), "retry/never-resource-not-found"));
  CHECK(offers(complete("jobrig conform --features t"), "tls"));
  CHECK(offers(complete("jobrig conform --profile cu"), "curl"));
  CHECK(offers(complete("jobrig list fau"), "faults"));
  CHECK(offers(complete("jobrig show demos/de"), "demos/default"));
  CHECK(offers(complete("jobrig show dri"), "drip"));
  CHECK(offers(complete("jobrig show Throt"), "ThrottlingException"));
  CHECK(offers(complete("jobrig help ex"), "explain"));
  CHECK(offers(complete("jobrig serve demos/de"), "demos/default"));
  CHECK(complete("jobrig serve --seed ").empty());
}

}  // namespace

TEST_CASE("bash completes commands and options and values and files", "[cli][completion]") {
  const ShellFolder folder("bash");
  const auto complete = [&folder](const std::string& line) {
    return folder.run(
        "source ./script\n"
        "compopt() { :; }\n"  // works only while readline completes
        "read -ra COMP_WORDS <<< \"$1\"\n"
        "[[ $1 == *' ' ]] && COMP_WORDS+=('')\n"
        "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
        "_jobrig jobrig\n"
        "((${#COMPREPLY[@]} == 0)) || printf '%s\\n' \"${COMPREPLY[@]}\"\n",
        {line});
  };
  check_offers(complete);
  CHECK(offers(complete("jobrig serve my"), "my scenario.yaml"));
  CHECK(complete("jobrig serve --tls-dir b") == Words{"below", "bin"});
  CHECK(complete("jobrig serve --journal my") == Words{"my scenario.yaml"});
  // readline takes `=` for a word.
  CHECK(complete("jobrig serve --contract = cur") == Words{"current"});
  CHECK(offers(complete("jobrig serve --contract ="), "current"));
  CHECK(offers(complete("jobrig conform -- jobri"), "jobrig"));
  CHECK(complete("jobrig conform -- jobrig my") == Words{"my scenario.yaml"});
}

TEST_CASE("zsh completes commands and options and values and files", "[cli][completion]") {
  if (!test::is_installed("/usr/bin/zsh", "shells")) {
    return;
  }
  const ShellFolder folder("zsh");
  // Completion works only in an interactive shell. What it adds to its matches is written to a file.
  const auto complete = [&folder](const std::string& line) {
    return folder.run(R"(zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'PROMPT= LISTMAX=9999; autoload -Uz compinit; compinit -u -D; source ./script'
zpty -w shell 'compadd() {
  if [[ "${@[1,(i)(-|--)]}" == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
  local -a hits
  builtin compadd -O hits "$@"
  print -rl -- $hits >> offers
  builtin compadd "$@"
}'
zpty -w shell 'finish() { zle complete-word; exit; }; zle -N finish; bindkey "^X" finish; : > offers; print READY'
zpty -r -m shell line '*READY*READY*'
zpty -n -w shell "$1"$'\x18'
while zpty -r shell line; do :; done
sort -u offers | sed '/^$/d'
)",
                      {line});
  };
  check_offers(complete);
  CHECK(offers(complete("jobrig serve my"), "my\\ scenario.yaml"));
  CHECK(complete("jobrig serve --tls-dir b") == Words{"below", "bin"});
  CHECK(complete("jobrig serve --tls-dir=b") == Words{"below", "bin"});
  CHECK(complete("jobrig serve --journal my") == Words{"my\\ scenario.yaml"});
  CHECK(offers(complete("jobrig conform -- jobri"), "jobrig"));
  CHECK(complete("jobrig conform -- cat my") == Words{"my\\ scenario.yaml"});
}

TEST_CASE("fish completes commands and options and values and files", "[cli][completion]") {
  if (!test::is_installed("/usr/bin/fish", "shells")) {
    return;
  }
  const ShellFolder folder("fish");
  const auto complete = [&folder](const std::string& line) {
    return folder.run("source ./script\ncomplete -C $argv[1]\n", {line});
  };
  check_offers(complete);
  CHECK(offers(complete("jobrig serve my"), "my scenario.yaml"));
  CHECK(complete("jobrig serve --tls-dir b") == Words{"below/", "bin/"});
  CHECK(offers(complete("jobrig serve --journal my"), "my scenario.yaml"));
  CHECK(offers(complete("jobrig conform -- jobri"), "jobrig"));
}

TEST_CASE("an unknown shell is refused with the known ones", "[cli][completion]") {
  const auto outcome = test::run_jobrig({"completion", "zhs"});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err == "jobrig: unknown shell \"zhs\"; expected bash, zsh or fish; did you mean \"zsh\"?\n");
}
