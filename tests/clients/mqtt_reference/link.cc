#include "clients/mqtt_reference/link.h"

#include <algorithm>
#include <variant>

#include "mqtt/encoder.h"

namespace jobrig::mqtt_reference {
namespace {

using reference::Failure;

constexpr Milliseconds kSendTimeout{10'000};

reference::TransportPolicy transport_of(const SessionPolicy& policy) {
  reference::TransportPolicy transport;
  transport.verifies = policy.verifies;
  transport.verifies_host = policy.verifies_host;
  transport.verifies_authority = policy.verifies_authority;
  transport.shows_certificate = policy.shows_certificate;
  return transport;
}

}  // namespace

reference::Endpoint parse_mqtt_endpoint(const std::string& text) {
  reference::Endpoint endpoint;
  endpoint.tls = text.starts_with("mqtts://");
  const std::string rest = text.substr(text.find("://") + 3);
  const std::size_t colon = rest.rfind(':');
  endpoint.host = rest.substr(0, colon);
  endpoint.port = rest.substr(colon + 1);
  return endpoint;
}

Link::Link(const Access& access, const SessionPolicy& policy, reference::Moment deadline)
    : policy_(policy),
      connection_(reference::Connection::open(access.endpoint, transport_of(policy), deadline)),
      keep_alive_(std::chrono::seconds(access.keep_alive)) {
  mqtt::Connect connect;
  connect.clean = !policy.persistent;
  connect.client_id = access.client_id;
  connect.keep_alive = access.keep_alive;
  send(connect);
  const mqtt::Packet packet = receive(deadline);
  const auto* const connack = std::get_if<mqtt::Connack>(&packet);
  if (connack == nullptr) {
    throw Failure{"transport", "another packet than CONNACK"};
  }
  if (connack->code != 0) {
    throw Failure{"transport", "CONNACK with the return code " + std::to_string(connack->code)};
  }
  session_present_ = connack->session_present;
}

void Link::send(const mqtt::Packet& packet) {
  connection_->send(mqtt::encode(packet, mqtt::Version::k311), reference::in(kSendTimeout));
  last_sent_ = reference::now();
}

mqtt::Packet Link::receive(reference::Moment deadline) {
  for (;;) {
    mqtt::Decoded decoded = decoder_.next();
    if (decoded.breach) {
      throw Failure{"transport", "bytes that are not MQTT"};
    }
    if (decoded.packet) {
      if (const auto* const message = std::get_if<mqtt::Publish>(&*decoded.packet)) {
        acknowledge(*message);
      }
      return std::move(*decoded.packet);
    }
    ping_if_due();
    std::string bytes;
    try {
      bytes = connection_->receive(std::min(deadline, last_sent_ + std::max(keep_alive_ / 2, Milliseconds(500))));
    } catch (const Failure& failure) {
      if (failure.kind == "timeout" && reference::now() < deadline) {
        continue;
      }
      throw;
    }
    if (bytes.empty()) {
      throw Failure{"transport", "the server closed the connection"};
    }
    decoder_.feed(bytes);
  }
}

void Link::acknowledge(const mqtt::Publish& message) {
  if (message.qos != 1 || !policy_.acknowledges) {
    return;
  }
  mqtt::Ack ack;
  ack.packet_id = static_cast<std::uint16_t>(message.packet_id + (policy_.acknowledges_wrong_id ? 1 : 0));
  send(ack);
  if (policy_.acknowledges_twice) {
    send(ack);
  }
}

Milliseconds Link::until_ping() const {
  constexpr Milliseconds kNever{3'600'000};
  if (keep_alive_.count() == 0 || !policy_.pings) {
    return kNever;
  }
  const auto left = std::chrono::ceil<Milliseconds>(last_sent_ + keep_alive_ / 2 - reference::now());
  return std::max(left, Milliseconds(0));
}

void Link::ping_if_due() {
  if (until_ping().count() == 0) {
    send(mqtt::Ping{});
  }
}

void Link::disconnect() noexcept {
  try {
    send(mqtt::Notice{});
  } catch (const Failure&) {  // it is lost: nothing is left to do
  }
}

}  // namespace jobrig::mqtt_reference
