// MQTT notices: the messages that the Jobs service sends by itself over MQTT, by the names of their payloads in the AWS
// IoT API. A case names them like operations: the client subscribes and reports the messages. It sends nothing.
#pragma once

#include <array>
#include <string_view>

namespace jobrig::model {

struct MqttNotice {
  std::string_view name;   // JobExecutionsChanged
  std::string_view topic;  // the last level of its topic: notify
};

inline constexpr std::array<MqttNotice, 2> kMqttNotices{
    {{"JobExecutionsChanged", "notify"}, {"NextJobExecutionChanged", "notify-next"}}};

/// Null if there is none of that name.
constexpr const MqttNotice* mqtt_notice_named(std::string_view name) {
  for (const MqttNotice& notice : kMqttNotices) {
    if (notice.name == name) {
      return &notice;
    }
  }
  return nullptr;
}

}  // namespace jobrig::model
