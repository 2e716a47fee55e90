// Socket: a connected TCP socket; every wait has a deadline. It knows neither TLS nor HTTP.
#pragma once

#include <string>
#include <string_view>

#include "clients/reference/deadline.h"

namespace jobrig::reference {

class Socket {
 public:
  /// Connects. Throws Failure.
  Socket(const std::string& host, const std::string& port, Moment deadline);
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket();

  [[nodiscard]] int descriptor() const { return descriptor_; }
  void send(std::string_view bytes, Moment deadline);
  std::string receive(Moment deadline);
  /// Waits for `events` of poll(2). Throws Failure if the deadline passes first.
  void wait(short events, Moment deadline) const;
  /// Whether there is nothing to read, including the end of the stream.
  [[nodiscard]] bool quiet() const;

 private:
  int descriptor_ = -1;
};

}  // namespace jobrig::reference
