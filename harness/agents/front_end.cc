#include "agents/front_end.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "hosting/serve_tls.h"

namespace jobrig::agents {

const std::vector<ProtocolRow>& protocols() {
  static const std::vector<ProtocolRow> kProtocols{{Protocol::kHttp, "http", false}, {Protocol::kHttps, "https", true}};
  return kProtocols;
}

const ProtocolRow& row_of(Protocol protocol) {
  return *std::find_if(protocols().begin(), protocols().end(),
                       [&](const ProtocolRow& row) { return row.protocol == protocol; });
}

base::Result<std::unique_ptr<FrontEnd>> FrontEnd::start(const std::shared_ptr<AgentStage>& stage, Protocol protocol,
                                                        conform::RunCertificates& certificates,
                                                        std::function<void(std::string_view)> log) {
  auto front = std::make_unique<FrontEnd>();
  serve::ServerOptions options;
  options.log = std::move(log);
  if (row_of(protocol).tls) {
    const auto folder = certificates.folder();
    if (!folder) {
      return folder.error();
    }
    auto tls = hosting::make_tls(*folder, options.listen, stage->tls_choice.settings(),
                                 [stage] { return stage->tls_choice.next(); });
    if (!tls) {
      return tls.error();
    }
    options.tls = std::move(*tls);
  }
  auto server = serve::Server::start(std::move(options), *stage, *stage, stage->clock);
  if (!server) {
    return server.error();
  }
  front->http_ = std::move(*server);
  return front;
}

std::uint16_t FrontEnd::port() const { return http_->port(); }

std::uint64_t FrontEnd::failures() const { return http_->failures(); }

void FrontEnd::stop() {
  http_->stop(std::chrono::milliseconds(0));
  http_->wait();
}

}  // namespace jobrig::agents
