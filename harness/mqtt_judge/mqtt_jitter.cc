// mqtt-jitter: devices that a server refuses at the same time do not come back at the same time.
//   mqtt-jitter: {}
// It compares the pauses after the second refusal in a row, each of another client (`fresh`). The pause before the
// first reconnect is not judged, because a client may reconnect at once. The check fails if ten of twelve pauses differ
// by at most 4 % of the shortest one.
//
// A client that varies its pauses by 25 % or more rarely fails. Its pauses are uniform in an interval of the width W.
// The shortest of them is at most 5/4 of the mean and W at least half of the mean, so 4 % of the shortest one is at
// most a tenth of W. If ten pauses lie within W/10, one of the twelve is the first of them and nine of the other eleven
// follow within W/10. The probability is at most 12 * C(11, 9) * (1/10)^9 = 12 * 55 * 10^-9 = 6.6e-7. Delays of a busy
// machine that are independent of the pauses do not raise it: they do not make the distribution denser. Without jitter,
// two of the twelve pauses may be delayed by anything, and the others by 4 % of the pause.
#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "base/units.h"
#include "judge/make_check.h"
#include "wire/packets.h"

namespace jobrig::mqtt_judge {
namespace {

constexpr std::size_t kSamples = 12;
constexpr std::size_t kAlike = 10;
constexpr int kWindowDivisor = 25;  // 4 %

/// The times from the second refusal in a row to the start of the next connection.
std::vector<base::Duration> second_pauses(const model::CaseRecord& record) {
  std::vector<base::Duration> pauses;
  std::size_t refused = 0;  // in a row
  const model::PacketRecord* refusal = nullptr;
  for (const model::PacketRecord& packet : record.packets) {
    if (wire::is_to_client(packet, "CONNACK")) {
      refused = packet.reason.value_or(0) == 0 ? 0 : refused + 1;
      refusal = refused == 2 ? &packet : nullptr;
    } else if (packet.packet == "opened" && refusal != nullptr) {
      pauses.push_back(std::chrono::duration_cast<base::Duration>(packet.when - refusal->when));
      refusal = nullptr;
    }
  }
  return pauses;
}

/// The largest number of pauses that differ by at most `window`. They are sorted.
std::size_t most_alike(const std::vector<base::Duration>& pauses, base::Duration window) {
  std::size_t most = 0;
  for (auto first = pauses.begin(); first != pauses.end(); ++first) {
    const auto end = std::upper_bound(first, pauses.end(), *first + window);
    most = std::max(most, static_cast<std::size_t>(end - first));
  }
  return most;
}

std::string in_milliseconds(base::Duration time) {
  return base::format_duration(std::chrono::duration_cast<std::chrono::milliseconds>(time));
}

model::Finding judge_mqtt_jitter(const model::CaseRecord& record) {
  const std::string expected = "pauses that vary after the second refusal";
  std::vector<base::Duration> pauses = second_pauses(record);
  if (pauses.size() < kSamples) {
    return {false, expected, std::to_string(pauses.size()) + " of " + std::to_string(kSamples) + " pauses"};
  }
  pauses.resize(kSamples);
  std::sort(pauses.begin(), pauses.end());
  const base::Duration window = pauses.front() / kWindowDivisor;
  const std::size_t alike = most_alike(pauses, window);
  const std::string range = "from " + in_milliseconds(pauses.front()) + " to " + in_milliseconds(pauses.back());
  return {alike < kAlike, expected,
          std::to_string(kSamples) + " pauses " + range + ", " + std::to_string(alike) + " of them within " +
              in_milliseconds(window)};
}

judge::CheckPointer make_mqtt_jitter(judge::Settings& settings) {
  return judge::make_plain_check(settings, judge_mqtt_jitter);
}

}  // namespace

void declare_mqtt_jitter(std::vector<judge::CheckKind>& kinds) {
  kinds.push_back({"mqtt-jitter", "clients that are refused at the same time do not come back at the same time",
                   "mqtt-jitter: {}", make_mqtt_jitter, model::Reports::kNothing, false, judge::Transport::kMqtt});
}

}  // namespace jobrig::mqtt_judge
