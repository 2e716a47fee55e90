// Sandboxes: all sandboxes that share one port: the main sandbox and those under base paths. Passes each request to the
// current generation of the sandbox that the path names. It does not decide about responses.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "hosting/sandbox.h"
#include "model/responder.h"

namespace jobrig::hosting {

/// Thread-safe. As a clock, it returns the time of the main sandbox.
class Sandboxes final : public model::Responder, public model::ExchangeSink, public base::Clock {
 public:
  Sandboxes(Sandbox::Beginning main, Cleaner& cleaner);
  ~Sandboxes() override;

  model::Plan plan(const model::Request& request) override;
  void plan_into(const model::Request& request, model::Plan& plan) override;
  model::Opening at_accept() override;
  [[nodiscard]] model::Port port() const override;
  [[nodiscard]] bool looks_at_heads() const override { return looks_at_heads_.load(std::memory_order_relaxed); }
  std::optional<model::EarlyEnd> at_request_head(const model::Request& head) override;
  void record(model::Exchange&& exchange, model::Stage* stage) override;
  [[nodiscard]] base::Instant civil() const override;
  [[nodiscard]] base::Monotonic monotonic() const override { return machine_.monotonic(); }

  /// The TLS setting of a new connection; the main sandbox chooses it.
  std::size_t next_tls();

  [[nodiscard]] const std::shared_ptr<Sandbox>& main() const { return main_; }
  /// Null: no sandbox has this id (any more).
  [[nodiscard]] std::shared_ptr<Sandbox> find(std::string_view id) const;
  [[nodiscard]] std::vector<std::shared_ptr<Sandbox>> all() const;
  [[nodiscard]] std::size_t count() const;
  /// Creates a sandbox with a new id. Returns null if there are already kMax sandboxes.
  std::shared_ptr<Sandbox> add(Sandbox::Beginning beginning);
  /// False: no such sandbox.
  bool remove(std::string_view id);
  /// Deletes the sandboxes that have been idle for too long, and calls `removed` with each. Returns the time at which
  /// the next one expires.
  base::Monotonic remove_idle(const std::function<void(const Sandbox&)>& removed = [](const Sandbox&) {});
  /// Must be called after a sandbox has received another scenario.
  void scenario_changed();

  static constexpr std::size_t kMax = 10'000;

 private:
  Cleaner& cleaner_;
  base::SystemClock machine_;
  const std::shared_ptr<Sandbox> main_;
  std::atomic<bool> looks_at_heads_{false};
  std::atomic<std::uint64_t> made_{0};
  mutable std::shared_mutex mutex_;
  std::map<std::string, std::shared_ptr<Sandbox>, std::less<>> sandboxes_;  // guarded by mutex_
};

}  // namespace jobrig::hosting
