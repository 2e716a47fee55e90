// The life of connections and sessions. The other parts of the broker are in connect.cc, client_packets.cc and
// delivery.cc.
#include "mqtt/broker.h"

#include <algorithm>
#include <utility>

#include "mqtt/encoder.h"

namespace jobrig::mqtt {
namespace {

Message will_message(const Will& will) {
  Message message{will.topic, will.payload, std::min<std::uint8_t>(will.qos, 1), false, will.properties};
  std::erase_if(message.properties.list, [](const Property& one) { return one.id == PropertyId::kWillDelay; });
  return message;
}

}  // namespace

void Broker::send(const Connection& connection, const Packet& packet) {
  send_bytes(connection, type_of(packet), encode(packet, connection.version));
}

void Broker::send_bytes(const Connection& connection, PacketType type, std::string&& bytes,
                        std::shared_ptr<const Origin> origin) {
  actions_.emplace_back(Send{connection.id, type, std::move(bytes), connection.version,
                             connection.session == nullptr ? "" : connection.session->client_id, std::move(origin)});
}

void Broker::tell_received(const Connection& connection, const Packet* packet, std::string_view bytes) {
  if (settings_.tells_received) {
    actions_.emplace_back(Received{connection.id, connection.session == nullptr ? "" : connection.session->client_id,
                                   packet == nullptr ? std::nullopt : std::optional(*packet), std::string(bytes)});
  }
}

void Broker::opened(ConnectionId id, base::Monotonic now) {
  auto connection = std::make_unique<Connection>(Connection{.id = id, .decoder = Decoder(settings_.limits)});
  connection->allowed_silence = settings_.connect_timeout;
  connection->last_packet = now;
  connection->due = agenda_.emplace(now + connection->allowed_silence, Due{id});
  connections_.emplace(id, std::move(connection));
}

void Broker::received(ConnectionId id, std::string_view bytes, base::Monotonic now) {
  const auto found = connections_.find(id);
  if (found == connections_.end()) {
    return;
  }
  found->second->decoder.feed(bytes);
  // A packet may close the connection, so it is looked up again for each.
  for (auto alive = found; alive != connections_.end(); alive = connections_.find(id)) {
    Connection& connection = *alive->second;
    Decoded decoded = connection.decoder.next();
    if (decoded.breach) {
      tell_received(connection, nullptr, connection.decoder.take_rejected());
      break_off(connection, *decoded.breach, now);
      return;
    }
    if (!decoded.packet) {
      return;
    }
    connection.last_packet = now;
    tell_received(connection, &*decoded.packet, decoded.bytes);
    handle(connection, std::move(*decoded.packet), now);
  }
}

void Broker::handle(Connection& connection, Packet&& packet, base::Monotonic now) {
  const PacketType type = type_of(packet);
  if ((connection.session == nullptr) != (type == PacketType::kConnect)) {
    break_off(connection, {connection.session == nullptr ? Rule::kFirstPacket : Rule::kSecondConnect, type, 0}, now);
    return;
  }
  switch (type) {
    case PacketType::kConnect:
      return on_connect(connection, std::move(std::get<Connect>(packet)), now);
    case PacketType::kPublish:
      return on_publish(connection, std::move(std::get<Publish>(packet)), now);
    case PacketType::kPuback:
    case PacketType::kPubrec:
    case PacketType::kPubrel:
    case PacketType::kPubcomp:
      return on_ack(connection, std::get<Ack>(packet), now);
    case PacketType::kSubscribe:
      return on_subscribe(connection, std::get<Subscribe>(packet));
    case PacketType::kUnsubscribe:
      return on_unsubscribe(connection, std::get<Unsubscribe>(packet));
    case PacketType::kPingreq:
      return send(connection, Ping{PacketType::kPingresp});
    case PacketType::kDisconnect:
      return on_disconnect(connection, std::get<Notice>(packet), now);
    case PacketType::kAuth:
      return break_off(connection, {Rule::kAuthWithoutMethod, type, 0}, now);
    case PacketType::kConnack:
    case PacketType::kSuback:
    case PacketType::kUnsuback:
    case PacketType::kPingresp:
      return break_off(connection, {Rule::kPacketFromServer, type, 0}, now);
  }
}

void Broker::closed(ConnectionId id, base::Monotonic now) {
  if (const auto found = connections_.find(id); found != connections_.end()) {
    forget(*found->second, true, now);
  }
}

// A CONNECT that is refused gets a CONNACK if the version has a code for the reason; everything else is only closed
// [MQTT-3.1.4-1].
void Broker::break_off(Connection& connection, const Breach& breach, base::Monotonic now) {
  const std::string text = message_of(breach, connection.decoder.version());
  if (connection.session == nullptr) {
    if (breach.type == PacketType::kConnect) {
      connection.version = connection.decoder.version();
      refuse_connect(connection, breach.reason());
    }
    actions_.emplace_back(Close{connection.id, text});
    forget(connection, false, now);
    return;
  }
  disconnect(connection, breach.reason(), text, true, now);
}

void Broker::refuse_connect(const Connection& connection, Reason reason) {
  if (connection.version == Version::k5) {
    const auto code = static_cast<std::uint8_t>(reason);
    send(connection, Connack{false, has_reason(PacketType::kConnack, code) ? code : std::uint8_t{0x80}, {}});
  } else if (const std::uint8_t code = return_code_of(reason); code != 0xFF) {
    send(connection, Connack{false, code, {}});
  }
}

// Only MQTT 5.0 tells the client why (section 4.13).
void Broker::disconnect(Connection& connection, Reason reason, std::string text, bool with_will, base::Monotonic now) {
  if (connection.version == Version::k5 && reason != Reason::kSuccess) {
    send(connection, Notice{PacketType::kDisconnect, static_cast<std::uint8_t>(reason), {}});
  }
  actions_.emplace_back(Close{connection.id, std::move(text)});
  forget(connection, with_will, now);
}

void Broker::forget(Connection& connection, bool with_will, base::Monotonic now) {
  Session* const session = connection.session;
  std::optional<Message> will;
  base::Duration delay{};
  if (with_will && connection.will) {
    will = will_message(*connection.will);
    delay = std::chrono::seconds(connection.will->properties.number(PropertyId::kWillDelay, 0));
  }
  agenda_.erase(connection.due);
  connections_.erase(connection.id);
  if (session != nullptr) {
    leave_session(*session, std::move(will), delay, now);
  }
}

void Broker::leave_session(Session& session, std::optional<Message> will, base::Duration will_delay,
                           base::Monotonic now) {
  session.connection.reset();
  session.ends = now + session.expiry;
  session.will = std::move(will);
  session.will_due = now + will_delay;
  if (session.will && session.will_due <= now) {
    route(*std::exchange(session.will, std::nullopt), &session, now);
  }
  if (session.expiry == base::Duration::zero()) {
    end_session(session, now);
  } else {
    schedule(session);
  }
}

// A will that waits is published at the latest when its session ends (MQTT 5.0, section 3.1.3.2.2).
void Broker::end_session(Session& session, base::Monotonic now) {
  unschedule(session);
  if (session.will) {
    route(*std::exchange(session.will, std::nullopt), &session, now);
  }
  for (const auto& [filter, subscription] : session.subscriptions) {
    filters_.remove(filter, session);
  }
  sessions_.erase(std::string(session.client_id));
}

void Broker::schedule(Session& session) {
  unschedule(session);
  const base::Monotonic moment = session.will ? std::min(*session.ends, session.will_due) : *session.ends;
  session.due = agenda_.emplace(moment, Due{0, session.client_id});
}

void Broker::unschedule(Session& session) {
  if (session.due) {
    agenda_.erase(*session.due);
    session.due.reset();
  }
}

std::optional<base::Monotonic> Broker::next_due() const {
  return agenda_.empty() ? std::nullopt : std::optional(agenda_.begin()->first);
}

void Broker::tick(base::Monotonic now) {
  while (!agenda_.empty() && agenda_.begin()->first <= now) {
    const Due due = agenda_.begin()->second;
    if (due.connection == 0) {
      Session& session = *sessions_.at(due.client_id);
      if (*session.ends <= now) {
        end_session(session, now);
      } else {
        route(*std::exchange(session.will, std::nullopt), &session, now);
        schedule(session);
      }
      continue;
    }
    Connection& connection = *connections_.at(due.connection);
    const base::Monotonic end = connection.last_packet + connection.allowed_silence;
    if (end <= now) {
      const bool connected = connection.session != nullptr;
      break_off(connection, {connected ? Rule::kKeepAlive : Rule::kConnectTimeout, PacketType{}, 0}, now);
    } else {  // packets only note their time, which is cheaper than an entry for each
      agenda_.erase(connection.due);
      connection.due = agenda_.emplace(end, Due{connection.id});
    }
  }
}

BrokerCounts Broker::counts() const { return {connections_.size(), sessions_.size(), dropped_, expired_}; }

Connection* Broker::connection_of(const Session& session) {
  return session.connection ? connections_.at(*session.connection).get() : nullptr;
}

}  // namespace jobrig::mqtt
