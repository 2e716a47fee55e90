// wrong-client-token: the response has another clientToken than its request. A response without one is unchanged.
//   wrong-client-token | wrong-client-token: someone-else
#include "base/json_string.h"
#include "faults/json_edit.h"
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_wrong_client_token(Settings& settings) {
  settings.shorthand("token");
  const std::string token = settings.text("token", "the clientToken that is sent", "not-yours");
  if (!settings.finish()) {
    return nullptr;
  }
  return make_text_fault(settings, [raw = base::json_string(token)](mqtt::Message& message, auto& /*context*/) {
    if (const auto member = faults::find_member(message.payload, "clientToken")) {
      faults::replace_value(message.payload, *member, raw);
    }
  });
}

}  // namespace

void declare_wrong_client_token(std::vector<FaultKind>& kinds) {
  kinds.push_back(
      {"wrong-client-token", Group::kMqtt, "changes the clientToken", "wrong-client-token", make_wrong_client_token});
}

}  // namespace jobrig::mqtt_faults
