// Retry policy: whether and when an attempt is repeated: Retry Behavior 2.1 of the AWS SDKs (attempts, full jitter,
// quota). It sends nothing.
#pragma once

#include <optional>
#include <random>

#include "clients/reference/call.h"
#include "clients/reference/policy.h"

namespace jobrig::reference {

/// The retry quota of a client object.
class RetryQuota {
 public:
  explicit RetryQuota(const RetryPolicy& policy) : policy_(policy), left_(policy.quota) {}

  /// Takes the tokens of a retry after `failure`. False: there are not enough.
  bool take(const Failure& failure);
  /// A call succeeded; `retried`: not at its first attempt.
  void give_back(bool retried);

 private:
  const RetryPolicy& policy_;
  int left_;
  int last_ = 0;  // taken by the last retry
};

/// Returns the wait before attempt `next` (from 2); nothing: the caller receives the failure.
std::optional<Milliseconds> wait_before(int next, const Failure& failure, const Policy& policy, std::mt19937& chance);

}  // namespace jobrig::reference
