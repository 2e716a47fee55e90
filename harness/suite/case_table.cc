#include "suite/case_table.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "base/quote.h"
#include "base/suggest.h"
#include "suite/placeholder.h"

namespace jobrig::suite {
namespace {

constexpr std::string_view kTables = "for-each";
constexpr std::string_view kId = "id";
constexpr std::string_view kExcept = "except";

bool is_word(std::string_view text, std::string_view more) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || more.find(c) != std::string_view::npos;
  });
}

/// The id of a row: the scalar itself, or the member `id` of a map.
const base::Node* id_of(const base::Node& row) {
  const base::Node* const id = row.is_map() ? row.find(kId) : &row;
  return id != nullptr && id->is_scalar() ? id : nullptr;
}

bool check_row(const std::string& table, const base::Node& row, std::set<std::string>& ids,
               base::Diagnostics& diagnostics) {
  const base::Node* const id = id_of(row);
  if (id == nullptr) {
    diagnostics.add(row.location, "a row of " + base::quoted(table) + " must be a word, or a map with \"id\", not " +
                                      std::string(base::describe(row)));
    return false;
  }
  if (!is_word(id->text, "._-")) {
    diagnostics.add(id->location,
                    "the id of a row must be of small letters, digits, dots, hyphens and underscores, not " +
                        base::quoted(id->text));
    return false;
  }
  if (!ids.insert(id->text).second) {
    diagnostics.add(id->location, "two rows of " + base::quoted(table) + " have the id " + base::quoted(id->text));
    return false;
  }
  return true;
}

/// Reads `for-each`. Returns nothing after a mistake.
std::optional<std::vector<Table>> read_tables(const base::Node& node, base::Diagnostics& diagnostics) {
  if (!node.is_map() || node.entries.empty()) {
    diagnostics.add(node.location, "\"for-each\" must be a map of names to lists of rows, not " +
                                       std::string(node.is_map() ? "an empty one" : base::describe(node)));
    return std::nullopt;
  }
  std::vector<Table> tables;
  bool good = true;
  for (const base::Entry& entry : node.entries) {
    if (!is_word(entry.key, "-") || entry.key == "thing" || entry.key == "job") {
      diagnostics.add(entry.key_location,
                      "the name of a table must be of small letters, digits and hyphens, and not "
                      "thing or job, which every case has");
      good = false;
    }
    if (!entry.value.is_list() || entry.value.items.empty()) {
      diagnostics.add(entry.value.location,
                      base::quoted(entry.key) + " must be a list of rows, not " +
                          std::string(entry.value.is_list() ? "an empty one" : base::describe(entry.value)));
      good = false;
      continue;
    }
    std::set<std::string> ids;
    Table table{entry.key, {}};
    for (const base::Node& row : entry.value.items) {
      good = check_row(entry.key, row, ids, diagnostics) && good;
      table.rows.push_back(&row);
    }
    tables.push_back(std::move(table));
  }
  return good ? std::optional(std::move(tables)) : std::nullopt;
}

/// Whether the value of one member of an exception names the row: a word, or a list of words.
bool names_row(const base::Node& value, const base::Node& row) {
  const std::string& id = id_of(row)->text;
  return value.is_list() ? std::any_of(value.items.begin(), value.items.end(),
                                       [&](const base::Node& one) { return one.is_scalar() && one.text == id; })
                         : value.is_scalar() && value.text == id;
}

/// Each id in one member of an exception must be one of a row.
bool check_ids(const Table& table, const base::Node& value, base::Diagnostics& diagnostics) {
  if (value.is_map() || (value.is_list() && value.items.empty())) {
    diagnostics.add(value.location, base::quoted(table.name) + " must be the id of a row or a list of ids, not " +
                                        std::string(value.is_map() ? base::describe(value) : "an empty one"));
    return false;
  }
  std::vector<std::string_view> ids;
  for (const base::Node* const row : table.rows) {
    ids.emplace_back(id_of(*row)->text);
  }
  bool good = true;
  const auto check = [&](const base::Node& one) {
    if (!one.is_scalar() || std::find(ids.begin(), ids.end(), one.text) == ids.end()) {
      diagnostics.add(one.location, base::quoted(table.name) + " has no row " + base::quoted(one.text) +
                                        base::did_you_mean(one.text, ids));
      good = false;
    }
  };
  if (value.is_list()) {
    std::for_each(value.items.begin(), value.items.end(), check);
  } else {
    check(value);
  }
  return good;
}

