// Every fault of MQTT on a real socket: the exact bytes, their minimum duration and the end of the connection.
#include <chrono>
#include <exception>
#include <string>

#include "mqtt/encoder.h"
#include "support/catch.h"
#include "support/mqtt_fault_table.h"
#include "support/mqtt_server.h"
#include "support/raw_client.h"

using namespace jobrig;
using model::CloseAction;
using test::MqttFaultCase;

namespace {

void check_mqtt_case(const MqttFaultCase& one) {
  test::MqttTestServer server(test::mqtt_fault_scenario(one.rule));
  test::RawClient client(server.port());
  for (const mqtt::Packet& packet : one.before) {
    client.send(mqtt::encode(packet, one.version));
    test::receive_any_mqtt(client, one.version);
  }
  const auto begin = std::chrono::steady_clock::now();
  for (const mqtt::Packet& packet : one.sent) {
    client.send(mqtt::encode(packet, one.version));
  }
  switch (one.end) {
    case CloseAction::kClose:
    case CloseAction::kCloseSilently:
    case CloseAction::kHalfClose:
      CHECK(client.receive_to_end() == one.bytes);
      break;
    case CloseAction::kReset:
      CHECK(client.receive_to_reset() == one.bytes);
      break;
    case CloseAction::kKeepOpen:
    case CloseAction::kHang:
      CHECK(client.receive(one.bytes.size()) == one.bytes);
      CHECK(client.receive_for(std::chrono::milliseconds(10)).empty());
      break;
  }
  CHECK(std::chrono::steady_clock::now() - begin >= one.least);
}

}  // namespace

TEST_CASE("each fault of MQTT does exactly what it says on a real socket", "[wire][faults][mqtt]") {
  for (const MqttFaultCase& one : test::mqtt_fault_table()) {
    CAPTURE(one.rule);
    try {
      check_mqtt_case(one);
    } catch (const std::exception& error) {
      FAIL_CHECK(error.what());
    }
  }
}
