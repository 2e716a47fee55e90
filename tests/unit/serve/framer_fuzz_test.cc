// A bounded walk with the fuzzer's entry: seeded mutations of good and bad requests, the same in every run.
#include <cstdint>
#include <string>
#include <vector>

#include "base/random.h"
#include "fuzz/targets.h"
#include "support/catch.h"

using namespace jobrig;

namespace {

const std::vector<std::string>& seeds() {
  static const std::vector<std::string> kSeeds = {
      "GET /things/t/jobs/%24next HTTP/1.1\r\nHost: x\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabcdeGET / HTTP/1.1\r\nHost: x\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\nA: b\r\n\r\n",
      "PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 2\r\n\r\nab",
      "HEAD http://h/ HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
  };
  return kSeeds;
}

const std::vector<std::string>& words() {
  static const std::vector<std::string> kWords = {"\r\n",
                                                  "\n",
                                                  "\r",
                                                  ":",
                                                  " ",
                                                  "%00",
                                                  "0\r\n",
                                                  "-1",
                                                  "ffffffffffffffff",
                                                  "Content-Length: 1\r\n",
                                                  "Transfer-Encoding: chunked\r\n",
                                                  "Host: y\r\n",
                                                  ";",
                                                  std::string(1, '\0'),
                                                  "HTTP/1.0",
                                                  "Expect: 100-continue\r\n"};
  return kWords;
}

std::string mutated(base::Random& random) {
  std::string bytes = seeds()[random() % seeds().size()];
  for (std::uint64_t edits = random() % 6; edits > 0; --edits) {
    const std::size_t at = random() % (bytes.size() + 1);
    switch (random() % 4) {
      case 0:
        bytes.insert(at, words()[random() % words().size()]);
        break;
      case 1:
        bytes.erase(at, random() % 8);
        break;
      case 2:
        bytes.insert(at, bytes.substr(at / 2, random() % 64));
        break;
      default:
        if (at < bytes.size()) {
          bytes[at] = static_cast<char>(random() % 256);
        }
    }
  }
  return bytes;
}

}  // namespace

TEST_CASE("seeded mutations of requests never break the framer's promises", "[serve][framer][fuzz]") {
  for (std::uint64_t ordinal = 0; ordinal < 20'000; ++ordinal) {
    base::Random random(base::stable_hash("framer fuzz"), ordinal);
    const std::string bytes = mutated(random);
    CHECK_NOTHROW(fuzz::fuzz_framer(bytes));
  }
}
