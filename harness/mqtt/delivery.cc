// Delivery: messages to the sessions that subscribed to their topic (MQTT 3.1.1 and 5.0, sections 3.3.4 and 4.3
// to 4.6).
#include <algorithm>
#include <utility>

#include "mqtt/broker.h"
#include "mqtt/encoder.h"
#include "mqtt/topic.h"

namespace jobrig::mqtt {
namespace {

std::size_t weight_of(const Delivery& delivery) {
  return delivery.publish.topic.size() + delivery.publish.payload.size();
}

// The subscriptions of one session that match a message, as one delivery.
struct Receiver {
  std::uint8_t qos = 0;
  bool retain = false;
  std::vector<std::uint32_t> identifiers{};
};

// The next identifier that no unacknowledged message has [MQTT-2.3.1-4]. There are far fewer messages than identifiers.
std::uint16_t next_packet_id(Session& session) {
  const auto used_in = [](const std::list<Delivery>& deliveries, std::uint16_t id) {
    return std::any_of(deliveries.begin(), deliveries.end(),
                       [id](const Delivery& one) { return one.publish.packet_id == id; });
  };
  std::uint16_t id = session.last_packet_id;
  do {
    ++id;
  } while (id == 0 || used_in(session.in_flight, id) || used_in(session.queue, id));
  session.last_packet_id = id;
  return id;
}

}  // namespace

void Broker::publish(const Message& message, base::Monotonic now) { route(message, nullptr, now); }

// A session with several matching subscriptions gets the message once, with the highest QoS of them [MQTT-3.3.5-1].
// Returns the number of sessions.
std::size_t Broker::route(const Message& message, const Session* publisher, base::Monotonic now) {
  std::vector<FilterIndex::Match> matches;
  filters_.find(message.topic, matches);
  std::vector<std::pair<Session*, Receiver>> receivers;  // in the order of the index
  for (const FilterIndex::Match& match : matches) {
    const SessionSubscription& subscription = match.session->subscriptions.at(match.filter);
    if (subscription.options.no_local && match.session == publisher) {
      continue;
    }
    auto found =
        std::find_if(receivers.begin(), receivers.end(), [&](const auto& one) { return one.first == match.session; });
    if (found == receivers.end()) {
      found = receivers.emplace(receivers.end(), match.session, Receiver{});
    }
    Receiver& receiver = found->second;
    receiver.qos = std::max(receiver.qos, subscription.options.qos);
    receiver.retain = receiver.retain || (message.retain && subscription.options.retain_as_published);
    if (subscription.identifier != 0) {
      receiver.identifiers.push_back(subscription.identifier);
    }
  }
  for (auto& [session, receiver] : receivers) {
    Delivery delivery{{false, std::min(message.qos, receiver.qos), receiver.retain, message.topic, 0,
                       message.properties, message.payload},
                      now,
                      message.origin};
    for (const std::uint32_t identifier : receiver.identifiers) {
      delivery.publish.properties.add(PropertyId::kSubscriptionIdentifier, identifier);
    }
    deliver(*session, std::move(delivery), now);
  }
  return receivers.size();
}

bool Broker::is_receiving(const std::string& client_id, std::string_view topic) const {
  const auto found = sessions_.find(client_id);
  return found != sessions_.end() && found->second->connection &&
         std::any_of(found->second->subscriptions.begin(), found->second->subscriptions.end(),
                     [&](const auto& one) { return matches(one.first, topic); });
}

void Broker::deliver(Session& session, Delivery&& delivery, base::Monotonic now) {
  Connection* const connection = connection_of(session);
  if (delivery.publish.qos == 0) {
    if (connection != nullptr) {  // it does not wait for one in a queue
      send_delivery(*connection, delivery, now);
    }
    return;
  }
  const std::size_t weight = weight_of(delivery);
  if (session.queue.size() >= settings_.queued_messages || session.queued_bytes + weight > settings_.queued_bytes) {
    ++dropped_;
    return;
  }
  session.queued_bytes += weight;
  session.queue.push_back(std::move(delivery));
  send_queued(session, now);
}

void Broker::send_queued(Session& session, base::Monotonic now) {
  const Connection* const connection = connection_of(session);
  while (connection != nullptr && !session.queue.empty() && session.in_flight.size() < connection->window) {
    Delivery delivery = std::move(session.queue.front());
    session.queue.pop_front();
    session.queued_bytes -= weight_of(delivery);
    if (delivery.publish.packet_id == 0) {
      delivery.publish.packet_id = next_packet_id(session);
    }
    if (send_delivery(*connection, delivery, now)) {
      session.in_flight.push_back(std::move(delivery));
    }
  }
}

// What was not acknowledged is sent again with its identifier and in order [MQTT-4.4.0-1] [MQTT-4.6.0-1], and not more
// at once than the new connection allows.
void Broker::resume(Connection& connection, base::Monotonic now) {
  Session& session = *connection.session;
  while (!session.in_flight.empty()) {
    Delivery& delivery = session.in_flight.back();
    delivery.publish.dup = true;
    session.queued_bytes += weight_of(delivery);
    session.queue.push_front(std::move(delivery));
    session.in_flight.pop_back();
  }
  send_queued(session, now);
}

// Returns false if the message is not sent: it has expired, or the client does not accept packets of its size
// [MQTT-3.1.2-24] [MQTT-3.3.2-5].
bool Broker::send_delivery(const Connection& connection, const Delivery& delivery, base::Monotonic now) {
  Publish publish = delivery.publish;
  const auto waited = std::chrono::duration_cast<std::chrono::seconds>(now - delivery.accepted).count();
  for (Property& property : publish.properties.list) {
    if (property.id == PropertyId::kMessageExpiry) {
      if (property.number <= waited) {
        ++expired_;
        return false;
      }
      property.number -= static_cast<std::uint32_t>(waited);  // [MQTT-3.3.2-6]
    }
  }
  std::string bytes = encode(publish, connection.version);
  if (connection.packet_limit != 0 && bytes.size() > connection.packet_limit) {
    ++dropped_;
    return false;
  }
  send_bytes(connection, PacketType::kPublish, std::move(bytes), delivery.origin);
  return true;
}

}  // namespace jobrig::mqtt
