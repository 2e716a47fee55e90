// Agent stage: the scenario of one life cycle, which servers serve to agents. It records the requests of agents and the
// changes of their executions. It opens no port.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hosting/served_stage.h"
#include "life_cycles/life_cycle.h"
#include "life_cycles/record.h"
#include "model/packet_record.h"
#include "state/agenda.h"

namespace jobrig::agents {

/// What the stage tells at once, from any thread. Both must return quickly.
struct StageListener {
  std::function<void(std::size_t agent)> asked;
  std::function<void(const life_cycles::ChangeRecord&)> changed;
};

/// Thread-safe. For make_shared.
class AgentStage final : public hosting::ServedStage {
 public:
  /// The life cycle must outlive it.
  AgentStage(const life_cycles::LifeCycle& cycle, std::uint64_t seed, StageListener listener);

  model::Plan plan(const model::Request& request) override;

  using hosting::ServedStage::record;
  void record(model::Exchange&& exchange) override;
  void record(model::PacketRecord&& packet) noexcept override;

  /// The state of all executions that exist.
  [[nodiscard]] std::vector<life_cycles::LastState> states();
  /// The service cancels the execution of the job that is IN_PROGRESS, or changes its details. Nothing happens if there
  /// is none. `agent` absent: at all things.
  void change(std::optional<std::size_t> agent, const std::string& job, bool cancels);
  /// Adds the recorded requests and changes. Call it when no server uses the stage any more.
  void finish(life_cycles::AgentRecord& record, std::vector<model::Exchange>& exchanges,
              std::vector<model::PacketRecord>& packets);

 private:
  [[nodiscard]] std::optional<std::size_t> agent_of(std::string_view thing) const;

  const life_cycles::LifeCycle& cycle_;
  const StageListener listener_;
  std::mutex mutex_;
  std::vector<model::Exchange> exchanges_;                             // guarded by mutex_
  std::vector<model::PacketRecord> packets_;                           // guarded by mutex_
  std::vector<life_cycles::ChangeRecord> changes_;                     // guarded by mutex_
  std::vector<std::unique_ptr<state::Agenda::Subscription>> watched_;  // ends before the rest
};

}  // namespace jobrig::agents
