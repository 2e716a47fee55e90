#include "load/yaml_reader.h"

// yaml-cpp 0.7's eventhandler.h comes only with this one.
#include <yaml-cpp/yaml.h>

#include <yaml-cpp/eventhandler.h>

#include <algorithm>
#include <array>
#include <istream>
#include <streambuf>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/fields.h"
#include "base/utf8.h"

namespace jobrig::load {
namespace {

using base::Node;
using base::Place;

/// Ends the reading from inside of yaml-cpp; caught in read_yaml.
struct Refusal {
  Place place;
  std::string message;
};

/// The parser's words for what is wrong, and ours. What is not here is passed on as the parser says it.
struct Wording {
  std::string_view theirs;
  std::string_view ours;
};
const std::array<Wording, 12> kWordings{{
    {YAML::ErrorMsg::END_OF_MAP, "this does not continue the map above: is it indented as its neighbours are?"},
    {YAML::ErrorMsg::END_OF_SEQ, "this does not continue the list above: is it indented as its neighbours are?"},
    {YAML::ErrorMsg::END_OF_MAP_FLOW, "a \"{\" is not closed by \"}\", or a \",\" is missing"},
    {YAML::ErrorMsg::END_OF_SEQ_FLOW, "a \"[\" is not closed by \"]\", or a \",\" is missing"},
    {YAML::ErrorMsg::FLOW_END, "this closes nothing that was opened"},
    {YAML::ErrorMsg::MAP_VALUE,
     "a \":\" cannot stand here: put text that holds \": \" in quotes, and check how this is indented"},
    {YAML::ErrorMsg::BLOCK_ENTRY, "a \"-\" cannot stand here: a list begins on a line of its own"},
    {YAML::ErrorMsg::MAP_KEY, "a \"?\" cannot stand here"},
    {YAML::ErrorMsg::TAB_IN_INDENTATION, "a tab cannot indent; use blanks"},
    {YAML::ErrorMsg::EOF_IN_SCALAR, "a quoted text is not closed before the file ends"},
    {YAML::ErrorMsg::UNKNOWN_ANCHOR, "the alias stands for nothing: no anchor of that name comes before it"},
    {YAML::ErrorMsg::UNKNOWN_TOKEN, "no value can begin with this character; put text in quotes"},
}};

Place place_at(std::string_view text, const std::string& file, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  const std::size_t start = before.rfind('\n');
  return {file, line, offset - (start == std::string_view::npos ? 0 : start + 1) + 1};
}

/// What can be refused without a parser, so that it never sees what is too much for it.
void check_text(std::string_view text, const std::string& file, const YamlLimits& limits) {
  if (text.size() > limits.bytes) {
    throw Refusal{{file, 0, 0}, "the file has more than " + std::to_string(limits.bytes) + " bytes"};
  }
  if (const auto invalid = base::first_invalid_utf8(text)) {
    throw Refusal{place_at(text, file, *invalid), "the file is not UTF-8 here"};
  }
  std::size_t lines = 0;
  std::size_t marks = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7f) {
      throw Refusal{place_at(text, file, i), "a control character cannot stand in the file; in quotes write it \\xNN"};
    }
    lines += c == '\n' ? 1U : 0U;
    marks += c == '[' || c == ']' || c == '{' || c == '}' || c == ',' ? 1U : 0U;
    if (lines > limits.lines) {
      throw Refusal{place_at(text, file, i), "the file has more than " + std::to_string(limits.lines) + " lines"};
    }
    if (marks > limits.marks) {
      throw Refusal{place_at(text, file, i),
                    "the file has more than " + std::to_string(limits.marks) + " of [ ] { } and commas"};
    }
  }
}

/// Lets the parser read a text that somebody else owns.
class TextBuffer : public std::streambuf {
 public:
  explicit TextBuffer(std::string_view text) {
    char* const start = const_cast<char*>(text.data());  // NOLINT: streambuf has no const form and never writes here
    setg(start, start, start + text.size());
  }
};

