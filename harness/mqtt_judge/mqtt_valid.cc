// mqtt-valid: every packet of the client keeps the rules of MQTT. Every MQTT case has this check.
//   mqtt-valid: false    not in this case
#include <string>
#include <vector>

#include "judge/make_check.h"

namespace jobrig::mqtt_judge {
namespace {

model::Finding judge_mqtt_valid(const model::CaseRecord& record) {
  for (const model::PacketRecord& packet : record.packets) {
    if (packet.direction == model::PacketDirection::kFromClient && !packet.detail.empty()) {
      return {false, "packets that keep the rules of MQTT", packet.detail};
    }
  }
  return {true, "packets that keep the rules of MQTT", "no broken rule"};
}

judge::CheckPointer make_mqtt_valid(judge::Settings& settings) {
  return judge::make_plain_check(settings, judge_mqtt_valid);
}

}  // namespace

void declare_mqtt_valid(std::vector<judge::CheckKind>& kinds) {
  kinds.push_back({"mqtt-valid", "every packet keeps the rules of MQTT; every MQTT case has it unless it says `false`",
                   "mqtt-valid: {}", make_mqtt_valid, model::Reports::kNothing, true, judge::Transport::kMqtt});
}

}  // namespace jobrig::mqtt_judge
