// rejected: the response is an error with this code on `rejected`, after the operation was carried out. Notices are
// unchanged. Errors instead of the operation: `answers: [{error: …}]`.
//   rejected: InternalError | rejected: {code: RequestThrottled, message: slower}
#include "base/json_string.h"
#include "faults/json_edit.h"
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

// AWS IoT Developer Guide, "ErrorResponse", code.
const std::vector<std::string_view> kRejectionCodes{
    "InvalidTopic",    "InvalidJson",   "InvalidRequest",   "InvalidStateTransition", "ResourceNotFound",
    "VersionMismatch", "InternalError", "RequestThrottled", "TerminalStateReached"};

std::string member_text(const std::string& payload, std::string_view name) {
  const auto member = faults::find_member(payload, name);
  return member ? ",\"" + std::string(name) + "\":" + std::string(faults::value_of(payload, *member)) : "";
}

void reject(mqtt::Message& message, const std::string& code, const std::string& text) {
  constexpr std::string_view kAcceptedEnd = "/accepted";
  if (!message.topic.ends_with(kAcceptedEnd) && !message.topic.ends_with("/rejected")) {
    return;  // a notice
  }
  message.topic.replace(message.topic.size() - kAcceptedEnd.size(), kAcceptedEnd.size(), "/rejected");
  message.payload = "{\"code\":\"" + code + "\",\"message\":" + base::json_string(text) +
                    member_text(message.payload, "timestamp") + member_text(message.payload, "clientToken") + "}";
}

FaultPointer make_rejected(Settings& settings) {
  settings.shorthand("code");
  const auto code = settings.word("code", "the code in the payload", kRejectionCodes, faults::Need::kRequired);
  const std::string text = settings.text("message", "the message in the payload", "The request was rejected.");
  if (!settings.finish()) {
    return nullptr;
  }
  return make_text_fault(
      settings, [code = *code, text](mqtt::Message& message, auto& /*context*/) { reject(message, code, text); });
}

}  // namespace

void declare_rejected(std::vector<FaultKind>& kinds) {
  kinds.push_back({"rejected", Group::kMqtt, "responds on rejected with a code, after the operation was carried out",
                   "rejected: InternalError", make_rejected});
}

}  // namespace jobrig::mqtt_faults
