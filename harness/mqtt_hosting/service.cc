#include "mqtt_hosting/service.h"

#include <algorithm>
#include <utility>

#include "hosting/stage.h"
#include "mqtt/jobs_request.h"
#include "mqtt/jobs_response.h"
#include "mqtt/jobs_topic.h"
#include "mqtt/topic.h"
#include "mqtt_serve/packet_record.h"

namespace jobrig::mqtt_hosting {
namespace {

// The request that the packet at `index` is, or null. It follows before the next packet.
const mqtt::Request* request_of(const std::vector<mqtt::Action>& actions, std::size_t index) {
  for (++index; index < actions.size() && !std::holds_alternative<mqtt::Received>(actions[index]); ++index) {
    if (const auto* const request = std::get_if<mqtt::Request>(&actions[index])) {
      return request;
    }
  }
  return nullptr;
}

// A filter that has a wildcard in place of the thing, or above it.
bool may_have_notices(std::string_view filter) {
  return filter.find_first_of("+#") != std::string_view::npos &&
         (filter.starts_with("$aws/#") || filter.starts_with("$aws/+/") || filter.starts_with("$aws/things/"));
}

bool matches_notices(std::string_view filter, const model::Thing& thing) {
  return thing.name.kind == model::NamePattern::Kind::kLiteral &&
         (mqtt::matches(filter, mqtt::notify_topic(thing.name.prefix)) ||
          mqtt::matches(filter, mqtt::notify_next_topic(thing.name.prefix)));
}

}  // namespace

MqttStage mqtt_stage(const std::shared_ptr<hosting::Stage>& stage) {
  return {*stage->scenario,
          stage->world,
          stage->virtual_clock,
          stage->planner,
          [stage](std::string_view thing, state::Subscriber subscriber) {
            return stage->events.subscribe(thing, std::move(subscriber));
          },
          stage,
          [stage](const model::Decision& decision) { stage->count_use(decision); }};
}

MqttService::MqttService(MqttStage stage, mqtt::BrokerSettings settings, std::shared_ptr<std::uint64_t> numbers)
    : stage_(std::move(stage)),
      broker_([&] {
        settings.tells_received = true;
        settings.is_request = [](std::string_view topic) { return mqtt::parse_jobs_topic(topic).has_value(); };
        settings.on_subscribed = [this](std::string_view filter) {
          if (const auto thing = mqtt::thing_of_jobs_topic(filter)) {
            watch(*thing);
          } else if (wildcards_.size() < kMaxWildcards && may_have_notices(filter)) {
            watch_matching(*wildcards_.emplace(filter).first);
          }
        };
        return std::move(settings);
      }()),
      notices_(stage_->scenario, stage_->world, stage_->clock),
      numbers_(numbers ? std::move(numbers) : std::make_shared<std::uint64_t>(0)) {
  watch_clock();
}

void MqttService::opened(mqtt::ConnectionId id, base::Monotonic now) {
  gates_.open(id);
  broker_.opened(id, now);
}

void MqttService::received(mqtt::ConnectionId id, std::string_view bytes, base::Monotonic now) {
  broker_.received(id, bytes, now);
  serve(now);
}

void MqttService::closed(mqtt::ConnectionId id, base::Monotonic now) {
  gates_.forget(id);
  broker_.closed(id, now);
  serve(now);
}

void MqttService::tick(base::Monotonic now) {
  broker_.tick(now);
  release(now);
  serve(now);
}

std::optional<base::Monotonic> MqttService::next_due() const {
  const std::optional<base::Monotonic> held = kept_.waiting.next_due(stage_->clock);
  const std::optional<base::Monotonic> due = broker_.next_due();
  return held && due ? std::min(held, due) : held ? held : due;
}

void MqttService::wake_with(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
}

// A thing is watched from the first subscription to its topics on.
void MqttService::watch(std::string_view thing) {
  if (notices_.watches(thing) || notices_.watched() >= kMaxWatched) {
    return;
  }
  if (notices_.watch(thing)) {
    subscribe(thing);
  } else if (unknown_.size() < kMaxUnknown) {
    unknown_.emplace(thing);
  }
}

void MqttService::watch_matching(const std::string& filter) {
  for (const model::Thing& thing : stage_->scenario.things) {
    if (matches_notices(filter, thing)) {
      watch(thing.name.prefix);
    }
  }
}

void MqttService::subscribe(std::string_view thing) {
  watched_.push_back(stage_->subscribe(thing, [this](const state::Event& event) {
    {
      const std::lock_guard lock(mutex_);
      changed_.emplace(event.thing);
    }
    wake();
  }));
}

void MqttService::wake() {
  const std::lock_guard lock(mutex_);
  if (wake_) {
    wake_();
  }
}

// A jump or another rate changes what is due.
void MqttService::watch_clock() {
  clock_watch_ = stage_->clock.on_change([this] { wake(); });
}

void MqttService::follow(MqttStage stage, base::Monotonic now) {
  watched_.clear();
  clock_watch_.reset();  // before its clock
  stage_.emplace(std::move(stage));
  watch_clock();
  notices_.follow(stage_->scenario, stage_->world, stage_->clock);
  std::erase_if(unknown_, [this](const std::string& thing) {
    return notices_.watched() < kMaxWatched && notices_.watch_new(thing);
  });
  for (const std::string& filter : wildcards_) {
    for (const model::Thing& thing : stage_->scenario.things) {
      if (notices_.watched() < kMaxWatched && matches_notices(filter, thing)) {
        notices_.watch_new(thing.name.prefix);
      }
    }
  }
  for (const std::string& thing : notices_.things()) {
    subscribe(thing);
    const std::lock_guard lock(mutex_);
    changed_.insert(thing);
  }
  serve(now);
}

// A response is published before the notices of the change that its request made, unless a fault wants it otherwise.
void MqttService::serve(base::Monotonic now) {
  do {
    for (std::vector<mqtt::Action> actions = broker_.take_actions(); !actions.empty();
         actions = broker_.take_actions()) {
      for (std::size_t index = 0; index < actions.size(); ++index) {
        if (const auto* const received = std::get_if<mqtt::Received>(&actions[index])) {
          finish(now);
          begin(*received, request_of(actions, index));
        }
        take(std::move(actions[index]), now);
      }
      finish(now);
    }
  } while (send_notices(now) || release_after_notices(now));
}

void MqttService::take(mqtt::Action&& action, base::Monotonic now) {
  if (std::holds_alternative<mqtt::Request>(action)) {
    answer(now);
  } else if (const auto* const received = std::get_if<mqtt::Received>(&action)) {
    model::PacketRecord record = mqtt_serve::record_of(*received);
    record.number = last_received_ = next_number();
    record.at = stage_->clock.now();
    record.when = now;
    tasks_.emplace_back(std::move(record));
  } else if (auto* const packet = std::get_if<mqtt::Send>(&action)) {
    send(std::move(*packet), now);
  } else {
    auto& closing = std::get<mqtt::Close>(action);
    tasks_.emplace_back(mqtt_serve::Closing{closing.connection, std::move(closing.reason)});
  }
}

// The record of its packet is the last one.
void MqttService::answer(base::Monotonic now) {
  const model::Plan& plan = answered_->plan;
  send_message(mqtt::respond(answered_->request, plan.reply, plan.arrived.value_or(stage_->clock.now())), plan,
               answered_.get(), now);
}

// Returns whether there were any.
bool MqttService::send_notices(base::Monotonic now) {
  std::set<std::string> changed;
  {
    const std::lock_guard lock(mutex_);
    changed.swap(changed_);
  }
  for (const std::string& thing : changed) {
    for (mqtt::JobsMessage& message : notices_.changes(thing)) {
      const model::Plan plan = plan_notice(message.topic, thing);
      send_message(std::move(message), plan, nullptr, now);
    }
  }
  return !changed.empty();
}

}  // namespace jobrig::mqtt_hosting
