// Case router: lets conformance cases that run at the same time share one port. A request belongs to the case whose
// thing or job it contains anywhere. The router does not parse paths: a request with a wrong path still counts for its
// case. A request that names no case belongs to the last case of its connection, or to the case that was added last.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "conform/case_stage.h"
#include "model/responder.h"

namespace jobrig::conform {

/// Thread-safe.
class CaseRouter final : public model::Responder, public model::ExchangeSink {
 public:
  void add(std::shared_ptr<CaseStage> stage);
  /// Later requests that contain its key are unmatched.
  void remove(const CaseStage& stage);

  model::Plan plan(const model::Request& request) override;
  model::Opening at_accept() override;
  [[nodiscard]] bool looks_at_heads() const override { return true; }
  std::optional<model::EarlyEnd> at_request_head(const model::Request& head) override;
  void record(model::Exchange&& exchange, model::Stage* planned) override;

  /// The number of requests that arrived while no case was running, and the first line of the first of them.
  struct Unmatched {
    std::size_t count = 0;
    std::string first;
  };
  [[nodiscard]] Unmatched unmatched();

 private:
  std::shared_ptr<CaseStage> find(std::string_view text);

  std::mutex mutex_;
  std::weak_ptr<CaseStage> current_;                                       // guarded by mutex_: added last
  std::map<std::string, std::shared_ptr<CaseStage>, std::less<>> stages_;  // guarded by mutex_, by instance key
  /// Guarded by mutex_. The case of a connection's last request: a request that names no case most likely belongs to
  /// it.
  std::map<std::uint64_t, std::weak_ptr<CaseStage>> connections_;
  Unmatched unmatched_;  // guarded by mutex_
};

}  // namespace jobrig::conform
