#include "hosting/mqtt_service.h"

#include <utility>

#include "mqtt/jobs_request.h"
#include "mqtt/jobs_response.h"
#include "mqtt/jobs_topic.h"

namespace jobrig::hosting {
namespace {

// Responses and notices reach each subscriber with the QoS of its subscription, up to this.
constexpr std::uint8_t kServiceQos = 1;

}  // namespace

MqttService::MqttService(MqttStage stage, std::function<void()> wake, mqtt::BrokerSettings settings)
    : stage_(std::move(stage)),
      wake_(std::move(wake)),
      broker_([&] {
        settings.is_request = [](std::string_view topic) { return mqtt::parse_jobs_topic(topic).has_value(); };
        settings.on_subscribed = [this](std::string_view filter) {
          if (const auto thing = mqtt::thing_of_jobs_topic(filter)) {
            watch(*thing);
          }
        };
        return std::move(settings);
      }()),
      notices_(stage_.scenario, stage_.world, stage_.clock) {}

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

// A thing is watched from the first subscription to its topics on.
void MqttService::watch(std::string_view thing) {
  if (notices_.watched() >= kMaxWatched || !notices_.watch(thing)) {
    return;
  }
  watched_.push_back(stage_.subscribe(thing, [this](const state::Event& event) {
    {
      const std::lock_guard lock(mutex_);
      changed_.emplace(event.thing);
    }
    wake_();
  }));
}

// A response is published before the notices of the change that its request made.
void MqttService::serve(base::Monotonic now) {
  do {
    for (std::vector<mqtt::Action> actions = broker_.take_actions(); !actions.empty();
         actions = broker_.take_actions()) {
      for (mqtt::Action& action : actions) {
        if (const auto* const request = std::get_if<mqtt::Request>(&action)) {
          answer(*request, now);
        } else {
          actions_.push_back(std::move(action));
        }
      }
    }
  } while (send_notices(now));
}

void MqttService::answer(const mqtt::Request& request, base::Monotonic now) {
  mqtt::JobsRequest parsed;
  mqtt::parse_jobs_request(request.publish.topic, request.publish.payload, parsed);
  const model::Plan plan = stage_.planner.plan(parsed.call);
  const mqtt::JobsMessage response = mqtt::respond(parsed, plan.reply, plan.arrived.value_or(stage_.clock.now()));
  broker_.publish({response.topic, response.payload, kServiceQos}, now);
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
