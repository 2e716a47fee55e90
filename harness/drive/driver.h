// Driver: how calls get to a client, whatever kind of program it is: one that is started for each call and only watched
// on the wire, one whose exit code and outputs a profile reads, one that speaks the client protocol. It serves nothing
// and judges nothing.
#pragma once

#include <cstddef>

#include "base/result.h"
#include "drive/call_order.h"
#include "model/verdict.h"

namespace jobrig::drive {

/// For one thread; every worker of a run has one of its own. Destroying it ends whatever it started.
class Driver {
 public:
  Driver() = default;
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;
  virtual ~Driver() = default;

  /// What the client says of itself; starts it when that takes its being there. The error says why it cannot be used.
  virtual base::Result<model::ClientDescription> describe() = 0;
  /// False: nothing but the wire tells what it did, and no report has an outcome.
  [[nodiscard]] virtual bool reports() const = 0;
  /// Has the client make the call and waits for what comes of it, at most order.most; a client that takes longer is
  /// ended. Never throws for what a client does.
  virtual CallReport make(const CallOrder& order) = 0;
  /// Ends the client in peace. Returns how many processes it left behind (all are gone by now).
  virtual std::size_t close() = 0;
};

}  // namespace jobrig::drive
