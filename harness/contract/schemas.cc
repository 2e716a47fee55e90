#include "contract/schemas.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <utility>
// The library reads its own options from the adapter that is included first.
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/constraint_builder.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "base/quote.h"
#include "contract/editions.h"
#include "contract/operations.h"
#include "contract/schema_rule.h"

namespace jobrig::contract {
namespace {

using Json = nlohmann::json;
using Context = std::vector<std::string>;
using Rules = std::vector<std::unique_ptr<const SchemaRule>>;

// Beyond it the library for JSON overflows the stack (hazards, "yaml-cpp and JSON").
constexpr int kDeepest = 100;
// In the copy of a schema that the library gets, this keyword stands for those that SchemaRule checks.
constexpr const char* kRuleKeyword = "jobrig-rule";
constexpr std::string_view kSharedDefinitions = "definitions.json";

// --- A schema's keywords -> rules
// -------------------------------------------------------------------------------------

/// Takes a keyword out of the schema when it has the form that a rule can hold.
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

/// True for a schema of members' names that a rule can hold whole.
bool is_rule_alone(const Json& schema) {
  constexpr std::string_view kKnown[] = {"description", "enum", "maxLength", "minLength", "pattern"};
  for (auto keyword = schema.begin(); schema.is_object() && keyword != schema.end(); ++keyword) {
    if (std::find(std::begin(kKnown), std::end(kKnown), keyword.key()) == std::end(kKnown)) {
      return false;
    }
  }
  return schema.is_object();
}

/// Moves the keywords that SchemaRule knows out of the schema. All members of the rule stay empty when there are none.
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
  if (!schema.contains("patternProperties") && take<bool>(schema, "additionalProperties", is_false)) {
    rule.only.emplace();
    const Json properties = schema.value("properties", Json::object());
    for (auto member = properties.begin(); member != properties.end(); ++member) {
      rule.only->push_back(member.key());
    }
  }
  return rule;
}

/// Replaces keywords by rules in the schema and all schemas inside it.
void extract_rules(Json& schema, Rules& rules) {
  if (!schema.is_object()) {
    return;
  }
  const std::size_t size = schema.size();
  SchemaRule rule = take_rule(schema);
  if (schema.size() != size) {
    schema[kRuleKeyword] = rules.size();
    rules.push_back(std::make_unique<const SchemaRule>(std::move(rule)));
  }
  for (const char* keyword : {"properties", "patternProperties", "definitions"}) {
    if (const auto named = schema.find(keyword); named != schema.end()) {
      for (Json& inner : *named) {
        extract_rules(inner, rules);
      }
    }
  }
  for (const char* keyword : {"additionalProperties", "items", "contains", "not", "if", "then", "else"}) {
    if (const auto inner = schema.find(keyword); inner != schema.end()) {
      extract_rules(*inner, rules);
    }
  }
  for (const char* keyword : {"allOf", "anyOf", "oneOf", "items"}) {
    if (const auto list = schema.find(keyword); list != schema.end() && list->is_array()) {
      for (Json& inner : *list) {
        extract_rules(inner, rules);
      }
    }
  }
}

/// Lets every reference to the shared file point into the schema itself, where its definitions are put.
void localize_references(Json& schema) {
  if (schema.is_object()) {
    if (const auto reference = schema.find("$ref"); reference != schema.end() && reference->is_string()) {
      auto text = reference->get<std::string>();
      if (text.starts_with(kSharedDefinitions)) {
        *reference = text.substr(kSharedDefinitions.size());
      }
    }
  }
  if (schema.is_structured()) {
    for (Json& inner : schema) {
      localize_references(inner);
    }
  }
}

// --- Rules inside the library
// -----------------------------------------------------------------------------------------

ValueFacts facts_of(const valijson::adapters::Adapter& value) {
  using Kind = ValueFacts::Kind;
  ValueFacts facts;
  if (value.isString()) {
    facts.kind = Kind::kText;
    facts.text = value.asString();
  } else if (value.isInteger()) {
    facts.kind = Kind::kInteger;
    facts.integer = value.asInteger();
    facts.number = static_cast<double>(facts.integer);
  } else if (value.isNumber()) {
    facts.kind = Kind::kNumber;
    facts.number = value.getNumber();
  } else if (value.isBool()) {
    facts.kind = Kind::kBoolean;
  } else if (value.isArray()) {
    facts.kind = Kind::kList;
  } else if (value.isObject()) {
    facts.kind = Kind::kMap;
    value.applyToObject([&](const std::string& name, const valijson::adapters::Adapter&) {
      facts.members.push_back(name);
      return true;
    });
  }
  return facts;
}

/// A member's step in a context, as the library writes it.
std::string step(const std::string& member) { return "[" + member + "]"; }

class RuleConstraint final : public valijson::constraints::PolyConstraint {
 public:
  explicit RuleConstraint(const SchemaRule& rule) : rule_(&rule) {}

