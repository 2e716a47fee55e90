// Node: a document as the strict reader of load/ gives it: scalars, lists and maps with their places. It knows no YAML:
// faults and checks parse their settings from it without the parser's library. It holds no aliases, tags or
// duplicate keys; the reader has refused or resolved them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace jobrig::base {

struct Entry;

/// One value of a document. Owned by its parent; immutable once read.
struct Node {
  enum class Kind { kNull, kScalar, kList, kMap };

  Kind kind = Kind::kNull;
  /// Scalars only: the text, unquoted and unescaped.
  std::string text;
  /// Scalars only: true when it was written in quotes (or as a block), so that `"5"` is text and `5` a number.
  bool quoted = false;
  Location location;
  std::vector<Node> items;
  std::vector<Entry> entries;  // in the order written

  [[nodiscard]] bool is_null() const { return kind == Kind::kNull; }
  [[nodiscard]] bool is_scalar() const { return kind == Kind::kScalar; }
  [[nodiscard]] bool is_list() const { return kind == Kind::kList; }
  [[nodiscard]] bool is_map() const { return kind == Kind::kMap; }
  /// The value under `key` of a map, or null.
  [[nodiscard]] const Node* find(std::string_view key) const;
};

/// One `key: value` of a map.
struct Entry {
  std::string key;
  Location key_location;
  Node value;
};

inline const Node* Node::find(std::string_view key) const {
  for (const Entry& entry : entries) {
    if (entry.key == key) {
      return &entry.value;
    }
  }
  return nullptr;
}

/// "a map", "a list", "text", "a number", "true or false", "nothing": what a node is, for messages.
std::string_view describe(const Node& node);

}  // namespace jobrig::base
