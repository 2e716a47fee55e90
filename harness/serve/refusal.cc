#include "serve/refusal.h"

#include <string>

#include "base/random.h"
#include "base/uuid.h"

namespace jobrig::serve {
namespace {

constexpr const char* kErrorName = "InvalidRequestException";

std::string request_id(const model::Exchange& exchange) {
  base::Random random(base::random_stream(0, "refusal", std::to_string(exchange.connection)), exchange.number);
  return base::draw_uuid(random);
}

}  // namespace

model::HttpReply reply_to(const Refusal& refusal, model::Exchange& exchange, base::Instant date) {
  exchange.decision.error = kErrorName;
  // The reasons are constants of this program without quotes or control characters; they need no escaping.
  return {refusal.status,
          {{"Content-Type", "application/json"},
           {"x-amzn-ErrorType", kErrorName},
           {"x-amzn-RequestId", request_id(exchange)}},
          R"({"message":")" + refusal.reason + "\"}",
          date};
}

}  // namespace jobrig::serve
