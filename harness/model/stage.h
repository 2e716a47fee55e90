// Stage: what a scenario is played on, as far as serving has to know it: a sandbox from one reset to the next, or a
// running conformance case. It answers nothing itself (model/responder.h does).
#pragma once

#include "base/clock.h"
#include "model/exchange.h"

namespace jobrig::model {

/// Thread-safe. The plan of a request owns it, so that it stays until the exchange is recorded.
class Stage {
 public:
  Stage() = default;
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  virtual ~Stage() = default;

  /// Tells the scenario's time.
  [[nodiscard]] virtual const base::Clock& scenario_time() const = 0;
  /// Takes the record of an exchange that was planned here.
  virtual void record(Exchange&& exchange) = 0;
};

}  // namespace jobrig::model
