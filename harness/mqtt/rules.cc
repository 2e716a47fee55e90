#include "mqtt/rules.h"

#include <array>

namespace jobrig::mqtt {
namespace {

constexpr std::array kRuleRows{
#define JOBRIG_MQTT_RULE(name, statement_311, statement_5, reason, text) \
  RuleRow{Rule::k##name, statement_311, statement_5, Reason::reason, text},
#include "mqtt/rules.def"
#undef JOBRIG_MQTT_RULE
};

}  // namespace

std::span<const RuleRow> rules() { return kRuleRows; }

const RuleRow& row_of(Rule rule) { return kRuleRows.at(static_cast<std::size_t>(rule)); }

std::string message_of(const Breach& breach, Version version) {
  const RuleRow& row = row_of(breach.rule);
  std::string text(breach.type == PacketType{} ? std::string_view("packet") : name_of(breach.type));
  text += ", byte " + std::to_string(breach.at) + ": " + std::string(row.text);
  const std::string_view statement = version == Version::k5 ? row.statement_5 : row.statement_311;
  if (!statement.empty()) {
    text += " [" + std::string(statement) + ']';
  }
  return text;
}

}  // namespace jobrig::mqtt
