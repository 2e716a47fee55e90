// The MQTT port: bytes of real sockets, with the HTTP port of the same scenario beside it.
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <thread>

#include "certificates/certificates.h"
#include "hosting/serve_tls.h"
#include "mqtt_serve/server.h"
#include "support/catch.h"
#include "support/hang_guard.h"
#include "support/mqtt.h"
#include "support/mqtt_clients.h"
#include "support/mqtt_fault_table.h"
#include "support/mqtt_server.h"
#include "support/planning.h"
#include "support/raw_client.h"
#include "support/served.h"
#include "support/tls_client.h"

using namespace jobrig;
using namespace std::chrono_literals;
using test::connect_311;
using test::connect_5;
using test::connect_mqtt;
using test::MqttTestServer;
using test::octets;
using test::publish_to;
using test::RawClient;
using test::receive_mqtt;
using test::receive_packet;
using test::subscribe_mqtt;

namespace {

const std::string kJobs = "$aws/things/thermostat-1/jobs/";
const std::string kConnectBytes = octets("10 12 0004 'MQTT' 04 02 003c 0006 'rig-01'");

std::string publish_bytes(const std::string& topic, const std::string& payload, std::uint8_t qos = 0) {
  return mqtt::encode(publish_to(topic, payload, qos), mqtt::Version::k311);
}

// Sends a request and returns the next message, as "topic payload".
std::string ask_jobs(RawClient& client, const std::string& rest, const std::string& payload) {
  client.send(publish_bytes(kJobs + rest, payload));
  const auto answer = receive_mqtt<mqtt::Publish>(client);
  return answer.topic + " " + answer.payload;
}

// A service that plays fixed scripts, one for each time it receives bytes.
class ScriptedMqtt final : public mqtt_serve::Service {
 public:
  std::vector<model::Script> scripts;

  void opened(mqtt::ConnectionId /*id*/, base::Monotonic /*now*/) override {}
  void received(mqtt::ConnectionId id, std::string_view /*bytes*/, base::Monotonic /*now*/) override {
    for (model::Script& script : scripts) {
      mqtt_serve::Outgoing packet{id, std::move(script), {}};
      packet.record.connection = id;
      packet.record.packet = "PUBLISH";
      tasks_.emplace_back(std::move(packet));
    }
    scripts.clear();
  }
  void closed(mqtt::ConnectionId /*id*/, base::Monotonic /*now*/) override { ++closings; }
  void tick(base::Monotonic /*now*/) override {}
  [[nodiscard]] std::optional<base::Monotonic> next_due() const override { return std::nullopt; }
  std::vector<mqtt_serve::Task> take_tasks() override { return std::exchange(tasks_, {}); }
  std::uint64_t next_number() override { return ++numbers_; }
  void wake_with(std::function<void()> /*wake*/) override {}

  int closings = 0;

 private:
  std::vector<mqtt_serve::Task> tasks_;
  std::uint64_t numbers_ = 0;
};

struct ScriptedMqttServer {
  explicit ScriptedMqttServer(std::vector<model::Script> scripts) {
    service.scripts = std::move(scripts);
    auto started = mqtt_serve::MqttServer::start({}, service, log, clock);
    server = std::move(started).value();
  }
  ScriptedMqtt service;
  test::PacketLog log;
  base::SystemClock clock;
  std::unique_ptr<mqtt_serve::MqttServer> server;
};

model::Script sending(std::string bytes, model::CloseAction end = model::CloseAction::kKeepOpen) {
  model::Script script;
  script.steps.emplace_back(model::Send{std::move(bytes)});
  script.close_action = end;
  return script;
}

}  // namespace

TEST_CASE("CONNECT is answered with the bytes of CONNACK", "[mqtt][wire]") {
  MqttTestServer server(test::thermostat());
  CHECK(server.mqtt().endpoint() == "mqtt://127.0.0.1:" + std::to_string(server.port()));
  RawClient client(server.port());
  client.send(kConnectBytes);
  CHECK(client.receive(4) == octets("20 02 00 00"));
  client.send(octets("c0 00"));
  CHECK(client.receive(2) == octets("d0 00"));
  client.send(octets("e0 00"));
  CHECK(client.receive_to_end().empty());
  CHECK(server.log.wait_for_end(1) == "the client sent DISCONNECT");
}

