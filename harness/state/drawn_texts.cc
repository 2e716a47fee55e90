#include "state/drawn_texts.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "base/json_string.h"
#include "base/utf8.h"

namespace jobrig::state {
namespace {

// AWS IoT Jobs Data Plane API Reference, JobExecution: the limits of statusDetails and jobDocument. AWS IoT Developer
// Guide, "AWS IoT Jobs limits": at most 10 pairs.
constexpr std::size_t kMaxPairs = 10;
constexpr std::size_t kMaxKey = 128;
constexpr std::size_t kMaxValue = 1024;
constexpr std::size_t kMaxDocument = 32768;
constexpr std::uint64_t kOften = 2;   // once in two draws
constexpr std::uint64_t kSeldom = 8;  // once in eight draws
constexpr std::uint64_t kRarely = 32;

constexpr std::string_view kKeyCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:-";

// Words that clients change: by trimming, by case, by an escape too much or too few, by another encoding, by Unicode
// normalization (é as two code points, the sign ohm), or by UTF-16 (the last four are beyond U+FFFF).
constexpr std::array<std::string_view, 30> kWords{
    "download",
    "Step",
    "OK",
    "7.0.1",
    "1e3",
    "null",
    "true",
    "\"quoted\"",
    "\"",
    "back\\slash",
    "\\n",
    "C:\\new\\u0041",
    "it's",
    "<a href=\"?b=c&amp;d\">",
    "%20",
    "a+b",
    "{thing}",
    "[1, 2]",
    "Gr\u00fc\u00dfe",
    "\u0130stanbul",
    "caf\u00e9",
    "cafe\u0301",
    "\u2126",
    "\u4e16\u754c",
    "\u05e9\u05dc\u05d5\u05dd",
    "a\u00a0b",
    "\U0001f680",
    "\U0001d11e",
    "\U00010348",
    "\U00020bb7",
};
constexpr std::size_t kAstralWords = 4;

bool once_in(std::uint64_t draws, base::Random& random) { return random() % draws == 0; }

/// From `least` to `most`, both included.
std::size_t between(std::size_t least, std::size_t most, base::Random& random) {
  return least + random() % (most - least + 1);
}

/// Words with blanks between them, and often also before and after.
std::string text(std::size_t most_words, bool astral, base::Random& random) {
  constexpr std::array<std::string_view, 4> kBetween{" ", "  ", "", " "};
  std::string made = once_in(kOften, random) ? " " : "";
  const std::size_t words = between(1, most_words, random);
  for (std::size_t i = 0; i < words; ++i) {
    made += i == 0 ? std::string_view() : kBetween.at(random() % kBetween.size());
    made += kWords.at(random() % (astral ? kWords.size() : kWords.size() - kAstralWords));
  }
  made += once_in(kOften, random) ? std::string_view("  ") : std::string_view();
  return made;
}

std::string key(base::Random& random) {
  constexpr std::size_t kUsual = 16;
  const std::size_t length = once_in(kRarely, random) ? kMaxKey : between(1, kUsual, random);
  std::string made(length, 'K');
  for (char& c : made) {
    c = kKeyCharacters[random() % kKeyCharacters.size()];
  }
  return made;
}

/// Appends letters up to that many characters.
void fill(std::string& text, std::size_t characters, base::Random& random) {
  const std::size_t have = base::count_code_points(text).value_or(characters);
  for (std::size_t i = have; i < characters; ++i) {
    text += kKeyCharacters[random() % kKeyCharacters.size()];
  }
}

std::string value(base::Random& random) {
  constexpr std::size_t kMostWords = 4;
  std::string made = text(kMostWords, true, random);
  if (once_in(kRarely, random)) {
    fill(made, kMaxValue, random);
  }
  return made;
}

void append_member(std::string& json, std::string_view name, std::string_view before, std::string_view value) {
  json += before;
  base::append_json_string(json, name);
  json += ": ";
  json += value;
}

std::string in_json(std::string_view text) {
  std::string json;
  base::append_json_string(json, text);
  return json;
}

}  // namespace

model::Details drawn_details(base::Random& random) {
  constexpr std::size_t kUsual = 3;
  const std::size_t pairs = once_in(kSeldom, random) ? kMaxPairs : between(0, kUsual, random);
  model::Details details;
  while (details.size() < pairs) {
    std::string name = key(random);
    if (std::none_of(details.begin(), details.end(), [&](const auto& pair) { return pair.first == name; })) {
      details.emplace_back(std::move(name), value(random));
    }
  }
  return details;
}

std::string drawn_document(base::Random& random) {
  constexpr std::array<std::string_view, 4> kBlanks{"", " ", "\n\t", "\r\n  "};
  constexpr std::array<std::string_view, 5> kNumbers{"0", "-1.50", "1E3", "9007199254740993", "0.1"};
  constexpr std::size_t kMostWords = 6;
  const bool longest = once_in(kSeldom, random);
  // Whether a character beyond U+FFFF counts once or twice is open, so the longest document has none.
  const bool astral = !longest;
  std::string json(kBlanks.at(random() % kBlanks.size()));
  const std::string end = "\"}" + std::string(kBlanks.at(random() % kBlanks.size()));
  json += '{';
  append_member(json, "operation", "", in_json(text(1, astral, random)));
  append_member(json, text(2, astral, random), ", ", in_json(text(kMostWords, astral, random)));
  append_member(json, "Steps", ",\n ", "[" + std::string(kNumbers.at(random() % kNumbers.size())) + ", null, {}, []]");
  append_member(json, "\u00fc" + key(random), ", ", "\"\\u00fc\\/");
  if (longest) {
    fill(json, kMaxDocument - end.size(), random);
  }
  return json + end;
}

}  // namespace jobrig::state
