// PlainEnglish: phrases that the project's prose must not contain, and their replacements. Patterns are
// case-insensitive RE2. It finds phrases only; it cannot judge whether a sentence is good English.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::test {

struct BannedPhrase {
  std::string_view pattern;
  std::string_view instead;
  std::string_view sample;  // a text that the pattern must match, as a test of the pattern
};

/// To ban a phrase, add a row.
std::span<const BannedPhrase> banned_phrases();

/// One sentence for each listed phrase found in `text`: `line 3: "begin anew"; write: reset, reload`. Also finds
/// phrases that contain line breaks.
std::vector<std::string> banned_in(const std::string& text);

}  // namespace jobrig::test
