// ScenarioServer: a complete server for one scenario on loopback, over TCP or TLS. Its virtual time changes only when a
// test sets it, which makes windows, ramps and buckets exact without waiting. Delays on the wire are in real time.
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

/// The constructor starts the server, the destructor stops it. The seed is the scenario's, or 7.
class ScenarioServer {
 public:
  explicit ScenarioServer(model::Scenario scenario, Over over = Over::kTcp);
  /// The text must not contain errors.
  explicit ScenarioServer(const std::string& text, Over over = Over::kTcp);
  ScenarioServer(const ScenarioServer&) = delete;
  ScenarioServer& operator=(const ScenarioServer&) = delete;
  ~ScenarioServer();

  [[nodiscard]] std::uint16_t port() const;
  /// `http://127.0.0.1:40123`
  [[nodiscard]] std::string endpoint() const;
  /// Sets the time since the scenario's start (initially 0), whatever the rate of the scenario. It must not go back.
  void set_time(base::Duration since_start);
  /// The PEM text of the authority that clients must trust. For kTls.
  [[nodiscard]] const std::string& authority() const;

  ExchangeLog log;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The built-in scenario with this name. Throws when it does not exist or has errors.
model::Scenario shipped(std::string_view name);

}  // namespace jobrig::test
