// Agenda: the things that are observed, who observes them, and when something happens in them by itself: an arrival, a
// step, a timeout. It has no clock and no timer: who owns one asks next_due() and calls advance().
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/change_signal.h"
#include "base/clock.h"
#include "state/events.h"

namespace jobrig::state {

/// Thread-safe. A thing that nobody observes costs nothing here: its state is brought up to date by the next request.
class Agenda final : public ThingObserver {
 public:
  /// Observes a thing until it is destroyed. The agenda and the thing must outlive it.
  class Subscription {
   public:
    Subscription(Agenda& agenda, ThingState& thing, Subscriber subscriber);
    Subscription(const Subscription&) = delete;
    Subscription& operator=(const Subscription&) = delete;
    ~Subscription();

   private:
    friend class Agenda;
    Agenda& agenda_;
    ThingState& thing_;
    const Subscriber subscriber_;
  };

  /// `subscriber` gets all events of the thing after `now`, in order of time within a call, and none after the
  /// subscription is destroyed. It is called with locks held: it must return quickly, and must call neither the thing
  /// nor the agenda.
  [[nodiscard]] std::unique_ptr<Subscription> subscribe(ThingState& thing, base::Instant now, Subscriber subscriber);

  /// The next time at which something happens in an observed thing; nothing if never.
  [[nodiscard]] std::optional<base::Instant> next_due() const;
  /// Applies everything that is due at `now` in the observed things.
  void advance(base::Instant now);
  /// Calls `wake` when next_due() changes, as base::ChangeSignal does.
  [[nodiscard]] std::unique_ptr<base::ChangeSignal::Watch> on_change(std::function<void()> wake) const {
    return changed_.watch(std::move(wake));
  }

 private:
  struct Observed {
    std::vector<Subscription*> subscriptions;
    base::Instant due = base::Instant::max();
  };

  void on_event(const ThingState& thing, const Event& event) override;
  void on_next_due(ThingState& thing, base::Instant due) override;
  void end(Subscription& subscription);

  // Locked after the lock of a thing, never before.
  mutable std::mutex mutex_;
  std::unordered_map<const ThingState*, Observed> things_;  // guarded by mutex_
  std::set<std::pair<base::Instant, ThingState*>> dues_;    // guarded by mutex_; without those that are never due
  mutable base::ChangeSignal changed_;
};

}  // namespace jobrig::state
