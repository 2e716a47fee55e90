#include "suite/placeholder.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/catalogue.h"
#include "base/quote.h"
#include "base/suggest.h"

namespace jobrig::suite {
namespace {

// Shorter words are near to anything.
constexpr std::size_t kMinMisspeltTable = 3;
// suite/name_substitution.cc replaces them.
constexpr std::array<std::string_view, 4> kNamesOfEveryCase{"thing", "job", "elsewhere", "elsewhere-tls"};

/// `{error.name}` at a place in a text.
struct Found {
  std::size_t at = 0;
  std::size_t length = 0;
  std::string_view table;
  std::string_view member;  // empty: the id
};

bool is_name_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }

/// A name from `at` on; empty if there is none.
std::string_view name_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_name_character(text[end])) {
    ++end;
  }
  return text.substr(std::min(at, text.size()), end - at);
}

std::optional<Found> find_placeholder(std::string_view text, std::size_t from) {
  for (std::size_t at = text.find('{', from); at != std::string_view::npos; at = text.find('{', at + 1)) {
    Found found{at, 0, name_at(text, at + 1), {}};
    std::size_t end = at + 1 + found.table.size();
    if (!found.table.empty() && end < text.size() && text[end] == '.') {
      found.member = name_at(text, end + 1);
      end += 1 + found.member.size();
      if (found.member.empty()) {
        continue;
      }
    }
    if (!found.table.empty() && end < text.size() && text[end] == '}') {
      found.length = end + 1 - at;
      return found;
    }
  }
  return std::nullopt;
}

/// Whether the placeholder of no table is one that every case has, or a text. With a dot it can only be a mistake;
/// without one, if it is nearly a name.
bool is_other_text(const Found& found, const Combination& combination, const base::Location& location,
                   base::Diagnostics& diagnostics) {
  auto names = names_of(combination.tables);
  if (!found.member.empty()) {
    diagnostics.add(location, "unknown table " + base::quoted(found.table) + base::did_you_mean(found.table, names));
    return false;
  }
  names.insert(names.end(), kNamesOfEveryCase.begin(), kNamesOfEveryCase.end());
  const auto near = found.table.size() < kMinMisspeltTable ? std::nullopt : base::nearest(found.table, names);
  if (!near || *near == found.table) {
    return true;
  }
  diagnostics.add(location,
                  "unknown placeholder {" + std::string(found.table) + "}; did you mean {" + std::string(*near) + "}?");
  return false;
}

/// The member that the placeholder names. Null: not a placeholder of a table, or a mistake, which is reported.
const base::Node* value_of(const Found& found, const Combination& combination, const base::Location& location,
                           bool& good, base::Diagnostics& diagnostics) {
  const base::Node* const row = combination.row_of(found.table);
  if (row == nullptr) {
    good = is_other_text(found, combination, location, diagnostics) && good;
    return nullptr;
  }
  const std::string_view member = found.member.empty() ? "id" : found.member;
  const base::Node* const value = row->is_map() ? row->find(member) : member == "id" ? row : nullptr;
  if (value == nullptr) {
    std::vector<std::string_view> members;
    for (const base::Entry& entry : row->entries) {
      members.emplace_back(entry.key);
    }
    diagnostics.add(location, "the row of " + base::quoted(found.table) + " in line " +
                                  std::to_string(row->location.line) + " has no member " + base::quoted(member) +
                                  base::did_you_mean(member, members));
    good = false;
  }
  return value;
}

bool substitute_in_text(const Combination& combination, std::string& text, const base::Location& location,
                        base::Diagnostics& diagnostics) {
  bool good = true;
  std::size_t from = 0;
  while (const auto found = find_placeholder(text, from)) {
    const base::Node* const value = value_of(*found, combination, location, good, diagnostics);
    if (value == nullptr) {
      from = found->at + 1;
      continue;
    }
    if (!value->is_scalar()) {
      diagnostics.add(location, "only a value of its own can become " + std::string(base::describe(*value)) +
                                    "; this placeholder is a part of a text");
      return false;
    }
    const std::size_t end = found->at + value->text.size();
    text.replace(found->at, found->length, value->text);
    from = end;
  }
  return good;
}

}  // namespace

const Table* table_named(const std::vector<Table>& tables, std::string_view name) {
  return base::row_named(tables, name);
}

std::vector<std::string_view> names_of(const std::vector<Table>& tables) { return base::names_in(tables); }

const base::Node* Combination::row_of(std::string_view table) const {
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (tables[i].name == table) {
      return tables[i].rows[indexes[i]];
    }
  }
  return nullptr;
}

// Recursion is safe: the YAML reader limits the depth to 100.
bool substitute(const Combination& combination, base::Node& node, base::Diagnostics& diagnostics) {
  if (node.is_scalar()) {
    const auto found = find_placeholder(node.text, 0);
    if (found && found->length == node.text.size()) {
      bool good = true;
      const base::Node* const value = value_of(*found, combination, node.location, good, diagnostics);
      if (value != nullptr) {
        base::Node copy = *value;
        node = std::move(copy);
      }
      return good;
    }
    return substitute_in_text(combination, node.text, node.location, diagnostics);
  }
  bool good = true;
  for (base::Node& item : node.items) {
    good = substitute(combination, item, diagnostics) && good;
  }
  for (base::Entry& entry : node.entries) {
    good = substitute_in_text(combination, entry.key, entry.key_location, diagnostics) && good;
    good = substitute(combination, entry.value, diagnostics) && good;
  }
  return good;
}

}  // namespace jobrig::suite
