// Case stage: what one running conformance case is served from: a stage of its own; and where its exchanges
// are kept until it is judged. It opens no port.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "hosting/stage.h"
#include "model/conformance_case.h"
#include "model/responder.h"

namespace jobrig::conform {

/// Thread-safe.
class CaseStage final : public model::Responder, public model::ExchangeSink {
 public:
  /// `seed`: of a case that states none.
  CaseStage(std::shared_ptr<const model::ConformanceCase> conformance_case, std::uint64_t seed);

  model::Plan plan(const model::Request& request) override;
  void apply_wire_faults(model::Plan& plan, const model::Request& request, model::Script& script) override;
  std::optional<model::EarlyEnd> at_accept() override;
  [[nodiscard]] bool looks_at_heads() const override { return stage_.planner.looks_at_heads(); }
  std::optional<model::EarlyEnd> at_request_head(const model::Request& head) override;
  void record(model::Exchange&& exchange) override;

  [[nodiscard]] const model::ConformanceCase& conformance_case() const { return *case_; }
  [[nodiscard]] const base::Clock& clock() const { return stage_.clock; }
  [[nodiscard]] plan::TlsChoice& tls_choice() { return stage_.tls_choice; }

  /// All exchanges by arrival. The client is done, but the server may just be noting its last answer: what was planned
  /// is waited for, and of a client whose request may lie unread the first. What is not over even then is there with
  /// `ended` zero. Call it once.
  std::vector<model::Exchange> finish();

 private:
  std::shared_ptr<const model::ConformanceCase> case_;
  hosting::Stage stage_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<model::Exchange> planned_;   // guarded by mutex_: begun and not recorded yet
  std::vector<model::Exchange> recorded_;  // guarded by mutex_
};

}  // namespace jobrig::conform