  bool validate(const valijson::adapters::Adapter& target, const Context& context,
                valijson::ValidationResults* results) const override {
    const std::vector<RuleBreak> breaks = rule_->check(facts_of(target));
    for (const RuleBreak& found : breaks) {
      if (results != nullptr) {
        Context place = context;
        if (found.member) {
          place.push_back(step(*found.member));
        }
        results->pushError(place, found.message);
      }
    }
    return breaks.empty();
  }

 private:
  Constraint* cloneInto(void* memory) const override { return new (memory) RuleConstraint(*this); }
  [[nodiscard]] std::size_t sizeOf() const override { return sizeof(RuleConstraint); }

  const SchemaRule* rule_;  // not owned: the library frees constraints without destroying their members
};

class RuleBuilder final : public valijson::ConstraintBuilder {
 public:
  explicit RuleBuilder(const Rules& rules) : rules_(rules) {}
  [[nodiscard]] valijson::constraints::Constraint* make(const valijson::adapters::Adapter& index) const override {
    return new RuleConstraint(*rules_.at(static_cast<std::size_t>(index.asInteger())));
  }

 private:
  const Rules& rules_;
};

std::string_view text_of(std::string_view path) {
  const auto files = schema_files();
  const auto file = std::find_if(files.begin(), files.end(), [&](const SchemaFile& one) { return one.path == path; });
  if (file == files.end()) {
    throw std::invalid_argument("no schema " + std::string(path) + " in the program");
  }
  return file->text;
}

/// A schema as the library holds it, and the rules that its constraints point to.
struct Compiled {
  Rules rules;
  valijson::Schema schema;
};

std::unique_ptr<const Compiled> compile(std::string_view path) {
  Json document = Json::parse(text_of(path));
  const std::string shared = std::string(path.substr(0, path.rfind('/') + 1)) + std::string(kSharedDefinitions);
  const auto files = schema_files();
  if (std::any_of(files.begin(), files.end(), [&](const SchemaFile& one) { return one.path == shared; })) {
    localize_references(document);
    const Json definitions = Json::parse(text_of(shared)).at("definitions");
    document["definitions"].update(definitions);
  }
  auto made = std::make_unique<Compiled>();
  extract_rules(document, made->rules);
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  parser.addConstraintBuilder(kRuleKeyword, new RuleBuilder(made->rules));  // the parser owns it
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(document), made->schema);
  return made;
}

/// The compiled schema; kept until the program ends.
const valijson::Schema& compiled(std::string_view path) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<const Compiled>, std::less<>> cache;
  const std::lock_guard lock(mutex);
  auto found = cache.find(path);
  if (found == cache.end()) {
    found = cache.emplace(path, compile(path)).first;
  }
  return found->second->schema;
}

// --- The document
// -----------------------------------------------------------------------------------------------------

/// Counts brackets outside of texts, so that nothing recursive ever sees a text that is too deep.
bool too_deep(std::string_view json) {
  int depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_text) {
      i += c == '\\' ? 1U : 0U;
      in_text = c != '"';
    } else if (c == '"') {
      in_text = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kDeepest) {
        return true;
      }
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

/// Unsigned numbers beyond the signed range become doubles: the adapter would wrap them round to negative ones.
void keep_integers_in_range(Json& value) {
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX)) {
    value = static_cast<double>(value.get<std::uint64_t>());
  } else if (value.is_structured()) {
    for (Json& inner : value) {
      keep_integers_in_range(inner);
    }
  }
}

