// The lines of `jobrig tail`: an exchange each, gaps, filters, colours, and exchanges that are missing.
#include "tail/printer.h"

#include <nlohmann/json.hpp>
#include <string>

#include "support/catch.h"

using namespace jobrig;
using nlohmann::json;
using tail::Gaps;
using tail::Printed;
using tail::Printer;

namespace {

json record_of(const std::string& job, int status, std::int64_t start, std::int64_t end) {
  return {{"position", 1},
          {"arrived", "2026-01-01T12:01:03.123456Z"},
          {"monotonic_us", start},
          {"thing", "t"},
          {"job", job},
          {"rule", status == 200 ? "" : "outage"},
          {"status", status},
          {"ended_us", end - start},
          {"text", "GET /things/t/jobs/" + job + "  " + std::to_string(status)}};
}

json packet_of(const std::string& session, std::int64_t at) {
  return {{"position", 1},      {"arrived", "2026-01-01T12:01:03.123456Z"},
          {"monotonic_us", at}, {"connection", 3},
          {"session", session}, {"text", "mqtt of " + session}};
}

std::string exchanges_of(const json& records, int matched) {
  return json{{"matched", matched}, {"records", records}}.dump();
}

Printed printed(Printer& printer, const json& records, int missing = 0) {
  const auto result = printer.print({{"exchanges", exchanges_of(records, static_cast<int>(records.size()) + missing)}});
  REQUIRE(result);
  return *result;
}

}  // namespace

TEST_CASE("a line has the time, the gap since the last attempt of the job, and what happened", "[tail]") {
  Printer printer({});
  CHECK(printed(printer, {record_of("j", 503, 1'000'000, 1'002'000), record_of("k", 200, 1'100'000, 1'101'000),
                          record_of("j", 503, 1'502'000, 1'503'000), record_of("j", 200, 3'753'000, 3'754'000)})
            .lines ==
        "12:01:03.123           -  GET /things/t/jobs/j  503\n"
        "12:01:03.123           -  GET /things/t/jobs/k  200\n"
        "12:01:03.123    +500.0ms  GET /things/t/jobs/j  503\n"
        "12:01:03.123      +2.25s  GET /things/t/jobs/j  200\n");
}

TEST_CASE("filters leave lines out but their attempts count for gaps", "[tail]") {
  Printer by_status({{std::nullopt, 200}, false, false, 0});
  const json records{record_of("j", 503, 1'000'000, 1'002'000), record_of("j", 200, 1'012'000, 1'013'000)};
  CHECK(printed(by_status, records).lines == "12:01:03.123     +10.0ms  GET /things/t/jobs/j  200\n");
  Printer by_rule({{"out*", std::nullopt}, false, false, 0});
  CHECK(printed(by_rule, records).lines == "12:01:03.123           -  GET /things/t/jobs/j  503\n");
}

TEST_CASE("missing exchanges are announced, and no gap is known after them", "[tail]") {
  Printer printer({});
  printed(printer, json::array({record_of("j", 503, 1'000'000, 1'002'000)}));
  const Printed after = printed(printer, json::array({record_of("j", 200, 9'000'000, 9'002'000)}), 7);
  CHECK(after.messages == "jobrig: 7 exchanges are not shown: there were too many at a time\n");
  CHECK(after.lines == "12:01:03.123           -  GET /things/t/jobs/j  200\n");
}

TEST_CASE("colours mark the status, only if they are wanted", "[tail]") {
  Printer printer({{}, true, false, 0});
  CHECK(printed(printer, json::array({record_of("j", 429, 1, 2)})).lines ==
        "\x1b[2m12:01:03.123           -\x1b[0m  \x1b[33mGET /things/t/jobs/j  429\x1b[0m\n");
  CHECK(printed(printer, json::array({record_of("k", 200, 1, 2)})).lines.find("\x1b[32m") != std::string::npos);
  CHECK(printed(printer, json::array({record_of("l", 0, 1, 2)})).lines.find("\x1b[31m") != std::string::npos);
}

TEST_CASE("control characters of a hostile server do not reach the terminal", "[tail]") {
  Printer printer({});
  json record = record_of("j", 200, 1, 2);
  record["text"] = "GET /\x1b[2J\r\nx\x7f";
  CHECK(printed(printer, json::array({record})).lines == "12:01:03.123           -  GET /?[2J??x?\n");
}

