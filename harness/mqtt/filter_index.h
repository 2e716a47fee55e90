// Filter index: the subscriptions of all sessions, found by topic name. The work for a name grows with the number of
// different shapes of filters (which levels are wildcards), not with the number of subscriptions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace jobrig::mqtt {

struct Session;

class FilterIndex {
 public:
  /// The filter is valid, and the session does not have it yet.
  void add(const std::string& filter, Session& session);
  void remove(const std::string& filter, Session& session);

  struct Match {
    Session* session;
    std::string filter;
  };
  /// Appends the subscriptions that match the name.
  void find(std::string_view topic, std::vector<Match>& matches) const;

  [[nodiscard]] std::size_t shapes() const { return shapes_.size(); }

 private:
  // Which levels of a filter are wildcards: enough to make from a name the only filter of this shape that matches it.
  struct Shape {
    std::size_t levels = 0;  // without a last #
    std::uint64_t plus = 0;  // bit i: level i is +
    bool hash = false;

    friend auto operator<=>(const Shape&, const Shape&) = default;
  };
  static Shape shape_of(std::string_view filter);
  static std::string filter_of(const Shape& shape, const std::vector<std::string_view>& levels);

  std::unordered_map<std::string, std::vector<Session*>> sessions_;  // by filter
  std::map<Shape, std::size_t> shapes_;                              // and the number of their filters
};

}  // namespace jobrig::mqtt
