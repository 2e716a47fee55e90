// Records of packets: each type with its fields.
#include "mqtt_serve/packet_record.h"

#include "mqtt/encoder.h"
#include "report/packet_line.h"
#include "support/catch.h"
#include "support/mqtt_clients.h"

using namespace jobrig;

namespace {

model::PacketRecord described(const mqtt::Packet& packet) {
  model::PacketRecord record;
  mqtt_serve::describe(packet, record);
  return record;
}

model::PacketRecord received_record(const std::string& topic) {
  return mqtt_serve::record_of(mqtt::Received{1, "device", test::publish_to(topic, "{}"), "bytes"});
}

}  // namespace

TEST_CASE("the record of a packet has what the packet says", "[mqtt]") {
  CHECK(described(test::connect_311("device")).client_id == "device");
  CHECK(described(mqtt::Connack{false, 5, {}}).reason == 5);
  CHECK(described(mqtt::Ping{}).packet == "PINGREQ");
  CHECK(described(mqtt::Notice{mqtt::PacketType::kDisconnect, 0x8E, {}}).reason == 0x8E);
  CHECK(described(test::puback(7)).packet_id == 7);
  const auto publish = described(mqtt::Publish{true, 1, true, "a/b", 9, {}, "payload"});
  CHECK(publish.packet == "PUBLISH");
  CHECK((publish.dup && publish.retain && publish.qos == 1 && publish.packet_id == 9));
  CHECK((publish.topic == "a/b" && publish.payload == "payload"));
  const auto subscribe = described(mqtt::Subscribe{4, {}, {{"a/#", 0}, {"b", 1}}});
  CHECK((subscribe.topic == "a/#\nb" && subscribe.qos == 1 && subscribe.packet_id == 4));
  CHECK(described(mqtt::Unsubscribe{4, {}, {"a", "b"}}).topic == "a\nb");
  // A failure shows, whatever the other codes are.
  CHECK(described(mqtt::SubscriptionAck{mqtt::PacketType::kSuback, 4, {}, {0, 0x80, 1}}).reason == 0x80);
}

TEST_CASE("the record of a Jobs request names operation, thing and job", "[mqtt]") {
  const auto update = received_record("$aws/things/t/jobs/j/update");
  CHECK((update.operation == "UpdateJobExecution" && update.thing == "t" && update.job == "j"));
  const auto next = received_record("$aws/things/t/jobs/$next/get");
  CHECK((next.operation == "DescribeJobExecution" && next.job == "$next"));
  const auto other = received_record("$aws/things/t/shadow/update");
  CHECK((other.operation.empty() && other.thing.empty()));
}

TEST_CASE("the record of a packet to send comes from its bytes and its origin", "[mqtt]") {
  const mqtt::Publish publish{false, 0, false, "$aws/things/t/jobs/get/accepted", 0, {}, "{}"};
  mqtt::Send send{3,
                  mqtt::PacketType::kPublish,
                  mqtt::encode(publish, mqtt::Version::k5),
                  mqtt::Version::k5,
                  "device",
                  std::make_shared<const mqtt::Origin>(
                      mqtt::Origin{8, "GetPendingJobExecutions", "t", "", "outage", 2, {"delay"}})};
  const auto answer = mqtt_serve::record_of(send);
  CHECK((answer.connection == 3 && answer.client_id == "device" && answer.answers == 8));
  CHECK((answer.operation == "GetPendingJobExecutions" && answer.thing == "t" && answer.rule == "outage"));
  CHECK((answer.step == 2 && answer.faults == std::vector<std::string>{"delay"}));
  CHECK(answer.topic == publish.topic);
  CHECK(answer.bytes.empty());
  send.origin = nullptr;
  send.bytes =
      mqtt::encode(mqtt::Publish{false, 0, false, "$aws/things/t/jobs/notify-next", 0, {}, "{}"}, mqtt::Version::k5);
  CHECK(mqtt_serve::record_of(send).thing == "t");
}

TEST_CASE("a packet is one line on the terminal", "[mqtt][report]") {
  model::PacketRecord record = received_record("$aws/things/t/jobs/get");
  record.rule = "outage";
  record.step = 1;
  CHECK(report::packet_line(record) == "mqtt 1 device > PUBLISH $aws/things/t/jobs/get  rule \"outage\" answer 1");
  model::PacketRecord closed;
  closed.connection = 2;
  closed.direction = model::PacketDirection::kConnection;
  closed.packet = "closed";
  closed.detail = "escape \x1b[2J";
  CHECK(report::packet_line(closed) == "mqtt 2 closed: escape \\x1b[2J");
}
