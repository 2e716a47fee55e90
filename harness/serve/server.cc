#include "serve/server.h"

#include <sys/resource.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "serve/http_engine.h"
#include "serve/listener.h"
#include "serve/worker.h"

namespace jobrig::serve {
namespace {

void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);  // if this is not permitted, the old limit stays in effect
  }
}

}  // namespace

struct Server::Impl {
  Impl(ServerOptions options, model::Responder& responder, model::ExchangeSink& sink, const base::Clock& clock,
       const ListeningSocket& socket)
      : shared{std::move(options), responder, sink, clock},
        endpoint((shared.options.tls ? "https://" : "http://") + socket.authority),
        port(socket.port) {
    for (unsigned i = 0; i < std::max(1U, shared.options.workers); ++i) {
      workers.push_back(std::make_unique<Worker>(shared));
    }
    listener.emplace(
        workers.front()->context(), socket,
        [this](int descriptor) { workers[next_worker++ % workers.size()]->adopt(descriptor); }, shared.options.log);
  }

  Shared shared;
  std::string endpoint;
  std::uint16_t port;
  std::vector<std::unique_ptr<Worker>> workers;
  std::optional<Listener> listener;  // used on the thread of the first worker
  std::size_t next_worker = 0;       // likewise
};

base::Result<std::unique_ptr<Server>> Server::start(ServerOptions options, model::Responder& responder,
                                                    model::ExchangeSink& sink, const base::Clock& clock) {
  raise_descriptor_limit();
  const base::Result<ListeningSocket> socket = listen_on(options.listen);
  if (!socket) {
    return socket.error();
  }
  auto inside = std::make_unique<Impl>(std::move(options), responder, sink, clock, *socket);
  // cpp-httplib initialises static tables on its first request. This call initialises them before threads start, which
  // avoids a race. The library is not instrumented, so ThreadSanitizer cannot see how the tables are guarded.
  HttpEngine().render({}, true, model::HttpReply());
  inside->listener->start();
  for (const auto& worker : inside->workers) {
    worker->start();
  }
  return std::unique_ptr<Server>(new Server(std::move(inside)));
}

Server::Server(std::unique_ptr<Impl> inside) : impl_(std::move(inside)) {}

Server::~Server() {
  stop(std::chrono::milliseconds(0));
  wait();
}

const std::string& Server::endpoint() const { return impl_->endpoint; }
std::uint16_t Server::port() const { return impl_->port; }
Held Server::held() const {
  return {impl_->shared.held_requests.load(std::memory_order_relaxed),
          impl_->shared.held_responses.load(std::memory_order_relaxed)};
}

void Server::stop(std::chrono::milliseconds grace) {
  asio::post(impl_->workers.front()->context(), [this] { impl_->listener->close(); });
  for (const auto& worker : impl_->workers) {
    worker->stop(grace);
  }
}

void Server::wait() {
  for (const auto& worker : impl_->workers) {
    worker->join();
  }
}

}  // namespace jobrig::serve
