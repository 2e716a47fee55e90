// MQTT service: the Jobs topics of one scenario for MQTT clients. It joins the broker, the planner and the notices, and
// has no sockets: bytes and times go in; records, packets to send and connections to close come out. It applies the
// faults of rules to what it sends: those of the wire are in the scripts of packets. It keeps no journal.
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
#include "mqtt_faults/kept_back.h"
#include "mqtt_faults/packet_gates.h"
#include "mqtt_hosting/answer.h"
#include "mqtt_serve/service.h"
#include "plan/planner.h"
#include "state/agenda.h"

namespace jobrig::hosting {
struct Stage;
}

namespace jobrig::mqtt_hosting {

/// The parts of a stage that the service uses. All must outlive it, or its next follow().
struct MqttStage {
  const model::Scenario& scenario;
  state::World& world;
  const state::VirtualClock& clock;
  plan::Planner& planner;
  /// Calls the subscriber with the events of a thing; see EventTimer::subscribe().
  std::function<std::unique_ptr<state::Agenda::Subscription>(std::string_view thing, state::Subscriber subscriber)>
      subscribe;
  std::shared_ptr<model::Stage> owner{};  // of all of them; null: the caller
  std::function<void(const model::Decision&)> count_use =
      nullptr;  // of the rule of a packet, once; null: nobody counts
};

/// Owns the stage.
MqttStage mqtt_stage(const std::shared_ptr<hosting::Stage>& stage);

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
  [[nodiscard]] std::optional<base::Monotonic> next_due() const override;
  std::vector<mqtt_serve::Task> take_tasks() override { return std::exchange(tasks_, {}); }
  std::uint64_t next_number() override { return ++*numbers_; }
  void wake_with(std::function<void()> wake) override;

  /// Serves another stage from now on. Connections and sessions stay, and subscribers are told what has changed.
  void follow(MqttStage stage, base::Monotonic now);

  [[nodiscard]] mqtt::BrokerCounts counts() const { return broker_.counts(); }

  /// Things whose changes are sent to subscribers. Further ones are only answered.
  static constexpr std::size_t kMaxWatched = 20'000;
  /// Things with subscribers that the scenario does not have, in case that another scenario has them.
  static constexpr std::size_t kMaxUnknown = 1'000;
  /// Filters with a wildcard in place of the thing whose things are watched. Things of a range are not among them.
  static constexpr std::size_t kMaxWildcards = 16;
  /// Topics whose last payload is kept, and its size. Messages on further topics and larger ones are never stale.
  static constexpr std::size_t kMaxPrevious = 4'096;
  static constexpr std::size_t kMaxPreviousSize = 8'192;

 private:
  void watch(std::string_view thing);
  void watch_matching(const std::string& filter);
  void subscribe(std::string_view thing);
  void serve(base::Monotonic now);
  void take(mqtt::Action&& action, base::Monotonic now);
  void answer(base::Monotonic now);
  bool send_notices(base::Monotonic now);
  void watch_clock();
  void wake();

  // service_faults.cc
  void begin(const mqtt::Received& received, const mqtt::Request* request);
  void plan_request(const mqtt::Request& request, AnsweredPacket& answered);
  void plan_packet(const mqtt::Received& received, AnsweredPacket& answered);
  void count_use(const model::Plan& plan);
  model::Plan plan_notice(const std::string& topic, std::string_view thing);
  void finish(base::Monotonic now);
  void send_message(mqtt::JobsMessage&& message, const model::Plan& plan, const AnsweredPacket* answered,
                    base::Monotonic now);
  std::string remember(const std::string& topic, const std::string& payload);
  void route(mqtt_faults::TimedMessage&& timed, const std::string& thing, const AnsweredPacket* answered,
             base::Monotonic now);
  void publish(const mqtt::Message& message, const std::string& thing, base::Monotonic now);
  void send(mqtt::Send&& send, base::Monotonic now);
  bool send_faulted(const mqtt::Send& send, model::PacketRecord& record, base::Monotonic now);
  void play(std::optional<mqtt::Packet> packet, const mqtt_faults::Faults& faults, bool is_response,
            mqtt_faults::PacketContext& context, const model::PacketRecord& record, base::Monotonic now);
  void execute(const mqtt_faults::Effects& effects, mqtt::ConnectionId connection, const std::string& client_id,
               const std::vector<std::string>& filters);
  void emit(mqtt_serve::Outgoing&& packet);
  void close(mqtt::ConnectionId id, std::string reason);
  void release(base::Monotonic now);
  bool release_after_notices(base::Monotonic now);

  std::optional<MqttStage> stage_;  // always there; another takes its place
  mqtt::Broker broker_;
  hosting::JobNotices notices_;
  std::shared_ptr<std::uint64_t> numbers_;
  std::uint64_t last_received_ = 0;  // number of the record
  std::vector<mqtt_serve::Task> tasks_;
  std::unique_ptr<AnsweredPacket> answered_;  // null: no packet is being answered
  mqtt_faults::KeptBack<mqtt_serve::Outgoing> kept_;
  mqtt_faults::PacketGates gates_;
  std::unordered_map<std::string, std::string> previous_;  // the last payload of each topic, for faults
  std::mutex mutex_;
  std::function<void()> wake_;                                         // guarded by mutex_
  std::set<std::string> changed_;                                      // things; guarded by mutex_
  std::set<std::string, std::less<>> wildcards_;                       // filters; see kMaxWildcards
  std::set<std::string, std::less<>> unknown_;                         // see kMaxUnknown
  std::vector<std::unique_ptr<state::Agenda::Subscription>> watched_;  // ends before the rest
  std::unique_ptr<base::ChangeSignal::Watch> clock_watch_;             // likewise
};

}  // namespace jobrig::mqtt_hosting
