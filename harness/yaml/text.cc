#include "yaml/text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "base/quote.h"
#include "base/utf8.h"

namespace jobrig::yaml {
namespace {

base::Location place_at(std::string_view text, const std::string& file, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  const std::size_t start = before.rfind('\n');
  return {file, line, offset - (start == std::string_view::npos ? 0 : start + 1) + 1};
}

/// The line with this number, from 1, and the last one before it that is neither empty nor a comment.
struct LinesBefore {
  std::string_view line;
  std::string_view before;
  std::size_t number_before = 0;
};

LinesBefore lines_at(std::string_view text, std::size_t number) {
  LinesBefore lines;
  for (std::size_t i = 1; i <= number; ++i) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const std::size_t content = line.find_first_not_of(" \t\r");
    if (i == number) {
      lines.line = line;
    } else if (content != std::string_view::npos && line[content] != '#') {
      lines.before = line;
      lines.number_before = i;
    }
  }
  return lines;
}

/// The offset of a tab in the indentation.
std::optional<std::size_t> tab_in_indentation(std::string_view line) {
  const std::size_t content = line.find_first_not_of(" \t\r");
  const std::size_t tab = line.find('\t');
  return content != std::string_view::npos && tab < content ? std::optional(tab) : std::nullopt;
}

/// `key value` or `key` in a line of its own, without the colon. Nothing for anything else.
std::optional<std::string> with_colon(std::string_view line) {
  constexpr std::string_view kNotPlain = ":#{}[],\"'|>&*!%@`";
  const std::size_t start = line.find_first_not_of(' ');
  const std::size_t end = line.find_last_not_of(" \t\r");
  if (start == std::string_view::npos || line[start] == '-' ||
      line.find_first_of(kNotPlain) != std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view words = line.substr(start, end + 1 - start);
  const std::size_t blank = words.find(' ');
  std::string key(words.substr(0, blank));
  return key + ":" + std::string(blank == std::string_view::npos ? "" : words.substr(blank));
}

}  // namespace

std::optional<YamlRefusal> better_explanation(std::string_view text, const base::Location& location) {
  const LinesBefore lines = lines_at(text, location.line);
  const std::array<std::pair<std::string_view, std::size_t>, 2> both{
      {{lines.before, lines.number_before}, {lines.line, location.line}}};
  for (const auto& [line, number] : both) {
    if (const auto tab = tab_in_indentation(line)) {
      return YamlRefusal{{location.file, number, *tab + 1}, "a tab in the indentation; indent with spaces, not tabs"};
    }
  }
  // A line that ends a block above says nothing about the last line of that block.
  const bool continues = lines.line.find_first_not_of(' ') >= lines.before.find_first_not_of(' ');
  for (const auto& [line, number] : both) {
    const auto fixed = continues || number == location.line ? with_colon(line) : std::nullopt;
    if (fixed) {
      const std::size_t column = line.find_first_not_of(' ') + 1;
      return YamlRefusal{{location.file, number, column}, "a key without \":\"; write " + base::quoted(*fixed)};
    }
  }
  return std::nullopt;
}

void check_yaml_text(std::string_view text, const std::string& file, const YamlLimits& limits) {
  if (text.size() > limits.bytes) {
    throw YamlRefusal{{file, 0, 0}, "the file has more than " + std::to_string(limits.bytes) + " bytes"};
  }
  if (const auto invalid = base::first_invalid_utf8(text)) {
    throw YamlRefusal{place_at(text, file, *invalid), "the file is not valid UTF-8 here"};
  }
  std::size_t lines = 0;
  std::size_t marks = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7f) {
      throw YamlRefusal{place_at(text, file, i), "control characters are not allowed; in quotes, write \\xNN"};
    }
    lines += c == '\n' ? 1U : 0U;
    marks += c == '[' || c == ']' || c == '{' || c == '}' || c == ',' ? 1U : 0U;
    if (lines > limits.lines) {
      throw YamlRefusal{place_at(text, file, i), "the file has more than " + std::to_string(limits.lines) + " lines"};
    }
    if (marks > limits.marks) {
      throw YamlRefusal{place_at(text, file, i),
                        "the file has more than " + std::to_string(limits.marks) + " of [ ] { } and commas"};
    }
  }
}

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
    } else if (quote == '\'' && rest.substr(i).starts_with("''")) {
      ++i;  // an escaped quote (YAML 1.2, 7.3.2)
    } else if (rest[i] == quote) {
      return true;
    }
  }
  return false;
}

}  // namespace jobrig::yaml
