// The schemas of requests and errors, and of all operations except DescribeJobExecution.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "contract/errors.h"
#include "contract/operations.h"
#include "contract/schemas.h"
#include "support/catch.h"

using namespace jobrig;
using contract::SchemaPart;
using model::Edition;
using model::Operation;
using nlohmann::json;

namespace {

/// The pointers and messages of all violations, one per line; empty if the document is valid.
std::string said(Operation operation, SchemaPart part, const json& document, Edition edition = Edition::kOriginal) {
  std::string lines;
  for (const auto& violation : contract::validate(edition, operation, part, document.dump())) {
    lines += violation.pointer + " " + violation.message + "\n";
  }
  return lines;
}

}  // namespace

TEST_CASE("a request to describe needs a thing and a job", "[contract]") {
  const auto request = [](const json& document, Edition edition = Edition::kOriginal) {
    return said(Operation::kDescribeJobExecution, SchemaPart::kRequest, document, edition);
  };
  CHECK(request({{"thingName", "t"}, {"jobId", "$next"}}).empty());
  CHECK(request({{"thingName", "t"}, {"jobId", "j"}, {"executionNumber", 1}, {"includeJobDocument", true}}).empty());
  CHECK(request({{"jobId", "j"}}) == " \"thingName\" is missing\n");
  CHECK(request({{"thingName", "t"}}) == " \"jobId\" is missing\n");
  CHECK(request({{"thingName", "t"}, {"jobId", "$Next"}}) ==
        "/jobId must match ^([a-zA-Z0-9_-]+|\\$next)$, unlike \"$Next\"\n");
  CHECK(request({{"thingName", "t"}, {"jobId", "j"}, {"executionNumber", 0}}) ==
        "/executionNumber must be at least 1, not 0\n");
  CHECK(request({{"thingName", "t"}, {"jobId", "j"}, {"includeJobDocument", "true"}}) ==
        "/includeJobDocument must be true or false, not text\n");
  // The service ignores unknown members of a request.
  CHECK(request({{"thingName", "t"}, {"jobId", "j"}, {"namespaceId", "not valid!"}}).empty());
  CHECK(request({{"thingName", "t"}, {"jobId", "j"}, {"namespaceId", "not valid!"}}, Edition::kCurrent).empty());
  CHECK(request({{"thingName", "t"}, {"jobId", std::string(65, 'j')}}, Edition::kCurrent).empty());
}

TEST_CASE("the pending executions are two lists of summaries", "[contract]") {
  const auto response = [](const json& document) {
    return said(Operation::kGetPendingJobExecutions, SchemaPart::kResponse, document);
  };
  const json summary = {{"jobId", "j"},     {"queuedAt", 1},        {"lastUpdatedAt", 2},
                        {"startedAt", 1.5}, {"executionNumber", 1}, {"versionNumber", 3}};
  CHECK(response(json::object()).empty());
  CHECK(response({{"inProgressJobs", json::array({summary, summary})}, {"queuedJobs", json::array()}}).empty());
  CHECK(response({{"inProgressJobs", summary}}) == "/inProgressJobs must be a list, not an object\n");
  json bad = summary;
  bad["jobId"] = "a:b";
  CHECK(response({{"queuedJobs", json::array({summary, bad})}}) ==
        "/queuedJobs/1/jobId must match ^[a-zA-Z0-9_-]+$, unlike \"a:b\"\n");
  CHECK(response({{"queuedJobs", json::array({{{"status", "QUEUED"}}})}}) ==
        "/queuedJobs/0/status is not in the contract\n");
  CHECK(said(Operation::kGetPendingJobExecutions, SchemaPart::kRequest, {{"thingName", "t"}}).empty());
  CHECK(said(Operation::kGetPendingJobExecutions, SchemaPart::kRequest, json::object()) ==
        " \"thingName\" is missing\n");
}

