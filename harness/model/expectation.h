// Expectation: a known failure of a client, one entry of an expectations file after load: which cases fail, how, why
// that is so, and until when it is believed. Plain data; it excuses nothing by itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/diagnostic.h"
#include "model/verdict.h"

namespace jobrig::model {

/// Stands beside the names of checks: a client that crashes fails a case whatever its checks say.
constexpr std::string_view kCrash = "crash";

struct Expectation {
  std::vector<std::string> cases;      // names, sorted; globs and a check alone are resolved to them at load
  std::vector<std::string> checks;     // those that fail; empty: any of the case's, but no crash
  Verdict verdict = Verdict::kFailed;  // kFailed, kNonStrict, kTimedOut or kNotCalled
  std::string reason;
  base::Instant expires{};  // from then on it excuses nothing
  base::Location location;
};

}  // namespace jobrig::model
