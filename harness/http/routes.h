// Routes: maps a method and a path to an operation by the path templates of the operations' rows. It reads no arguments
// and rejects nothing.
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

/// The raw segments of a path. A path with more segments than any route is truncated and matches no route.
struct Path {
  static constexpr std::size_t kMaxSegments = 8;

  std::array<std::string_view, kMaxSegments> segments;
  std::size_t size = 0;
};

/// `path` begins with a slash.
Path split_path(std::string_view path);

/// The path of one operation.
struct Route {
  struct Segment {
    std::string_view literal;                         // fixed text; empty: any value of the argument
    const contract::ArgumentRow* argument = nullptr;  // the argument in this segment; null: fixed text only
  };

  const contract::OperationRow* row;
  std::vector<Segment> segments;
  bool for_next;  // one segment is `$next`
};

/// Immutable and therefore shared by all workers. Borrows the rows.
class Routes {
 public:
  explicit Routes(std::span<const contract::OperationRow> rows);

  struct Found {
    const Route* path = nullptr;   // matches the path with any method; null: none
    const Route* route = nullptr;  // matches the path and the method; null: none
  };
  /// If several routes match, the one with `$next` wins.
  [[nodiscard]] Found find(std::string_view method, const Path& path, model::Edition edition) const;

  /// The allowed methods of the path: `GET or POST`.
  [[nodiscard]] std::string methods_of(const Path& path, model::Edition edition) const;
  /// The paths that exist in all editions: `/things/{thingName}/jobs and /things/{thingName}/jobs/{jobId}`.
  [[nodiscard]] const std::string& paths() const { return paths_; }

 private:
  std::vector<Route> routes_;  // in the order of the rows
  std::string paths_;
};

}  // namespace jobrig::http