TEST_CASE("starting the next execution takes details and a timeout of up to a week", "[contract]") {
  const auto request = [](const json& document) {
    return said(Operation::kStartNextPendingJobExecution, SchemaPart::kRequest, document);
  };
  CHECK(request({{"thingName", "t"}, {"statusDetails", {{"a", "b"}}}, {"stepTimeoutInMinutes", 10080}}).empty());
  CHECK(request({{"thingName", "t"}, {"stepTimeoutInMinutes", 0}}) ==
        "/stepTimeoutInMinutes must be at least 1, not 0\n");
  CHECK(request({{"thingName", "t"}, {"stepTimeoutInMinutes", 10081}}) ==
        "/stepTimeoutInMinutes must be at most 10080, not 10081\n");
  CHECK(said(Operation::kStartNextPendingJobExecution, SchemaPart::kResponse,
             {{"execution", {{"jobId", "j"}, {"status", "IN_PROGRESS"}}}})
            .empty());
  CHECK(said(Operation::kStartNextPendingJobExecution, SchemaPart::kResponse, json::object()).empty());
}

TEST_CASE("an update needs a status that a device may set", "[contract]") {
  const auto request = [](json extra) {
    json document = {{"thingName", "t"}, {"jobId", "j"}, {"status", "IN_PROGRESS"}};
    document.update(extra);
    return said(Operation::kUpdateJobExecution, SchemaPart::kRequest, document);
  };
  CHECK(request({{"expectedVersion", 2},
                 {"includeJobExecutionState", true},
                 {"includeJobDocument", false},
                 {"executionNumber", 1},
                 {"statusDetails", {{"a", "b"}}},
                 {"stepTimeoutInMinutes", -1}})
            .empty());
  for (const char* status : {"SUCCEEDED", "FAILED", "REJECTED"}) {
    CHECK(request({{"status", status}}).empty());
  }
  for (const char* status : {"QUEUED", "TIMED_OUT", "REMOVED", "CANCELED", "DONE"}) {
    CHECK(request({{"status", status}}).rfind("/status must be one of IN_PROGRESS, SUCCEEDED, FAILED, REJECTED", 0) ==
          0);
  }
  CHECK(said(Operation::kUpdateJobExecution, SchemaPart::kRequest, {{"thingName", "t"}, {"jobId", "j"}}) ==
        " \"status\" is missing\n");
  CHECK(request({{"jobId", "$next"}}) == "/jobId must match ^[a-zA-Z0-9_-]+$, unlike \"$next\"\n");
  CHECK(request({{"stepTimeoutInMinutes", 0}}) == "/stepTimeoutInMinutes has a value that is not allowed here\n");
  CHECK(request({{"stepTimeoutInMinutes", -2}}) == "/stepTimeoutInMinutes must be at least -1, not -2\n");
  CHECK(request({{"expectedVersion", "2"}}) ==
        "/expectedVersion must be a whole number of 64 bits or null, not text\n");
}

TEST_CASE("an update answers with what was asked for", "[contract]") {
  const auto response = [](const json& document) {
    return said(Operation::kUpdateJobExecution, SchemaPart::kResponse, document);
  };
  CHECK(response(json::object()).empty());
  CHECK(response({{"executionState", {{"status", "QUEUED"}, {"statusDetails", {{"a", "b"}}}, {"versionNumber", 2}}},
                  {"jobDocument", "{}"}})
            .empty());
  CHECK(response({{"executionState", {{"jobId", "j"}}}}) == "/executionState/jobId is not in the contract\n");
  CHECK(response({{"execution", json::object()}}).rfind("/execution is not in the contract", 0) == 0);
}

