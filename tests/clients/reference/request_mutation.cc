#include "clients/reference/request_mutation.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

namespace jobrig::reference {
namespace {

using nlohmann::json;

/// What stands behind `prefix` in the target; nothing if it does not start so.
std::optional<std::string> behind(const std::string& target, std::string_view prefix) {
  return target.starts_with(prefix) ? std::optional(target.substr(prefix.size())) : std::nullopt;
}

/// `path.2` is the third segment.
void distort_segment(std::string& path, std::size_t which, const std::string& how) {
  std::vector<std::string> segments;
  for (std::size_t begin = 1; begin <= path.size();) {
    const std::size_t slash = std::min(path.find('/', begin), path.size());
    segments.push_back(path.substr(begin, slash - begin));
    begin = slash + 1;
  }
  if (which >= segments.size()) {
    return;
  }
  std::string& mine = segments[which];
  if (how == "dropped") {
    segments.erase(segments.begin() + static_cast<std::ptrdiff_t>(which));
  } else if (how == "repeated") {
    segments.insert(segments.begin() + static_cast<std::ptrdiff_t>(which), std::string(mine));
  } else if (how == "encoded-twice") {
    mine = encoded(mine);
  } else if (how == "with-nul") {
    mine += "%00";
  } else if (how == "with-slash") {
    mine += "/";
  } else if (how == "with-blank") {
    mine += "%20";
  } else if (how == "before-colon") {
    mine = mine.substr(0, mine.find("%3A"));
  } else if (how == "swapped" && which + 2 < segments.size()) {
    std::swap(mine, segments[which + 2]);
  } else {
    mine = distorted_text(mine, how);
  }
  path.clear();
  for (const std::string& segment : segments) {
    path += "/" + segment;
  }
}

void distort_query(Headers& query, const std::string& name, const std::string& how) {
  const auto found = std::find_if(query.begin(), query.end(), [&](const auto& one) { return one.first == name; });
  if (how == "added") {
    if (found == query.end()) {
      query.emplace_back(name, name.starts_with("include") ? "false" : "1");
    }
  } else if (found == query.end()) {
    return;
  } else if (how == "dropped") {
    query.erase(found);
  } else if (how == "repeated") {
    query.emplace_back(*found);
  } else if (how == "encoded-twice") {
    found->second = encoded(encoded(found->second + ":"));
  } else if (how == "name-in-lower-case") {
    found->first = distorted_text(found->first, "lower-case");
  } else if (how == "name-in-upper-case") {
    found->first = distorted_text(found->first, "upper-case");
  } else if (how == "without-value") {
    found->second.clear();
  } else if (how == "as-digit") {
    found->second = found->second == "true" ? "1" : "0";
  } else if (how == "negated") {
    found->second = found->second == "true" ? "false" : "true";
  } else if (how == "quoted") {
    found->second = "%22" + found->second + "%22";
  } else {
    const json number = json::parse(found->second, nullptr, false);
    const bool whole = number.is_number_integer();
    found->second = whole ? distorted_value(number, how).dump() : distorted_text(found->second, how);
  }
}

void distort_body_member(const Call& call, HttpRequest& request, const std::string& name, const std::string& how) {
  json body = json::parse(request.body, nullptr, false);
  if (!body.is_object()) {
    return;
  }
  if (how == "repeated" && body.contains(name)) {
    request.body.insert(1, json(name).dump() + ":" + body[name].dump() + ",");
    return;
  }
  if (how == "argument-added") {
    body[name] = call.arguments->value(name, json("added"));
  } else {
    distort_member(body, name, how);
  }
  request.body = body.dump();
}

void distort_body(HttpRequest& request, const std::string& how) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (how == "on-get") {
    request.body = "{}";
    request.has_body = true;
  }
  if (!request.has_body) {
    return;
  }
  request.body = how == "with-nul"          ? request.body + std::string(1, '\0')
                 : how == "with-line-end"   ? request.body + "\n"
                 : how == "with-comma"      ? request.body + ","
                 : how == "byte-order-mark" ? std::string(kByteOrderMark) + request.body
                 : how == "in-list"         ? "[" + request.body + "]"
                 : how == "as-text"         ? json(request.body).dump()
                 : how == "in-envelope"     ? R"({"input":)" + request.body + "}"
                 : how == "ascii-escaped"   ? json::parse(request.body).dump(-1, ' ', true)
                 : how == "indented"        ? json::parse(request.body).dump(2)
                                            : distorted_text(request.body, how);
  if (how == "dropped") {
    request.body.clear();
    request.has_body = false;
  }
}

}  // namespace

