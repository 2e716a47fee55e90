// Connection: bytes to and from a server, plain or over TLS, every wait under a deadline. It knows no HTTP.
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
  /// Connects, and over TLS verifies whom it reached. Throws Failure.
  static std::unique_ptr<Connection> open(const Endpoint& endpoint, const TransportPolicy& policy, Moment deadline);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  virtual void send(std::string_view bytes, Moment deadline) = 0;
  /// The next bytes; empty: the server has sent all that it will. Throws Failure: transport when the connection broke
  /// (over TLS also when its end was not announced), timeout when the deadline passed.
  virtual std::string receive(Moment deadline) = 0;
  /// False when the server has closed it, or sent what nobody asked for.
  [[nodiscard]] virtual bool idle() const = 0;

 protected:
  Connection() = default;
};

}  // namespace jobrig::reference
