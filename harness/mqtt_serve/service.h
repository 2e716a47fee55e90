// Service: the interface between the sockets of MQTT clients and what answers them. mqtt_serve/ calls it, hosting/
// implements it. It contains no sockets: bytes and times go in, records, packets to play and connections to close come
// out.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "model/packet_record.h"
#include "model/responder.h"
#include "model/script.h"
#include "mqtt/session.h"

namespace jobrig::mqtt_serve {

/// One packet to send. The script may contain pauses, other bytes and an end of the connection.
struct Outgoing {
  mqtt::ConnectionId connection = 0;
  model::Script script;
  /// What the packet says. The server adds its number, its times and the bytes that were really sent.
  model::PacketRecord record;
};

/// The connection must be closed after the packets before it.
struct Closing {
  mqtt::ConnectionId connection = 0;
  std::string reason;  // a sentence for the record
};

/// A complete record of something received, to be passed on, or something to do.
using Task = std::variant<model::PacketRecord, Outgoing, Closing>;

/// Used by one thread, except for what wake_with() says.
class Service {
 public:
  Service() = default;
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  virtual ~Service() = default;

  /// Called once per connection, before opened(). Counts the connection.
  virtual model::Opening at_accept() { return {}; }
  /// Whether the port accepts connections. Counts nothing.
  [[nodiscard]] virtual model::Port port() const { return {}; }

  /// Each connection has an identifier above 0 that is never used again.
  virtual void opened(mqtt::ConnectionId id, base::Monotonic now) = 0;
  /// Ignored for connections that are closed.
  virtual void received(mqtt::ConnectionId id, std::string_view bytes, base::Monotonic now) = 0;
  /// The peer closed the connection, or it ended otherwise.
  virtual void closed(mqtt::ConnectionId id, base::Monotonic now) = 0;
  /// Does what is due: call it at next_due() or later, and after each wake-up.
  virtual void tick(base::Monotonic now) = 0;
  [[nodiscard]] virtual std::optional<base::Monotonic> next_due() const = 0;
  /// What is to be done, in order. Empties the list.
  virtual std::vector<Task> take_tasks() = 0;

  /// The number of the next record.
  virtual std::uint64_t next_number() = 0;
  /// `wake` is called from any thread when something happened without a client: call tick() soon then. It returns
  /// quickly. After wake_with() has returned, an earlier one is no longer called. Empty: none.
  virtual void wake_with(std::function<void()> wake) = 0;
};

}  // namespace jobrig::mqtt_serve
