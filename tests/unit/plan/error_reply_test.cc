// Errors over HTTP: the six places for the name, messages, retry hints.
#include "plan/error_reply.h"
#include "model/find_header.h"

#include <chrono>
#include <string>
#include <utility>

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

TEST_CASE("the name may come with a URI or a namespace as the table shows it", "[plan]") {
  for (const auto& row : jobrig::contract::error_name_encodings()) {
    const Reply reply = throttled(row.encoding);
    CAPTURE(row.word);
    const std::string_view name = header_value(reply.headers, "X-AMZN-ERRORTYPE");
    if (row.example.starts_with("x-amzn-ErrorType: ")) {
      CHECK("x-amzn-ErrorType: " + std::string(name) == row.example);
      CHECK(reply.body == R"({"message":"slow \"down\""})");
    } else {
      CHECK(name.data() == nullptr);
      CHECK(reply.body == "{\"" + std::string(row.word) + R"(":"ThrottlingException","message":"slow \"down\""})");
    }
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
