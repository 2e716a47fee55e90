// Packet faults: what the MQTT service needs to apply the faults of rules: which rule answers a packet, and what waits
// or is no longer sent because of a fault. It has no sockets. It selects no faults (plan/ does) and rewrites nothing
// itself (mqtt_faults/ does).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "hosting/held_queue.h"
#include "model/responder.h"
#include "mqtt/broker.h"
#include "mqtt/jobs_request.h"
#include "mqtt_faults/apply.h"
#include "mqtt_serve/service.h"

namespace jobrig::hosting {

/// Why the service sends a message, and the faults for its packets. Every origin of the service is of this type.
struct FaultedOrigin : mqtt::Origin {
  mqtt_faults::Faults wire{};               // for the packets; owned by `owner`
  mqtt::ConnectionId requester = 0;         // only its packets have them; 0: those of all receivers
  std::vector<std::string> other_faults{};  // for the record of packets to others
  mutable base::Random random{0, 0};
  base::Instant arrived{};
  std::uint64_t other_requests = 0;
  std::shared_ptr<const void> owner{};
};

/// The packet of a client that is being answered.
struct AnsweredPacket {
  mqtt::ConnectionId connection = 0;
  std::string client_id;
  mqtt::PacketType type{};
  bool is_request = false;   // of the Jobs service
  bool has_response = true;  // a packet that answers it alone: not DISCONNECT, PUBACK and PUBLISH with QoS 0
  mqtt::JobsRequest request{};
  model::Plan plan{};
  std::vector<std::string> filters{};  // of SUBSCRIBE
};

/// What the server sends in response to a packet of this type.
mqtt_faults::Subject subject_of(mqtt::PacketType type);
/// Whether a packet of this type is the response to the other.
bool is_response_to(mqtt::PacketType response, mqtt::PacketType type);

/// A message of the service that waits to be routed.
struct HeldMessage {
  mqtt::Message message;
  std::string thing{};
  bool is_behind = false;  // goes as soon as another message for the thing has gone
};
/// A message for a client that is to come back on another connection.
struct ReturningMessage {
  std::string client_id;
  mqtt::ConnectionId left = 0;  // the connection on which it does not go
  mqtt::Message message;
};

/// What faults keep back. Not thread-safe.
struct KeptBack {
  /// How many packets and messages may wait; further ones do not wait.
  static constexpr std::size_t kMax = 10'000;

  HeldQueue<std::variant<mqtt_serve::Outgoing, HeldMessage>> waiting;
  std::vector<mqtt::Message> after_notices;
  std::vector<ReturningMessage> returning;

  [[nodiscard]] bool has_room() const { return waiting.size() + after_notices.size() + returning.size() < kMax; }
  /// The messages that go after one for this thing.
  std::vector<mqtt::Message> take_behind(std::string_view thing);
  /// The messages for a client that has come back.
  std::vector<mqtt::Message> take_returning(const std::string& client_id, mqtt::ConnectionId connection,
                                            const mqtt::Broker& broker);
};

/// What a connection may still get.
class PacketGates {
 public:
  void open(mqtt::ConnectionId id) { gates_.emplace(id, Gate{}); }
  void forget(mqtt::ConnectionId id) { gates_.erase(id); }
  void silence(mqtt::ConnectionId id);
  /// The connection ends after that many more packets.
  void limit(mqtt::ConnectionId id, std::uint32_t packets);
  /// Whether a packet may go. Counts it.
  bool pass(mqtt::ConnectionId id);
  /// Whether the connection has got its last packet. True once.
  bool is_used_up(mqtt::ConnectionId id);

 private:
  struct Gate {
    bool is_silent = false;
    std::optional<std::uint32_t> packets{};
  };
  std::unordered_map<mqtt::ConnectionId, Gate> gates_;
};

}  // namespace jobrig::hosting
