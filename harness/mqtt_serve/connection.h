// MQTT connection: one client's socket: reads bytes for the service and plays the packets for the client, one after
// another. It does not know what they mean.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "mqtt_serve/server.h"
#include "mqtt_serve/service.h"
#include "serve/failure_log.h"
#include "serve/player.h"
#include "serve/timer_queue.h"
#include "transport/transport.h"

namespace jobrig::mqtt_serve {

class MqttConnection;

/// What one read from a socket returns at most. The connections of a thread share it.
using ReadBuffer = std::array<char, 65'536>;

/// What a connection needs of its server, which outlives it.
class ConnectionHost {
 public:
  ConnectionHost() = default;
  ConnectionHost(const ConnectionHost&) = delete;
  ConnectionHost& operator=(const ConnectionHost&) = delete;
  virtual ~ConnectionHost() = default;

  virtual const MqttServerOptions& options() const = 0;
  virtual const base::Clock& clock() const = 0;
  virtual serve::TimerQueue& timers() = 0;
  virtual serve::FailureLog& log() = 0;
  /// Its contents are valid until the next event.
  virtual ReadBuffer& read_buffer() = 0;
  virtual void opened(std::uint64_t connection) = 0;
  virtual void received(std::uint64_t connection, std::string_view bytes) = 0;
  /// The service must forget the connection.
  virtual void closed(std::uint64_t connection) = 0;
  /// Adds number and times.
  virtual void record(model::PacketRecord&& record) = 0;
  /// The socket is closed.
  virtual void forget(std::uint64_t connection) noexcept = 0;
};

/// Used by one thread. For make_shared.
class MqttConnection final : public serve::PlayerUser, public std::enable_shared_from_this<MqttConnection> {
 public:
  MqttConnection(ConnectionHost& host, std::unique_ptr<transport::Transport> transport, std::uint64_t number);

  /// `opening`: how the scenario says that the connection begins.
  void start(model::Opening opening) noexcept;
  /// Queues a packet. Ignored when the connection is ending.
  void send(Outgoing&& packet) noexcept;
  /// Ends the connection after the packets that wait.
  void end(std::string reason) noexcept;
  /// Names the session for the record of the end. The first name counts; an empty one is none.
  void know_session(const std::string& client_id);
  /// Closes the socket now.
  void close(std::string_view reason, bool reset) noexcept;

  void on_readable() noexcept override;
  void on_writable() noexcept override;
  void on_time() noexcept override;

 private:
  enum class Phase : std::uint8_t {
    kOpening,      // the scenario delays the first read
    kHandshaking,  // no TLS handshake yet
    kOpen,
    kHanging,   // nothing is sent any more, and what the client sends is discarded
    kEnding,    // the last packets are being sent
    kDraining,  // our FIN is sent
    kClosed,
  };
  /// The packet that is being sent.
  struct Playing {
    model::PacketRecord record;
    serve::Player player;
  };
  /// A limit in time, beside the pauses of a script.
  class Limit final : public serve::Waiter {
   public:
    using Function = void (MqttConnection::*)() noexcept;
    Limit(MqttConnection& connection, Function function) : connection_(connection), function_(function) {}
    void on_time() noexcept override { (connection_.*function_)(); }

   private:
    MqttConnection& connection_;
    Function function_;
  };

  template <typename Step>
  void attempt(Step step) noexcept;
  void begin();
  void become_open();
  void read();
  void take(const transport::Transfer& transfer);
  void wait_for_bytes();
  void play_next();
  void follow(serve::Player::State state);
  void finish_packet();
  void finish_script(model::CloseAction action);
  void drain();
  void tell_closed(std::string_view reason);
  void set_limit(Limit& limit, base::Duration time);
  void at_limit() noexcept;
  void at_end_of_life() noexcept;
  void note_activity();
  void at_idle() noexcept;

  ConnectionHost& host_;
  std::unique_ptr<transport::Transport> transport_;
  const std::uint64_t number_;
  Phase phase_ = Phase::kHandshaking;
  bool waits_for_bytes_ = false;
  bool told_open_ = false;
  bool told_closed_ = false;
  std::unique_ptr<model::Opening> opening_;  // null: nothing unusual
  std::list<Outgoing> queue_;
  std::size_t waiting_ = 0;  // bytes in queue_ and of the current packet
  std::unique_ptr<Playing> playing_;
  std::string session_;  // the client identifier; empty before CONNECT
  std::string reason_;   // why it ends
  Limit limit_{*this, &MqttConnection::at_limit};
  Limit life_{*this, &MqttConnection::at_end_of_life};
  Limit idle_{*this, &MqttConnection::at_idle};
};

}  // namespace jobrig::mqtt_serve
