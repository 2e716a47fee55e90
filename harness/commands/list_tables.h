// List tables: the tables that `jobrig list` can print. Each is generated from the table that the code uses. It prints
// nothing.
#pragma once

#include <span>
#include <string_view>

#include "contract/operations.h"
#include "report/table.h"

namespace jobrig::commands {

struct ListableRow {
  std::string_view name;     // errors
  std::string_view summary;  // a description of the table
  report::Table (*make)();
};

/// The table of the operations in those rows.
report::Table operations_table(std::span<const contract::OperationRow> rows);

/// All tables.
std::span<const ListableRow> listables();

}  // namespace jobrig::commands
