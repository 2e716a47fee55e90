// Rules: the rules of MQTT that received bytes can break (rules.def), and how one is reported. It checks nothing
// itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "mqtt/packet_type.h"
#include "mqtt/reason.h"

namespace jobrig::mqtt {

enum class Rule : std::uint8_t {
#define JOBRIG_MQTT_RULE(name, statement_311, statement_5, reason, text) k##name,
#include "mqtt/rules.def"
#undef JOBRIG_MQTT_RULE
};

struct RuleRow {
  Rule rule;
  std::string_view statement_311;  // MQTT-2.2.2-2; empty: no numbered statement
  std::string_view statement_5;
  Reason reason;
  std::string_view text;
};

/// All rows, in the order of rules.def.
std::span<const RuleRow> rules();
const RuleRow& row_of(Rule rule);

/// A rule that a received packet breaks.
struct Breach {
  Rule rule{};
  PacketType type{};   // of the packet; 0: not known
  std::size_t at = 0;  // offset in the packet at which it shows

  [[nodiscard]] Reason reason() const { return row_of(rule).reason; }
  friend bool operator==(const Breach&, const Breach&) = default;
};

/// The breach as one sentence with the number of the statement in this version of MQTT:
/// `PUBLISH, byte 0: the QoS of PUBLISH is 3 [MQTT-3.3.1-4]`.
std::string message_of(const Breach& breach, Version version);

}  // namespace jobrig::mqtt
