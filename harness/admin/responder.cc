#include "admin/responder.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "base/media_type.h"
#include "base/quote.h"
#include "base/suggest.h"
#include "base/url.h"

namespace jobrig::admin {
namespace {

constexpr std::string_view kPage = "/";
constexpr std::string_view kPeer = ":peer";  // serve::ServerOptions::tells_peer
constexpr std::string_view kSandboxes = "/sandboxes/";
constexpr std::string_view kOneSandbox = "/sandboxes/{id}";

/// The target of a path: the path of the route as in the table, and the sandbox.
struct Asked {
  std::string path;
  std::optional<std::string> sandbox;
};

Asked read_path(std::string_view path) {
  if (!path.starts_with(kSandboxes) || path.size() == kSandboxes.size()) {
    return {std::string(path), std::nullopt};
  }
  path.remove_prefix(kSandboxes.size());
  const std::size_t slash = path.find('/');
  return {slash == std::string_view::npos ? std::string(kOneSandbox) : std::string(path.substr(slash)),
          std::string(path.substr(0, slash))};
}

bool is_reachable(const AdminRoute& route, const Asked& asked) {
  return !asked.sandbox || route.of_sandboxes || route.path == kOneSandbox;
}

using Values = std::map<std::string, std::string>;

/// Returns the values of the names in braces, or nothing if the path is not one of the route.
std::optional<Values> match_path(std::string_view pattern, std::string_view path) {
  Values values;
  while (!pattern.empty() && !path.empty()) {
    const std::size_t end = std::min(pattern.find('/', 1), pattern.size());
    const std::size_t path_end = std::min(path.find('/', 1), path.size());
    const std::string_view name = pattern.substr(0, end);  // `/rules` or `/{name}`
    const std::string_view segment = path.substr(0, path_end);
    if (name.starts_with("/{")) {
      const auto value = base::percent_decode(segment.substr(1));
      if (!value || value->empty()) {
        return std::nullopt;
      }
      values.emplace(name.substr(2, name.size() - 3), *value);
    } else if (name != segment) {
      return std::nullopt;
    }
    pattern.remove_prefix(end);
    path.remove_prefix(path_end);
  }
  return pattern.empty() && path.empty() ? std::optional(std::move(values)) : std::nullopt;
}

/// Returns the route, or throws an error about the path or method; `allowed` is set to the methods of the path.
const AdminRoute& find_route(const Asked& asked, std::string_view method, std::string& allowed, Values& values) {
  const AdminRoute* found = nullptr;
  std::vector<std::string_view> paths;
  for (const AdminRoute& route : admin_routes()) {
    paths.push_back(route.path);
    auto found_values = is_reachable(route, asked) ? match_path(route.path, asked.path) : std::nullopt;
    if (!found_values) {
      continue;
    }
    allowed.append(allowed.empty() ? "" : ", ").append(route.method);
    if (route.method == method) {
      found = &route;
      values = *std::move(found_values);
    }
  }
  if (allowed.empty()) {
    throw AdminMistake(404, "unknown path " + base::quoted(asked.path) + base::did_you_mean(asked.path, paths) +
                                "; GET /openapi.json lists the paths");
  }
  if (found == nullptr) {
    throw AdminMistake(405, asked.path + " allows " + allowed);
  }
  return *found;
}

std::map<std::string, std::string> read_query(std::string_view text, const AdminRoute& route) {
  std::map<std::string, std::string> query;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const auto name = base::percent_decode(pair.substr(0, equals));
    const auto value = base::percent_decode(pair.substr(std::min(equals + 1, pair.size())));
    if (!name || !value || (!pair.empty() && name->empty())) {
      throw AdminMistake(400, "the query is not encoded correctly");
    }
    if (pair.empty()) {
      continue;
    }
    if (std::find(route.query.begin(), route.query.end(), *name) == route.query.end()) {
      throw AdminMistake(400, std::string(route.path) + " has no parameter " + base::quoted(*name) +
                                  base::did_you_mean(*name, route.query));
    }
    if (!query.emplace(*name, *value).second) {
      throw AdminMistake(400, "the parameter \"" + *name + "\" is given twice");
    }
  }
  return query;
}

std::shared_ptr<hosting::Sandbox> sandbox_of(const AdminSubject& subject, const Asked& asked) {
  if (!asked.sandbox) {
    return subject.sandboxes.main();
  }
  std::shared_ptr<hosting::Sandbox> sandbox = subject.sandboxes.find(*asked.sandbox);
  if (!sandbox) {
    throw AdminMistake(404, "unknown sandbox " + base::quoted(*asked.sandbox) +
                                ": it was deleted, was idle for too long, or was never created");
  }
  return sandbox;
}

}  // namespace

model::Plan AdminResponder::answer(const model::Request& request) const {
  std::string allowed;
  Values values;
  try {
    const auto [path, query] = base::path_and_query(request.target);
    const Asked asked = read_path(path);
    const AdminRoute& route = find_route(asked, request.method == "HEAD" ? "GET" : request.method, allowed, values);
    const AdminCall call{subject_,
                         sandbox_of(subject_, asked),
                         std::move(values),
                         read_query(query, route),
                         request.body,
                         &request,
                         base::is_yaml_media_type(request.header("Content-Type")),
                         std::string(request.header(kPeer))};
    std::shared_ptr<model::Stage> use = asked.sandbox ? hosting::Sandbox::use(call.sandbox) : nullptr;
    model::Plan plan = route.answer(call);
    plan.stage = std::move(use);  // in use until the response is sent
    return plan;
  } catch (const AdminMistake& mistake) {
    model::HttpReply reply = mistake_reply(mistake.status(), mistake.what());
    if (mistake.status() == 405) {
      reply.headers.push_back({"Allow", allowed});
    }
    return plan_for(std::move(reply));
  }
}

model::Plan AdminResponder::plan(const model::Request& request) {
  const bool is_page = (request.method == "GET" || request.method == "HEAD") && request.target == kPage;
  if (const auto refusal = is_page ? gate_.refuses_page(request) : gate_.refuses(request)) {
    model::HttpReply reply = mistake_reply(refusal->status, refusal->sentence);
    if (refusal->status == 401) {
      reply.headers.push_back({"WWW-Authenticate", "Bearer"});
    }
    return plan_for(std::move(reply));
  }
  return answer(request);
}

}  // namespace jobrig::admin
