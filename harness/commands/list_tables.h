// List tables: the tables that `jobrig list` can print, each made from the table that the code uses. It prints nothing.
#pragma once

#include <span>
#include <string_view>

#include "contract/operations.h"
#include "report/table.h"

namespace jobrig::commands {

struct ListableRow {
  std::string_view name;     // errors
  std::string_view summary;  // what it shows
  report::Table (*make)();
};

/// The list of the operations in those rows.
report::Table operations_table(std::span<const contract::OperationRow> rows);

/// Everything that can be listed.
std::span<const ListableRow> listables();

}  // namespace jobrig::commands
