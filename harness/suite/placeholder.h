// Placeholder: replaces `{error}` and `{error.name}` in a tree by the members of one combination of rows. Other braces
// stay: `{thing}` and `{job}` are replaced later, and JSON texts have braces, too.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/node.h"

namespace jobrig::suite {

/// One table of `for-each`. Each row is a scalar, or a map with `id`. Borrows the rows.
struct Table {
  std::string name;
  std::vector<const base::Node*> rows;
};

const Table* table_named(const std::vector<Table>& tables, std::string_view name);
std::vector<std::string_view> names_of(const std::vector<Table>& tables);

/// One row of each table. Borrows both.
struct Combination {
  const std::vector<Table>& tables;
  const std::vector<std::size_t>& indexes;

  /// The row of that table, or null.
  [[nodiscard]] const base::Node* row_of(std::string_view table) const;
};

/// Replaces in all keys and values. A value that is only one placeholder becomes a copy of the member with the member's
/// location. Returns false after a mistake: an unknown table or member.
bool substitute(const Combination& combination, base::Node& node, base::Diagnostics& diagnostics);

}  // namespace jobrig::suite
