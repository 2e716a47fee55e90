// ReceivingClient: how every client of the tests waits for bytes: for so many, for one answer, to the end, for a while;
// always under a hang guard. It knows no HTTP but where an answer with Content-Length ends, and no socket: what comes
// next is asked of the client.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace jobrig::test {

/// A wait that outlasts the hang guard throws, with what came so far.
class ReceivingClient {
 public:
  ReceivingClient() = default;
  ReceivingClient(const ReceivingClient&) = delete;
  ReceivingClient& operator=(const ReceivingClient&) = delete;
  virtual ~ReceivingClient() = default;

  /// Waits until `size` bytes in all are there, and takes them.
  std::string receive(std::size_t size);
  /// Waits for one answer (head, then as many bytes as its Content-Length says, none for `head_only`), and takes it.
  std::string receive_answer(bool head_only = false);
  /// Waits for the other side's FIN and takes all until there. Throws on a reset.
  std::string receive_to_end();
  /// Waits for a reset; what came before it. Throws on a FIN.
  std::string receive_to_reset();
  /// What is there after waiting `time` for more: for asserting that nothing comes.
  std::string receive_for(std::chrono::milliseconds time);

 protected:
  enum class Event { kBytes, kEnd, kReset, kTimeout };
  /// Waits for the next event, at most `time`; bytes are appended to `received`.
  virtual Event wait_for_more(std::chrono::milliseconds time, std::string& received) = 0;

 private:
  Event wait_for_more(std::chrono::milliseconds time) { return wait_for_more(time, received_); }
  std::string take(std::size_t size);

  std::string received_;
};

}  // namespace jobrig::test
