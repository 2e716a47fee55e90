// Stage: the interface of a running scenario for serve/: a sandbox between two resets, or a running conformance case.
// It does not answer requests (model/responder.h does).
#pragma once

#include "base/clock.h"
#include "model/exchange.h"

namespace jobrig::model {

/// Thread-safe. The plan of a request owns its stage, so the stage lives until the exchange is recorded.
class Stage {
 public:
  Stage() = default;
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  virtual ~Stage() = default;

  /// The clock of the scenario.
  [[nodiscard]] virtual const base::Clock& scenario_time() const = 0;
  /// Receives the record of an exchange that was planned here.
  virtual void record(Exchange&& exchange) = 0;
};

}  // namespace jobrig::model
