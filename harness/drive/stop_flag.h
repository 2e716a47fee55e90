// Stop flag: tells everybody who waits for a client that nobody is interested any more (the user pressed Ctrl-C). Once
// raised it stays up. It handles no signals itself.
#pragma once

#include "base/clock.h"
#include "drive/descriptor.h"

namespace jobrig::drive {

/// Thread-safe.
class StopFlag {
 public:
  /// Throws std::system_error when there is no descriptor left.
  StopFlag();

  void raise();
  [[nodiscard]] bool raised() const { return wait(base::Duration::zero()); }
  /// Waits so long, or until it is raised; whether it is.
  [[nodiscard]] bool wait(base::Duration most) const;
  /// Readable once it is raised, for poll().
  [[nodiscard]] int descriptor() const { return event_.get(); }

 private:
  Descriptor event_;
};

}  // namespace jobrig::drive
