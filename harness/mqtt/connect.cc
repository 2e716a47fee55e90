// CONNECT: opens a session or resumes one (MQTT 3.1.1 and 5.0, section 3.1).
#include <algorithm>
#include <utility>

#include "mqtt/broker.h"

namespace jobrig::mqtt {
namespace {

using std::chrono::seconds;

constexpr std::uint8_t kCodeOfSuccess = 0;

// All packets of the broker except PUBLISH fit into this. A client must accept them [MQTT-3.1.2-24].
constexpr std::uint32_t kOwnPackets = 128;

// An interval of 0xFFFFFFFF seconds has no end (MQTT 5.0, section 3.1.2.11.2): the limit of the server applies.
seconds session_expiry(const Connect& connect, seconds limit) {
  if (connect.version == Version::k311) {
    return connect.clean ? seconds(0) : limit;
  }
  return std::min(seconds(connect.properties.number(PropertyId::kSessionExpiry, 0)), limit);
}

// 0 asks for no keep-alive, which AWS IoT does not have: the longest interval applies.
seconds keep_alive(const Connect& connect, const BrokerSettings& settings) {
  const seconds wanted(connect.keep_alive);
  return wanted == seconds(0) ? settings.longest_keep_alive
                              : std::clamp(wanted, settings.shortest_keep_alive, settings.longest_keep_alive);
}

}  // namespace

std::optional<Reason> Broker::refusal_of(const Connect& connect) const {
  if (connect.properties.find(PropertyId::kAuthenticationMethod) != nullptr) {
    return Reason::kBadAuthenticationMethod;
  }
  if (connect.will && connect.will->qos == 2) {
    return Reason::kQosNotSupported;
  }
  if (connect.will && connect.will->retain && connect.version == Version::k5) {
    return Reason::kRetainNotSupported;
  }
  if (connect.properties.number(PropertyId::kMaximumPacketSize, kOwnPackets) < kOwnPackets) {
    return Reason::kPacketTooLarge;
  }
  const bool is_new = connect.client_id.empty() || sessions_.count(connect.client_id) == 0;
  return is_new && sessions_.size() >= settings_.sessions ? std::optional(Reason::kServerBusy) : std::nullopt;
}

void Broker::on_connect(Connection& connection, Connect&& connect, base::Monotonic now) {
  connection.version = connect.version;
  if (const std::optional<Reason> refusal = refusal_of(connect)) {
    refuse_connect(connection, *refusal);
    actions_.emplace_back(Close{connection.id, "CONNECT was refused: " + std::string(name_of(*refusal))});
    forget(connection, false, now);
    return;
  }
  const bool assigned = connect.client_id.empty();
  while (connect.client_id.empty() || (assigned && sessions_.count(connect.client_id) > 0)) {
    connect.client_id = "jobrig-" + std::to_string(++assigned_);
  }
  const bool present = open_session(connection, connect, now);
  connection.allowed_silence = keep_alive(connect, settings_) * 3 / 2;
  agenda_.erase(connection.due);
  connection.due = agenda_.emplace(now + connection.allowed_silence, Due{connection.id});
  const std::uint32_t window = connect.properties.number(PropertyId::kReceiveMaximum, settings_.receive_maximum);
  connection.window = static_cast<std::uint16_t>(std::min<std::uint32_t>(window, settings_.receive_maximum));
  connection.packet_limit = connect.properties.number(PropertyId::kMaximumPacketSize, 0);
  connection.has_session_expiry = connect.properties.number(PropertyId::kSessionExpiry, 0) > 0;
  send(connection, connack_for(connection, connect, present, assigned));
  connection.will = std::move(connect.will);
  resume(connection, now);
}

// Returns whether a session was present.
bool Broker::open_session(Connection& connection, const Connect& connect, base::Monotonic now) {
  if (const auto found = sessions_.find(connect.client_id); found != sessions_.end()) {
    take_over(*found->second, connect, now);
  }
  auto found = sessions_.find(connect.client_id);
  if (found != sessions_.end() && connect.clean) {
    end_session(*found->second, now);
    found = sessions_.end();
  }
  const bool present = found != sessions_.end();
  if (!present) {
    found = sessions_.emplace(connect.client_id, std::make_unique<Session>(Session{connect.client_id})).first;
  }
  Session& session = *found->second;
  unschedule(session);
  session.will.reset();  // the client is back before its delay ended
  session.ends.reset();
  session.expiry = session_expiry(connect, settings_.session_expiry);
  session.connection = connection.id;
  connection.session = &session;
  return present;
}

// A second connection with the same client identifier closes the first one [MQTT-3.1.4-2].
void Broker::take_over(Session& session, const Connect& connect, base::Monotonic now) {
  Connection* const old = connection_of(session);
  if (old != nullptr) {
    disconnect(*old, Reason::kSessionTakenOver, "another connection uses the client identifier " + connect.client_id,
               true, now);
  }
}

Connack Broker::connack_for(const Connection& connection, const Connect& connect, bool present, bool assigned) const {
  Connack connack{present, kCodeOfSuccess, {}};
  if (connect.version == Version::k311) {
    return connack;
  }
  Properties& properties = connack.properties;
  const auto number = [](seconds value) { return static_cast<std::uint32_t>(value.count()); };
  const auto expiry = number(std::chrono::duration_cast<seconds>(connection.session->expiry));
  if (expiry != connect.properties.number(PropertyId::kSessionExpiry, 0)) {
    properties.add(PropertyId::kSessionExpiry, expiry);
  }
  properties.add(PropertyId::kReceiveMaximum, settings_.receive_maximum);
  properties.add(PropertyId::kMaximumQos, 1);
  properties.add(PropertyId::kRetainAvailable, 0);
  properties.add(PropertyId::kMaximumPacketSize, settings_.limits.packet);
  if (assigned) {
    properties.add(PropertyId::kAssignedClientId, connect.client_id);
  }
  properties.add(PropertyId::kTopicAliasMaximum, settings_.topic_alias_maximum);
  properties.add(PropertyId::kSharedAvailable, 0);
  if (const auto alive = number(keep_alive(connect, settings_)); alive != connect.keep_alive) {
    properties.add(PropertyId::kServerKeepAlive, alive);
  }
  return connack;
}

}  // namespace jobrig::mqtt
