#include "hosting/mqtt_service.h"

#include <utility>

#include "hosting/stage.h"
#include "mqtt/jobs_request.h"
#include "mqtt/jobs_response.h"
#include "mqtt/jobs_topic.h"
#include "mqtt_serve/packet_record.h"

namespace jobrig::hosting {
namespace {

// Responses and notices reach each subscriber with the QoS of its subscription, up to this.
constexpr std::uint8_t kServiceQos = 1;

std::shared_ptr<const mqtt::Origin> origin_of(const model::Decision& decision, std::uint64_t request) {
  return std::make_shared<const mqtt::Origin>(mqtt::Origin{request, decision.operation, decision.key.thing,
                                                           decision.key.job, decision.rule, decision.step,
                                                           decision.faults});
}

}  // namespace

MqttStage mqtt_stage(const std::shared_ptr<Stage>& stage) {
  return {*stage->scenario, stage->world, stage->virtual_clock, stage->planner,
          [stage](std::string_view thing, state::Subscriber subscriber) {
            return stage->events.subscribe(thing, std::move(subscriber));
          }};
}

MqttService::MqttService(MqttStage stage, mqtt::BrokerSettings settings, std::shared_ptr<std::uint64_t> numbers)
    : stage_(std::move(stage)),
      broker_([&] {
        settings.tells_received = true;
        settings.is_request = [](std::string_view topic) { return mqtt::parse_jobs_topic(topic).has_value(); };
        settings.on_subscribed = [this](std::string_view filter) {
          if (const auto thing = mqtt::thing_of_jobs_topic(filter)) {
            watch(*thing);
          }
        };
        return std::move(settings);
      }()),
      notices_(stage_->scenario, stage_->world, stage_->clock),
      numbers_(numbers ? std::move(numbers) : std::make_shared<std::uint64_t>(0)) {}

void MqttService::opened(mqtt::ConnectionId id, base::Monotonic now) { broker_.opened(id, now); }

void MqttService::received(mqtt::ConnectionId id, std::string_view bytes, base::Monotonic now) {
  broker_.received(id, bytes, now);
  serve(now);
}

void MqttService::closed(mqtt::ConnectionId id, base::Monotonic now) {
  broker_.closed(id, now);
  serve(now);
}

void MqttService::tick(base::Monotonic now) {
  broker_.tick(now);
  serve(now);
}

void MqttService::wake_with(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
}

// A thing is watched from the first subscription to its topics on.
void MqttService::watch(std::string_view thing) {
  if (notices_.watched() < kMaxWatched && notices_.watch(thing)) {
    subscribe(thing);
  }
}

void MqttService::subscribe(std::string_view thing) {
  watched_.push_back(stage_->subscribe(thing, [this](const state::Event& event) {
    const std::lock_guard lock(mutex_);
    changed_.emplace(event.thing);
    if (wake_) {
      wake_();
    }
  }));
}

void MqttService::follow(MqttStage stage, base::Monotonic now) {
  watched_.clear();
  stage_.emplace(std::move(stage));
  notices_.follow(stage_->scenario, stage_->world, stage_->clock);
  for (const std::string& thing : notices_.things()) {
    subscribe(thing);
    const std::lock_guard lock(mutex_);
    changed_.insert(thing);
  }
  serve(now);
}

// A response is published before the notices of the change that its request made.
void MqttService::serve(base::Monotonic now) {
  do {
    for (std::vector<mqtt::Action> actions = broker_.take_actions(); !actions.empty();
         actions = broker_.take_actions()) {
      for (mqtt::Action& action : actions) {
        take(std::move(action), now);
      }
    }
  } while (send_notices(now));
}

void MqttService::take(mqtt::Action&& action, base::Monotonic now) {
  if (const auto* const request = std::get_if<mqtt::Request>(&action)) {
    answer(*request, now);
  } else if (const auto* const received = std::get_if<mqtt::Received>(&action)) {
    model::PacketRecord record = mqtt_serve::record_of(*received);
    record.number = last_received_ = next_number();
    record.at = stage_->clock.now();
    record.when = now;
    tasks_.emplace_back(std::move(record));
  } else if (auto* const send = std::get_if<mqtt::Send>(&action)) {
    model::PacketRecord record = mqtt_serve::record_of(*send);
    model::Script script;
    script.steps.emplace_back(model::Send{std::move(send->bytes)});
    tasks_.emplace_back(mqtt_serve::Outgoing{send->connection, std::move(script), std::move(record)});
  } else {
    auto& close = std::get<mqtt::Close>(action);
    tasks_.emplace_back(mqtt_serve::Closing{close.connection, std::move(close.reason)});
  }
}

// The record of its packet is the last one.
void MqttService::answer(const mqtt::Request& request, base::Monotonic now) {
  mqtt::JobsRequest parsed;
  mqtt::parse_jobs_request(request.publish.topic, request.publish.payload, parsed);
  const model::Plan plan = stage_->planner.plan(parsed.call);
  const mqtt::JobsMessage response = mqtt::respond(parsed, plan.reply, plan.arrived.value_or(stage_->clock.now()));
  broker_.publish({response.topic, response.payload, kServiceQos, false, {}, origin_of(plan.decision, last_received_)},
                  now);
}

// Returns whether there were any.
bool MqttService::send_notices(base::Monotonic now) {
  std::set<std::string> changed;
  {
    const std::lock_guard lock(mutex_);
    changed.swap(changed_);
  }
  for (const std::string& thing : changed) {
    for (const mqtt::JobsMessage& message : notices_.changes(thing)) {
      broker_.publish({message.topic, message.payload, kServiceQos}, now);
    }
  }
  return !changed.empty();
}

}  // namespace jobrig::hosting
