#include "contract/schema_keywords.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace jobrig::contract {
namespace {

using Json = nlohmann::json;

/// Removes a keyword from the schema if a rule supports its form.
template <typename Value, typename Fits>
std::optional<Value> take(Json& schema, const char* keyword, Fits fits) {
  const auto found = schema.find(keyword);
  if (found == schema.end() || !fits(*found)) {
    return std::nullopt;
  }
  auto value = found->get<Value>();
  schema.erase(found);
  return value;
}

bool is_texts(const Json& value) {
  return value.is_array() && std::all_of(value.begin(), value.end(), [](const Json& item) { return item.is_string(); });
}

/// True if a rule supports all keywords of this schema for names of members.
bool is_rule_alone(const Json& schema) {
  constexpr std::array<std::string_view, 5> kKnown = {"description", "enum", "maxLength", "minLength", "pattern"};
  for (auto keyword = schema.begin(); schema.is_object() && keyword != schema.end(); ++keyword) {
    if (std::find(kKnown.begin(), kKnown.end(), keyword.key()) == kKnown.end()) {
      return false;
    }
  }
  return schema.is_object();
}

/// Calls `visit` with the text of every `$ref`. `visit` may change it.
template <typename Visit>
void for_each_reference(Json& schema, Visit visit) {
  if (schema.is_object()) {
    if (const auto reference = schema.find("$ref"); reference != schema.end() && reference->is_string()) {
      visit(reference->get_ref<std::string&>());
    }
  }
  if (schema.is_structured()) {
    for (Json& inner : schema) {
      for_each_reference(inner, visit);
    }
  }
}

/// Converts `nullable: true` to JSON Schema.
void spell_out_null(Json& schema) {
  if (schema.is_object() && schema.contains("type") && schema.value("nullable", false)) {
    schema["type"] = Json::array({schema["type"], "null"});
    schema.erase("nullable");
  }
  if (schema.is_structured()) {
    std::for_each(schema.begin(), schema.end(), spell_out_null);
  }
}

/// The location of an included file in the schema.
std::string place_of(const std::string& file) { return "#/definitions/" + file; }

}  // namespace

SchemaRule take_rule(Json& schema) {
  const auto is_text = [](const Json& value) { return value.is_string(); };
  const auto is_integer = [](const Json& value) { return value.is_number_integer(); };
  SchemaRule rule;
  if (auto type = take<std::string>(schema, "type", is_text)) {
    rule.types = {*std::move(type)};
  } else if (auto types = take<std::vector<std::string>>(schema, "type", is_texts)) {
    rule.types = *std::move(types);
  }
  rule.words = take<std::vector<std::string>>(schema, "enum", is_texts).value_or(std::vector<std::string>());
  if (const auto pattern = take<std::string>(schema, "pattern", is_text)) {
    rule.pattern = std::make_shared<const Pattern>(*pattern);
  }
  rule.least_length = take<std::uint64_t>(schema, "minLength", is_integer);
  rule.most_length = take<std::uint64_t>(schema, "maxLength", is_integer);
  rule.minimum = take<std::int64_t>(schema, "minimum", is_integer);
  rule.maximum = take<std::int64_t>(schema, "maximum", is_integer);
  rule.required = take<std::vector<std::string>>(schema, "required", is_texts).value_or(std::vector<std::string>());
  if (auto names = take<Json>(schema, "propertyNames", is_rule_alone)) {
    rule.names = std::make_shared<const SchemaRule>(take_rule(*names));
  }
  const auto is_false = [](const Json& value) { return value.is_boolean() && !value.get<bool>(); };
  if (take<bool>(schema, "additionalProperties", is_false)) {
    rule.only.emplace();
    const Json properties = schema.value("properties", Json::object());
    for (auto member = properties.begin(); member != properties.end(); ++member) {
      rule.only->push_back(member.key());
    }
  }
  return rule;
}

ValueFacts facts_of(const Json& value) {
  using Kind = ValueFacts::Kind;
  ValueFacts facts;
  if (value.is_string()) {
    facts.kind = Kind::kText;
    facts.text = value.get<std::string>();
  } else if (value.is_number_integer()) {  // read_json has converted those beyond 64 bits to doubles
    facts.kind = Kind::kInteger;
    facts.integer = value.get<std::int64_t>();
    facts.number = static_cast<double>(facts.integer);
  } else if (value.is_number()) {
    facts.kind = Kind::kNumber;
    facts.number = value.get<double>();
  } else if (value.is_boolean()) {
    facts.kind = Kind::kBoolean;
  } else if (value.is_array()) {
    facts.kind = Kind::kList;
  } else if (value.is_object()) {
    facts.kind = Kind::kMap;
    for (const auto& [name, unused] : value.items()) {
      facts.members.push_back(name);
    }
  }
  return facts;
}

Json schema_of_openapi(const Json& document, std::string_view name) {
  constexpr std::string_view kThere = "#/components/schemas/";
  const std::string here = "#/definitions/";
  Json schema{{"definitions", document.at("components").at("schemas")},
              {"allOf", Json::array({{{"$ref", here + std::string(name)}}})}};
  for_each_reference(schema, [&](std::string& reference) {
    if (reference.starts_with(kThere)) {
      reference = here + reference.substr(kThere.size());
    }
  });
  spell_out_null(schema);
  return schema;
}

void include_files(Json& schema, const std::function<Json(std::string_view file)>& read) {
  std::set<std::string> files;
  for_each_reference(schema, [&](std::string& reference) {
    const std::size_t hash = reference.find('#');
    if (hash != 0 && hash != std::string::npos) {
      const std::string file = reference.substr(0, hash);
      files.insert(file);
      reference = place_of(file) + reference.substr(hash + 1);
    }
  });
  for (const std::string& file : files) {
    Json included = read(file);
    for_each_reference(included, [&](std::string& reference) { reference = place_of(file) + reference.substr(1); });
    schema["definitions"][file] = std::move(included);
  }
}

}  // namespace jobrig::contract
