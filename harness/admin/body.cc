#include "admin/body.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/scalar_form.h"
#include "contract/json_document.h"
#include "load/document.h"

namespace jobrig::admin {
namespace {

using Json = nlohmann::json;

Json scalar_as_json(const base::Node& node) {
  if (node.quoted) {
    return node.text;
  }
  switch (base::form_of(node.text)) {
    case base::ScalarForm::kTrue:
      return true;
    case base::ScalarForm::kFalse:
      return false;
    case base::ScalarForm::kNumber: {
      Json number = Json::parse(node.text, nullptr, false);
      return number.is_number() ? number : Json(node.text);
    }
    case base::ScalarForm::kText:
    case base::ScalarForm::kAmbiguous:
      return node.text;
  }
  return node.text;
}

/// The reader has limited the depth.
Json node_as_json(const base::Node& node) {
  switch (node.kind) {
    case base::Node::Kind::kNull:
      return nullptr;
    case base::Node::Kind::kScalar:
      return scalar_as_json(node);
    case base::Node::Kind::kList: {
      Json list = Json::array();
      for (const base::Node& item : node.items) {
        list.push_back(node_as_json(item));
      }
      return list;
    }
    case base::Node::Kind::kMap: {
      Json map = Json::object();
      for (const base::Entry& entry : node.entries) {
        map[entry.key] = node_as_json(entry.value);
      }
      return map;
    }
  }
  return nullptr;
}

}  // namespace

base::Node body_as_tree(const AdminCall& call) {
  base::Diagnostics diagnostics;
  auto document = load::parse({"body", std::string(kBodyFile), body_as_yaml(call), {}}, diagnostics);
  if (!document || !diagnostics.empty()) {
    const base::Diagnostic& first = diagnostics.list().front();
    throw AdminMistake(400, "the body is not valid YAML: line " + std::to_string(first.location.line) + ", column " +
                                std::to_string(first.location.column) + ": " + first.message);
  }
  return std::move(document->root);
}

Json body_as_json(const AdminCall& call) {
  if (call.body.empty()) {
    return nullptr;
  }
  if (call.is_yaml) {
    return node_as_json(body_as_tree(call));
  }
  Json body;
  if (const auto problem = contract::read_json(call.body, body)) {
    throw AdminMistake(400, "the body " + *problem);
  }
  return body;
}

std::string body_as_yaml(const AdminCall& call) {
  return call.is_yaml ? std::string(call.body) : body_as_json(call).dump(2);
}

}  // namespace jobrig::admin
