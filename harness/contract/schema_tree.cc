#include "contract/schema_tree.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "base/quote.h"
#include "contract/schema_keywords.h"
#include "contract/schema_rule.h"

namespace jobrig::contract {

using Json = nlohmann::json;

/// One schema of the document. A null member means that the keyword is absent.
struct SchemaTree::Node {
  bool nothing = false;             // the schema `false`
  const Node* reference = nullptr;  // `$ref`: all other keywords are ignored (draft 7 core, section 8.3)
  SchemaRule rule;
  std::vector<Json> values;  // `const`, or an enumeration that contains more than texts
  std::map<std::string, const Node*, std::less<>> properties;
  const Node* other_properties = nullptr;
  std::map<std::string, std::vector<std::string>> dependencies;
  std::uint64_t min_properties = 0;
  std::uint64_t max_properties = std::numeric_limits<std::uint64_t>::max();
  const Node* items = nullptr;
  std::uint64_t min_items = 0;
  bool unique_items = false;
  std::vector<const Node*> all_of;
  std::vector<const Node*> any_of;
  std::vector<const Node*> one_of;
  const Node* not_this = nullptr;
  const Node* condition = nullptr;
  const Node* then = nullptr;
  const Node* otherwise = nullptr;
};

// --- Compilation: document to nodes

class SchemaTree::Compiler {
 public:
  Compiler(const Json& document, std::vector<std::unique_ptr<Node>>& nodes) : document_(document), nodes_(nodes) {}

  /// The node for a schema of the document. Repeated calls return the same node, so a schema may refer to itself.
  const Node* node_of(const Json& schema) {
    const auto [known, is_new] = known_.try_emplace(&schema, nullptr);
    if (!is_new) {
      return known->second;
    }
    Node& node = *nodes_.emplace_back(std::make_unique<Node>());
    known->second = &node;
    if (schema.is_boolean()) {
      node.nothing = !schema.get<bool>();
    } else if (schema.contains("$ref")) {
      const auto place = schema.at("$ref").get<std::string>().substr(1);  // without the `#`
      node.reference = node_of(document_.at(Json::json_pointer(place)));
    } else {
      fill(node, schema);
    }
    return &node;
  }

 private:
  struct Keyword {
    std::string_view name;
    void (*fill)(Compiler& compiler, Node& node, const Json& value);
  };

  void fill(Node& node, const Json& schema) {
    Json rest = schema;
    node.rule = take_rule(rest);
    for (const auto& [name, unused] : rest.items()) {
      const auto keyword = std::find_if(kKeywords.begin(), kKeywords.end(),
                                        [&name = name](const Keyword& one) { return one.name == name; });
      if (keyword != kKeywords.end()) {
        keyword->fill(*this, node, schema.at(name));
      } else if (std::find(kAnnotations.begin(), kAnnotations.end(), name) == kAnnotations.end()) {
        throw std::invalid_argument("the keyword " + name + " of a schema is not known");
      }
    }
  }

  void fill_list(std::vector<const Node*>& nodes, const Json& schemas) {
    std::transform(schemas.begin(), schemas.end(), std::back_inserter(nodes),
                   [this](const Json& one) { return node_of(one); });
  }

  static constexpr std::array<std::string_view, 8> kAnnotations{"$schema", "$id",      "title",  "description",
                                                                "default", "examples", "format", "definitions"};
  static const std::array<Keyword, 17> kKeywords;

