// Session: what the server keeps for a client identifier, and what it keeps for one connection (MQTT 3.1.1 and 5.0,
// section 4.1). Plain data of the broker.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "mqtt/decoder.h"
#include "mqtt/packet.h"

namespace jobrig::mqtt {

using ConnectionId = std::uint64_t;

/// Why the service sends a message: for records and for the faults of a rule.
struct Origin {
  std::uint64_t request = 0;  // the number of the record of the request; 0: the service sends it by itself
  std::string operation{};    // of the request
  std::string thing{};
  std::string job{};
  std::string rule{};  // that decided the response; empty: none
  std::size_t step = 0;
  std::vector<std::string> faults{};
};

/// An application message on its way through the broker.
struct Message {
  std::string topic;
  std::string payload;
  std::uint8_t qos = 0;
  bool retain = false;
  Properties properties{};                 // those that are forwarded: no topic alias, no subscription identifiers
  std::shared_ptr<const Origin> origin{};  // of messages of the service
};

/// A message for one session.
struct Delivery {
  Publish publish;
  base::Monotonic accepted;  // when the broker received it
  std::shared_ptr<const Origin> origin{};
};

/// What a connection or a session has to do at a moment: an entry of the broker's agenda.
struct Due {
  ConnectionId connection = 0;  // 0: a session
  std::string client_id{};
};
using Agenda = std::multimap<base::Monotonic, Due>;

struct SessionSubscription {
  Subscription options;
  std::uint32_t identifier = 0;  // 0: none
};

struct Session {
  std::string client_id;
  std::map<std::string, SessionSubscription> subscriptions{};  // by filter
  // Lists, because an empty one allocates nothing.
  std::list<Delivery> in_flight{};  // sent with QoS 1, not acknowledged
  std::list<Delivery> queue{};      // not sent yet
  std::size_t queued_bytes = 0;
  std::uint16_t last_packet_id = 0;
  std::optional<ConnectionId> connection{};
  base::Duration expiry{};                // how long it outlives its connection
  std::optional<base::Monotonic> ends{};  // set while there is no connection
  std::optional<Message> will{};          // of the lost connection, to be published at will_due
  base::Monotonic will_due{};
  std::optional<Agenda::iterator> due{};
};

struct Connection {
  ConnectionId id = 0;
  Decoder decoder;
  Version version = Version::k311;
  Session* session = nullptr;  // null before CONNECT
  std::optional<Will> will{};
  base::Duration allowed_silence{};
  base::Monotonic last_packet{};
  std::uint16_t window = 0;                        // messages with QoS 1 that may be in flight
  std::uint32_t packet_limit = 0;                  // of the client; 0: none
  bool has_session_expiry = false;                 // CONNECT had an interval above 0
  std::map<std::uint16_t, std::string> aliases{};  // topics by alias, of the client
  Agenda::iterator due{};
};

}  // namespace jobrig::mqtt
