// mqtt-request: the topic, the payload and the flags of the requests of a call.
//   mqtt-request: {topic: "$aws/things/{thing}/jobs/{job}/get", payload: {executionNumber: 2}}
//   mqtt-request: {payload: {status: FAILED, exact: true}}    no other members but clientToken
//   mqtt-request: {qos: 1}
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/quote.h"
#include "contract/json_document.h"
#include "judge/expected_value.h"
#include "judge/make_check.h"
#include "wire/packets.h"

namespace jobrig::mqtt_judge {
namespace {

struct RequestWish {
  std::string topic;                  // empty: any
  std::optional<base::Node> payload;  // nothing: any
  std::optional<std::int64_t> qos;
  std::optional<std::size_t> call;
  std::string expected;
};

/// Nothing when the request is as wished.
std::optional<std::string> difference_of(const RequestWish& wish, const model::PacketRecord& request) {
  if (!wish.topic.empty() && request.topic != wish.topic) {
    return "the topic \"" + request.topic + "\"";
  }
  if (wish.qos && request.qos != *wish.qos) {
    return "QoS " + std::to_string(request.qos);
  }
  if (request.retain) {
    return "the flag RETAIN";
  }
  if (!wish.payload) {
    return std::nullopt;
  }
  nlohmann::json payload;
  if (!request.payload.empty() && (contract::read_json(request.payload, payload) || !payload.is_object())) {
    return "the payload " + base::quoted(request.payload);
  }
  payload = payload.is_object() ? payload : nlohmann::json::object();
  payload.erase("clientToken");
  return judge::first_difference(*wish.payload, &payload, "");
}

model::Finding judge_mqtt_request(const RequestWish& wish, const model::CaseRecord& record) {
  const auto requests = wire::jobs_requests_of(record, wish.call.value_or(record.calls.size()));
  for (const model::PacketRecord* const request : requests) {
    if (auto found = difference_of(wish, *request)) {
      return {false, wish.expected, std::move(*found)};
    }
  }
  return {!requests.empty(), wish.expected, requests.empty() ? "no request on a Jobs topic" : "as expected"};
}

judge::CheckPointer make_mqtt_request(judge::Settings& settings) {
  RequestWish wish;
  wish.topic = settings.text("topic", "the topic").value_or("");
  if (const base::Node* const payload =
          settings.node({"payload", "the members of the payload; clientToken is allowed", "members"})) {
    wish.payload = *payload;
    wish.expected = "the payload " + judge::shown_expectation(*payload, "a member", settings.diagnostics());
  }
  wish.qos = settings.integer("qos", "the quality of service", 0, 1);
  wish.call = settings.call("the call; the last when it is not given");
  settings.require_any();
  if (!wish.topic.empty()) {
    wish.expected = "the topic \"" + wish.topic + "\"" + (wish.expected.empty() ? "" : " and " + wish.expected);
  }
  wish.expected = wish.expected.empty() ? "the given QoS" : wish.expected;
  if (!settings.finish()) {
    return nullptr;
  }
  return judge::make_check(
      settings, [wish = std::move(wish)](const model::CaseRecord& record) { return judge_mqtt_request(wish, record); });
}

}  // namespace

void declare_mqtt_request(std::vector<judge::CheckKind>& kinds) {
  kinds.push_back({"mqtt-request", "topic, payload and flags of the requests of a call",
                   "mqtt-request: {topic: \"$aws/things/{thing}/jobs/get\", payload: {exact: true}}", make_mqtt_request,
                   model::Reports::kNothing, false, judge::Transport::kMqtt});
}

}  // namespace jobrig::mqtt_judge
