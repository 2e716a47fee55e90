#include "serve/server.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "serve/http_engine.h"
#include "serve/listener.h"
#include "serve/liveness.h"
#include "serve/worker.h"

namespace jobrig::serve {

struct Server::Impl {
  Impl(ServerOptions options, model::Responder& responder, model::ExchangeSink& sink, const base::Clock& clock,
       ListeningSocket socket)
      : shared{std::move(options), responder, sink, clock},
        endpoint((shared.options.tls ? "https://" : "http://") + socket.authority),
        port(socket.port) {
    const unsigned count = std::max(1U, shared.options.workers);
    for (unsigned i = 0; i < count; ++i) {
      workers.push_back(std::make_unique<Worker>(shared));
    }
    Worker& first = *workers.front();
    listener.emplace(
        ListenerParts{first.loop(), first.own_timers(), shared.log,
                      [&asked = shared.responder] { return asked.port(); }, shared.options.reserved_descriptors},
        std::move(socket.descriptor),
        [this](base::Descriptor& descriptor) { workers[next_worker++ % workers.size()]->adopt(descriptor); });
  }
  ~Impl() {
    stop(std::chrono::milliseconds(0));
    for (const auto& worker : workers) {
      worker->join();
    }
  }

  void stop(std::chrono::milliseconds grace) noexcept {
    listener->stop();
    for (const auto& worker : workers) {
      worker->stop(grace);
    }
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
  if (options.raises_descriptor_limit) {
    raise_descriptor_limit();
  }
  base::Result<ListeningSocket> socket = listen_on(options.listen);
  if (!socket) {
    return socket.error();
  }
  // cpp-httplib initialises static tables on its first request. This call initialises them before threads start. The
  // library is not instrumented, so ThreadSanitizer cannot see how the tables are guarded: it reported a race of two
  // servers that were started at the same time.
  static std::once_flag initialised;
  std::call_once(initialised, [] { HttpEngine().render({}, true, model::HttpReply()); });
  try {
    auto impl = std::make_unique<Impl>(std::move(options), responder, sink, clock, std::move(socket).value());
    for (const auto& worker : impl->workers) {
      worker->start();
    }
    return std::unique_ptr<Server>(new Server(std::move(impl)));
  } catch (const std::system_error& error) {
    return base::Error{std::string("cannot start the server: ") + error.what()};
  }
}

Server::Server(std::unique_ptr<Impl> inside) : impl_(std::move(inside)) {}

Server::~Server() = default;

const std::string& Server::endpoint() const { return impl_->endpoint; }
std::uint16_t Server::port() const { return impl_->port; }
Held Server::held() const {
  return {impl_->shared.held_requests.load(std::memory_order_relaxed),
          impl_->shared.held_responses.load(std::memory_order_relaxed),
          impl_->shared.open_connections.load(std::memory_order_relaxed),
          impl_->shared.connections.load(std::memory_order_relaxed)};
}

std::uint64_t Server::failures() const { return impl_->shared.log.failures(); }

std::shared_ptr<Liveness> Server::ask_whether_alive() const {
  std::vector<std::string> names;
  for (std::size_t i = 1; i <= impl_->workers.size(); ++i) {
    names.push_back("worker " + std::to_string(i));
  }
  const std::size_t listener = names.size();
  names.emplace_back("listener");
  const auto liveness = std::make_shared<Liveness>(std::move(names));
  for (std::size_t i = 0; i < listener; ++i) {
    impl_->workers[i]->ask(liveness, i);
  }
  impl_->workers.front()->ask(liveness, listener, [impl = impl_.get()] { return impl->listener->accept_now(); });
  return liveness;
}

void Server::stop(std::chrono::milliseconds grace) { impl_->stop(grace); }

void Server::wait() {
  for (const auto& worker : impl_->workers) {
    worker->join();
  }
}

}  // namespace jobrig::serve
