// Packet record: one MQTT packet as it crossed the wire, in either direction, or the moment at which a connection
// opened or closed. The judge and the journal read these records. It decides nothing and knows no broker.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"

namespace jobrig::model {

/// kConnection: a connection opened or closed.
enum class PacketDirection : std::uint8_t { kFromClient, kToClient, kConnection };

struct PacketRecord {
  std::uint64_t number = 0;  // from 1, in the order of the wire; one numbering per server
  base::Instant at{};        // the scenario's time
  base::Monotonic when{};    // real time, for gaps between packets
  std::uint64_t connection = 0;
  PacketDirection direction{};
  std::string client_id{};      // empty before CONNECT
  std::string packet{};         // "CONNECT", "PUBLISH", …; with kConnection "opened" or "closed"
  std::string bytes{};          // as received, or as really sent
  std::uint16_t packet_id = 0;  // 0: none
  std::uint8_t qos = 0;         // of PUBLISH
  bool dup = false;
  bool retain = false;
  std::string topic{};    // of PUBLISH; of SUBSCRIBE and UNSUBSCRIBE: the filters, separated by a line feed
  std::string payload{};  // of PUBLISH
  std::optional<std::uint8_t> reason{};  // return code or reason code of CONNACK, SUBACK, PUBACK and DISCONNECT
  std::string operation{};               // of Jobs requests, and of what answers them
  std::string thing{};                   // likewise, and of notify and notify-next
  std::string job{};                     // likewise
  std::uint64_t answers = 0;             // the number of the record of the request; 0: none
  std::string rule{};                    // the rule that decided the answer; empty: none
  std::size_t step = 0;
  std::vector<std::string> faults{};
  std::string detail{};  // why a connection closed, or what was wrong with a packet

  friend bool operator==(const PacketRecord&, const PacketRecord&) = default;
};

/// Receives the records of a server. Any thread may call it.
class PacketSink {
 public:
  PacketSink() = default;
  PacketSink(const PacketSink&) = delete;
  PacketSink& operator=(const PacketSink&) = delete;
  virtual ~PacketSink() = default;
  virtual void record(PacketRecord&& record) noexcept = 0;
};

}  // namespace jobrig::model
