// Case record: all that is known of one case that was run: what was asked of the client and when, what it reported, and
// what arrived on the wire. It judges nothing; a verdict needs nothing else.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/client_outcome.h"
#include "model/contract_words.h"
#include "model/exchange.h"

namespace jobrig::model {

/// One call as it was made.
struct CallRecord {
  std::string operation;
  std::string arguments;                 // as one JSON object's text
  base::Monotonic began{};               // when the client was asked
  base::Monotonic ended{};               // when it reported, ended, or was ended
  std::optional<ClientOutcome> outcome;  // nothing: it reports nothing (wire only), or it never came to it
  bool timed_out = false;                // the case's deadline passed before it reported

  friend bool operator==(const CallRecord&, const CallRecord&) = default;
};

struct CaseRecord {
  Edition edition = Edition::kOriginal;
  std::string thing;  // of this instance
  std::vector<CallRecord> calls;
  /// Every exchange of this case's things, by arrival. One that was not over when the case ended has `ended` zero.
  std::vector<Exchange> exchanges;
  bool reports = true;               // false: a wire-only client
  bool crashed = false;              // the client ended by a signal or without the report it owed
  std::string harness_problem{};     // why we could not run the case, or how our own answer broke the contract
  std::vector<std::string> notes{};  // what is worth telling: orphans that were ended, output that was cut

  friend bool operator==(const CaseRecord&, const CaseRecord&) = default;
};

}  // namespace jobrig::model
