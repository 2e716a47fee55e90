// Written things: the things of a scenario by name, and the moments from which the times of their executions count. It
// keeps no state of executions.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "model/scenario.h"
#include "state/drawn_execution.h"

namespace jobrig::state {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};
template <typename Value>
using ByName = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

/// The number of executions of a thing in the scenario.
[[nodiscard]] std::size_t count_executions(const model::Thing& thing);

/// Immutable after construction.
class WrittenThings {
 public:
  /// All times count from `start`. `scenario` may be borrowed; it must outlive this then.
  WrittenThings(std::shared_ptr<const model::Scenario> scenario, const Draw& draw, base::Instant start);
  /// Follows `before` at `now`: the times of executions that `before` does not have count from `now`.
  WrittenThings(std::shared_ptr<const model::Scenario> scenario, const WrittenThings& before, base::Instant now);

  /// The position of a name in the scenario.
  struct Found {
    const model::Thing* thing;
    std::uint64_t number;  // of the thing in its range
  };
  [[nodiscard]] std::optional<Found> find(std::string_view name) const;
  [[nodiscard]] base::Instant beginning_of(const model::Execution& execution) const;
  [[nodiscard]] const Draw& draw() const { return draw_; }

 private:
  void add_names();
  /// The thing with the same name or range.
  [[nodiscard]] const model::Thing* find_same(const model::NamePattern& name) const;

  const std::shared_ptr<const model::Scenario> scenario_;
  const Draw draw_;
  const base::Instant start_;
  ByName<const model::Thing*> literals_;
  std::vector<const model::Thing*> ranges_;
  std::unordered_map<const model::Execution*, base::Instant> later_;  // executions that do not count from start_
};

}  // namespace jobrig::state
