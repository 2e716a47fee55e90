// What the broker does with the packets of a connected client.
#include <algorithm>
#include <utility>

#include "mqtt/broker.h"

namespace jobrig::mqtt {
namespace {

constexpr std::uint8_t code_of(Reason reason) { return static_cast<std::uint8_t>(reason); }

// The one code of SUBACK for failures in MQTT 3.1.1 is that of 5.0 for unspecified errors.
std::uint8_t suback_failure(Version version, Reason reason) {
  return code_of(version == Version::k5 ? reason : Reason::kUnspecifiedError);
}

// The properties that a server forwards unchanged (MQTT 5.0, section 3.3.2.3).
void drop_own_properties(Properties& properties) {
  std::erase_if(properties.list, [](const Property& one) { return one.id == PropertyId::kTopicAlias; });
}

}  // namespace

// --- PUBLISH

// Fills in the topic that an alias stands for. Returns the broken rule, or nothing.
std::optional<Rule> Broker::resolve_alias(Connection& connection, Publish& publish) const {
  const std::uint32_t alias = publish.properties.number(PropertyId::kTopicAlias, 0);
  if (alias == 0) {
    return std::nullopt;
  }
  if (alias > settings_.topic_alias_maximum) {
    return Rule::kTopicAliasRange;
  }
  std::string& topic = connection.aliases[static_cast<std::uint16_t>(alias)];
  if (!publish.topic.empty()) {
    topic = publish.topic;
  }
  publish.topic = topic;
  return topic.empty() ? std::optional(Rule::kTopicAliasUnknown) : std::nullopt;
}

void Broker::on_publish(Connection& connection, Publish&& publish, base::Monotonic now) {
  const bool is_5 = connection.version == Version::k5;
  std::optional<Rule> broken;
  if (publish.qos == 2) {
    broken = Rule::kQosNotSupported;
  } else if (is_5 && publish.retain) {
    broken = Rule::kRetainNotSupported;
  } else if (publish.properties.find(PropertyId::kSubscriptionIdentifier) != nullptr) {
    broken = Rule::kSubscriptionIdentifier;
  } else {
    broken = resolve_alias(connection, publish);
  }
  if (broken) {
    break_off(connection, {*broken, PacketType::kPublish, 0}, now);
    return;
  }
  drop_own_properties(publish.properties);
  const bool is_request = settings_.is_request && settings_.is_request(publish.topic);
  const Message message{publish.topic, publish.payload, publish.qos, false, publish.properties};
  const std::size_t receivers = route(message, connection.session, now);
  if (publish.qos == 1) {
    const bool nobody = is_5 && receivers == 0 && !is_request;
    send(connection, Ack{PacketType::kPuback,
                         publish.packet_id,
                         code_of(nobody ? Reason::kNoMatchingSubscribers : Reason::kSuccess),
                         {}});
  }
  if (is_request) {
    actions_.emplace_back(Request{connection.id, connection.session->client_id, std::move(publish)});
  }
}

// --- Acknowledgments

// The broker sends nothing with QoS 2. The packets of QoS 2 get the responses that end their exchange (section 4.3.3).
void Broker::on_ack(Connection& connection, const Ack& ack, base::Monotonic now) {
  const std::uint8_t unknown = connection.version == Version::k5 ? code_of(Reason::kPacketIdentifierNotFound) : 0;
  if (ack.type == PacketType::kPubrec || ack.type == PacketType::kPubrel) {
    const PacketType type = ack.type == PacketType::kPubrec ? PacketType::kPubrel : PacketType::kPubcomp;
    send(connection, Ack{type, ack.packet_id, unknown, {}});
    return;
  }
  Session& session = *connection.session;
  std::erase_if(session.in_flight, [&](const Delivery& one) { return one.publish.packet_id == ack.packet_id; });
  send_queued(session, now);
}

// --- SUBSCRIBE and UNSUBSCRIBE

std::uint8_t Broker::add_subscription(Connection& connection, const Subscription& subscription,
                                      std::uint32_t identifier) {
  Session& session = *connection.session;
  if (connection.version == Version::k5 && is_shared(subscription.filter)) {
    return code_of(Reason::kSharedSubscriptionsNotSupported);
  }
  const bool is_new = session.subscriptions.count(subscription.filter) == 0;
  if (is_new && session.subscriptions.size() >= settings_.subscriptions) {
    return suback_failure(connection.version, Reason::kQuotaExceeded);
  }
  if (is_new) {
    filters_.add(subscription.filter, session);
  }
  SessionSubscription& kept = session.subscriptions[subscription.filter];  // an old one is replaced [MQTT-3.8.4-3]
  kept = {subscription, identifier};
  kept.options.qos = std::min<std::uint8_t>(subscription.qos, 1);
  if (settings_.on_subscribed) {
    settings_.on_subscribed(subscription.filter);
  }
  return kept.options.qos;
}

void Broker::on_subscribe(Connection& connection, const Subscribe& subscribe) {
  SubscriptionAck ack{PacketType::kSuback, subscribe.packet_id, {}, {}};
  const std::uint32_t identifier = subscribe.properties.number(PropertyId::kSubscriptionIdentifier, 0);
  std::transform(subscribe.subscriptions.begin(), subscribe.subscriptions.end(), std::back_inserter(ack.codes),
                 [&](const Subscription& one) { return add_subscription(connection, one, identifier); });
  send(connection, ack);
}

void Broker::on_unsubscribe(Connection& connection, const Unsubscribe& unsubscribe) {
  SubscriptionAck ack{PacketType::kUnsuback, unsubscribe.packet_id, {}, {}};
  Session& session = *connection.session;
  for (const std::string& filter : unsubscribe.filters) {
    const bool existed = session.subscriptions.erase(filter) > 0;
    if (existed) {
      filters_.remove(filter, session);
    }
    if (connection.version == Version::k5) {
      ack.codes.push_back(code_of(existed ? Reason::kSuccess : Reason::kNoSubscriptionExisted));
    }
  }
  send(connection, ack);
}

void Broker::forget_subscriptions(const std::string& client_id, const std::vector<std::string>& filters) {
  const auto found = sessions_.find(client_id);
  if (found == sessions_.end()) {
    return;
  }
  Session& session = *found->second;
  std::erase_if(session.subscriptions, [&](const auto& one) {
    const bool goes = filters.empty() || std::find(filters.begin(), filters.end(), one.first) != filters.end();
    if (goes) {
      filters_.remove(one.first, session);
    }
    return goes;
  });
}

// --- DISCONNECT

void Broker::on_disconnect(Connection& connection, const Notice& notice, base::Monotonic now) {
  if (const Property* const expiry = notice.properties.find(PropertyId::kSessionExpiry)) {
    if (expiry->number > 0 && !connection.has_session_expiry) {
      break_off(connection, {Rule::kSessionExpiryRaised, PacketType::kDisconnect, 0}, now);
      return;
    }
    connection.session->expiry = std::min(std::chrono::seconds(expiry->number), settings_.session_expiry);
  }
  const bool with_will = notice.code != 0;  // only 0x00 discards it [MQTT-3.14.4-3]
  actions_.emplace_back(Close{connection.id, "the client sent DISCONNECT"});
  forget(connection, with_will, now);
}

}  // namespace jobrig::mqtt
