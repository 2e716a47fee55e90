// MQTT service: the Jobs topics of one scenario for MQTT clients. It joins the broker, the planner and the notices, and
// has no sockets: bytes and times go in; records, packets to send and connections to close come out. It applies the
// faults of a reply, not those of the wire, and keeps no journal.
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
#include "mqtt_serve/service.h"
#include "plan/planner.h"
#include "state/agenda.h"

namespace jobrig::hosting {

struct Stage;

/// The parts of a stage that the service uses. All must outlive it, or its next follow().
struct MqttStage {
  const model::Scenario& scenario;
  state::World& world;
  const state::VirtualClock& clock;
  plan::Planner& planner;
  /// Calls the subscriber with the events of a thing; see EventTimer::subscribe().
  std::function<std::unique_ptr<state::Agenda::Subscription>(std::string_view thing, state::Subscriber subscriber)>
      subscribe;
};

/// Owns the stage.
MqttStage mqtt_stage(const std::shared_ptr<Stage>& stage);

/// Used by one thread, except wake_with() and what it says.
class MqttService final : public mqtt_serve::Service {
 public:
  /// `numbers`: the last number of a record, shared by the services of a server; null: its own.
  explicit MqttService(MqttStage stage, mqtt::BrokerSettings settings = {},
                       std::shared_ptr<std::uint64_t> numbers = nullptr);

  model::Opening at_accept() override { return stage_->planner.at_accept(); }
  [[nodiscard]] model::Port port() const override { return stage_->planner.port(); }
  void opened(mqtt::ConnectionId id, base::Monotonic now) override;
  void received(mqtt::ConnectionId id, std::string_view bytes, base::Monotonic now) override;
  void closed(mqtt::ConnectionId id, base::Monotonic now) override;
  void tick(base::Monotonic now) override;
  [[nodiscard]] std::optional<base::Monotonic> next_due() const override { return broker_.next_due(); }
  std::vector<mqtt_serve::Task> take_tasks() override { return std::exchange(tasks_, {}); }
  std::uint64_t next_number() override { return ++*numbers_; }
  void wake_with(std::function<void()> wake) override;

  /// Serves another stage from now on. Connections and sessions stay, and subscribers are told what has changed.
  void follow(MqttStage stage, base::Monotonic now);

  [[nodiscard]] mqtt::BrokerCounts counts() const { return broker_.counts(); }

  /// Things whose changes are sent to subscribers. Further ones are only answered.
  static constexpr std::size_t kMaxWatched = 20'000;

 private:
  void watch(std::string_view thing);
  void subscribe(std::string_view thing);
  void serve(base::Monotonic now);
  void take(mqtt::Action&& action, base::Monotonic now);
  void answer(const mqtt::Request& request, base::Monotonic now);
  bool send_notices(base::Monotonic now);

  std::optional<MqttStage> stage_;  // always there; another takes its place
  mqtt::Broker broker_;
  JobNotices notices_;
  std::shared_ptr<std::uint64_t> numbers_;
  std::uint64_t last_received_ = 0;  // number of the record
  std::vector<mqtt_serve::Task> tasks_;
  std::mutex mutex_;
  std::function<void()> wake_;                                         // guarded by mutex_
  std::set<std::string> changed_;                                      // things; guarded by mutex_
  std::vector<std::unique_ptr<state::Agenda::Subscription>> watched_;  // ends before the rest
};

}  // namespace jobrig::hosting
