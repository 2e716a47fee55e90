// mqtt-subscribed: the client has subscribed to the accepted and the rejected topic of a request before it publishes
// the request, in each session: a session that the server has lost must be subscribed again.
//   mqtt-subscribed: {}
//   mqtt-subscribed: {notices: true}    also to notify and notify-next, before the first request of each session
// It holds without a request: a client that is not connected, or whose subscription is refused, has nothing to publish.
// Whether the calls succeed is judged by `outcome`.
#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "judge/make_check.h"
#include "mqtt/topic.h"
#include "wire/packets.h"

namespace jobrig::mqtt_judge {
namespace {

std::vector<std::string> filters_in(const std::string& lines) {
  std::vector<std::string> filters;
  for (std::size_t at = 0; at <= lines.size();) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size());
    filters.push_back(lines.substr(at, end - at));
    at = end + 1;
  }
  return filters;
}

/// The sessions of a record, packet by packet.
class Sessions {
 public:
  void take(const model::PacketRecord& packet) {
    std::set<std::string>& filters = filters_[packet.client_id];
    if (wire::is_to_client(packet, "CONNACK") && packet.reason.value_or(0) == 0 && !has_session(packet)) {
      filters.clear();
    } else if (wire::is_from_client(packet, "SUBSCRIBE")) {
      asked_[{packet.connection, packet.packet_id}] = filters_in(packet.topic);
      for (std::string& filter : filters_in(packet.topic)) {
        filters.insert(std::move(filter));
      }
    } else if (wire::is_from_client(packet, "UNSUBSCRIBE")) {
      for (const std::string& filter : filters_in(packet.topic)) {
        filters.erase(filter);
      }
    } else if (wire::is_to_client(packet, "SUBACK")) {
      remove_refused(packet, filters);
    }
  }
  [[nodiscard]] bool covers(const std::string& client_id, std::string_view topic) const {
    const auto session = filters_.find(client_id);
    return session != filters_.end() &&
           std::any_of(session->second.begin(), session->second.end(),
                       [topic](const std::string& filter) { return mqtt::matches(filter, topic); });
  }

 private:
  /// The first byte of the variable header (MQTT 3.1.1, section 3.2.2.1), which a fixed header of two bytes precedes.
  static bool has_session(const model::PacketRecord& connack) {
    return connack.bytes.size() > 2 && (static_cast<unsigned char>(connack.bytes[2]) & 1U) != 0;
  }
  /// The codes are the last bytes of SUBACK, one for each filter (sections 3.9.3).
  void remove_refused(const model::PacketRecord& suback, std::set<std::string>& filters) {
    constexpr unsigned kFailure = 0x80;
    const std::vector<std::string>& asked = asked_[{suback.connection, suback.packet_id}];
    if (asked.size() > suback.bytes.size()) {
      return;
    }
    const std::string_view codes = std::string_view(suback.bytes).substr(suback.bytes.size() - asked.size());
    for (std::size_t i = 0; i < asked.size(); ++i) {
      if (static_cast<unsigned char>(codes[i]) >= kFailure) {
        filters.erase(asked[i]);
      }
    }
  }

  std::map<std::string, std::set<std::string>> filters_;  // by client identifier
  std::map<std::pair<std::uint64_t, std::uint16_t>, std::vector<std::string>> asked_;
};

std::vector<std::string> needed_topics(const model::PacketRecord& request, bool notices) {
  std::vector<std::string> topics{request.topic + "/accepted", request.topic + "/rejected"};
  if (notices) {
    const std::string base = "$aws/things/" + request.thing + "/jobs/";
    topics.push_back(base + "notify");
    topics.push_back(base + "notify-next");
  }
  return topics;
}

model::Finding judge_mqtt_subscribed(bool notices, const model::CaseRecord& record) {
  const std::string expected = "a subscription to the responses before each request";
  Sessions sessions;
  std::size_t requests = 0;
  for (const model::PacketRecord& packet : record.packets) {
    sessions.take(packet);
    if (!wire::is_from_client(packet, "PUBLISH") || packet.operation.empty()) {
      continue;
    }
    ++requests;
    for (const std::string& topic : needed_topics(packet, notices)) {
      if (!sessions.covers(packet.client_id, topic)) {
        return {false, expected, "request " + std::to_string(requests) + " without one to \"" + topic + "\""};
      }
    }
  }
  return {true, expected, requests == 0 ? "no request" : judge::count_in_words(requests, "request") + ", each"};
}

judge::CheckPointer make_mqtt_subscribed(judge::Settings& settings) {
  const bool notices = settings.boolean("notices", "also to notify and notify-next", false);
  if (!settings.finish()) {
    return nullptr;
  }
  return judge::make_check(
      settings, [notices](const model::CaseRecord& record) { return judge_mqtt_subscribed(notices, record); });
}

}  // namespace

void declare_mqtt_subscribed(std::vector<judge::CheckKind>& kinds) {
  kinds.push_back({"mqtt-subscribed", "the client subscribes to the responses of a request before it publishes it",
                   "mqtt-subscribed: {}", make_mqtt_subscribed, model::Reports::kNothing, false,
                   judge::Transport::kMqtt});
}

}  // namespace jobrig::mqtt_judge
