// YAML tree: builds one base::Node from the events of a parser and checks the limits before creating each node. It
// rejects duplicate keys, keys that are not text, merge keys, and aliases inside their own anchor. It does not depend
// on a parser.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/node.h"
#include "yaml/text.h"

namespace jobrig::yaml {

/// All functions may throw YamlRefusal. The parser calls begin() before null, alias, scalar and open.
class YamlTree {
 public:
  /// The parser's number of an anchor, or kNoAnchor.
  using Anchor = std::size_t;
  static constexpr Anchor kNoAnchor = 0;

  /// Borrows the limits.
  explicit YamlTree(const YamlLimits& limits) : limits_(limits) {}

  void begin(const base::Location& location);
  /// The parser reports an absent value at the next token, which can be lines later. Unless `written`, it gets the
  /// location of its key.
  void null(base::Location location, bool written, Anchor anchor);
  void alias(const base::Location& location, Anchor anchor);
  void scalar(base::Location location, const std::string& text, bool quoted, Anchor anchor);
  /// Starts a list or map, which ends with close().
  void open(base::Location location, base::Node::Kind kind, Anchor anchor);
  void close();

  base::Node take_root() { return std::move(root_); }

 private:
  // A list or map that is not yet closed.
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

}  // namespace jobrig::yaml
