// Rule table: the rules of a scenario, indexed for lookup: which rules can answer a key, and which answer of a rule
// belongs to a count. It counts nothing and stores no keys.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "conditions/condition.h"
#include "model/call.h"
#include "model/scenario.h"

namespace jobrig::plan {

/// The IDs of the rules of a first table: 0, 1, …
std::vector<std::uint32_t> first_ids(std::size_t count);

/// Borrows the rules. Immutable and therefore shared by all workers.
class RuleTable {
 public:
  using Indices = std::vector<std::uint32_t>;

  /// `ids`: of each rule, under which its uses are counted. A later table, with a higher version, gives a rule that it
  /// keeps the same ID.
  RuleTable(const std::vector<model::Rule>& rules, Indices ids, std::uint32_t version);
  /// The first table.
  explicit RuleTable(const std::vector<model::Rule>& rules) : RuleTable(rules, first_ids(rules.size()), 1) {}

  /// The rules whose operation, thing and job match the call, in order. Rules with a literal thing or job are found by
  /// name; only globs are tried one by one. Adds the number of rules tried to `tried`.
  [[nodiscard]] Indices candidates(const model::Call& call, std::uint64_t& tried) const;
  /// Whether the other conditions of a candidate hold.
  [[nodiscard]] bool holds(std::uint32_t index, const conditions::Circumstances& circumstances) const;

  /// Whether a rule asks for the status of executions, so that it is worth looking up.
  [[nodiscard]] bool looks_at_status() const { return looks_at_status_; }
  /// The members that rules ask for.
  [[nodiscard]] const conditions::BodyMembers& members() const { return members_; }

  [[nodiscard]] const model::Rule& rule(std::uint32_t index) const { return rules_[index]; }
  [[nodiscard]] std::size_t size() const { return rules_.size(); }
  [[nodiscard]] std::uint32_t id(std::uint32_t index) const { return ids_[index]; }
  [[nodiscard]] bool has_id(std::uint32_t id) const { return std::find(ids_.begin(), ids_.end(), id) != ids_.end(); }
  [[nodiscard]] std::uint32_t version() const { return version_; }

  /// The index of the answer for use number `used` (from 0) of a rule. Nothing when the rule is used up. Always 0 for a
  /// rule without answers.
  [[nodiscard]] std::optional<std::size_t> answer_at(std::uint32_t index, std::uint64_t used) const;
  /// False when all uses of the rule get the same answer and need no count.
  [[nodiscard]] bool counts(std::uint32_t index) const { return !ends_[index].empty() || rules_[index].every > 1; }

 private:
  struct Conditions {
    std::vector<const conditions::Condition*> of_key;  // operation, thing and job
    std::vector<const conditions::Condition*> others;
  };
  static Conditions conditions_of(const model::Match& match);

  using ByName = std::unordered_map<std::string_view, Indices>;

  const std::vector<model::Rule>& rules_;
  const Indices ids_;
  const std::uint32_t version_;
  std::vector<std::vector<std::uint64_t>> ends_;  // per rule: use counts after which each answer ends, if it ends
  std::vector<Conditions> conditions_;            // per rule
  ByName by_thing_;                               // rules with a literal thing
  ByName by_job_;                                 // rules with a literal job and no literal thing
  Indices others_;
  bool looks_at_status_ = false;
  conditions::BodyMembers members_;
};

/// Whether the rule applies only when connections are accepted and never answers a request.
bool is_for_connections_only(const model::Rule& rule);

}  // namespace jobrig::plan
