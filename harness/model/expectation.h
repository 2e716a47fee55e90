// Expectation: an entry of an expectations file after loading, a known failure of a client or a case that is known to
// be flaky: the cases, the failing checks, the reason, and the date of expiry. Plain data; it does not change verdicts
// by itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/diagnostic.h"
#include "model/verdict.h"

namespace jobrig::model {

/// Used like the name of a check. A client that crashes fails the case whatever its checks find.
constexpr std::string_view kCrash = "crash";

struct Expectation {
  std::vector<std::string> cases;      // sorted names; globs and a check alone are resolved at load
  std::vector<std::string> checks;     // the failing checks; empty: any check of the case, but no crash
  Verdict verdict = Verdict::kFailed;  // kFailed, kNonStrict, kTimedOut or kNotCalled; unused if `flaky`
  std::string reason;
  base::Instant expires{};  // from this moment on the expectation is not valid
  base::Location location;
  bool flaky = false;  // from the list known-flaky: the cases may pass or fail
};

}  // namespace jobrig::model
