// The check as-sent: what clients report compared with recorded responses.
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/judging.h"
#include "wire/exact_json.h"
#include "wire/response.h"

using namespace jobrig;
using namespace std::chrono_literals;
using test::failure;
using test::found;
using test::success;

namespace {

/// A describe that was sent `body` and reported `reported`.
model::CaseRecord sent_and_reported(const std::string& body, const std::string& reported,
                                    const std::string& operation = "DescribeJobExecution") {
  model::CaseRecord record = test::good_record();
  record.exchanges[0].answer = test::answer_bytes(200, body);
  record.calls = {test::call(0ms, 50ms, success(reported), operation)};
  return record;
}

std::string as_sent(const std::string& body, const std::string& reported) {
  return found("as-sent: true", sent_and_reported(body, reported));
}

std::string execution(const std::string& members) { return R"({"execution":{)" + members + "}}"; }

bool same(const std::string& sent, const std::string& reported) {
  return as_sent(execution(sent), execution(reported)).starts_with("holds");
}

std::string difference(const std::string& sent, const std::string& reported) {
  return as_sent(execution(sent), execution(reported));
}

/// A describe whose recorded response is `bytes`, reported as a success.
model::CaseRecord answered_with(const std::string& bytes, const std::string& reported = test::kInProgress) {
  model::CaseRecord record = sent_and_reported("", reported);
  record.exchanges[0].answer = bytes;
  return record;
}

std::string gzipped(const std::string& text) {
  const auto size = static_cast<unsigned char>(text.size());
  std::string bytes("\x1F\x8B\x08\x00\x00\x00\x00\x00\x00\xFF\x01", 11);
  bytes += {static_cast<char>(size), '\0', static_cast<char>(~size), '\xFF'};
  return bytes + text + std::string(8, '\0');
}

}  // namespace

