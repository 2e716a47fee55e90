// Events: what happens to executions, for those who observe a thing. It stores nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "base/clock.h"
#include "model/contract_words.h"

namespace jobrig::state {

enum class Change : std::uint8_t {
  kArrived,   // the execution exists from now on
  kUpdated,   // status, details and version
  kDocument,  // the document alone, with the same version
  kRemoved,   // the execution no longer exists
};

/// The texts are valid during the call that delivers the event.
struct Event {
  std::string_view thing;
  std::string_view job;
  std::int64_t number;
  Change change;
  model::Status status;  // after the change
  std::int64_t version_number;
  base::Instant when;
};

/// Called with the lock of the thing held: it must return quickly and must not call the thing.
using Subscriber = std::function<void(const Event&)>;

class ThingState;

/// Observes one or more things. Called with the lock of the thing held.
class ThingObserver {
 public:
  ThingObserver() = default;
  ThingObserver(const ThingObserver&) = delete;
  ThingObserver& operator=(const ThingObserver&) = delete;
  virtual ~ThingObserver() = default;
  virtual void on_event(const ThingState& thing, const Event& event) = 0;
  /// The next time at which something happens by itself may have changed. base::Instant::max(): never.
  virtual void on_next_due(ThingState& thing, base::Instant due) = 0;
};

}  // namespace jobrig::state
