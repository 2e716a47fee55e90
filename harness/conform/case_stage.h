// Case stage: serves one running conformance case from its own stage and keeps its exchanges until it is judged. It
// opens no port.
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
  /// `seed` is for a case that sets none.
  CaseStage(std::shared_ptr<const model::ConformanceCase> conformance_case, std::uint64_t seed);

  model::Plan plan(const model::Request& request) override;
  void apply_wire_faults(model::Plan& plan, const model::Request& request, model::Script& script) override;
  std::optional<model::EarlyEnd> at_accept() override;
  [[nodiscard]] bool looks_at_heads() const override { return stage_.http.looks_at_heads(); }
  std::optional<model::EarlyEnd> at_request_head(const model::Request& head) override;
  void record(model::Exchange&& exchange) override;

  [[nodiscard]] const model::ConformanceCase& conformance_case() const { return *case_; }
  [[nodiscard]] const base::Clock& clock() const { return stage_.clock; }
  [[nodiscard]] plan::TlsChoice& tls_choice() { return stage_.tls_choice; }

  /// All exchanges by arrival. The client is done, but the server may still be recording: waits until every planned
  /// exchange is recorded, and shortly for a first request. An exchange that is not over then has `ended` zero. Call it
  /// once.
  std::vector<model::Exchange> finish();

 private:
  std::shared_ptr<const model::ConformanceCase> case_;
  hosting::Stage stage_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<model::Exchange> planned_;   // guarded by mutex_: planned and not recorded yet
  std::vector<model::Exchange> recorded_;  // guarded by mutex_
};

}  // namespace jobrig::conform