TEST_CASE("packets may arrive byte by byte", "[mqtt][wire]") {
  MqttTestServer server(test::thermostat());
  RawClient client(server.port());
  for (const char byte : kConnectBytes + octets("c0 00")) {
    client.send(std::string(1, byte));
  }
  CHECK(client.receive(6) == octets("20 02 00 00 d0 00"));
}

TEST_CASE("a whole job life runs over a socket", "[mqtt][wire]") {
  MqttTestServer server(test::thermostat());
  RawClient client(server.port());
  connect_mqtt(client, connect_311("thermostat-1"));
  for (const char* const filter : {"+/get/accepted", "start-next/accepted", "+/update/+", "notify", "notify-next"}) {
    subscribe_mqtt(client, kJobs + filter);
  }
  CHECK_THAT(ask_jobs(client, "$next/get", R"({"clientToken":"1"})"),
             Catch::StartsWith(kJobs + R"($next/get/accepted {"execution":{"jobId":"firmware-7")"));
  CHECK_THAT(ask_jobs(client, "start-next", "{}"), Catch::Contains(R"("jobDocument":{"operation":"install"})"));
  CHECK_THAT(ask_jobs(client, "firmware-7/update", R"({"status":"SUCCEEDED","expectedVersion":2,"clientToken":"3"})"),
             Catch::StartsWith(kJobs + R"(firmware-7/update/accepted {)"));
  CHECK_THAT(receive_mqtt<mqtt::Publish>(client).payload, Catch::StartsWith(R"({"jobs":{},"timestamp":)"));
  const auto next = receive_mqtt<mqtt::Publish>(client);
  CHECK(next.topic == kJobs + "notify-next");
  CHECK_THAT(next.payload, Catch::StartsWith(R"({"timestamp":)"));
}

TEST_CASE("HTTP and MQTT clients see the same execution", "[mqtt][wire]") {
  MqttTestServer server(test::thermostat());
  RawClient client(server.port());
  connect_mqtt(client, connect_311("thermostat-1"));
  subscribe_mqtt(client, kJobs + "+/get/accepted");
  subscribe_mqtt(client, kJobs + "notify");
  CHECK(test::ask(server.http_port(), "PUT", "/things/thermostat-1/jobs/$next", "{}").json()["execution"]["status"] ==
        "IN_PROGRESS");
  CHECK_THAT(ask_jobs(client, "firmware-7/get", "{}"), Catch::Contains(R"("status":"IN_PROGRESS")"));
  CHECK(test::ask(server.http_port(), "POST", "/things/thermostat-1/jobs/firmware-7", R"({"status":"SUCCEEDED"})")
            .status == 200);
  const auto notice = receive_mqtt<mqtt::Publish>(client);  // pushed without a request over MQTT
  CHECK(notice.topic == kJobs + "notify");
  CHECK_THAT(notice.payload, Catch::StartsWith(R"({"jobs":{},)"));
}

