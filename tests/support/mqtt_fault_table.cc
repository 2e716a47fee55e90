#include "support/mqtt_fault_table.h"

#include "support/loading.h"
#include "support/mqtt.h"
#include "support/mqtt_clients.h"

namespace jobrig::test {
namespace {

using Packets = std::vector<mqtt::Packet>;
using model::CloseAction;
using mqtt::Version;

const std::string kThing = "$aws/things/t/jobs/";
const std::string kNotices = "$aws/things/n/jobs/";
const std::string kAccepted = kThing + "$next/get/accepted";
const std::string kTime = "\"timestamp\":1767225600";
const std::string kPong = octets("d0 00");
const std::string kPuback = octets("40 02 004d");
const mqtt::Packet kPing = mqtt::Ping{mqtt::PacketType::kPingreq};
const mqtt::Packet kElsewhere = publish_to("x", "", 1);

std::string message(const std::string& topic, const std::string& payload, unsigned first = 0x30) {
  return mqtt_packet(first, mqtt_text(topic) + payload);
}

std::string message_1(const std::string& topic, const std::string& payload, unsigned first = 0x32) {
  return mqtt_packet(first, mqtt_text(topic) + octets("0001") + payload);
}

std::string payload_with(const std::string& token) { return "{" + kTime + R"(,"clientToken":")" + token + "\"}"; }

Packets connected(Version version = Version::k311) {
  return {version == Version::k5 ? connect_5("t") : connect_311("t")};
}

Packets subscribed(std::uint8_t qos = 0, Version version = Version::k311) {
  Packets packets = connected(version);
  packets.emplace_back(subscribe_to(kThing + "$next/get/+", qos));
  return packets;
}

mqtt::Packet asking(const std::string& token, std::uint8_t qos = 0) {
  return publish_to(kThing + "$next/get", R"({"clientToken":")" + token + "\"}", qos);
}

std::string answer(const std::string& token) { return message(kAccepted, payload_with(token)); }

// A request with the token c, and what the fault makes of its response.
MqttFaultCase asked(const std::string& fault, std::string bytes) {
  return {"{faults: [" + fault + "]}", subscribed(), {asking("c")}, answer("c"), std::move(bytes)};
}

MqttFaultCase asked_1(const std::string& fault, std::string bytes) {
  return {"{faults: [" + fault + "]}",
          subscribed(1),
          {asking("c")},
          message_1(kAccepted, payload_with("c")),
          std::move(bytes)};
}

MqttFaultCase asked_5(const std::string& fault, std::string bytes) {
  MqttFaultCase one = asked(fault, std::move(bytes));
  one.before = subscribed(0, Version::k5);
  one.version = Version::k5;
  one.good = mqtt_packet(0x30, mqtt_text(kAccepted) + octets("00") + payload_with("c"));
  return one;
}

MqttFaultCase of_connect(const std::string& fault, Version version, std::string good, std::string bytes,
                         CloseAction end = CloseAction::kKeepOpen) {
  return {"{when: {packet: CONNECT}, faults: [" + fault + "]}",
          {},
          connected(version),
          std::move(good),
          std::move(bytes),
          end,
          {},
          version};
}

// A fault of what follows PINGREQ, PUBLISH, SUBSCRIBE or UNSUBSCRIBE.
MqttFaultCase of(const std::string& packet, const std::string& fault, Packets sent, std::string good, std::string bytes,
                 CloseAction end = CloseAction::kKeepOpen, Version version = Version::k311) {
  return {"{when: {packet: " + packet + "}, faults: [" + fault + "]}",
          connected(version),
          std::move(sent),
          std::move(good),
          std::move(bytes),
          end,
          {},
          version};
}

MqttFaultCase later(MqttFaultCase one, std::chrono::milliseconds least) {
  one.least = least;
  return one;
}

MqttFaultCase ended(MqttFaultCase one, CloseAction end) {
  one.end = end;
  return one;
}

const std::string kLimits5 = octets("24 01 25 00 27 00024800 22 0008 2a 00");

