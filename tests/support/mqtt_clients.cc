#include "support/mqtt_clients.h"

namespace jobrig::test {

mqtt::Connect connect_311(const std::string& client_id, bool clean) {
  return {mqtt::Version::k311, clean, 60, client_id, {}, {}, {}, {}};
}

mqtt::Connect connect_5(const std::string& client_id, bool clean, std::uint32_t session_expiry) {
  mqtt::Connect connect{mqtt::Version::k5, clean, 60, client_id, {}, {}, {}, {}};
  if (session_expiry > 0) {
    connect.properties.add(mqtt::PropertyId::kSessionExpiry, session_expiry);
  }
  return connect;
}

mqtt::Subscribe subscribe_to(const std::string& filter, std::uint8_t qos) {
  return {1, {}, {{filter, qos, false, false, 0}}};
}

mqtt::Publish publish_to(const std::string& topic, const std::string& payload, std::uint8_t qos) {
  return {false, qos, false, topic, std::uint16_t(qos > 0 ? 77 : 0), {}, payload};
}

mqtt::Ack puback(std::uint16_t packet_id) { return {mqtt::PacketType::kPuback, packet_id, 0, {}}; }

}  // namespace jobrig::test
