// What is kept of the stderr of a client that crashed.
#include <string>

#include "drive/call_request.h"
#include "support/catch.h"

using namespace jobrig;

namespace {

std::string numbered_lines(int from, int to) {
  std::string text;
  for (int i = from; i <= to; ++i) {
    text += "line " + std::to_string(i) + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("the last forty lines of stderr are kept whole", "[drive]") {
  CHECK(drive::last_lines("").empty());
  CHECK(drive::last_lines("\n") == "\n");
  CHECK(drive::last_lines("one line") == "one line");
  CHECK(drive::last_lines(numbered_lines(1, 40)) == numbered_lines(1, 40));
  CHECK(drive::last_lines(numbered_lines(1, 100)) == numbered_lines(61, 100));
  CHECK(drive::last_lines(numbered_lines(1, 100) + "end") == numbered_lines(62, 100) + "end");
  CHECK(drive::last_lines("\n" + numbered_lines(1, 40)) == numbered_lines(1, 40));
  CHECK(drive::last_lines(numbered_lines(1, 1) + std::string(39, '\n')) ==
        numbered_lines(1, 1) + std::string(39, '\n'));
}