TEST_CASE("as-sent holds for a success with all members as they were sent", "[judge]") {
  CHECK(found("as-sent: true", test::good_record()) == "holds: each success as it was sent | the same");
  CHECK(same(R"("status":"QUEUED","statusDetails":{"step":"1","a/b~c":"x"},"jobDocument":"{\"a\":1}")",
             R"("jobDocument":"{\u0022a\":1}","statusDetails":{"a/b~c":"x","step":"1"},"status":"QUEUED")"));
}

TEST_CASE("as-sent compares the decimal value of numbers", "[judge]") {
  CHECK(same(R"("versionNumber":9007199254740993)", R"("versionNumber":9007199254740993)"));
  CHECK(same(R"("versionNumber":9223372036854775807)", R"("versionNumber":"9223372036854775807")"));
  CHECK(same(R"("queuedAt":1e3)", R"("queuedAt":1000)"));
  CHECK(same(R"("queuedAt":1767225600)", R"("queuedAt":1767225600.0)"));
  CHECK(same(R"("queuedAt":0.50)", R"("queuedAt":5e-1)"));
  CHECK(difference(R"("versionNumber":9007199254740993)", R"("versionNumber":9007199254740992)") ==
        "fails: execution.versionNumber 9007199254740993 | execution.versionNumber 9007199254740992");
  CHECK_FALSE(same(R"("versionNumber":9007199254740993)", R"("versionNumber":9007199254740992.0)"));
  CHECK_FALSE(same(R"("versionNumber":9223372036854775807)", R"("versionNumber":9223372036854775808)"));
  CHECK_FALSE(same(R"("versionNumber":2)", R"("versionNumber":3)"));
  CHECK_FALSE(same(R"("versionNumber":2)", R"("versionNumber":-2)"));
  CHECK_FALSE(same(R"("versionNumber":2)", R"("versionNumber":20)"));
  CHECK_FALSE(same(R"("versionNumber":2)", R"("versionNumber":true)"));
  CHECK_FALSE(same(R"("queuedAt":1.5)", R"("queuedAt":"1.5")"));
  CHECK_FALSE(same(R"("queuedAt":4102444800)", R"("queuedAt":-192522496)"));
}

TEST_CASE("as-sent compares texts byte for byte", "[judge]") {
  const std::string sent = R"("jobDocument":" {\"name\":\"Zoë \ud83d\ude80\"} ")";
  CHECK(same(sent, sent));
  for (const char* changed :
       {R"("jobDocument":"{\"name\":\"Zoë \ud83d\ude80\"}")", R"("jobDocument":" {\"name\":\"zoë \ud83d\ude80\"} ")",
        R"("jobDocument":" {\"name\":\"Zoe\u0308 \ud83d\ude80\"} ")", R"("jobDocument":" {\"name\":\"Zoë ?\"} ")",
        R"("jobDocument":{"name":"Zoë \ud83d\ude80"})"}) {
    CAPTURE(changed);
    CHECK_FALSE(same(sent, changed));
  }
  CHECK(difference(R"("jobDocument":" x ")", R"("jobDocument":"x")") ==
        "fails: execution.jobDocument \" x \" | execution.jobDocument \"x\"");
  const std::string text(32768, 'a');
  CHECK(difference("\"jobDocument\":\"" + text + "b\"", "\"jobDocument\":\"" + text + "\"") ==
        "fails: execution.jobDocument \"aaaaaaaaaab\" from byte 32759 of 32769 | execution.jobDocument \"aaaaaaaaaa\" "
        "from byte 32759 of 32768");
}

TEST_CASE("as-sent sees members that the client dropped, renamed or made up", "[judge]") {
  CHECK(difference(R"("status":"QUEUED","startedAt":1,"lastUpdatedAt":2)", R"("status":"QUEUED")") ==
        "fails: execution.startedAt 1 | execution.startedAt absent");
  CHECK(difference(R"("statusDetails":{"Step":"1"})", R"("statusDetails":{"step":"1"})") ==
        "fails: execution.statusDetails.Step \"1\" | execution.statusDetails.Step absent");
  CHECK(difference(R"("status":"QUEUED")", R"("status":"QUEUED","startedAt":5)") ==
        "fails: execution.startedAt absent | execution.startedAt 5");
  CHECK(as_sent("{}", R"({"execution":{"status":"QUEUED"}})") == "fails: execution absent | execution a map of 1");
  CHECK_FALSE(same(R"("status":"QUEUED")", R"("status":"QUEUED","ResponseMetadata":{"RetryAttempts":0})"));
  CHECK(found("as-sent: true",
              sent_and_reported(R"({"queuedJobs":[{"jobId":"a","queuedAt":5},{"jobId":"b","queuedAt":6}]})",
                                R"({"queuedJobs":[{"jobId":"a","queuedAt":5},{"jobId":"b"}]})",
                                "GetPendingJobExecutions")) ==
        "fails: queuedJobs[1].queuedAt 6 | queuedJobs[1].queuedAt absent");
}

TEST_CASE("as-sent accepts what typed SDKs have for absent members", "[judge]") {
  CHECK(same(
      R"("status":"QUEUED")",
      R"("status":"QUEUED","versionNumber":0,"queuedAt":0,"lastUpdatedAt":0,"statusDetails":{},"startedAt":null)"));
  CHECK(same(R"("status":"QUEUED","statusDetails":{},"startedAt":null)", R"("status":"QUEUED")"));
  CHECK(as_sent("{}", R"({"execution":{"versionNumber":0,"statusDetails":{}}})").starts_with("holds"));
  CHECK_FALSE(same(R"("status":"QUEUED")", R"("status":"QUEUED","startedAt":0)"));
  CHECK_FALSE(same(R"("status":"QUEUED")", R"("status":"QUEUED","versionNumber":1)"));
  CHECK_FALSE(same(R"("status":"QUEUED")", R"("status":"QUEUED","jobDocument":"")"));
}

TEST_CASE("as-sent lets a client drop members that the contract does not have, but not change them", "[judge]") {
  CHECK(same(R"("status":"QUEUED","priority":5,"tags":{"a":[1]})", R"("status":"QUEUED")"));
  CHECK(same(R"("status":"QUEUED","priority":5)", R"("status":"QUEUED","priority":5)"));
  CHECK_FALSE(same(R"("status":"QUEUED","priority":5)", R"("status":"QUEUED","priority":6)"));
}

TEST_CASE("as-sent takes either of two members with the same name", "[judge]") {
  CHECK(same(R"("status":"QUEUED","status":"FAILED")", R"("status":"FAILED")"));
  CHECK(same(R"("status":"QUEUED","status":"FAILED")", R"("status":"QUEUED")"));
  CHECK_FALSE(same(R"("status":"QUEUED","status":"FAILED")", R"("status":"REJECTED")"));
}

TEST_CASE("as-sent fails for a success after an error, a broken response or none", "[judge]") {
  const auto verdict = [](const std::string& bytes) { return found("as-sent: true", answered_with(bytes)); };
  CHECK(verdict(test::answer_bytes(503, R"({"message":"no"})")) ==
        "fails: an error, because the last response had the status 503 | a success");
  CHECK(verdict("") == "fails: an error, because of the last response: none was sent | a success");
  CHECK(verdict("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}") ==
        "fails: an error, because of the last response: it was cut off | a success");
  CHECK(verdict("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n") ==
        "fails: an error, because of the last response: it was cut off | a success");
  CHECK(verdict(test::answer_bytes(200, "<html>")) ==
        "fails: an error, because the last response is not JSON | a success");
  model::CaseRecord record = test::good_record();
  record.exchanges.clear();
  CHECK(found("as-sent: true", record) == "fails: a request before the result | a success without one");
  record = test::good_record();
  record.calls.push_back(test::call(100ms, 150ms, success(test::kInProgress)));  // from a cache
  CHECK(found("as-sent: true", record) == "fails: call 2: a request before the result | a success without one");
  CHECK(found("as-sent: {call: 1}", record).starts_with("holds"));
}

TEST_CASE("as-sent compares each call with its own last response", "[judge]") {
  model::CaseRecord record = test::good_record();
  record.exchanges.push_back(test::exchange(20ms, test::get_request("/things/case-1/jobs/job-1")));
  record.exchanges[0].answer = test::answer_bytes(503, "{}");
  CHECK(found("as-sent: true", record).starts_with("holds"));
  record.exchanges.push_back(test::exchange(110ms, test::get_request("/things/case-1/jobs/job-2")));
  record.exchanges[2].answer = test::answer_bytes(200, execution(R"("jobId":"job-2")"));
  record.calls.push_back(test::call(100ms, 150ms, success(test::kInProgress)));
  CHECK(found("as-sent: true", record) == "fails: call 2: execution.jobId \"job-2\" | execution.jobId absent");
  record.calls[1].outcome = success(execution(R"("jobId":"job-2")"));
  CHECK(found("as-sent: true", record).starts_with("holds"));
  record.calls[1].outcome = failure("X");
  CHECK(found("as-sent: true", record).starts_with("holds"));
}

TEST_CASE("as-sent compares each response of a client that polls", "[judge]") {
  model::CaseRecord record = test::good_record();
  record.exchanges.push_back(test::exchange(20ms, test::get_request("/things/case-1/jobs/job-1")));
  record.exchanges[1].answer = test::answer_bytes(200, execution(R"("status":"FAILED")"));
  record.calls[0].outcome = success(execution(R"("status":"FAILED")"));
  record.calls[0].outcome->responses =
      "[" + std::string(test::kInProgress) + "," + execution(R"("status":"FAILED")") + "]";
  CHECK(found("as-sent: true", record).starts_with("holds"));
  record.calls[0].outcome->responses =
      "[" + execution(R"("status":"QUEUED")") + "," + execution(R"("status":"FAILED")") + "]";
  CHECK(found("as-sent: true", record) ==
        "fails: response 1: execution.status \"IN_PROGRESS\" | execution.status \"QUEUED\"");
  record.calls[0].outcome->responses = "[" + execution(R"("status":"FAILED")") + "]";
  CHECK(found("as-sent: true", record) == "fails: 2 responses | 1");
}

TEST_CASE("as-sent understands the framing and the coding of responses", "[judge]") {
  const std::string body = test::kInProgress;
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
  const std::string half = "10;a=b\r\n" + body.substr(0, 16) + "\r\n";
  for (const std::string& bytes :
       {test::answer_bytes(200, body), ok + "\r\n" + body,
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + test::answer_bytes(200, body),
        chunked + half + "28\r\n" + body.substr(16) + "\r\n0\r\nTrailer: x\r\n\r\n",
        test::answer_bytes(200, "\xEF\xBB\xBF" + body), test::answer_bytes(200, gzipped(body))}) {
    CAPTURE(bytes);
    CHECK(found("as-sent: true", answered_with(bytes)) == "holds: each success as it was sent | the same");
  }
  CHECK(found("as-sent: true", answered_with(test::answer_bytes(200, ""), "{}")).starts_with("holds"));
}

TEST_CASE("every case has as-sent at its level unless it says otherwise", "[judge][load]") {
  const std::string call = "call: {operation: DescribeJobExecution}\n";
  const auto one = test::loaded_case(test::case_text(call + "expect: {outcome: success}\n"));
  REQUIRE(one.checks.size() == 2);
  CHECK(one.checks[1].check->name() == "as-sent");
  CHECK(one.checks[1].level == model::Level::kMust);
  CHECK(test::loaded_case(test::case_text(call + "expect: {outcome: success, as-sent: false}\n")).checks.size() == 1);
  const auto should = test::loaded_case(test::case_text(call + "expect: {as-sent: {level: SHOULD}}\n"));
  REQUIRE(should.checks.size() == 1);
  CHECK(should.checks[0].level == model::Level::kShould);
  CHECK(test::mistakes_of_case(test::case_text(call + "expect: {as-sent: {cal: 2}}\n")).find("call") !=
        std::string::npos);
}
