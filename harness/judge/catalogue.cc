#include "judge/catalogue.h"

#include <algorithm>
#include <array>

namespace jobrig::judge {
namespace {

constexpr std::array kKinds{
    CheckKind{"outcome", "what the client reports of a call", "outcome: {execution: {status: IN_PROGRESS}}",
              parse_outcome, true},
    CheckKind{"polled", "the statuses that the client saw while it polled",
              "polled: {statuses: [QUEUED, IN_PROGRESS, SUCCEEDED]}", parse_polled, true},
    CheckKind{"order", "version and time never go back in what the client reports", "order: {}", parse_order, true},

    CheckKind{"requests", "how many requests arrive, and whether they are the same",
              "requests: {count: 2..5, identical: true}", parse_requests},
    CheckKind{"request", "what a request looks like on the wire",
              "request: {method: GET, query: {includeJobDocument: \"true\"}, body: none}", parse_request},
    CheckKind{"no-request", "nothing is sent", "no-request: {}", parse_no_request},
    CheckKind{"stops", "nothing is asked after a terminal status", "stops: {}", parse_stops},
    CheckKind{"reuse", "connections are kept open and used again", "reuse: {connections: 1..1}", parse_reuse},
    CheckKind{"invocation-id", "the attempts of one call have one amz-sdk-invocation-id",
              "invocation-id: {stable: true}", parse_invocation_id},
    CheckKind{"retry-profile", "names how the client retries; never fails", "retry-profile: {}", parse_retry_profile},

    CheckKind{"gaps", "the time between an answer and the next request", "gaps: {before: 2, at-least: 1s}", parse_gaps},
    CheckKind{"mean-gap", "the mean time before the first retry, over many calls", "mean-gap: {at-least: 20ms}",
              parse_mean_gap},
    CheckKind{"within", "how long a call takes at most", "within: 15s", parse_within},
    CheckKind{"gives-up", "the client ends an attempt by itself while the server is silent", "gives-up: {within: 8s}",
              parse_gives_up},

    CheckKind{"no-credentials-elsewhere", "no signature or token goes where a redirect leads",
              "no-credentials-elsewhere: {}", parse_no_credentials_elsewhere},
    CheckKind{"sent-certificate", "the client shows its certificate", "sent-certificate: {}", parse_sent_certificate},
    CheckKind{"no-handshake", "no request comes over a connection that cannot be trusted", "no-handshake: {}",
              parse_no_handshake},
};

}  // namespace

std::span<const CheckKind> catalogue() { return kKinds; }

const CheckKind* kind_named(std::string_view name) {
  const auto* const kind =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const CheckKind& one) { return one.name == name; });
  return kind == kKinds.end() ? nullptr : kind;
}

}  // namespace jobrig::judge
