// Stream: a TCP connection with time limits. It knows no protocol.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/descriptor.h"

namespace jobrig::reference_agent {

/// Every function throws Lost (link.h) when the connection is lost.
class Stream {
 public:
  void open(const std::string& host, const std::string& port);
  void close() { socket_.close(); }
  [[nodiscard]] bool is_open() const { return socket_.open(); }
  void send(std::string_view bytes);
  /// Appends what arrives within this time. False: nothing did.
  bool receive(std::string& bytes, std::chrono::milliseconds time);

 private:
  base::Descriptor socket_;
};

}  // namespace jobrig::reference_agent
