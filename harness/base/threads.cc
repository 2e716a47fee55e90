#include "base/threads.h"

#include <atomic>
#include <cstdint>
#include <exception>
#include <mutex>
#include <system_error>
#include <utility>

#include "base/signals_blocked.h"

namespace jobrig::base {
struct Threads::Shared {
  enum class Gate : std::uint8_t { kClosed, kOpen, kCancelled };

  std::atomic<Gate> gate{Gate::kClosed};
  std::mutex mutex;
  std::exception_ptr failure;  // guarded by mutex; the first one

  void set(Gate value) {
    gate = value;
    gate.notify_all();
  }

  void run(const Work& work) {
    gate.wait(Gate::kClosed);
    if (gate == Gate::kCancelled) {
      return;
    }
    try {
      work();
    } catch (...) {
      const std::lock_guard lock(mutex);
      failure = failure ? failure : std::current_exception();
    }
  }
};

Threads::Threads() : shared_(std::make_unique<Shared>()) {}

Threads::~Threads() { join_all(); }

std::optional<Error> Threads::start(std::vector<Work> works) {
  // A thread inherits the mask of the one that creates it (pthread_create(3)): no signal can arrive in the new one, not
  // even before its first instruction.
  const SignalsBlocked blocked;
  shared_->set(Shared::Gate::kClosed);
  std::string problem;
  try {
    threads_.reserve(works.size());
    for (Work& work : works) {
      threads_.emplace_back([shared = shared_.get(), work = std::move(work)] { shared->run(work); });
    }
  } catch (const std::system_error& error) {  // EAGAIN: pthread_create(3)
    problem = error.code().message();
  } catch (const std::bad_alloc&) {
    problem = "out of memory";
  }
  if (problem.empty()) {
    shared_->set(Shared::Gate::kOpen);
    return std::nullopt;
  }
  shared_->set(Shared::Gate::kCancelled);
  join_all();
  return Error{"cannot start " + std::to_string(works.size()) + (works.size() == 1 ? " thread: " : " threads: ") +
               problem};
}

void Threads::join_all() {
  for (std::thread& thread : threads_) {
    thread.join();
  }
  threads_.clear();
}

void Threads::join() {
  join_all();
  if (const std::exception_ptr failure = std::exchange(shared_->failure, nullptr)) {
    std::rethrow_exception(failure);
  }
}

}  // namespace jobrig::base
