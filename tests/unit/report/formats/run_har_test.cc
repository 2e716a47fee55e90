// The HTTP Archive: what the format demands is there, the bytes are the wire's, the times the journal's.
#include "report/formats/run_har.h"
#include "base/base64.h"

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "contract/schemas.h"
#include "report/http_message.h"
#include "support/catch.h"
#include "support/golden.h"
#include "support/reporting.h"
#include "support/run_fixture.h"

using namespace jobrig;
using nlohmann::json;

namespace {

std::vector<model::RunResult> two_runs() { return {test::every_verdict_run(), test::other_client_run()}; }

/// The entry of a run whose only case has only this exchange.
json entry_of(const model::Exchange& exchange) {
  model::RunResult run = test::every_verdict_run();
  run.results.resize(1);
  run.results[0].record.exchanges = {exchange};
  return json::parse(report::formats::run_har({&run, 1})).at("log").at("entries").at(0);
}

model::Exchange exchange_with(std::string request, std::string answer) {
  model::Exchange exchange = test::every_verdict_run().results[0].record.exchanges[0];
  exchange.request = std::move(request);
  exchange.answer = std::move(answer);
  return exchange;
}

}  // namespace

TEST_CASE("the HTTP Archive is the golden one", "[report][golden]") {
  const auto runs = two_runs();
  const std::string text = test::report_as("har", runs);
  CHECK(text == test::golden("report.har", text));
}

TEST_CASE("the HTTP Archive has all that the format demands", "[report]") {
  for (const auto& runs : {two_runs(), std::vector<model::RunResult>{}}) {
    for (const auto& violation : contract::validate_against("har.schema.json", report::formats::run_har(runs))) {
      CAPTURE(violation.pointer, violation.message);
      CHECK(false);
    }
  }
  const auto without = [](const std::string& pointer) {
    json document = json::parse(report::formats::run_har(two_runs()));
    const json::json_pointer at(pointer);
    document.at(at.parent_pointer()).erase(at.back());
    return contract::validate_against("har.schema.json", document.dump()).size();
  };
  CHECK(without("/log/entries/0/timings/wait") == 1);
  CHECK(without("/log/entries/0/response/content/mimeType") == 1);
  CHECK(without("/log/pages/0/id") == 1);
}

TEST_CASE("each exchange of each case is an entry of a page that is there", "[report]") {
  const auto runs = two_runs();
  std::size_t exchanges = 0;
  std::size_t cases = 0;
  for (const model::RunResult& run : runs) {
    cases += run.results.size();
    for (const model::CaseResult& result : run.results) {
      exchanges += result.record.exchanges.size();
    }
  }
  const json log = json::parse(report::formats::run_har(runs)).at("log");
  std::set<std::string> pages;
  for (const json& page : log.at("pages")) {
    pages.insert(page.at("id").get<std::string>());
  }
  CHECK(pages.size() == cases);
  CHECK(log.at("entries").size() == exchanges);
  for (const json& entry : log.at("entries")) {
    CHECK(pages.count(entry.at("pageref").get<std::string>()) == 1);
  }
}

TEST_CASE("the times of an entry are the journal's", "[report]") {
  const json entry = entry_of(test::every_verdict_run().results[4].record.exchanges[1]);
  CHECK(entry.at("timings").at("wait") == 2.0);
  CHECK(entry.at("timings").at("receive") == 1.0);
  CHECK(entry.at("time") == 3.0);
  // 120 ms behind the call, which is the run's first moment that is known.
  CHECK(entry.at("startedDateTime") == "2026-11-24T08:30:00.120Z");
  const json silent = entry_of(test::every_verdict_run().results[7].record.exchanges[0]);
  CHECK(silent.at("timings").at("wait") == 15'000.0);
  CHECK(silent.at("timings").at("receive") == 0);
  CHECK(silent.at("response").at("status") == 0);
  CHECK(silent.at("response").at("bodySize") == -1);
}

TEST_CASE("bodies that are not text are in base64 and chunks are joined", "[report]") {
  const json entry = entry_of(
      exchange_with("POST /things/a/jobs/%24next?x=%24y&z HTTP/1.1\r\nHost: h:1\r\nContent-Type: a/b\r\n\r\n\xff",
                    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 All Right\r\nTransfer-Encoding: "
                    "chunked\r\n\r\n2\r\n{\"\r\n1\r\n\xfe\r\n0\r\n\r\n"));
  const json& request = entry.at("request");
  CHECK(request.at("method") == "POST");
  CHECK(request.at("url") == "http://h:1/things/a/jobs/%24next?x=%24y&z");
  CHECK(request.at("queryString") == json::parse(R"([{"name":"x","value":"$y"},{"name":"z","value":""}])"));
  CHECK(request.at("postData").at("text") == base::to_base64("\xff"));
  CHECK(request.at("postData").at("mimeType") == "a/b");
  const json& response = entry.at("response");
  CHECK(response.at("statusText") == "All Right");
  CHECK(response.at("content").at("encoding") == "base64");
  CHECK(response.at("content").at("text") == base::to_base64("{\"\xfe"));
  CHECK(response.at("content").at("size") == 3);
  CHECK(response.at("bodySize") == 18);
}

TEST_CASE("messages are taken apart as far as they go", "[report]") {
  const auto whole = report::http_message("GET / HTTP/1.1\r\nHost:  h \r\nno colon\r\n\r\nbody");
  CHECK(whole.start_line == "GET / HTTP/1.1");
  CHECK(whole.fields.size() == 2);
  CHECK(whole.field("HOST") == "h");
  CHECK(whole.body == "body");
  CHECK(whole.head_ended);
  const auto cut = report::http_message("HTTP/1.1 200 OK\r\nContent-Le");
  CHECK(cut.fields.at(0).name == "Content-Le");
  CHECK_FALSE(cut.head_ended);
  CHECK(cut.body.empty());
  CHECK(report::http_message("").start_line.empty());
  CHECK(report::http_message("HTTP/1.1 103 Early\r\n\r\n").start_line == "HTTP/1.1 103 Early");
}

TEST_CASE("chunks are joined only when they are whole", "[report]") {
  CHECK(report::joined_chunks("3;x=y\r\nabc\r\n0\r\n\r\n") == "abc");
  for (const char* const wrong :
       {"", "3\r\nabc\r\n", "3\r\nab", "x\r\n\r\n0\r\n", "fffffffffffffffff\r\na\r\n0\r\n", "3\r\nabcd\r\n0\r\n"}) {
    CAPTURE(wrong);
    CHECK_FALSE(report::joined_chunks(wrong).has_value());
  }
}
