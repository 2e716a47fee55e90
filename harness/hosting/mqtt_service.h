// MQTT service: the Jobs topics of one scenario for MQTT clients. It joins the broker, the planner and the notices, and
// has no sockets: bytes and times go in, packets to send and connections to close come out. It applies the faults of a
// reply, not those of the wire, and keeps no journal.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "hosting/job_notices.h"
#include "mqtt/broker.h"
#include "plan/planner.h"
#include "state/agenda.h"

namespace jobrig::hosting {

/// The parts of a stage that the service uses. All must outlive it.
struct MqttStage {
  const model::Scenario& scenario;
  state::World& world;
  const state::VirtualClock& clock;
  plan::Planner& planner;
  /// Calls the subscriber with the events of a thing; see EventTimer::subscribe().
  std::function<std::unique_ptr<state::Agenda::Subscription>(std::string_view thing, state::Subscriber subscriber)>
      subscribe;
};

/// Used by one thread; only `wake` is called from any thread.
class MqttService {
 public:
  /// `wake` is called when a thing has changed: call tick() soon then. It must return quickly.
  MqttService(MqttStage stage, std::function<void()> wake, mqtt::BrokerSettings settings = {});
  MqttService(const MqttService&) = delete;
  MqttService& operator=(const MqttService&) = delete;

  /// See mqtt::Broker.
  void opened(mqtt::ConnectionId id, base::Monotonic now);
  void received(mqtt::ConnectionId id, std::string_view bytes, base::Monotonic now);
  void closed(mqtt::ConnectionId id, base::Monotonic now);
  void tick(base::Monotonic now);
  [[nodiscard]] std::optional<base::Monotonic> next_due() const { return broker_.next_due(); }

  /// Packets to send and connections to close, in order. Empties the list.
  std::vector<mqtt::Action> take_actions() { return std::exchange(actions_, {}); }
  [[nodiscard]] mqtt::BrokerCounts counts() const { return broker_.counts(); }

  /// Things whose changes are sent to subscribers. Further ones are only answered.
  static constexpr std::size_t kMaxWatched = 20'000;

 private:
  void watch(std::string_view thing);
  void serve(base::Monotonic now);
  void answer(const mqtt::Request& request, base::Monotonic now);
  bool send_notices(base::Monotonic now);

  MqttStage stage_;
  std::function<void()> wake_;
  mqtt::Broker broker_;
  JobNotices notices_;
  std::vector<mqtt::Action> actions_;
  std::mutex mutex_;
  std::set<std::string> changed_;                                      // things; guarded by mutex_
  std::vector<std::unique_ptr<state::Agenda::Subscription>> watched_;  // ends before the rest
};

}  // namespace jobrig::hosting
