// The checks requests, request, gaps and within: each holding and failing, with its exact words.
#include "support/catch.h"
#include "support/judging.h"

using namespace jobrig;
using namespace std::chrono_literals;
using test::found;
using test::get_request;
using test::good_record;

namespace {

const std::string kTarget = "/things/case-1/jobs/job-1";

/// Two attempts of one call. The second arrives 1 s after the response.
model::CaseRecord retried(const std::string& second = get_request(kTarget)) {
  model::CaseRecord record = good_record();
  record.exchanges.push_back(test::exchange(1020ms, second));
  record.calls[0].ended = test::at(1200ms);
  return record;
}

model::CaseRecord with_request(std::string request) {
  model::CaseRecord record = good_record();
  record.exchanges[0].request = std::move(request);
  return record;
}

}  // namespace

TEST_CASE("requests counts what arrived", "[judge]") {
  CHECK(found("requests: 1", good_record()) == "holds: exactly 1 request | 1 request");
  CHECK(found("requests: 1", retried()) == "fails: exactly 1 request | 2 requests");
  CHECK(found("requests: {count: 2..5}", retried()) == "holds: 2 to 5 requests | 2 requests");
  CHECK(found("requests: {count: 3..}", retried()) == "fails: at least 3 requests | 2 requests");
  CHECK(found("requests: 0", good_record()) == "fails: no requests | 1 request");
  CHECK(found("requests: {count: 1, call: 2}", good_record()) == "fails: exactly 1 request | no requests");
  CHECK(found("requests: {count: 1, method: PUT}", good_record()) == "fails: exactly 1 PUT request | no PUT requests");
  CHECK(found("requests: {count: 1, operation: DescribeJobExecution}", good_record()) ==
        "holds: exactly 1 DescribeJobExecution request | 1 DescribeJobExecution request");
}

TEST_CASE("a connection without a request is not a request", "[judge]") {
  model::CaseRecord record = good_record();
  model::Exchange refused = test::exchange(5ms, "", 0, 2);
  refused.handshake = "the certificate was refused";
  record.exchanges.push_back(refused);
  CHECK(found("requests: 1", record) == "holds: exactly 1 request | 1 request");
  CHECK(found("requests: {connections: 2}", record) == "holds: exactly 2 connections | 1 request, 2 connections");
  CHECK(found("requests: {connections: 1}", record) == "fails: exactly 1 connection | 1 request, 2 connections");
}

TEST_CASE("requests of one call are identical but for what each attempt has of its own", "[judge]") {
  const std::string signed_again = get_request(kTarget, "Authorization: b\r\nX-Amz-Date: 2\r\namz-sdk-request: 2\r\n");
  model::CaseRecord record = retried(signed_again);
  CHECK(found("requests: {identical: true}", record) == "holds: each the same | 2 requests, each the same");
  CHECK(found("requests: {identical: true}", retried(get_request(kTarget + "?x=1"))) ==
        "fails: each the same | 2 requests, request 2 is GET \"/things/case-1/jobs/job-1?x=1\"");
  CHECK(found("requests: {identical: true}", retried(get_request(kTarget, "Accept: x\r\n"))) ==
        "fails: each the same | 2 requests, request 2 has another header Accept");
  CHECK(found("requests: {identical: true}", retried(get_request(kTarget) + "{}")) ==
        "fails: each the same | 2 requests, request 2 has another body");
  CHECK(found("requests: {count: 2, identical: true}", retried()) ==
        "holds: exactly 2 requests, each the same | 2 requests, each the same");
}

TEST_CASE("requests of different calls may differ", "[judge]") {
  model::CaseRecord record = retried(get_request("/things/case-1/jobs/other"));
  record.calls.push_back(test::call(1000ms, 1100ms, test::success("{}")));
  CHECK(found("requests: {identical: true}", record) == "holds: each the same | 2 requests, each the same");
}

TEST_CASE("request compares the path segment by segment after decoding", "[judge]") {
  const std::string next = "request: {path: /things/case-1/jobs/$next}";
  CHECK(found(next, with_request(get_request("/things/case-1/jobs/$next"))) ==
        "holds: /things/case-1/jobs/$next | as expected");
  CHECK(found(next, with_request(get_request("/things/case-1/jobs/%24next"))) ==
        "holds: /things/case-1/jobs/$next | as expected");
  CHECK(found(next, with_request(get_request("/things/case-1/jobs/%2524next"))) ==
        "fails: /things/case-1/jobs/$next | the path \"/things/case-1/jobs/%2524next\"");
  CHECK(found(next, with_request(get_request("/things/case-1/jobs/$next/"))) ==
        "fails: /things/case-1/jobs/$next | the path \"/things/case-1/jobs/$next/\"");
  CHECK(found(next, with_request(get_request("/things%2Fcase-1/jobs/$next"))) ==
        "fails: /things/case-1/jobs/$next | the path \"/things%2Fcase-1/jobs/$next\"");
}