void distort_request(const Mutation& mutation, const Call& call, HttpRequest& request) {
  std::string target;
  if (!mutation.concerns("send", call.operation, target)) {
    return;
  }
  if (target == "method") {
    request.method = mutation.how == "lower-case" ? distorted_text(request.method, "lower-case") : mutation.how;
  } else if (target == "body") {
    distort_body(request, mutation.how);
  } else if (const auto segment = behind(target, "path.")) {
    distort_segment(request.path, static_cast<std::size_t>(std::stoi(*segment)), mutation.how);
  } else if (const auto argument = behind(target, "query.")) {
    distort_query(request.query, *argument, mutation.how);
  } else if (const auto member = behind(target, "body.")) {
    distort_body_member(call, request, *member, mutation.how);
  }
}

void distort_headers(const Mutation& mutation, const std::string& operation, Headers& headers) {
  std::string target;
  const bool mine = mutation.concerns("send", operation, target);
  const auto name = mine ? behind(target, "header.") : std::nullopt;
  if (!name) {
    return;
  }
  const std::string& how = mutation.how;
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& one) { return one.first == *name; });
  if (how.starts_with("added=")) {
    headers.emplace_back(*name, how.substr(6));
  } else if (found == headers.end()) {
    return;
  } else if (how == "dropped") {
    headers.erase(found);
  } else if (how == "repeated") {
    headers.insert(found, std::pair(*found));
  } else if (how == "name-in-lower-case") {
    found->first = distorted_text(found->first, "lower-case");
  } else if (how == "name-in-upper-case") {
    found->first = distorted_text(found->first, "upper-case");
  } else if (how == "name-with-blank") {
    found->first += " ";
  } else if (how.starts_with("value=")) {
    found->second = how.substr(6);
  } else if (how == "plus-one" || how == "minus-one") {
    found->second = distorted_value(json::parse(found->second), how).dump();
  } else if (const std::size_t equals = how.find('='); equals != std::string::npos) {
    // `OLD=NEW` within the value
    if (const std::size_t at = found->second.find(how.substr(0, equals)); at != std::string::npos) {
      found->second.replace(at, equals, how.substr(equals + 1));
    }
  } else {
    found->second = distorted_text(found->second, how);
  }
}

std::string distorted_message(const Mutation& mutation, const std::string& operation, std::string bytes) {
  std::string target;
  if (!mutation.concerns("send", operation, target) || target != "message") {
    return bytes;
  }
  const std::string& how = mutation.how;
  const auto replace = [&](std::string_view old, std::string_view changed) {
    if (const std::size_t at = bytes.find(old); at != std::string::npos) {
      bytes.replace(at, old.size(), changed);
    }
  };
  if (how == "with-nul") {
    bytes += '\0';
  } else if (how == "with-line-end") {
    bytes += "\r\n";
  } else if (how == "twice") {
    bytes += bytes;
  } else if (how == "bare-line-ends") {
    std::erase(bytes, '\r');
  } else if (how == "http-1.0") {
    replace("HTTP/1.1", "HTTP/1.0");
  } else if (how == "http-2.0") {
    replace("HTTP/1.1", "HTTP/2.0");
  } else if (how == "http-in-lower-case") {
    replace("HTTP/1.1", "http/1.1");
  } else if (how == "two-blanks") {
    replace(" ", "  ");
  } else if (how == "empty-line-first") {
    bytes.insert(0, "\r\n");
  } else if (how == "fragment") {
    replace(" HTTP/1.1", "#fragment HTTP/1.1");
  } else if (how == "question-mark") {
    replace(" HTTP/1.1", "? HTTP/1.1");
  } else if (how == "folded-header") {
    replace("User-Agent: ", "User-Agent:\r\n ");
  }
  return bytes;
}

}  // namespace jobrig::reference
