// Position: the `at:` of faults that cut, stall or close: where in an exchange, in words. It cuts nothing itself.
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

/// position = `accept` | `request-head` | `before-answer` | `status-line` | `head` | `byte N` [`of body`] |
///            `N%` `of body` | `after-body`
struct Position {
  enum class Anchor : std::uint8_t {
    kAccept,        // the connection is there
    kRequestHead,   // the request's head is there, its body is not read
    kBeforeAnswer,  // the request is there, no byte of the answer left
    kStatusLine,    // half of the status line is out
    kHead,          // half of the header lines' bytes are out
    kByteOfBody,    // the head and so many bytes of the body are out
    kShareOfBody,   // the head and that share of the body, rounded down
    kAfterBody,     // everything is out
    kByte,          // so many bytes of the whole answer are out; no word says it, `after:` of a stall does
  };
  Anchor anchor = Anchor::kBeforeAnswer;
  std::uint64_t bytes = 0;  // kByteOfBody, kByte
  double share = 0;         // kShareOfBody

  friend bool operator==(const Position&, const Position&) = default;

  [[nodiscard]] model::Moment moment() const;
  /// How many bytes of the answer are sent before this place, at most all; in an answer that is no HTTP all bytes are
  /// body. 0 for the two places before the answer.
  [[nodiscard]] std::size_t offset_in(const model::Script& script) const;
};

std::optional<Position> parse_position(std::string_view text);
/// `early` allows `accept` and `request-head`.
std::optional<Position> read_position(const base::Node& node, std::string_view what, bool early,
                                      base::Diagnostics& diagnostics);

}  // namespace jobrig::faults
