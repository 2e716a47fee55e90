#include "judge/retry_quota.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "contract/error_name.h"
#include "wire/attempts.h"
#include "wire/request.h"

namespace jobrig::judge {
namespace {

constexpr std::int64_t kFullQuota = 500;
constexpr std::size_t kMostAttempts = 3;
constexpr int kFirstError = 300;

// AWS SDKs and Tools Reference Guide, Retry behavior, "Which errors are retried"; the same list in botocore and in the
// AWS SDKs for JavaScript, Rust and Go.
constexpr std::array<std::string_view, 15> kThrottlingNames{"BandwidthLimitExceeded",
                                                            "EC2ThrottledException",
                                                            "LimitExceededException",
                                                            "PriorRequestNotComplete",
                                                            "ProvisionedThroughputExceededException",
                                                            "RequestLimitExceeded",
                                                            "RequestThrottled",
                                                            "RequestThrottledException",
                                                            "SlowDown",
                                                            "ThrottledException",
                                                            "Throttling",
                                                            "ThrottlingException",
                                                            "TooManyRequestsException",
                                                            "TransactionInProgressException",
                                                            "TransactionInProgress"};
constexpr std::array kTransientStatuses{500, 502, 503, 504};
constexpr int kTooManyRequests = 429;

/// The name in the header of the response, without namespace and address.
std::string_view error_name_of(const model::Exchange& exchange) {
  const wire::Request answer = wire::read_request(wire::without_informational(exchange.answer));
  const std::string_view name = answer.header(contract::kErrorTypeHeader);  // a part of exchange.answer
  return name.data() == nullptr ? std::string_view(exchange.decision.error) : contract::bare_error_name(name);
}

/// What is left of the quota, and what successes give back.
class Quota {
 public:
  explicit Quota(const RetryMode& mode) : mode_(mode) {}

  [[nodiscard]] std::int64_t left() const { return left_; }
  [[nodiscard]] bool returned() const { return returned_; }
  [[nodiscard]] std::int64_t cost(RetryKind kind) const {
    return kind == RetryKind::kThrottling ? mode_.throttling_cost : mode_.transient_cost;
  }
  void take(std::int64_t cost) { left_ = std::max<std::int64_t>(0, left_ - cost); }
  void give_back(std::int64_t tokens) {
    returned_ = returned_ || left_ < kFullQuota;
    left_ = std::min(kFullQuota, left_ + tokens);
  }

 private:
  const RetryMode& mode_;
  std::int64_t left_ = kFullQuota;
  bool returned_ = false;
};

std::string what_in_words(const model::Exchange& exchange) {
  const std::string_view name = error_name_of(exchange);
  const std::string status = exchange.status == 0 ? "a lost response" : std::to_string(exchange.status);
  return name.empty() ? status : status + " " + std::string(name);
}

/// Whether the client was right to retry after `exchange`, or not to. `made_all`: an earlier call made all attempts, so
/// that one with fewer does not show a lower number of attempts.
std::optional<BrokenRule> broken_after(const model::Exchange& exchange, std::size_t number, bool retried, bool made_all,
                                       const Quota& quota) {
  const RetryKind kind = retry_kind_of(exchange);
  if (kind == RetryKind::kSuccess || kind == RetryKind::kFinal) {
    return retried ? std::optional(BrokenRule{"R10", "retried after " + what_in_words(exchange)}) : std::nullopt;
  }
  if (number >= kMostAttempts) {
    return retried ? std::optional(BrokenRule{"R4", "made more than 3 attempts"}) : std::nullopt;
  }
  const bool may = quota.left() >= quota.cost(kind);
  const std::string tokens = std::to_string(quota.left()) + " of 500 tokens left";
  if (retried && !may) {
    return BrokenRule{"R6", "retried with " + tokens};
  }
  if (!retried && may) {
    const bool never_retries = number == 1 && quota.left() == kFullQuota;
    return BrokenRule{number > 1 && !made_all ? "R4"
                      : never_retries         ? "R10"
                      : quota.returned()      ? "R7"
                                              : "R6",
                      "did not retry after " + what_in_words(exchange) + " with " + tokens};
  }
  return std::nullopt;
}

}  // namespace

RetryKind retry_kind_of(const model::Exchange& exchange) {
  const std::string_view name = error_name_of(exchange);
  if (exchange.status > 0 && exchange.status < kFirstError) {
    return RetryKind::kSuccess;
  }
  if (std::find(kThrottlingNames.begin(), kThrottlingNames.end(), name) != kThrottlingNames.end() ||
      (exchange.status == kTooManyRequests && name.empty())) {
    return RetryKind::kThrottling;
  }
  const bool transient =
      std::find(kTransientStatuses.begin(), kTransientStatuses.end(), exchange.status) != kTransientStatuses.end();
  return exchange.status == 0 || transient ? RetryKind::kTransient : RetryKind::kFinal;
}

std::optional<BrokenRule> broken_by_counts(const RetryMode& mode, const model::CaseRecord& record) {
  Quota quota(mode);
  bool made_all = false;
  const auto calls = wire::requests_by_call(record);
  for (std::size_t call = 0; call < calls.size(); ++call) {
    std::int64_t last_cost = 0;
    for (std::size_t i = 0; i < calls[call].size(); ++i) {
      const model::Exchange& exchange = record.exchanges[calls[call][i]];
      const bool retried = i + 1 < calls[call].size();
      if (auto broken = broken_after(exchange, i + 1, retried, made_all, quota)) {
        broken->how = "call " + std::to_string(call + 1) + " " + broken->how;
        return broken;
      }
      const RetryKind kind = retry_kind_of(exchange);
      if (kind == RetryKind::kSuccess) {
        quota.give_back(i == 0 ? 1 : last_cost);
      } else if (retried) {
        last_cost = quota.cost(kind);
        quota.take(last_cost);
      }
    }
    made_all = made_all || calls[call].size() >= kMostAttempts;
  }
  return std::nullopt;
}

}  // namespace jobrig::judge
