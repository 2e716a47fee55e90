// YAML tree: builds one base::Node from what a parser tells, event by event, and counts everything before it is made.
// It refuses keys that are written twice or are no text, merging, aliases inside of what they stand for, and what the
// limits forbid. It knows no parser.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/node.h"
#include "load/yaml_text.h"

namespace jobrig::load {

/// Every function may throw YamlRefusal. The parser tells begin() before each of null, alias, scalar and open.
class YamlTree {
 public:
  /// The parser's number of an anchor; kNoAnchor when there is none.
  using Anchor = std::size_t;
  static constexpr Anchor kNoAnchor = 0;

  /// Borrows the limits.
  explicit YamlTree(const YamlLimits& limits) : limits_(limits) {}

  void begin(const base::Location& location);
  /// An absent value is reported where the next token is, lines later: unless it is `written`, it belongs to its key.
  void null(base::Location location, bool written, Anchor anchor);
  void alias(const base::Location& location, Anchor anchor);
  void scalar(base::Location location, const std::string& text, bool quoted, Anchor anchor);
  /// A list or a map, until its close().
  void open(base::Location location, base::Node::Kind kind, Anchor anchor);
  void close();

  base::Node take_root() { return std::move(root_); }

 private:
  // A list or map that is not closed yet.
  struct Open {
    base::Node node;
    Anchor anchor;
    bool key_is_next;
    std::unordered_set<std::string> keys;
  };

  [[nodiscard]] bool expects_key() const;
  void take_key(base::Location location, const std::string& key, bool quoted);
  void count_copy(const base::Node& node, const base::Location& location);
  void finish(base::Node&& node, Anchor anchor);

  const YamlLimits& limits_;
  std::size_t nodes_ = 0;
  std::size_t copied_ = 0;
  base::Node root_;
  std::vector<Open> open_;
  std::unordered_map<Anchor, base::Node> anchored_;
};

}  // namespace jobrig::load
