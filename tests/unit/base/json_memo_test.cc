// The escaper that remembers: whatever came before, it writes what the plain escaper writes.
#include "base/json_memo.h"

#include <string>

#include "base/json_string.h"
#include "base/random.h"
#include "support/catch.h"
#include "support/failing_allocation.h"

using namespace jobrig;
using base::JsonMemo;

namespace {

struct Escaped {
  std::string json;
  std::size_t consumed = 0;

  friend bool operator==(const Escaped&, const Escaped&) = default;
};

Escaped escaped_by(JsonMemo& memo, std::string_view text) {
  Escaped escaped;
  escaped.json = "before ";
  base::TextBuffer buffer(escaped.json);
  escaped.consumed = memo.append_characters(buffer, text);
  buffer.flush();
  return escaped;
}

Escaped plainly_escaped(std::string_view text) {
  Escaped escaped;
  escaped.json = "before ";
  escaped.consumed = base::append_json_characters(escaped.json, text);
  return escaped;
}

/// Pieces of one size: replacing one by another keeps the size of the text.
constexpr std::string_view kAsciiPieces[] = {"abcd", "\r\n\r\n", "\"\"x\\", "\x01\x1f\x7f ", "x\ty\b"};
constexpr std::string_view kOtherPieces[] = {"\xf0\x9f\x98\x80", "\xc3\xa4\xc3\xa9", "a\xe2\x82\xac", "ab\xff\xfe",
                                             "\xf0\x9f\x98x"};

std::string_view any_piece(base::Random& random, bool ascii) {
  return ascii ? kAsciiPieces[random() % std::size(kAsciiPieces)] : kOtherPieces[random() % std::size(kOtherPieces)];
}

std::string any_text(base::Random& random, std::size_t size) {
  std::string text(size, 'x');
  for (std::uint64_t left = random() % 4 * size / 8; left > 0 && size >= 4; --left) {
    text.replace(random() % (size - 3), 4, any_piece(random, true));
  }
  return text;
}

/// Replaces a few bytes; rarely by bytes that are not ASCII.
void mutate(std::string& text, base::Random& random) {
  const bool ascii = random() % 16 != 0;
  for (std::uint64_t left = random() % 4; left > 0 && text.size() >= 4; --left) {
    text.replace(random() % (text.size() - 3), 4, any_piece(random, ascii));
  }
}

}  // namespace

TEST_CASE("a text is escaped as without a memory of earlier ones", "[base]") {
  // Sizes around the stride, and several that share an entry.
  const std::size_t sizes[] = {0, 1, 4, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 159, 160, 700, 732, 4095, 4096, 4097};
  for (std::uint64_t ordinal = 0; ordinal < 400; ++ordinal) {
    base::Random random(base::stable_hash("json memo"), ordinal);
    JsonMemo memo;
    std::string text = any_text(random, sizes[ordinal % std::size(sizes)]);
    for (int step = 0; step < 40; ++step) {
      REQUIRE(escaped_by(memo, text) == plainly_escaped(text));
      const std::string before = text;
      mutate(text, random);
      if (random() % 8 == 0) {
        text = any_text(random, sizes[random() % std::size(sizes)]);
      } else if (before.find_first_of("\xf0\xc3\xe2\xff") != std::string::npos) {
        text = any_text(random, before.size());  // not the same bad bytes for ever
      }
    }
  }
}

TEST_CASE("every byte that changes to any other is escaped anew", "[base]") {
  JsonMemo memo;
  for (unsigned byte = 0; byte < 256; ++byte) {
    for (std::size_t place = 0; place < 40; ++place) {
      std::string text(40, 'x');
      REQUIRE(escaped_by(memo, text) == plainly_escaped(text));
      text[place] = static_cast<char>(byte);
      REQUIRE(escaped_by(memo, text) == plainly_escaped(text));
    }
  }
}

TEST_CASE("a UTF-8 sequence may begin in one stride and end in the next", "[base]") {
  for (std::size_t place = 0; place < 60; ++place) {
    for (const std::string sequence : {"\xf0\x9f\x98\x80", "\xe2\x82\xac", "\xc3\xa4", "\xf0\x9f\x98", "\xff"}) {
      JsonMemo memo;
      std::string text(64, 'x');
      CHECK(escaped_by(memo, text) == plainly_escaped(text));
      text.replace(place, sequence.size(), sequence);
      CHECK(escaped_by(memo, text) == plainly_escaped(text));
      CHECK(escaped_by(memo, std::string(64, 'x')) == plainly_escaped(std::string(64, 'x')));
    }
  }
}

TEST_CASE("a text for which there is no memory is escaped without it", "[base]") {
  const std::string text = "a \"text\"\r\n" + std::string(100, 'x');
  const Escaped expected = plainly_escaped(text);
  std::string json(1000, ' ');
  const std::size_t failures = test::fail_each_allocation(
      [&] {
        JsonMemo memo;
        for (int time = 0; time < 3; ++time) {
          json.clear();
          base::TextBuffer buffer(json);
          memo.append_characters(buffer, text);
          buffer.flush();
        }
      },
      [&] { CHECK("before " + json == expected.json); });
  CHECK(failures > 0);
}
