#include "plan/rule_table.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "base/glob.h"
#include "conditions/catalogue.h"

namespace jobrig::plan {
namespace {

constexpr std::uint64_t kForEver = std::numeric_limits<std::uint64_t>::max();

// The number of uses after which each answer ends. Empty when all uses are equal. The last answer repeats unless it has
// `times:` or the rule has `cycle:`.
std::vector<std::uint64_t> ends_of(const std::vector<model::Answer>& answers, bool cycle) {
  std::vector<std::uint64_t> ends;
  std::uint64_t end = 0;
  for (const model::Answer& answer : answers) {
    const bool stays = !cycle && answer.times == 0 && &answer == &answers.back();
    end = stays ? kForEver : end + static_cast<std::uint64_t>(std::max<std::int64_t>(answer.times, 1));
    ends.push_back(end);
  }
  if (ends.size() == 1 && (cycle || ends.front() == kForEver)) {
    ends.clear();
  }
  return ends;
}

// The glob as a literal name, or nothing.
std::optional<std::string_view> literal(const std::optional<std::string>& glob) {
  return glob && base::is_literal(*glob) ? std::optional<std::string_view>(*glob) : std::nullopt;
}

}  // namespace

std::vector<std::uint32_t> first_ids(std::size_t count) {
  std::vector<std::uint32_t> ids(count);
  std::iota(ids.begin(), ids.end(), 0U);
  return ids;
}

RuleTable::Conditions RuleTable::conditions_of(const model::Match& match) {
  Conditions made{conditions::written(match, conditions::Scope::kKey),
                  conditions::written(match, conditions::Scope::kCall)};
  const auto of_time = conditions::written(match, conditions::Scope::kTime);
  made.others.insert(made.others.end(), of_time.begin(), of_time.end());
  return made;
}

RuleTable::RuleTable(const std::vector<model::Rule>& rules, Indices ids, std::uint32_t version)
    : rules_(rules), ids_(std::move(ids)), version_(version) {
  ends_.reserve(rules.size());
  conditions_.reserve(rules.size());
  for (std::uint32_t index = 0; index < rules.size(); ++index) {
    const model::Rule& rule = rules[index];
    ends_.push_back(ends_of(rule.answers, rule.cycle));
    conditions_.push_back(conditions_of(rule.when));
    looks_at_status_ = looks_at_status_ || !rule.when.execution_status.empty();
    for (const model::MemberMatch& member : rule.when.body) {
      members_.add(member.path);
    }
    if (const auto thing = literal(rule.when.thing_glob)) {
      by_thing_[*thing].push_back(index);
    } else if (const auto job = literal(rule.when.job_glob)) {
      by_job_[*job].push_back(index);
    } else {
      others_.push_back(index);
    }
  }
}

RuleTable::Indices RuleTable::candidates(const model::Call& call, std::uint64_t& tried) const {
  Indices found;
  const auto take = [&](const Indices& indices) {
    for (const std::uint32_t index : indices) {
      ++tried;
      if (conditions::hold(conditions_[index].of_key, rules_[index].when, {call, base::Duration::zero()})) {
        found.push_back(index);
      }
    }
  };
  if (const auto by_thing = by_thing_.find(call.thing); by_thing != by_thing_.end()) {
    take(by_thing->second);
  }
  if (const auto by_job = by_job_.find(call.job); by_job != by_job_.end()) {
    take(by_job->second);
  }
  take(others_);
  std::sort(found.begin(), found.end());
  return found;
}

bool RuleTable::holds(std::uint32_t index, const conditions::Circumstances& circumstances) const {
  return conditions::hold(conditions_[index].others, rules_[index].when, circumstances);
}

std::optional<std::size_t> RuleTable::answer_at(std::uint32_t index, std::uint64_t used) const {
  const std::vector<std::uint64_t>& ends = ends_[index];
  if (ends.empty()) {
    return 0;
  }
  const std::uint64_t position = rules_[index].cycle ? used % ends.back() : used;
  const auto end = std::upper_bound(ends.begin(), ends.end(), position);
  return end == ends.end() ? std::nullopt : std::optional(static_cast<std::size_t>(end - ends.begin()));
}

bool is_for_connections_only(const model::Rule& rule) {
  return rule.answers.empty() && !rule.throttle && !rule.faults.empty() &&
         std::all_of(rule.faults.begin(), rule.faults.end(),
                     [](const model::FaultUse& use) { return use.fault->moment() == model::Moment::kAccept; });
}

}  // namespace jobrig::plan
