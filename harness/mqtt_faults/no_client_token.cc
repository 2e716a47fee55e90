// no-client-token: the response has no clientToken, although its request has one.
//   no-client-token
#include "faults/json_edit.h"
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_no_client_token(Settings& settings) {
  if (!settings.finish()) {
    return nullptr;
  }
  return make_text_fault(settings, [](mqtt::Message& message, auto& /*context*/) {
    if (const auto member = faults::find_member(message.payload, "clientToken")) {
      faults::drop_member(message.payload, *member);
    }
  });
}

}  // namespace

void declare_no_client_token(std::vector<FaultKind>& kinds) {
  kinds.push_back(
      {"no-client-token", Group::kMqtt, "removes the clientToken", "no-client-token", make_no_client_token});
}

}  // namespace jobrig::mqtt_faults
