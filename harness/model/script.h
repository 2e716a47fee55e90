// Script: what goes over the wire, decided before the first byte is written: bytes and pauses in order, then how the
// connection ends. It is data; serve/'s player is the only one that acts on it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"

namespace jobrig::model {

/// Write these bytes, all of them in one go if the socket takes them.
struct Send {
  std::string bytes;

  friend bool operator==(const Send&, const Send&) = default;
};

/// Write nothing for this long.
struct Pause {
  std::chrono::nanoseconds length{0};
  /// False: real time, on the monotonic clock. True: the scenario's time, which may run fast, stand still or jump.
  bool virtual_time = false;

  friend bool operator==(const Pause&, const Pause&) = default;
};

using ScriptStep = std::variant<Send, Pause>;

/// What becomes of the connection after the last step.
enum class CloseAction : std::uint8_t {
  kKeepOpen,       // wait for the next request
  kClose,          // FIN, both ways
  kReset,          // RST
  kHalfClose,      // FIN our way, go on reading until the client closes
  kHang,           // write nothing more, keep the connection until the client gives up
  kCloseSilently,  // FIN without the close_notify of TLS; as kClose on a connection without TLS
};

/// `half-close`: how reports name it.
std::string_view close_action_word(CloseAction close_action);

struct Script {
  std::vector<ScriptStep> steps;
  CloseAction close_action = CloseAction::kKeepOpen;
  /// Landmarks in the concatenated bytes of all Sends, for faults that cut "inside the head" or "at 50 % of body":
  /// the end of the status line (behind its CRLF) and of the head (behind the blank line). Both are 0 when the bytes
  /// are no HTTP.
  std::size_t status_line_size = 0;
  std::size_t head_size = 0;
  /// Bytes of informational (1xx) answers before the status line; the landmarks above count them.
  std::size_t informational_size = 0;
  /// It answers a HEAD request: no body follows the head, whatever that says.
  bool is_head = false;
  /// How many bytes there were before a fault cut some off; absent while none are.
  std::optional<std::size_t> uncut_size;
  /// Whose civil time pauses in virtual time go by; null: the server's clock's.
  std::shared_ptr<const base::Clock> clock{};
};

}  // namespace jobrig::model
