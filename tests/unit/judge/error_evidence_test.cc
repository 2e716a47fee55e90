// Errors that clients report against what was sent: by name, kind and status.
#include "support/catch.h"
#include "support/judging.h"

using namespace jobrig;
using namespace std::chrono_literals;
using model::FailureKind;
using test::failure;
using test::found;

namespace {

/// One call that got responses with these statuses, to which no fault happened, and reported this error.
model::CaseRecord answered_and_reported(const std::vector<int>& statuses, model::ClientOutcome outcome) {
  model::CaseRecord record;
  record.thing = "case-1";
  record.calls = {test::call(0ms, 500ms, std::move(outcome))};
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    record.exchanges.push_back(test::exchange(std::chrono::milliseconds(10 + 20 * i),
                                              test::get_request("/things/case-1/jobs/job-1"), statuses[i]));
    record.exchanges.back().answer = test::answer_bytes(statuses[i], R"({"code":"ThrottlingException"})");
    record.exchanges.back().decision.faults.clear();
  }
  return record;
}

bool holds(const std::string& entry, const model::CaseRecord& record) {
  return found(entry, record).starts_with("holds");
}

bool any_error(const std::vector<int>& statuses, FailureKind kind, const std::string& name = "") {
  return holds("outcome: error", answered_and_reported(statuses, failure(name, kind)));
}

}  // namespace

TEST_CASE("the name of an error of the service needs the kind service", "[judge]") {
  const auto named = [](FailureKind kind) {
    return found("outcome: {error: ThrottlingException}",
                 answered_and_reported({429}, failure("ThrottlingException", kind)));
  };
  CHECK(named(FailureKind::kService).starts_with("holds"));
  CHECK(named(FailureKind::kUnknown).starts_with("holds"));
  CHECK(named(FailureKind::kTransport) ==
        "fails: the error ThrottlingException | the error ThrottlingException (transport)");
  CHECK(named(FailureKind::kDecoding).starts_with("fails"));
}

TEST_CASE("the status of an error is the one that was sent", "[judge]") {
  model::ClientOutcome told = failure("ThrottlingException");
  const auto verdict = [&](int status, const std::string& more = "") {
    told.status = status;
    return found("outcome: {error: ThrottlingException" + more + "}", answered_and_reported({503, 429}, told));
  };
  CHECK(verdict(429).starts_with("holds"));
  CHECK(verdict(400) ==
        "fails: the error ThrottlingException | the error ThrottlingException (service, status 400), but the status "
        "was 429");
  CHECK(verdict(503).starts_with("fails"));
  CHECK(verdict(503, ", status: 503") ==
        "holds: the error ThrottlingException with the status 503 | the error ThrottlingException (service, status "
        "503)");
  CHECK(verdict(429, ", status: 503").starts_with("fails"));
  CHECK(test::mistakes_of_case(test::case_text("call: {operation: DescribeJobExecution}\n"
                                               "expect: {outcome: {is: success, status: 503}}\n")) ==
        "6:41: only an error has a status; write {error: any, status: …}\n");
}

TEST_CASE("a mistake in the program of the client is never an error of the case", "[judge]") {
  for (const char* name : {"AttributeError", "builtins.TypeError", "SyntaxError", "ReferenceError",
                           "java.lang.NullPointerException", "System.NullReferenceException", "KeyError", "panic"}) {
    CAPTURE(name);
    for (const FailureKind kind : {FailureKind::kUnknown, FailureKind::kDecoding, FailureKind::kService}) {
      model::CaseRecord record = answered_and_reported({503}, failure(name, kind));
      record.exchanges[0].decision.faults = {"html-body"};
      CHECK_FALSE(holds("outcome: error", record));
      CHECK_FALSE(holds("outcome: {error: any, kind: [decoding, service]}", record));
      CHECK_FALSE(holds("outcome: {not: empty-success}", record));
      CHECK_FALSE(holds("outcome: {execution: {status: QUEUED}, or: error}", record));
    }
  }
  for (const char* name :
       {"JSONDecodeError", "ValueError", "EndpointConnectionError", "ReadTimeoutError", "ClientError",
        "ThrottlingException", "IOException", "", "UnicodeDecodeError", "RecursionError"}) {
    CAPTURE(name);
    CHECK(any_error({503}, FailureKind::kUnknown, name));
  }
  model::CaseRecord sent = answered_and_reported({500}, failure("TypeError"));
  sent.exchanges[0].answer = test::answer_bytes(500, R"({"code":"TypeError"})");
  CHECK(holds("outcome: error", sent));
}

