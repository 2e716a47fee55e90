#include "http/routes.h"

#include <algorithm>
#include <stdexcept>

#include "base/url.h"

namespace jobrig::http {
namespace {

// `$next` in a path is a value of this argument. Clients may percent-encode it.
constexpr std::string_view kNext = "$next";
constexpr contract::ArgumentRow kNextJob{
    .name = "jobId", .in = contract::ArgumentRow::In::kPath, .special_value = true};

// The first comparison is for speed: almost no segment begins with one of these.
bool is_next(std::string_view segment) {
  if (!segment.starts_with('$') && !segment.starts_with('%')) {
    return false;
  }
  return segment == kNext || (segment.find('%') != std::string_view::npos && base::percent_decode(segment) == kNext);
}

const contract::ArgumentRow* argument_named(const contract::OperationRow& row, std::string_view name) {
  const auto found = std::find_if(row.arguments.begin(), row.arguments.end(), [&](const auto& argument) {
    return argument.in == contract::ArgumentRow::In::kPath && argument.name == name;
  });
  if (found == row.arguments.end()) {
    throw std::logic_error(std::string(row.name) + " has no argument " + std::string(name) + " in its path");
  }
  return &*found;
}

Route route_of(const contract::OperationRow& row) {
  Route route{&row, {}, false};
  const Path path = split_path(row.path);
  for (std::size_t i = 0; i < path.size; ++i) {
    const std::string_view text = path.segments.at(i);
    if (text == kNext) {
      route.segments.push_back({text, &kNextJob});
      route.for_next = true;
    } else if (text.starts_with('{')) {
      route.segments.push_back({{}, argument_named(row, text.substr(1, text.size() - 2))});
    } else {
      route.segments.push_back({text, nullptr});
    }
  }
  if (route.segments.size() == Path::kMaxSegments) {
    throw std::logic_error("the path of " + std::string(row.name) + " is too long for a route");
  }
  return route;
}

bool matches(const Route::Segment& segment, std::string_view text) {
  if (segment.argument == &kNextJob) {
    return is_next(text);
  }
  return segment.argument != nullptr || segment.literal == text;
}

bool matches(const Route& route, const Path& path, model::Edition edition) {
  return path.size == route.segments.size() && (edition == model::Edition::kCurrent || !route.row->current_only) &&
         std::equal(route.segments.begin(), route.segments.end(), path.segments.begin(),
                    [](const Route::Segment& segment, std::string_view text) { return matches(segment, text); });
}

// Whether every argument of the route accepts its segment: not every operation accepts `$next` as a job.
bool takes_next(const Route& route, const Path& path) {
  return std::equal(route.segments.begin(), route.segments.end(), path.segments.begin(),
                    [](const Route::Segment& segment, std::string_view text) {
                      return segment.argument == nullptr || segment.argument->special_value || !is_next(text);
                    });
}

bool is_asked_by(const Route& route, std::string_view method) {
  return route.row->method == method || (route.row->method == "GET" && method == "HEAD");  // RFC 9110, 9.3.2
}

// The paths that exist in all editions, without `$next` variants, shortest first.
std::string paths_of(const std::vector<Route>& routes) {
  std::vector<std::string_view> paths;
  for (const Route& route : routes) {
    if (!route.row->current_only && !route.for_next &&
        std::find(paths.begin(), paths.end(), route.row->path) == paths.end()) {
      paths.push_back(route.row->path);
    }
  }
  std::stable_sort(paths.begin(), paths.end(),
                   [](std::string_view a, std::string_view b) { return a.size() < b.size(); });
  std::string text;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == paths.size() ? " and " : ", ") + std::string(paths[i]);
  }
  return text;
}

}  // namespace

Path split_path(std::string_view path) {
  Path result;
  path.remove_prefix(1);
  for (;;) {
    const std::size_t slash = path.find('/');
    result.segments.at(result.size++) = path.substr(0, slash);
    if (slash == std::string_view::npos || result.size == Path::kMaxSegments) {
      return result;
    }
    path.remove_prefix(slash + 1);
  }
}

Routes::Routes(std::span<const contract::OperationRow> rows) {
  std::transform(rows.begin(), rows.end(), std::back_inserter(routes_), route_of);
  paths_ = paths_of(routes_);
}

Routes::Found Routes::find(std::string_view method, const Path& path, model::Edition edition) const {
  Found found;
  for (const Route& route : routes_) {
    if (!matches(route, path, edition)) {
      continue;
    }
    if (found.path == nullptr || route.for_next) {
      found.path = &route;
    }
    if (is_asked_by(route, method) && (found.route == nullptr || route.for_next)) {
      found.route = &route;
    }
  }
  return found;
}

std::string Routes::methods_of(const Path& path, model::Edition edition) const {
  std::string methods;
  for (const Route& route : routes_) {
    if (matches(route, path, edition) && takes_next(route, path)) {
      methods += (methods.empty() ? "" : " or ") + std::string(route.row->method);
    }
  }
  return methods;
}

}  // namespace jobrig::http
