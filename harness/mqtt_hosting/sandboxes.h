// MQTT sandboxes: the Jobs topics of all sandboxes for the clients of one MQTT port. The user name of CONNECT names the
// sandbox; clients without such a name are in the main sandbox. Each sandbox has its own broker, so that its sessions
// and topics are its own. It follows resets and other scenarios, and has no sockets.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/change_signal.h"
#include "hosting/sandboxes.h"
#include "model/packet_record.h"
#include "mqtt/decoder.h"
#include "mqtt_hosting/service.h"

namespace jobrig::mqtt_hosting {

/// Used by one thread, the thread of the MQTT server, except wake_with() and what it says.
class MqttSandboxes final : public mqtt_serve::Service {
 public:
  explicit MqttSandboxes(hosting::Sandboxes& sandboxes);
  ~MqttSandboxes() override;

  model::Opening at_accept() override { return sandboxes_.at_accept(); }
  [[nodiscard]] model::Port port() const override { return sandboxes_.port(); }
  void opened(mqtt::ConnectionId id, base::Monotonic now) override;
  void received(mqtt::ConnectionId id, std::string_view bytes, base::Monotonic now) override;
  void closed(mqtt::ConnectionId id, base::Monotonic now) override;
  void tick(base::Monotonic now) override;
  [[nodiscard]] std::optional<base::Monotonic> next_due() const override;
  std::vector<mqtt_serve::Task> take_tasks() override;
  std::uint64_t next_number() override { return ++*numbers_; }
  void wake_with(std::function<void()> wake) override;

  /// The sandbox of the connection.
  [[nodiscard]] std::shared_ptr<hosting::Sandbox> sandbox_of(mqtt::ConnectionId id) const;

 private:
  /// A sandbox and its broker.
  struct Served {
    std::shared_ptr<hosting::Sandbox> sandbox;
    std::shared_ptr<hosting::Generation> generation;       // served now
    std::unique_ptr<base::ChangeSignal::Watch> end_watch;  // a generation that ends wakes the server
    std::unique_ptr<MqttService> service;
    std::unique_ptr<base::ChangeSignal::Watch> begin_watch{};                   // so does one that begins
    std::map<mqtt::ConnectionId, std::shared_ptr<hosting::Generation>> uses{};  // a sandbox with connections is in use
  };
  /// What a connection sent before its CONNECT was complete.
  struct Undecided {
    mqtt::Decoder decoder;
    std::string bytes;
  };

  Served& serve(const std::shared_ptr<hosting::Sandbox>& sandbox);
  [[nodiscard]] Served& served_by(mqtt::ConnectionId id);
  void follow(Served& served, base::Monotonic now);
  void watch_end(Served& served);
  void decide(mqtt::ConnectionId id, const std::string& user_name, base::Monotonic now);
  void drop_removed(base::Monotonic now);
  static void count(Served& served);

  hosting::Sandboxes& sandboxes_;
  const std::shared_ptr<std::uint64_t> numbers_ = std::make_shared<std::uint64_t>(0);
  std::function<void()> wake_;
  std::map<std::string, Served, std::less<>> served_;  // by the id of the sandbox
  std::unordered_map<mqtt::ConnectionId, Undecided> undecided_;
  std::unordered_map<mqtt::ConnectionId, std::string> elsewhere_;  // the sandboxes of connections, unless the main one
  std::vector<mqtt_serve::Task> tasks_;
};

}  // namespace jobrig::mqtt_hosting
