// MQTT server: listens for MQTT clients and moves bytes between their sockets and a service, on one thread with one
// event loop. It does not know what packets mean (mqtt/ and hosting/ do) and keeps no records (model::PacketSink does).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "model/packet_record.h"
#include "mqtt_serve/service.h"

namespace jobrig::serve {
class Liveness;
}
namespace jobrig::transport {
class TlsAcceptor;
}

namespace jobrig::mqtt_serve {

struct MqttServerOptions {
  std::string listen = "127.0.0.1:0";                       // host:port or [v6]:port; port 0: any free port
  std::shared_ptr<transport::TlsAcceptor> tls{};            // null: plain TCP
  std::size_t max_waiting = std::size_t{1} << 20U;          // bytes per connection that the client does not read
  std::chrono::milliseconds handshake_timeout{10'000};      // from accept to the end of the TLS handshake
  std::chrono::milliseconds linger_timeout{2'000};          // for the client to read the last packets
  int reserved_descriptors = 16;                            // not for connections; at most half of those that are left
  std::function<void(std::string_view sentence)> log = {};  // internal errors, from the thread of the server
};

/// A running server. All functions are thread-safe.
class MqttServer {
 public:
  /// Listens and starts the thread. The error names what is not available, and the reason. Service, sink and clock are
  /// borrowed; the thread alone calls the service. `clock.civil()` is the time of the scenario.
  static base::Result<std::unique_ptr<MqttServer>> start(MqttServerOptions options, Service& service,
                                                         model::PacketSink& sink, const base::Clock& clock);
  MqttServer(const MqttServer&) = delete;
  MqttServer& operator=(const MqttServer&) = delete;
  ~MqttServer();

  /// `mqtt://127.0.0.1:40123` (`mqtts://` over TLS), with the actual port.
  [[nodiscard]] const std::string& endpoint() const;
  [[nodiscard]] std::uint16_t port() const;
  /// Open connections.
  [[nodiscard]] std::size_t connections() const;
  /// Internal failures so far; each was logged, and may have cost a packet or a record.
  [[nodiscard]] std::uint64_t failures() const;

  /// Asks the thread of the server to answer; returns immediately. After stop() there is no answer. Throws
  /// std::bad_alloc.
  [[nodiscard]] std::shared_ptr<serve::Liveness> ask_whether_alive() const;
  /// Closes all connections and ends the thread. What waits to be sent is lost. A second call does nothing.
  void stop();

 private:
  struct Impl;
  explicit MqttServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace jobrig::mqtt_serve