/// Reads `except`, a list of maps from the name of a table to ids of its rows. Returns whether it has no mistake.
bool check_exceptions(const base::Node& node, const std::vector<Table>& tables, base::Diagnostics& diagnostics) {
  if (!node.is_list() || node.items.empty()) {
    diagnostics.add(node.location,
                    "\"except\" must be a list of combinations, such as [{error: throttling, form: code}]");
    return false;
  }
  bool good = true;
  const auto complain = [&](const base::Location& location, std::string message) {
    diagnostics.add(location, std::move(message));
    good = false;
  };
  for (const base::Node& one : node.items) {
    if (!one.is_map() || one.entries.empty()) {
      complain(one.location, "a combination must be a map of tables to ids of rows");
    }
    for (const base::Entry& entry : one.entries) {
      const Table* const table = table_named(tables, entry.key);
      if (table == nullptr) {
        complain(entry.key_location,
                 "unknown table " + base::quoted(entry.key) + base::did_you_mean(entry.key, names_of(tables)));
      } else {
        good = check_ids(*table, entry.value, diagnostics) && good;
      }
    }
  }
  return good;
}

bool is_excepted(const base::Node* exceptions, const Combination& combination) {
  return exceptions != nullptr &&
         std::any_of(exceptions->items.begin(), exceptions->items.end(), [&](const base::Node& one) {
           return std::all_of(one.entries.begin(), one.entries.end(), [&](const base::Entry& entry) {
             return names_row(entry.value, *combination.row_of(entry.key));
           });
         });
}

bool is_path(std::string_view id) {
  while (!id.empty()) {
    const std::size_t end = std::min(id.find('/'), id.size());
    if (!is_word(id.substr(0, end), "._-") || id.front() == '.') {
      return false;
    }
    id.remove_prefix(end);
    if (!id.empty()) {
      id.remove_prefix(1);
      if (id.empty()) {
        return false;
      }
    }
  }
  return true;
}

/// The tree of the family without the keys of the table.
base::Node without_tables(const base::Node& root) {
  base::Node rest = root;
  std::erase_if(rest.entries, [](const base::Entry& entry) {
    return entry.key == kTables || entry.key == kId || entry.key == kExcept;
  });
  return rest;
}

/// Counts through all combinations. False: that was the last one.
bool advance(std::vector<std::size_t>& indexes, const std::vector<Table>& tables) {
  for (std::size_t i = tables.size(); i-- > 0;) {
    if (++indexes[i] < tables[i].rows.size()) {
      return true;
    }
    indexes[i] = 0;
  }
  return false;
}

/// The number of combinations, or kMaxCombinations + 1 if there are more.
std::size_t combinations(const std::vector<Table>& tables) {
  std::size_t count = 1;
  for (const Table& table : tables) {
    count = std::min(count * table.rows.size(), kMaxCombinations + 1);
  }
  return count;
}

}  // namespace

bool is_family(const base::Node& root) { return root.find(kTables) != nullptr; }

std::vector<TableCase> expand_family(const base::Node& root, base::Diagnostics& diagnostics) {
  const auto tables = read_tables(*root.find(kTables), diagnostics);
  const base::Node* const id = root.find(kId);
  const base::Node* const exceptions = root.find(kExcept);
  if (id == nullptr || !id->is_scalar() || id->text.empty()) {
    diagnostics.add(
        (id == nullptr ? root : *id).location,
        "a family of cases needs \"id\", the path of each case below its folder, such as \"{error}-in-{form}\"");
  }
  if (!tables || id == nullptr || !id->is_scalar() || id->text.empty() ||
      (exceptions != nullptr && !check_exceptions(*exceptions, *tables, diagnostics))) {
    return {};
  }
  if (combinations(*tables) > kMaxCombinations) {
    diagnostics.add(root.find(kTables)->location,
                    "\"for-each\" has more than " + std::to_string(kMaxCombinations) + " combinations");
    return {};
  }
  const base::Node rest = without_tables(root);
  std::vector<TableCase> cases;
  std::set<std::string> ids;
  std::vector<std::size_t> indexes(tables->size(), 0);
  do {
    const Combination combination{*tables, indexes};
    if (is_excepted(exceptions, combination)) {
      continue;
    }
    if (cases.size() == kMaxCases) {
      diagnostics.add(root.find(kTables)->location,
                      "\"for-each\" gives more than " + std::to_string(kMaxCases) + " cases");
      return {};
    }
    base::Node name = *id;
    TableCase one{{}, rest};
    if (!substitute(combination, name, diagnostics) || !substitute(combination, one.root, diagnostics)) {
      return {};  // the next rows have the same mistake
    }
    if (!is_path(name.text)) {
      diagnostics.add(id->location,
                      "the id " + base::quoted(name.text) + " is not a path of words, such as names/in-header");
      return {};
    }
    if (!ids.insert(name.text).second) {
      diagnostics.add(id->location, "two cases of the family have the id " + base::quoted(name.text) +
                                        "; the id must contain each table");
      return {};
    }
    one.id = std::move(name.text);
    cases.push_back(std::move(one));
  } while (advance(indexes, *tables));
  if (cases.empty()) {
    diagnostics.add(root.find(kTables)->location, "no combination of rows is left: \"except\" names all of them");
  }
  return cases;
}

}  // namespace jobrig::suite
