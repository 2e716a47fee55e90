// Cleaner: destroys what nobody needs any more on a thread of its own, so that whoever lets go of it last (a worker in
// the middle of a request, mostly) doesn't pay for it: the state of 100,000 keys takes tens of milliseconds to free.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace jobrig::hosting {

/// Thread-safe. What is still shared when the cleaner ends is destroyed by whoever lets go of it last.
class Cleaner {
 public:
  Cleaner();
  Cleaner(const Cleaner&) = delete;
  Cleaner& operator=(const Cleaner&) = delete;
  ~Cleaner();

  /// Shares `made`, and destroys it here once nobody has it any more.
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
  /// Outlives the cleaner as long as something is shared.
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
