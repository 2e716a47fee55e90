// Topic: the rules for topic names and topic filters, and whether a filter matches a name (MQTT 3.1.1 and 5.0, section
// 4.7). It stores no subscriptions (filter_index.h does).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "mqtt/rules.h"

namespace jobrig::mqtt {

/// The limits of AWS IoT Core (AWS General Reference, "AWS IoT Core message broker and protocol limits"): 256 bytes and
/// 7 slashes. The first level of a reserved topic (`$aws`) is not counted.
struct TopicLimits {
  std::size_t bytes = 256;
  std::size_t slashes = 7;
};

/// The rule that a topic name breaks, or nothing. Its UTF-8 is already checked.
std::optional<Rule> check_topic(std::string_view topic, const TopicLimits& limits);

/// The rule that a topic filter breaks, or nothing. Its UTF-8 is already checked.
std::optional<Rule> check_filter(std::string_view filter, const TopicLimits& limits);

/// True if the filter matches the name. Both are valid.
bool matches(std::string_view filter, std::string_view topic);

/// True if the filter begins with `$share/`.
bool is_shared(std::string_view filter);

/// Removes the first level from `rest` and returns it. `done` becomes true after the last one.
std::string_view take_level(std::string_view& rest, bool& done);

}  // namespace jobrig::mqtt
