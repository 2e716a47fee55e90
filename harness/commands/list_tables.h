// List tables: the tables that `jobrig list` can print. Each is generated from the table that the code uses. It prints
// nothing.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "contract/operations.h"
#include "report/table.h"

namespace jobrig::commands {

struct ListableRow {
  std::string_view name;     // errors
  std::string_view summary;  // a description of the table
  report::Table (*make)();
  /// Whether `show` prints its rows as records. It prints others in full, and their tables load every case.
  bool has_records = true;
};

/// The table of the operations in those rows.
report::Table operations_table(std::span<const contract::OperationRow> rows);

/// All tables.
std::span<const ListableRow> listables();

/// Each row of the tables that begins with the name, as a record; below faults and checks, their settings. Empty: no
/// table has the name.
std::string records_named(std::string_view name);
/// What records_named() knows.
std::vector<std::string> names_in_tables();

}  // namespace jobrig::commands