/// The document, or what is wrong with it as a JSON text.
std::pair<Json, std::optional<std::string>> parse(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) {
    return {Json(), "begins with a byte order mark, which JSON forbids"};
  }
  if (too_deep(text)) {
    return {Json(), "is nested more than " + std::to_string(kDeepest) + " levels deep"};
  }
  std::vector<std::set<std::string>> names;
  std::optional<std::string> twice;
  const auto watch = [&](int, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::object_start) {
      names.emplace_back();
    } else if (event == Json::parse_event_t::object_end) {
      names.pop_back();
    } else if (event == Json::parse_event_t::key && !names.back().insert(parsed.get<std::string>()).second) {
      twice = "has the member " + base::quote(parsed.get<std::string>()) + " twice";
    }
    return true;
  };
  Json document;
  try {
    document = Json::parse(text, watch);
  } catch (const Json::parse_error& error) {
    return {Json(), "is no JSON (byte " + std::to_string(error.byte) + ")"};
  } catch (const Json::out_of_range&) {
    return {Json(), "is no JSON that can be read: a number is too large"};
  }
  keep_integers_in_range(document);
  return {std::move(document), std::move(twice)};
}

// --- The library's results -> violations
// --------------------------------------------------------------------------------

std::string pointer_of(const Context& context) {
  std::string pointer;
  for (std::size_t i = 1; i < context.size(); ++i) {  // the first is the root
    pointer += '/';
    for (const char c : std::string_view(context[i]).substr(1, context[i].size() - 2)) {
      pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    }
  }
  return pointer;
}

/// What the library says of a value only because of something inside it, or of all ways together when none was gone.
bool is_wrapper(std::string_view description) { return description.starts_with("Failed to validate "); }

/// The property that a `Failed to validate against schema associated with property name 'x'.` is about.
std::optional<std::string> failed_property(std::string_view description) {
  constexpr std::string_view kBefore = "Failed to validate against schema associated with property name '";
  if (!description.starts_with(kBefore) || !description.ends_with("'.")) {
    return std::nullopt;
  }
  return std::string(description.substr(kBefore.size(), description.size() - kBefore.size() - 2));
}

std::vector<SchemaViolation> violations_of(const valijson::ValidationResults& results) {
  std::vector<SchemaViolation> violations;
  const auto add = [&](SchemaViolation violation) {
    if (std::find(violations.begin(), violations.end(), violation) == violations.end()) {
      violations.push_back(std::move(violation));
    }
  };
  for (const auto& error : results) {
    if (!is_wrapper(error.description)) {
      const bool from_not = error.description.find("'not' constraint") != std::string::npos;
      add({pointer_of(error.context), from_not ? "has a value that is not allowed here" : error.description});
      continue;
    }
    // A property that fails with nothing said about it has `false` for its schema.
    if (const auto property = failed_property(error.description)) {
      Context place = error.context;
      place.push_back(step(*property));
      const bool explained = std::any_of(results.begin(), results.end(), [&](const auto& other) {
        return other.context.size() >= place.size() && std::equal(place.begin(), place.end(), other.context.begin());
      });
      if (!explained) {
        add({pointer_of(place), "must not be there with these other members"});
      }
    }
  }
  if (violations.empty()) {
    violations.push_back({"", "does not keep its schema"});
  }
  return violations;
}

}  // namespace

std::span<const SchemaFile> schema_files() { return embedded_schemas(); }

std::string schema_path(model::Edition edition, model::Operation operation, SchemaPart part) {
  constexpr std::string_view kParts[] = {".request.json", ".response.json", ".error.json"};
  return std::string(row_of(edition).word) + "/" + std::string(row_of(operation).stem) +
         std::string(kParts[static_cast<std::size_t>(part)]);
}

std::vector<SchemaViolation> validate_against(std::string_view path, std::string_view json) {
  const valijson::Schema& schema = compiled(path);
  const auto [document, problem] = parse(json);
  if (problem) {
    return {{"", *problem}};
  }
  valijson::ValidationResults results;
  valijson::Validator validator;
  const bool kept = validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(document), &results);
  return kept ? std::vector<SchemaViolation>() : violations_of(results);
}

std::vector<SchemaViolation> validate(model::Edition edition, model::Operation operation, SchemaPart part,
                                      std::string_view json) {
  if (!has_operation(edition, operation)) {
    return {
        {"", std::string(row_of(operation).name) + " is not in the " + std::string(row_of(edition).word) + " edition"}};
  }
  return validate_against(schema_path(edition, operation, part), json);
}

}  // namespace jobrig::contract
