// Liveness: collects the answers of the parts of a running server to one health check. It does not ask them (server.h
// does) and sets no deadline.
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::serve {

/// Thread-safe.
class Liveness {
 public:
  struct Part {
    std::string name;
    std::optional<std::string_view> problem{};  // absent: no answer yet; empty: the part works
  };

  explicit Liveness(std::vector<std::string> names);

  /// Called by the part itself. `problem` must be a constant; empty: the part works.
  void answer(std::size_t part, std::string_view problem) noexcept;
  /// Calls `wake` when all parts have answered, possibly at once. Call it once. `wake` is called with a lock held; it
  /// must only pass the news on.
  void when_complete(std::function<void()> wake);
  /// After this, `wake` is not called any more.
  void stop_waiting();
  [[nodiscard]] std::vector<Part> parts() const;

 private:
  mutable std::mutex mutex_;  // guards all below
  std::vector<Part> parts_;
  std::size_t left_;
  std::function<void()> wake_;
};

}  // namespace jobrig::serve
