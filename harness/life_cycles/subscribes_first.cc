// subscribes-first: before an agent sends a request over MQTT, it is subscribed to the topics of both responses.
//   subscribes-first: true
// It does not concern agents that use HTTP.
#include "life_cycles/catalogue.h"

namespace jobrig::life_cycles {
namespace {

std::optional<model::Finding> judge_subscribes_first(const AgentRecord& record) {
  bool concerned = false;
  for (const RequestRecord& request : record.requests) {
    concerned = concerned || request.subscribed;
    if (request.subscribed && !*request.subscribed) {
      return model::Finding{false, "subscriptions to accepted and rejected before each request",
                            request.operation + " of " + record.things.at(request.agent) + " without them"};
    }
  }
  return concerned ? std::optional(model::Finding{true, "subscriptions to accepted and rejected before each request",
                                                  count_in_words(record.requests.size(), "request") + " with them"})
                   : std::nullopt;
}

Judge make_subscribes_first(base::Settings& settings) { return plain(settings, judge_subscribes_first); }

}  // namespace

void declare_subscribes_first(std::vector<CheckKind>& kinds) {
  kinds.push_back(
      {"subscribes-first", "over MQTT: subscribed to both responses before each request, also after a reconnect",
       "To receive the response of a Jobs operation, a device subscribes to its accepted and rejected topics "
       "before it publishes.",
       "AWS IoT Developer Guide, Jobs device MQTT API operations", "subscribes-first: true", make_subscribes_first});
}

}  // namespace jobrig::life_cycles
