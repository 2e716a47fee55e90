#include "report/ci_commands.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/utf8.h"

namespace jobrig::report {
namespace {

/// What .NET's Char.IsWhiteSpace accepts: GitHub's runner is written in it.
bool is_blank(char32_t point) {
  constexpr std::array<char32_t, 10> kSpaces{' ', 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0x0C};
  return (point >= '\t' && point <= '\r') || (point >= 0x2000 && point <= 0x200A) ||
         std::find(kSpaces.begin(), kSpaces.end(), point) != kSpaces.end();
}

/// The line without the blanks that it begins with.
std::string_view trimmed(std::string_view line) {
  for (;;) {
    std::string_view behind = line;
    const auto point = base::take_code_point(behind);
    if (!point || !is_blank(*point)) {
      return line;
    }
    line = behind;
  }
}

/// Whether the text, which begins with `##`, goes on as a command: `##[error]`, `##vso[task…]`.
bool begins_command(std::string_view text) {
  std::size_t at = 2;
  while (at < text.size() && base::is_lower(base::to_lower(text[at]))) {
    ++at;
  }
  return at < text.size() && text[at] == '[';
}

void append_line(std::string_view line, const CommandEscapes& escapes, std::string& out) {
  if (const std::string_view begin = trimmed(line); !escapes.colon.empty() && begin.starts_with("::")) {
    out += line.substr(0, line.size() - begin.size());
    out += escapes.colon;
    line = begin.substr(1);
  }
  for (std::size_t at = line.find("##"); at != std::string_view::npos; at = line.find("##")) {
    out += line.substr(0, at + 1);
    const bool command = !escapes.number_sign.empty() && begins_command(line.substr(at));
    out += command ? escapes.number_sign : "";
    line.remove_prefix(at + (command ? 2 : 1));
  }
  out += line;
}

}  // namespace

std::string without_commands(std::string_view text, const CommandEscapes& escapes) {
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    append_line(text.substr(0, end), escapes, safe);
    text.remove_prefix(end);
  }
  return safe;
}

}  // namespace jobrig::report
