// RawClient: a TCP client that sends and receives exactly the bytes a test says, every wait under a hang guard.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "support/receiving_client.h"

namespace jobrig::test {

/// Connected from its making to its end.
class RawClient final : public ReceivingClient {
 public:
  /// Connects to 127.0.0.1; `from` is the source address, to spread many clients. From `::1` it connects to ::1.
  explicit RawClient(std::uint16_t port, const std::string& from = {});
  ~RawClient() override;

  void send(std::string_view bytes);
  /// Sends what it can without waiting; how many bytes went out (0 also when the other side is gone).
  std::size_t try_send(std::string_view bytes);
  /// FIN: says that no more is sent.
  void finish_sending();
  /// RST, now.
  void reset();
  void close();

  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  Event wait_for_more(std::chrono::milliseconds time, std::string& received) override;

  int descriptor_ = -1;
};

}  // namespace jobrig::test
