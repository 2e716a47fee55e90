// TLS choice: selects the entry of a scenario's `tls:` for a new connection. It knows no certificates and no sockets.
#pragma once

#include <vector>

#include "plan/step_choice.h"

namespace jobrig::plan {

/// Thread-safe. Borrows all arguments, which must outlive it.
class TlsChoice : public StepChoice<model::TlsStep> {
 public:
  TlsChoice(const std::vector<model::TlsStep>& steps, const state::VirtualClock& clock)
      : StepChoice(steps, clock), steps_(steps) {}

  /// The settings that next() indexes: those of each step, followed by valid TLS for the time after the last step.
  [[nodiscard]] std::vector<model::TlsSettings> settings() const;

 private:
  const std::vector<model::TlsStep>& steps_;
};

}  // namespace jobrig::plan
