// Table: formats rows of plain values as aligned text or as JSON. It prints nothing.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace jobrig::report {

using Cell = std::variant<std::string, std::int64_t, bool, std::vector<std::string>>;

struct Table {
  std::vector<std::string> columns;     // keys in JSON, headings in text
  std::vector<std::vector<Cell>> rows;  // each as long as `columns`
};

/// Columns separated by two spaces, headings in capitals, no trailing spaces.
std::string table_text(const Table& table);
/// A list of objects with the keys in the order of the columns.
std::string table_json(const Table& table);

}  // namespace jobrig::report
