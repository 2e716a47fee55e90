// TLS choice: selects the entry of a scenario's `tls:` for a new connection. It knows no certificates and no sockets.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/scenario.h"
#include "state/virtual_clock.h"

namespace jobrig::plan {

/// Thread-safe. Borrows all arguments, which must outlive it.
class TlsChoice {
 public:
  TlsChoice(const std::vector<model::TlsStep>& steps, const state::VirtualClock& clock);

  /// The settings that next() indexes: those of each step, followed by valid TLS for the time after the last step.
  [[nodiscard]] std::vector<model::TlsSettings> settings() const;

  /// Counts a connection. Returns the index of the first entry whose window is open and that is not used up.
  std::size_t next();

 private:
  const std::vector<model::TlsStep>& steps_;
  const state::VirtualClock& clock_;
  std::vector<std::atomic<std::int64_t>> used_;
};

}  // namespace jobrig::plan
