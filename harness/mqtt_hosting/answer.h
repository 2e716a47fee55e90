// MQTT answer: what the MQTT service knows of a packet that it answers and of a message that it sends: the rule, and
// the faults that still have to be applied. Plain data.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "model/responder.h"
#include "mqtt/jobs_request.h"
#include "mqtt/session.h"
#include "mqtt_faults/apply.h"

namespace jobrig::mqtt_hosting {

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

}  // namespace jobrig::mqtt_hosting
