// Node: a document as read by the strict reader of load/: scalars, lists and maps with their locations. It does not
// depend on YAML, so faults and checks can parse their settings without the YAML library. It contains no aliases, tags
// or duplicate keys: the reader resolves or rejects them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace jobrig::base {

struct Entry;

/// One value of a document. Owned by its parent; immutable after reading.
struct Node {
  enum class Kind { kNull, kScalar, kList, kMap };

  Kind kind = Kind::kNull;
  /// Scalars only: the text, unquoted and unescaped.
  std::string text;
  /// Scalars only: true if the text was quoted or a block scalar. `"5"` is text, `5` is a number.
  bool quoted = false;
  Location location;
  std::vector<Node> items;
  std::vector<Entry> entries;  // in the order written

  [[nodiscard]] bool is_null() const { return kind == Kind::kNull; }
  [[nodiscard]] bool is_scalar() const { return kind == Kind::kScalar; }
  [[nodiscard]] bool is_list() const { return kind == Kind::kList; }
  [[nodiscard]] bool is_map() const { return kind == Kind::kMap; }
  /// The value for `key` in a map, or null.
  [[nodiscard]] const Node* find(std::string_view key) const;
};

/// One `key: value` pair of a map.
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

/// Describes the node for messages: "a map", "a list", "text", "a number", "true or false", "nothing".
std::string_view describe(const Node& node);

}  // namespace jobrig::base
