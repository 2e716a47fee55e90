// The checks that concern several requests: reuse, invocation-id, retry-profile, no-request, stops, and the checks
// about trust. Each is tested holding and failing.
#include "support/catch.h"
#include "support/judging.h"

using namespace jobrig;
using namespace std::chrono_literals;
using test::found;
using test::get_request;
using test::good_record;

namespace {

const std::string kWireTarget = "/things/case-1/jobs/job-1";

/// `count` attempts of one call, 100 ms apart, all with the response `status`.
model::CaseRecord attempts(std::size_t count, int status = 503, const std::string& headers = "") {
  model::CaseRecord record = good_record();
  record.exchanges.clear();
  for (std::size_t i = 0; i < count; ++i) {
    record.exchanges.push_back(
        test::exchange(std::chrono::milliseconds(10 + 110 * i), get_request(kWireTarget, headers), status));
  }
  return record;
}

std::string observed(const model::CaseRecord& record) {
  const model::Finding finding = test::check_of("retry-profile: {}")->judge(record);
  CHECK(finding.holds);
  return finding.observed;
}

model::CaseRecord silent_record() { return attempts(0); }

model::CaseRecord with_answers(const std::vector<std::string>& statuses) {
  model::CaseRecord record = attempts(statuses.size(), 200);
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    record.exchanges[i].answer = "HTTP/1.1 200 OK\r\n\r\n{\"execution\":{\"status\":\"" + statuses[i] + "\"}}";
  }
  return record;
}

}  // namespace

TEST_CASE("no-request holds when nothing was sent", "[judge]") {
  CHECK(found("no-request: {}", silent_record()) == "holds: no requests | no requests");
  CHECK(found("no-request: {}", good_record()) == "fails: no requests | 1 request");
  CHECK(test::check_of("no-request: {}")->allows_silence());
}

TEST_CASE("reuse counts the connections of requests", "[judge]") {
  model::CaseRecord record = attempts(3);
  CHECK(found("reuse: {}", record) == "holds: exactly 1 connection | 3 requests over 1 connection");
  record.exchanges[2].connection = 2;
  CHECK(found("reuse: {}", record) == "fails: exactly 1 connection | 3 requests over 2 connections");
  CHECK(found("reuse: 1..2", record) == "holds: 1 to 2 connections | 3 requests over 2 connections");
}

TEST_CASE("invocation-id is one for all attempts of a call and another for each call", "[judge]") {
  const std::string id = "amz-sdk-invocation-id: a\r\n";
  CHECK(found("invocation-id: {stable: true}", attempts(2)) == "holds: one invocation id per call | no invocation id");
  CHECK(found("invocation-id: {}", attempts(2, 503, id)) == "holds: one invocation id per call | 1 id");
  model::CaseRecord changed = attempts(2, 503, id);
  changed.exchanges[1].request = get_request(kWireTarget, "Amz-Sdk-Invocation-Id: b\r\n");
  CHECK(found("invocation-id: {}", changed) ==
        "fails: one invocation id per call | attempts of one call have different ids");
  changed.calls.push_back(test::call(100ms, 200ms, test::success("{}")));
  CHECK(found("invocation-id: {}", changed) == "holds: one invocation id per call | 2 ids");
  model::CaseRecord same = attempts(2, 503, id);
  same.calls.push_back(test::call(100ms, 200ms, test::success("{}")));
  CHECK(found("invocation-id: {}", same) == "fails: one invocation id per call | two calls have the same id");
  CHECK_THROWS(test::check_of("invocation-id: {stable: false}"));
}

TEST_CASE("retry-profile names the profile that was seen", "[judge]") {
  CHECK(observed(attempts(1)) == "does not retry (profile none): 1 attempt");
  CHECK(observed(attempts(2)) == "retries in a custom way: 2 attempts, gaps 100ms");
  CHECK(observed(attempts(3)) == "retries like the standard or the 2026 profile: 3 attempts, gaps 100ms, 100ms");
  CHECK(observed(attempts(5)) == "retries like the legacy profile: 5 attempts, gaps 100ms, 100ms, 100ms, 100ms");
  CHECK(observed(attempts(3, 200)) == "got a success before it gave up: 3 attempts, gaps 100ms, 100ms");
  CHECK(observed(silent_record()).empty());
}

