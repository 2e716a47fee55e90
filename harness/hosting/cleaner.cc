#include "hosting/cleaner.h"

#include <malloc.h>

namespace jobrig::hosting {

Cleaner::Cleaner() : thread_([this] { clean(); }) {}

Cleaner::~Cleaner() {
  {
    const std::lock_guard lock(heap_->mutex);
    heap_->closed = true;
  }
  heap_->changed.notify_one();
  thread_.join();
}

/// If the cleaner has already ended, `one` is destroyed here.
void Cleaner::TrashQueue::add(std::shared_ptr<void> one) {
  const std::lock_guard lock(mutex);
  if (!closed) {
    left.push_back(std::move(one));
    changed.notify_one();
  }
}

void Cleaner::clean() {
  std::unique_lock lock(heap_->mutex);
  while (!heap_->closed || !heap_->left.empty()) {
    heap_->changed.wait(lock, [this] { return heap_->closed || !heap_->left.empty(); });
    std::vector<std::shared_ptr<void>> mine;
    mine.swap(heap_->left);
    lock.unlock();
    mine.clear();
    // The C library keeps freed memory for itself, and the state of a scan would stay in the process for good.
    ::malloc_trim(0);
    lock.lock();
  }
}

}  // namespace jobrig::hosting
