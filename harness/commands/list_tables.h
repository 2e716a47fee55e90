// The tables that `jobrig list` can print, each made from the one that the code itself uses. No printing here.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace jobrig::commands {

using Cell = std::variant<std::string, std::int64_t, bool, std::vector<std::string>>;

struct Table {
  std::vector<std::string> columns;     // keys in JSON, headings in text
  std::vector<std::vector<Cell>> rows;  // each as long as `columns`
};

struct ListableRow {
  std::string_view name;     // errors
  std::string_view summary;  // what it shows
  Table (*make)();
};

/// Everything that can be listed.
std::span<const ListableRow> listables();

}  // namespace jobrig::commands
