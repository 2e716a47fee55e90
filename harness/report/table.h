// Table: formats rows of plain values as aligned text or as JSON. It prints nothing.
#pragma once

#include <cstddef>
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

/// Columns separated by two spaces, headings in capitals, no trailing spaces. With a `width`, cells are wrapped so that
/// no line is longer, unless there are too many columns for that. 0: one line for each row.
std::string table_text(const Table& table, std::size_t width = 0);
/// One row as lines of a heading and a value.
std::string record_text(const Table& table, std::size_t row);
/// The first cell of each row, one per line.
std::string table_names(const Table& table);
/// A list of objects with the keys in the order of the columns.
std::string table_json(const Table& table);

}  // namespace jobrig::report
