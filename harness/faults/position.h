// Position: the `at:` setting of faults that cut, stall or close: a position in an exchange. It changes nothing itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/diagnostic.h"
#include "base/node.h"
#include "base/result.h"
#include "model/fault.h"
#include "model/script.h"

namespace jobrig::faults {

/// position = `accept` | `request-head` | `byte N of request body` | `before-answer` | `status-line` | `head` | `byte
/// N` [`of body`] |
///            `N%` `of body` | `after-body`
struct Position {
  enum class Anchor : std::uint8_t {
    kAccept,             // the connection has been accepted
    kRequestHead,        // the request head has been received; the body has not been read
    kByteOfRequestBody,  // the head of the request and `bytes` bytes of its body have been received, or all of it
    kBeforeAnswer,       // the request has been received; no byte of the response has been sent
    kStatusLine,         // half of the status line has been sent
    kHead,               // half of the bytes of the header lines have been sent
    kByteOfBody,         // the head and `bytes` bytes of the body have been sent
    kShareOfBody,        // the head and `share` of the body, rounded down, have been sent
    kAfterBody,          // everything has been sent
    kByte,               // `bytes` bytes of the whole response have been sent; set by `after:` of a stall only
  };
  Anchor anchor = Anchor::kBeforeAnswer;
  std::uint64_t bytes = 0;  // kByteOfRequestBody, kByteOfBody, kByte
  double share = 0;         // kShareOfBody

  friend bool operator==(const Position&, const Position&) = default;

  [[nodiscard]] model::Moment moment() const;
  /// The number of bytes sent before this position, at most all. In a response that is not HTTP all bytes count as
  /// body. 0 for positions before the response.
  [[nodiscard]] std::size_t offset_in(const model::Script& script) const;
};

std::optional<Position> parse_position(std::string_view text);
/// `early` allows the positions before the response: `accept`, `request-head` and in the body of the request.
std::optional<Position> read_position(const base::Node& node, std::string_view what, bool early,
                                      base::Diagnostics& diagnostics);

}  // namespace jobrig::faults
