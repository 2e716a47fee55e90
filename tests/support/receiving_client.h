// ReceivingClient: the ways in which test clients wait for bytes: a number of bytes, one response, the end, a period.
// All waits are under a hang guard. It knows no HTTP except the end of a response with Content-Length, and no sockets:
// derived classes provide the next bytes.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace jobrig::test {

/// A wait that exceeds the hang guard throws with the bytes received so far.
class ReceivingClient {
 public:
  ReceivingClient() = default;
  ReceivingClient(const ReceivingClient&) = delete;
  ReceivingClient& operator=(const ReceivingClient&) = delete;
  virtual ~ReceivingClient() = default;

  /// Waits until a total of `size` bytes have arrived and returns them.
  std::string receive(std::size_t size);
  /// Waits for one response and returns it: the head, then Content-Length bytes (none for `head_only`).
  std::string receive_answer(bool head_only = false);
  /// Waits for the peer's FIN and returns all bytes before it. Throws on a reset.
  std::string receive_to_end();
  /// Waits for a reset and returns all bytes before it. Throws on a FIN.
  std::string receive_to_reset();
  /// Waits for `time` and returns the bytes received. Use it to assert that nothing arrives.
  std::string receive_for(std::chrono::milliseconds time);

 protected:
  enum class Event { kBytes, kEnd, kReset, kTimeout };
  /// Waits for the next event, at most `time`. Appends the bytes to `received`.
  virtual Event wait_for_more(std::chrono::milliseconds time, std::string& received) = 0;

 private:
  Event wait_for_more(std::chrono::milliseconds time) { return wait_for_more(time, received_); }
  std::string take(std::size_t size);

  std::string received_;
};

}  // namespace jobrig::test
