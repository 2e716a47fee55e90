// RawClient: a TCP client that sends and receives exactly the bytes of a test. All waits are under a hang guard. It
// knows no HTTP.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "support/receiving_client.h"

namespace jobrig::test {

/// The constructor connects, the destructor closes.
class RawClient final : public ReceivingClient {
 public:
  /// Connects to 127.0.0.1. `from` is the source address, which allows many client addresses. With `::1` it connects to
  /// ::1.
  explicit RawClient(std::uint16_t port, const std::string& from = {});
  ~RawClient() override;

  void send(std::string_view bytes);
  /// Sends as much as possible without waiting. Returns the number of bytes sent, 0 also when the peer has closed.
  std::size_t try_send(std::string_view bytes);
  /// Sends FIN.
  void finish_sending();
  /// Sends RST immediately.
  void reset();
  void close();

  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  Event wait_for_more(std::chrono::milliseconds time, std::string& received) override;

  int descriptor_ = -1;
};

}  // namespace jobrig::test
