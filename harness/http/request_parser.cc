#include "http/request_parser.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "base/url.h"
#include "contract/body_arguments.h"
#include "contract/constraints.h"

namespace jobrig::http {
namespace {

constexpr std::string_view kNext = "$next";
constexpr std::size_t kMaxSegments = 6;  // one more than any path needs, so that a longer one is seen as such

struct Path {
  std::array<std::string_view, kMaxSegments> segments;
  std::size_t size = 0;
};

Path split(std::string_view path) {
  Path result;
  path.remove_prefix(1);
  for (;;) {
    const std::size_t slash = path.find('/');
    result.segments.at(result.size++) = path.substr(0, slash);
    if (slash == std::string_view::npos || result.size == kMaxSegments) {
      return result;
    }
    path.remove_prefix(slash + 1);
  }
}

// The segment decoded: itself when nothing is encoded, else a text kept in `storage`. False: badly encoded.
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

void read_thing(std::string_view segment, model::Call& call) {
  if (!decode(segment, call.thing_storage, call.thing)) {
    refuse(call, "thingName" + std::string(kBadPercent));
    return;
  }
  contract::Violation violation = contract::check_thing_name(call.thing);
  call.thing_valid = !violation;
  refuse_if(call, std::move(violation));
}

void read_job(std::string_view segment, model::Edition edition, bool next_allowed, model::Call& call) {
  if (!decode(segment, call.job_storage, call.job)) {
    refuse(call, "jobId" + std::string(kBadPercent));
    return;
  }
  contract::Violation violation = contract::check_job_id(call.job, edition, next_allowed);
  call.job_valid = !violation;
  refuse_if(call, std::move(violation));
}

void read_execution_number(std::string_view value, model::Call& call) {
  base::Result<std::int64_t> number = contract::parse_execution_number(value);
  if (number) {
    call.arguments.execution_number = *number;
  } else {
    refuse(call, number.error().message);
  }
}

void read_include_document(std::string_view value, model::Call& call) {
  base::Result<bool> include = contract::parse_boolean("includeJobDocument", value);
  if (include) {
    call.arguments.include_job_document = *include;
  } else {
    refuse(call, include.error().message);
  }
}

// One parameter of DescribeJobExecution by its decoded name. False: the operation has none of that name, and the
// service passes over those.
bool read_parameter(std::string_view name, std::string_view value, model::Edition edition, model::Call& call) {
  if (name == "executionNumber") {
    read_execution_number(value, call);
  } else if (name == "includeJobDocument") {
    read_include_document(value, call);
  } else if (name == "namespaceId" && edition == model::Edition::kCurrent) {
    refuse_if(call, contract::check_namespace_id(value));
  } else {
    return false;
  }
  return true;
}

void read_describe_query(std::string_view query, model::Edition edition, model::Call& call) {
  constexpr std::size_t kMaxKnown = 3;
  call.arguments.include_job_document = edition == model::Edition::kCurrent;
  std::array<std::string, kMaxKnown> seen;
  std::size_t seen_size = 0;
  while (const auto parameter = base::take_parameter(query)) {
    std::string name_storage;
    std::string value_storage;
    std::string_view name;
    std::string_view value;
    if (!decode(parameter->first, name_storage, name) || !decode(parameter->second, value_storage, value)) {
      refuse(call, "the query parameter " + shown(parameter->first) + std::string(kBadPercent));
      continue;
    }
    if (std::find(seen.begin(), seen.end(), name) != seen.end() && !name.empty()) {
      refuse(call, std::string(name) + " is there twice");
      continue;
    }
    if (read_parameter(name, value, edition, call) && seen_size < seen.size()) {
      seen.at(seen_size++) = name;
    }
  }
}

void refuse_method(std::string_view method, std::string_view path, std::string_view allowed, model::Call& call) {
  refuse(call, "the method " + shown(method) + " is not supported for " + std::string(path) + "; use " +
                   std::string(allowed));
}

// What the operations read of a request.
struct Asked {
  const model::Request& request;
  std::string_view query;  // raw, without the `?`
  bool is_get;             // or HEAD
};

void read_job_operation(const Asked& asked, std::string_view job, model::Edition edition, model::Call& call) {
  if (asked.is_get) {
    call.operation = model::Operation::kDescribeJobExecution;
    read_job(job, edition, true, call);
    read_describe_query(asked.query, edition, call);
    return;
  }
  if (asked.request.method == "POST") {
    call.operation = model::Operation::kUpdateJobExecution;
    read_job(job, edition, false, call);
    refuse_if(call, contract::read_update_body(asked.request.body, call));
    return;
  }
  read_job(job, edition, true, call);
  if (asked.request.method == "PUT" && call.job == kNext) {
    call.operation = model::Operation::kStartNextPendingJobExecution;
    refuse_if(call, contract::read_start_next_body(asked.request.body, call));
  } else if (call.job == kNext) {
    refuse_method(asked.request.method, "/things/{thingName}/jobs/$next", "GET or PUT", call);
  } else {
    refuse_method(asked.request.method, "/things/{thingName}/jobs/{jobId}", "GET or POST", call);
  }
}

void read_thing_path(const Asked& asked, const Path& path, model::Edition edition, model::Call& call) {
  read_thing(path.segments[1], call);
  if (path.size == 4) {
    read_job_operation(asked, path.segments[3], edition, call);
    return;
  }
  call.job_valid = true;
  if (asked.is_get) {
    call.operation = model::Operation::kGetPendingJobExecutions;
  } else {
    refuse_method(asked.request.method, "/things/{thingName}/jobs", "GET", call);
  }
}

void refuse_path(std::string_view path, const Path& segments, model::Call& call) {
  const bool slash_behind = segments.size == 5 && segments.segments[0] == "things" && segments.segments[2] == "jobs" &&
                            segments.segments[4].empty();
  if (slash_behind) {
    refuse(call, "the path " + shown(path) + " ends with a slash; the job's path is /things/{thingName}/jobs/{jobId}");
    return;
  }
  refuse(call, "no operation has the path " + shown(path) +
                   "; the paths are /things/{thingName}/jobs and /things/{thingName}/jobs/{jobId}");
}

}  // namespace

std::string shown(std::string_view text) {
  return '"' + std::string(text.substr(0, 100)) + (text.size() > 100 ? "…\"" : "\"");
}

void parse_request(const model::Request& request, model::Edition edition, model::Call& call) {
  auto [path, query] = base::path_and_query(request.target);
  path.remove_prefix(std::min(request.base_path, path.size()));
  call.context.http = &request;
  if (path.empty() || path.front() != '/') {
    refuse(call, "the request target must be a path that begins with a slash");
    return;
  }
  const bool is_get = request.method == "GET" || request.method == "HEAD";
  const Path segments = split(path);
  const bool of_things = segments.segments[0] == "things" && segments.segments[2] == "jobs";
  if (of_things && (segments.size == 3 || segments.size == 4)) {
    read_thing_path({request, query, is_get}, segments, edition, call);
  } else if (edition == model::Edition::kCurrent && path == "/command-executions") {
    call.job_valid = true;
    if (request.method == "POST") {
      call.operation = model::Operation::kStartCommandExecution;
      refuse_if(call, contract::read_command_body(request.body, call));
    } else {
      refuse_method(request.method, path, "POST", call);
    }
  } else {
    refuse_path(path, segments, call);
  }
}

}  // namespace jobrig::http