/// yaml-cpp 0.7 takes a quoted text that the end of the file cuts off behind a line break for a whole one. `rest`
/// begins at the node: at its quote, or at an anchor before it; a block text has no quote.
bool is_closed(std::string_view rest) {
  while (rest.starts_with('&') || rest.starts_with('!')) {
    rest.remove_prefix(std::min(rest.size(), rest.find_first_of(" \n")));
    rest.remove_prefix(std::min(rest.size(), rest.find_first_not_of(" \t\r\n")));
  }
  if (!rest.starts_with('"') && !rest.starts_with('\'')) {
    return true;
  }
  const char quote = rest.front();
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (quote == '"' && rest[i] == '\\') {
      ++i;
    } else if (rest[i] == quote) {
      return true;  // in '…' two quotes are one: the next one closes as well as this
    }
  }
  return false;
}

/// Builds the tree from the parser's events and counts every node before it is made.
class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view text, std::string file, const YamlLimits& limits)
      : text_(text), file_(std::move(file)), limits_(limits) {}

  [[nodiscard]] bool has_document() const { return documents_ > 0; }
  Node take_root() { return std::move(root_); }
  [[nodiscard]] Place place(const YAML::Mark& mark) const {
    return {file_, static_cast<std::size_t>(mark.line) + 1, static_cast<std::size_t>(mark.column) + 1};
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) {
      const bool marked = rest_at(mark).starts_with("---");
      throw Refusal{place(mark), marked ? "a second document begins here; a file holds one"
                                        : "the document is over before this; a file holds one"};
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    begin_node(mark);
    if (expects_key()) {
      throw Refusal{place(mark), "a key must be text, not nothing"};
    }
    Node node;
    node.place = place_of_null(mark);
    finish(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    begin_node(mark);
    if (expects_key()) {
      throw Refusal{place(mark), "a key must be text, not an alias"};
    }
    const auto found = anchored_.find(anchor);
    if (found == anchored_.end()) {
      throw Refusal{place(mark), "an alias cannot stand inside of what it stands for"};
    }
    count_copy(found->second, mark);
    finish(Node(found->second), YAML::NullAnchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    begin_node(mark);
    refuse_tag(mark, tag);
    const bool quoted = tag == "!";
    if (quoted && !is_closed(rest_at(mark))) {
      throw Refusal{place(mark), "this quoted text is not closed before the file ends"};
    }
    if (expects_key()) {
      take_key(mark, value, quoted);
      return;
    }
    Node node;
    node.kind = Node::Kind::kScalar;
    node.text = value;
    node.quoted = quoted;
    node.place = place(mark);
    finish(std::move(node), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor, Node::Kind::kList);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor, Node::Kind::kMap);
  }
  void OnMapEnd() override { close(); }

 private:
  // A list or map that is not closed yet.
  struct Open {
    Node node;
    YAML::anchor_t anchor;
    bool key_is_next;
    std::unordered_set<std::string> keys;
  };

  [[nodiscard]] bool expects_key() const {
    return !open_.empty() && open_.back().node.is_map() && open_.back().key_is_next;
  }

  [[nodiscard]] std::string_view rest_at(const YAML::Mark& mark) const {
    return text_.substr(std::min(text_.size(), static_cast<std::size_t>(std::max(mark.pos, 0))));
  }

  void begin_node(const YAML::Mark& mark) {
    if (++nodes_ > limits_.nodes) {
      throw Refusal{place(mark), "the file holds more than " + std::to_string(limits_.nodes) + " keys and values"};
    }
  }

  void count_copy(const Node& node, const YAML::Mark& mark) {
    ++nodes_;
    copied_ += node.text.size();
    if (nodes_ > limits_.nodes || copied_ > limits_.copied) {
      throw Refusal{place(mark), "the aliases stand for too much: more than " + std::to_string(limits_.nodes) +
                                     " keys and values or " + std::to_string(limits_.copied) + " bytes in all"};
    }
    for (const Node& item : node.items) {
      count_copy(item, mark);
    }
    for (const base::Entry& entry : node.entries) {
      ++nodes_;
      copied_ += entry.key.size();
      count_copy(entry.value, mark);
    }
  }

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) const {
    if (tag != "?" && tag != "!" && !tag.empty()) {
      throw Refusal{place(mark), "tags such as " + base::quoted(tag) + " are not used here; text stands in quotes"};
    }
  }

  // An absent value is reported by the parser where the next token is: lines later. It belongs to its key.
  [[nodiscard]] Place place_of_null(const YAML::Mark& mark) const {
    const std::string_view rest = rest_at(mark);
    const bool written =
        rest.starts_with('~') || rest.starts_with("null") || rest.starts_with("Null") || rest.starts_with("NULL");
    const bool in_map = !open_.empty() && open_.back().node.is_map();
    return in_map && !written ? open_.back().node.entries.back().key_place : place(mark);
  }

  void take_key(const YAML::Mark& mark, const std::string& key, bool quoted) {
    Open& map = open_.back();
    if (key == "<<" && !quoted) {
      throw Refusal{place(mark),
                    "maps are not merged with \"<<\"; write the keys out, or take a whole map by an alias"};
    }
    if (key.find('\0') != std::string::npos) {
      throw Refusal{place(mark), "a key cannot hold NUL"};
    }
    if (!map.keys.insert(key).second) {
      const auto first = std::find_if(map.node.entries.begin(), map.node.entries.end(),
                                      [&](const base::Entry& entry) { return entry.key == key; });
      throw Refusal{place(mark), "the key " + base::quoted(key) + " is written twice; line " +
                                     std::to_string(first->key_place.line) + " has it already"};
    }
    map.node.entries.push_back({key, place(mark), {}});
    map.key_is_next = false;
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node::Kind kind) {
    begin_node(mark);
    refuse_tag(mark, tag);
    if (expects_key()) {
      throw Refusal{place(mark),
                    kind == Node::Kind::kMap
                        ? "a key must be text, not a map: close every { by }, and put text that holds { in quotes"
                        : "a key must be text, not a list: close every [ by ], and put text that holds [ in quotes"};
    }
    if (open_.size() >= limits_.depth) {
      throw Refusal{place(mark),
                    "lists and maps stand in each other more than " + std::to_string(limits_.depth) + " levels deep"};
    }
    Open& opened = open_.emplace_back();
    opened.node.kind = kind;
    opened.node.place = place(mark);
    opened.anchor = anchor;
    opened.key_is_next = true;
  }

  void close() {
    Open closed = std::move(open_.back());
    open_.pop_back();
    finish(std::move(closed.node), closed.anchor);
  }

  // Puts a whole node where it belongs.
  void finish(Node&& node, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) {
      count_anchor(node);
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

  // The copy kept for aliases counts as one: anchors in anchors would keep the depth times the text otherwise.
  void count_anchor(const Node& node) {
    YAML::Mark mark;
    mark.line = static_cast<int>(node.place.line) - 1;
    mark.column = static_cast<int>(node.place.column) - 1;
    count_copy(node, mark);
  }

  std::string_view text_;  // without the byte order mark, as the parser's positions count
  std::string file_;
  const YamlLimits& limits_;
  std::size_t documents_ = 0;
  std::size_t nodes_ = 0;
  std::size_t copied_ = 0;
  Node root_;
  std::vector<Open> open_;
  std::unordered_map<YAML::anchor_t, Node> anchored_;
};

std::string worded(const std::string& theirs) {
  const auto* const found = std::find_if(kWordings.begin(), kWordings.end(),
                                         [&](const Wording& wording) { return wording.theirs == theirs; });
  return found == kWordings.end() ? "this is no YAML: " + theirs : std::string(found->ours);
}

}  // namespace

std::optional<Node> read_yaml(std::string_view text, std::string file, base::Diagnostics& diagnostics) {
  return read_yaml(text, std::move(file), YamlLimits{}, diagnostics);
}

std::optional<Node> read_yaml(std::string_view text, std::string file, const YamlLimits& limits,
                              base::Diagnostics& diagnostics) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  TreeBuilder builder(text, file, limits);
  try {
    check_text(text, file, limits);
    TextBuffer buffer(text);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Refusal& refusal) {
    diagnostics.add(refusal.place, refusal.message);
    return std::nullopt;
  } catch (const YAML::Exception& error) {
    diagnostics.add(builder.place(error.mark), worded(error.msg));
    return std::nullopt;
  }
  if (!builder.has_document()) {
    diagnostics.add({std::move(file), 1, 1}, "the file is empty");
    return std::nullopt;
  }
  return builder.take_root();
}

}  // namespace jobrig::load
