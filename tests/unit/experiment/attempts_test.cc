// Attempts: records of the journal as attempts of calls, lost records, and texts that are not a journal.
#include "experiment/attempts.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/base64.h"
#include "journal/line.h"
#include "support/catch.h"

using namespace jobrig;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

const std::string kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
const std::string kUnavailable = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";

struct Recorded {
  std::string thing = "t";
  std::string answer = kOk;
  int status = 200;
  std::string id = {};
  model::CloseReason close_reason = model::CloseReason::kKept;
  std::string operation = "DescribeJobExecution";
};

/// As GET /journal returns it: made by the code that writes the journal.
json record_of(const Recorded& recorded, std::uint64_t position) {
  model::Exchange exchange;
  exchange.decision.operation = recorded.operation;
  exchange.decision.key = {recorded.thing, "j"};
  exchange.request = "GET /things/t/jobs/j HTTP/1.1\r\nHost: h\r\n" +
                     (recorded.id.empty() ? "" : "AMZ-SDK-Invocation-Id: " + recorded.id + "\r\n") + "\r\n";
  exchange.answer = recorded.answer;
  exchange.status = recorded.status;
  exchange.close_reason = recorded.close_reason;
  exchange.request_whole = base::Monotonic(1s);
  exchange.last_byte = recorded.answer.empty() ? base::Monotonic{} : base::Monotonic(1s + 30ms);
  std::string line;
  journal::append_journal_line(exchange, line);
  json record = json::parse(line);
  record["position"] = position;
  return record;
}

std::string journal_of(const std::vector<json>& records, bool more = false) {
  return json{{"records", records}, {"enough", true}, {"more", more}, {"last", 99}, {"evicted", 0}}.dump();
}

std::vector<experiment::Attempt> attempts_of(const std::vector<Recorded>& all) {
  std::vector<json> records;
  for (const Recorded& one : all) {
    records.push_back(record_of(one, records.size() + 1));
  }
  experiment::Attempts attempts(0);
  const auto page = attempts.read(journal_of(records));
  REQUIRE(page);
  CHECK(page->lost == 0);
  CHECK(attempts.position() == records.size());
  return page->attempts;
}

std::vector<std::uint64_t> calls_of(const std::vector<Recorded>& all) {
  std::vector<std::uint64_t> calls;
  for (const experiment::Attempt& attempt : attempts_of(all)) {
    calls.push_back(attempt.call);
  }
  return calls;
}

using Calls = std::vector<std::uint64_t>;
const Recorded kFailed{"t", kUnavailable, 503};

}  // namespace

TEST_CASE("an attempt succeeds with a complete response and a status from 200 to 299", "[experiment]") {
  const auto attempts = attempts_of({{},
                                     kFailed,
                                     {"t", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", 200},
                                     {"t", "", 0, "", model::CloseReason::kReset},
                                     {"t", kOk, 200, "", model::CloseReason::kClientGaveUp}});
  REQUIRE(attempts.size() == 5);
  CHECK(attempts[0].success);
  CHECK(attempts[0].answered);
  CHECK(attempts[0].took == 30ms);
  CHECK(attempts[1].answered);
  CHECK_FALSE(attempts[1].success);
  for (std::size_t i = 2; i < 5; ++i) {
    CAPTURE(i);
    CHECK_FALSE(attempts[i].answered);
    CHECK_FALSE(attempts[i].success);
  }
}

TEST_CASE("attempts after a failure belong to the call until it ends", "[experiment]") {
  CHECK(calls_of({kFailed, kFailed, {}, {}}) == Calls{1, 1, 1, 2});
  CHECK(calls_of({kFailed, {"u"}, {}}) == Calls{1, 2, 1});
  const Recorded update{"t", kOk, 200, "", model::CloseReason::kKept, "UpdateJobExecution"};
  CHECK(calls_of({kFailed, update, {}}) == Calls{1, 2, 1});
}

TEST_CASE("a response that clients do not retry ends the call", "[experiment]") {
  const std::string throttled = "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n";
  const std::string missing = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
  CHECK(calls_of({{"t", throttled, 429}, {"t", missing, 404}, {}}) == Calls{1, 1, 2});
}

TEST_CASE("the invocation id of AWS SDKs decides which call an attempt belongs to", "[experiment]") {
  const auto failed_as = [](const std::string& id) { return Recorded{"t", kUnavailable, 503, id}; };
  CHECK(calls_of({failed_as("a"), failed_as("b"), {"t", kOk, 200, "a"}, {"t", kOk, 200, "b"}}) == Calls{1, 2, 1, 2});
  CHECK(calls_of({failed_as("a"), {"t", kOk, 200, "c"}}) == Calls{1, 2});
}

TEST_CASE("records that the mock dropped are counted by their positions", "[experiment]") {
  experiment::Attempts attempts(7);
  auto page = attempts.read(journal_of({record_of({}, 8), record_of({}, 11)}, true));
  REQUIRE(page);
  CHECK(page->lost == 2);
  CHECK(page->more);
  CHECK(attempts.position() == 11);
  page = attempts.read(journal_of({record_of({}, 12)}));
  REQUIRE(page);
  CHECK(page->lost == 0);
  CHECK_FALSE(page->more);
}

TEST_CASE("records that are not requests of the data plane are passed over", "[experiment]") {
  json refused = record_of({"", "", 0, "", model::CloseReason::kReset, ""}, 1);
  json change{{"position", 2}, {"event", "rule"}, {"rule", "outage"}};
  experiment::Attempts attempts(0);
  const auto page = attempts.read(journal_of({refused, change, record_of({}, 3)}));
  REQUIRE(page);
  CHECK(page->attempts.size() == 1);
  CHECK(page->lost == 0);
}

TEST_CASE("bytes in base64 are read like text", "[experiment]") {
  json record = record_of({"t", kUnavailable, 503, "x"}, 1);
  for (const std::string key : {"request", "answer"}) {
    record[key + "_base64"] = base::to_base64(record[key].get<std::string>());
    record.erase(key);
  }
  experiment::Attempts attempts(0);
  const auto page = attempts.read(journal_of({record}));
  REQUIRE(page);
  REQUIRE(page->attempts.size() == 1);
  CHECK(page->attempts[0].answered);
}

TEST_CASE("a text that is not a journal is an error", "[experiment]") {
  for (const std::string text : {"", "[]", "{}", R"({"records":{},"last":1})", R"({"records":[]})", "{\"records\""}) {
    CAPTURE(text);
    experiment::Attempts attempts(0);
    CHECK_FALSE(attempts.read(text));
    CHECK_FALSE(experiment::newest_position(text));
  }
  experiment::Attempts attempts(0);
  const auto page = attempts.read(R"({"records":[1,null,"x",{"position":"y"},{"operation":"z"}],"last":0})");
  REQUIRE(page);
  CHECK(page->attempts.empty());
  CHECK(*experiment::newest_position(journal_of({})) == 99);
}
