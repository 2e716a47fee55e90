#include "mqtt_serve/packet_record.h"

#include <algorithm>

#include "contract/operations.h"
#include "mqtt/decoder.h"
#include "mqtt/jobs_topic.h"

namespace jobrig::mqtt_serve {
namespace {

// The records of packets that the broker itself encoded are never refused for their size.
constexpr mqtt::Limits kAnyPacket{0xFFFFFFFF, {0xFFFF, 0xFFFF}, 0xFFFF, 0xFFFF, 0xFFFF};

void add_filter(std::string& topic, const std::string& filter) {
  topic += topic.empty() ? "" : "\n";
  topic += filter;
}

struct Describer {
  model::PacketRecord& record;

  void operator()(const mqtt::Connect& packet) const { record.client_id = packet.client_id; }
  void operator()(const mqtt::Connack& packet) const { record.reason = packet.code; }
  void operator()(const mqtt::Publish& packet) const {
    record.packet_id = packet.packet_id;
    record.qos = packet.qos;
    record.dup = packet.dup;
    record.retain = packet.retain;
    record.topic = packet.topic;
    record.payload = packet.payload;
  }
  void operator()(const mqtt::Ack& packet) const {
    record.packet_id = packet.packet_id;
    record.reason = packet.code;
  }
  void operator()(const mqtt::Subscribe& packet) const {
    record.packet_id = packet.packet_id;
    for (const mqtt::Subscription& one : packet.subscriptions) {
      add_filter(record.topic, one.filter);
      record.qos = std::max(record.qos, one.qos);
    }
  }
  void operator()(const mqtt::Unsubscribe& packet) const {
    record.packet_id = packet.packet_id;
    for (const std::string& filter : packet.filters) {
      add_filter(record.topic, filter);
    }
  }
  // The worst of the codes: a failure shows.
  void operator()(const mqtt::SubscriptionAck& packet) const {
    record.packet_id = packet.packet_id;
    if (!packet.codes.empty()) {
      record.reason = *std::max_element(packet.codes.begin(), packet.codes.end());
    }
  }
  void operator()(const mqtt::Ping& /*packet*/) const {}
  void operator()(const mqtt::Notice& packet) const { record.reason = packet.code; }
};

// The thing of notify and notify-next, which have no request.
void describe_notice(model::PacketRecord& record) {
  if (const auto thing = mqtt::thing_of_jobs_topic(record.topic);
      thing && (record.topic == mqtt::notify_topic(*thing) || record.topic == mqtt::notify_next_topic(*thing))) {
    record.thing = *thing;
  }
}

// A topic alias (MQTT 5.0) hides the topic: then the responses alone say what was asked.
void describe_request(model::PacketRecord& record) {
  const auto topic = mqtt::parse_jobs_topic(record.topic);
  if (!topic) {
    return;
  }
  record.thing = topic->thing;
  record.job = topic->job;
  if (topic->operation) {
    record.operation = contract::row_of(*topic->operation).name;
  }
}

}  // namespace

void describe(const mqtt::Packet& packet, model::PacketRecord& record) {
  record.packet = mqtt::name_of(mqtt::type_of(packet));
  std::visit(Describer{record}, packet);
}

model::PacketRecord record_of(const mqtt::Received& received) {
  model::PacketRecord record;
  record.connection = received.connection;
  record.direction = model::PacketDirection::kFromClient;
  record.client_id = received.client_id;
  record.bytes = received.bytes;
  if (received.packet) {
    describe(*received.packet, record);
    if (std::holds_alternative<mqtt::Publish>(*received.packet)) {
      describe_request(record);
    }
  }
  return record;
}

model::PacketRecord record_of(const mqtt::Send& send) {
  model::PacketRecord record;
  record.connection = send.connection;
  record.direction = model::PacketDirection::kToClient;
  record.client_id = send.client_id;
  mqtt::Decoder decoder(kAnyPacket, send.version);
  decoder.feed(send.bytes);
  const mqtt::Decoded decoded = decoder.next();
  record.packet = mqtt::name_of(send.type);
  if (decoded.packet) {
    describe(*decoded.packet, record);
  }
  if (send.origin) {
    record.answers = send.origin->request;
    record.operation = send.origin->operation;
    record.thing = send.origin->thing;
    record.job = send.origin->job;
    record.rule = send.origin->rule;
    record.step = send.origin->step;
    record.faults = send.origin->faults;
  }
  if (record.answers == 0 && send.type == mqtt::PacketType::kPublish) {
    describe_notice(record);
  }
  return record;
}

}  // namespace jobrig::mqtt_serve