  const Json& document_;
  std::vector<std::unique_ptr<Node>>& nodes_;
  std::map<const Json*, const Node*> known_;
};

const std::array<SchemaTree::Compiler::Keyword, 17> SchemaTree::Compiler::kKeywords{{
    {"const", [](Compiler&, Node& node, const Json& value) { node.values = {value}; }},
    {"enum", [](Compiler&, Node& node, const Json& value) { value.get_to(node.values); }},
    {"properties",
     [](Compiler& compiler, Node& node, const Json& value) {
       for (const auto& [name, schema] : value.items()) {
         node.properties[name] = compiler.node_of(schema);
       }
     }},
    {"additionalProperties",
     [](Compiler& compiler, Node& node, const Json& value) { node.other_properties = compiler.node_of(value); }},
    {"dependencies", [](Compiler&, Node& node, const Json& value) { value.get_to(node.dependencies); }},
    {"minProperties", [](Compiler&, Node& node, const Json& value) { value.get_to(node.min_properties); }},
    {"maxProperties", [](Compiler&, Node& node, const Json& value) { value.get_to(node.max_properties); }},
    {"items", [](Compiler& compiler, Node& node, const Json& value) { node.items = compiler.node_of(value); }},
    {"minItems", [](Compiler&, Node& node, const Json& value) { value.get_to(node.min_items); }},
    {"uniqueItems", [](Compiler&, Node& node, const Json& value) { value.get_to(node.unique_items); }},
    {"allOf", [](Compiler& compiler, Node& node, const Json& value) { compiler.fill_list(node.all_of, value); }},
    {"anyOf", [](Compiler& compiler, Node& node, const Json& value) { compiler.fill_list(node.any_of, value); }},
    {"oneOf", [](Compiler& compiler, Node& node, const Json& value) { compiler.fill_list(node.one_of, value); }},
    {"not", [](Compiler& compiler, Node& node, const Json& value) { node.not_this = compiler.node_of(value); }},
    {"if", [](Compiler& compiler, Node& node, const Json& value) { node.condition = compiler.node_of(value); }},
    {"then", [](Compiler& compiler, Node& node, const Json& value) { node.then = compiler.node_of(value); }},
    {"else", [](Compiler& compiler, Node& node, const Json& value) { node.otherwise = compiler.node_of(value); }},
}};

// --- Validation: nodes and a value to violations

namespace {

/// The pointer to a member (RFC 6901).
std::string pointer_to(const std::string& parent, std::string_view member) {
  std::string pointer = parent + "/";
  for (const char c : member) {
    pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return pointer;
}

std::string count_of(std::uint64_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace

class SchemaTree::Walk {
 public:
  /// Returns false and records the violations if the value at `pointer` does not match the schema.
  bool keeps(const Node& node, const Json& value, const std::string& pointer) {
    if (node.reference != nullptr) {
      return keeps(*node.reference, value, pointer);
    }
    const std::size_t before = failures_;
    if (node.nothing) {
      fail(pointer, "is not allowed together with these members");
    }
    for (const RuleBreak& one : node.rule.check(facts_of(value))) {
      fail(one.member ? pointer_to(pointer, *one.member) : pointer, one.message);
    }
    check_values(node, value, pointer);
    if (value.is_object()) {
      check_members(node, value, pointer);
    } else if (value.is_array()) {
      check_items(node, value, pointer);
    }
    check_combinations(node, value, pointer);
    return failures_ == before;
  }

  std::vector<SchemaViolation> take() { return std::move(found_); }

 private:
  void fail(const std::string& pointer, std::string message) {
    ++failures_;
    SchemaViolation violation{pointer, std::move(message)};
    if (std::find(found_.begin(), found_.end(), violation) == found_.end()) {
      found_.push_back(std::move(violation));
    }
  }

  void add(std::vector<SchemaViolation> violations) {
    for (SchemaViolation& one : violations) {
      fail(one.pointer, std::move(one.message));
    }
  }

  void check_values(const Node& node, const Json& value, const std::string& pointer) {
    if (node.values.empty() || std::find(node.values.begin(), node.values.end(), value) != node.values.end()) {
      return;
    }
    std::string words;
    for (const Json& one : node.values) {
      words += (words.empty() ? "" : ", ") + one.dump();
    }
    fail(pointer, (node.values.size() == 1 ? "must be " : "must be one of ") + words);
  }

  void check_members(const Node& node, const Json& value, const std::string& pointer) {
    if (value.size() < node.min_properties) {
      fail(pointer, "must have at least " + count_of(node.min_properties, "member"));
    } else if (value.size() > node.max_properties) {
      fail(pointer, "must have at most " + count_of(node.max_properties, "member"));
    }
    for (const auto& [name, needed] : node.dependencies) {
      for (const std::string& other : needed) {
        if (value.contains(name) && !value.contains(other)) {
          fail(pointer, base::quoted(other) + " is missing beside " + base::quoted(name));
        }
      }
    }
    for (const auto& [name, member] : value.items()) {
      const auto property = node.properties.find(name);
      const Node* const schema = property != node.properties.end() ? property->second : node.other_properties;
      if (schema != nullptr) {
        keeps(*schema, member, pointer_to(pointer, name));
      }
    }
  }

  void check_items(const Node& node, const Json& value, const std::string& pointer) {
    if (value.size() < node.min_items) {
      fail(pointer, "must have at least " + count_of(node.min_items, "item"));
    }
    if (node.unique_items && std::set<Json>(value.begin(), value.end()).size() < value.size()) {
      fail(pointer, "must not have the same item twice");
    }
    for (std::size_t i = 0; node.items != nullptr && i < value.size(); ++i) {
      keeps(*node.items, value[i], pointer_to(pointer, std::to_string(i)));
    }
  }

  void check_combinations(const Node& node, const Json& value, const std::string& pointer) {
    for (const Node* const one : node.all_of) {
      keeps(*one, value, pointer);
    }
    check_alternatives(node.any_of, node.any_of.size(), value, pointer);
    check_alternatives(node.one_of, 1, value, pointer);
    if (node.not_this != nullptr && Walk().keeps(*node.not_this, value, pointer)) {
      fail(pointer, "has a value that is not allowed here");
    }
    if (node.condition != nullptr) {
      const Node* const next = Walk().keeps(*node.condition, value, pointer) ? node.then : node.otherwise;
      if (next != nullptr) {
        keeps(*next, value, pointer);
      }
    }
  }

  /// The value must match at least one and at most `most` of the schemas.
  void check_alternatives(const std::vector<const Node*>& schemas, std::size_t most, const Json& value,
                          const std::string& pointer) {
    Walk walk;
    const auto kept = static_cast<std::size_t>(std::count_if(
        schemas.begin(), schemas.end(), [&](const Node* one) { return walk.keeps(*one, value, pointer); }));
    if (kept > most) {
      fail(pointer, "must keep only one of its alternatives, not " + std::to_string(kept));
    } else if (kept == 0) {
      add(walk.take());
    }
  }

  std::vector<SchemaViolation> found_;
  std::size_t failures_ = 0;  // including duplicates
};

SchemaTree::SchemaTree(const Json& document) : root_(Compiler(document, nodes_).node_of(document)) {}

SchemaTree::~SchemaTree() = default;

std::vector<SchemaViolation> SchemaTree::validate(const Json& value) const {
  Walk walk;
  walk.keeps(*root_, value, "");
  return walk.take();
}

}  // namespace jobrig::contract
