// MQTT packets in the journal: the exact line, and the records in memory.
#include <nlohmann/json.hpp>
#include <string>

#include "base/units.h"
#include "journal/line.h"
#include "journal/packet_line.h"
#include "journal/packet_memory.h"
#include "support/catch.h"

using namespace jobrig;

namespace {

model::PacketRecord example_packet() {
  model::PacketRecord record;
  record.number = 7;
  record.at = base::parse_instant("2026-01-02T03:04:05.006007Z").value();
  record.when = base::Monotonic(std::chrono::nanoseconds(5'000'999));
  record.connection = 3;
  record.direction = model::PacketDirection::kToClient;
  record.client_id = "device-1";
  record.packet = "PUBLISH";
  record.bytes = std::string("\x30\x05\x00\x01t{}", 7);
  record.qos = 1;
  record.packet_id = 9;
  record.topic = "t";
  record.payload = "{}";
  return record;
}

std::string packet_line_of(const model::PacketRecord& record) {
  std::string line;
  journal::append_packet_line(record, line);
  return line;
}

std::vector<std::uint64_t> positions_of(const journal::PacketExtract& extract) {
  std::vector<std::uint64_t> positions;
  for (const journal::KeptPacket& one : extract.records) {
    positions.push_back(one.position);
  }
  return positions;
}

using Positions = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("the line of a packet is an event with exactly these members", "[journal][mqtt]") {
  CHECK(packet_line_of(example_packet()) ==
        R"({"event":"packet","protocol":"mqtt","number":7,"connection":3,"arrived":"2026-01-02T03:04:05.006007Z",)"
        R"("monotonic_us":5000,"direction":"to-client","session":"device-1","packet":"PUBLISH","packet_id":9,"qos":1,)"
        R"("dup":false,"retain":false,"topic":"t","payload":"{}","bytes":"0\u0005\u0000\u0001t{}"})"
        "\n");
  CHECK(journal::exchanges_in(packet_line_of(example_packet())) == 0);
}

TEST_CASE("the line of a response names its request, rule and faults", "[journal][mqtt]") {
  model::PacketRecord record = example_packet();
  record.operation = "GetPendingJobExecutions";
  record.thing = "thermostat-1";
  record.answers = 5;
  record.rule = "outage";
  record.step = 2;
  record.faults = {"delay", "cut"};
  const auto line = nlohmann::ordered_json::parse(packet_line_of(record));
  CHECK(line.at("operation") == "GetPendingJobExecutions");
  CHECK(line.at("thing") == "thermostat-1");
  CHECK_FALSE(line.contains("job"));
  CHECK(line.at("answers") == 5);
  CHECK(line.at("rule") == "outage");
  CHECK(line.at("step") == 2);
  CHECK(line.at("faults").dump() == R"(["delay","cut"])");
}

TEST_CASE("the line of SUBSCRIBE has a list of filters", "[journal][mqtt]") {
  model::PacketRecord record = example_packet();
  record.direction = model::PacketDirection::kFromClient;
  record.packet = "SUBSCRIBE";
  record.topic = "a/#\nb/+";
  const auto line = nlohmann::json::parse(packet_line_of(record));
  CHECK(line.at("filters") == nlohmann::json{"a/#", "b/+"});
  CHECK_FALSE(line.contains("topic"));
  record.topic.clear();
  CHECK(nlohmann::json::parse(packet_line_of(record)).at("filters") == nlohmann::json::array());
}

TEST_CASE("bytes that are not UTF-8 are written in base64", "[journal][mqtt]") {
  model::PacketRecord record = example_packet();
  record.payload = "\xff";
  record.bytes = "\xff";
  const auto line = nlohmann::json::parse(packet_line_of(record));
  CHECK(line.at("payload_base64") == "/w==");
  CHECK(line.at("bytes_base64") == "/w==");
}

TEST_CASE("the line of a closed connection says why and has no bytes", "[journal][mqtt]") {
  model::PacketRecord record;
  record.direction = model::PacketDirection::kConnection;
  record.packet = "closed";
  record.detail = "the client sent DISCONNECT";
  const auto line = nlohmann::json::parse(packet_line_of(record));
  CHECK(line.at("direction") == "connection");
  CHECK(line.at("detail") == "the client sent DISCONNECT");
  CHECK_FALSE(line.contains("bytes"));
}

TEST_CASE("packets in memory are found by globs, from a position or from the end", "[journal][mqtt]") {
  journal::PacketMemory memory;
  for (const char* const session : {"a", "b", "a", "a"}) {
    model::PacketRecord record = example_packet();
    record.client_id = session;
    memory.record(std::move(record));
  }
  journal::PacketFilter filter;
  CHECK(positions_of(memory.find(filter, 10)) == Positions{1, 2, 3, 4});
  filter.session = "a*";
  CHECK(positions_of(memory.find(filter, 2)) == Positions{3, 4});
  CHECK(memory.find(filter, 2).more);
  filter.after = 1;
  CHECK(positions_of(memory.find(filter, 1)) == Positions{3});
  filter.packet = "CONNECT";
  CHECK(memory.find(filter, 10).records.empty());
  CHECK(memory.last() == 4);
}

TEST_CASE("the memory of packets is bounded, and evicted ones are counted", "[journal][mqtt]") {
  journal::PacketMemory memory(10'000);
  for (int i = 0; i < 20; ++i) {
    model::PacketRecord record = example_packet();
    record.payload = std::string(2'000, 'x');
    memory.record(std::move(record));
  }
  const journal::PacketExtract extract = memory.find({}, 100);
  CHECK(extract.records.size() + extract.evicted == 20);
  CHECK(extract.records.size() < 5);
  CHECK(extract.records.back().position == 20);
}

TEST_CASE("a watch of packets is woken by each record and by the end", "[journal][mqtt]") {
  journal::PacketMemory memory;
  memory.continue_after(41);
  int woken = 0;
  const auto watch = memory.watch([&woken] { ++woken; });
  memory.record(example_packet());
  CHECK(memory.last() == 42);
  CHECK(woken == 1);
  memory.end();
  CHECK(woken == 2);
  CHECK(memory.has_ended());
}
