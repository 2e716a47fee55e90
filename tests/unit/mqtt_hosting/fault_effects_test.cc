// Which packets the rules for MQTT match, and what their faults do besides changing bytes: to sessions, subscriptions,
// other clients and the record.
#include "support/catch.h"
#include "support/faulty_mqtt.h"
#include "support/loading.h"

using namespace jobrig;
using namespace std::chrono_literals;
using model::CloseAction;
using test::connect_311;
using test::FaultyMqtt;
using test::publish_to;
using test::subscribe_to;

namespace {

const std::string kJobsOfT = "$aws/things/t/jobs/";

}  // namespace

TEST_CASE("the record of a packet names rule, step and faults", "[mqtt][faults]") {
  FaultyMqtt mqtt(
      "{name: slow, when: {packet: PINGREQ}, answers: [documented, {documented: true, faults: [take-over]}]}");
  const auto id = mqtt.connect(connect_311("t"));
  mqtt.send(id, mqtt::Ping{mqtt::PacketType::kPingreq});
  mqtt.send(id, mqtt::Ping{mqtt::PacketType::kPingreq});
  REQUIRE(mqtt.records.size() == 3);
  CHECK(mqtt.records[0].rule.empty());
  CHECK(mqtt.records[1].faults.empty());
  CHECK(mqtt.records[2].packet == "PINGRESP");
  CHECK(mqtt.records[2].rule == "slow");
  CHECK(mqtt.records[2].step == 2);
  CHECK(mqtt.records[2].faults == std::vector<std::string>{"take-over"});
}

TEST_CASE("faults that have no meaning over MQTT are not in the record", "[mqtt][faults]") {
  FaultyMqtt mqtt("{faults: [bad-chunk, retain-flag, no-suback]}");
  const auto id = mqtt.connect(connect_311("t"));
  mqtt.send(id, subscribe_to(kJobsOfT + "#", 0));
  mqtt.send(id, publish_to(kJobsOfT + "get", ""));
  CHECK(mqtt.records.back().packet == "PUBLISH");
  CHECK(mqtt.records.back().retain);
  CHECK(mqtt.records.back().faults == std::vector<std::string>{"retain-flag"});
}

TEST_CASE("the packets of a response have faults only for the client that asked", "[mqtt][faults]") {
  FaultyMqtt mqtt("{faults: [retain-flag, {cut: after-body}]}");
  const auto monitor = mqtt.connect(connect_311("monitor"));
  mqtt.send(monitor, subscribe_to(kJobsOfT + "get/accepted", 0));
  const auto id = mqtt.connect(connect_311("t"));
  mqtt.send(id, subscribe_to(kJobsOfT + "get/accepted", 0));
  mqtt.received(monitor);
  mqtt.received(id);
  mqtt.send(id, publish_to(kJobsOfT + "get", ""));
  CHECK(mqtt.received(monitor).front() == 0x30);
  CHECK(mqtt.end(monitor) == CloseAction::kKeepOpen);
  CHECK(mqtt.received(id).front() == 0x31);
  CHECK(mqtt.end(id) == CloseAction::kClose);
}

TEST_CASE("packets without a topic are counted for each client identifier", "[mqtt][faults]") {
  FaultyMqtt mqtt("{when: {packet: CONNECT}, answers: [{documented: true, faults: [no-connack]}, documented]}");
  const std::string connack = test::octets("20 02 00 00");
  CHECK(mqtt.received(mqtt.connect(connect_311("a"))).empty());
  CHECK(mqtt.received(mqtt.connect(connect_311("b"))).empty());
  CHECK(mqtt.received(mqtt.connect(connect_311("a"))) == connack);
  CHECK(mqtt.received(mqtt.connect(connect_311("b"))) == connack);
}

