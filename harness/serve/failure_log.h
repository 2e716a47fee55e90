// Failure log: counts the internal failures of a server and passes one sentence about each on. It does not print.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>

namespace jobrig::serve {

/// Thread-safe. `log` is called from any thread; empty: nothing is told.
class FailureLog {
 public:
  explicit FailureLog(std::function<void(std::string_view)> log) : log_(std::move(log)) {}

  void tell(std::string_view sentence) const noexcept;
  /// Counts an internal failure and logs it.
  void note_failure(std::string_view sentence) noexcept;
  /// The same for the exception that is being handled. `what`: its effect.
  void note_exception(std::string_view what) noexcept;
  /// Each may have cost a response or a record.
  [[nodiscard]] std::uint64_t failures() const { return failures_.load(std::memory_order_relaxed); }

 private:
  const std::function<void(std::string_view)> log_;
  std::atomic<std::uint64_t> failures_{0};
};

}  // namespace jobrig::serve
