// Event readers: counts the readers of GET /events, which are limited. It sends nothing.
#pragma once

#include <atomic>
#include <memory>

namespace jobrig::admin {

/// Thread-safe.
class EventReaders {
 public:
  static constexpr int kMax = 16;

  /// A reader until the result is destroyed; null if there are already kMax.
  [[nodiscard]] std::shared_ptr<void> enter() const {
    if (count_->fetch_add(1) >= kMax) {
      count_->fetch_sub(1);
      return nullptr;
    }
    return {count_.get(), [count = count_](void*) { count->fetch_sub(1); }};
  }
  [[nodiscard]] int count() const { return *count_; }

 private:
  std::shared_ptr<std::atomic<int>> count_ = std::make_shared<std::atomic<int>>(0);
};

}  // namespace jobrig::admin
