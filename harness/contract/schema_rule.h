// SchemaRule: the keywords of a JSON Schema that look at one value alone (type, enum, pattern, lengths, bounds, names
// of members), each with a sentence that says what was wanted and what came. Texts are matched in linear time (RE2),
// whole numbers keep their 64 bits. Schemas inside schemas are contract/schema_tree's.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace jobrig::contract {

/// What a rule may know of a value.
struct ValueFacts {
  enum class Kind : std::uint8_t { kNull, kBoolean, kInteger, kNumber, kText, kList, kMap };

  Kind kind = Kind::kNull;
  std::string text;                  // kText
  std::int64_t integer = 0;          // kInteger: within 64 bits, everything else is a kNumber
  double number = 0;                 // kInteger and kNumber
  std::vector<std::string> members;  // kMap: their names
};

/// A regular expression that is matched in linear time (RE2). Throws std::invalid_argument when it is none.
class Pattern {
 public:
  explicit Pattern(const std::string& text);
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;
  ~Pattern();
  [[nodiscard]] bool is_in(const std::string& text) const;
  [[nodiscard]] const std::string& text() const;

 private:
  struct Compiled;
  std::unique_ptr<const Compiled> compiled_;
};

/// One way in which a value breaks its rule.
struct RuleBreak {
  std::optional<std::string> member;  // the name of the member it is about; absent: the value itself
  std::string message;                // `must be …`
};

/// Immutable once made; shared by threads.
struct SchemaRule {
  std::vector<std::string> types;  // empty: any
  std::vector<std::string> words;  // the enumeration; empty: any
  std::shared_ptr<const Pattern> pattern;
  std::optional<std::uint64_t> least_length;  // in code points
  std::optional<std::uint64_t> most_length;
  std::optional<std::int64_t> minimum;
  std::optional<std::int64_t> maximum;
  std::vector<std::string> required;
  std::optional<std::vector<std::string>> only;  // the members that may be there
  std::shared_ptr<const SchemaRule> names;       // what the names of members keep

  [[nodiscard]] std::vector<RuleBreak> check(const ValueFacts& value) const;
};

}  // namespace jobrig::contract
