#include "mqtt/filter_index.h"

#include <algorithm>

#include "mqtt/topic.h"

namespace jobrig::mqtt {
namespace {

// A name with more levels only matches filters that end in #. The limits of topics are far below this.
constexpr std::size_t kMostLevels = 64;

std::vector<std::string_view> levels_of(std::string_view topic) {
  std::vector<std::string_view> levels;
  bool done = false;
  while (!done && levels.size() < kMostLevels) {
    levels.push_back(take_level(topic, done));
  }
  return levels;
}

}  // namespace

FilterIndex::Shape FilterIndex::shape_of(std::string_view filter) {
  Shape shape;
  for (const std::string_view level : levels_of(filter)) {
    shape.hash = level == "#";
    if (!shape.hash) {
      shape.plus |= level == "+" ? std::uint64_t{1} << shape.levels : 0;
      ++shape.levels;
    }
  }
  return shape;
}

std::string FilterIndex::filter_of(const Shape& shape, const std::vector<std::string_view>& levels) {
  std::string filter;
  for (std::size_t i = 0; i < shape.levels; ++i) {
    filter += i == 0 ? "" : "/";
    filter += ((shape.plus >> i) & 1U) != 0 ? std::string_view("+") : levels[i];
  }
  if (shape.hash) {
    filter += shape.levels == 0 ? "#" : "/#";
  }
  return filter;
}

void FilterIndex::add(const std::string& filter, Session& session) {
  std::vector<Session*>& sessions = sessions_[filter];
  if (sessions.empty()) {
    ++shapes_[shape_of(filter)];
  }
  sessions.push_back(&session);
}

void FilterIndex::remove(const std::string& filter, Session& session) {
  const auto found = sessions_.find(filter);
  if (found == sessions_.end() || std::erase(found->second, &session) == 0 || !found->second.empty()) {
    return;
  }
  sessions_.erase(found);
  const auto shape = shapes_.find(shape_of(filter));
  if (--shape->second == 0) {
    shapes_.erase(shape);
  }
}

void FilterIndex::find(std::string_view topic, std::vector<Match>& matches) const {
  const std::vector<std::string_view> levels = levels_of(topic);
  for (const auto& [shape, filters] : shapes_) {
    const bool fits = shape.hash ? shape.levels <= levels.size() : shape.levels == levels.size();
    const bool starts_with_wildcard = (shape.plus & 1U) != 0 || shape.levels == 0;
    if (!fits || (starts_with_wildcard && topic.starts_with('$'))) {  // [MQTT-4.7.2-1]
      continue;
    }
    const auto found = sessions_.find(filter_of(shape, levels));
    if (found != sessions_.end()) {
      std::transform(found->second.begin(), found->second.end(), std::back_inserter(matches), [&](Session* session) {
        return Match{session, found->first};
      });
    }
  }
}

}  // namespace jobrig::mqtt