TEST_CASE("request can ask for one of several exact forms of the path", "[judge]") {
  const std::string exact = "request: {encoded: exact, path: [/jobs/$next, /jobs/%24next]}";
  CHECK(found(exact, with_request(get_request("/jobs/%24next"))) ==
        "holds: /jobs/$next or /jobs/%24next | as expected");
  CHECK(found(exact, with_request(get_request("/jobs/%24NEXT"))) ==
        "fails: /jobs/$next or /jobs/%24next | the path \"/jobs/%24NEXT\"");
}

TEST_CASE("request compares the query by its decoded parameters", "[judge]") {
  const auto query = [](const std::string& text) { return with_request(get_request(kTarget + text)); };
  const std::string number = "request: {query: {executionNumber: 5000000000, includeJobDocument: absent}}";
  const std::string expected = "executionNumber=5000000000, no includeJobDocument";
  CHECK(found(number, query("?executionNumber=5000000000")) == "holds: " + expected + " | as expected");
  CHECK(found(number, query("?executionNumber=%35000000000")) == "holds: " + expected + " | as expected");
  CHECK(found(number, query("?executionNumber=705032704")) == "fails: " + expected + " | executionNumber=705032704");
  CHECK(found(number, query("")) == "fails: " + expected + " | no executionNumber in the query");
  CHECK(found(number, query("?executionNumber=5000000000&includeJobDocument=false")) ==
        "fails: " + expected + " | includeJobDocument=false");
  CHECK(found(number, query("?executionNumber=5000000000&executionNumber=5000000000")) ==
        "fails: " + expected + " | executionNumber 2 times");
  CHECK(found("request: {query: {exact: true}}", query("")) == "holds: no query | as expected");
  CHECK(found("request: {query: {exact: true}}", query("?x=1")) == "fails: no query | the parameter \"x\"");
  const std::string maybe = "request: {query: {includeJobDocument: {if-there: \"false\"}}}";
  CHECK(found(maybe, query("")) == "holds: includeJobDocument=false if there | as expected");
  CHECK(found(maybe, query("?includeJobDocument=true")) ==
        "fails: includeJobDocument=false if there | includeJobDocument=true");
}

TEST_CASE("request compares headers by globs and counts", "[judge]") {
  const auto headers = [](const std::string& text) { return with_request(get_request(kTarget, text)); };
  CHECK(found("request: {header: {host: \"127.0.0.1:*\"}}", headers("")) == "holds: host: 127.0.0.1:* | as expected");
  CHECK(found("request: {header: {Host: one}}", headers("host: b\r\n")) == "fails: one Host | 2 Host headers");
  CHECK(found("request: {header: {Host: one}}", headers("")) == "holds: one Host | as expected");
  CHECK(found("request: {header: {Expect: absent}}", headers("Expect: 100-continue\r\n")) ==
        "fails: no Expect | Expect: 100-continue");
  CHECK(found("request: {header: {Expect: absent}}", headers("")) == "holds: no Expect | as expected");
  CHECK(found("request: {header: {Accept: \"*json\"}}", headers("")) == "fails: Accept: *json | no Accept header");
  CHECK(found("request: {header: {Accept: {if-there: \"*json\"}}}", headers("")) ==
        "holds: Accept: *json if there | as expected");
  CHECK(found("request: {header: {Accept: {if-there: \"*json\"}}}", headers("Accept: x\r\n")) ==
        "fails: Accept: *json if there | Accept: x");
}

