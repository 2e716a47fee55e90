#include "report/plain_text.h"

#include <array>
#include <cstdio>
#include <utility>

#include "base/ascii.h"
#include "base/utf8.h"

namespace jobrig::report {
namespace {

/// Removes one character from `rest` and appends its printable form.
void append_shown(std::string_view& rest, std::string& out) {
  std::string_view behind = rest;
  const auto point = base::take_code_point(behind);
  const std::size_t size = point ? rest.size() - behind.size() : 1;
  if (point && !base::is_control_category(*point)) {
    out += rest.substr(0, size);
  } else {
    for (const char byte : rest.substr(0, size)) {
      out += "\\x";
      base::append_hex(out, byte);
    }
  }
  rest.remove_prefix(size);
}

/// Splits bytes into lines. `bare_ends`: a lone LF ends a line like CR LF, and tabs become spaces.
std::vector<std::string> cut(std::string_view bytes, bool bare_ends) {
  std::vector<std::string> lines;
  std::string line;
  bool open = false;
  const auto end_line = [&](std::size_t taken) {
    bytes.remove_prefix(taken);
    lines.push_back(std::exchange(line, {}));
    open = false;
  };
  while (!bytes.empty()) {
    if (bytes.starts_with("\r\n")) {
      end_line(2);
    } else if (bytes.front() == '\n') {
      line += bare_ends ? "" : "\\x0a";
      end_line(1);
    } else if (bare_ends && bytes.front() == '\t') {
      line += "  ";
      bytes.remove_prefix(1);
      open = true;
    } else {
      append_shown(bytes, line);
      open = true;
    }
  }
  if (open) {
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

std::string one_line(std::string_view bytes) {
  std::string text;
  while (!bytes.empty()) {
    append_shown(bytes, text);
  }
  return text;
}

std::vector<std::string> text_lines(std::string_view text) { return cut(text, true); }

std::vector<std::string> wire_lines(std::string_view bytes) { return cut(bytes, false); }

std::string shortened(std::string_view bytes, std::size_t most) {
  if (bytes.size() <= most) {
    return std::string(bytes);
  }
  const std::size_t tail = most / 4;
  const std::size_t head = most - tail;
  return std::string(bytes.substr(0, head)) + "\r\n[… " + std::to_string(bytes.size() - most) +
         " bytes left out here …]\r\n" + std::string(bytes.substr(bytes.size() - tail));
}

std::string milliseconds_text(double milliseconds) {
  std::array<char, 40> text{};
  if (milliseconds >= 1000 || milliseconds <= -1000) {
    std::snprintf(text.data(), text.size(), "%.2f s", milliseconds / 1000);
  } else {
    std::snprintf(text.data(), text.size(), "%.1f ms", milliseconds);
  }
  return text.data();
}

}  // namespace jobrig::report
