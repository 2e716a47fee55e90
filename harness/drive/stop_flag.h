// Stop flag: interrupts every wait for a client, for example after Ctrl-C. Once raised, it stays raised. It handles no
// signals.
#pragma once

#include "base/clock.h"
#include "drive/descriptor.h"

namespace jobrig::drive {

/// Thread-safe.
class StopFlag {
 public:
  /// Throws std::system_error when no descriptor is available.
  StopFlag();

  void raise();
  [[nodiscard]] bool raised() const { return wait(base::Duration::zero()); }
  /// Waits until the flag is raised or the timeout has passed. Returns whether the flag is raised.
  [[nodiscard]] bool wait(base::Duration timeout) const;
  /// Readable once the flag is raised, for poll().
  [[nodiscard]] int descriptor() const { return event_.get(); }

 private:
  Descriptor event_;
};

}  // namespace jobrig::drive
