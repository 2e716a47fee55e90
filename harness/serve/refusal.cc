#include "serve/refusal.h"

#include <array>
#include <cstdint>
#include <string>

#include "base/random.h"

namespace jobrig::serve {
namespace {

constexpr const char* kErrorName = "InvalidRequestException";

std::string request_id(const model::Exchange& exchange) {
  base::Random random(base::random_stream(0, "refusal", std::to_string(exchange.connection)), exchange.number);
  constexpr std::string_view kShape = "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx";
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string id;
  std::uint64_t bits = 0;
  unsigned left = 0;
  for (const char c : kShape) {
    if (c != 'x') {
      id += c;
      continue;
    }
    if (left == 0) {
      bits = random();
      left = 16;
    }
    id += kDigits[bits % 16];
    bits /= 16;
    --left;
  }
  return id;
}

}  // namespace

model::Reply reply_to(const Refusal& refusal, model::Exchange& exchange) {
  exchange.decision.error = kErrorName;
  // The reasons are texts of this program without quotes or control characters: nothing to escape.
  return {refusal.status,
          {{"Content-Type", "application/json"},
           {"x-amzn-ErrorType", kErrorName},
           {"x-amzn-RequestId", request_id(exchange)}},
          R"({"message":")" + refusal.reason + "\"}",
          true};
}

}  // namespace jobrig::serve
