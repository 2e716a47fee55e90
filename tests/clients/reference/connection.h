// Connection: sends and receives bytes, plain or over TLS; every wait has a deadline. It does not know HTTP.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "clients/reference/call.h"
#include "clients/reference/deadline.h"
#include "clients/reference/policy.h"

namespace jobrig::reference {

class Connection {
 public:
  /// Connects, and over TLS verifies the server. Throws Failure.
  static std::unique_ptr<Connection> open(const Endpoint& endpoint, const TransportPolicy& policy, Moment deadline);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  virtual void send(std::string_view bytes, Moment deadline) = 0;
  /// Returns the next bytes; empty: the server has finished sending. Throws Failure: transport if the connection broke
  /// (over TLS also if its end was not announced), timeout if the deadline passed.
  virtual std::string receive(Moment deadline) = 0;
  /// False if the server has closed the connection or sent unexpected data.
  [[nodiscard]] virtual bool idle() const = 0;

 protected:
  Connection() = default;
};

}  // namespace jobrig::reference
