// What packets and exchanges say about agents.
#include "agents/packet_requests.h"

#include <chrono>
#include <string>
#include <vector>

#include "agents/http_requests.h"
#include "support/catch.h"

using namespace jobrig;
using namespace std::chrono_literals;
using model::PacketDirection;
using model::PacketRecord;

namespace {

const std::string kTopics = "$aws/things/lamp/jobs/";

/// The packets of one client, in order.
class Packets {
 public:
  PacketRecord& add(PacketDirection direction, const std::string& packet) {
    PacketRecord one;
    one.number = list_.size() + 1;
    one.connection = connection_;
    one.direction = direction;
    one.client_id = "lamp";
    one.packet = packet;
    return list_.emplace_back(std::move(one));
  }
  void connect(bool session) {
    ++connection_;
    add(PacketDirection::kFromClient, "CONNECT");
    add(PacketDirection::kToClient, "CONNACK").bytes = std::string("\x20\x02", 2) + (session ? '\x01' : '\x00') + '\0';
  }
  void subscribe(const std::string& filters, std::uint8_t code = 1) {
    PacketRecord& sent = add(PacketDirection::kFromClient, "SUBSCRIBE");
    sent.topic = filters;
    sent.packet_id = 7;
    PacketRecord& ack = add(PacketDirection::kToClient, "SUBACK");
    ack.packet_id = 7;
    ack.reason = code;
  }
  std::uint64_t request(const std::string& operation, const std::string& job, const std::string& topic,
                        const std::string& payload = "{}") {
    PacketRecord& one = add(PacketDirection::kFromClient, "PUBLISH");
    one.operation = operation;
    one.thing = "lamp";
    one.job = job;
    one.topic = kTopics + topic;
    one.payload = payload;
    return one.number;
  }
  void respond(std::uint64_t request, const std::string& topic, const std::string& payload) {
    PacketRecord& one = add(PacketDirection::kToClient, "PUBLISH");
    one.answers = request;
    one.topic = kTopics + topic;
    one.payload = payload;
  }
  [[nodiscard]] std::vector<life_cycles::RequestRecord> requests() const {
    return agents::requests_in(
        list_, [](std::string_view thing) { return thing == "lamp" ? std::optional<std::size_t>(0) : std::nullopt; });
  }

 private:
  std::vector<PacketRecord> list_;
  std::uint64_t connection_ = 0;
};

}  // namespace

TEST_CASE("a request has the members of its payload and of its response", "[agents][mqtt]") {
  Packets packets;
  packets.connect(false);
  packets.subscribe(kTopics + "start-next/accepted\n" + kTopics + "start-next/rejected\n" + kTopics + "+/update/+");
  const auto start = packets.request("StartNextPendingJobExecution", "", "start-next");
  packets.respond(start, "start-next/accepted", R"({"execution":{"jobId":"a","executionNumber":3,"versionNumber":2}})");
  const auto update =
      packets.request("UpdateJobExecution", "a", "a/update", R"({"status":"SUCCEEDED","expectedVersion":"2"})");
  packets.respond(update, "a/update/rejected", R"({"code":"VersionMismatch","message":"x"})");
  const auto requests = packets.requests();
  REQUIRE(requests.size() == 2);
  CHECK(requests[0].accepted);
  CHECK(requests[0].execution == life_cycles::ExecutionName{"a", 3});
  CHECK(requests[0].subscribed == true);
  CHECK_FALSE(requests[0].lost);
  CHECK_FALSE(requests[1].accepted);
  CHECK(requests[1].error == "VersionMismatch");
  CHECK(requests[1].status == "SUCCEEDED");
  CHECK(requests[1].expected_version == 2);
  CHECK(requests[1].execution == life_cycles::ExecutionName{"a", 1});
  CHECK(requests[1].subscribed == true);
}

TEST_CASE("subscriptions end with a clean session, an UNSUBSCRIBE and a failed SUBACK", "[agents][mqtt]") {
  const std::string both = kTopics + "get/accepted\n" + kTopics + "get/rejected";
  Packets packets;
  packets.connect(false);
  packets.subscribe(both);
  packets.request("GetPendingJobExecutions", "", "get");
  packets.connect(true);
  packets.request("GetPendingJobExecutions", "", "get");
  packets.connect(false);
  packets.request("GetPendingJobExecutions", "", "get");
  packets.subscribe(both, 0x80);
  packets.request("GetPendingJobExecutions", "", "get");
  packets.subscribe(both);
  packets.add(PacketDirection::kFromClient, "UNSUBSCRIBE").topic = kTopics + "get/rejected";
  packets.request("GetPendingJobExecutions", "", "get");
  std::vector<bool> subscribed;
  for (const auto& request : packets.requests()) {
    CHECK(request.lost);  // none has a response
    subscribed.push_back(request.subscribed.value());
  }
  CHECK(subscribed == std::vector<bool>{true, true, false, false, false});
}

TEST_CASE("an exchange is a request, and a cut response is lost", "[agents]") {
  model::Exchange exchange;
  exchange.request =
      "POST /things/lamp/jobs/a HTTP/1.1\r\nHost: x\r\nContent-Length: 24\r\n\r\n{\"status\":\"IN_PROGRESS\"}";
  exchange.decision.operation = "UpdateJobExecution";
  exchange.decision.key = {"lamp", "a"};
  exchange.status = 200;
  exchange.answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
  const auto whole = agents::request_of(exchange, 4);
  CHECK(whole.agent == 4);
  CHECK(whole.status == "IN_PROGRESS");
  CHECK(whole.accepted);
  CHECK_FALSE(whole.lost);
  CHECK_FALSE(whole.subscribed);
  CHECK(whole.execution == life_cycles::ExecutionName{"a", 1});
  exchange.decision.faults = {"cut"};
  CHECK(agents::request_of(exchange, 4).lost);
}
