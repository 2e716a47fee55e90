// mqtt-tokens: requests of different calls on the same topic have different client tokens, or none, so that a late
// response cannot be taken for that of a later call.
//   mqtt-tokens: {}
//   mqtt-tokens: {required: true}    each request has one
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/quote.h"
#include "contract/json_document.h"
#include "judge/make_check.h"
#include "wire/packets.h"

namespace jobrig::mqtt_judge {
namespace {

std::string token_of(const model::PacketRecord& request) {
  nlohmann::json payload;
  if (contract::read_json(request.payload, payload) || !payload.is_object()) {
    return "";
  }
  const auto token = payload.find("clientToken");
  return token != payload.end() && token->is_string() ? token->get<std::string>() : "";
}

model::Finding judge_mqtt_tokens(bool required, const model::CaseRecord& record) {
  const std::string expected = required ? "a client token of its own for each call" : "no client token used twice";
  std::map<std::pair<std::string, std::string>, std::size_t> calls;  // by topic and token
  for (std::size_t call = 1; call <= record.calls.size(); ++call) {
    for (const model::PacketRecord* const request : wire::jobs_requests_of(record, call)) {
      const std::string token = token_of(*request);
      if (token.empty()) {
        if (required) {
          return {false, expected, "call " + std::to_string(call) + " without one"};
        }
        continue;
      }
      const auto known = calls.emplace(std::pair(request->topic, token), call).first;
      if (known->second != call) {
        return {false, expected,
                "call " + std::to_string(call) + " with " + base::quoted(token) + " of call " +
                    std::to_string(known->second)};
      }
    }
  }
  return {true, expected, calls.empty() ? "no client token" : "different ones"};
}

judge::CheckPointer make_mqtt_tokens(judge::Settings& settings) {
  const bool required = settings.boolean("required", "each request has a client token", false);
  if (!settings.finish()) {
    return nullptr;
  }
  return judge::make_check(settings,
                           [required](const model::CaseRecord& record) { return judge_mqtt_tokens(required, record); });
}

}  // namespace

void declare_mqtt_tokens(std::vector<judge::CheckKind>& kinds) {
  kinds.push_back({"mqtt-tokens", "no client token is used for two calls", "mqtt-tokens: {}", make_mqtt_tokens,
                   model::Reports::kNothing, false, judge::Transport::kMqtt});
}

}  // namespace jobrig::mqtt_judge
