// mqtt-requests: the number of requests on the Jobs topics, and whether those of one call are the same.
//   mqtt-requests: 1
//   mqtt-requests: {count: 1..10, same: true, call: 2, operation: UpdateJobExecution}
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "contract/json_document.h"
#include "contract/operations.h"
#include "judge/make_check.h"
#include "wire/packets.h"

namespace jobrig::mqtt_judge {
namespace {

struct CountWish {
  judge::CountRange count{1, std::nullopt};
  bool same = false;
  std::optional<std::size_t> call;
  std::string operation;
};

/// The payload without the token, which may be another one for each attempt.
std::string payload_without_token(const model::PacketRecord& request) {
  nlohmann::json payload;
  if (contract::read_json(request.payload, payload) || !payload.is_object()) {
    return request.payload;
  }
  payload.erase("clientToken");
  return payload.dump();
}

bool are_same(const std::vector<const model::PacketRecord*>& requests) {
  return std::all_of(requests.begin(), requests.end(), [&](const model::PacketRecord* one) {
    return one->topic == requests.front()->topic &&
           payload_without_token(*one) == payload_without_token(*requests.front());
  });
}

model::Finding judge_mqtt_requests(const CountWish& wish, const model::CaseRecord& record) {
  auto requests = wire::jobs_requests_of(record, wish.call);
  if (!wish.operation.empty()) {
    std::erase_if(requests, [&](const auto* one) { return one->operation != wish.operation; });
  }
  const std::string what = wish.operation.empty() ? "request" : wish.operation + " request";
  const bool same = !wish.same || are_same(requests);
  return {wish.count.contains(static_cast<std::int64_t>(requests.size())) && same,
          judge::in_words(wish.count, what) + (wish.same ? ", each the same" : ""),
          judge::count_in_words(requests.size(), what) + (same ? "" : ", and they differ")};
}

judge::CheckPointer make_mqtt_requests(judge::Settings& settings) {
  CountWish wish;
  settings.shorthand("count");
  wish.count = settings.count("count", "how many requests", 1);
  wish.same = settings.boolean("same", "topic and payload are the same, but for clientToken", false);
  wish.call = settings.call("the call; all when it is not given");
  wish.operation =
      settings.word("operation", "only requests of this operation", contract::operation_names()).value_or("");
  if (!settings.finish()) {
    return nullptr;
  }
  const auto silence = wish.count.contains(0) ? judge::Silence::kAllowed : judge::Silence::kFails;
  return judge::make_check(
      settings, [wish = std::move(wish)](const model::CaseRecord& record) { return judge_mqtt_requests(wish, record); },
      silence);
}

}  // namespace

void declare_mqtt_requests(std::vector<judge::CheckKind>& kinds) {
  kinds.push_back({"mqtt-requests", "the number of requests on the Jobs topics", "mqtt-requests: {count: 1..10}",
                   make_mqtt_requests, model::Reports::kNothing, false, judge::Transport::kMqtt});
}

}  // namespace jobrig::mqtt_judge
