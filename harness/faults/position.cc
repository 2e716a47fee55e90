#include "faults/position.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "base/fields.h"
#include "base/suggest.h"
#include "base/units.h"
#include "faults/script_edit.h"

namespace jobrig::faults {
namespace {

using Anchor = Position::Anchor;

constexpr std::string_view kOfBody = " of body";
constexpr std::string_view kOfRequestBody = " of request body";

struct Word {
  std::string_view word;
  Anchor anchor;
};
constexpr std::array kWords = {
    Word{"accept", Anchor::kAccept},
    Word{"request-head", Anchor::kRequestHead},
    Word{"before-answer", Anchor::kBeforeAnswer},
    Word{"status-line", Anchor::kStatusLine},
    Word{"head", Anchor::kHead},
    Word{"after-body", Anchor::kAfterBody},
};

std::optional<Position> parse_byte(std::string_view text) {
  const bool of_request = text.ends_with(kOfRequestBody);
  if (of_request) {
    text.remove_suffix(kOfRequestBody.size());
  } else if (text.ends_with(kOfBody)) {
    text.remove_suffix(kOfBody.size());
  }
  if (!text.starts_with("byte ")) {
    return std::nullopt;
  }
  text.remove_prefix(5);
  Position position{of_request ? Anchor::kByteOfRequestBody : Anchor::kByteOfBody, 0, 0};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), position.bytes);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(position) : std::nullopt;
}

std::optional<Position> parse_share_of_body(std::string_view text) {
  if (!text.ends_with(kOfBody)) {
    return std::nullopt;
  }
  const auto share = base::parse_share(text.substr(0, text.size() - kOfBody.size()));
  return share ? std::optional(Position{Anchor::kShareOfBody, 0, *share}) : std::nullopt;
}

bool is_early(Anchor anchor) {
  return anchor == Anchor::kAccept || anchor == Anchor::kRequestHead || anchor == Anchor::kByteOfRequestBody;
}

}  // namespace

std::optional<Position> parse_position(std::string_view text) {
  for (const Word& word : kWords) {
    if (word.word == text) {
      return Position{word.anchor, 0, 0};
    }
  }
  const auto byte = parse_byte(text);
  return byte ? byte : parse_share_of_body(text);
}

model::Moment Position::moment() const {
  return anchor == Anchor::kAccept ? model::Moment::kAccept
         : is_early(anchor)        ? model::Moment::kRequestHead
                                   : model::Moment::kAnswer;
}

std::size_t Position::offset_in(const model::Script& script) const {
  const std::size_t whole = script.uncut_size.value_or(byte_count(script));
  const std::size_t body = whole - std::min(whole, script.head_size);
  switch (anchor) {
    case Anchor::kAccept:
    case Anchor::kRequestHead:
    case Anchor::kByteOfRequestBody:
    case Anchor::kBeforeAnswer:
      return 0;
    case Anchor::kStatusLine:
      return script.informational_size + (script.status_line_size - script.informational_size) / 2;
    case Anchor::kHead:
      return script.status_line_size + (script.head_size - script.status_line_size) / 2;
    case Anchor::kByteOfBody:
      return script.head_size + static_cast<std::size_t>(std::min<std::uint64_t>(bytes, body));
    case Anchor::kShareOfBody:
      return script.head_size + static_cast<std::size_t>(std::floor(share * static_cast<double>(body)));
    case Anchor::kAfterBody:
      return whole;
    case Anchor::kByte:
      break;
  }
  return static_cast<std::size_t>(std::min<std::uint64_t>(bytes, whole));
}

std::optional<Position> read_position(const base::Node& node, std::string_view what, bool early,
                                      base::Diagnostics& diagnostics) {
  const auto position = node.is_scalar() ? parse_position(node.text) : std::nullopt;
  if (position && (early || !is_early(position->anchor))) {
    return position;
  }
  std::vector<std::string_view> words;
  std::string wanted = std::string(what) + " must be one of ";
  for (const Word& word : kWords) {
    if (early || !is_early(word.anchor)) {
      words.push_back(word.word);
      wanted.append(word.word).append(", ");
    }
  }
  wanted += early ? "\"byte 20 of request body\", " : "";
  wanted += "\"byte 20 of body\" or \"50% of body\"";
  const std::string shown = node.is_scalar() ? base::quoted(node.text) : std::string(base::describe(node));
  const std::string hint = node.is_scalar() ? base::did_you_mean(node.text, words) : std::string();
  diagnostics.add(node.location, wanted + ", not " + shown + hint);
  return std::nullopt;
}

}  // namespace jobrig::faults
