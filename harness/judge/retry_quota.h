// Retry quota: replays a record against Retry Behavior 2.0 and 2.1 of the AWS SDKs (attempts, quota, what is retried)
// and says which rule the client breaks first. It measures no times; retry_mode.cc does. The rules are numbered as in
// scenarios/conformance/README.md, "Retry modes".
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/case_record.h"

namespace jobrig::judge {

/// What a response means to a client that retries.
enum class RetryKind : std::uint8_t { kSuccess, kTransient, kThrottling, kFinal };

/// By the name of the error, then by the status. No response at all is transient.
RetryKind retry_kind_of(const model::Exchange& exchange);

struct RetryMode {
  const char* name = "";
  std::int64_t transient_cost = 0;
  std::int64_t throttling_cost = 0;
  std::int64_t transient_base = 0;  // the longest base delay in milliseconds
  std::int64_t throttling_base = 0;
  std::int64_t least_transient_base = 0;
  std::int64_t least_throttling_base = 0;
  bool hints = false;  // honors x-amz-retry-after
};

inline constexpr RetryMode kRetry20{"2.0", 5, 5, 1000, 1000, 100, 25, false};
inline constexpr RetryMode kRetry21{"2.1", 14, 5, 50, 1000, 50, 1000, true};

/// The rule that a client breaks, with its number: `R6`, `call 19 retried with 4 tokens left`.
struct BrokenRule {
  std::string number;
  std::string how;
};

/// R4, R6, R7, R8 and R10 over all calls of the record in order, which one client object made.
std::optional<BrokenRule> broken_by_counts(const RetryMode& mode, const model::CaseRecord& record);

}  // namespace jobrig::judge
