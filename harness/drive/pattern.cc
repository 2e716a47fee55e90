#include "drive/pattern.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"

namespace jobrig::drive {
namespace {

struct Part {
  enum class Kind { kText, kStar, kCapture } kind = Kind::kText;
  std::string_view text;  // literal text, or the name of the capture
};

bool is_capture_name(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return base::is_alphanumeric(c) || c == '-'; });
}

/// The name of the capture at the beginning of the text; empty when there is none.
std::string_view capture_at(std::string_view text) {
  const std::size_t close = text.starts_with('{') ? text.find('}') : std::string_view::npos;
  const std::string_view name = close == std::string_view::npos ? "" : text.substr(1, close - 1);
  return is_capture_name(name) ? name : "";
}

std::vector<Part> parts_of(std::string_view pattern) {
  std::vector<Part> pieces;
  std::size_t begin = 0;  // start of the text that is not part of a piece yet
  const auto add_text = [&](std::size_t end) {
    if (end > begin) {
      pieces.push_back({Part::Kind::kText, pattern.substr(begin, end - begin)});
    }
  };
  for (std::size_t at = 0; at < pattern.size();) {
    const std::string_view name = capture_at(pattern.substr(at));
    if (pattern[at] != '*' && name.empty()) {
      ++at;
      continue;
    }
    add_text(at);
    pieces.push_back({name.empty() ? Part::Kind::kStar : Part::Kind::kCapture, name});
    at += name.empty() ? 1 : name.size() + 2;
    begin = at;
  }
  add_text(pattern.size());
  return pieces;
}

/// Matches all pieces at the beginning of `text`.
bool matches_here(const std::vector<Part>& pieces, std::string_view text, Captures& captures) {
  captures.clear();
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Part& piece = pieces[i];
    if (piece.kind == Part::Kind::kText) {
      if (!text.starts_with(piece.text)) {
        return false;
      }
      text.remove_prefix(piece.text.size());
      continue;
    }
    const std::string_view line = text.substr(0, text.find('\n'));
    std::size_t end = line.size();
    if (i + 1 < pieces.size() && pieces[i + 1].kind == Part::Kind::kText) {
      end = text.find(pieces[i + 1].text);
      if (end == std::string_view::npos || end > line.size()) {
        return false;
      }
    }
    if (piece.kind == Part::Kind::kCapture) {
      captures[std::string(piece.text)] = text.substr(0, end);
    }
    text.remove_prefix(end);
  }
  return true;
}

}  // namespace

bool find_pattern(std::string_view pattern, std::string_view text, Captures& captures) {
  const std::vector<Part> pieces = parts_of(pattern);
  if (pieces.empty()) {
    return true;
  }
  const Part& first = pieces.front();
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (first.kind == Part::Kind::kText) {
      at = text.find(first.text, at);
      if (at == std::string_view::npos) {
        return false;
      }
    }
    if (matches_here(pieces, text.substr(at), captures)) {
      return true;
    }
    if (first.kind != Part::Kind::kText) {  // matches whole lines: continue after this one
      at = std::min(text.find('\n', at), text.size());
    }
  }
  return false;
}

std::vector<std::string> captures_in(std::string_view pattern) {
  std::vector<std::string> names;
  for (const Part& piece : parts_of(pattern)) {
    if (piece.kind == Part::Kind::kCapture) {
      names.emplace_back(piece.text);
    }
  }
  return names;
}

std::string with_captures(std::string_view text, const Captures& captures) {
  std::string filled;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view name = capture_at(text.substr(at));
    const auto capture = captures.find(name);
    if (name.empty() || capture == captures.end()) {
      filled += text[at++];
      continue;
    }
    filled += capture->second;
    at += name.size() + 2;
  }
  return filled;
}

}  // namespace jobrig::drive
