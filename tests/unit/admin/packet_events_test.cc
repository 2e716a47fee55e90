// MQTT packets in GET /events: which a reader receives, how many, and what filters do. events_test.cc tests the rest.
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "admin/event_records.h"
#include "support/admin_desk.h"
#include "support/catch.h"
#include "support/event_reader.h"

using namespace jobrig;
using nlohmann::json;
using test::AdminDesk;
using test::EventReader;

namespace {

constexpr const char* kPacketScenario = "things: {t: {j: {status: QUEUED}}}\n";

model::PacketRecord jobs_packet(const std::string& thing, const std::string& rule = "") {
  model::PacketRecord record;
  record.connection = 3;
  record.direction = model::PacketDirection::kToClient;
  record.client_id = "device-1";
  record.packet = "PUBLISH";
  record.bytes = "bytes";
  record.topic = "$aws/things/" + thing + "/jobs/get/accepted";
  record.thing = thing;
  record.operation = "GetPendingJobExecutions";
  record.rule = rule;
  return record;
}

model::PacketRecord connect_packet() {
  model::PacketRecord record;
  record.connection = 3;
  record.direction = model::PacketDirection::kFromClient;
  record.client_id = "device-1";
  record.packet = "CONNECT";
  return record;
}

void note(AdminDesk& desk, model::PacketRecord record) {
  desk.sandboxes.main()->generation()->record(std::move(record));
}

}  // namespace

TEST_CASE("a reader receives each MQTT packet once, with the line of the log and without bytes",
          "[admin][events][mqtt]") {
  AdminDesk desk(kPacketScenario);
  note(desk, connect_packet());  // before the reader came
  EventReader reader(desk, "/events");
  CHECK(reader.read_event("packets").is_null());
  note(desk, jobs_packet("t", "outage"));
  const json packets = reader.read_event("packets");
  CHECK(packets.at("matched") == 1);
  REQUIRE(packets.at("records").size() == 1);
  const json& record = packets.at("records").at(0);
  CHECK(record.at("position") == 2);
  CHECK(record.at("session") == "device-1");
  CHECK(record.at("text") == "mqtt 3 device-1 < PUBLISH $aws/things/t/jobs/get/accepted  rule \"outage\" answer 0");
  CHECK_FALSE(record.contains("bytes"));
  CHECK(reader.read_event("packets").is_null());
}

TEST_CASE("a reader from the beginning receives the packets in memory", "[admin][events][mqtt]") {
  AdminDesk desk(kPacketScenario);
  note(desk, connect_packet());
  EventReader reader(desk, "/events?after=0");
  CHECK(reader.read_event("packets").at("records").size() == 1);
}

TEST_CASE("packets are in traffic and not in exchanges", "[admin][events][mqtt]") {
  AdminDesk desk(kPacketScenario);
  EventReader traffic(desk, "/events?only=traffic");
  EventReader exchanges(desk, "/events?only=exchanges");
  CHECK(traffic.text().find("event: counters") == std::string::npos);
  exchanges.text();
  note(desk, connect_packet());
  CHECK(traffic.read_event("packets").at("matched") == 1);
  CHECK(exchanges.read_event("packets").is_null());
}

TEST_CASE("filters select packets by thing and rule, and packets have no status", "[admin][events][mqtt]") {
  AdminDesk desk(kPacketScenario);
  EventReader by_thing(desk, "/events?thing=t");
  EventReader by_rule(desk, "/events?rule=out*");
  EventReader by_operation(desk, "/events?operation=Get*");
  EventReader by_job(desk, "/events?job=j");
  EventReader by_status(desk, "/events?status=200");
  for (EventReader* const reader : {&by_thing, &by_rule, &by_operation, &by_job, &by_status}) {
    reader->text();
  }
  note(desk, connect_packet());
  note(desk, jobs_packet("t"));
  note(desk, jobs_packet("u", "outage"));
  CHECK(by_thing.read_event("packets").at("records").at(0).at("position") == 2);
  const json of_rule = by_rule.read_event("packets");
  CHECK(of_rule.at("matched") == 1);
  CHECK(of_rule.at("records").at(0).at("thing") == "u");
  CHECK(by_operation.read_event("packets").at("matched") == 2);
  CHECK(by_job.read_event("packets").is_null());
  CHECK(by_status.read_event("packets").is_null());
}

TEST_CASE("more packets than the rate allows are sampled, and all are counted", "[admin][events][mqtt]") {
  AdminDesk desk(kPacketScenario);
  EventReader reader(desk, "/events?rate=10");
  EventReader filtered(desk, "/events?rate=10&thing=t");
  reader.text();
  filtered.text();
  for (int i = 0; i < 40; ++i) {
    note(desk, jobs_packet("t"));
  }
  const json packets = reader.read_event("packets");
  CHECK(packets.at("matched") == 40);
  CHECK(packets.at("records").size() == 2);  // 10 a second, for a fifth of a second
  CHECK(packets.at("records").back().at("position") == 40);
  const json of_thing = filtered.read_event("packets");
  CHECK(of_thing.at("matched") == 40);
  CHECK(of_thing.at("records").back().at("position") == 40);
}

TEST_CASE("the newest packets fill the bytes of a part, and at least one is sent", "[admin][events][mqtt]") {
  admin::NewRecords<jobrig::journal::KeptPacket> packets;
  packets.matched = 3;
  for (std::uint64_t position = 1; position <= 3; ++position) {
    packets.records.push_back({position, std::make_shared<const model::PacketRecord>(jobs_packet("t"))});
  }
  const auto positions = [&](std::size_t max_bytes) {
    std::vector<int> found;
    const json part = json::parse(admin::new_records_json(packets, max_bytes));
    for (const json& record : part.at("records")) {
      found.push_back(record.at("position"));
    }
    return found;
  };
  CHECK(positions(1) == std::vector<int>{3});
  CHECK(positions(100'000) == std::vector<int>{1, 2, 3});
}
