// TLS choice: which entry of a scenario's `tls:` a new connection gets. It knows no certificate and no socket.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/scenario.h"
#include "state/virtual_clock.h"

namespace jobrig::plan {

/// Thread-safe. Borrows all it is given; they must outlive it.
class TlsChoice {
 public:
  TlsChoice(const std::vector<model::TlsStep>& steps, const state::VirtualClock& clock);

  /// What `next` chooses from: the steps' settings, and good TLS behind them for when none of them is left.
  [[nodiscard]] std::vector<model::TlsSettings> settings() const;

  /// Counts a connection: the index of the first entry whose window is open and that is not used up.
  std::size_t next();

 private:
  const std::vector<model::TlsStep>& steps_;
  const state::VirtualClock& clock_;
  std::vector<std::atomic<std::int64_t>> used_;
};

}  // namespace jobrig::plan
