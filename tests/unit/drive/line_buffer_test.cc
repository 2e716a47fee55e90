// Lines out of bytes that arrive in any pieces.
#include "drive/line_buffer.h"

#include <string>
#include <vector>

#include "support/catch.h"

using namespace jobrig;

namespace {

std::vector<std::string> lines_of(drive::LineBuffer& buffer, std::size_t most = 100) {
  std::vector<std::string> lines;
  for (std::string line; buffer.take_line(line, most);) {
    lines.push_back(line);
  }
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("lines are the same however their bytes are cut", "[drive]") {
  const std::string text = "one\n\nthree\nhalf";
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    drive::LineBuffer buffer;
    Lines lines;
    for (std::size_t at = 0; at < text.size(); at += piece) {
      buffer.append(text.substr(at, piece));
      const Lines more = lines_of(buffer);
      lines.insert(lines.end(), more.begin(), more.end());
    }
    CHECK(lines == Lines{"one", "", "three"});
    CHECK(buffer.size() == 4);
    buffer.append("\n");
    CHECK(lines_of(buffer) == Lines{"half"});
    CHECK(buffer.empty());
  }
}

TEST_CASE("a line that is too long is not taken", "[drive]") {
  drive::LineBuffer buffer;
  buffer.append("12345\n123456\n1\n");
  CHECK(lines_of(buffer, 5) == Lines{"12345"});
  CHECK(buffer.size() == 9);
  buffer.clear();
  CHECK(buffer.empty());
  buffer.append("1\n");
  CHECK(lines_of(buffer, 5) == Lines{"1"});
}

TEST_CASE("the work for short lines and short pieces is linear in their bytes", "[drive]") {
  // Quadratic work would take minutes.
  drive::LineBuffer buffer;
  std::string text;
  for (int i = 0; i < 1'000'000; ++i) {
    text += "1\n";
  }
  buffer.append(text);
  CHECK(lines_of(buffer).size() == 1'000'000);
  for (int i = 0; i < 1'000'000; ++i) {
    buffer.append("x");
    std::string line;
    REQUIRE_FALSE(buffer.take_line(line, 2'000'000));
  }
  CHECK(buffer.size() == 1'000'000);
}
