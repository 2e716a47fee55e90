// mqtt-backoff: the client waits before it connects again, at first perhaps not, later at least this long.
//   mqtt-backoff: {least: 100ms}
//   mqtt-backoff: {least: 100ms, grows: true}
// grows: the longest of the later pauses is longer than the first one that counts. mqtt-jitter judges whether they
// vary.
#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "base/units.h"
#include "judge/make_check.h"

namespace jobrig::mqtt_judge {
namespace {

struct BackoffWish {
  base::Duration least{0};
  bool grows = false;
};

/// The times from the end of a connection to the start of the next one, without the first: a client may reconnect at
/// once the first time.
std::vector<base::Duration> pauses_in(const model::CaseRecord& record) {
  std::vector<base::Duration> pauses;
  base::Monotonic closed{};
  std::size_t closings = 0;
  for (const model::PacketRecord& packet : record.packets) {
    if (packet.direction != model::PacketDirection::kConnection) {
      continue;
    }
    if (packet.packet == "closed") {
      closed = packet.when;
      ++closings;
    } else if (closings > 1) {
      pauses.push_back(std::chrono::duration_cast<base::Duration>(packet.when - closed));
    }
  }
  return pauses;
}

std::string listed(const std::vector<base::Duration>& pauses) {
  std::string text;
  for (const base::Duration pause : pauses) {
    text += (text.empty() ? "pauses of " : ", ") +
            base::format_duration(std::chrono::duration_cast<std::chrono::milliseconds>(pause));
  }
  return text.empty() ? "fewer than two reconnects" : text;
}

model::Finding judge_mqtt_backoff(const BackoffWish& wish, const model::CaseRecord& record) {
  const std::vector<base::Duration> pauses = pauses_in(record);
  bool holds = !pauses.empty() && *std::min_element(pauses.begin(), pauses.end()) >= wish.least;
  holds = holds && (!wish.grows || *std::max_element(pauses.begin(), pauses.end()) > pauses.front());
  return {holds,
          "pauses of at least " + base::format_duration(wish.least) + " between connections" +
              (wish.grows ? ", growing" : ""),
          listed(pauses)};
}

judge::CheckPointer make_mqtt_backoff(judge::Settings& settings) {
  BackoffWish wish;
  wish.least = settings.duration("least", "the shortest pause but the first", judge::Need::kRequired)
                   .value_or(base::Duration::zero());
  wish.grows = settings.boolean("grows", "a later pause is longer than the first that counts", false);
  if (!settings.finish()) {
    return nullptr;
  }
  return judge::make_check(settings,
                           [wish](const model::CaseRecord& record) { return judge_mqtt_backoff(wish, record); });
}

}  // namespace

void declare_mqtt_backoff(std::vector<judge::CheckKind>& kinds) {
  kinds.push_back({"mqtt-backoff", "the client waits before it connects again", "mqtt-backoff: {least: 100ms}",
                   make_mqtt_backoff, model::Reports::kNothing, false, judge::Transport::kMqtt});
}

}  // namespace jobrig::mqtt_judge
