// The check outcome: every form of expectation, holding and failing.
#include "judge/outcome_words.h"
#include "support/catch.h"
#include "support/judging.h"

using namespace jobrig;
using namespace std::chrono_literals;
using test::failure;
using test::found;
using test::success;

namespace {

model::CaseRecord reported(model::ClientOutcome outcome, const std::string& operation = "DescribeJobExecution") {
  model::CaseRecord record = test::good_record();
  if (outcome.kind == model::ClientOutcome::Kind::kError) {
    record.exchanges[0].answer =
        test::answer_bytes(200, R"({"message":"An error.","code":")" + outcome.error + R"("})");
  }
  record.calls = {test::call(0ms, 50ms, std::move(outcome), operation)};
  return record;
}

std::string verdict(const std::string& entry, model::ClientOutcome outcome) {
  return found(entry, reported(std::move(outcome)));
}

bool outcome_holds(const std::string& entry, const model::CaseRecord& record) {
  return found(entry, record).starts_with("holds");
}

}  // namespace

TEST_CASE("outcome success and error are told apart", "[judge]") {
  CHECK(verdict("outcome: success", success(test::kInProgress)) == "holds: a success | a success with an execution");
  CHECK(verdict("outcome: success", failure("ThrottlingException")) ==
        "fails: a success | the error ThrottlingException (service)");
  CHECK(verdict("outcome: error", failure("", model::FailureKind::kTransport)) ==
        "holds: an error | an error without a name (transport)");
  CHECK(verdict("outcome: error", success("{}")) == "fails: an error | a success without an execution");
}

TEST_CASE("unset accepts what typed clients report for an absent member", "[judge]") {
  for (const char* execution : {R"({"jobId":"job-1"})", R"({"startedAt":0})", R"({"startedAt":null})",
                                R"({"startedAt":{}})", R"({"startedAt":""})"}) {
    CAPTURE(execution);
    const std::string response = std::string(R"({"execution":)") + execution + "}";
    CHECK(outcome_holds("outcome: {execution: {startedAt: unset}}", reported(success(response))));
  }
  for (const char* execution : {R"({"startedAt":1})", R"({"startedAt":"0"})", R"({"startedAt":{"a":1}})"}) {
    CAPTURE(execution);
    const std::string response = std::string(R"({"execution":)") + execution + "}";
    CHECK_FALSE(outcome_holds("outcome: {execution: {startedAt: unset}}", reported(success(response))));
  }
}

TEST_CASE("outcome execution compares the members that are given", "[judge]") {
  const std::string response =
      R"({"execution":{"status":"QUEUED","versionNumber":"2","executionNumber":5000000000,"startedAt":null,)"
      R"("statusDetails":{"step":"1","x":"y"},"jobDocument":"{\"a\":1}","queuedAt":1767225600.0}})";
  const model::CaseRecord record = reported(success(response));
  for (const char* members : {"status: QUEUED", "versionNumber: 2", "executionNumber: 5000000000", "startedAt: absent",
                              "phase: absent", "statusDetails: {step: \"1\"}", "jobDocument: \"{\\\"a\\\":1}\"",
                              "jobDocument: {a: 1}", "queuedAt: 1767225600", "queuedAt: present"}) {
    CAPTURE(members);
    CHECK(outcome_holds("outcome: {execution: {" + std::string(members) + "}}", record));
  }
  for (const char* members : {"status: IN_PROGRESS", "versionNumber: 3", "executionNumber: 705032704", "status: absent",
                              "phase: present", "startedAt: present", "statusDetails: {y: absent, step: \"2\"}",
                              "jobDocument: {a: 2}", "queuedAt: 1", "status: [QUEUED]", "status: true"}) {
    CAPTURE(members);
    CHECK_FALSE(outcome_holds("outcome: {execution: {" + std::string(members) + "}}", record));
  }
  CHECK(found("outcome: {execution: {status: IN_PROGRESS}}", record) ==
        "fails: a success with the execution {\"status\":\"IN_PROGRESS\"} | a success with an execution, but status is "
        "\"QUEUED\"");
  CHECK(found("outcome: {execution: {statusDetails: {step: \"2\"}}}", record) ==
        "fails: a success with the execution {\"statusDetails\":{\"step\":\"2\"}} | a success with an execution, but "
        "statusDetails.step is \"1\"");
}