TEST_CASE("a command names its target and its parameters by type", "[contract]") {
  const auto request = [](json extra) {
    json document = {{"targetArn", "arn:aws:iot:eu-west-1:1:thing/t"},
                     {"commandArn", "arn:aws:iot:eu-west-1:1:command/c"}};
    document.update(extra);
    return said(Operation::kStartCommandExecution, SchemaPart::kRequest, document, Edition::kCurrent);
  };
  CHECK(request(json::object()).empty());
  CHECK(request({{"parameters", {{"speed", {{"I", 5}}}, {"mode", {{"S", "slow"}}}}},
                 {"executionTimeoutSeconds", 60},
                 {"clientToken", "abc-1"}})
            .empty());
  CHECK(said(Operation::kStartCommandExecution, SchemaPart::kRequest, json::object(), Edition::kCurrent) ==
        " \"targetArn\" is missing\n \"commandArn\" is missing\n");
  CHECK(request({{"parameters", {{"speed", {{"I", 2147483648}}}}}}) ==
        "/parameters/speed/I must be at most 2147483647, not 2147483648\n");
  CHECK_FALSE(request({{"parameters", {{"speed", {{"I", 5}, {"S", "x"}}}}}}).empty());
  CHECK_FALSE(request({{"parameters", {{"speed", {{"X", 5}}}}}}).empty());
  CHECK(request({{"executionTimeoutSeconds", 0}}) == "/executionTimeoutSeconds must be at least 1, not 0\n");
  CHECK_FALSE(request({{"clientToken", "with blank"}}).empty());
  CHECK(said(Operation::kStartCommandExecution, SchemaPart::kResponse, {{"executionId", "e-1"}}, Edition::kCurrent)
            .empty());
}

TEST_CASE("an error's own member is in the schemas of the operations that document the error", "[contract]") {
  const json state = {{"status", "FAILED"}, {"statusDetails", json::object()}, {"versionNumber", 2}};
  const json values = {{"executionState", state}, {"payload", "AAEC"}, {"resourceId", "r"}};
  for (const auto& operation : contract::operations()) {
    for (const auto& row : contract::errors()) {
      if (!row.member.empty()) {
        const std::string member(row.member);
        CAPTURE(operation.name, member);
        CHECK(said(operation.operation, SchemaPart::kError, {{"message", "no"}, {member, values.at(member)}},
                   Edition::kCurrent)
                  .empty() == contract::documents_error(operation.operation, row.name));
      }
    }
  }
  CHECK_FALSE(
      said(Operation::kDescribeJobExecution, SchemaPart::kError, {{"message", "no"}, {"payload", "AAEC="}}).empty());
}

TEST_CASE("an optional member of a body that is null counts as absent", "[contract]") {
  const auto update = [](const json& extra) {
    json document = {{"thingName", "t"}, {"jobId", "j"}, {"status", "FAILED"}};
    document.update(extra);
    return said(Operation::kUpdateJobExecution, SchemaPart::kRequest, document);
  };
  for (const char* member : {"statusDetails", "expectedVersion", "includeJobExecutionState", "includeJobDocument",
                             "executionNumber", "stepTimeoutInMinutes"}) {
    CAPTURE(member);
    CHECK(update({{member, nullptr}}).empty());
  }
  CHECK_FALSE(update({{"status", nullptr}}).empty());
}

TEST_CASE("the original edition has nothing to validate a command against", "[contract]") {
  CHECK(said(Operation::kStartCommandExecution, SchemaPart::kResponse, json::object()) ==
        " StartCommandExecution is not in the original edition\n");
}

TEST_CASE("an error's body has a message and may name a documented error", "[contract]") {
  for (const auto& operation : contract::operations()) {
    const auto error = [&](const json& document) {
      return said(operation.operation, SchemaPart::kError, document, Edition::kCurrent);
    };
    CAPTURE(operation.name);
    CHECK(error({{"message", "no"}}).empty());
    CHECK(error({{"Message", "no"}}).empty());
    CHECK(error({{"message", 5}}) == "/message must be text, not a whole number\n");
    CHECK_FALSE(error(json::object()).empty());
    CHECK_FALSE(error({{"message", "no"}, {"reason", "none"}}).empty());
    for (const auto& row : contract::errors()) {
      const bool documented = contract::documents_error(operation.operation, row.name);
      const std::string name(row.name);
      CHECK(error({{"message", "no"}, {"__type", name}}).empty() == documented);
      CHECK(error({{"message", "no"}, {"code", "com.amazonaws.iot#" + name}}).empty() == documented);
      CHECK(error({{"message", "no"}, {"Code", name + ":http://internal/"}}).empty() == documented);
    }
    for (const auto& row : contract::common_errors()) {
      CHECK(error({{"message", "no"}, {"__type", "com.amazon.coral.service#" + std::string(row.error.name)}}).empty());
    }
    CHECK_FALSE(error({{"message", "no"}, {"__type", "OtherException"}}).empty());
  }
}
