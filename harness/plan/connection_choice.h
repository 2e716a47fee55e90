// Connection choice: what a scenario's `connections:` says about the port and about a new connection. It knows no
// sockets.
#pragma once

#include <optional>
#include <vector>

#include "model/responder.h"
#include "plan/step_choice.h"

namespace jobrig::plan {

/// Thread-safe. Borrows all arguments, which must outlive it.
class ConnectionChoice {
 public:
  ConnectionChoice(const std::vector<model::ConnectionStep>& steps, const state::VirtualClock& clock)
      : steps_(steps), choice_(steps, clock) {}

  /// Counts a connection.
  model::Opening next();
  [[nodiscard]] model::Port port() const;

 private:
  const std::vector<model::ConnectionStep>& steps_;
  StepChoice<model::ConnectionStep> choice_;
};

}  // namespace jobrig::plan
