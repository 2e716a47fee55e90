#include "contract/schema_rule.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "base/quote.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "contract/schemas.h"

namespace jobrig::contract {
namespace {

using Kind = ValueFacts::Kind;

/// JSON Schema validation, section 6.1.1, but an integer must fit 64 bits and be written without a fraction.
bool has_type(const ValueFacts& value, std::string_view type) {
  switch (value.kind) {
    case Kind::kNull:
      return type == "null";
    case Kind::kBoolean:
      return type == "boolean";
    case Kind::kInteger:
      return type == "integer" || type == "number";
    case Kind::kNumber:
      return type == "number";
    case Kind::kText:
      return type == "string";
    case Kind::kList:
      return type == "array";
    case Kind::kMap:
      return type == "object";
  }
  return false;
}

std::string_view kind_in_words(Kind kind) {
  switch (kind) {
    case Kind::kNull:
      return "null";
    case Kind::kBoolean:
      return "true or false";
    case Kind::kInteger:
      return "a whole number";
    case Kind::kNumber:
      return "a number that is not whole or has more than 64 bits";
    case Kind::kText:
      return "text";
    case Kind::kList:
      return "a list";
    case Kind::kMap:
      return "an object";
  }
  return "";
}

std::string_view type_in_words(std::string_view type) {
  constexpr auto kWords =
      std::to_array<std::pair<std::string_view, std::string_view>>({{"boolean", "true or false"},
                                                                    {"integer", "a whole number of 64 bits"},
                                                                    {"number", "a number"},
                                                                    {"string", "text"},
                                                                    {"array", "a list"},
                                                                    {"object", "an object"}});
  for (const auto& [name, words] : kWords) {
    if (name == type) {
      return words;
    }
  }
  return type;
}

template <typename Words>
std::string join(const Words& words, const std::string& separator = ", ") {
  std::string joined;
  for (const auto& word : words) {
    joined += (joined.empty() ? "" : separator) + std::string(word);
  }
  return joined;
}

void check_text(const SchemaRule& rule, const std::string& text, std::vector<RuleBreak>& breaks) {
  const std::uint64_t length = base::count_code_points(text).value_or(text.size());
  const auto characters = [](std::uint64_t count) {
    return std::to_string(count) + (count == 1 ? " character" : " characters");
  };
  if (rule.least_length && length < *rule.least_length) {
    breaks.push_back(
        {std::nullopt, "must be at least " + characters(*rule.least_length) + " long, not " + std::to_string(length)});
  } else if (rule.most_length && length > *rule.most_length) {
    breaks.push_back(
        {std::nullopt, "must be at most " + characters(*rule.most_length) + " long, not " + std::to_string(length)});
  } else if (rule.pattern && !rule.pattern->is_in(text)) {
    breaks.push_back({std::nullopt, "must match " + rule.pattern->text() + ", unlike " + base::quoted(text)});
  }
  if (!rule.words.empty() && std::find(rule.words.begin(), rule.words.end(), text) == rule.words.end()) {
    breaks.push_back({std::nullopt, "must be one of " + join(rule.words) + ", not " + base::quoted(text) +
                                        base::did_you_mean(text, {rule.words.begin(), rule.words.end()})});
  }
}

void check_number(const SchemaRule& rule, const ValueFacts& value, std::vector<RuleBreak>& breaks) {
  const bool whole = value.kind == Kind::kInteger;
  const std::string got = whole ? std::to_string(value.integer) : std::to_string(value.number);
  const auto below = [&](std::int64_t bound) {
    return whole ? value.integer < bound : value.number < static_cast<double>(bound);
  };
  if (rule.minimum && below(*rule.minimum)) {
    breaks.push_back({std::nullopt, "must be at least " + std::to_string(*rule.minimum) + ", not " + got});
  }
  const auto above = [&](std::int64_t bound) {
    return whole ? value.integer > bound : value.number > static_cast<double>(bound);
  };
  if (rule.maximum && above(*rule.maximum)) {
    breaks.push_back({std::nullopt, "must be at most " + std::to_string(*rule.maximum) + ", not " + got});
  }
}

void check_members(const SchemaRule& rule, const std::vector<std::string>& members, std::vector<RuleBreak>& breaks) {
  const auto holds = [](const std::vector<std::string>& list, const std::string& name) {
    return std::find(list.begin(), list.end(), name) != list.end();
  };
  for (const std::string& name : rule.required) {
    if (!holds(members, name)) {
      breaks.push_back({std::nullopt, base::quoted(name) + " is missing"});
    }
  }
  for (const std::string& name : members) {
    if (rule.only && !holds(*rule.only, name)) {
      breaks.push_back(
          {name, std::string(kNotInContract) + base::did_you_mean(name, {rule.only->begin(), rule.only->end()})});
    }
    if (rule.names) {
      ValueFacts fact;
      fact.kind = Kind::kText;
      fact.text = name;
      for (const RuleBreak& found : rule.names->check(fact)) {
        breaks.push_back({name, "has a name that " + found.message});
      }
    }
  }
}

}  // namespace

struct Pattern::Compiled {
  explicit Compiled(const std::string& text) : expression(text, RE2::Quiet) {}
  RE2 expression;
};

Pattern::Pattern(const std::string& text) : compiled_(std::make_unique<Compiled>(text)) {
  if (!compiled_->expression.ok()) {
    throw std::invalid_argument("pattern " + text + ": " + compiled_->expression.error());
  }
}

Pattern::~Pattern() = default;

bool Pattern::is_in(const std::string& text) const { return RE2::PartialMatch(text, compiled_->expression); }

const std::string& Pattern::text() const { return compiled_->expression.pattern(); }

std::vector<RuleBreak> SchemaRule::check(const ValueFacts& value) const {
  std::vector<RuleBreak> breaks;
  if (!types.empty() &&
      std::none_of(types.begin(), types.end(), [&](const std::string& type) { return has_type(value, type); })) {
    std::vector<std::string_view> wanted;
    std::transform(types.begin(), types.end(), std::back_inserter(wanted), type_in_words);
    breaks.push_back(
        {std::nullopt, "must be " + join(wanted, " or ") + ", not " + std::string(kind_in_words(value.kind))});
    return breaks;
  }
  if (!words.empty() && value.kind != Kind::kText) {
    breaks.push_back(
        {std::nullopt, "must be one of " + join(words) + ", not " + std::string(kind_in_words(value.kind))});
  }
  switch (value.kind) {
    case Kind::kText:
      check_text(*this, value.text, breaks);
      break;
    case Kind::kInteger:
    case Kind::kNumber:
      check_number(*this, value, breaks);
      break;
    case Kind::kMap:
      check_members(*this, value.members, breaks);
      break;
    default:
      break;
  }
  return breaks;
}

}  // namespace jobrig::contract
