#include "http/request_parser.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "base/url.h"
#include "contract/arguments.h"

namespace jobrig::http {
namespace {

using contract::ArgumentRow;
using contract::OperationRow;

// Decodes the segment. `decoded` is a view of the segment when nothing is encoded, otherwise of `storage`. Returns
// false for invalid percent-encoding.
bool decode(std::string_view segment, std::string& storage, std::string_view& decoded) {
  if (segment.find('%') == std::string_view::npos) {
    decoded = segment;
    return true;
  }
  std::optional<std::string> text = base::percent_decode(segment);
  if (!text) {
    decoded = segment;
    return false;
  }
  storage = std::move(*text);
  decoded = storage;
  return true;
}

constexpr std::string_view kBadPercent = " is badly encoded: a % must be followed by two hexadecimal digits";

void refuse(model::Call& call, std::string message) {
  if (call.refusal.empty()) {
    call.refusal = std::move(message);
  }
}

void refuse_if(model::Call& call, contract::Violation&& violation) {
  if (violation) {
    refuse(call, std::move(*violation));
  }
}

void read_path(const Route& route, const Path& path, model::Call& call) {
  call.job_valid = true;  // default for routes without a job
  for (std::size_t i = 0; i < route.segments.size(); ++i) {
    if (const ArgumentRow* const argument = route.segments[i].argument) {
      std::string storage;
      std::string_view text;
      if (!decode(path.segments.at(i), storage, text)) {
        refuse(call, std::string(argument->name) + std::string(kBadPercent));
      }
      refuse_if(call, contract::read_argument(*argument, text, storage.empty(), call));
    }
  }
}

void read_query(const OperationRow& row, std::string_view query, model::Call& call) {
  std::uint32_t seen = 0;  // one bit per argument of the row
  while (const auto parameter = base::take_parameter(query)) {
    std::string name_storage;
    std::string value_storage;
    std::string_view name;
    std::string_view value;
    if (!decode(parameter->first, name_storage, name) || !decode(parameter->second, value_storage, value)) {
      refuse(call, "the query parameter " + shown(parameter->first) + std::string(kBadPercent));
      continue;
    }
    const ArgumentRow* const argument = contract::find_argument(row, ArgumentRow::In::kQuery, name);
    if (argument == nullptr) {
      continue;  // the service ignores unknown parameters
    }
    const std::uint32_t bit = 1U << static_cast<unsigned>(argument - row.arguments.data());
    if ((seen & bit) != 0) {
      refuse(call, std::string(name) + " is there twice");
      continue;
    }
    seen |= bit;
    refuse_if(call, contract::read_argument(*argument, value, value_storage.empty(), call));
  }
}

bool has_arguments(const OperationRow& row, ArgumentRow::In in) {
  return std::any_of(row.arguments.begin(), row.arguments.end(),
                     [in](const ArgumentRow& argument) { return argument.in == in; });
}

void refuse_path(const Routes& routes, std::string_view method, std::string_view path, Path segments,
                 model::Edition edition, model::Call& call) {
  if (segments.segments.at(segments.size - 1).empty()) {
    --segments.size;
    const Route* const without_slash = routes.find(method, segments, edition).path;
    if (without_slash != nullptr && without_slash->segments.back().argument != nullptr) {
      refuse(call,
             "the path " + shown(path) + " ends with a slash; the job's path is /things/{thingName}/jobs/{jobId}");
      return;
    }
  }
  refuse(call, "no operation has the path " + shown(path) + "; the paths are " + routes.paths());
}

}  // namespace

std::string shown(std::string_view text) {
  return '"' + std::string(text.substr(0, 100)) + (text.size() > 100 ? "…\"" : "\"");
}

void parse_request(const model::Request& request, model::Edition edition, const Routes& routes, model::Call& call) {
  auto [path, query] = base::path_and_query(request.target);
  path.remove_prefix(std::min(request.base_path, path.size()));
  call.context.http = &request;
  call.context.body = request.body;
  if (path.empty() || path.front() != '/') {
    refuse(call, "the request target must be a path that begins with a slash");
    return;
  }
  const Path segments = split_path(path);
  const Routes::Found found = routes.find(request.method, segments, edition);
  if (found.path == nullptr) {
    refuse_path(routes, request.method, path, segments, edition, call);
    return;
  }
  read_path(found.route == nullptr ? *found.path : *found.route, segments, call);
  if (found.route == nullptr) {
    refuse(call, "the method " + shown(request.method) + " is not supported for " + std::string(found.path->row->path) +
                     "; use " + routes.methods_of(segments, edition));
    return;
  }
  const OperationRow& row = *found.route->row;
  call.operation = row.operation;
  contract::set_defaults(row, edition, call);
  if (has_arguments(row, ArgumentRow::In::kQuery)) {
    read_query(row, query, call);
  }
  if (has_arguments(row, ArgumentRow::In::kBody)) {
    refuse_if(call, contract::read_body(row, request.body, call));
  }
}

void parse_request(const model::Request& request, model::Edition edition, model::Call& call) {
  static const Routes kRoutes(contract::operations());
  parse_request(request, edition, kRoutes, call);
}

}  // namespace jobrig::http