std::vector<MqttFaultCase> of_connections() {
  const std::string connack_5 = octets("20 14 00 00 11 21 0064") + kLimits5;
  const mqtt::Subscribe subscribe = subscribe_to("x");
  const mqtt::Unsubscribe unsubscribe{1, {}, {"x"}};
  const std::string suback = octets("90 03 0001 01");
  return {
      of_connect("no-connack", Version::k311, octets("20 02 00 00"), ""),
      of_connect("connack-code: not-authorized", Version::k311, octets("20 02 00 00"), octets("20 02 00 05"),
                 CloseAction::kClose),
      of_connect("connack-code: protocol-error", Version::k311, octets("20 02 00 00"), "", CloseAction::kClose),
      of_connect("connack-code: quota-exceeded", Version::k5, connack_5, octets("20 03 00 97 00"), CloseAction::kClose),
      of_connect("lose-session", Version::k311, octets("20 02 00 00"), octets("20 02 01 00")),
      of_connect("deny-session", Version::k311, octets("20 02 00 00"), octets("20 02 00 00")),
      of_connect("connack-properties: {receive-maximum: 1}", Version::k5, connack_5,
                 octets("20 14 00 00 11") + kLimits5 + octets("21 0001")),
      of("PUBLISH", "no-puback", {kElsewhere}, kPuback, ""),
      later(of("PUBLISH", "late-puback: 60ms", {kElsewhere}, kPuback, kPuback), std::chrono::milliseconds(60)),
      of("PUBLISH", "double-puback: 3", {kElsewhere}, kPuback, kPuback + kPuback + kPuback),
      of("PUBLISH", "puback-code", {kElsewhere}, octets("40 03 004d 10"), octets("40 03 004d 97"),
         CloseAction::kKeepOpen, Version::k5),
      of("PUBLISH", "wrong-packet-id", {kElsewhere}, kPuback, octets("40 02 004e")),
      of("SUBSCRIBE", "wrong-packet-id: {by: 2}", {subscribe}, suback, octets("90 03 0003 01")),
      of("SUBSCRIBE", "no-suback", {subscribe}, suback, ""),
      of("SUBSCRIBE", "suback-code", {subscribe}, suback, octets("90 03 0001 80")),
      of("SUBSCRIBE", "suback-code: not-authorized", {subscribe}, octets("90 04 0001 00 01"),
         octets("90 04 0001 00 87"), CloseAction::kKeepOpen, Version::k5),
      of("UNSUBSCRIBE", "no-unsuback", {unsubscribe}, octets("b0 02 0001"), ""),
      of("PINGREQ", "no-pingresp", {kPing}, kPong, ""),
      of("PINGREQ", "close-after: {packets: 2}", {kPing, kPing, kPing}, kPong + kPong + kPong, kPong + kPong,
         CloseAction::kClose),
      of("PINGREQ", "take-over", {kPing}, kPong, kPong, CloseAction::kClose),
      of("PINGREQ", "take-over", {kPing}, kPong, kPong + octets("e0 01 8e"), CloseAction::kClose, Version::k5),
      of("PINGREQ", "disconnect: server-shutting-down", {kPing}, kPong, kPong + octets("e0 01 8b"), CloseAction::kClose,
         Version::k5),
  };
}