TEST_CASE("exact members allow no others but null", "[judge]") {
  model::CaseRecord record = test::good_record();
  record.calls[0].outcome->response =
      R"({"execution":{"status":"QUEUED","statusDetails":{"step":"1","x":"y"},"startedAt":null}})";
  const auto holds = [&](const std::string& members) {
    return found("outcome: {execution: {" + members + "}}", record).starts_with("holds");
  };
  CHECK(holds("statusDetails: {step: \"1\", x: y, exact: true}"));
  CHECK(holds("status: QUEUED, statusDetails: {step: \"1\"}, exact: true"));
  CHECK(holds("statusDetails: {step: \"1\", exact: false}") == false);
  CHECK_FALSE(holds("statusDetails: {exact: true}"));
  CHECK(found("outcome: {execution: {statusDetails: {step: \"1\", exact: true}}}", record)
            .ends_with("but statusDetails.x is \"y\""));
}

TEST_CASE("outcome sees integers that lost their last digits", "[judge]") {
  const std::string entry = "outcome: {execution: {executionNumber: 9007199254740993}}";
  CHECK(outcome_holds(entry, reported(success(R"({"execution":{"executionNumber":9007199254740993}})"))));
  CHECK(outcome_holds(entry, reported(success(R"({"execution":{"executionNumber":"9007199254740993"}})"))));
  CHECK_FALSE(outcome_holds(entry, reported(success(R"({"execution":{"executionNumber":9007199254740992}})"))));
  CHECK_FALSE(outcome_holds(entry, reported(success(R"({"execution":{"executionNumber":9007199254740993.0}})"))));
  CHECK_FALSE(outcome_holds(entry, reported(success(R"({"execution":{"executionNumber":"9007199254740992"}})"))));
}

TEST_CASE("outcome takes a text of digits for a number beyond 64 bits", "[judge]") {
  const std::string entry = "outcome: {execution: {versionNumber: 9223372036854775808}}";
  CHECK(outcome_holds(entry, reported(success(R"({"execution":{"versionNumber":"9223372036854775808"}})"))));
  CHECK_FALSE(outcome_holds(entry, reported(success(R"({"execution":{"versionNumber":"9223372036854775807"}})"))));
  CHECK_FALSE(outcome_holds("outcome: {execution: {versionNumber: 1.5}}",
                            reported(success(R"({"execution":{"versionNumber":"1.5"}})"))));
}

TEST_CASE("outcome no-execution and empty success", "[judge]") {
  CHECK(verdict("outcome: {no-execution: true}", success("{}")) ==
        "holds: a success without an execution | a success without an execution");
  CHECK(verdict("outcome: {no-execution: true}", success(R"({"execution":null})")) ==
        "holds: a success without an execution | a success without an execution");
  CHECK(verdict("outcome: {no-execution: true}", success(R"({"execution":{"status":"QUEUED"}})")) ==
        "fails: a success without an execution | a success with an execution, but unexpected execution: "
        "{\"status\":\"QUEUED\"}");
  CHECK(verdict("outcome: {not: empty-success}", success("{}")) ==
        "fails: anything but an empty success | a success without an execution");
  CHECK(verdict("outcome: {not: empty-success}", success(test::kInProgress)) ==
        "holds: anything but an empty success | a success with an execution");
  CHECK(verdict("outcome: {not: empty-success}", failure("")) ==
        "holds: anything but an empty success | an error without a name (service)");
  CHECK(found("outcome: {not: empty-success}", reported(success("{}"), "UpdateJobExecution")) ==
        "fails: anything but an empty success | an empty success");
}

