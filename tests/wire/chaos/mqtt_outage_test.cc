// The chaos scenario of an MQTT outage, over the wire. The test moves the time of the scenario instead of waiting.
#include <chrono>
#include <string>

#include "mqtt/encoder.h"
#include "support/catch.h"
#include "support/loading.h"
#include "support/mqtt.h"
#include "support/mqtt_clients.h"
#include "support/mqtt_server.h"
#include "support/raw_client.h"
#include "support/scenario_server.h"

using namespace jobrig;
using namespace std::chrono_literals;
using test::octets;
using test::shipped;

namespace {

// What the client with this persistent session receives in response to CONNECT, until the connection is closed.
std::string refused_connect(const test::MqttTestServer& server) {
  test::RawClient client(server.port());
  client.send(mqtt::encode(test::connect_311("thermostat-1", false), mqtt::Version::k311));
  return client.receive_to_end();
}

}  // namespace

TEST_CASE("chaos/mqtt-outage ends connections and refuses the next ones, and then subscriptions", "[wire][chaos]") {
  test::MqttTestServer server(shipped("chaos/mqtt-outage"));
  server.clock().set_rate(0);  // only the test moves it
  test::RawClient client(server.port());
  test::connect_mqtt(client, test::connect_311("thermostat-1", false));
  server.clock().jump(20s);
  client.send(octets("c0 00"));
  CHECK(client.receive_to_end() == octets("d0 00"));
  CHECK(refused_connect(server) == octets("20 02 00 03"));
  CHECK(refused_connect(server) == octets("20 02 00 03"));
  server.clock().jump(10s);
  test::RawClient last(server.port());
  test::connect_mqtt(last, test::connect_311("thermostat-1"));
  last.send(mqtt::encode(test::subscribe_to("x"), mqtt::Version::k311));
  CHECK(last.receive(5) == octets("90 03 0001 80"));
  last.send(mqtt::encode(test::subscribe_to("x"), mqtt::Version::k311));
  CHECK(last.receive(5) == octets("90 03 0001 01"));
}
