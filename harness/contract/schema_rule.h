// SchemaRule: the JSON Schema keywords that check a single value (type, enum, pattern, lengths, bounds, names of
// members). Each violation has a message with the expected and the actual value. Texts are matched in linear time
// (RE2); integers keep their 64 bits. It does not handle nested schemas (contract/schema_tree does).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace jobrig::contract {

/// The properties of a value that a rule can check.
struct ValueFacts {
  enum class Kind : std::uint8_t { kNull, kBoolean, kInteger, kNumber, kText, kList, kMap };

  Kind kind = Kind::kNull;
  std::string text;                  // kText
  std::int64_t integer = 0;          // kInteger: in the 64-bit range; other numbers are kNumber
  double number = 0;                 // kInteger and kNumber
  std::vector<std::string> members;  // kMap: its keys
};

/// A regular expression that is matched in linear time (RE2). Throws std::invalid_argument if the expression is not
/// valid.
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

/// One violation of a rule.
struct RuleBreak {
  std::optional<std::string> member;  // the name of the member at fault; absent: the value itself
  std::string message;                // `must be …`
};

/// Immutable after construction; can be shared by threads.
struct SchemaRule {
  std::vector<std::string> types;  // empty: any
  std::vector<std::string> words;  // allowed values; empty: any
  std::shared_ptr<const Pattern> pattern;
  std::optional<std::uint64_t> least_length;  // in code points
  std::optional<std::uint64_t> most_length;
  std::optional<std::int64_t> minimum;
  std::optional<std::int64_t> maximum;
  std::vector<std::string> required;
  std::optional<std::vector<std::string>> only;  // the allowed members
  std::shared_ptr<const SchemaRule> names;       // the rule for names of members

  [[nodiscard]] std::vector<RuleBreak> check(const ValueFacts& value) const;
};

}  // namespace jobrig::contract
