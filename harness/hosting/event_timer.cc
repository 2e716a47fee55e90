#include "hosting/event_timer.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/clock.h"
#include "base/signals_blocked.h"

namespace jobrig::hosting {
namespace {

// A longer wait could overflow in the standard library. The thread then waits again.
constexpr std::chrono::nanoseconds kLongestWait = std::chrono::hours(24);

}  // namespace

EventTimer::~EventTimer() {
  clock_watch_.reset();
  agenda_watch_.reset();
  {
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
  }
  woken_.notify_all();
  if (thread_.joinable()) {
    thread_.join();
  }
}

std::unique_ptr<state::Agenda::Subscription> EventTimer::subscribe(std::string_view thing,
                                                                   state::Subscriber subscriber) {
  state::ThingState* const state = world_.find_thing(thing);
  if (state == nullptr) {
    return nullptr;
  }
  start();
  return world_.agenda().subscribe(*state, clock_.now(), std::move(subscriber));
}

void EventTimer::start() {
  std::call_once(started_, [this] {
    clock_watch_ = clock_.on_change([this] { wake(); });
    agenda_watch_ = world_.agenda().on_change([this] { wake(); });
    const base::SignalsBlocked blocked;  // signals are for the main thread
    thread_ = std::thread([this] { run(); });
  });
}

void EventTimer::wake() {
  {
    const std::lock_guard lock(mutex_);
    is_woken_ = true;
  }
  woken_.notify_all();
}

void EventTimer::run() {
  std::unique_lock lock(mutex_);
  while (!is_stopped_) {
    is_woken_ = false;
    lock.unlock();
    world_.agenda().advance(clock_.now());
    const std::optional<base::Instant> due = world_.agenda().next_due();
    const base::Monotonic now = clock_.machine().monotonic();
    const base::Monotonic then = due ? clock_.when(*due) : base::Monotonic::max();
    const bool is_far = then == base::Monotonic::max() || then - now > kLongestWait;
    const std::chrono::nanoseconds wait = is_far ? kLongestWait : std::chrono::nanoseconds(then - now);
    lock.lock();
    woken_.wait_for(lock, std::max(wait, std::chrono::nanoseconds(0)), [this] { return is_woken_ || is_stopped_; });
  }
}

}  // namespace jobrig::hosting