TEST_CASE("outcome error compares the name without the namespace of a class, and the kind and the message", "[judge]") {
  const std::string throttled = "outcome: {error: ThrottlingException}";
  for (const char* name :
       {"ThrottlingException", "Aws::IoT::ThrottlingException", "botocore.errorfactory.ThrottlingException"}) {
    CAPTURE(name);
    CHECK(verdict(throttled, failure(name)).starts_with("holds: the error ThrottlingException | the error "));
  }
  for (const char* name :
       {"Throttling", "NotThrottlingException", "ThrottlingExceptions", "", "ResourceNotFoundException",
        // A client must take off what the service can send around the name.
        "aws.iot#ThrottlingException", "ThrottlingException:http://internal.amazon.com/coral/"}) {
    CAPTURE(name);
    CHECK(verdict(throttled, failure(name)).starts_with("fails"));
  }
  CHECK(verdict("outcome: {error: [A, ThrottlingException]}", failure("ThrottlingException"))
            .starts_with("holds: the error A or ThrottlingException | "));
  CHECK(verdict("outcome: {error: any, kind: decoding}", failure("", model::FailureKind::kDecoding)) ==
        "holds: an error of kind decoding | an error without a name (decoding)");
  CHECK(verdict("outcome: {error: any, kind: [decoding, transport]}", failure("X")) ==
        "fails: an error of kind decoding or transport | the error X (service)");
  CHECK(verdict("outcome: {error: any, kind: decoding}", failure("X", model::FailureKind::kUnknown))
            .starts_with("holds"));
  model::ClientOutcome told = failure("X");
  told.message = "there are too many of you";
  told.status = 200;
  CHECK(
      verdict("outcome: {error: X, message: \"*too many*\"}", told) ==
      "holds: the error X with the message \"*too many*\" | the error X (service, status 200) \"there are too many of "
      "you\"");
  CHECK(verdict("outcome: {message: \"*too few*\"}", told).starts_with("fails: an error with the message"));
}

TEST_CASE("outcome can take a failure beside a right success", "[judge]") {
  const std::string entry = "outcome: {execution: {status: QUEUED}, or: error}";
  const std::string expected = "a success with the execution {\"status\":\"QUEUED\"}, or an error";
  CHECK(verdict(entry, failure("X")) == "holds: " + expected + " | the error X (service)");
  CHECK(verdict(entry, success(R"({"execution":{"status":"QUEUED"}})")).starts_with("holds"));
  CHECK(verdict(entry, success("{}")) ==
        "fails: " + expected + " | a success without an execution, but the execution is missing");
}

TEST_CASE("outcome body compares the whole response of other operations", "[judge]") {
  const model::CaseRecord record =
      reported(success(R"({"executionState":{"status":"FAILED"},"jobs":[1,2]})"), "UpdateJobExecution");
  CHECK(outcome_holds("outcome: {body: {executionState: {status: FAILED}, jobs: [1, 2]}}", record));
  CHECK(found("outcome: {body: {jobs: [1]}}", record) ==
        "fails: a success with {\"jobs\":[1]} | a success, but jobs has 2 items");
}

TEST_CASE("outcome looks at the last call or at the one that is named or at all", "[judge]") {
  model::CaseRecord record = reported(failure("X"));
  record.calls.push_back(test::call(100ms, 150ms, success(test::kInProgress)));
  CHECK(outcome_holds("outcome: success", record));
  CHECK(outcome_holds("outcome: {error: X, call: 1}", record));
  CHECK(found("outcome: {is: success, call: every}", record) == "fails: a success | call 1: the error X (service)");
  CHECK(found("outcome: {is: success, call: 3}", record) == "fails: a success | the call was not made");
}

TEST_CASE("outcome of a call that was not reported never holds", "[judge]") {
  model::CaseRecord record = test::good_record();
  record.calls[0].outcome.reset();
  record.crashed = true;
  CHECK(found("outcome: {not: empty-success}", record) ==
        "fails: anything but an empty success | no report: the client crashed");
  record.crashed = false;
  record.calls[0].timed_out = true;
  CHECK(found("outcome: error", record) == "fails: an error | no report before the deadline");
}

TEST_CASE("what outcome cannot demand is refused", "[judge]") {
  for (const char* entry :
       {"outcome: {}", "outcome: maybe", "outcome: {execution: {}, error: any}", "outcome: {execution: 5}",
        "outcome: {no-execution: false}", "outcome: {not: success}", "outcome: {is: success, kind: service}",
        "outcome: {error: any, kind: network}", "outcome: {error: []}", "outcome: {error: ThrotlingException}",
        "outcome: {error: any, or: error}", "outcome: {execution: {status: 010}}", "outcome: {is: success, call: 0}"}) {
    CAPTURE(entry);
    CHECK_THROWS(test::check_of(entry));
  }
}
