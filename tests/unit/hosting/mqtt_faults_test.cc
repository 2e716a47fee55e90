// The faults of rules over MQTT, from the bytes of a client to the bytes for it, without sockets.
#include <set>

#include "faults/catalogue.h"
#include "hosting/mqtt_service.h"
#include "mqtt_faults/make_packet_fault.h"
#include "support/catch.h"
#include "support/faulting.h"
#include "support/loading.h"
#include "support/mqtt_clients.h"
#include "support/mqtt_fault_table.h"
#include "support/planning.h"

using namespace jobrig;
using namespace std::chrono_literals;
using model::CloseAction;
using test::connect_311;
using test::connect_5;
using test::publish_to;
using test::subscribe_to;

namespace {

const std::string kOfT = "$aws/things/t/jobs/";

// One service and its clients. What it sends is kept as bytes for each connection.
class FaultyMqtt {
 public:
  explicit FaultyMqtt(model::Scenario given)
      : scenario_(std::move(given)),
        clock_(machine_, scenario_.clock),
        world_(scenario_, clock_, 7),
        planner_(scenario_, world_, clock_, 7),
        service_({scenario_, world_, clock_, planner_, [this](std::string_view thing, state::Subscriber subscriber) {
                    return world_.agenda().subscribe(*world_.find_thing(thing), clock_.now(), std::move(subscriber));
                  }}) {}
  explicit FaultyMqtt(const std::string& rule) : FaultyMqtt(test::mqtt_fault_scenario(rule)) {}

  mqtt::ConnectionId open() {
    service_.opened(++last_, now_);
    return last_;
  }
  mqtt::ConnectionId connect(const mqtt::Connect& packet) {
    const mqtt::ConnectionId id = open();
    send(id, packet, packet.version);
    return id;
  }
  void send(mqtt::ConnectionId id, const mqtt::Packet& packet, mqtt::Version version = mqtt::Version::k311) {
    service_.received(id, mqtt::encode(packet, version), now_);
    collect();
  }
  void lose(mqtt::ConnectionId id) {
    service_.closed(id, now_);
    collect();
  }
  /// Real time passes, and the scenario's with it at its rate.
  void pass(base::Duration time) {
    now_ += time;
    machine_.advance(time);
    world_.agenda().advance(clock_.now());
    service_.tick(now_);
    collect();
  }
  /// What the client has received since the last call.
  std::string received(mqtt::ConnectionId id) { return std::exchange(bytes_[id], ""); }
  /// The topics and payloads of its messages since the last call.
  std::vector<std::string> messages(mqtt::ConnectionId id) {
    std::vector<std::string> texts;
    for (const mqtt::Packet& one : test::decode_mqtt(received(id), mqtt::Version::k311).packets) {
      if (const auto* const publish = std::get_if<mqtt::Publish>(&one)) {
        texts.push_back(publish->topic.substr(publish->topic.find("jobs/") + 5) + " " + publish->payload);
      }
    }
    return texts;
  }
  CloseAction end(mqtt::ConnectionId id) { return ends_[id]; }
  hosting::MqttService& service() { return service_; }
  state::VirtualClock& clock() { return clock_; }
  std::vector<model::PacketRecord> records;

 private:
  void collect() {
    for (mqtt_serve::Task& task : service_.take_tasks()) {
      if (auto* const packet = std::get_if<mqtt_serve::Outgoing>(&task)) {
        for (const model::ScriptStep& step : packet->script.steps) {
          if (const auto* const sent = std::get_if<model::Send>(&step)) {
            bytes_[packet->connection] += sent->bytes;
          }
        }
        if (packet->script.close_action != CloseAction::kKeepOpen) {
          ends_[packet->connection] = packet->script.close_action;
        }
        records.push_back(packet->record);
      } else if (const auto* const closing = std::get_if<mqtt_serve::Closing>(&task)) {
        ends_[closing->connection] = CloseAction::kClose;
      }
    }
  }

  base::ManualClock machine_{test::instant("2026-01-01")};
  model::Scenario scenario_;
  state::VirtualClock clock_;
  state::World world_;
  plan::Planner planner_;
  hosting::MqttService service_;
  base::Monotonic now_{1h};
  mqtt::ConnectionId last_ = 0;
  std::map<mqtt::ConnectionId, std::string> bytes_;
  std::map<mqtt::ConnectionId, CloseAction> ends_;
};

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
  mqtt.send(id, subscribe_to(kOfT + "#", 0));
  mqtt.send(id, publish_to(kOfT + "get", ""));
  CHECK(mqtt.records.back().packet == "PUBLISH");
  CHECK(mqtt.records.back().retain);
  CHECK(mqtt.records.back().faults == std::vector<std::string>{"retain-flag"});
}

