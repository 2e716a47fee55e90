// Agent front end: the server that agents of one life cycle use, and their certificates. It does not decide about
// responses (stage.h does).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agents/stage.h"
#include "base/result.h"
#include "conform/run_certificates.h"
#include "drive/call_request.h"
#include "mqtt_hosting/endpoint.h"
#include "serve/server.h"

namespace jobrig::agents {

enum class Protocol : std::uint8_t { kMqtt, kMqtts, kHttp, kHttps };

struct ProtocolRow {
  Protocol protocol;
  std::string_view word;  // also the scheme of the endpoint
  bool mqtt;
  bool tls;
};
const std::vector<ProtocolRow>& protocols();
const ProtocolRow& row_of(Protocol protocol);

/// A running server. The stage must outlive it.
class FrontEnd {
 public:
  /// `log` receives internal errors. The error says why the server cannot be started.
  static base::Result<std::unique_ptr<FrontEnd>> start(const std::shared_ptr<AgentStage>& stage, Protocol protocol,
                                                       conform::RunCertificates& certificates,
                                                       std::function<void(std::string_view)> log);
  [[nodiscard]] std::uint16_t port() const;
  /// Closes all connections and waits until everything is recorded.
  void stop();
  /// Failures of jobrig itself so far.
  [[nodiscard]] std::uint64_t failures() const;

 private:
  std::optional<base::Error> start_http(const std::shared_ptr<AgentStage>& stage,
                                        std::shared_ptr<transport::TlsAcceptor> tls,
                                        std::function<void(std::string_view)> log);
  std::optional<base::Error> start_mqtt(const std::shared_ptr<AgentStage>& stage,
                                        std::shared_ptr<transport::TlsAcceptor> tls,
                                        std::function<void(std::string_view)> log);

  std::unique_ptr<serve::Server> http_;  // one of them
  std::unique_ptr<mqtt_hosting::MqttEndpoint> mqtt_;
};

}  // namespace jobrig::agents
