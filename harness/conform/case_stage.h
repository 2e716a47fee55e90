// Case stage: serves one running conformance case from its own stage and keeps its exchanges until it is judged. It
// opens no port.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "hosting/served_stage.h"
#include "model/conformance_case.h"
#include "model/packet_record.h"

namespace jobrig::conform {

/// Thread-safe. For make_shared.
class CaseStage final : public hosting::ServedStage {
 public:
  /// `seed` is used for a case that sets none.
  CaseStage(const std::shared_ptr<const model::ConformanceCase>& conformance_case, std::uint64_t seed);

  model::Plan plan(const model::Request& request) override;
  model::Opening at_accept() override;

  using hosting::ServedStage::record;
  void record(model::Exchange&& exchange) override;
  void record(model::PacketRecord&& packet) noexcept override;

  [[nodiscard]] const model::ConformanceCase& conformance_case() const { return *case_; }

  /// How far the client is.
  struct Progress {
    base::Monotonic last{};      // when a request arrived or an exchange ended for the last time; zero: never
    std::uint64_t requests = 0;  // arrived so far
  };
  [[nodiscard]] Progress progress();

  /// Called for each connection that may be one of the case.
  void count_connection();
  [[nodiscard]] std::uint64_t connections();

  /// Returns all exchanges, ordered by arrival. Everything that the client sent so far has been planned, but may not be
  /// recorded yet: the function waits for that. `client_runs`: the client may keep a connection open, so that an
  /// exchange does not end. Such an exchange has `ended` zero. Call it once.
  std::vector<model::Exchange> finish(bool client_runs = true);
  /// The packets of a case over MQTT. Call it once.
  std::vector<model::PacketRecord> packets();

 private:
  const std::shared_ptr<const model::ConformanceCase> case_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<model::Exchange> planned_;      // guarded by mutex_: planned and not recorded yet
  std::vector<model::Exchange> recorded_;     // guarded by mutex_
  std::vector<model::PacketRecord> packets_;  // guarded by mutex_
  Progress progress_;                         // guarded by mutex_
  std::uint64_t connections_ = 0;             // guarded by mutex_
};

}  // namespace jobrig::conform
