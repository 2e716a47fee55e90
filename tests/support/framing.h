// Framing: runs the framer over bytes that are split at given offsets, for tests that segmentation changes nothing.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "serve/framer.h"

namespace jobrig::test {

/// The result of parsing a stream of bytes: copies of its requests, then how it ended.
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
  int refused = 0;  // status; 0: the input ended first
  std::string reason;
  friend bool operator==(const Framed&, const Framed&) = default;
};

/// Feeds `bytes`. After each call `next_cut(fed)` returns the total number of bytes to feed next (more than `fed`, at
/// most all). Stops at the first rejected request, as a connection does.
Framed frame(std::string_view bytes, const serve::FramerLimits& limits,
             const std::function<std::size_t(std::size_t fed)>& next_cut);
/// Feeds everything in one piece; one byte at a time; in pieces of random sizes determined by `seed`.
Framed frame_whole(std::string_view bytes, const serve::FramerLimits& limits = {});
Framed frame_bytewise(std::string_view bytes, const serve::FramerLimits& limits = {});
Framed frame_in_pieces(std::string_view bytes, std::uint64_t seed, const serve::FramerLimits& limits = {});

}  // namespace jobrig::test
