// Rule table: a scenario's rules, made ready for finding: which can answer a key at all, and which of a rule's answers
// a count has come to. It counts nothing itself and holds no key.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/call.h"
#include "model/scenario.h"

namespace jobrig::plan {

/// What of a request never changes for a key: the operation, the thing and the job, as asked for.
struct Subject {
  std::optional<model::Operation> operation;
  std::string_view thing;  // data() == nullptr: none
  std::string_view job;    // data() == nullptr: none
};

inline Subject subject_of(const model::Call& call) { return {call.operation, call.thing, call.job}; }

/// What of a request may differ from call to call.
struct Circumstances {
  const model::Call& call;
  base::Duration elapsed;  // virtual time since the clock's start
};

/// Borrows the rules. Immutable, so shared by all workers.
class RuleTable {
 public:
  explicit RuleTable(const std::vector<model::Rule>& rules);

  using Indices = std::vector<std::uint32_t>;

  /// The rules whose operation, thing and job let them answer the subject, in order. Rules for one thing or one job by
  /// its full name are found by that name, so that only globs are tried one by one; `tried` grows by their number.
  [[nodiscard]] Indices candidates(const Subject& subject, std::uint64_t& tried) const;

  [[nodiscard]] const model::Rule& rule(std::uint32_t index) const { return rules_[index]; }
  [[nodiscard]] std::size_t size() const { return rules_.size(); }

  /// Which answer the `used`-th use of a rule gets (from 0), as an index; nothing when the rule is used up. A rule
  /// without answers gets 0 always.
  [[nodiscard]] std::optional<std::size_t> answer_at(std::uint32_t index, std::uint64_t used) const;
  /// False when every use of the rule gets the same, so that nothing needs counting.
  [[nodiscard]] bool counts(std::uint32_t index) const { return !ends_[index].empty(); }

 private:
  using ByName = std::unordered_map<std::string_view, Indices>;

  const std::vector<model::Rule>& rules_;
  std::vector<std::vector<std::uint64_t>>
      ends_;         // of each rule: the uses after which each answer but a lasting one ends
  ByName by_thing_;  // rules with a literal thing
  ByName by_job_;    // rules with a literal job and no literal thing
  Indices others_;
};

/// Whether the rule's operation, thing and job let it answer the subject.
bool matches_subject(const model::Match& match, const Subject& subject);
/// Whether its other conditions hold.
bool matches_circumstances(const model::Match& match, const Circumstances& circumstances);

/// Whether it is the time for it.
bool matches_time(const model::Match& match, base::Duration elapsed);

/// The single conditions, for who must say which of them fails.
bool header_holds(const model::FieldMatch& match, const model::CallContext& context);
bool query_holds(const model::FieldMatch& match, const model::CallContext& context);
/// The query of the request that made the call, or nothing when it was not one of HTTP.
std::string_view query_of(const model::CallContext& context);
bool window_holds(const model::Window& window, base::Duration elapsed);
/// `since`: what the flapping counts from.
bool flapping_holds(const model::Flapping& flapping, base::Duration since, base::Duration elapsed);

/// Whether the rule is about connections only, when they are accepted, and never answers a request.
bool is_for_connections_only(const model::Rule& rule);

}  // namespace jobrig::plan
