// Driver: makes a client perform calls. There is one for each kind of client: a program that is only observed on the
// wire, a program whose exit code and outputs a profile interprets, and an adapter that speaks the client protocol. It
// serves nothing and judges nothing.
#pragma once

#include <cstddef>

#include "base/result.h"
#include "drive/call_request.h"
#include "model/verdict.h"

namespace jobrig::drive {

/// For one thread; every worker of a run has its own. Destroying it ends what it started.
class Driver {
 public:
  Driver() = default;
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;
  virtual ~Driver() = default;

  /// The client's name, version and features; starts it if necessary. The error says why it cannot be used.
  virtual base::Result<model::ClientDescription> describe() = 0;
  /// False: the client is only observed on the wire, and no report has an outcome.
  [[nodiscard]] virtual bool reports() const = 0;
  /// Makes the client perform the call and waits for the result. A client that exceeds request.timeout is ended. Never
  /// throws because of what a client does.
  virtual CallReport make(const CallRequest& request) = 0;
  /// Ends the client in an orderly way. Returns how many processes it left behind; all have been ended.
  virtual std::size_t close() = 0;
};

}  // namespace jobrig::drive
