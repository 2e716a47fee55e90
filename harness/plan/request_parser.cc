#include "plan/request_parser.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "base/ascii.h"
#include "contract/constraints.h"
#include "plan/body_parser.h"

namespace jobrig::plan {
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
  std::optional<std::string> text = percent_decode(segment);
  if (!text) {
    decoded = segment;
    return false;
  }
  storage = std::move(*text);
  decoded = storage;
  return true;
}

constexpr std::string_view kBadPercent = " is badly encoded: a % must be followed by two hexadecimal digits";

void refuse(ParsedRequest& parsed, std::string message) {
  if (parsed.refusal.empty()) {
    parsed.refusal = std::move(message);
  }
}

void refuse_if(ParsedRequest& parsed, contract::Violation&& violation) {
  if (violation) {
    refuse(parsed, std::move(*violation));
  }
}

void read_thing(std::string_view segment, ParsedRequest& parsed) {
  if (!decode(segment, parsed.thing_storage, parsed.thing)) {
    refuse(parsed, "thingName" + std::string(kBadPercent));
    return;
  }
  contract::Violation violation = contract::check_thing_name(parsed.thing);
  parsed.thing_valid = !violation;
  refuse_if(parsed, std::move(violation));
}

void read_job(std::string_view segment, model::Edition edition, bool next_allowed, ParsedRequest& parsed) {
  if (!decode(segment, parsed.job_storage, parsed.job)) {
    refuse(parsed, "jobId" + std::string(kBadPercent));
    return;
  }
  contract::Violation violation = contract::check_job_id(parsed.job, edition, next_allowed);
  parsed.job_valid = !violation;
  refuse_if(parsed, std::move(violation));
}

// `name=value&…`: calls `each` with the raw parts.
template <typename Each>
void for_each_parameter(std::string_view query, Each each) {
  while (!query.empty()) {
    const std::size_t ampersand = query.find('&');
    const std::string_view part = query.substr(0, ampersand);
    query.remove_prefix(ampersand == std::string_view::npos ? query.size() : ampersand + 1);
    const std::size_t equals = part.find('=');
    if (!part.empty()) {
      each(part.substr(0, equals), equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1));
    }
  }
}

void read_execution_number(std::string_view value, ParsedRequest& parsed) {
  base::Result<std::int64_t> number = contract::parse_execution_number(value);
  if (number) {
    parsed.execution_number = *number;
  } else {
    refuse(parsed, number.error().message);
  }
}

void read_include_document(std::string_view value, ParsedRequest& parsed) {
  base::Result<bool> include = contract::parse_boolean("includeJobDocument", value);
  if (include) {
    parsed.include_job_document = *include;
  } else {
    refuse(parsed, include.error().message);
  }
}

// One parameter of DescribeJobExecution by its decoded name. False: the operation has none of that name, and the
// service passes over those.
bool read_parameter(std::string_view name, std::string_view value, model::Edition edition, ParsedRequest& parsed) {
  if (name == "executionNumber") {
    read_execution_number(value, parsed);
  } else if (name == "includeJobDocument") {
    read_include_document(value, parsed);
  } else if (name == "namespaceId" && edition == model::Edition::kCurrent) {
    refuse_if(parsed, contract::check_namespace_id(value));
  } else {
    return false;
  }
  return true;
}

void read_describe_query(model::Edition edition, ParsedRequest& parsed) {
  constexpr std::size_t kMaxKnown = 3;
  parsed.include_job_document = edition == model::Edition::kCurrent;
  std::array<std::string, kMaxKnown> seen;
  std::size_t seen_size = 0;
  for_each_parameter(parsed.query, [&](std::string_view raw_name, std::string_view raw_value) {
    std::string name_storage;
    std::string value_storage;
    std::string_view name;
    std::string_view value;
    if (!decode(raw_name, name_storage, name) || !decode(raw_value, value_storage, value)) {
      refuse(parsed, "the query parameter " + shown(raw_name) + std::string(kBadPercent));
      return;
    }
    if (std::find(seen.begin(), seen.end(), name) != seen.end() && !name.empty()) {
      refuse(parsed, std::string(name) + " is there twice");
      return;
    }
    if (read_parameter(name, value, edition, parsed) && seen_size < seen.size()) {
      seen.at(seen_size++) = name;
    }
  });
}

void refuse_method(std::string_view method, std::string_view path, std::string_view allowed, ParsedRequest& parsed) {
  refuse(parsed, "the method " + shown(method) + " is not supported for " + std::string(path) + "; use " +
                     std::string(allowed));
}