TEST_CASE("retry-profile tells standard and 2026 apart by a hint", "[judge]") {
  model::CaseRecord record = attempts(3);
  record.exchanges[0].answer = "HTTP/1.1 503 Service Unavailable\r\nx-amz-retry-after: 100\r\n\r\n";
  CHECK(observed(record).starts_with("retries like the 2026 profile: "));
  record.exchanges[0].answer = "HTTP/1.1 503 Service Unavailable\r\nx-amz-retry-after: 500\r\n\r\n";
  CHECK(observed(record).starts_with("retries like the standard profile: "));
  record.exchanges[0].answer = "HTTP/1.1 503 Service Unavailable\r\nx-amz-retry-after: soon\r\n\r\n";
  CHECK(observed(record).starts_with("retries like the standard or the 2026 profile: "));
}

TEST_CASE("stops holds when the client sends no request after a terminal status", "[judge]") {
  CHECK(found("stops: {}", with_answers({"QUEUED", "IN_PROGRESS", "SUCCEEDED"})) ==
        "holds: no request after a terminal status | none");
  CHECK(found("stops: {}", with_answers({"QUEUED", "CANCELED", "CANCELED", "CANCELED"})) ==
        "fails: no request after a terminal status | 2 requests after CANCELED");
  CHECK(found("stops: {}", with_answers({"QUEUED"})) ==
        "holds: no request after a terminal status | no response had a terminal status");
}

TEST_CASE("stops lets the next call ask again", "[judge]") {
  model::CaseRecord record = with_answers({"SUCCEEDED", "SUCCEEDED"});
  record.calls.push_back(test::call(100ms, 200ms, test::success("{}")));
  CHECK(found("stops: {}", record) == "holds: no request after a terminal status | none");
}

TEST_CASE("no-credentials-elsewhere looks at requests to other paths", "[judge]") {
  model::CaseRecord record = attempts(2, 307, "Authorization: secret\r\n");
  CHECK(found("no-credentials-elsewhere: {}", record) ==
        "holds: no credentials to another path or host | no requests elsewhere");
  record.exchanges[1].request = get_request("/things/case-1/elsewhere");
  CHECK(found("no-credentials-elsewhere: {}", record) ==
        "holds: no credentials to another path or host | 1 request elsewhere");
  for (const char* header : {"authorization", "X-Amz-Security-Token"}) {
    CAPTURE(header);
    record.exchanges[1].request = get_request("/things/case-1/elsewhere", std::string(header) + ": secret\r\n");
    CHECK(
        found("no-credentials-elsewhere: {}", record).starts_with("fails: no credentials to another path or host | "));
    CHECK(found("no-credentials-elsewhere: {}", record).find("secret") == std::string::npos);
  }
}

TEST_CASE("no-credentials-elsewhere looks at every request to another port", "[judge]") {
  model::CaseRecord record = attempts(1, 307, "Authorization: secret\r\n");
  const std::string path = record.exchanges[0].request.substr(4, record.exchanges[0].request.find(" HTTP") - 4);
  record.elsewhere = {test::exchange(20ms, get_request(path))};
  CHECK(found("no-credentials-elsewhere: {}", record) ==
        "holds: no credentials to another path or host | 1 request elsewhere");
  record.elsewhere[0].request = get_request(path, "Authorization: secret\r\n");
  CHECK(found("no-credentials-elsewhere: {}", record)
            .starts_with("fails: no credentials to another path or host | Authorization to "));
  record.elsewhere[0].request = get_request(path + "?x-amz-signature=secret");
  CHECK(found("no-credentials-elsewhere: {}", record)
            .starts_with("fails: no credentials to another path or host | X-Amz-Signature in the query to "));
}

TEST_CASE("requests counts those to elsewhere only if it is told to", "[judge]") {
  model::CaseRecord record = attempts(2, 307);
  record.elsewhere = {test::exchange(20ms, get_request("/things/case-1/jobs/job-1"))};
  CHECK(found("requests: 2", record) == "holds: exactly 2 requests | 2 requests");
  CHECK(found("requests: {count: 0, elsewhere: true}", record) == "fails: no requests elsewhere | 1 request elsewhere");
  CHECK(found("requests: {count: 1, elsewhere: true}", record) ==
        "holds: exactly 1 request elsewhere | 1 request elsewhere");
  CHECK_FALSE(test::check_of("requests: {count: 0, elsewhere: true}")->allows_silence());
}

