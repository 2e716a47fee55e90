// Case stage: what one running conformance case is served from: its own clock, world and planner; and where its
// exchanges are kept until it is judged. It opens no port.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "commands/scenario_clock.h"
#include "model/conformance_case.h"
#include "model/responder.h"
#include "plan/planner.h"
#include "plan/tls_choice.h"
#include "state/virtual_clock.h"
#include "state/world.h"

namespace jobrig::commands {

/// Thread-safe.
class CaseStage final : public model::Responder, public model::ExchangeSink {
 public:
  /// `seed`: of a case that states none.
  CaseStage(model::ConformanceCase one, std::uint64_t seed);

  model::Plan plan(const model::Request& request) override;
  void apply_wire_faults(model::Plan& plan, const model::Request& request, model::Script& script) override;
  std::optional<model::EarlyEnd> at_accept() override;
  [[nodiscard]] bool looks_at_heads() const override { return planner_.looks_at_heads(); }
  std::optional<model::EarlyEnd> at_request_head(const model::Request& head) override;
  void record(model::Exchange&& exchange) override;

  [[nodiscard]] const model::ConformanceCase& conformance_case() const { return case_; }
  [[nodiscard]] const base::Clock& clock() const { return clock_; }
  [[nodiscard]] plan::TlsChoice& tls_choice() { return tls_choice_; }

  /// All exchanges by arrival. The client is done, but the server may just be noting its last answer: what was planned
  /// is waited for, and of a client whose request may lie unread the first. What is not over even then is there with
  /// `ended` zero. Call it once.
  std::vector<model::Exchange> finish();

 private:
  model::ConformanceCase case_;
  base::SystemClock machine_;
  state::VirtualClock virtual_clock_;
  ScenarioClock clock_;
  state::World world_;
  plan::Planner planner_;
  plan::TlsChoice tls_choice_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<model::Exchange> planned_;   // guarded by mutex_: begun and not recorded yet
  std::vector<model::Exchange> recorded_;  // guarded by mutex_
};

}  // namespace jobrig::commands
