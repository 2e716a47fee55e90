#include "hosting/cleaner.h"

#include <malloc.h>

#include "base/signals_blocked.h"

namespace jobrig::hosting {

Cleaner::Cleaner() {
  const base::SignalsBlocked blocked;  // signals are for the main thread
  thread_ = std::thread([this] { clean(); });
}

Cleaner::~Cleaner() {
  {
    const std::lock_guard lock(heap_->mutex);
    heap_->closed = true;
  }
  heap_->changed.notify_one();
  thread_.join();
}

void Cleaner::TrashQueue::add(Trash* one) noexcept {
  std::unique_ptr<Trash> gone(one);
  const std::lock_guard lock(mutex);
  if (!closed) {
    gone.release()->next = left;
    left = one;
    changed.notify_one();
  }
}

void Cleaner::clean() {
  std::unique_lock lock(heap_->mutex);
  while (!heap_->closed || heap_->left != nullptr) {
    heap_->changed.wait(lock, [this] { return heap_->closed || heap_->left != nullptr; });
    Trash* mine = std::exchange(heap_->left, nullptr);
    lock.unlock();
    while (mine != nullptr) {
      const std::unique_ptr<Trash> gone(std::exchange(mine, mine->next));
    }
    // The C library keeps freed memory for itself, and the state of a scan would stay in the process for good.
    ::malloc_trim(0);
    lock.lock();
  }
}

}  // namespace jobrig::hosting
