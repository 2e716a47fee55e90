#include "agents/front_end.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "hosting/serve_tls.h"
#include "transport/tls_acceptor.h"

namespace jobrig::agents {
namespace {

constexpr std::string_view kListen = "127.0.0.1:0";

/// Null without TLS.
base::Result<std::shared_ptr<transport::TlsAcceptor>> tls_of(const std::shared_ptr<AgentStage>& stage,
                                                             const ProtocolRow& row,
                                                             conform::RunCertificates& certificates) {
  if (!row.tls) {
    return std::shared_ptr<transport::TlsAcceptor>();
  }
  const auto folder = certificates.folder();
  if (!folder) {
    return folder.error();
  }
  const auto authority = hosting::open_authority(*folder);
  if (!authority) {
    return authority.error();
  }
  return hosting::make_tls(
      *authority, std::string(kListen), stage->tls_choice.settings(), [stage] { return stage->tls_choice.next(); },
      row.mqtt ? transport::Application::kMqtt : transport::Application::kHttp);
}

}  // namespace

const std::vector<ProtocolRow>& protocols() {
  static const std::vector<ProtocolRow> kProtocols{{Protocol::kMqtt, "mqtt", true, false},
                                                   {Protocol::kMqtts, "mqtts", true, true},
                                                   {Protocol::kHttp, "http", false, false},
                                                   {Protocol::kHttps, "https", false, true}};
  return kProtocols;
}

const ProtocolRow& row_of(Protocol protocol) {
  return *std::find_if(protocols().begin(), protocols().end(),
                       [&](const ProtocolRow& row) { return row.protocol == protocol; });
}

base::Result<std::unique_ptr<FrontEnd>> FrontEnd::start(const std::shared_ptr<AgentStage>& stage, Protocol protocol,
                                                        conform::RunCertificates& certificates,
                                                        std::function<void(std::string_view)> log) {
  const ProtocolRow& row = row_of(protocol);
  auto tls = tls_of(stage, row, certificates);
  if (!tls) {
    return tls.error();
  }
  auto front = std::make_unique<FrontEnd>();
  const auto error = row.mqtt ? front->start_mqtt(stage, std::move(*tls), std::move(log))
                              : front->start_http(stage, std::move(*tls), std::move(log));
  if (error) {
    return *error;
  }
  return front;
}

std::optional<base::Error> FrontEnd::start_http(const std::shared_ptr<AgentStage>& stage,
                                                std::shared_ptr<transport::TlsAcceptor> tls,
                                                std::function<void(std::string_view)> log) {
  serve::ServerOptions options;
  options.listen = kListen;
  options.tls = std::move(tls);
  options.log = std::move(log);
  auto server = serve::Server::start(std::move(options), *stage, *stage, stage->clock);
  if (!server) {
    return server.error();
  }
  http_ = std::move(*server);
  return std::nullopt;
}

std::optional<base::Error> FrontEnd::start_mqtt(const std::shared_ptr<AgentStage>& stage,
                                                std::shared_ptr<transport::TlsAcceptor> tls,
                                                std::function<void(std::string_view)> log) {
  mqtt_serve::MqttServerOptions options;
  options.listen = kListen;
  options.tls = std::move(tls);
  options.log = std::move(log);
  auto endpoint = mqtt_hosting::MqttEndpoint::start(std::move(options), stage, *stage);
  if (!endpoint) {
    return endpoint.error();
  }
  mqtt_ = std::move(*endpoint);
  return std::nullopt;
}

std::uint16_t FrontEnd::port() const { return http_ != nullptr ? http_->port() : mqtt_->server().port(); }

std::uint64_t FrontEnd::failures() const { return http_ != nullptr ? http_->failures() : mqtt_->server().failures(); }

void FrontEnd::stop() {
  if (http_ != nullptr) {
    http_->stop(std::chrono::milliseconds(0));
    http_->wait();
  } else {
    mqtt_->server().stop();
  }
}

}  // namespace jobrig::agents
