// Catalogue: fills a table of kinds, such as faults or checks, and finds a row by its name. It knows no kind.
#pragma once

#include <algorithm>
#include <functional>
#include <string_view>
#include <vector>

namespace jobrig::base {

/// What `declare` adds, sorted by `key`: a member or a function of one kind.
template <typename Kind, typename Key>
[[nodiscard]] std::vector<Kind> sorted_kinds(void (*declare)(std::vector<Kind>& kinds), Key key) {
  std::vector<Kind> kinds;
  declare(kinds);
  std::sort(kinds.begin(), kinds.end(),
            [&](const Kind& one, const Kind& other) { return std::invoke(key, one) < std::invoke(key, other); });
  return kinds;
}

/// The row of that name in a table that stays where it is, or null.
template <typename Rows>
[[nodiscard]] auto row_named(const Rows& rows, std::string_view name) -> decltype(&*rows.begin()) {
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& one) { return one.name == name; });
  return row == rows.end() ? nullptr : &*row;
}

/// The names of all rows, which the table owns.
template <typename Rows>
[[nodiscard]] std::vector<std::string_view> names_in(const Rows& rows) {
  std::vector<std::string_view> names;
  for (const auto& row : rows) {
    names.emplace_back(row.name);
  }
  return names;
}

}  // namespace jobrig::base
