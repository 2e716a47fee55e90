// The framer under libFuzzer: `clang++ -fsanitize=fuzzer,address` over this file, harness/serve/framer.cc and
// tests/support/framing.cc. The same entry runs in every test build over seeded mutations (framer_fuzz_test.cc).
#include "fuzz/framer_fuzz.h"

#include <cstdlib>
#include <string_view>

#include "support/framing.h"

// A limit small enough for a fuzzer to reach.
static jobrig::serve::FramerLimits small_limits() { return {512, 8, 256}; }

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace jobrig::test;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Framed whole = frame_whole(bytes, small_limits());
  std::size_t used = 0;
  for (const Framed::Request& request : whole.requests) {
    used += request.raw.size();
    if (request.body.size() > 256 || request.headers.size() > 8 || request.raw.empty()) {
      std::abort();  // a limit was passed by
    }
  }
  if (used > size || frame_bytewise(bytes, small_limits()) != whole ||
      frame_in_pieces(bytes, size, small_limits()) != whole) {
    std::abort();  // the segmentation changed the result
  }
  return 0;
}
