// The framer: limits hold, and how the bytes are cut into segments never changes what they mean.
#include "fuzz/targets.h"
#include "support/framing.h"

namespace jobrig::fuzz {
namespace {

// Small enough for a fuzzer to reach.
constexpr serve::FramerLimits kSmallLimits{512, 8, 256};

}  // namespace

void fuzz_framer(std::string_view bytes) {
  const test::Framed whole = test::frame_whole(bytes, kSmallLimits);
  std::size_t used = 0;
  for (const test::Framed::Request& request : whole.requests) {
    used += request.raw.size();
    promise(request.body.size() <= kSmallLimits.body && request.headers.size() <= kSmallLimits.headers,
            "a request is beyond the limits");
    promise(!request.raw.empty(), "a request has no bytes");
  }
  promise(used <= bytes.size(), "requests have more bytes than there were");
  promise(test::frame_bytewise(bytes, kSmallLimits) == whole, "single bytes give another result");
  promise(test::frame_in_pieces(bytes, bytes.size(), kSmallLimits) == whole, "pieces give another result");
}

}  // namespace jobrig::fuzz
