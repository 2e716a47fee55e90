// The checks of connections and sessions: subscriptions, CONNECT, keep-alive, acknowledgements, DUP and pauses between
// connections, each holding and failing, with its words.
#include "support/catch.h"
#include "support/packets.h"

using namespace jobrig;
using namespace std::chrono_literals;
using test::found;
using test::PacketScript;
using test::success;

namespace {

const std::string kUpdate = "$aws/things/case-1/jobs/job-1/update";
const std::string kBoth = kUpdate + "/accepted\n" + kUpdate + "/rejected";

std::string subscribed(const PacketScript& script) { return found("mqtt-subscribed: {}", script.record()); }
const std::string kMissing =
    "fails: a subscription to the responses before each request | request 1 without one to \"" + kUpdate;

}  // namespace

TEST_CASE("mqtt-subscribed wants both topics before the request", "[mqtt_judge]") {
  PacketScript good;
  good.connect().subscribe(kBoth);
  good.request(kUpdate, "{}");
  CHECK(subscribed(good) == "holds: a subscription to the responses before each request | 1 request, each");

  PacketScript wildcard;
  wildcard.connect().subscribe("$aws/things/case-1/jobs/#");
  wildcard.request(kUpdate, "{}");
  CHECK(subscribed(wildcard).find("holds: ") == 0);

  PacketScript accepted;
  accepted.connect().subscribe(kUpdate + "/accepted");
  accepted.request(kUpdate, "{}");
  CHECK(subscribed(accepted) == kMissing + "/rejected\"");

  PacketScript late;
  late.connect();
  late.request(kUpdate, "{}");
  late.subscribe(kBoth);
  CHECK(subscribed(late) == kMissing + "/accepted\"");
}

TEST_CASE("mqtt-subscribed holds for a client that publishes no request", "[mqtt_judge]") {
  PacketScript script;
  script.connect().close().connect();
  CHECK(subscribed(script) == "holds: a subscription to the responses before each request | no request");
}

TEST_CASE("a refused subscription is none", "[mqtt_judge]") {
  PacketScript script;
  script.connect().subscribe(kBoth, 0x80);
  script.request(kUpdate, "{}");
  CHECK(subscribed(script) == kMissing + "/accepted\"");
}

TEST_CASE("a session that the server has lost needs new subscriptions", "[mqtt_judge]") {
  PacketScript lost;
  lost.connect().subscribe(kBoth).close().connect();
  lost.request(kUpdate, "{}");
  CHECK(subscribed(lost) == kMissing + "/accepted\"");

  PacketScript kept;
  kept.connect().subscribe(kBoth).close().connect({}, true);
  kept.request(kUpdate, "{}");
  CHECK(subscribed(kept).find("holds: ") == 0);

  PacketScript refused;  // a refused connection does not end the session
  refused.connect().subscribe(kBoth).close().connect({}, false, 3).close().connect({}, true);
  refused.request(kUpdate, "{}");
  CHECK(subscribed(refused).find("holds: ") == 0);
}

TEST_CASE("mqtt-subscribed can want the notifications, too", "[mqtt_judge]") {
  PacketScript script;
  script.connect().subscribe(kBoth);
  script.request(kUpdate, "{}");
  CHECK(found("mqtt-subscribed: {notices: true}", script.record()) ==
        "fails: a subscription to the responses before each request | request 1 without one to "
        "\"$aws/things/case-1/jobs/notify\"");
}

TEST_CASE("mqtt-connect reads CONNECT and counts accepted connections", "[mqtt_judge]") {
  mqtt::Connect connect;
  connect.keep_alive = 30;
  PacketScript script;
  script.connect(connect).close().connect(connect, false, 5);
  const auto& record = script.record();
  CHECK(found("mqtt-connect: {client-id: case-1, keep-alive: true}", record) ==
        "holds: the client identifier \"case-1\", a keep-alive | 1 accepted connection");
  CHECK(found("mqtt-connect: {client-id: case-2}", record) ==
        "fails: the client identifier \"case-2\" | the client identifier \"case-1\"");
  CHECK(found("mqtt-connect: {keep-alive-seconds: 2}", record) == "fails: a keep-alive of 2s | a keep-alive of 30s");
  CHECK(found("mqtt-connect: {count: 2..}", record) ==
        "fails: at least 2 accepted connections | 1 accepted connection");
  PacketScript without;
  without.connect();
  CHECK(found("mqtt-connect: {keep-alive: true}", without.record()) == "fails: a keep-alive | no keep-alive");
  CHECK(found("mqtt-connect: {count: 0}", PacketScript().record()) ==
        "holds: no accepted connections | no accepted connections");
}

TEST_CASE("mqtt-pings counts PINGREQ", "[mqtt_judge]") {
  PacketScript script;
  script.connect();
  CHECK(found("mqtt-pings: {count: 1..}", script.record()) == "fails: at least 1 PINGREQ packet | no PINGREQ packets");
  script.add(model::PacketDirection::kFromClient, "PINGREQ");
  CHECK(found("mqtt-pings: {count: 1..}", script.record()) == "holds: at least 1 PINGREQ packet | 1 PINGREQ packet");
}

