// PlainEnglish: phrases that the project's prose must not contain, and what to write instead. Patterns are RE2, without
// regard to case. It knows phrases only: whether a sentence is good English is for its reader to judge.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::test {

struct BannedPhrase {
  std::string_view pattern;
  std::string_view instead;
  std::string_view sample;  // a text that has it, to test the pattern by
};

/// To ban a phrase, add a row.
std::span<const BannedPhrase> banned_phrases();

/// A sentence for each phrase of the list in `text`: `line 3: "begin anew"; write: reset, reload`. Line breaks within a
/// phrase do not hide it.
std::vector<std::string> banned_in(const std::string& text);

}  // namespace jobrig::test
