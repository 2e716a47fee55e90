// Results as JSON and back: nothing is lost, the schema is kept, and what is no report is refused with its place.
#include "report/run_json.h"
#include "base/base64.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "contract/schemas.h"
#include "model/conformance_words.h"
#include "report/catalogue.h"
#include "report/run_json_reader.h"
#include "report/wire_trace.h"
#include "support/catch.h"
#include "support/golden.h"
#include "support/run_fixture.h"

using namespace jobrig;
using nlohmann::json;

namespace {

std::vector<model::RunResult> json_runs() {
  std::vector<model::RunResult> runs{test::every_verdict_run(), test::other_client_run()};
  runs[1].results[0].known_flaky = true;
  runs[1].results[0].earlier = {model::Verdict::kTimedOut, "no end within 15s"};
  runs[1].results[0].record.calls[0].last_errors = "Traceback\nKeyError: 'jobId'\n";
  runs[1].client.http = false;
  model::CaseRecord& mqtt = runs[1].results[0].record;
  mqtt.mqtt = true;
  model::PacketRecord packet;
  packet.number = 1;
  packet.when = mqtt.calls[0].began + std::chrono::milliseconds(3);
  packet.connection = 2;
  packet.client_id = "thing-1";
  packet.packet = "PUBLISH";
  packet.bytes = "\x32\xFF";
  packet.packet_id = 7;
  packet.qos = 1;
  packet.dup = packet.retain = true;
  packet.topic = "$aws/things/thing-1/jobs/get";
  packet.payload = "{}";
  packet.reason = 135;
  packet.operation = "GetPendingJobExecutions";
  packet.thing = "thing-1";
  packet.answers = 5;
  packet.rule = "slow";
  packet.step = 2;
  packet.faults = {"delay"};
  packet.detail = "too late";
  mqtt.packets = {packet};
  return runs;
}

/// The error of reading the fixture's document with one value replaced.
std::string error_with(const std::string& pointer, const json& value) {
  json document = json::parse(report::run_json(json_runs()));
  document[json::json_pointer(pointer)] = value;
  const auto read = report::read_run_json(document.dump());
  return read ? "it was read" : read.error().message;
}

}  // namespace

TEST_CASE("results are the same after a round trip through JSON", "[report]") {
  const auto runs = json_runs();
  for (const auto layout : {report::JsonLayout::kIndented, report::JsonLayout::kCompact}) {
    const auto read = report::read_run_json(report::run_json(runs, layout));
    CAPTURE(read ? "" : read.error().message);
    REQUIRE(read.ok());
    CHECK(*read == runs);
  }
}

