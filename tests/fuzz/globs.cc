// Globs, compared with a table of every prefix of the pattern with every prefix of the text. The first line of the
// input is the pattern.
#include <algorithm>
#include <vector>

#include "base/glob.h"
#include "fuzz/targets.h"

namespace jobrig::fuzz {
namespace {

bool matches_by_table(std::string_view pattern, std::string_view text) {
  std::vector<char> row(text.size() + 1, 0);
  row[0] = 1;
  for (const char c : pattern) {
    std::vector<char> next(text.size() + 1, 0);
    next[0] = c == '*' ? row[0] : 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      next[i + 1] = c == '*' ? static_cast<char>(next[i] | row[i + 1]) : c == '?' || c == text[i] ? row[i] : 0;
    }
    row = std::move(next);
  }
  return row.back() != 0;
}

}  // namespace

void fuzz_globs(std::string_view bytes) {
  const std::size_t end = std::min(bytes.find('\n'), bytes.size());
  const std::string_view pattern = bytes.substr(0, std::min<std::size_t>(end, 128));
  const std::string_view text = bytes.substr(std::min(end + 1, bytes.size())).substr(0, 256);
  const bool matches = base::glob_matches(pattern, text);
  promise(matches == matches_by_table(pattern, text), "a glob matches other texts than the table says");
  promise(!base::is_literal(pattern) || matches == (pattern == text), "a literal is compared in another way");
}

}  // namespace jobrig::fuzz
