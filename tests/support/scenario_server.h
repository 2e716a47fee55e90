// ScenarioServer: a whole server of one scenario on loopback, over TCP or TLS, in which time goes on only when a test
// says so: windows, ramps and buckets are met exactly, without waiting. Delays on the wire are real.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "certificates/certificates.h"
#include "model/scenario.h"
#include "serve/server.h"
#include "support/test_server.h"

namespace jobrig::test {

enum class Over : std::uint8_t { kTcp, kTls };

/// Started when made, stopped when it ends. Its seed is the scenario's, or 7.
class ScenarioServer {
 public:
  explicit ScenarioServer(model::Scenario scenario, Over over = Over::kTcp);
  /// A text without mistakes.
  explicit ScenarioServer(const std::string& text, Over over = Over::kTcp);
  ScenarioServer(const ScenarioServer&) = delete;
  ScenarioServer& operator=(const ScenarioServer&) = delete;
  ~ScenarioServer();

  [[nodiscard]] std::uint16_t port() const;
  /// `http://127.0.0.1:40123`
  [[nodiscard]] std::string endpoint() const;
  /// From now on it is so long after the scenario's start (0 when made), whatever the scenario's rate. Not backwards.
  void set_time(base::Duration since_start);
  /// PEM of whom clients trust; for kTls.
  [[nodiscard]] const std::string& authority() const;

  ExchangeLog log;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The scenario of that name inside the program; throws when it has mistakes or there is none.
model::Scenario shipped(std::string_view name);

}  // namespace jobrig::test
