// The bytes that a client of MQTT receives with each fault, without sockets.
#include <algorithm>

#include "faults/catalogue.h"
#include "mqtt_faults/make_packet_fault.h"
#include "support/catch.h"
#include "support/faulting.h"
#include "support/faulty_mqtt.h"
#include "support/mqtt_fault_table.h"

using namespace jobrig;
using namespace std::chrono_literals;
using model::CloseAction;
using test::connect_311;
using test::connect_5;
using test::FaultyMqtt;
using test::publish_to;
using test::subscribe_to;

namespace {

const std::string kOfT = "$aws/things/t/jobs/";

struct MqttSeen {
  std::string bytes;
  CloseAction end;
};

MqttSeen play_case(const test::MqttFaultCase& one, const std::string& rule) {
  FaultyMqtt mqtt(rule);
  const mqtt::ConnectionId id = mqtt.open();
  for (const mqtt::Packet& packet : one.before) {
    mqtt.send(id, packet, one.version);
  }
  mqtt.received(id);
  for (const mqtt::Packet& packet : one.sent) {
    mqtt.send(id, packet, one.version);
  }
  mqtt.pass(one.least);
  return {mqtt.received(id), mqtt.end(id)};
}

std::string hexadecimal(const std::string& bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += {kDigits[byte >> 4U], kDigits[byte & 0xFU], ' '};
  }
  return text + "  " + bytes;
}

}  // namespace

TEST_CASE("each fault of MQTT changes the bytes that a client receives", "[mqtt][faults]") {
  for (const test::MqttFaultCase& one : test::mqtt_fault_table()) {
    CAPTURE(one.rule, one.version == mqtt::Version::k5);
    const MqttSeen good = play_case(one, "");
    CHECK(hexadecimal(good.bytes) == hexadecimal(one.good));
    CHECK(good.end == CloseAction::kKeepOpen);
    const MqttSeen faulted = play_case(one, one.rule);
    CHECK(hexadecimal(faulted.bytes) == hexadecimal(one.bytes));
    CHECK(faulted.end == one.end);
  }
}

TEST_CASE("every fault of MQTT is in the table of what a client receives", "[mqtt][faults]") {
  for (const faults::FaultKind& kind : faults::catalogue()) {
    CAPTURE(kind.name);
    const bool found = std::any_of(
        test::mqtt_fault_table().begin(), test::mqtt_fault_table().end(), [&](const test::MqttFaultCase& one) {
          const std::size_t at = one.rule.find("[" + std::string(kind.name));
          return at != std::string::npos &&
                 std::string(":]").find(one.rule[at + 1 + kind.name.size()]) != std::string::npos;
        });
    CHECK((found || kind.group != faults::Group::kMqtt));
  }
}

TEST_CASE("a connection is refused with each code", "[mqtt][faults]") {
  for (const std::string_view word : mqtt_faults::failure_words(mqtt::PacketType::kConnack)) {
    CAPTURE(word);
    FaultyMqtt mqtt("{when: {packet: CONNECT}, faults: [{connack-code: " + std::string(word) + "}]}");
    const mqtt::Reason reason = mqtt_faults::failure_named(word);
    const auto five = mqtt.connect(connect_5("a"));
    CHECK(mqtt.received(five) == test::octets("20 03 00") + static_cast<char>(reason) + test::octets("00"));
    CHECK(mqtt.end(five) == CloseAction::kClose);
    const auto three = mqtt.connect(connect_311("b"));
    const std::uint8_t code = mqtt::return_code_of(reason);
    CHECK(mqtt.received(three) == (code == 0xFF ? "" : test::octets("20 02 00") + static_cast<char>(code)));
    CHECK(mqtt.end(three) == CloseAction::kClose);
  }
  CHECK(mqtt_faults::failure_words(mqtt::PacketType::kConnack).size() > 15);
}

TEST_CASE("a response is rejected with each code", "[mqtt][faults]") {
  for (const std::string code :
       {"InvalidTopic", "InvalidJson", "InvalidRequest", "InvalidStateTransition", "ResourceNotFound",
        "VersionMismatch", "InternalError", "RequestThrottled", "TerminalStateReached"}) {
    FaultyMqtt mqtt("{faults: [{rejected: {code: " + code + ", message: 'a \"b\"'}}]}");
    const auto id = mqtt.connect(connect_311("t"));
    mqtt.send(id, subscribe_to(kOfT + "get/+", 0));
    mqtt.send(id, publish_to(kOfT + "get", ""));
    CHECK(mqtt.messages(id) == std::vector<std::string>{"get/rejected {\"code\":\"" + code +
                                                        R"(","message":"a \"b\"","timestamp":1767225600})"});
  }
}

TEST_CASE("a response is cut at any byte", "[mqtt][faults]") {
  const auto answer_with = [](const std::string& rule, CloseAction end) {
    FaultyMqtt mqtt(rule);
    const auto id = mqtt.connect(connect_311("t"));
    mqtt.send(id, subscribe_to(kOfT + "get/+", 0));
    mqtt.received(id);
    mqtt.send(id, publish_to(kOfT + "get", ""));
    CHECK(mqtt.end(id) == end);
    return mqtt.received(id);
  };
  const std::string whole = answer_with("", CloseAction::kKeepOpen);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    CHECK(answer_with("{faults: [{reset: byte " + std::to_string(at) + " of body}]}", CloseAction::kReset) ==
          whole.substr(0, at));
  }
  const std::string noise = answer_with("{faults: [{garbage: {bytes: 8}}]}", CloseAction::kClose);
  CHECK(noise.size() == 8);
  CHECK(noise != whole.substr(0, 8));
}

TEST_CASE("faults of every protocol act on the response", "[mqtt][faults]") {
  const auto answer_with = [](const std::string& faults) {
    FaultyMqtt mqtt("{faults: [" + faults + "]}");
    const auto id = mqtt.connect(connect_311("n"));
    mqtt.send(id, subscribe_to("$aws/things/n/jobs/$next/get/+", 0));
    mqtt.received(id);
    mqtt.send(id, publish_to("$aws/things/n/jobs/$next/get", R"({"clientToken":"c"})"));
    mqtt.pass(1h);
    return std::pair(mqtt.received(id), mqtt.records.empty() ? std::vector<std::string>() : mqtt.records.back().faults);
  };
  const std::string good = answer_with("").first;
  for (const faults::FaultKind& kind : faults::catalogue()) {
    const std::string example(kind.example);
    CAPTURE(example);
    const std::string written = example.find(": ") == std::string::npos ? example : "{" + example + "}";
    const bool acts = test::faults_of("[" + written + "]").front().fault->acts_over(model::Protocol::kMqtt);
    const auto [bytes, names] = answer_with(written);
    const std::string name(kind.alias_of.empty() ? kind.name : kind.alias_of);
    if (!acts) {
      CHECK(bytes == good);
      CHECK(names.empty());
    } else if (kind.group != faults::Group::kMqtt) {
      CHECK(names == std::vector<std::string>{name});
      CHECK((kind.group != faults::Group::kMeaning || bytes != good));
    }
  }
}