void read_job_operation(const model::Request& request, bool is_get, std::string_view job, model::Edition edition,
                        ParsedRequest& parsed) {
  if (is_get) {
    parsed.operation = model::Operation::kDescribeJobExecution;
    read_job(job, edition, true, parsed);
    read_describe_query(edition, parsed);
    return;
  }
  if (request.method == "POST") {
    parsed.operation = model::Operation::kUpdateJobExecution;
    read_job(job, edition, false, parsed);
    refuse_if(parsed, parse_update_body(request.body, parsed));
    return;
  }
  read_job(job, edition, true, parsed);
  if (request.method == "PUT" && parsed.job == kNext) {
    parsed.operation = model::Operation::kStartNextPendingJobExecution;
    refuse_if(parsed, parse_start_next_body(request.body, parsed));
  } else if (parsed.job == kNext) {
    refuse_method(request.method, "/things/{thingName}/jobs/$next", "GET or PUT", parsed);
  } else {
    refuse_method(request.method, "/things/{thingName}/jobs/{jobId}", "GET or POST", parsed);
  }
}

void read_thing_path(const model::Request& request, bool is_get, const Path& path, model::Edition edition,
                     ParsedRequest& parsed) {
  read_thing(path.segments[1], parsed);
  if (path.size == 4) {
    read_job_operation(request, is_get, path.segments[3], edition, parsed);
    return;
  }
  parsed.job_valid = true;
  if (is_get) {
    parsed.operation = model::Operation::kGetPendingJobExecutions;
  } else {
    refuse_method(request.method, "/things/{thingName}/jobs", "GET", parsed);
  }
}

void refuse_path(std::string_view path, const Path& segments, ParsedRequest& parsed) {
  const bool slash_behind = segments.size == 5 && segments.segments[0] == "things" && segments.segments[2] == "jobs" &&
                            segments.segments[4].empty();
  if (slash_behind) {
    refuse(parsed,
           "the path " + shown(path) + " ends with a slash; the job's path is /things/{thingName}/jobs/{jobId}");
    return;
  }
  refuse(parsed, "no operation has the path " + shown(path) +
                     "; the paths are /things/{thingName}/jobs and /things/{thingName}/jobs/{jobId}");
}

}  // namespace

std::string shown(std::string_view text) {
  return '"' + std::string(text.substr(0, 100)) + (text.size() > 100 ? "…\"" : "\"");
}

std::pair<std::string_view, std::string_view> path_and_query(std::string_view target) {
  if (target.starts_with("http://") || target.starts_with("https://")) {
    const std::size_t path = target.find_first_of("/?", target.find("//") + 2);
    target = path == std::string_view::npos ? std::string_view("/") : target.substr(path);
  }
  const std::size_t question = target.find('?');
  return question == std::string_view::npos ? std::pair(target, std::string_view())
                                            : std::pair(target.substr(0, question), target.substr(question + 1));
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t position = 0; position < text.size(); ++position) {
    if (text[position] != '%') {
      decoded += text[position];
      continue;
    }
    const int high = position + 1 < text.size() ? base::hex_value(text[position + 1]) : -1;
    const int low = position + 2 < text.size() ? base::hex_value(text[position + 2]) : -1;
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    decoded += static_cast<char>(high * 16 + low);
    position += 2;
  }
  return decoded;
}

std::optional<std::string> query_value(std::string_view query, std::string_view name) {
  std::optional<std::string> found;
  for_each_parameter(query, [&](std::string_view raw_name, std::string_view raw_value) {
    if (!found && percent_decode(raw_name) == name) {
      found = percent_decode(raw_value);
    }
  });
  return found;
}

void parse_request(const model::Request& request, model::Edition edition, ParsedRequest& parsed) {
  auto [path, query] = path_and_query(request.target);
  path.remove_prefix(std::min(request.base_path, path.size()));
  parsed.query = query;
  if (path.empty() || path.front() != '/') {
    refuse(parsed, "the request target must be a path that begins with a slash");
    return;
  }
  const bool is_get = request.method == "GET" || request.method == "HEAD";
  const Path segments = split(path);
  const bool of_things = segments.segments[0] == "things" && segments.segments[2] == "jobs";
  if (of_things && (segments.size == 3 || segments.size == 4)) {
    read_thing_path(request, is_get, segments, edition, parsed);
  } else if (edition == model::Edition::kCurrent && path == "/command-executions") {
    parsed.job_valid = true;
    if (request.method == "POST") {
      parsed.operation = model::Operation::kStartCommandExecution;
      refuse_if(parsed, parse_command_body(request.body, parsed));
    } else {
      refuse_method(request.method, path, "POST", parsed);
    }
  } else {
    refuse_path(path, segments, parsed);
  }
}

}  // namespace jobrig::plan
