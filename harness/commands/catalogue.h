// Catalogue: the table of subcommands. One line in catalogue.cc adds one. It does not run them.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "commands/command.h"

namespace jobrig::commands {

struct CommandRow {
  std::string_view name;     // serve
  std::string_view summary;  // a phrase for `jobrig --help`
  std::unique_ptr<Command> (*make)();
};

std::span<const CommandRow> catalogue();

}  // namespace jobrig::commands
