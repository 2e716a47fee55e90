// Packets in tests: hand-made records of cases over MQTT, for tests of checks without a socket.
#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "mqtt/encoder.h"
#include "support/judging.h"

namespace jobrig::test {

/// Adds packets of one connection, one millisecond apart, to a record.
class PacketScript {
 public:
  explicit PacketScript(std::string client_id = "case-1") : client_id_(std::move(client_id)) { record_.mqtt = true; }

  /// A connection opens, CONNECT and CONNACK are exchanged.
  PacketScript& connect(mqtt::Connect connect = {}, bool session_present = false, std::uint8_t code = 0) {
    ++connection_;
    add(model::PacketDirection::kConnection, "opened");
    connect.client_id = connect.client_id.empty() ? client_id_ : connect.client_id;
    add(model::PacketDirection::kFromClient, "CONNECT").bytes = mqtt::encode(connect, mqtt::Version::k311);
    mqtt::Connack connack;
    connack.session_present = session_present;
    connack.code = code;
    model::PacketRecord& answer = add(model::PacketDirection::kToClient, "CONNACK");
    answer.bytes = mqtt::encode(connack, mqtt::Version::k311);
    answer.reason = code;
    return *this;
  }
  PacketScript& close() {
    add(model::PacketDirection::kConnection, "closed");
    return *this;
  }
  /// SUBSCRIBE to filters, separated by a line feed, and SUBACK with this code for each.
  PacketScript& subscribe(const std::string& filters, std::uint8_t code = 1) {
    model::PacketRecord& asked = add(model::PacketDirection::kFromClient, "SUBSCRIBE");
    asked.topic = filters;
    asked.packet_id = ++packet_id_;
    const auto count = static_cast<std::size_t>(std::count(filters.begin(), filters.end(), '\n')) + 1;
    model::PacketRecord& answer = add(model::PacketDirection::kToClient, "SUBACK");
    answer.packet_id = packet_id_;
    answer.bytes = std::string("\x90\x03\x00\x01", 4) + std::string(count, static_cast<char>(code));
    return *this;
  }
  /// A request on a Jobs topic. Returns its number.
  std::uint64_t request(const std::string& topic, const std::string& payload,
                        const std::string& operation = "DescribeJobExecution") {
    model::PacketRecord& request = add(model::PacketDirection::kFromClient, "PUBLISH");
    request.topic = topic;
    request.payload = payload;
    request.operation = operation;
    request.thing = "case-1";
    request.qos = 1;
    request.packet_id = ++packet_id_;
    return request.number;
  }
  /// A message to the client. `answers`: the number of the request; 0: a notification.
  model::PacketRecord& message(const std::string& topic, const std::string& payload, std::uint64_t answers = 0) {
    model::PacketRecord& message = add(model::PacketDirection::kToClient, "PUBLISH");
    message.topic = topic;
    message.payload = payload;
    message.answers = answers;
    message.qos = 1;
    message.packet_id = ++sent_id_;
    return message;
  }
  model::PacketRecord& add(model::PacketDirection direction, const std::string& packet) {
    model::PacketRecord made;
    made.number = record_.packets.size() + 1;
    made.when = at(now_);
    now_ += milliseconds(1);
    made.connection = connection_;
    made.direction = direction;
    made.packet = packet;
    made.client_id = client_id_;
    record_.packets.push_back(std::move(made));
    return record_.packets.back();
  }
  PacketScript& pause(milliseconds time) {
    now_ += time;
    return *this;
  }
  /// A call that began after the last one, and ends now.
  PacketScript& result(model::ClientOutcome outcome, const std::string& operation = "DescribeJobExecution") {
    record_.calls.push_back(call(began_, now_, std::move(outcome), operation));
    now_ += milliseconds(1);
    began_ = now_;
    return *this;
  }
  [[nodiscard]] const model::CaseRecord& record() const { return record_; }

 private:
  std::string client_id_;
  model::CaseRecord record_;
  milliseconds now_{0};
  milliseconds began_{0};
  std::uint64_t connection_ = 0;
  std::uint16_t packet_id_ = 0;
  std::uint16_t sent_id_ = 0;
};

}  // namespace jobrig::test
