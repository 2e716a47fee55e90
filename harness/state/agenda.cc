#include "state/agenda.h"

#include <algorithm>

#include "state/thing.h"

namespace jobrig::state {

Agenda::Subscription::Subscription(Agenda& agenda, ThingState& thing, Subscriber subscriber)
    : agenda_(agenda), thing_(thing), subscriber_(std::move(subscriber)) {}

Agenda::Subscription::~Subscription() { agenda_.end(*this); }

std::unique_ptr<Agenda::Subscription> Agenda::subscribe(ThingState& thing, base::Instant now, Subscriber subscriber) {
  thing.advance(now);  // what has happened before is not news
  auto subscription = std::make_unique<Subscription>(*this, thing, std::move(subscriber));
  {
    const std::lock_guard lock(mutex_);
    things_[&thing].subscriptions.push_back(subscription.get());
  }
  thing.observe(this);
  return subscription;
}

void Agenda::end(Subscription& subscription) {
  const std::lock_guard lock(mutex_);
  const auto found = things_.find(&subscription.thing_);
  auto& subscriptions = found->second.subscriptions;
  subscriptions.erase(std::find(subscriptions.begin(), subscriptions.end(), &subscription));
  if (subscriptions.empty()) {
    // The thing continues to report, which costs little. Its lock cannot be taken here.
    dues_.erase({found->second.due, &subscription.thing_});
    things_.erase(found);
  }
}

std::optional<base::Instant> Agenda::next_due() const {
  const std::lock_guard lock(mutex_);
  return dues_.empty() ? std::nullopt : std::optional(dues_.begin()->first);
}

void Agenda::advance(base::Instant now) {
  std::vector<ThingState*> due;
  {
    const std::lock_guard lock(mutex_);
    for (auto one = dues_.begin(); one != dues_.end() && one->first <= now; ++one) {
      due.push_back(one->second);
    }
  }
  for (ThingState* const thing : due) {
    thing->advance(now);
  }
}

void Agenda::on_event(const ThingState& thing, const Event& event) {
  const std::lock_guard lock(mutex_);
  const auto found = things_.find(&thing);
  if (found == things_.end()) {
    return;
  }
  for (const Subscription* const subscription : found->second.subscriptions) {
    subscription->subscriber_(event);
  }
}

void Agenda::on_next_due(ThingState& thing, base::Instant due) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = things_.find(&thing);
    if (found == things_.end() || found->second.due == due) {
      return;
    }
    dues_.erase({found->second.due, &thing});
    found->second.due = due;
    if (due != base::Instant::max()) {
      dues_.emplace(due, &thing);
    }
  }
  changed_.notify();
}

}  // namespace jobrig::state
