#include "yaml/reader.h"

// Includes eventhandler.h of yaml-cpp 0.7, which cannot be included alone.
#include <yaml-cpp/yaml.h>

#include <yaml-cpp/eventhandler.h>

#include <algorithm>
#include <array>
#include <istream>
#include <streambuf>
#include <utility>

#include "base/fields.h"
#include "yaml/text.h"
#include "yaml/tree.h"

namespace jobrig::yaml {
namespace {

using base::Location;
using base::Node;

static_assert(YamlTree::kNoAnchor == YAML::NullAnchor);

/// A message of the parser and its replacement. Other messages are passed on unchanged.
struct Wording {
  std::string_view theirs;
  std::string_view ours;
};
const std::array<Wording, 12> kWordings{{
    {YAML::ErrorMsg::END_OF_MAP, "this does not continue the map above; check the indentation"},
    {YAML::ErrorMsg::END_OF_SEQ, "this does not continue the list above; check the indentation"},
    {YAML::ErrorMsg::END_OF_MAP_FLOW, "a \"{\" is not closed by \"}\", or a \",\" is missing"},
    {YAML::ErrorMsg::END_OF_SEQ_FLOW, "a \"[\" is not closed by \"]\", or a \",\" is missing"},
    {YAML::ErrorMsg::FLOW_END, "unmatched closing bracket"},
    {YAML::ErrorMsg::MAP_VALUE, "unexpected \":\"; quote text that contains \": \", and check the indentation"},
    {YAML::ErrorMsg::BLOCK_ENTRY, "unexpected \"-\"; begin a list on a new line"},
    {YAML::ErrorMsg::MAP_KEY, "unexpected \"?\""},
    {YAML::ErrorMsg::TAB_IN_INDENTATION, "indent with spaces, not with tabs"},
    {YAML::ErrorMsg::EOF_IN_SCALAR, "a quoted text is not closed before the end of the file"},
    {YAML::ErrorMsg::UNKNOWN_ANCHOR, "unknown alias; define an anchor of that name before it"},
    {YAML::ErrorMsg::UNKNOWN_TOKEN, "a value cannot begin with this character; quote the text"},
}};

std::string worded(const std::string& theirs) {
  const auto* const found = std::find_if(kWordings.begin(), kWordings.end(),
                                         [&](const Wording& wording) { return wording.theirs == theirs; });
  return found == kWordings.end() ? "not valid YAML: " + theirs : std::string(found->ours);
}

/// Lets the parser read a text without copying it.
class TextBuffer : public std::streambuf {
 public:
  explicit TextBuffer(std::string_view text) {
    char* const start = const_cast<char*>(text.data());  // NOLINT: streambuf has no const form and never writes here
    setg(start, start, start + text.size());
  }
};

/// Forwards the events of the parser to the tree, with their locations.
class Reader final : public YAML::EventHandler {
 public:
  Reader(std::string_view text, std::string file, const YamlLimits& limits)
      : text_(text), file_(std::move(file)), tree_(limits) {}

  [[nodiscard]] bool has_document() const { return documents_ > 0; }
  Node take_root() { return tree_.take_root(); }
  [[nodiscard]] Location location(const YAML::Mark& mark) const {
    return {file_, static_cast<std::size_t>(mark.line) + 1, static_cast<std::size_t>(mark.column) + 1};
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) {
      const bool marked = rest_at(mark).starts_with("---");
      throw YamlRefusal{location(mark), marked
                                            ? "a second document begins here; a file must contain one"
                                            : "unexpected text after the end of the document; a file must contain one"};
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const Location at = begin(mark);
    const std::string_view rest = rest_at(mark);
    const bool written =
        rest.starts_with('~') || rest.starts_with("null") || rest.starts_with("Null") || rest.starts_with("NULL");
    tree_.null(at, written, anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override { tree_.alias(begin(mark), anchor); }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Location at = begin(mark);
    refuse_tag(at, tag);
    const bool quoted = tag == "!";
    if (quoted && !is_closed(rest_at(mark))) {
      throw YamlRefusal{at, "this quoted text is not closed before the end of the file"};
    }
    tree_.scalar(std::move(at), value, quoted, anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor, Node::Kind::kList);
  }
  void OnSequenceEnd() override { tree_.close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor, Node::Kind::kMap);
  }
  void OnMapEnd() override { tree_.close(); }

 private:
  [[nodiscard]] std::string_view rest_at(const YAML::Mark& mark) const {
    return text_.substr(std::min(text_.size(), static_cast<std::size_t>(std::max(mark.pos, 0))));
  }

  Location begin(const YAML::Mark& mark) {
    Location at = location(mark);
    tree_.begin(at);
    return at;
  }

  static void refuse_tag(const Location& at, const std::string& tag) {
    if (tag != "?" && tag != "!" && !tag.empty()) {
      throw YamlRefusal{at, "tags such as " + base::quoted(tag) + " are not supported; quote text"};
    }
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node::Kind kind) {
    Location at = begin(mark);
    refuse_tag(at, tag);
    tree_.open(std::move(at), kind, anchor);
  }

  std::string_view text_;  // without the byte order mark, to match the parser's positions
  std::string file_;
  std::size_t documents_ = 0;
  YamlTree tree_;
};

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
  Reader reader(text, file, limits);
  try {
    check_yaml_text(text, file, limits);
    TextBuffer buffer(text);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(reader)) {
    }
  } catch (const YamlRefusal& refusal) {
    diagnostics.add(refusal.location, refusal.message);
    return std::nullopt;
  } catch (const YAML::Exception& error) {
    Location at = reader.location(error.mark);
    auto better = better_explanation(text, at);
    if (better) {
      diagnostics.add(std::move(better->location), std::move(better->message));
    } else {
      diagnostics.add(std::move(at), worded(error.msg));
    }
    return std::nullopt;
  }
  if (!reader.has_document()) {
    diagnostics.add({std::move(file), 1, 1}, "the file is empty");
    return std::nullopt;
  }
  return reader.take_root();
}

}  // namespace jobrig::yaml
