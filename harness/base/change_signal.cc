#include "base/change_signal.h"

#include <utility>

namespace jobrig::base {

ChangeSignal::Watch::Watch(ChangeSignal& signal, std::function<void()> wake) : signal_(signal), wake_(std::move(wake)) {
  const std::lock_guard lock(signal_.mutex_);
  place_ = signal_.watches_.insert(signal_.watches_.end(), this);
}

ChangeSignal::Watch::~Watch() {
  const std::lock_guard lock(signal_.mutex_);
  signal_.watches_.erase(place_);
}

std::unique_ptr<ChangeSignal::Watch> ChangeSignal::watch(std::function<void()> wake) {
  return std::make_unique<Watch>(*this, std::move(wake));
}

void ChangeSignal::notify() {
  const std::lock_guard lock(mutex_);
  for (const Watch* const watch : watches_) {
    watch->wake_();
  }
}

}  // namespace jobrig::base
