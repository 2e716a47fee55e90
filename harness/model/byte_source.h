// ByteSource: supplies the bytes of a response without a known end, part by part, as fast as its client reads them. It
// knows no sockets and stores no bytes that were sent.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"

namespace jobrig::model {

/// Used by the thread of its connection.
class ByteSource {
 public:
  struct Part {
    std::string bytes;  // to send now
    /// When to ask for the next part, if the client has accepted this one by then; absent: this part is the last.
    std::optional<base::Monotonic> again = base::Monotonic{};
  };

  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  /// Returns without waiting. A part without bytes asks again later than `now`.
  virtual Part next(base::Monotonic now) = 0;
};

}  // namespace jobrig::model
