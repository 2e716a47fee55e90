// Server: listens, hands accepted sockets round to its workers, and stops gracefully. It decides nothing about answers
// (model/responder.h does) and keeps no journal (model::ExchangeSink does). No thread is held by a connection.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "model/responder.h"
#include "serve/framer.h"

namespace jobrig::serve {

class TlsAcceptor;

struct ServerOptions {
  std::string listen = "127.0.0.1:0";  // host:port or [v6]:port; port 0 takes a free one
  unsigned workers = 1;                // threads, each with its own share of the connections
  FramerLimits limits;
  std::chrono::milliseconds idle_timeout{75'000};       // between requests; also for a client that takes no answer
  std::chrono::milliseconds request_timeout{30'000};    // from a request's first byte to its last
  std::chrono::milliseconds handshake_timeout{10'000};  // from the connection's begin to the end of a TLS handshake
  std::chrono::milliseconds linger_timeout{2'000};      // after our FIN, for the client to take the last answer
  std::shared_ptr<TlsAcceptor> tls;                     // null: plain HTTP
  /// Told about internal errors and lost descriptors, one sentence at a time, from any worker's thread.
  std::function<void(std::string_view)> log;
};

/// A running server. All functions are thread-safe.
class Server {
 public:
  /// Listens and starts the workers; also raises the soft descriptor limit of the process to the hard one. The error
  /// says which address could not be had and why. `clock.civil()` is what Exchange::arrived is told in (the
  /// scenario's virtual time), `clock.monotonic()` the real time of everything else; both are called by every worker.
  /// Responder, sink and clock are borrowed and must outlive the server.
  static base::Result<std::unique_ptr<Server>> start(ServerOptions options, model::Responder& responder,
                                                     model::ExchangeSink& sink, const base::Clock& clock);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  /// Stops at once and waits.
  ~Server();

  /// `http://127.0.0.1:40123` (`https://` over TLS), with the port that was really taken.
  [[nodiscard]] const std::string& endpoint() const;
  [[nodiscard]] std::uint16_t port() const;

  /// Stops accepting and closes idle connections now; exchanges in flight may finish until `grace` is over, then they
  /// are cut (CloseReason::kServerStopped). Returns at once; a second call may only shorten the grace.
  void stop(std::chrono::milliseconds grace);
  /// Blocks until a stop is complete: no connection open, every exchange recorded, all threads ended.
  void wait();

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> inside);
  std::unique_ptr<Impl> impl_;
};

}  // namespace jobrig::serve