TEST_CASE("a name that the client made from the status is not the name that was sent", "[judge]") {
  const auto told = [](const char* name) { return answered_and_reported({404}, failure(name)); };
  CHECK(found("outcome: error", told("ResourceNotFoundException")) ==
        "fails: an error | the error ResourceNotFoundException (service), but no response had that name");
  CHECK_FALSE(holds("outcome: {error: ResourceNotFoundException}", told("ResourceNotFoundException")));
  CHECK(holds("outcome: error", told("NotFound")));  // no name of the service
}

TEST_CASE("an error of the kind service needs a response with an error", "[judge]") {
  CHECK(any_error({503}, FailureKind::kService));
  CHECK(any_error({503, 503}, FailureKind::kService));
  CHECK_FALSE(any_error({200}, FailureKind::kService));
  CHECK_FALSE(any_error({}, FailureKind::kService));
}

TEST_CASE("a success that a fault has made unreadable is no error of the service, unless it names one", "[judge]") {
  model::CaseRecord record = answered_and_reported({200}, failure("", FailureKind::kService));
  record.exchanges[0].decision.faults = {"html-body"};
  record.exchanges[0].answer = test::answer_bytes(200, "<html>Welcome</html>");
  CHECK_FALSE(holds("outcome: error", record));
  record.calls[0].outcome = failure("", FailureKind::kDecoding);
  CHECK(holds("outcome: error", record));
  record.calls[0].outcome = failure("", FailureKind::kService);
  record.exchanges[0].answer = test::answer_bytes(200, R"({"__type":"ThrottlingException"})");
  CHECK(holds("outcome: error", record));
}

TEST_CASE("an error of the kind decoding needs something that was sent", "[judge]") {
  CHECK(any_error({200}, FailureKind::kDecoding));
  CHECK(found("outcome: error", answered_and_reported({}, failure("", FailureKind::kDecoding))) ==
        "fails: an error | an error without a name (decoding), but no response was sent");
}

TEST_CASE("an error of the kind transport needs a response that broke or never came", "[judge]") {
  CHECK(any_error({}, FailureKind::kTransport));
  CHECK_FALSE(any_error({503}, FailureKind::kTransport));
  CHECK_FALSE(any_error({503, 503}, FailureKind::kTransport));
  CHECK(any_error({307}, FailureKind::kTransport));
  CHECK_FALSE(any_error({503}, FailureKind::kTimeout));
  CHECK(any_error({503, 503}, FailureKind::kTimeout));  // it has a limit for the whole call
  model::CaseRecord record = answered_and_reported({200}, failure("", FailureKind::kTransport));
  record.exchanges[0].answer.resize(60);
  CHECK(holds("outcome: error", record));
  record.exchanges[0].answer = "";
  record.exchanges[0].status = 0;
  CHECK(holds("outcome: error", record));
  CHECK(found("outcome: error", answered_and_reported({503}, failure("", FailureKind::kTransport))) ==
        "fails: an error | an error without a name (transport), but all responses were complete");
}

TEST_CASE("an error of the kind decoding needs a response that may be unreadable", "[judge]") {
  CHECK(any_error({200}, FailureKind::kDecoding));
  CHECK_FALSE(any_error({503}, FailureKind::kDecoding));
  model::CaseRecord record = answered_and_reported({503}, failure("", FailureKind::kDecoding));
  record.exchanges[0].answer = test::answer_bytes(503, "<html>");
  CHECK(holds("outcome: error", record));
}

TEST_CASE("an error of the kind validation needs a call without a request", "[judge]") {
  CHECK(any_error({}, FailureKind::kValidation));
  CHECK_FALSE(any_error({400}, FailureKind::kValidation));
}
