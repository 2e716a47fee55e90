// Script: how a response is sent, decided before the first byte is written: bytes and pauses in order, and then the
// close action. It is data; only the player of serve/ executes it.
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
#include "model/byte_source.h"

namespace jobrig::model {

/// Sends these bytes, at once if the socket accepts them all.
struct Send {
  std::string bytes;

  friend bool operator==(const Send&, const Send&) = default;
};

/// Sends nothing for this time.
struct Pause {
  std::chrono::nanoseconds length{0};
  /// False: real time, on the monotonic clock. True: the time of the scenario, which can be fast, frozen or jump.
  bool virtual_time = false;

  friend bool operator==(const Pause&, const Pause&) = default;
};

using ScriptStep = std::variant<Send, Pause>;

/// What happens to the connection after the last step.
enum class CloseAction : std::uint8_t {
  kKeepOpen,       // wait for the next request
  kClose,          // FIN in both directions
  kReset,          // RST
  kHalfClose,      // FIN, then keep reading until the client closes
  kHang,           // send nothing, and keep the connection until the client gives up
  kCloseSilently,  // FIN without the close_notify of TLS; without TLS, same as kClose
};

/// The name in reports: `half-close`.
std::string_view close_action_word(CloseAction close_action);

struct Script {
  std::vector<ScriptStep> steps;
  CloseAction close_action = CloseAction::kKeepOpen;
  /// Offsets in the concatenated bytes of all Sends, for faults that cut "inside the head" or "at 50 % of body": the
  /// end of the status line (after its CRLF) and of the head (after the empty line). Both are 0 if the bytes are not
  /// HTTP.
  std::size_t status_line_size = 0;
  std::size_t head_size = 0;
  /// The number of bytes of informational (1xx) responses before the status line. The offsets above include them.
  std::size_t informational_size = 0;
  /// A request that arrives after the last byte ends the script, and the connection stays open for it.
  bool until_next_request = false;
  /// Of a fault before the response: how many bytes of the body of the request are received before the end.
  std::size_t request_body_bytes = 0;
  /// The response to a HEAD request: no body follows the head, whatever the headers say.
  bool is_head = false;
  /// The number of bytes before a fault truncated them; absent if none did.
  std::optional<std::size_t> uncut_size;
  /// The clock for pauses in virtual time; null: the clock of the server.
  std::shared_ptr<const base::Clock> clock{};
  /// Supplies the bytes after the last step; null: there are none. They are not recorded.
  std::shared_ptr<ByteSource> source{};
};

/// The total size of all Sends.
std::size_t byte_count(const std::vector<ScriptStep>& steps);
std::size_t byte_count(const Script& script);

}  // namespace jobrig::model
