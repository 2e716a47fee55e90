// Threads: starts threads, all or none, and joins them without losing an exception. It has no queue and no pool: each
// thread runs one function once.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"

namespace jobrig::base {

/// For one thread, which starts and joins. The threads of the group must not use it.
class Threads {
 public:
  using Work = std::function<void()>;

  Threads();
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;
  /// Joins. An exception that join() did not pass on is dropped.
  ~Threads();

  /// Starts one thread for each function, with all signals blocked: signals are for the main thread. No function begins
  /// before all threads exist. If one cannot be created, none of the functions runs; the error says why. The group must
  /// have no threads.
  [[nodiscard]] std::optional<Error> start(std::vector<Work> works);
  /// Waits until all threads have ended; then throws what the first one that failed threw. The group is empty then.
  void join();
  [[nodiscard]] bool empty() const { return threads_.empty(); }

 private:
  struct Shared;
  void join_all();

  std::unique_ptr<Shared> shared_;  // outlives the threads, which are joined before
  std::vector<std::thread> threads_;
};

}  // namespace jobrig::base
