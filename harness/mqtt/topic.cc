#include "mqtt/topic.h"

#include <algorithm>

namespace jobrig::mqtt {
namespace {

std::optional<Rule> check_size(std::string_view text, const TopicLimits& limits) {
  if (text.empty()) {
    return Rule::kTopicEmpty;
  }
  if (text.size() > limits.bytes) {
    return Rule::kTopicTooLong;
  }
  const auto slashes = static_cast<std::size_t>(std::count(text.begin(), text.end(), '/'));
  const std::size_t reserved = text.starts_with("$aws/") ? 1 : 0;
  return slashes > limits.slashes + reserved ? std::optional(Rule::kTopicTooDeep) : std::nullopt;
}

}  // namespace

std::string_view take_level(std::string_view& rest, bool& done) {
  const std::size_t slash = rest.find('/');
  const std::string_view level = rest.substr(0, slash);
  done = slash == std::string_view::npos;
  rest = done ? std::string_view() : rest.substr(slash + 1);
  return level;
}

std::optional<Rule> check_topic(std::string_view topic, const TopicLimits& limits) {
  if (topic.find_first_of("+#") != std::string_view::npos) {
    return Rule::kTopicWildcard;
  }
  return check_size(topic, limits);
}

std::optional<Rule> check_filter(std::string_view filter, const TopicLimits& limits) {
  if (const std::optional<Rule> broken = check_size(filter, limits)) {
    return broken;
  }
  bool done = false;
  while (!done) {
    const std::string_view level = take_level(filter, done);
    if (level.find('#') != std::string_view::npos && (level != "#" || !done)) {
      return Rule::kFilterHash;
    }
    if (level.find('+') != std::string_view::npos && level != "+") {
      return Rule::kFilterPlus;
    }
  }
  return std::nullopt;
}

bool matches(std::string_view filter, std::string_view topic) {
  // A filter that begins with a wildcard does not match names that begin with $ [MQTT-4.7.2-1].
  if (topic.starts_with('$') && (filter.starts_with('+') || filter.starts_with('#'))) {
    return false;
  }
  bool filter_done = false;
  bool topic_done = false;
  while (!filter_done) {
    const std::string_view wanted = take_level(filter, filter_done);
    if (wanted == "#") {
      return true;  // it also matches the parent level (section 4.7.1.2): the name may be at its end
    }
    if (topic_done) {
      return false;
    }
    const std::string_view level = take_level(topic, topic_done);
    if (wanted != "+" && wanted != level) {
      return false;
    }
  }
  return topic_done;
}

bool is_shared(std::string_view filter) { return filter.starts_with("$share/"); }

}  // namespace jobrig::mqtt
