// Listener: opens the listening socket, accepts connections and passes their descriptors on. It does not know
// connections.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/descriptor.h"
#include "base/event_loop.h"
#include "base/result.h"
#include "model/responder.h"
#include "serve/failure_log.h"
#include "serve/timer_queue.h"

namespace jobrig::serve {

/// A bound and listening socket.
struct ListeningSocket {
  base::Descriptor descriptor;
  std::uint16_t port = 0;
  std::string authority;  // host:port for a URL, with the actual port
};

/// Listens on `host:port` (`[::1]:8080` for IPv6; port 0: any free port) with a backlog of 4096. An error names the
/// address and the problem. A port that another socket listens on is an error; ports are never shared.
base::Result<ListeningSocket> listen_on(const std::string& address);

/// Raises the limit of open descriptors of this process from the soft to the hard one, if that is permitted.
void raise_descriptor_limit();

/// What a listener needs of its server, which it must not outlive.
struct ListenerParts {
  base::EventLoop& loop;
  TimerQueue& timers;  // with room for one more
  FailureLog& log;
  std::function<model::Port()> port;  // whether it refuses clients
  int reserved_descriptors;           // not for connections
};

/// Accepts connections on the thread of its loop. It pauses instead of spinning when no
/// descriptors are left. While the port refuses, the socket does not listen: the kernel refuses
/// clients, and the port stays ours.
class Listener final : private base::Watcher, private base::Task, private Waiter {
 public:
  /// Receives non-blocking, close-on-exec descriptors. An exception closes that connection only.
  using Accepted = std::function<void(base::Descriptor&)>;
  /// Takes ownership of the socket. Accepts as soon as the loop runs. Throws std::system_error when the kernel has no
  /// memory.
  Listener(ListenerParts parts, base::Descriptor socket, Accepted accepted);
  ~Listener() override;

  /// Stops listening soon: the kernel then refuses new clients. May be called from any thread.
  void stop() noexcept;
  /// Accepts waiting connections. Returns why more cannot be accepted; empty: they can. On the thread of the loop.
  std::string_view accept_now() noexcept;

 private:
  void on_events(std::uint32_t /*events*/) noexcept override { accept_some(); }
  void on_time() noexcept override { accept_some(); }
  bool follow_port() noexcept;
  bool set_refusing(bool refuses) noexcept;
  void run_task() noexcept override;
  void accept_some() noexcept;
  void hand_on(base::Descriptor descriptor) noexcept;
  [[nodiscard]] bool has_descriptor() const noexcept;
  void back_off(int error) noexcept;
  void wake_after(std::chrono::milliseconds time) noexcept;
  void close() noexcept;

  ListenerParts parts_;
  base::Descriptor socket_;
  Accepted accepted_;
  int limit_ = 0;    // descriptors of clients are below it; 0: unknown before the first
  int newest_ = -1;  // the last accepted descriptor
  bool paused_ = false;
  bool refusing_ = false;
  std::atomic<bool> stopping_{false};
};

}  // namespace jobrig::serve
