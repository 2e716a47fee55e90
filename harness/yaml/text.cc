#include "yaml/text.h"

#include <algorithm>
#include <cstddef>

#include "base/utf8.h"

namespace jobrig::yaml {
namespace {

base::Location place_at(std::string_view text, const std::string& file, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  const std::size_t start = before.rfind('\n');
  return {file, line, offset - (start == std::string_view::npos ? 0 : start + 1) + 1};
}

}  // namespace

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
    } else if (rest[i] == quote) {
      return true;  // also for the first quote of '', an escaped quote in single-quoted text
    }
  }
  return false;
}

}  // namespace jobrig::yaml
