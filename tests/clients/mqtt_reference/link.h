// Link: one MQTT 3.1.1 connection: CONNECT, packets in both directions, PUBACK and PINGREQ. Every wait has a deadline.
// It knows no session and no Jobs topic.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "clients/mqtt_reference/policy.h"
#include "clients/reference/connection.h"
#include "mqtt/decoder.h"
#include "mqtt/packet.h"

namespace jobrig::mqtt_reference {

struct Access {
  reference::Endpoint endpoint;
  std::string client_id;
  std::uint16_t keep_alive = 0;
};

/// `mqtt://host:port` and `mqtts://host:port`.
reference::Endpoint parse_mqtt_endpoint(const std::string& text);

class Link {
 public:
  /// Connects and waits for CONNACK. Throws reference::Failure; a refusal has the kind `transport`.
  Link(const Access& access, const SessionPolicy& policy, reference::Moment deadline);

  [[nodiscard]] bool session_present() const { return session_present_; }
  void send(const mqtt::Packet& packet);
  /// The next packet. Acknowledges messages itself. Throws Failure: timeout, or transport when the link is lost.
  mqtt::Packet receive(reference::Moment deadline);
  /// Sends PINGREQ if the client has sent nothing for half of the keep-alive.
  void ping_if_due();
  /// Until the next PINGREQ is due.
  [[nodiscard]] Milliseconds until_ping() const;
  void disconnect() noexcept;

 private:
  void acknowledge(const mqtt::Publish& message);

  const SessionPolicy& policy_;
  std::unique_ptr<reference::Connection> connection_;
  mqtt::Decoder decoder_;
  Milliseconds keep_alive_;
  reference::Moment last_sent_{};
  bool session_present_ = false;
};

}  // namespace jobrig::mqtt_reference
