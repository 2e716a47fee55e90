// Errors over HTTP: the twelve forms of the name, messages, further members, retry hints.
#include "plan/error_reply.h"
#include "model/find_header.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "base/head_lines.h"
#include "contract/errors.h"
#include "http/reply.h"
#include "support/catch.h"

using jobrig::model::ErrorAnswer;
using jobrig::model::ErrorNameEncoding;
using jobrig::model::header_value;
using Reply = jobrig::model::HttpReply;
using namespace std::chrono_literals;

namespace {

void fill_error_reply(const ErrorAnswer& error, std::string request_id, Reply& reply) {
  jobrig::model::Reply filled;
  jobrig::plan::fill_error_reply(error, std::move(request_id), filled);
  reply = jobrig::http::render(std::move(filled));
}

Reply throttled(ErrorNameEncoding encoding) {
  ErrorAnswer error;
  error.name = "ThrottlingException";
  error.message = "slow \"down\"";
  error.encoding = encoding;
  Reply reply;
  fill_error_reply(error, "the-id", reply);
  return reply;
}

}  // namespace

TEST_CASE("an error states its name in a header and its message in the body", "[plan]") {
  const Reply reply = throttled(ErrorNameEncoding::kHeader);
  CHECK(reply.status == 429);
  REQUIRE(reply.headers.size() == 3);
  CHECK(reply.headers[0] == jobrig::model::Header{"Content-Type", "application/json"});
  CHECK(reply.headers[1] == jobrig::model::Header{"x-amzn-RequestId", "the-id"});
  CHECK(reply.headers[2] == jobrig::model::Header{"x-amzn-ErrorType", "ThrottlingException"});
  CHECK(reply.body == R"({"message":"slow \"down\""})");
}

TEST_CASE("the name may come with a URI or a namespace in the header or in the body", "[plan]") {
  const std::string uri = ":http://internal.amazon.com/coral/com.amazonaws.iot.laser/";
  const std::string name = "ThrottlingException";
  const std::string spaced = "com.amazonaws.iot.laser#" + name;
  const std::string nested =
      R"(","errorDetails":[{"__type":"com.amazonaws.iot.laser#ErrorDetail","message":"Not the error."}],)";
  // The forms of Smithy's tests RestJsonFooError…, and two more.
  const std::vector<std::pair<std::string, std::string>> expected{
      {"header", name},
      {"header-uri", name + uri},
      {"header-namespace", spaced},
      {"header-namespace-uri", spaced + uri},
      {"__type", "{\"__type\":\"" + name + "\","},
      {"__type-namespace", "{\"__type\":\"" + spaced + "\","},
      {"__type-namespace-uri", "{\"__type\":\"" + spaced + uri + "\","},
      {"__type-nested", "{\"__type\":\"" + spaced + nested},
      {"code", "{\"code\":\"" + name + "\","},
      {"code-namespace", "{\"code\":\"" + spaced + "\","},
      {"code-namespace-uri", "{\"code\":\"" + spaced + uri + "\","},
      {"Code", "{\"Code\":\"" + name + "\","}};
  const auto rows = jobrig::contract::error_name_encodings();
  REQUIRE(rows.size() == expected.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& [word, form] = expected[i];
    const Reply reply = throttled(rows[i].encoding);
    CAPTURE(word);
    CHECK(rows[i].word == word);
    const std::string_view header = header_value(reply.headers, "X-AMZN-ERRORTYPE");
    const bool in_body = form.starts_with('{');
    CHECK(std::string(header) == (in_body ? "" : form));
    CHECK(reply.body == (in_body ? form : "{") + R"("message":"slow \"down\""})");
  }
}

TEST_CASE("an error has the member that is its own", "[plan]") {
  ErrorAnswer error;
  error.name = "ThrottlingException";
  error.member = "AAEC";
  Reply reply;
  fill_error_reply(error, "id", reply);
  CHECK(reply.body == R"({"message":"The rate exceeds the limit.","payload":"AAEC"})");
  error.name = "ConflictException";
  fill_error_reply(error, "id", reply);
  CHECK(reply.body.ends_with(R"(,"resourceId":"AAEC"})"));
}

TEST_CASE("the errors common to AWS services have their statuses", "[plan]") {
  for (const auto& [row, source] : jobrig::contract::common_errors()) {
    ErrorAnswer error;
    error.name = row.name;
    Reply reply;
    fill_error_reply(error, "id", reply);
    CAPTURE(row.name);
    CHECK(reply.status == row.status);
    CHECK(header_value(reply.headers, "x-amzn-ErrorType") == row.name);
    CHECK_FALSE(source.empty());
  }
}

TEST_CASE("without a message the table's own is said", "[plan]") {
  for (const auto& row : jobrig::contract::errors()) {
    ErrorAnswer error;
    error.name = row.name;
    Reply reply;
    fill_error_reply(error, "id", reply);
    CHECK(reply.status == row.status);
    CHECK(reply.body == "{\"message\":\"" + std::string(row.message) + "\"}");
  }
}

TEST_CASE("hints to come back are whole and never too early", "[plan]") {
  ErrorAnswer error;
  error.name = "ServiceUnavailableException";
  error.retry_after = 1500ms;
  error.amz_retry_after = 1500us;
  Reply reply;
  fill_error_reply(error, "id", reply);
  CHECK(header_value(reply.headers, "Retry-After") == "2");
  CHECK(header_value(reply.headers, "x-amz-retry-after") == "2");
  error.retry_after = 30s;
  error.amz_retry_after = 250ms;
  fill_error_reply(error, "id", reply);
  CHECK(header_value(reply.headers, "Retry-After") == "30");
  CHECK(header_value(reply.headers, "x-amz-retry-after") == "250");
  CHECK(reply.headers.size() == 5);
}
