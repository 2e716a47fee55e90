// Cleaner: destroys shared objects on a separate thread. Freeing the state of 100,000 keys takes tens of milliseconds;
// without the cleaner, the last owner (usually a worker during a request) would pay for that. It does not decide when
// an object is released.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

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
    auto trash = std::make_unique<TrashOf<T>>(std::move(made));
    T* const object = trash->object.get();
    return std::shared_ptr<T>(object, [heap = heap_, left = trash.release()](T*) { heap->add(left); });
  }

 private:
  /// An entry of the queue. It is allocated with the object: its last owner may have no memory, and must not fail.
  struct Trash {
    Trash() = default;
    Trash(const Trash&) = delete;
    Trash& operator=(const Trash&) = delete;
    virtual ~Trash() = default;
    Trash* next = nullptr;
  };
  template <typename T>
  struct TrashOf final : Trash {
    explicit TrashOf(std::unique_ptr<T> made) : object(std::move(made)) {}
    const std::unique_ptr<T> object;
  };
  /// Outlives the cleaner while objects are still shared.
  struct TrashQueue {
    /// Destroys `one` at once if the cleaner has ended.
    void add(Trash* one) noexcept;

    std::mutex mutex;
    std::condition_variable changed;
    Trash* left = nullptr;  // guarded by mutex
    bool closed = false;    // guarded by mutex
  };

  void clean();

  std::shared_ptr<TrashQueue> heap_ = std::make_shared<TrashQueue>();
  std::thread thread_;
};

}  // namespace jobrig::hosting
