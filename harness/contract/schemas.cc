#include "contract/schemas.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <utility>
// The library reads its own options from the adapter that is included first.
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/constraint_builder.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "contract/editions.h"
#include "contract/json_document.h"
#include "contract/operations.h"
#include "contract/schema_keywords.h"
#include "contract/schema_rule.h"

namespace jobrig::contract {
namespace {

using Json = nlohmann::json;
using Context = std::vector<std::string>;

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
        Context location = context;
        if (found.member) {
          location.push_back(step(*found.member));
        }
        results->pushError(location, found.message);
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

/// `path`, or `path#name` for a component of an OpenAPI document.
std::unique_ptr<const Compiled> compile(std::string_view path) {
  const std::size_t hash = path.find('#');
  Json document = Json::parse(text_of(path.substr(0, hash)));
  if (hash != std::string_view::npos) {
    document = schema_of_openapi(document, path.substr(hash + 1));
  }
  const std::string folder(path.substr(0, path.rfind('/') + 1));
  include_files(document, [&](std::string_view file) { return Json::parse(text_of(folder + std::string(file))); });
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
      Context location = error.context;
      location.push_back(step(*property));
      const bool explained = std::any_of(results.begin(), results.end(), [&](const auto& other) {
        return other.context.size() >= location.size() &&
               std::equal(location.begin(), location.end(), other.context.begin());
      });
      if (!explained) {
        add({pointer_of(location), "must not be there with these other members"});
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
  constexpr std::array<std::string_view, 3> kParts = {".request.json", ".response.json", ".error.json"};
  return std::string(row_of(edition).word) + "/" + std::string(row_of(operation).stem) +
         std::string(kParts.at(static_cast<std::size_t>(part)));
}

std::vector<SchemaViolation> validate_against(std::string_view path, std::string_view json) {
  const valijson::Schema& schema = compiled(path);
  Json document;
  if (auto problem = read_json(json, document)) {
    return {{"", *std::move(problem)}};
  }
  valijson::ValidationResults results;
  valijson::Validator validator;
  const bool kept = validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(document), &results);
  return kept ? std::vector<SchemaViolation>() : violations_of(results);
}

std::vector<SchemaViolation> validate_component(std::string_view path, std::string_view name, std::string_view json) {
  return validate_against(std::string(path) + "#" + std::string(name), json);
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
