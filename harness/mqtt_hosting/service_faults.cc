// How the MQTT service applies the faults of rules. What it does without them is in service.cc.
#include <algorithm>
#include <iterator>
#include <utility>

#include "contract/constraints.h"
#include "mqtt/decoder.h"
#include "mqtt_faults/subjects.h"
#include "mqtt_hosting/service.h"
#include "mqtt_serve/packet_record.h"

namespace jobrig::mqtt_hosting {
namespace {

using mqtt_faults::is_response_to;
using mqtt_faults::Subject;
using mqtt_faults::subject_of;

// Responses and notices reach each subscriber with the QoS of its subscription, up to this.
constexpr std::uint8_t kServiceQos = 1;

// Packets of the broker are never refused for their size.
constexpr mqtt::Limits kNoLimits{0xFFFFFFFF, {0xFFFF, 0xFFFF}, 0xFFFF, 0xFFFF, 0xFFFF};

std::optional<mqtt::Packet> packet_in(const mqtt::Send& send) {
  mqtt::Decoder decoder(kNoLimits, send.version);
  decoder.feed(send.bytes);
  return decoder.next().packet;
}

bool is_redelivery(const mqtt::Packet& packet) {
  const auto* const publish = std::get_if<mqtt::Publish>(&packet);
  return publish != nullptr && publish->dup;
}

std::vector<std::string_view> topics_of(const mqtt::Packet& packet) {
  std::vector<std::string_view> topics;
  if (const auto* const publish = std::get_if<mqtt::Publish>(&packet)) {
    topics.emplace_back(publish->topic);
  } else if (const auto* const subscribe = std::get_if<mqtt::Subscribe>(&packet)) {
    std::transform(subscribe->subscriptions.begin(), subscribe->subscriptions.end(), std::back_inserter(topics),
                   [](const mqtt::Subscription& one) { return std::string_view(one.filter); });
  } else if (const auto* const unsubscribe = std::get_if<mqtt::Unsubscribe>(&packet)) {
    topics.assign(unsubscribe->filters.begin(), unsubscribe->filters.end());
  }
  return topics;
}

// Packets that name no thing are counted under the client identifier, which devices have as their thing's name.
void set_thing(model::Call& call, std::string_view name) {
  call.thing = name;
  call.thing_valid = !contract::check_thing_name(name);
}

std::vector<std::string> names_of(const mqtt_faults::Faults& faults, model::Phase phase) {
  std::vector<std::string> names;
  for (const model::Fault* const fault : faults) {
    if (fault->phase() == phase) {
      names.emplace_back(fault->name());
    }
  }
  return names;
}

}  // namespace

// --- Which rule answers

void MqttService::begin(const mqtt::Received& received, const mqtt::Request* request) {
  if (!received.packet || (request == nullptr && !stage_->planner.looks_at_packets())) {
    return;
  }
  answered_ = std::make_unique<AnsweredPacket>();
  answered_->connection = received.connection;
  answered_->type = mqtt::type_of(*received.packet);
  const auto* const connect = std::get_if<mqtt::Connect>(&*received.packet);
  answered_->client_id = connect == nullptr ? received.client_id : connect->client_id;
  if (request != nullptr) {
    plan_request(*request, *answered_);
  } else {
    plan_packet(received, *answered_);
  }
}

void MqttService::plan_request(const mqtt::Request& request, AnsweredPacket& answered) {
  answered.is_request = true;
  mqtt::parse_jobs_request(request.publish.topic, request.publish.payload, answered.request);
  const model::MqttContext context{
      mqtt::name_of(mqtt::PacketType::kPublish), answered.client_id, {answered.request.topic}, true};
  answered.request.call.context.mqtt = &context;
  answered.plan = stage_->planner.plan(answered.request.call);
  answered.request.call.context.mqtt = nullptr;
  count_use(answered.plan);
}

void MqttService::plan_packet(const mqtt::Received& received, AnsweredPacket& answered) {
  const model::MqttContext context{mqtt::name_of(answered.type), answered.client_id, topics_of(*received.packet)};
  if (const auto* const subscribe = std::get_if<mqtt::Subscribe>(&*received.packet)) {
    answered.filters.assign(context.topics.begin(), context.topics.end());
  }
  model::Call call;
  set_thing(call, answered.client_id);
  call.context.mqtt = &context;
  answered.has_response = subject_of(answered.type) != Subject::kNothing;
  if (const auto* const publish = std::get_if<mqtt::Publish>(&*received.packet)) {
    call.context.body = publish->payload;
    answered.has_response = publish->qos > 0;
  }
  answered.plan = stage_->planner.plan_packet(call);
  count_use(answered.plan);
}

model::Plan MqttService::plan_notice(const std::string& topic, std::string_view thing) {
  if (!stage_->planner.looks_at_packets()) {
    return {};
  }
  const model::MqttContext context{mqtt::name_of(mqtt::PacketType::kPublish), {}, {topic}, false, true};
  model::Call call;
  set_thing(call, thing);
  call.context.mqtt = &context;
  model::Plan plan = stage_->planner.plan_packet(call);
  count_use(plan);
  return plan;
}

void MqttService::count_use(const model::Plan& plan) {
  if (stage_->count_use && !plan.decision.rule.empty()) {
    stage_->count_use(plan.decision);
  }
}

// A packet without a response may have faults all the same.
void MqttService::finish(base::Monotonic now) {
  const std::unique_ptr<AnsweredPacket> answered = std::move(answered_);
  if (!answered) {
    return;
  }
  if (!answered->has_response && !answered->plan.faults.empty()) {
    model::FaultContext fault{answered->plan.random, answered->plan.arrived.value_or(stage_->clock.now()), 0,
                              model::Protocol::kMqtt};
    mqtt_faults::PacketContext context{Subject::kNothing, mqtt::Version::k311, fault};
    model::PacketRecord record;
    record.connection = answered->connection;
    play(std::nullopt, answered->plan.faults, true, context, record, now);
    execute(context.effects, answered->connection, answered->client_id, {});
  }
}

// --- Messages of the service

void MqttService::send_message(mqtt::JobsMessage&& message, const model::Plan& plan, const AnsweredPacket* answered,
                               base::Monotonic now) {
  auto origin = std::make_shared<FaultedOrigin>();
  origin->request = answered == nullptr ? 0 : last_received_;
  origin->operation = plan.decision.operation;
  origin->thing = plan.decision.key.thing;
  origin->job = plan.decision.key.job;
  origin->rule = plan.decision.rule;
  origin->step = plan.decision.step;
  origin->faults = mqtt_faults::names_on(plan.faults, Subject::kMessage, true);
  origin->other_faults = names_of(plan.faults, model::Phase::kMeaning);
  origin->wire = plan.faults;
  origin->requester = answered == nullptr ? 0 : answered->connection;
  origin->random = plan.random;
  origin->arrived = plan.arrived.value_or(stage_->clock.now());
  origin->other_requests = plan.other_requests;
  origin->owner = stage_->owner;
  const std::string thing = origin->thing;
  model::FaultContext fault{origin->random, origin->arrived, origin->other_requests, model::Protocol::kMqtt};
  mqtt_faults::PacketContext context{Subject::kMessage, mqtt::Version::k311, fault,
                                     remember(message.topic, message.payload)};
  std::vector<mqtt_faults::TimedMessage> messages = mqtt_faults::apply_to_message(
      plan.faults, {std::move(message.topic), std::move(message.payload), kServiceQos, false, {}, origin}, context);
  for (mqtt_faults::TimedMessage& one : messages) {
    route(std::move(one), thing, answered, now);
  }
  if (answered != nullptr) {
    execute(context.effects, answered->connection, answered->client_id, {});
  }
}

// Returns the payload before.
std::string MqttService::remember(const std::string& topic, const std::string& payload) {
  if (stage_->scenario.rules.empty() || payload.size() > kMaxPreviousSize) {
    return {};
  }
  const auto found = previous_.find(topic);
  if (found != previous_.end()) {
    return std::exchange(found->second, payload);
  }
  if (previous_.size() < kMaxPrevious) {
    previous_.emplace(topic, payload);
  }
  return {};
}

void MqttService::route(mqtt_faults::TimedMessage&& timed, const std::string& thing, const AnsweredPacket* answered,
                        base::Monotonic now) {
  using mqtt_faults::Release;
  const bool waits = timed.release != Release::kAtOnce || timed.wait.length > std::chrono::nanoseconds::zero();
  if (!waits || !kept_.has_room()) {
    publish(timed.message, thing, now);
  } else if (timed.release == Release::kAfterReconnect && answered != nullptr) {
    kept_.returning.push_back({answered->client_id, answered->connection, std::move(timed.message)});
  } else if (timed.release == Release::kAfterNotices) {
    kept_.after_notices.push_back(std::move(timed.message));
  } else {
    kept_.waiting.hold(
        mqtt_faults::HeldMessage{std::move(timed.message), thing, timed.release == Release::kAfterNextMessage},
        timed.wait, now, stage_->clock.now());
  }
}

void MqttService::publish(const mqtt::Message& message, const std::string& thing, base::Monotonic now) {
  broker_.publish(message, now);
  for (const mqtt::Message& behind : kept_.take_behind(thing)) {
    broker_.publish(behind, now);
  }
}

bool MqttService::release_after_notices(base::Monotonic now) {
  const std::vector<mqtt::Message> messages = std::exchange(kept_.after_notices, {});
  for (const mqtt::Message& one : messages) {
    broker_.publish(one, now);
  }
  return !messages.empty();
}

void MqttService::release(base::Monotonic now) {
  for (auto& item : kept_.waiting.take_due(now, stage_->clock.now())) {
    if (auto* const message = std::get_if<mqtt_faults::HeldMessage>(&item)) {
      broker_.publish(message->message, now);
    } else {
      emit(std::move(std::get<mqtt_serve::Outgoing>(item)));
    }
  }
}

// --- Packets

void MqttService::send(mqtt::Send&& send, base::Monotonic now) {
  model::PacketRecord record = mqtt_serve::record_of(send);
  if (!send_faulted(send, record, now)) {
    model::Script script;
    script.steps.emplace_back(model::Send{std::move(send.bytes)});
    emit({send.connection, std::move(script), std::move(record)});
  }
  const bool may_be_back = send.type == mqtt::PacketType::kConnack || send.type == mqtt::PacketType::kSuback;
  if (may_be_back && !kept_.returning.empty()) {
    for (const mqtt::Message& one : kept_.take_returning(send.client_id, send.connection, broker_)) {
      broker_.publish(one, now);
    }
  }
}

// Returns whether there are faults for the packet, and then it has been dealt with.
bool MqttService::send_faulted(const mqtt::Send& send, model::PacketRecord& record, base::Monotonic now) {
  const auto* const origin = static_cast<const FaultedOrigin*>(send.origin.get());
  const bool is_answer = origin == nullptr && answered_ && answered_->connection == send.connection &&
                         is_response_to(send.type, answered_->type);
  if (origin == nullptr && !is_answer) {
    return false;
  }
  if (origin != nullptr && origin->requester != 0 && origin->requester != send.connection) {
    record.faults = origin->other_faults;
    return false;
  }
  const mqtt_faults::Faults& faults = origin != nullptr ? origin->wire : answered_->plan.faults;
  std::optional<mqtt::Packet> packet = faults.empty() ? std::nullopt : packet_in(send);
  if (!packet || is_redelivery(*packet)) {
    return false;
  }
  const bool is_response = origin != nullptr || !answered_->is_request;
  const Subject subject = origin != nullptr ? Subject::kMessage : subject_of(answered_->type);
  base::Random& random = origin != nullptr ? origin->random : answered_->plan.random;
  model::FaultContext fault{
      random, origin != nullptr ? origin->arrived : answered_->plan.arrived.value_or(base::Instant()),
      origin != nullptr ? origin->other_requests : answered_->plan.other_requests, model::Protocol::kMqtt};
  mqtt_faults::PacketContext context{subject, send.version, fault};
  if (origin == nullptr) {
    record.faults = mqtt_faults::names_on(faults, subject, is_response);
    record.rule = record.faults.empty() ? "" : answered_->plan.decision.rule;
    record.step = record.faults.empty() ? 0 : answered_->plan.decision.step;
  }
  play(std::move(packet), faults, is_response, context, record, now);
  execute(context.effects, send.connection, send.client_id,
          origin == nullptr ? answered_->filters : std::vector<std::string>());
  return true;
}

void MqttService::play(std::optional<mqtt::Packet> packet, const mqtt_faults::Faults& faults, bool is_response,
                       mqtt_faults::PacketContext& context, const model::PacketRecord& record, base::Monotonic now) {
  std::vector<mqtt_faults::PlayedPacket> packets =
      mqtt_faults::apply_to_packet(faults, std::move(packet), is_response, context);
  if (context.effects.packets_left) {
    gates_.limit(record.connection, *context.effects.packets_left);
  }
  for (mqtt_faults::PlayedPacket& one : packets) {
    if (!one.is_sent) {
      close(record.connection, "closed by a fault");
      return;
    }
    mqtt_serve::Outgoing outgoing{record.connection, std::move(one.script), record};
    mqtt_serve::describe(one.packet, outgoing.record);
    if (stage_->owner) {
      outgoing.script.clock = std::shared_ptr<const base::Clock>(stage_->owner, &stage_->owner->scenario_time());
    }
    if (one.wait.length > std::chrono::nanoseconds::zero() && kept_.has_room()) {
      kept_.waiting.hold(std::move(outgoing), one.wait, now, stage_->clock.now());
    } else {
      emit(std::move(outgoing));
    }
  }
  if (gates_.is_used_up(record.connection)) {
    close(record.connection, "closed by the fault close-after");
  }
}

void MqttService::execute(const mqtt_faults::Effects& effects, mqtt::ConnectionId connection,
                          const std::string& client_id, const std::vector<std::string>& filters) {
  if (effects.forgets_subscriptions) {
    broker_.forget_subscriptions(client_id);
  }
  if (effects.drops_new_subscriptions) {
    broker_.forget_subscriptions(client_id, filters);
  }
  if (effects.is_silent) {
    gates_.silence(connection);
  }
  if (effects.closes) {
    close(connection, "closed by a fault");
  }
}

// After a script that ends the connection nothing more is sent on it.
void MqttService::emit(mqtt_serve::Outgoing&& packet) {
  const mqtt::ConnectionId id = packet.connection;
  if (!gates_.pass(id)) {
    return;
  }
  const bool ends = packet.script.close_action != model::CloseAction::kKeepOpen;
  tasks_.emplace_back(std::move(packet));
  if (ends) {
    gates_.silence(id);
  } else if (gates_.is_used_up(id)) {
    close(id, "closed by the fault close-after");
  }
}

void MqttService::close(mqtt::ConnectionId id, std::string reason) {
  gates_.silence(id);
  tasks_.emplace_back(mqtt_serve::Closing{id, std::move(reason)});
}

}  // namespace jobrig::mqtt_hosting
