// Packet fault: a pure rewrite of what the server sends over MQTT. A message of the Jobs service (a response or a
// notice) is rewritten before it is routed to its subscribers; a packet is rewritten for one connection, after the
// broker has made it. Both are lists, so a fault can also remove and repeat. It knows no broker, socket or clock: what
// the broker has to do besides is left to the caller as effects.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "model/fault.h"
#include "model/script.h"
#include "mqtt/packet.h"
#include "mqtt/session.h"

namespace jobrig::mqtt_faults {

/// What the server sends in response to a packet, or by itself.
enum class Subject : std::uint8_t {
  kConnack,
  kPuback,
  kSuback,
  kUnsuback,
  kPingresp,
  kMessage,  // of the Jobs service: the response to a request, or a notice
  kNothing,  // packets without a response: PUBACK, DISCONNECT, and PUBLISH with QoS 0
};

/// When a message is routed, after its pause.
enum class Release : std::uint8_t {
  kAtOnce,
  kAfterNotices,      // after the notices of the change that the request made
  kAfterNextMessage,  // after the next message for the same client, and at the latest when the pause ends
  kAfterReconnect,    // when the client has lost its connection and is subscribed again on another one
};

struct TimedMessage {
  mqtt::Message message;
  model::Pause wait{};
  Release release = Release::kAtOnce;
};

struct TimedPacket {
  mqtt::Packet packet;
  model::Pause wait{};  // before its first byte; other packets may overtake it
  bool is_sent = true;  // false: only the end of the connection
  std::string bytes{};  // not empty: sent instead of the packet
  model::CloseAction close_action = model::CloseAction::kKeepOpen;  // after it
};

/// What the broker and the connection do besides.
struct Effects {
  bool forgets_subscriptions = false;         // all of the session
  bool drops_new_subscriptions = false;       // those of the SUBSCRIBE
  bool is_silent = false;                     // nothing more is sent on the connection
  bool closes = false;                        // the connection is closed
  std::optional<std::uint32_t> packets_left;  // the connection is closed after that many more packets to the client
};

struct PacketContext {
  Subject subject = Subject::kNothing;
  mqtt::Version version = mqtt::Version::k311;  // of the connection; unknown for messages
  model::FaultContext& fault;                   // its protocol is MQTT
  std::string previous{};  // the payload of the message before on the same topic; empty: there was none
  Effects effects{};
};

/// A fault that only MQTT has.
class PacketFault : public model::Fault {
 public:
  [[nodiscard]] bool acts_over(model::Protocol protocol) const final { return protocol == model::Protocol::kMqtt; }
  /// `is_response`: it is what the client waits for. A PUBACK of a request is not, because the message is.
  [[nodiscard]] virtual bool acts_on(Subject subject, bool is_response) const = 0;
  /// The default does nothing.
  virtual void rewrite_messages(std::vector<TimedMessage>& messages, PacketContext& context) const;
  /// The default does nothing.
  virtual void rewrite_packets(std::vector<TimedPacket>& packets, PacketContext& context) const;
};

}  // namespace jobrig::mqtt_faults
