// Rule table: a scenario's rules, made ready for finding: which can answer a key at all, and which of a rule's answers
// a count has come to. It counts nothing itself and holds no key.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "conditions/condition.h"
#include "model/call.h"
#include "model/scenario.h"

namespace jobrig::plan {

/// Borrows the rules. Immutable, so shared by all workers.
class RuleTable {
 public:
  explicit RuleTable(const std::vector<model::Rule>& rules);

  using Indices = std::vector<std::uint32_t>;

  /// The rules whose operation, thing and job let them answer the call, in order. Rules for one thing or one job by
  /// its full name are found by that name, so that only globs are tried one by one; `tried` grows by their number.
  [[nodiscard]] Indices candidates(const model::Call& call, std::uint64_t& tried) const;
  /// Whether a candidate's other conditions hold.
  [[nodiscard]] bool holds(std::uint32_t index, const conditions::Circumstances& circumstances) const;

  [[nodiscard]] const model::Rule& rule(std::uint32_t index) const { return rules_[index]; }
  [[nodiscard]] std::size_t size() const { return rules_.size(); }

  /// Which answer the `used`-th use of a rule gets (from 0), as an index; nothing when the rule is used up. A rule
  /// without answers gets 0 always.
  [[nodiscard]] std::optional<std::size_t> answer_at(std::uint32_t index, std::uint64_t used) const;
  /// False when every use of the rule gets the same, so that nothing needs counting.
  [[nodiscard]] bool counts(std::uint32_t index) const { return !ends_[index].empty(); }

 private:
  struct Conditions {
    std::vector<const conditions::Condition*> of_key;  // operation, thing and job
    std::vector<const conditions::Condition*> others;
  };
  static Conditions conditions_of(const model::Match& match);

  using ByName = std::unordered_map<std::string_view, Indices>;

  const std::vector<model::Rule>& rules_;
  std::vector<std::vector<std::uint64_t>>
      ends_;                            // of each rule: the uses after which each answer but a lasting one ends
  std::vector<Conditions> conditions_;  // of each rule
  ByName by_thing_;                     // rules with a literal thing
  ByName by_job_;                       // rules with a literal job and no literal thing
  Indices others_;
};

/// Whether the rule is about connections only, when they are accepted, and never answers a request.
bool is_for_connections_only(const model::Rule& rule);

}  // namespace jobrig::plan
