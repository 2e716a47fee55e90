// Framing: runs the framer over bytes cut in given places, for tests that hold it to "segmentation changes nothing".
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "serve/framer.h"

namespace jobrig::test {

/// What became of a stream of bytes: the requests in it, each copied, then how it ended.
struct Framed {
  struct Request {
    std::string raw, method, target, body;
    std::vector<std::string> headers;  // "Name=value"
    int version_minor = 1;
    bool keep_alive = true;
    bool asked_to_continue = false;
    friend bool operator==(const Request&, const Request&) = default;
  };
  std::vector<Request> requests;
  int refused = 0;  // status; 0: the bytes ran out first
  std::string reason;
  friend bool operator==(const Framed&, const Framed&) = default;
};

/// Feeds `bytes`; after each call `next_cut(fed)` says how many bytes in all come next (more than `fed`, at most all).
/// Stops at the first refusal, as a connection does.
Framed frame(std::string_view bytes, const serve::FramerLimits& limits,
             const std::function<std::size_t(std::size_t fed)>& next_cut);
/// All in one piece; one byte at a time; in pieces of random sizes that follow from `seed`.
Framed frame_whole(std::string_view bytes, const serve::FramerLimits& limits = {});
Framed frame_bytewise(std::string_view bytes, const serve::FramerLimits& limits = {});
Framed frame_in_pieces(std::string_view bytes, std::uint64_t seed, const serve::FramerLimits& limits = {});

}  // namespace jobrig::test
