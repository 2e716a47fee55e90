#include "yaml/tree.h"

#include <algorithm>
#include <utility>

#include "base/fields.h"

namespace jobrig::yaml {

using base::Location;
using base::Node;

bool YamlTree::expects_key() const { return !open_.empty() && open_.back().node.is_map() && open_.back().key_is_next; }

void YamlTree::begin(const Location& location) {
  if (++nodes_ > limits_.nodes) {
    throw YamlRefusal{location, "the file contains more than " + std::to_string(limits_.nodes) + " keys and values"};
  }
}

void YamlTree::null(Location location, bool written, Anchor anchor) {
  if (expects_key()) {
    throw YamlRefusal{std::move(location), "a key must be text, not nothing"};
  }
  const bool in_map = !open_.empty() && open_.back().node.is_map();
  Node node;
  node.location = in_map && !written ? open_.back().node.entries.back().key_location : std::move(location);
  finish(std::move(node), anchor);
}

void YamlTree::alias(const Location& location, Anchor anchor) {
  if (expects_key()) {
    throw YamlRefusal{location, "a key must be text, not an alias"};
  }
  const auto found = anchored_.find(anchor);
  if (found == anchored_.end()) {
    throw YamlRefusal{location, "an alias cannot contain itself"};
  }
  count_copy(found->second, location);
  finish(Node(found->second), kNoAnchor);
}

void YamlTree::scalar(Location location, const std::string& text, bool quoted, Anchor anchor) {
  if (expects_key()) {
    take_key(std::move(location), text, quoted);
    return;
  }
  Node node;
  node.kind = Node::Kind::kScalar;
  node.text = text;
  node.quoted = quoted;
  node.location = std::move(location);
  finish(std::move(node), anchor);
}

void YamlTree::take_key(Location location, const std::string& key, bool quoted) {
  Open& map = open_.back();
  if (key == "<<" && !quoted) {
    throw YamlRefusal{std::move(location), "\"<<\" is not supported; write the keys, or use an alias for a whole map"};
  }
  if (key.find('\0') != std::string::npos) {
    throw YamlRefusal{std::move(location), "a key cannot contain NUL"};
  }
  if (!map.keys.insert(key).second) {
    const auto first = std::find_if(map.node.entries.begin(), map.node.entries.end(),
                                    [&](const base::Entry& entry) { return entry.key == key; });
    throw YamlRefusal{std::move(location), "duplicate key " + base::quoted(key) + "; the first is in line " +
                                               std::to_string(first->key_location.line)};
  }
  map.node.entries.push_back({key, std::move(location), {}});
  map.key_is_next = false;
}

void YamlTree::open(Location location, Node::Kind kind, Anchor anchor) {
  if (expects_key()) {
    throw YamlRefusal{std::move(location),
                      kind == Node::Kind::kMap
                          ? "a key must be text, not a map: close every { by }, and quote text that contains {"
                          : "a key must be text, not a list: close every [ by ], and quote text that contains ["};
  }
  if (open_.size() >= limits_.depth) {
    throw YamlRefusal{std::move(location),
                      "lists and maps are nested more than " + std::to_string(limits_.depth) + " levels deep"};
  }
  Open& opened = open_.emplace_back();
  opened.node.kind = kind;
  opened.node.location = std::move(location);
  opened.anchor = anchor;
  opened.key_is_next = true;
}

void YamlTree::close() {
  Open closed = std::move(open_.back());
  open_.pop_back();
  finish(std::move(closed.node), closed.anchor);
}

void YamlTree::count_copy(const Node& node, const Location& location) {
  ++nodes_;
  copied_ += node.text.size();
  if (nodes_ > limits_.nodes || copied_ > limits_.copied) {
    throw YamlRefusal{location, "the aliases expand to too much: more than " + std::to_string(limits_.nodes) +
                                    " keys and values or " + std::to_string(limits_.copied) + " bytes in all"};
  }
  for (const Node& item : node.items) {
    count_copy(item, location);
  }
  for (const base::Entry& entry : node.entries) {
    ++nodes_;
    copied_ += entry.key.size();
    count_copy(entry.value, location);
  }
}

/// Adds a complete node to its parent. The copy for aliases counts towards the limits: nested anchors would otherwise
/// use depth times the memory of the text.
void YamlTree::finish(Node&& node, Anchor anchor) {
  if (anchor != kNoAnchor) {
    count_copy(node, node.location);
    anchored_.emplace(anchor, node);
  }
  if (open_.empty()) {
    root_ = std::move(node);
  } else if (open_.back().node.is_list()) {
    open_.back().node.items.push_back(std::move(node));
  } else {
    open_.back().node.entries.back().value = std::move(node);
    open_.back().key_is_next = true;
  }
}

}  // namespace jobrig::yaml
