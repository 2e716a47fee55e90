#include "judge/catalogue.h"

#include <algorithm>
#include <array>

namespace jobrig::judge {
namespace {

constexpr std::array kKinds{
    CheckKind{"outcome", "what the client reports of a call", "outcome: {execution: {status: IN_PROGRESS}}",
              parse_outcome},
    CheckKind{"requests", "how many requests arrive, and whether they are the same",
              "requests: {count: 2..5, identical: true}", parse_requests},
    CheckKind{"request", "what a request looks like on the wire",
              "request: {method: GET, query: {includeJobDocument: \"true\"}, body: none}", parse_request},
    CheckKind{"gaps", "the time between an answer and the next request", "gaps: {before: 2, at-least: 1s}", parse_gaps},
    CheckKind{"within", "how long a call takes at most", "within: 15s", parse_within},
};

}  // namespace

std::span<const CheckKind> catalogue() { return kKinds; }

const CheckKind* kind_named(std::string_view name) {
  const auto* const kind =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const CheckKind& one) { return one.name == name; });
  return kind == kKinds.end() ? nullptr : kind;
}

}  // namespace jobrig::judge
