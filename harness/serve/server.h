// Server: listens, distributes accepted sockets to its workers, and stops gracefully. It does not decide about
// responses (model/responder.h does) and keeps no journal (model::ExchangeSink does). Connections do not occupy
// threads.
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

namespace jobrig::transport {
class TlsAcceptor;
}

namespace jobrig::serve {

class Liveness;

/// The connections of a server, and the memory that they use in bytes.
struct Held {
  std::size_t requests = 0;       // incomplete, or waiting for their response
  std::size_t responses = 0;      // delayed, or not read by the client
  std::size_t open = 0;           // connections
  std::uint64_t connections = 0;  // accepted so far
};

struct ServerOptions {
  std::string listen = "127.0.0.1:0";  // host:port or [v6]:port; port 0: any free port
  unsigned workers = 1;                // threads, each with its own share of the connections
  FramerLimits limits;
  std::size_t max_held_requests = std::size_t{64} << 20U;  // beyond it, only small requests are accepted
  std::size_t max_held_responses = 0;                      // beyond it, large responses become 503; 0: no limit
  std::chrono::milliseconds idle_timeout{75'000};          // between requests; also if the client does not read
  std::chrono::milliseconds request_timeout{30'000};       // from the first byte of a request to the last
  std::chrono::milliseconds handshake_timeout{10'000};     // from accept to the end of the TLS handshake
  std::chrono::milliseconds linger_timeout{2'000};         // after our FIN, for the client to read the last response
  int reserved_descriptors = 16;                           // not for connections; at most half of those that are left
  bool raises_descriptor_limit = true;                     // of the process: from the soft to the hard limit
  bool joins_responses = false;  // of requests that are received together, into one send; not with pending replies
  bool prepares_answers = true;  // false, for debugging: every response is rendered
  std::shared_ptr<transport::TlsAcceptor> tls;  // null: plain HTTP
  bool tells_peer = false;  // requests have the address of their client as the header `:peer`, which no client can send
  /// Called for internal errors and lost descriptors, one sentence at a time, from any worker's thread.
  std::function<void(std::string_view)> log;
};

/// A running server. All functions are thread-safe.
class Server {
 public:
  /// Listens and starts the workers; on an error nothing is left behind. The error names what is not available (the
  /// address, a descriptor, a thread), and the reason. Exchange::arrived is `clock.civil()` (the scenario's virtual
  /// time); `clock.monotonic()` is the real time of everything else. Every worker calls both. Responder, sink and clock
  /// are borrowed and must outlive the server.
  static base::Result<std::unique_ptr<Server>> start(ServerOptions options, model::Responder& responder,
                                                     model::ExchangeSink& sink, const base::Clock& clock);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  /// Stops immediately and waits.
  ~Server();

  /// `http://127.0.0.1:40123` (`https://` over TLS), with the actual port.
  [[nodiscard]] const std::string& endpoint() const;
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] Held held() const;
  /// The number of internal failures so far, such as a lack of memory. Each was logged, and may have cost a response or
  /// a record.
  [[nodiscard]] std::uint64_t failures() const;
  /// Asks the event loop of each worker, and the listener, to answer; returns immediately. Throws std::bad_alloc.
  [[nodiscard]] std::shared_ptr<Liveness> ask_whether_alive() const;

  /// Stops accepting and closes idle connections immediately. Exchanges in flight may finish until `grace` is over;
  /// then they are cut (CloseReason::kServerStopped). Returns immediately. A second call can only shorten the grace
  /// period.
  void stop(std::chrono::milliseconds grace);
  /// Blocks until the stop is complete: no connection is open, every exchange is recorded, all threads have ended.
  void wait();

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> inside);
  std::unique_ptr<Impl> impl_;
};

}  // namespace jobrig::serve
