// Job notices: the messages that the Jobs service sends by itself over MQTT, notify and notify-next, for the things
// that are watched (AWS IoT Developer Guide, "Jobs notifications"). It neither counts a describe nor publishes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/scenario.h"
#include "mqtt/jobs_response.h"
#include "plan/document_texts.h"
#include "state/virtual_clock.h"
#include "state/world.h"

namespace jobrig::hosting {

/// Borrows all arguments; they must outlive it.
class JobNotices {
 public:
  JobNotices(const model::Scenario& scenario, state::World& world, const state::VirtualClock& clock)
      : scenario_(&scenario), world_(&world), clock_(&clock), documents_(scenario) {}

  /// From now on, changes() compares with another state, which may have other things.
  void follow(const model::Scenario& scenario, state::World& world, const state::VirtualClock& clock);

  /// Remembers what is pending in the thing now. Returns false if the scenario has no such thing or it is watched.
  bool watch(std::string_view thing) { return watch(thing, false); }
  /// The same for a thing that has come later: what is pending in it is news.
  bool watch_new(std::string_view thing) { return watch(thing, true); }
  [[nodiscard]] bool watches(std::string_view thing) const { return seen_.find(thing) != seen_.end(); }
  [[nodiscard]] std::size_t watched() const { return seen_.size(); }
  [[nodiscard]] std::vector<std::string> things() const;

  /// The messages for what has changed in a watched thing since watch() or the last call: notify if an execution was
  /// added to the pending ones or removed from them, notify-next if another execution is the next one.
  std::vector<mqtt::JobsMessage> changes(std::string_view thing);

 private:
  using ExecutionName = std::pair<std::string, std::int64_t>;  // job and number
  struct Seen {
    std::vector<ExecutionName> pending;  // sorted
    std::optional<ExecutionName> next;
    std::string next_body;  // as DescribeJobExecution returns it

    friend bool operator==(const Seen&, const Seen&) = default;
  };
  [[nodiscard]] Seen look(state::ThingState& thing, base::Instant now) const;
  bool watch(std::string_view thing, bool is_new);

  const model::Scenario* scenario_;
  state::World* world_;
  const state::VirtualClock* clock_;
  plan::DocumentTexts documents_;
  std::map<std::string, Seen, std::less<>> seen_;  // by thing
};

}  // namespace jobrig::hosting
