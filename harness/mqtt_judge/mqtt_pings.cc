// mqtt-pings: the client sends PINGREQ while it has nothing else to send.
//   mqtt-pings: {count: 1..}
#include <cstdint>
#include <string>
#include <vector>

#include "judge/make_check.h"
#include "wire/packets.h"

namespace jobrig::mqtt_judge {
namespace {

judge::CheckPointer make_mqtt_pings(judge::Settings& settings) {
  settings.shorthand("count");
  const judge::CountRange count = settings.count("count", "how many PINGREQ packets", 1);
  if (!settings.finish()) {
    return nullptr;
  }
  return judge::make_check(settings, [count](const model::CaseRecord& record) -> model::Finding {
    std::size_t pings = 0;
    for (const model::PacketRecord& packet : record.packets) {
      pings += wire::is_from_client(packet, "PINGREQ") ? 1 : 0;
    }
    return {count.contains(static_cast<std::int64_t>(pings)), judge::in_words(count, "PINGREQ packet"),
            judge::count_in_words(pings, "PINGREQ packet")};
  });
}

}  // namespace

void declare_mqtt_pings(std::vector<judge::CheckKind>& kinds) {
  kinds.push_back({"mqtt-pings", "the client sends PINGREQ when it is idle", "mqtt-pings: {count: 1..}",
                   make_mqtt_pings, model::Reports::kNothing, false, judge::Transport::kMqtt});
}

}  // namespace jobrig::mqtt_judge