TEST_CASE("rules match the protocol, the packet, its topics and the client", "[mqtt][faults]") {
  const auto is_silent = [](const std::string& when, const mqtt::Packet& packet) {
    FaultyMqtt mqtt("{when: {" + when + "}, faults: [no-suback, no-puback, no-pingresp, lose-message]}");
    const auto id = mqtt.connect(connect_311("rig-1"));
    mqtt.received(id);
    mqtt.send(id, packet);
    return mqtt.received(id).empty();
  };
  const mqtt::Packet ping = mqtt::Ping{mqtt::PacketType::kPingreq};
  const mqtt::Packet two{mqtt::Subscribe{1, {}, {{"a", 0, false, false, 0}, {"b/c", 0, false, false, 0}}}};
  CHECK_FALSE(is_silent("protocol: mqtt", ping));  // only requests of the Jobs service
  CHECK_FALSE(is_silent("client-id: rig-1", ping));
  CHECK_FALSE(is_silent("topic: '*'", two));  // only of PUBLISH
  CHECK(is_silent("topic: x", publish_to("x", "", 1)));
  CHECK_FALSE(is_silent("topic: y", publish_to("x", "", 1)));
}

TEST_CASE("a rule for one packet leaves the others alone", "[mqtt][faults]") {
  FaultyMqtt mqtt("{when: {packet: SUBSCRIBE, topic: 'b/*', client-id: rig-*, thing: rig-1}, faults: [no-suback]}");
  const auto id = mqtt.connect(connect_311("rig-1"));
  const auto other = mqtt.connect(connect_311("rig-2"));
  mqtt.received(id);
  mqtt.received(other);
  mqtt.send(id, mqtt::Subscribe{1, {}, {{"a", 0, false, false, 0}, {"b/c", 0, false, false, 0}}});
  CHECK(mqtt.received(id).empty());
  mqtt.send(id, subscribe_to("a"));
  CHECK_FALSE(mqtt.received(id).empty());
  mqtt.send(other, subscribe_to("b/c"));
  CHECK_FALSE(mqtt.received(other).empty());
}

TEST_CASE("a rule for HTTP does not answer MQTT clients", "[mqtt][faults]") {
  FaultyMqtt mqtt("{when: {protocol: http}, answers: [{error: ThrottlingException}]}");
  const auto id = mqtt.connect(connect_311("t"));
  mqtt.send(id, subscribe_to(kJobsOfT + "get/+", 0));
  mqtt.send(id, publish_to(kJobsOfT + "get", ""));
  CHECK_THAT(mqtt.messages(id).at(0), Catch::StartsWith("get/accepted "));
}

TEST_CASE("a response that waits for the next connection goes when its client is subscribed again", "[mqtt][faults]") {
  FaultyMqtt mqtt("{answers: [{documented: true, faults: [message-after-reconnect]}, documented]}");
  const auto first = mqtt.connect(connect_311("t"));
  mqtt.send(first, subscribe_to(kJobsOfT + "get/accepted", 0));
  mqtt.send(first, publish_to(kJobsOfT + "get", R"({"clientToken":"1"})"));
  CHECK(mqtt.messages(first).empty());
  CHECK(mqtt.end(first) == CloseAction::kClose);
  mqtt.lose(first);
  const auto second = mqtt.connect(connect_311("t"));
  CHECK(mqtt.messages(second).empty());
  mqtt.send(second, subscribe_to(kJobsOfT + "get/accepted", 0));
  CHECK_THAT(mqtt.messages(second).at(0), Catch::Contains(R"("clientToken":"1")"));
  mqtt.send(second, subscribe_to(kJobsOfT + "get/rejected", 0));
  CHECK(mqtt.messages(second).empty());
}

TEST_CASE("a session that is lost although promised has no subscriptions", "[mqtt][faults]") {
  FaultyMqtt mqtt("{when: {packet: CONNECT}, answers: [documented, {documented: true, faults: [lose-session]}]}");
  const auto first = mqtt.connect(connect_311("t", false));
  mqtt.send(first, subscribe_to(kJobsOfT + "get/accepted", 0));
  mqtt.lose(first);
  const auto second = mqtt.connect(connect_311("t", false));
  CHECK(mqtt.received(second) == test::octets("20 02 01 00"));
  mqtt.send(second, publish_to(kJobsOfT + "get", ""));
  CHECK(mqtt.received(second).empty());
}

TEST_CASE("a session that is denied still has its subscriptions", "[mqtt][faults]") {
  FaultyMqtt mqtt("{when: {packet: CONNECT}, answers: [documented, {documented: true, faults: [deny-session]}]}");
  const auto first = mqtt.connect(connect_311("t", false));
  mqtt.send(first, subscribe_to(kJobsOfT + "get/accepted", 0));
  mqtt.lose(first);
  const auto second = mqtt.connect(connect_311("t", false));
  CHECK(mqtt.received(second) == test::octets("20 02 00 00"));
  mqtt.send(second, publish_to(kJobsOfT + "get", ""));
  CHECK(mqtt.messages(second).size() == 1);
}

