// Routes: which operation a method and a path ask for, by the path templates in the operations' rows. It reads no
// arguments and refuses nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "contract/operations.h"

namespace jobrig::http {

/// The segments of a path, raw. A path with more than the routes know is cut, and matches none of them.
struct Path {
  static constexpr std::size_t kMaxSegments = 8;

  std::array<std::string_view, kMaxSegments> segments;
  std::size_t size = 0;
};

/// `path` begins with a slash.
Path split_path(std::string_view path);

/// One operation's path.
struct Route {
  struct Segment {
    std::string_view literal;                         // when there is no argument
    const contract::ArgumentRow* argument = nullptr;  // that stands here; its one value when there is a literal too
  };

  const contract::OperationRow* row;
  std::vector<Segment> segments;
};

/// Immutable, so shared by all workers. Borrows the rows.
class Routes {
 public:
  explicit Routes(std::span<const contract::OperationRow> rows);

  struct Found {
    const Route* path = nullptr;   // whose path it is, by any method; null: none's
    const Route* route = nullptr;  // with the method too; null: none has it
  };
  /// Where several fit, the one with `$next` is meant.
  [[nodiscard]] Found find(std::string_view method, const Path& path, model::Edition edition) const;

  /// The methods that the path can be asked with: `GET or POST`.
  [[nodiscard]] std::string methods_of(const Path& path, model::Edition edition) const;
  /// The paths that every edition has: `/things/{thingName}/jobs and /things/{thingName}/jobs/{jobId}`.
  [[nodiscard]] const std::string& paths() const { return paths_; }

 private:
  std::vector<Route> routes_;  // in the order of the rows
  std::string paths_;
};

}  // namespace jobrig::http
