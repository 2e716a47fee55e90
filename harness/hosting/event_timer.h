// Event timer: lets the executions of observed things change at the moment at which something is due, without a
// request. It decides nothing: state/ knows what is due.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>

#include "base/change_signal.h"
#include "state/agenda.h"
#include "state/virtual_clock.h"
#include "state/world.h"

namespace jobrig::hosting {

/// Thread-safe. Starts its thread with the first subscription: a server without subscribers has none. Moves of the
/// virtual clock wake it. Borrows the world and the clock, which must outlive it.
class EventTimer {
 public:
  EventTimer(state::World& world, const state::VirtualClock& clock) : world_(world), clock_(clock) {}
  EventTimer(const EventTimer&) = delete;
  EventTimer& operator=(const EventTimer&) = delete;
  ~EventTimer();

  /// The events of a thing from now on, as state::Agenda::subscribe() delivers them, on the thread of the request that
  /// caused them or on that of the timer. Null if the scenario has no such thing. The timer must outlive the result.
  [[nodiscard]] std::unique_ptr<state::Agenda::Subscription> subscribe(std::string_view thing,
                                                                       state::Subscriber subscriber);

 private:
  void start();
  void run();
  void wake();

  state::World& world_;
  const state::VirtualClock& clock_;
  std::once_flag started_;
  std::unique_ptr<base::ChangeSignal::Watch> clock_watch_;
  std::unique_ptr<base::ChangeSignal::Watch> agenda_watch_;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool is_woken_ = false;    // guarded by mutex_
  bool is_stopped_ = false;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace jobrig::hosting
