// Meant words: what the options and commands of other programs are called here, and the width of a terminal.
#include "commands/meant_words.h"

#include "commands/catalogue.h"
#include "commands/list_tables.h"
#include "commands/program.h"
#include "commands/terminal_width.h"
#include "manual/values.h"
#include "support/catch.h"

using namespace jobrig;

namespace {

std::string meant_by(std::string_view command, std::string_view option) {
  for (const auto& row : commands::catalogue()) {
    if (row.name == command) {
      commands::Options options;
      const auto made = row.make();
      made->declare(options);
      return commands::meant_option(option, options);
    }
  }
  return "no such command";
}

}  // namespace

TEST_CASE("an option of other programs is called what it is here if the command has it", "[commands]") {
  CHECK(meant_by("serve", "--port") == "; did you mean \"--listen\"?");
  CHECK(meant_by("serve", "--host") == "; did you mean \"--listen\"?");
  CHECK(meant_by("serve", "--config") == "; write SCENARIO without an option");
  CHECK(meant_by("serve", "--verbose") == "; did you mean \"--log\"?");
  CHECK(meant_by("conform", "--config") == "; did you mean \"--cases\"?");
  CHECK(meant_by("check", "--json") == "; did you mean \"--format json\"?");
  CHECK(meant_by("check", "--config") == "; write PATH without an option");
  CHECK(meant_by("check", "--port").empty());
  CHECK(meant_by("show", "--version") == "; did you mean \"jobrig --version\"?");
}

TEST_CASE("a command of other programs is called what it is here", "[commands]") {
  CHECK(commands::meant_command("run") == "serve");
  CHECK(commands::meant_command("validate") == "check");
  CHECK_FALSE(commands::meant_command("serve").has_value());
  CHECK(commands::unknown_command("test") == "unknown command \"test\"; did you mean \"conform\"?");
  CHECK(commands::unknown_command("lisst") == "unknown command \"lisst\"; did you mean \"list\"?");
}

TEST_CASE("the width of a terminal is what COLUMNS says or the terminal or 80", "[commands]") {
  CHECK(commands::columns_of_terminal(nullptr, 132) == 132);
  CHECK(commands::columns_of_terminal("100", 132) == 100);
  CHECK(commands::columns_of_terminal("100x", 132) == 132);
  CHECK(commands::columns_of_terminal("", 132) == 132);
  CHECK(commands::columns_of_terminal("5", 132) == 132);
  CHECK(commands::columns_of_terminal("99999", 0) == 80);
  CHECK(commands::columns_of_terminal(nullptr, 0) == 80);
}

TEST_CASE("completion asks only for tables that exist and knows the values of every option with words", "[commands]") {
  std::size_t tables = 0;
  for (const manual::Command& command : commands::program().commands) {
    for (const manual::Option& option : command.options) {
      for (const std::string_view table : manual::values_of(option).tables) {
        CAPTURE(command.name, option.name, table);
        const auto rows = commands::listables();
        CHECK(std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.name == table; }));
        ++tables;
      }
    }
  }
  CHECK(tables >= 10);
}