TEST_CASE("leaks holds when memory and descriptors stay as they are", "[judge]") {
  const auto with = [](std::uint64_t bytes_a_call, std::uint64_t descriptors_a_call) {
    model::CaseRecord record = good_record();
    record.calls.resize(1000, record.calls.front());
    for (std::size_t i = 0; i < record.calls.size(); ++i) {
      record.calls[i].usage = model::ClientUsage{50'000'000 + i * bytes_a_call, 10 + i * descriptors_a_call};
    }
    return record;
  };
  const std::string expected = "at most 32 MiB and 8 descriptors more";
  CHECK(found("leaks: {}", with(0, 0)) == "holds: " + expected + " | 0 MiB and 0 descriptors more after 1000 calls");
  CHECK(found("leaks: {}", with(100'000, 0)).starts_with("fails: " + expected + " | 76 MiB and 0 descriptors more"));
  CHECK(found("leaks: {}", with(0, 1)).starts_with("fails: " + expected + " | 0 MiB and 800 descriptors more"));
  CHECK(found("leaks: {memory: 100}", with(100'000, 0)).starts_with("holds: "));
  CHECK(found("leaks: {}", good_record()) == "holds: " + expected + " | no process that outlives a call");
  model::CaseRecord few = with(0, 0);
  few.calls.resize(5);
  CHECK(found("leaks: {}", few) == "fails: " + expected + " | too few calls to tell");
  CHECK(test::check_of("leaks: {}")->needs_usage());
}

TEST_CASE("sent-certificate holds when the server found nothing wrong", "[judge]") {
  CHECK(found("sent-certificate: {}", good_record()) == "holds: a valid client certificate | it is");
  model::CaseRecord missing = good_record();
  missing.exchanges[0].decision.authentication = "the client presented no certificate";
  CHECK(found("sent-certificate: {}", missing) ==
        "fails: a valid client certificate | the client presented no certificate");
  model::CaseRecord refused = good_record();
  refused.exchanges.push_back(test::exchange(20ms, "", 0));
  refused.exchanges[1].handshake = "no certificate";
  CHECK(found("sent-certificate: {}", refused) ==
        "fails: a valid client certificate | the handshake ended: no certificate");
  CHECK(found("sent-certificate: {}", silent_record()) == "fails: a valid client certificate | no request");
}

TEST_CASE("no-handshake holds when no request came over the connection", "[judge]") {
  model::CaseRecord refused = silent_record();
  refused.exchanges.push_back(test::exchange(20ms, "", 0));
  refused.exchanges[0].handshake = "the client sent an alert";
  const std::string expected = "a connection and no request over it, because it cannot be trusted";
  CHECK(found("no-handshake: {}", refused) == "holds: " + expected + " | no requests");
  CHECK(test::check_of("no-handshake: {}")->judge(refused).observed == "the handshake ended: the client sent an alert");
  CHECK(found("no-handshake: {}", good_record()) == "fails: " + expected + " | 1 request");
  CHECK(found("no-handshake: {}", silent_record()) == "fails: " + expected + " | no connection");
  model::CaseRecord connected = silent_record();
  connected.connections = 1;
  CHECK(found("no-handshake: {}", connected) == "holds: " + expected + " | no requests");
  CHECK_FALSE(test::check_of("no-handshake: {}")->allows_silence());
}

TEST_CASE("sequence holds when the operations are requested in order", "[judge]") {
  const std::string check =
      "sequence: {operations: [GetPendingJobExecutions, StartNextPendingJobExecution, UpdateJobExecution]}";
  const std::string expected = "GetPendingJobExecutions, StartNextPendingJobExecution, UpdateJobExecution";
  const auto requests = [](const std::vector<std::string>& operations) {
    model::CaseRecord record = attempts(operations.size(), 200);
    for (std::size_t i = 0; i < operations.size(); ++i) {
      record.exchanges[i].decision.operation = operations[i];
    }
    return record;
  };
  const std::string pending = "GetPendingJobExecutions";
  const std::string start = "StartNextPendingJobExecution";
  const std::string update = "UpdateJobExecution";
  CHECK(found(check, requests({pending, start, update})) == "holds: " + expected + " | " + expected);
  CHECK(found(check, requests({pending, pending, "DescribeJobExecution", start, update, update})) ==
        "holds: " + expected + " | " + expected);
  CHECK(found(check, requests({pending, update, start})) ==
        "fails: " + expected + " | " + pending + ", " + update + ", " + start);
  CHECK(found(check, requests({pending, start})) == "fails: " + expected + " | " + pending + ", " + start);
  CHECK(found(check, requests({pending, start, update, start})) ==
        "fails: " + expected + " | " + pending + ", " + start + ", " + update + ", " + start);
  CHECK_THROWS(test::check_of("sequence: {operations: [UpdateJobExecution]}"));
  CHECK_THROWS(test::check_of("sequence: {operations: [UpdateJobExecution, UpdateJobExecution]}"));
  CHECK_THROWS(test::check_of("sequence: {operations: [UpdateJobExecution, UpdateJob]}"));
}
