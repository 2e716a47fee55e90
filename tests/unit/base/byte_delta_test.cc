// Bytes as their difference from others: whatever the bytes are, they come back, and alike ones become small.
#include "base/byte_delta.h"

#include <random>
#include <string>

#include "support/catch.h"

using namespace jobrig;

namespace {

std::string there_and_back(const base::DeltaBase& base, const std::string& bytes) {
  std::string delta = "what was there before";
  base.encode(bytes, delta);
  const std::string copy = delta;  // read at another address
  return base.decode(copy.data());
}

std::string text(unsigned seed, std::size_t size, unsigned letters) {
  std::mt19937 random(seed);
  std::string bytes;
  while (bytes.size() < size) {
    bytes += static_cast<char>(random() % letters);
  }
  return bytes;
}

}  // namespace

TEST_CASE("bytes come back from their delta", "[base][delta]") {
  const std::string known = "GET /things/sensor-1/jobs/calibrate HTTP/1.1\r\nHost: localhost\r\n\r\n";
  const base::DeltaBase base(known);
  for (const std::string& bytes : {std::string(), std::string("x"), known, known + known, known.substr(7),
                                   "GET " + known, std::string(300, '\0'), known.substr(0, 5), known.substr(0, 6)}) {
    CHECK(there_and_back(base, bytes) == bytes);
  }
}

TEST_CASE("random bytes come back from their delta, whatever the base is", "[base][delta]") {
  for (unsigned seed = 0; seed < 400; ++seed) {
    const unsigned letters = seed % 4 == 0 ? 256 : 2 + seed % 3;  // few letters: many copies
    const base::DeltaBase base(text(seed, seed * 7 % 900, letters));
    const std::string bytes = text(seed + 1'000, seed * 13 % 1'500, letters);
    CHECK(there_and_back(base, bytes) == bytes);
  }
}

TEST_CASE("a base may be empty, and of a long one only the beginning is used", "[base][delta]") {
  CHECK(there_and_back(base::DeltaBase({}), "some bytes") == "some bytes");
  const std::string large = text(1, 3 * base::DeltaBase::kMaxSize, 256);
  CHECK(there_and_back(base::DeltaBase(large), large) == large);
}

TEST_CASE("the delta of bytes that differ in a few places is small", "[base][delta]") {
  const std::string known = text(1, 600, 256);
  std::string other = known;
  for (const std::size_t at : {10U, 200U, 201U, 590U}) {
    other[at] = static_cast<char>(other[at] + 1);
  }
  std::string delta;
  base::DeltaBase(known).encode(other, delta);
  CHECK(delta.size() < 40);
  other.insert(300, "sixteen letters.");
  base::DeltaBase(known).encode(other, delta);
  CHECK(delta.size() < 70);
}