TEST_CASE("every packet is recorded in the order of the wire", "[mqtt][wire]") {
  MqttTestServer server(test::thermostat());
  {
    RawClient client(server.port());
    connect_mqtt(client, connect_311("device-1"));
    subscribe_mqtt(client, kJobs + "get/accepted", 1);
    client.send(publish_bytes(kJobs + "get", R"({"clientToken":"t"})", 1));
    receive_mqtt<mqtt::Ack>(client);
    const auto answer = receive_mqtt<mqtt::Publish>(client);
    client.send(mqtt::encode(test::puback(answer.packet_id), mqtt::Version::k311));
    client.send(octets("e0 00"));
    client.receive_to_end();
  }
  server.log.wait_for_end(1);
  std::vector<std::string> seen;
  std::map<std::string, model::PacketRecord> by_name;
  std::uint64_t last = 0;
  for (const model::PacketRecord& one : server.log.all()) {
    const char* const arrow = one.direction == model::PacketDirection::kFromClient ? "> "
                              : one.direction == model::PacketDirection::kToClient ? "< "
                                                                                   : "";
    seen.push_back(arrow + one.packet);
    by_name[seen.back()] = one;
    CHECK(one.number == ++last);
    CHECK(one.connection == 1);
    CHECK(one.bytes.empty() == (one.direction == model::PacketDirection::kConnection));
  }
  CHECK(seen == std::vector<std::string>{"opened", "> CONNECT", "< CONNACK", "> SUBSCRIBE", "< SUBACK", "> PUBLISH",
                                         "< PUBACK", "< PUBLISH", "> PUBACK", "> DISCONNECT", "closed"});
  const model::PacketRecord& request = by_name["> PUBLISH"];
  CHECK(request.client_id == "device-1");
  CHECK(request.topic == kJobs + "get");
  CHECK(request.operation == "GetPendingJobExecutions");
  CHECK(request.thing == "thermostat-1");
  CHECK(request.qos == 1);
  CHECK(request.packet_id == 77);
  const model::PacketRecord& answer = by_name["< PUBLISH"];
  CHECK(answer.answers == request.number);
  CHECK(answer.operation == "GetPendingJobExecutions");
  CHECK(answer.topic == kJobs + "get/accepted");
  CHECK(answer.bytes.substr(answer.bytes.size() - answer.payload.size()) == answer.payload);
  CHECK(by_name["< CONNACK"].reason == 0);
  CHECK(by_name["> SUBSCRIBE"].topic == kJobs + "get/accepted");
  CHECK(by_name["opened"].client_id.empty());
  CHECK(by_name["closed"].client_id == "device-1");
}

TEST_CASE("the record of a closed connection names its session also without a CONNACK", "[mqtt][wire]") {
  MqttTestServer server(test::mqtt_fault_scenario("{when: {packet: CONNECT}, faults: [no-connack]}"));
  {
    RawClient client(server.port());
    client.send(mqtt::encode(connect_311("device-1"), mqtt::Version::k311));
    server.log.wait_for([](const model::PacketRecord& one) { return one.packet == "CONNECT"; });
  }
  server.log.wait_for_end(1);
  CHECK(server.log.all().back().packet == "closed");
  CHECK(server.log.all().back().client_id == "device-1");
}

TEST_CASE("bytes that are not MQTT close the connection with the broken rule", "[mqtt][wire]") {
  MqttTestServer server(test::thermostat());
  RawClient client(server.port());
  client.send("GET / HTTP/1.1\r\n\r\n");
  CHECK(client.receive_to_end().empty());
  CHECK_THAT(server.log.wait_for_end(1), Catch::Contains("[MQTT-"));
  const auto record = server.log.wait_for(
      [](const model::PacketRecord& one) { return one.direction == model::PacketDirection::kFromClient; });
  CHECK(record.packet.empty());
  CHECK(record.bytes == "GET / HTTP/1.1\r\n\r\n");
}

TEST_CASE("a client that never sends CONNECT is closed after the time for it", "[mqtt][wire]") {
  mqtt::BrokerSettings settings;
  settings.connect_timeout = 1s;
  MqttTestServer server(test::thermostat(), {}, settings);
  RawClient client(server.port());
  CHECK(client.receive_to_end().empty());
  CHECK_THAT(server.log.wait_for_end(1), Catch::Contains("CONNECT"));
}