TEST_CASE("the packets of a response have faults only for the client that asked", "[mqtt][faults]") {
  FaultyMqtt mqtt("{faults: [retain-flag, {cut: after-body}]}");
  const auto monitor = mqtt.connect(connect_311("monitor"));
  mqtt.send(monitor, subscribe_to(kOfT + "get/accepted", 0));
  const auto id = mqtt.connect(connect_311("t"));
  mqtt.send(id, subscribe_to(kOfT + "get/accepted", 0));
  mqtt.received(monitor);
  mqtt.received(id);
  mqtt.send(id, publish_to(kOfT + "get", ""));
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
  mqtt.send(id, subscribe_to(kOfT + "get/+", 0));
  mqtt.send(id, publish_to(kOfT + "get", ""));
  CHECK_THAT(mqtt.messages(id).at(0), Catch::StartsWith("get/accepted "));
}

TEST_CASE("a response that waits for the next connection goes when its client is subscribed again", "[mqtt][faults]") {
  FaultyMqtt mqtt("{answers: [{documented: true, faults: [message-after-reconnect]}, documented]}");
  const auto first = mqtt.connect(connect_311("t"));
  mqtt.send(first, subscribe_to(kOfT + "get/accepted", 0));
  mqtt.send(first, publish_to(kOfT + "get", R"({"clientToken":"1"})"));
  CHECK(mqtt.messages(first).empty());
  CHECK(mqtt.end(first) == CloseAction::kClose);
  mqtt.lose(first);
  const auto second = mqtt.connect(connect_311("t"));
  CHECK(mqtt.messages(second).empty());
  mqtt.send(second, subscribe_to(kOfT + "get/accepted", 0));
  CHECK_THAT(mqtt.messages(second).at(0), Catch::Contains(R"("clientToken":"1")"));
  mqtt.send(second, subscribe_to(kOfT + "get/rejected", 0));
  CHECK(mqtt.messages(second).empty());
}

TEST_CASE("a session that is lost although promised has no subscriptions", "[mqtt][faults]") {
  FaultyMqtt mqtt("{when: {packet: CONNECT}, answers: [documented, {documented: true, faults: [lose-session]}]}");
  const auto first = mqtt.connect(connect_311("t", false));
  mqtt.send(first, subscribe_to(kOfT + "get/accepted", 0));
  mqtt.lose(first);
  const auto second = mqtt.connect(connect_311("t", false));
  CHECK(mqtt.received(second) == test::octets("20 02 01 00"));
  mqtt.send(second, publish_to(kOfT + "get", ""));
  CHECK(mqtt.received(second).empty());
}

TEST_CASE("a session that is denied still has its subscriptions", "[mqtt][faults]") {
  FaultyMqtt mqtt("{when: {packet: CONNECT}, answers: [documented, {documented: true, faults: [deny-session]}]}");
  const auto first = mqtt.connect(connect_311("t", false));
  mqtt.send(first, subscribe_to(kOfT + "get/accepted", 0));
  mqtt.lose(first);
  const auto second = mqtt.connect(connect_311("t", false));
  CHECK(mqtt.received(second) == test::octets("20 02 00 00"));
  mqtt.send(second, publish_to(kOfT + "get", ""));
  CHECK(mqtt.messages(second).size() == 1);
}

TEST_CASE("subscriptions that SUBACK refuses do not exist", "[mqtt][faults]") {
  FaultyMqtt mqtt("{when: {packet: SUBSCRIBE}, faults: [suback-code]}");
  const auto id = mqtt.connect(connect_311("t"));
  mqtt.send(id, subscribe_to(kOfT + "get/accepted", 0));
  mqtt.received(id);
  mqtt.send(id, publish_to(kOfT + "get", ""));
  CHECK(mqtt.received(id).empty());
}

TEST_CASE("a delayed response in scenario time waits for the clock", "[mqtt][faults]") {
  FaultyMqtt mqtt("{faults: [{delay: {fixed: 1h, clock: virtual}}]}");
  const auto id = mqtt.connect(connect_311("t"));
  mqtt.send(id, subscribe_to(kOfT + "get/accepted", 0));
  mqtt.send(id, publish_to(kOfT + "get", ""));
  mqtt.pass(30s);
  CHECK(mqtt.messages(id).empty());
  mqtt.clock().jump(1h);
  mqtt.pass(0s);
  CHECK(mqtt.messages(id).size() == 1);
}

TEST_CASE("a response that waits for the next one goes alone in the end", "[mqtt][faults]") {
  FaultyMqtt mqtt("{faults: [{reorder-message: 2s}]}");
  const auto id = mqtt.connect(connect_311("t"));
  mqtt.send(id, subscribe_to(kOfT + "get/accepted", 0));
  mqtt.send(id, publish_to(kOfT + "get", ""));
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
