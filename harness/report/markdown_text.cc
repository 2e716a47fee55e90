#include "report/markdown_text.h"

#include "report/plain_text.h"

namespace jobrig::report {

std::string markdown_text(std::string_view text) {
  std::string safe;
  for (const char c : one_line(text)) {
    if (std::string_view("\\`*_[]<>|~&#!$").find(c) != std::string_view::npos) {
      safe += '\\';
    }
    safe += c;
  }
  return safe;
}

}  // namespace jobrig::report