std::vector<MqttFaultCase> of_messages() {
  const std::string rejected = kThing + "$next/get/rejected";
  const std::string done = "{" + kTime + "}";
  const std::string accepted_update = message(kNotices + "k/update/accepted", done);
  const std::string notices =
      message(kNotices + "notify", R"({"jobs":{},)" + kTime + "}") + message(kNotices + "notify-next", done);
  Packets watching = connected();
  for (const char* const filter : {"k/update/+", "notify", "notify-next"}) {
    watching.emplace_back(subscribe_to(kNotices + filter, 0));
  }
  const mqtt::Packet update = publish_to(kNotices + "k/update", R"({"status":"SUCCEEDED"})");
  return {
      asked("lose-message", ""),
      {"{when: {topic: '*/notify'}, faults: [lose-message]}",
       watching,
       {update},
       accepted_update + notices,
       accepted_update + message(kNotices + "notify-next", done)},
      {"{when: {topic: '*/notify-next'}, faults: [double-message]}",
       watching,
       {update},
       accepted_update + notices,
       accepted_update + notices + message(kNotices + "notify-next", done)},
      {"{when: {operation: UpdateJobExecution}, faults: [notice-first]}",
       watching,
       {update},
       accepted_update + notices,
       notices + accepted_update},
      asked("double-message: 3", answer("c") + answer("c") + answer("c")),
      {"{answers: [{documented: true, faults: [reorder-message]}, documented]}",
       subscribed(),
       {asking("a"), asking("b")},
       answer("a") + answer("b"),
       answer("b") + answer("a")},
      ended(asked("message-after-reconnect", ""), CloseAction::kClose),
      {"{faults: [stale-message]}",
       subscribed(),
       {asking("a"), asking("b")},
       answer("a") + answer("b"),
       answer("a") + answer("a")},
      asked("wrong-client-token: d", answer("d")),
      asked("no-client-token", message(kAccepted, "{" + kTime + "}")),
      asked("wrong-topic: $aws/things/t/jobs/$next/get/x", message(kThing + "$next/get/x", payload_with("c"))),
      asked("swap-topic", message(rejected, payload_with("c"))),
      asked("rejected: InternalError",
            message(rejected, R"({"code":"InternalError","message":"The request was rejected.",)" + kTime +
                                  R"(,"clientToken":"c"})")),
      asked("retain-flag", message(kAccepted, payload_with("c"), 0x31)),
      asked_1("dup-flag", message_1(kAccepted, payload_with("c"), 0x3A)),
      asked("raise-qos: 2", mqtt_packet(0x34, mqtt_text(kAccepted) + octets("ffff") + payload_with("c"))),
      asked_1("raise-qos: 2", message_1(kAccepted, payload_with("c"), 0x34)),
      asked("truncated-payload: {keep: 25%}", message(kAccepted, payload_with("c").substr(0, 10))),
      asked("payload-not-json", message(kAccepted, "not JSON")),
      asked("empty-payload", message(kAccepted, "")),
      asked("large-payload: {bytes: 300}",
            message(kAccepted, payload_with("c") + std::string(300 - payload_with("c").size(), ' '))),
      asked_5("topic-alias: unknown", mqtt_packet(0x30, octets("0000 03 23 0001") + payload_with("c"))),
      asked_5("topic-alias: too-high",
              mqtt_packet(0x30, mqtt_text(kAccepted) + octets("03 23 ffff") + payload_with("c"))),
      of("PINGREQ", "wrong-remaining-length", {kPing}, kPong, octets("d0 01")),
  };
}

// Faults of every protocol.
std::vector<MqttFaultCase> of_both() {
  return {
      of("PINGREQ", "cut: byte 1 of body", {kPing}, kPong, kPong.substr(0, 1), CloseAction::kClose),
      of("PINGREQ", "cut", {kPing}, kPong, "", CloseAction::kClose),
      ended(asked("cut: 50% of body", answer("c").substr(0, answer("c").size() / 2)), CloseAction::kClose),
      ended(asked("reset: {at: byte 20 of body}", answer("c").substr(0, 20)), CloseAction::kReset),
      of("PINGREQ", "half-close", {kPing}, kPong, kPong, CloseAction::kHalfClose),
      of("PINGREQ", "hang", {kPing, kPing}, kPong + kPong, "", CloseAction::kHang),
      later(asked("stall: {after: 5B, for: 60ms}", answer("c")), std::chrono::milliseconds(60)),
      later(of("PINGREQ", "drip: {bytes: 1, every: 60ms}", {kPing}, kPong, kPong), std::chrono::milliseconds(60)),
      later({"{answers: [{documented: true, delay: 60ms}, documented]}",
             subscribed(),
             {asking("a"), asking("b")},
             answer("a") + answer("b"),
             answer("b") + answer("a")},
            std::chrono::milliseconds(60)),
      asked("drop-member: clientToken", answer("c")),  // it changes the reply, to which clientToken is added
      asked("error: ThrottlingException",
            message(kThing + "$next/get/rejected",
                    R"({"code":"RequestThrottled","message":"The rate exceeds the limit.",)" + kTime +
                        R"(,"clientToken":"c"})")),
      asked("array-body", message(kAccepted, "[]")),
      asked("bad-chunk", answer("c")),  // of HTTP only
  };
}

}  // namespace

const std::vector<MqttFaultCase>& mqtt_fault_table() {
  static const std::vector<MqttFaultCase> kTable = [] {
    std::vector<MqttFaultCase> table = of_connections();
    for (std::vector<MqttFaultCase> more : {of_messages(), of_both()}) {
      table.insert(table.end(), more.begin(), more.end());
    }
    return table;
  }();
  return kTable;
}

model::Scenario mqtt_fault_scenario(const std::string& rule) {
  return loaded(
      "summary: x\nclock: {start: 2026-01-01, rate: 0}\nthings: {t: {j: {status: SUCCEEDED}}, n: {k: {document: {a: "
      "1}}}}\n" +
      (rule.empty() ? "" : "rules:\n  - " + rule + "\n"));
}

}  // namespace jobrig::test
