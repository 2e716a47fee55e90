// RawClient: a TCP client that sends and receives exactly the bytes a test says, every wait under a deadline. It knows
// no HTTP but where an answer with Content-Length ends.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace jobrig::test {

/// Connected from its making to its end. A wait that outlasts the deadline throws, with what came so far.
class RawClient {
 public:
  static constexpr std::chrono::milliseconds kDeadline{5000};

  /// Connects to 127.0.0.1; `from` is the source address, to spread many clients. From `::1` it connects to ::1.
  explicit RawClient(std::uint16_t port, const std::string& from = {});
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient();

  void send(std::string_view bytes);
  /// Sends what it can without waiting; how many bytes went out (0 also when the other side is gone).
  std::size_t try_send(std::string_view bytes);
  /// FIN: says that no more is sent.
  void finish_sending();
  /// RST, now.
  void reset();
  void close();

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

  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  enum class Event { kBytes, kEnd, kReset, kTimeout };
  Event wait_for_more(std::chrono::milliseconds time);
  std::string take(std::size_t size);

  int descriptor_ = -1;
  std::string received_;
};

}  // namespace jobrig::test