TEST_CASE("mqtt-acked wants the identifier of each message but the last ones", "[mqtt_judge]") {
  const auto with = [](std::uint16_t acknowledged) {
    PacketScript script;
    script.connect();
    const auto request = script.request(kUpdate, "{}");
    const std::uint16_t id = script.message(kUpdate + "/accepted", "{}", request).packet_id;
    if (acknowledged != 0) {
      script.add(model::PacketDirection::kFromClient, "PUBACK").packet_id =
          static_cast<std::uint16_t>(id + acknowledged - 1);
    }
    script.request(kUpdate, "{}");
    script.message(kUpdate + "/accepted", "{}");
    return script;
  };
  CHECK(found("mqtt-acked: {}", with(1).record()) ==
        "holds: PUBACK for each message with QoS 1 | 1 message acknowledged");
  CHECK(found("mqtt-acked: {}", with(0).record()) ==
        "fails: PUBACK for each message with QoS 1 | none for packet identifier 1");
  CHECK(found("mqtt-acked: {}", with(9).record()) ==
        "fails: PUBACK for each message with QoS 1 | PUBACK 9 for no message");
}

TEST_CASE("mqtt-resent wants DUP when and only when a message is sent again", "[mqtt_judge]") {
  const auto again = [](bool dup, bool session) {
    PacketScript script;
    script.connect();
    script.request(kUpdate, "{}");
    const std::uint16_t id = script.record().packets.back().packet_id;
    script.close().connect({}, session);
    script.request(kUpdate, "{}");
    auto record = script.record();
    record.packets.back().packet_id = id;
    record.packets.back().dup = dup;
    return found("mqtt-resent: {}", record);
  };
  const std::string expected = "DUP in messages that are sent again, and in no others | ";
  CHECK(again(true, true) == "holds: " + expected + "1 message sent again");
  CHECK(again(false, true) == "fails: " + expected + "packet identifier 1 again without DUP");
  CHECK(again(false, false) == "holds: " + expected + "no messages sent again");
  CHECK(again(true, false) == "holds: " + expected + "1 message sent again");
}

TEST_CASE("mqtt-resent allows no DUP in a message that was not sent before", "[mqtt_judge]") {
  const auto first = [](std::uint8_t qos) {
    PacketScript script;
    script.connect();
    script.request(kUpdate, "{}");
    script.request(kUpdate, R"({"clientToken":"2"})");
    auto record = script.record();
    record.packets.back().qos = qos;
    record.packets.back().dup = true;
    return found("mqtt-resent: {}", record);
  };
  const std::string expected =
      "fails: DUP in messages that are sent again, and in no others | DUP in a message that was not sent before";
  CHECK(first(1) == expected);
  CHECK(first(0) == expected);
}

TEST_CASE("mqtt-resent allows DUP in a message whose first sending may be lost with its connection", "[mqtt_judge]") {
  const auto unseen = [](std::uint8_t qos) {
    PacketScript script;
    script.connect().close().connect();
    script.request(kUpdate, "{}");
    auto record = script.record();
    record.packets.back().qos = qos;
    record.packets.back().dup = true;
    return found("mqtt-resent: {}", record);
  };
  CHECK(unseen(1).starts_with("holds: "));
  CHECK(unseen(0).starts_with("fails: "));
}

TEST_CASE("mqtt-resent allows both after a PUBACK that the client may have missed", "[mqtt_judge]") {
  const bool dup = GENERATE(false, true);
  PacketScript script;
  script.connect();
  script.request(kUpdate, "{}");
  const std::uint16_t id = script.record().packets.back().packet_id;
  script.add(model::PacketDirection::kToClient, "PUBACK").packet_id = id;
  script.close().connect({}, true);
  script.request(kUpdate, "{}");
  auto record = script.record();
  record.packets.back().packet_id = id;
  record.packets.back().dup = dup;
  CHECK(found("mqtt-resent: {}", record).starts_with("holds: "));
}

TEST_CASE("mqtt-backoff measures the pauses after the first reconnect", "[mqtt_judge]") {
  PacketScript script;
  script.connect().close().connect().close();
  CHECK(found("mqtt-backoff: {least: 100ms}", script.record()) ==
        "fails: pauses of at least 100ms between connections | fewer than two reconnects");
  script.pause(199ms).connect().close().pause(399ms).connect();
  CHECK(found("mqtt-backoff: {least: 100ms, grows: true}", script.record()) ==
        "holds: pauses of at least 100ms between connections, growing | pauses of 200ms, 400ms");
  CHECK(found("mqtt-backoff: {least: 300ms}", script.record()) ==
        "fails: pauses of at least 300ms between connections | pauses of 200ms, 400ms");
}

TEST_CASE("mqtt-valid reports the rule that a packet breaks", "[mqtt_judge]") {
  PacketScript script;
  script.connect();
  CHECK(found("mqtt-valid: {}", script.record()) == "holds: packets that keep the rules of MQTT | no broken rule");
  script.add(model::PacketDirection::kFromClient, "PUBLISH").detail =
      "PUBLISH, byte 0: the QoS of PUBLISH is 3 [MQTT-3.3.1-4]";
  CHECK(found("mqtt-valid: {}", script.record()) ==
        "fails: packets that keep the rules of MQTT | PUBLISH, byte 0: the QoS of PUBLISH is 3 [MQTT-3.3.1-4]");
}
