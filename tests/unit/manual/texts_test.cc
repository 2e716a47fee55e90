// Help, manual page and completion scripts of a small program: what each makes of its commands and options.
#include <string>

#include "manual/completion.h"
#include "manual/help.h"
#include "manual/roff.h"
#include "manual/values.h"
#include "support/catch.h"

using namespace jobrig;

namespace {

manual::Program small_program() {
  manual::Program program;
  program.version = "1.2.3";
  program.options = {{"--help", "", "print this help", false, 0, 1, {}, "-h"}};
  program.commands = {{"bake",
                       "bake bread's dough",
                       {{"SCENARIO", "", "files: any [of them]", true, 0, 9},
                        {"--heat", "HOST:PORT", "oven"},
                        {"--kind", "KIND", "kind of bread", false, 0, 1, {"rye", "oat"}},
                        {"--tin", "DIR", "folder"},
                        {"--log", "FILE", "file", false, 0, 9},
                        {"--quick", "", "hurry"}},
                       {},
                       {"jobrig bake 'a b' \\x"}},
                      {"eat", "eat", {{"PROGRAM", "", "client", true, 0, 9}}, {}, {}}};
  program.exit_codes = {{"0", "success"}, {"1", "burnt"}};
  program.variables = {{"OVEN", ".where"}};
  return program;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the help of a program lists commands and options and exit codes", "[manual]") {
  CHECK(manual::program_help(small_program()) ==
        "jobrig: mock the AWS IoT Jobs data plane, inject faults, and test clients\n\n"
        "usage: jobrig COMMAND [OPTIONS]\n\n"
        "  bake  bake bread's dough\n"
        "  eat   eat\n\n"
        "  -h, --help  print this help\n\n"
        "Exit codes: 0 success; 1 burnt.\n");
}

TEST_CASE("the help of a command shows its usage and options and examples", "[manual]") {
  CHECK(manual::command_help(small_program().commands.front()) ==
        "jobrig bake: bake bread's dough\n\n"
        "usage: jobrig bake [SCENARIO…] [OPTIONS]\n\n"
        "  SCENARIO          files: any [of them]\n"
        "  --heat HOST:PORT  oven\n"
        "  --kind KIND       kind of bread\n"
        "  --tin DIR         folder\n"
        "  --log FILE        file\n"
        "  --quick           hurry\n"
        "  --help            print this help\n\n"
        "example: jobrig bake 'a b' \\x\n");
}

TEST_CASE("exit codes that do not fit a line are continued in the next", "[manual]") {
  manual::Program program = small_program();
  program.exit_codes = {{"1", std::string(70, 'x')}, {"2", "y z"}};
  CHECK(has(manual::program_help(program), "\nExit codes: 1\n" + std::string(70, 'x') + "; 2 y z.\n"));
}

TEST_CASE("the values of an option follow from its words or its placeholder", "[manual]") {
  using manual::Paths;
  using manual::Values;
  CHECK(manual::values_of({"--kind", "FILE", "", false, 0, 1, {"a"}}) == Values{{"a"}, {}, Paths::kNone});
  CHECK(manual::values_of({"--log", "FILE", ""}) == Values{{}, {}, Paths::kFiles});
  CHECK(manual::values_of({"--dir", "DIR", ""}) == Values{{}, {}, Paths::kFolders});
  CHECK(manual::values_of({"SCENARIO", "", "", true}) == Values{{}, {"scenarios"}, Paths::kFiles});
  CHECK(manual::values_of({"NAME", "", "", true}).tables.size() == 12);
  CHECK(manual::values_of({"--thing", "NAME", ""}) == Values{});  // of a thing, not of a table
  CHECK(manual::values_of({"--listen", "HOST:PORT", ""}) == Values{});
}

TEST_CASE("a value that may be absent follows an equals sign in all texts", "[manual]") {
  manual::Program program = small_program();
  program.commands.front().options.push_back(
      {"--warm", "dark|light", "keep warm", false, 0, 1, {"dark", "light"}, "", true});
  CHECK(has(manual::command_help(program.commands.front()), "\n  --warm[=dark|light]  keep warm\n"));
  CHECK(has(manual::manual_page(program), "\\-\\-warm\\fR[=\\fIdark|light\\fR]\n"));
  CHECK(has(manual::bash_completion(program), " --quick --warm --warm=dark --warm=light --help'"));
  CHECK_FALSE(has(manual::bash_completion(program), " --warm) "));
  CHECK(has(manual::zsh_completion(program), " '--warm=-[keep warm]::dark|light:(dark light)' "));
  CHECK(has(manual::fish_completion(program), " -l warm -f -a 'dark light' -d 'keep warm'\n"));
}

TEST_CASE("the manual page escapes what roff would interpret", "[manual]") {
  const std::string page = manual::manual_page(small_program());
  CHECK(page.starts_with(".TH JOBRIG 1 \"\" \"jobrig 1.2.3\" \"User Commands\"\n"));
  CHECK(has(page, "\n.SS bake\n\\fBjobrig bake\\fR \\fI[SCENARIO\\[u2026]]\\fR [\\fIOPTIONS\\fR]\n"));
  CHECK(has(page, "\nBake bread\\(aqs dough.\n"));
  CHECK(has(page, "\n.TP\n\\fB\\-\\-heat\\fR \\fIHOST:PORT\\fR\noven\n"));
  CHECK(has(page, "\n.EX\njobrig bake \\(aqa b\\(aq \\ex\n.EE\n"));
  CHECK(has(page, "\n.SH EXIT STATUS\n.TP\n\\fB0\\fR\nsuccess\n"));
  CHECK(has(page, "\n\\fBOVEN\\fR\n\\&.where\n"));
}

TEST_CASE("long texts of the manual page are filled and their lines are not requests", "[manual]") {
  manual::Program program = small_program();
  program.variables = {{"OVEN", std::string(70, 'x') + " and then .more and 'quoted' words"}};
  CHECK(has(manual::manual_page(program),
            "\n" + std::string(70, 'x') + " and then\n\\&.more and \\(aqquoted\\(aq words\n"));
}

TEST_CASE("the completion of bash has a branch for each option with a value", "[manual]") {
  const std::string script = manual::bash_completion(small_program());
  CHECK(has(script, "    words='bake eat --help'\n"));
  CHECK(has(script,
            "\n          --heat) : ;;\n          --kind) words='rye oat' ;;\n"
            "          --tin) paths=folders ;;\n          --log) paths=files ;;\n"));
  CHECK(has(script, "else tables='scenarios' paths=files; fi ;;\n"));
}

TEST_CASE("the completion of zsh escapes the separators of its specifications", "[manual]") {
  const std::string script = manual::zsh_completion(small_program());
  CHECK(has(script, "\n    'bake:bake bread'\\''s dough'\n"));
  CHECK(has(script, " '--heat=[oven]:HOST\\:PORT: ' "));
  CHECK(has(script, " '--kind=[kind of bread]:KIND:(rye oat)' "));
  CHECK(has(script, " '*--log=[file]:FILE:_files' "));
  CHECK(has(script, " '*:SCENARIO:_jobrig_names_and_files scenarios' "));
  CHECK(has(script, " '*::PROGRAM:_jobrig_program' "));
}

TEST_CASE("the completion of fish has a line for each option", "[manual]") {
  const std::string script = manual::fish_completion(small_program());
  CHECK(has(script, "-n __jobrig_no_command -a bake -d 'bake bread\\'s dough'\n"));
  CHECK(has(script, "-n '__jobrig_command bake' -l kind -r -f -a 'rye oat' -d 'kind of bread'\n"));
  CHECK(has(script, "-n '__jobrig_command bake' -l log -r -F -d 'file'\n"));
  CHECK(has(script, "-n '__jobrig_command bake' -F -a '(__jobrig_names scenarios)'\n"));
  CHECK(has(script, "-n '__jobrig_command bake' -l quick -d 'hurry'\n"));
  CHECK_FALSE(has(script, "complete -c jobrig -n '__jobrig_command eat'\n"));
}
