// Gate: the ports to which agents connect. It passes bytes on to the server in both directions, and resets connections,
// refuses them, or holds back what the server sends. It records each connection, and does not look into the bytes.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/descriptor.h"
#include "base/result.h"
#include "base/threads.h"
#include "life_cycles/record.h"

namespace jobrig::agents {

/// One thread; all functions may be called from any.
class Gate {
 public:
  /// Opens one port of 127.0.0.1 for each agent. The error says why that is not possible.
  static base::Result<std::unique_ptr<Gate>> open(std::size_t agents, std::uint16_t server);
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;
  /// Closes everything.
  ~Gate();

  [[nodiscard]] std::uint16_t port(std::size_t agent) const { return doors_[agent]->port; }

  /// Resets the connections of the agent; absent: of all.
  void cut(std::optional<std::size_t> agent);
  /// Resets all connections, and new ones until it is off.
  void set_outage(bool on);
  /// Nothing more reaches the agent until cut(). What the server sends after this call is lost for certain.
  void lose_answers(std::optional<std::size_t> agent);
  [[nodiscard]] std::vector<life_cycles::ConnectRecord> connects();

 private:
  struct Pipe;  // one connection of an agent and its connection to the server
  struct Door {
    base::Descriptor listener;
    std::uint16_t port = 0;
    std::atomic<bool> losing{false};
    std::atomic<unsigned> cuts{0};
  };
  explicit Gate(std::uint16_t server);

  void run();
  void wake();
  void accept_at(std::size_t agent);
  void close_marked(std::vector<unsigned>& cuts_done);

  std::uint16_t server_;
  base::Descriptor woken_;
  std::vector<std::unique_ptr<Door>> doors_;
  std::vector<std::unique_ptr<Pipe>> pipes_;  // used by the thread only
  std::atomic<bool> outage_{false};
  std::atomic<bool> stopped_{false};
  std::mutex mutex_;
  std::vector<life_cycles::ConnectRecord> connects_;  // guarded by mutex_
  base::Threads thread_;
};

}  // namespace jobrig::agents
