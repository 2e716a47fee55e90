// Cleaner: destroys shared objects on a separate thread. Freeing the state of 100,000 keys takes tens of milliseconds;
// without the cleaner, the last owner (usually a worker during a request) would pay for that. It does not decide when
// an object is released.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace jobrig::hosting {

/// Thread-safe. Objects that are still shared when the cleaner ends are destroyed by their last owner.
class Cleaner {
 public:
  Cleaner();
  Cleaner(const Cleaner&) = delete;
  Cleaner& operator=(const Cleaner&) = delete;
  ~Cleaner();

  /// Returns a shared pointer to `made`. The cleaner destroys the object after the last owner has released it.
  template <typename T>
  std::shared_ptr<T> share(std::unique_ptr<T> made) {
    return std::shared_ptr<T>(made.release(),
                              [heap = heap_](T* left) { heap->add(std::shared_ptr<void>(left, Delete<T>())); });
  }

 private:
  template <typename T>
  struct Delete {
    void operator()(void* left) const { delete static_cast<T*>(left); }
  };
  /// Outlives the cleaner while objects are still shared.
  struct TrashQueue {
    void add(std::shared_ptr<void> one);

    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::shared_ptr<void>> left;  // guarded by mutex
    bool closed = false;                      // guarded by mutex
  };

  void clean();

  std::shared_ptr<TrashQueue> heap_ = std::make_shared<TrashQueue>();
  std::thread thread_;
};

}  // namespace jobrig::hosting
