#include "base/text_buffer.h"

#include <string>

#include "support/catch.h"

using jobrig::base::TextBuffer;

TEST_CASE("a text buffer appends what was added in its order whatever the sizes", "[base]") {
  const std::string sizes[] = {std::string(1, 'a'), std::string(TextBuffer::kMaxRoom, 'b'), std::string(),
                               std::string(TextBuffer::kMaxRoom + 1, 'c'), std::string(3000, 'd')};
  std::string text = "before ";
  std::string expected = text;
  TextBuffer buffer(text);
  for (int round = 0; round < 5; ++round) {
    for (const std::string& more : sizes) {
      buffer.add(more);
      buffer.add('.');
      expected += more + '.';
      REQUIRE(buffer.size() == expected.size());
    }
  }
  CHECK(&buffer.flush() == &text);
  CHECK(text == expected);
}

TEST_CASE("a text buffer gives room for text that is written in place", "[base]") {
  std::string text;
  TextBuffer buffer(text);
  std::string expected;
  for (std::size_t size = 1; size <= TextBuffer::kMaxRoom; size = 2 * size + 1) {
    char* to = buffer.room(TextBuffer::kMaxRoom);
    for (std::size_t i = 0; i < size; ++i) {
      *to++ = static_cast<char>('a' + size % 26);
    }
    buffer.set_end(to);
    expected.append(size, static_cast<char>('a' + size % 26));
  }
  CHECK(buffer.flush() == expected);
}

TEST_CASE("a text buffer is cut back to a size before and after a part of it reached the string", "[base]") {
  std::string text = "before ";
  TextBuffer buffer(text);
  buffer.add("kept");
  const std::size_t kept = buffer.size();
  buffer.add(" not kept");
  buffer.cut(kept);
  CHECK(buffer.size() == kept);
  for (int i = 0; i < 5; ++i) {
    buffer.add(std::string(3000, 'x'));
  }
  buffer.cut(kept);
  buffer.add("!");
  CHECK(buffer.flush() == "before kept!");
}
