// List tables: the tables that `jobrig list` can print, each made from the table that the code uses. It prints nothing.
#pragma once

#include <span>
#include <string_view>

#include "report/table.h"

namespace jobrig::commands {

struct ListableRow {
  std::string_view name;     // errors
  std::string_view summary;  // what it shows
  report::Table (*make)();
};

/// Everything that can be listed.
std::span<const ListableRow> listables();

}  // namespace jobrig::commands
