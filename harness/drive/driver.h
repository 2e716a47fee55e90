// Driver: makes a client perform calls. There is one driver for each kind of client: a program observed only on the
// wire, a program whose exit code and outputs a profile interprets, and an adapter that speaks the client protocol. A
// driver serves nothing and judges nothing.
#pragma once

#include <cstddef>
#include <vector>

#include "base/result.h"
#include "drive/call_request.h"
#include "model/verdict.h"

namespace jobrig::drive {

/// Not thread-safe: each worker of a run has its own driver. The destructor ends everything that the driver started.
class Driver {
 public:
  Driver() = default;
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;
  virtual ~Driver() = default;

  /// The client's name, version and features. Starts the client if necessary. The error says why the client cannot be
  /// used.
  virtual base::Result<model::ClientDescription> describe() = 0;
  /// What the reports of its calls contain: without reports no call has an outcome.
  [[nodiscard]] virtual model::Reports reports() const = 0;
  /// Makes the client perform the call and waits for the result. Ends a client that exceeds request.timeout. Never
  /// throws because of client behaviour.
  virtual CallReport make(const CallRequest& request) = 0;
  /// Whether processes of the client are left, which may still send requests.
  [[nodiscard]] virtual bool running() const { return false; }
  /// What the client wrote after its results, since the last call of this function. Does not wait.
  virtual std::vector<LateLine> late_lines() { return {}; }
  /// Ends the client in an orderly way. Returns the number of processes that the client left behind; all have been
  /// ended.
  virtual std::size_t close() = 0;
};

}  // namespace jobrig::drive
