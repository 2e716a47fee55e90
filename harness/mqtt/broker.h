// Broker: connections, sessions and the routing of messages for MQTT 3.1.1 and 5.0, without sockets and clocks. Bytes
// and times are arguments; bytes to send, connections to close and messages for the service are returned as actions. It
// stores no retained messages, grants QoS 0 and 1, and does not know what messages mean.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "mqtt/filter_index.h"
#include "mqtt/limits.h"
#include "mqtt/session.h"

namespace jobrig::mqtt {

/// The defaults are those of AWS IoT Core where it documents them (AWS General Reference, "AWS IoT Core message broker
/// and protocol limits and quotas").
struct BrokerSettings {
  Limits limits{};
  std::chrono::seconds shortest_keep_alive{30};
  std::chrono::seconds longest_keep_alive{1200};
  std::chrono::seconds connect_timeout{30};   // until CONNECT must be there
  std::chrono::seconds session_expiry{3600};  // of persistent sessions of 3.1.1, and the most in 5.0
  std::uint16_t receive_maximum = 100;        // messages in flight, in both directions
  std::uint16_t topic_alias_maximum = 8;
  std::size_t sessions = 20'000;
  std::size_t subscriptions = 50;                                // per session
  std::size_t queued_messages = 1000;                            // per session
  std::size_t queued_bytes = 1024 * 1024;                        // per session
  std::function<bool(std::string_view topic)> is_request{};      // messages for the service; empty: none
  std::function<void(std::string_view filter)> on_subscribed{};  // called for each granted subscription
  bool tells_received = false;                                   // whether there are Received actions
};

/// A packet of a client, before everything that the broker does about it.
struct Received {
  ConnectionId connection;
  std::string client_id;         // empty before CONNECT
  std::optional<Packet> packet;  // absent: the bytes are not a valid packet, and Close says why
  std::string bytes;
};
/// Bytes for a connection, one packet each.
struct Send {
  ConnectionId connection;
  PacketType type;
  std::string bytes;
  Version version = Version::k311;
  std::string client_id{};                 // empty before CONNECT
  std::shared_ptr<const Origin> origin{};  // of a message of the service
};
/// The connection must be closed after the bytes before it. The broker has forgotten it.
struct Close {
  ConnectionId connection;
  std::string reason;  // a sentence for the journal
};
/// A message to a topic of the service.
struct Request {
  ConnectionId connection;
  std::string client_id;
  Publish publish;
};
using Action = std::variant<Send, Close, Request, Received>;

struct BrokerCounts {
  std::size_t connections = 0;
  std::size_t sessions = 0;
  std::uint64_t dropped = 0;  // messages: a queue was full or a packet too large for the client
  std::uint64_t expired = 0;  // messages: their expiry interval passed in a queue
};

/// Not thread-safe. Each connection has an identifier above 0 that is never used again.
class Broker {
 public:
  explicit Broker(BrokerSettings settings = {}) : settings_(std::move(settings)) {}

  void opened(ConnectionId id, base::Monotonic now);
  /// Ignored for connections that the broker has closed.
  void received(ConnectionId id, std::string_view bytes, base::Monotonic now);
  /// The peer closed the connection, or it broke.
  void closed(ConnectionId id, base::Monotonic now);
  /// Does what is due: call it at next_due() or later.
  void tick(base::Monotonic now);
  [[nodiscard]] std::optional<base::Monotonic> next_due() const;
  /// Delivers a message of the service.
  void publish(const Message& message, base::Monotonic now);

  /// Removes subscriptions of a session behind its client's back; no filters: all.
  void forget_subscriptions(const std::string& client_id, const std::vector<std::string>& filters = {});
  /// Whether the client is connected and has a subscription for the topic.
  [[nodiscard]] bool is_receiving(const std::string& client_id, std::string_view topic) const;

  /// What is to be done, in order. Empties the list.
  std::vector<Action> take_actions() { return std::exchange(actions_, {}); }
  [[nodiscard]] BrokerCounts counts() const;

 private:
  // broker.cc: the life of a connection
  void handle(Connection& connection, Packet&& packet, base::Monotonic now);
  void break_off(Connection& connection, const Breach& breach, base::Monotonic now);
  void refuse_connect(const Connection& connection, Reason reason);
  void disconnect(Connection& connection, Reason reason, std::string text, bool with_will, base::Monotonic now);
  void forget(Connection& connection, bool with_will, base::Monotonic now);
  void leave_session(Session& session, std::optional<Message> will, base::Duration will_delay, base::Monotonic now);
  void end_session(Session& session, base::Monotonic now);
  void schedule(Session& session);
  void unschedule(Session& session);
  void send(const Connection& connection, const Packet& packet);
  void send_bytes(const Connection& connection, PacketType type, std::string&& bytes,
                  std::shared_ptr<const Origin> origin = nullptr);
  void tell_received(const Connection& connection, const Packet* packet, std::string_view bytes);

  // connect.cc
  void on_connect(Connection& connection, Connect&& connect, base::Monotonic now);
  std::optional<Reason> refusal_of(const Connect& connect) const;
  void take_over(Session& session, const Connect& connect, base::Monotonic now);
  bool open_session(Connection& connection, const Connect& connect, base::Monotonic now);
  Connack connack_for(const Connection& connection, const Connect& connect, bool present, bool assigned) const;

  // client_packets.cc
  void on_publish(Connection& connection, Publish&& publish, base::Monotonic now);
  std::optional<Rule> resolve_alias(Connection& connection, Publish& publish) const;
  void on_ack(Connection& connection, const Ack& ack, base::Monotonic now);
  void on_subscribe(Connection& connection, const Subscribe& subscribe);
  std::uint8_t add_subscription(Connection& connection, const Subscription& subscription, std::uint32_t identifier);
  void on_unsubscribe(Connection& connection, const Unsubscribe& unsubscribe);
  void on_disconnect(Connection& connection, const Notice& notice, base::Monotonic now);

  // delivery.cc
  std::size_t route(const Message& message, const Session* publisher, base::Monotonic now);
  void deliver(Session& session, Delivery&& delivery, base::Monotonic now);
  void resume(Connection& connection, base::Monotonic now);
  void send_queued(Session& session, base::Monotonic now);
  bool send_delivery(const Connection& connection, const Delivery& delivery, base::Monotonic now);

  [[nodiscard]] Connection* connection_of(const Session& session);

  BrokerSettings settings_;
  std::unordered_map<ConnectionId, std::unique_ptr<Connection>> connections_;
  std::unordered_map<std::string, std::unique_ptr<Session>> sessions_;
  FilterIndex filters_;
  Agenda agenda_;
  std::vector<Action> actions_;
  std::uint64_t assigned_ = 0;  // client identifiers assigned so far
  std::uint64_t dropped_ = 0;
  std::uint64_t expired_ = 0;
};

}  // namespace jobrig::mqtt
