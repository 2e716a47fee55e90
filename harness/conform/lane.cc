#include "conform/lane.h"

#include <utility>

#include "base/host_port.h"
#include "conform/caught_up.h"
#include "hosting/serve_tls.h"
#include "model/tls.h"

namespace jobrig::conform {

Lane::Lane(std::string host, Log log, RunCertificates& certificates)
    : host_(std::move(host)), log_(std::move(log)), certificates_(certificates) {}

Lane::~Lane() {
  elsewhere_tls_.reset();
  elsewhere_plain_.reset();
  server_.reset();
}

base::Result<std::unique_ptr<Lane>> Lane::open(const std::string& listen, Log log, RunCertificates& certificates) {
  const auto parsed = base::parse_host_port(listen);
  std::unique_ptr<Lane> lane(new Lane(parsed ? parsed->host : "", log, certificates));
  serve::ServerOptions options;
  options.listen = listen;
  options.log = std::move(log);
  auto server = serve::Server::start(std::move(options), lane->router_, lane->router_, lane->clock_);
  if (!server) {
    return server.error();
  }
  lane->server_ = std::move(*server);
  return lane;
}

base::Result<std::unique_ptr<serve::Server>> Lane::open_elsewhere(bool tls) {
  serve::ServerOptions options;
  options.listen = base::HostPort{host_, 0}.text();
  options.log = log_;
  if (tls) {
    const auto folder = certificates_.folder();
    if (!folder) {
      return folder.error();
    }
    auto acceptor = hosting::make_tls(*folder, options.listen, {model::TlsSettings{}}, [] { return std::size_t{0}; });
    if (!acceptor) {
      return acceptor.error();
    }
    options.tls = std::move(*acceptor);
  }
  return serve::Server::start(std::move(options), elsewhere_router_, elsewhere_router_, clock_);
}

void Lane::catch_up_elsewhere() const {
  for (const auto* const server : {&elsewhere_plain_, &elsewhere_tls_}) {
    if (*server != nullptr) {
      wait_until_caught_up(**server);
    }
  }
}

base::Result<model::Elsewhere> Lane::elsewhere() {
  for (auto* const server : {&elsewhere_plain_, &elsewhere_tls_}) {
    if (*server == nullptr) {
      auto opened = open_elsewhere(server == &elsewhere_tls_);
      if (!opened) {
        return opened.error();
      }
      *server = std::move(*opened);
    }
  }
  return model::Elsewhere{elsewhere_plain_->endpoint(), elsewhere_tls_->endpoint()};
}

}  // namespace jobrig::conform