TEST_CASE("request compares method and version and body", "[judge]") {
  const std::string put = "PUT /x HTTP/1.1\r\nContent-Length: 19\r\n\r\n{\"status\":\"FAILED\"}";
  const std::string chunked =
      "PUT /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"status\":\"FAILE\r\n3\r\nD\"}\r\n0\r\n\r\n";
  CHECK(found("request: {method: GET, body: none}", good_record()) == "holds: GET, no body | as expected");
  CHECK(found("request: {method: GET}", with_request(put)) == "fails: GET | the method \"PUT\"");
  CHECK(found("request: {body: none}", with_request(put)) == "fails: no body | a body of 19 bytes");
  const std::string failed = "request: {body: {status: FAILED}}";
  const std::string expected = "the body {\"status\":\"FAILED\"}";
  CHECK(found(failed, with_request(put)) == "holds: " + expected + " | as expected");
  CHECK(found(failed, with_request(chunked)) == "holds: " + expected + " | as expected");
  CHECK(found(failed, good_record()) == "fails: " + expected + " | no body");
  CHECK(found("request: {body: {status: REJECTED}}", with_request(put)) ==
        "fails: the body {\"status\":\"REJECTED\"} | a body where status is \"FAILED\"");
  CHECK(found("request: {version: 1.1}", good_record()) == "holds: HTTP/1.1 | as expected");
  CHECK(found("request: {version: 1.1}", with_request(chunked)) == "fails: HTTP/1.1 | HTTP/1.0");
}

TEST_CASE("request looks at each request or at one of them", "[judge]") {
  const model::CaseRecord record = retried("PUT /x HTTP/1.1\r\n\r\n");
  CHECK(found("request: {method: GET}", record) == "fails: GET | request 2: the method \"PUT\"");
  CHECK(found("request: {method: GET, which: 1}", record) == "holds: GET | as expected");
  CHECK(found("request: {method: PUT, which: 2}", record) == "holds: PUT | as expected");
  CHECK(found("request: {method: PUT, which: 3}", record) == "fails: PUT | no request 3");
  model::CaseRecord none = good_record();
  none.exchanges.clear();
  CHECK(found("request: {method: GET}", none) == "holds: GET | no request");
}

TEST_CASE("gaps are measured from the end of an answer to the next request", "[judge]") {
  CHECK(found("gaps: {before: 2, at-least: 1s}", retried()) ==
        "holds: at least 1s before request 2 | 1s before request 2");
  CHECK(found("gaps: {before: 2, at-least: 1010ms}", retried()) ==
        "fails: at least 1s10ms before request 2 | 1s before request 2");
  CHECK(found("gaps: {at-most: 1s}", retried()) == "holds: at most 1s before each next request | 1s before request 2");
  CHECK(found("gaps: {at-most: 999ms}", retried()) ==
        "fails: at most 999ms before each next request | 1s before request 2");
  CHECK(found("gaps: {at-most: 1s, at-least: 500ms}", retried()) ==
        "holds: at least 500ms and at most 1s before each next request | 1s before request 2");
  CHECK(found("gaps: {before: 3, at-most: 1ms}", retried()) == "holds: at most 1ms before request 3 | no such gap");
  CHECK(found("gaps: {before: 2, at-most: 1ms, call: 2}", retried()) ==
        "holds: at most 1ms before request 2 | no such gap");
}

TEST_CASE("a gap after a missing response counts from when the client gave up", "[judge]") {
  model::CaseRecord record = retried();
  record.exchanges[0].first_byte = record.exchanges[0].last_byte = {};
  record.exchanges[0].ended = test::at(920ms);
  CHECK(found("gaps: {before: 2, at-most: 200ms}", record) ==
        "holds: at most 200ms before request 2 | 100ms before request 2");
}

TEST_CASE("within is the time from asking to the report", "[judge]") {
  CHECK(found("within: 1s", good_record()) == "holds: at most 1s | 50ms");
  CHECK(found("within: 1s", retried()) == "fails: at most 1s | 1s200ms");
  CHECK(found("within: {at-most: 1s, call: 2}", good_record()) == "fails: at most 1s | the call was not made");
  model::CaseRecord silent = retried();
  silent.reports = model::Reports::kNothing;
  CHECK(found("within: 1s", silent) == "fails: at most 1s | 1s30ms");
  model::CaseRecord ended = good_record();
  ended.calls[0].timed_out = true;
  CHECK(found("within: 1s", ended) == "fails: at most 1s | 50ms, and no end");
}

TEST_CASE("every check's example is read", "[judge]") {
  REQUIRE_FALSE(judge::catalogue().empty());
  for (const judge::CheckKind& kind : judge::catalogue()) {
    CAPTURE(kind.name);
    const auto check = test::check_of(std::string(kind.example));
    CHECK(check->name() == kind.name);
    CHECK(check->needs() == kind.needs);
  }
}
