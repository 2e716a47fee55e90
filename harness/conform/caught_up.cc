#include "conform/caught_up.h"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>

#include "serve/liveness.h"

namespace jobrig::conform {
namespace {

// The listener accepts in the first round. In the second one the workers have the new connections, and in the third one
// they have read from them.
constexpr int kRounds = 3;
// Only a server that hangs takes so long.
constexpr std::chrono::seconds kHangGuard{90};

/// Shared with the server, which may answer after the wait was given up.
struct Answered {
  std::mutex mutex;
  std::condition_variable changed;
  bool all = false;  // guarded by mutex
};

template <typename Server>
void wait_for_rounds(const Server& server) {
  for (int round = 0; round < kRounds; ++round) {
    const auto answered = std::make_shared<Answered>();
    const auto liveness = server.ask_whether_alive();
    liveness->when_complete([answered] {
      const std::lock_guard lock(answered->mutex);
      answered->all = true;
      answered->changed.notify_all();
    });
    std::unique_lock lock(answered->mutex);
    answered->changed.wait_for(lock, kHangGuard, [&] { return answered->all; });
  }
}

}  // namespace

void wait_until_caught_up(const serve::Server& server) { wait_for_rounds(server); }

void wait_until_caught_up(const mqtt_serve::MqttServer& server) { wait_for_rounds(server); }

}  // namespace jobrig::conform
