#include "clients/reference/report_mutation.h"

#include <nlohmann/json.hpp>

namespace jobrig::reference {
namespace {

using nlohmann::json;

/// Distorts every member at the path: `execution.status`; `*` is each element of a list, or each member of a map.
void distort_at(json& node, std::string_view path, const json* previous, std::string_view how) {
  const std::size_t dot = path.find('.');
  const std::string name(path.substr(0, dot));
  const bool last = dot == std::string_view::npos;
  const auto before = [&](const auto& key) {
    return previous != nullptr && previous->contains(key) ? &previous->at(key) : nullptr;
  };
  const auto change = [&](const std::string& key) {
    const json* const old = previous != nullptr && previous->is_object() ? before(key) : nullptr;
    if (!last) {
      distort_at(node[key], path.substr(dot + 1), old, how);
    } else if (how == "previous" && old != nullptr && node.contains(key)) {
      node[key] = *old;
    } else {
      distort_member(node, key, how);
    }
  };
  if (node.is_array()) {
    for (std::size_t i = 0; i < node.size(); ++i) {
      const bool had = previous != nullptr && previous->is_array() && i < previous->size();
      distort_at(node[i], path.substr(dot + 1), had ? &(*previous)[i] : nullptr, how);
    }
  } else if (node.is_object() && name == "*") {
    const json keys = node;
    for (const auto& [key, value] : keys.items()) {
      change(key);
    }
  } else if (node.is_object() && (last || node.contains(name))) {
    change(name);
  }
}

}  // namespace

void ReportMutation::distort(const std::string& operation, json& response) {
  std::string path;
  if (!mutation_.concerns("report", operation, path)) {
    return;
  }
  auto as_received = std::make_shared<const json>(response);
  distort_at(response, path, previous_.get(), mutation_.how);
  previous_ = std::move(as_received);
}

bool ReportMutation::distort(Failure& failure) const {
  const std::string& how = mutation_.how;
  if (mutation_.place != "error") {
    return false;
  }
  if (mutation_.target == "name") {
    failure.name = how == "dropped"          ? ""
                   : how == "with-namespace" ? (failure.name.empty() ? "" : "aws.iot#" + failure.name)
                   : how == "without-ending" && failure.name.ends_with("Exception")
                       ? failure.name.substr(0, failure.name.size() - 9)
                   : failure.name.empty() ? failure.name
                                          : distorted_text(failure.name, how);
  } else if (mutation_.target == "message") {
    failure.message = how == "dropped" || failure.message.empty() ? "" : distorted_text(failure.message, how);
  } else if (mutation_.target == "status") {
    failure.status = how == "dropped" || failure.status == 0 ? 0
                     : how == "plus-one"                     ? failure.status + 1
                     : how == "of-the-class"                 ? failure.status / 100 * 100
                                                             : 500;
  } else if (mutation_.target == failure.kind) {
    if (how == "success") {
      return true;
    }
    if (how == "nameless-service") {
      failure.name = "";
    } else {
      failure.kind = how;
    }
  } else if (mutation_.target == failure.name) {
    if (how == "success") {
      return true;
    }
    failure.name = how == "dropped" ? "" : how;
  }
  return false;
}

}  // namespace jobrig::reference