TEST_CASE("a count ends the output inside a batch", "[tail]") {
  Printer printer({{}, false, true, 1});
  CHECK_FALSE(printer.is_done());
  const json record = record_of("j", 200, 1, 2);
  const std::string lines = printed(printer, {record, record}).lines;
  CHECK(json::parse(lines) == record);
  CHECK(printer.is_done());
}

TEST_CASE("a packet has a line with the time since the packet before of its session", "[tail][mqtt]") {
  Printer printer({});
  const auto packets = [&](const json& records) {
    const auto result = printer.print({{"packets", exchanges_of(records, static_cast<int>(records.size()))}});
    REQUIRE(result);
    return result->lines;
  };
  CHECK(packets({packet_of("", 1'000), packet_of("a", 2'000), packet_of("b", 3'000), packet_of("a", 5'500)}) ==
        "12:01:03.123           -  mqtt of \n"
        "12:01:03.123           -  mqtt of a\n"
        "12:01:03.123           -  mqtt of b\n"
        "12:01:03.123      +3.5ms  mqtt of a\n");
}

TEST_CASE("exchanges and packets of a read are printed in the order in which they happened", "[tail][mqtt]") {
  Printer printer({});
  const auto result = printer.print(
      {{"exchanges", exchanges_of({record_of("j", 200, 2'000, 2'500), record_of("k", 200, 4'000, 4'100)}, 2)},
       {"packets", exchanges_of({packet_of("a", 1'000), packet_of("a", 3'000)}, 5)}});
  REQUIRE(result);
  CHECK(result->lines ==
        "12:01:03.123           -  mqtt of a\n"
        "12:01:03.123           -  GET /things/t/jobs/j  200\n"
        "12:01:03.123      +2.0ms  mqtt of a\n"
        "12:01:03.123           -  GET /things/t/jobs/k  200\n");
  CHECK(result->messages == "jobrig: 3 packets are not shown: there were too many at a time\n");
}

TEST_CASE("a packet has a rule and no status", "[tail][mqtt]") {
  json with_rule = packet_of("a", 2'000);
  with_rule["rule"] = "outage";
  const std::vector<tail::StreamEvent> events{{"packets", exchanges_of({packet_of("a", 1'000), with_rule}, 2)}};
  Printer by_rule({{"out*", std::nullopt}, false, false, 0});
  CHECK(by_rule.print(events)->lines == "12:01:03.123      +1.0ms  mqtt of a\n");
  Printer by_status({{std::nullopt, 0}, false, false, 0});
  CHECK(by_status.print(events)->lines.empty());
}

TEST_CASE("colours mark rejections and faults of packets", "[tail][mqtt]") {
  const auto line = [](const json& more) {
    json packet = packet_of("a", 1'000);
    packet.update(more);
    Printer printer({{}, true, false, 0});
    return printer.print({{"packets", exchanges_of(json::array({packet}), 1)}})->lines;
  };
  CHECK(line({{"topic", "t/rejected"}}).find("\x1b[31m") != std::string::npos);
  CHECK(line({{"topic", "t/accepted"}}).find("\x1b[32m") != std::string::npos);
  CHECK(line({{"faults", {"no-puback"}}}).find("\x1b[33m") != std::string::npos);
}

TEST_CASE("events that are not those of an admin interface are refused", "[tail]") {
  Printer printer({});
  for (const char* data : {"{", "[]", "{}", R"({"matched":1,"records":[{}]})", R"({"matched":"1","records":[]})"}) {
    CAPTURE(data);
    CHECK_FALSE(printer.print({{"exchanges", data}}));
  }
  CHECK(printer.print({{"counters", "{"}}));  // other events are skipped
  CHECK(printer.print({{"end", R"({"reason":"the sandbox was deleted"})"}})->messages ==
        "jobrig: the sandbox was deleted\n");
}

TEST_CASE("gaps of the oldest keys are forgotten, and overlapping attempts have none", "[tail]") {
  Gaps gaps(2);
  CHECK_FALSE(gaps.next("t", "a", 0, 100));
  CHECK(gaps.next("t", "a", 50, 60) == 0);
  CHECK(gaps.next("t", "a", 130, 140) == 30);  // since the longest attempt ended
  CHECK_FALSE(gaps.next("t", "b", 0, 1));
  CHECK_FALSE(gaps.next("t", "c", 0, 1));
  CHECK_FALSE(gaps.next("t", "a", 200, 210));
}