TEST_CASE("a run prints the same times and the same order as its file", "[report]") {
  auto runs = json_runs();
  model::CaseRecord& record = runs[0].results[4].record;
  model::CallRecord& call = record.calls[0];
  model::Exchange& exchange = record.exchanges[0];
  // The call took 3.3495 ms, which is 3.3 ms, but 3.350 ms between whole microseconds, which is 3.4 ms. It ended before
  // the first byte was noted, within the same microsecond.
  call.began = base::Monotonic(std::chrono::nanoseconds(1'000'000'900));
  exchange.request_whole = base::Monotonic(std::chrono::nanoseconds(1'000'001'000));
  call.ended = base::Monotonic(std::chrono::nanoseconds(1'003'350'400));
  exchange.first_byte = base::Monotonic(std::chrono::nanoseconds(1'003'350'900));
  exchange.last_byte = exchange.ended = exchange.first_byte;
  record.exchanges[1] = exchange;
  const auto read = report::read_run_json(report::run_json(runs));
  REQUIRE(read.ok());
  const auto trace = report::wire_trace(record);
  CHECK(trace == report::wire_trace(read->front().results[4].record));
  CHECK(trace.back().starts_with("    3.4 ms  reported"));
}

TEST_CASE("results as JSON keep their schema", "[report]") {
  const auto violations = contract::validate_against("report.schema.json", report::run_json(json_runs()));
  for (const auto& violation : violations) {
    CAPTURE(violation.pointer, violation.message);
    CHECK(false);
  }
  CHECK(violations.empty());
}

TEST_CASE("the schema of reports names every kind of failure", "[report][schema]") {
  const auto files = contract::schema_files();
  const auto file =
      std::find_if(files.begin(), files.end(), [](const auto& one) { return one.path == "report.schema.json"; });
  REQUIRE(file != files.end());
  std::vector<std::string> kinds{std::string(model::word_of(model::FailureKind::kUnknown))};
  for (const std::string_view kind : model::stated_failure_kinds()) {
    kinds.emplace_back(kind);
  }
  std::size_t found = 0;
  const json flat = json::parse(file->text).flatten();
  for (const auto& [pointer, value] : flat.items()) {
    const std::size_t end = pointer.find("/failure/enum/");
    if (end != std::string::npos) {
      CHECK(value == kinds.at(found++));
    }
  }
  CHECK(found == kinds.size());
}

TEST_CASE("no runs are a document of their own", "[report]") {
  const auto read = report::read_run_json(report::run_json({}));
  REQUIRE(read.ok());
  CHECK(read->empty());
}

TEST_CASE("a file that is not a report is refused with the position", "[report]") {
  const auto error_of = [](std::string_view text) {
    const auto read = report::read_run_json(text);
    return read ? "it was read" : read.error().message;
  };
  CHECK(error_of("") == "is not a report of jobrig: it is not JSON (byte 1)");
  CHECK(error_of(report::run_json({}) + '\0' + "{") ==
        "is not a report of jobrig: it contains a NUL byte, which JSON forbids (byte " +
            std::to_string(report::run_json({}).size() + 1) + ")");
  CHECK(error_of("[]") == "is not a report of jobrig: it must be an object, not a list");
  CHECK(error_with("/version", 2) == "is not a report of jobrig: /version must be at most 1, not 2");
  CHECK(error_with("/runs/1/seed", 7) == "is not a report of jobrig: /runs/1/seed must be text, not a whole number");
  CHECK(error_with("/runs/0/results/0/verdcit", "failed") ==
        "is not a report of jobrig: /runs/0/results/0/verdcit is not in the contract; did you mean \"verdict\"?");
}

TEST_CASE("times of a report that no clock has are refused before they overflow", "[report]") {
  const std::string record = "/runs/0/results/0/record";
  CHECK(error_with(record + "/monotonic_us", INT64_MAX) ==
        "is not a report of jobrig: " + record +
            "/monotonic_us must be at most 1000000000000000, not 9223372036854775807");
  CHECK(error_with(record + "/exchanges/0/whole_us", INT64_MIN) ==
        "is not a report of jobrig: " + record +
            "/exchanges/0/whole_us must be at least -1000000000000000, not -9223372036854775808");
}

TEST_CASE("what the schema cannot say is refused by the reader", "[report]") {
  CHECK(error_with("/runs/0/seed", "99999999999999999999") ==
        "is not a report of jobrig: it has a seed that is not a 64-bit number: \"99999999999999999999\"");
  CHECK(error_with("/runs/0/results/0/checks/0/evidence", {1}) ==
        "is not a report of jobrig: it has evidence that is not an exchange of the case");
  CHECK(error_with("/runs/0/results/0/record/exchanges/0/answer_base64", "A===") ==
        "is not a report of jobrig: it has a answer_base64 that is not base64");
  CHECK(error_with("/runs/0/began", "yesterday").rfind("is not a report of jobrig: it has an invalid time began", 0) ==
        0);
}

TEST_CASE("base64 gives back the bytes and takes nothing else", "[report]") {
  std::string bytes;
  for (int value = 255; value >= 0; --value) {
    CHECK(base::from_base64(base::to_base64(bytes)) == bytes);
    bytes += static_cast<char>(value);
  }
  CHECK(base::to_base64("foob") == "Zm9vYg==");
  for (const char* const wrong : {"A", "A===", "====", "Zm9vYh==", "Zg==Zg==", "Zm9v\n", "Zm9*"}) {
    CAPTURE(wrong);
    CHECK_FALSE(base::from_base64(wrong).has_value());
  }
}

TEST_CASE("the JSON report is the golden one", "[report][golden]") {
  const std::vector<model::RunResult> runs{test::every_verdict_run()};
  const std::string text = report::write_report(report::catalogue()[1], runs);
  CHECK(text == test::golden("report.json", text));
}