TEST_CASE("subscriptions that SUBACK refuses do not exist", "[mqtt][faults]") {
  FaultyMqtt mqtt("{when: {packet: SUBSCRIBE}, faults: [suback-code]}");
  const auto id = mqtt.connect(connect_311("t"));
  mqtt.send(id, subscribe_to(kJobsOfT + "get/accepted", 0));
  mqtt.received(id);
  mqtt.send(id, publish_to(kJobsOfT + "get", ""));
  CHECK(mqtt.received(id).empty());
}

TEST_CASE("a delayed response in scenario time waits for the clock", "[mqtt][faults]") {
  FaultyMqtt mqtt("{faults: [{delay: {fixed: 1h, clock: virtual}}]}");
  const auto id = mqtt.connect(connect_311("t"));
  mqtt.send(id, subscribe_to(kJobsOfT + "get/accepted", 0));
  mqtt.send(id, publish_to(kJobsOfT + "get", ""));
  mqtt.pass(30s);
  CHECK(mqtt.messages(id).empty());
  mqtt.clock().jump(1h);
  mqtt.pass(0s);
  CHECK(mqtt.messages(id).size() == 1);
}

TEST_CASE("a response that waits for the next one goes alone in the end", "[mqtt][faults]") {
  FaultyMqtt mqtt("{faults: [{reorder-message: 2s}]}");
  const auto id = mqtt.connect(connect_311("t"));
  mqtt.send(id, subscribe_to(kJobsOfT + "get/accepted", 0));
  mqtt.send(id, publish_to(kJobsOfT + "get", ""));
  mqtt.pass(1s);
  CHECK(mqtt.messages(id).empty());
  REQUIRE(mqtt.service().next_due());
  mqtt.pass(1s);
  CHECK(mqtt.messages(id).size() == 1);
}

TEST_CASE("a message that is delivered again has no more faults", "[mqtt][faults]") {
  FaultyMqtt mqtt("{when: {topic: '*/notify-next'}, faults: [cut]}");
  const auto first = mqtt.connect(connect_311("t", false));
  mqtt.send(first, subscribe_to("$aws/things/n/jobs/notify-next", 1));
  mqtt.send(first, publish_to("$aws/things/n/jobs/k/update", R"({"status":"SUCCEEDED"})"));
  CHECK(mqtt.messages(first).empty());
  CHECK(mqtt.end(first) == CloseAction::kClose);
  mqtt.lose(first);
  const auto second = mqtt.connect(connect_311("t", false));
  CHECK(mqtt.messages(second).size() == 1);
  CHECK(mqtt.end(second) == CloseAction::kKeepOpen);
}

TEST_CASE("the outage of MQTT refuses connections, forgets sessions and refuses subscriptions", "[mqtt][chaos]") {
  FaultyMqtt mqtt(test::shipped_scenario("chaos/mqtt-outage"));
  const std::string connack = test::octets("20 02 00 00");
  const auto connected = [&] { return mqtt.received(mqtt.connect(connect_311("thermostat-1", false))); };
  const auto first = mqtt.connect(connect_311("thermostat-1", false));
  CHECK(mqtt.received(first) == connack);
  mqtt.pass(20s);
  mqtt.send(first, mqtt::Ping{mqtt::PacketType::kPingreq});
  CHECK(mqtt.end(first) == CloseAction::kClose);
  mqtt.lose(first);
  CHECK(connected() == test::octets("20 02 00 03"));
  CHECK(connected() == test::octets("20 02 00 03"));
  CHECK(connected().empty());
  CHECK(connected() == test::octets("20 02 01 00"));
  mqtt.pass(10s);
  const auto last = mqtt.connect(connect_311("thermostat-1"));
  CHECK(mqtt.received(last) == connack);
  mqtt.send(last, subscribe_to("x"));
  CHECK(mqtt.received(last) == test::octets("90 03 0001 80"));
  mqtt.send(last, subscribe_to("x"));
  CHECK(mqtt.received(last) == test::octets("90 03 0001 01"));
}