TEST_CASE("a client that does not read is closed, and its memory is freed", "[mqtt][wire]") {
  mqtt_serve::MqttServerOptions options;
  options.max_waiting = 64 * 1024;
  MqttTestServer server(test::thermostat(), options);
  RawClient slow(server.port());
  connect_mqtt(slow, connect_311("slow"));
  subscribe_mqtt(slow, "data");
  RawClient sender(server.port());
  connect_mqtt(sender, connect_311("sender"));
  const std::string packet = publish_bytes("data", std::string(100'000, 'x'));
  std::string reason;
  const auto guard = std::chrono::steady_clock::now() + test::kHangGuard;
  while (reason.empty() && std::chrono::steady_clock::now() < guard) {
    sender.send(packet + octets("c0 00"));
    sender.receive(2);  // the broker has routed it
    for (const model::PacketRecord& one : server.log.all()) {
      reason = one.connection == 1 && one.packet == "closed" ? one.detail : reason;
    }
  }
  CHECK_THAT(reason, Catch::StartsWith("the client does not read: "));
  CHECK(server.mqtt().server().connections() == 1);
}

TEST_CASE("a second connection with the same client identifier closes the first", "[mqtt][wire]") {
  MqttTestServer server(test::thermostat());
  RawClient first(server.port());
  connect_mqtt(first, connect_5("a"));
  RawClient second(server.port());
  connect_mqtt(second, connect_5("a"));
  CHECK(receive_packet(first) == octets("e0 01 8e"));  // Session taken over
  CHECK(first.receive_to_end().empty());
  second.send(octets("c0 00"));
  CHECK(second.receive(2) == octets("d0 00"));
}

TEST_CASE("a connection that is lost publishes its will", "[mqtt][wire]") {
  MqttTestServer server(test::thermostat());
  RawClient other(server.port());
  connect_mqtt(other, connect_311("other"));
  subscribe_mqtt(other, "wills");
  RawClient lost(server.port());
  mqtt::Connect connect = connect_311("lost");
  connect.will = mqtt::Will{"wills", "gone", 0, false, {}};
  connect_mqtt(lost, connect);
  lost.reset();
  CHECK(receive_packet(other) == octets("30 0b 0005 'wills' 'gone'"));
  CHECK(server.log.wait_for_end(2) == "the connection broke");
}

TEST_CASE("what the client sends before it closes is answered", "[mqtt][wire]") {
  MqttTestServer server(test::thermostat());
  RawClient client(server.port());
  client.send(kConnectBytes + octets("c0 00"));
  client.finish_sending();
  CHECK(client.receive_to_end() == octets("20 02 00 00 d0 00"));
  CHECK(server.log.wait_for_end(1) == "the client closed the connection");
}

TEST_CASE("connections of the scenario apply to MQTT clients", "[mqtt][wire]") {
  model::Scenario scenario = test::thermostat();
  scenario.connections.emplace_back();
  scenario.connections.back().settings.accept = model::Acceptance::kReset;
  MqttTestServer server(std::move(scenario));
  RawClient client(server.port());
  CHECK(client.receive_to_reset().empty());
  CHECK(server.log.wait_for_end(1) == "reset, as the scenario says");
}

TEST_CASE("a connection without packets from its client ends at the idle timeout of the scenario", "[mqtt][wire]") {
  for (const bool reset : {false, true}) {
    model::Scenario scenario = test::thermostat();
    model::ConnectionLimits& limits = scenario.connections.emplace_back().settings.limits;
    limits.idle_timeout = 50ms;
    limits.end = reset ? model::ConnectionEnd::kReset : model::ConnectionEnd::kClose;
    MqttTestServer server(std::move(scenario));
    RawClient client(server.port());
    CHECK(server.log.wait_for_end(1) == "the connection was idle for too long, as the scenario says");
    CHECK((reset ? client.receive_to_reset() : client.receive_to_end()).empty());
  }
}

TEST_CASE("a packet is sent as its script says", "[mqtt][wire]") {
  model::Script drip;
  drip.steps = {model::Send{"ab"}, model::Pause{20ms}, model::Send{"c"}};
  ScriptedMqttServer server({drip, sending("de"), sending("fg", model::CloseAction::kReset), sending("never")});
  RawClient client(server.server->port());
  client.send("x");
  CHECK(client.receive_to_reset() == "abcdefg");
  CHECK(server.log.wait_for_end(1) == "reset by a fault");
  std::string sent;
  for (const model::PacketRecord& one : server.log.all()) {
    sent += one.bytes + "|";
  }
  CHECK(sent == "|abc|de|fg||");  // opened, three packets, closed
  server.server->stop();
  CHECK(server.service.closings == 1);
}

TEST_CASE("a packet that hangs silences the connection until the client gives up", "[mqtt][wire]") {
  ScriptedMqttServer server({sending("a", model::CloseAction::kHang), sending("never")});
  RawClient client(server.server->port());
  client.send("x");
  CHECK(client.receive(1) == "a");
  client.send("y");
  client.finish_sending();
  CHECK(client.receive_to_end().empty());
  CHECK(server.log.wait_for_end(1) == "the client closed the connection");
}

TEST_CASE("stopping closes all connections and records it", "[mqtt][wire]") {
  MqttTestServer server(test::thermostat());
  RawClient client(server.port());
  connect_mqtt(client, connect_311("a"));
  server.mqtt().server().stop();
  CHECK(client.receive_to_end().empty());
  CHECK(server.log.wait_for_end(1) == "the server stopped");
  CHECK(server.mqtt().server().failures() == 0);
}

TEST_CASE("the MQTT port speaks TLS with the protocol name of AWS IoT", "[mqtt][wire][tls]") {
  const auto authority = certificates::CertificateAuthority::make("test CA", base::SystemClock().civil());
  mqtt_serve::MqttServerOptions options;
  options.tls = hosting::make_tls(authority, "127.0.0.1:0", {model::TlsSettings{}}, {}, transport::Application::kMqtt);
  MqttTestServer server(test::thermostat(), options);
  CHECK_THAT(server.mqtt().endpoint(), Catch::StartsWith("mqtts://127.0.0.1:"));
  test::TlsClientOptions trust;
  trust.authority = authority.identity().certificate;
  trust.protocols = {"x-amzn-mqtt-ca"};
  test::TlsClient client(server.port(), trust);
  CHECK(client.protocol() == "x-amzn-mqtt-ca");
  client.send(kConnectBytes);
  CHECK(client.receive(4) == octets("20 02 00 00"));
  trust.protocols = {"x-amzn-http-ca"};
  CHECK(test::TlsClient(server.port(), trust).protocol().empty());
  RawClient plain(server.port());
  plain.send(kConnectBytes);
  plain.receive_to_end();
  CHECK_THAT(server.log.wait_for_end(3), Catch::StartsWith("the TLS handshake failed: "));
}

TEST_CASE("500 slow or hostile MQTT clients do not disturb a healthy one", "[mqtt][wire]") {
  MqttTestServer server(test::thermostat());
  RawClient healthy(server.port());
  connect_mqtt(healthy, connect_311("healthy"));
  subscribe_mqtt(healthy, kJobs + "$next/get/accepted");
  std::vector<std::unique_ptr<RawClient>> others;
  for (int i = 0; i < 500; ++i) {
    others.push_back(std::make_unique<RawClient>(server.port()));
    RawClient& other = *others.back();
    const std::string id = std::to_string(i);
    switch (i % 6) {
      case 0:  // sends nothing
        break;
      case 1:  // half a CONNECT
        other.send(kConnectBytes.substr(0, kConnectBytes.size() / 2));
        break;
      case 2:  // not MQTT
        other.send("GET / HTTP/1.1\r\n\r\n");
        break;
      case 3:  // a packet of 256 MiB is announced
        other.send(octets("10 ff ff ff 7f 0004 'MQTT'"));
        break;
      case 4:  // asks for much and reads nothing
        other.send(mqtt::encode(connect_311(id), mqtt::Version::k311));
        other.send(mqtt::encode(test::subscribe_to("data/" + id, 0), mqtt::Version::k311));
        for (int n = 0; n < 50; ++n) {
          other.try_send(publish_bytes("data/" + id, std::string(10'000, 'x')));
        }
        break;
      default:  // takes over the session of the client before it
        other.send(mqtt::encode(connect_311("taken"), mqtt::Version::k311));
    }
    if (i % 10 == 0) {
      CHECK_THAT(ask_jobs(healthy, "$next/get", "{}"), Catch::Contains("firmware-7"));
    }
  }
  for (int i = 0; i < 100; ++i) {
    CHECK_THAT(ask_jobs(healthy, "$next/get", "{}"), Catch::Contains("firmware-7"));
  }
  CHECK(server.mqtt().server().failures() == 0);
}
