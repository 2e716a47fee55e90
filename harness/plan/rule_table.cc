#include "plan/rule_table.h"

#include <algorithm>
#include <limits>

#include "base/ascii.h"
#include "base/glob.h"
#include "base/url.h"

namespace jobrig::plan {
namespace {

constexpr std::uint64_t kForEver = std::numeric_limits<std::uint64_t>::max();

// The uses after which each answer ends; empty when all uses are alike. The last answer stays unless it says `times:`.
std::vector<std::uint64_t> ends_of(const std::vector<model::Answer>& answers) {
  std::vector<std::uint64_t> ends;
  std::uint64_t end = 0;
  for (const model::Answer& answer : answers) {
    const bool stays = answer.times == 0 && &answer == &answers.back();
    end = stays ? kForEver : end + static_cast<std::uint64_t>(std::max<std::int64_t>(answer.times, 1));
    ends.push_back(end);
  }
  if (ends.size() == 1 && ends.front() == kForEver) {
    ends.clear();
  }
  return ends;
}

// A literal glob as a name to look up, or nothing.
std::optional<std::string_view> literal(const std::optional<std::string>& glob) {
  return glob && base::is_literal(*glob) ? std::optional<std::string_view>(*glob) : std::nullopt;
}

bool glob_holds(const std::optional<std::string>& glob, std::string_view name) {
  return !glob || (name.data() != nullptr && base::glob_matches(*glob, name));
}

}  // namespace

// Header names are compared without case (RFC 9110, 5.1); any of several lines of one name may match.
bool header_holds(const model::FieldMatch& match, const model::CallContext& context) {
  if (context.http == nullptr) {
    return false;
  }
  return std::any_of(context.http->headers.begin(), context.http->headers.end(), [&](const model::HeaderView& header) {
    return base::equals_ignoring_case(header.name, match.name) && base::glob_matches(match.value_glob, header.value);
  });
}

std::string_view query_of(const model::CallContext& context) {
  return context.http == nullptr ? std::string_view() : base::path_and_query(context.http->target).second;
}

bool query_holds(const model::FieldMatch& match, const model::CallContext& context) {
  const std::optional<std::string> value = base::query_value(query_of(context), match.name);
  return value && base::glob_matches(match.value_glob, *value);
}

RuleTable::RuleTable(const std::vector<model::Rule>& rules) : rules_(rules) {
  ends_.reserve(rules.size());
  for (std::uint32_t index = 0; index < rules.size(); ++index) {
    const model::Rule& rule = rules[index];
    ends_.push_back(ends_of(rule.answers));
    if (const auto thing = literal(rule.when.thing_glob)) {
      by_thing_[*thing].push_back(index);
    } else if (const auto job = literal(rule.when.job_glob)) {
      by_job_[*job].push_back(index);
    } else {
      others_.push_back(index);
    }
  }
}

RuleTable::Indices RuleTable::candidates(const Subject& subject, std::uint64_t& tried) const {
  Indices found;
  const auto take = [&](const Indices& indices) {
    for (const std::uint32_t index : indices) {
      ++tried;
      if (matches_subject(rules_[index].when, subject)) {
        found.push_back(index);
      }
    }
  };
  if (const auto by_thing = by_thing_.find(subject.thing); by_thing != by_thing_.end()) {
    take(by_thing->second);
  }
  if (const auto by_job = by_job_.find(subject.job); by_job != by_job_.end()) {
    take(by_job->second);
  }
  take(others_);
  std::sort(found.begin(), found.end());
  return found;
}

std::optional<std::size_t> RuleTable::answer_at(std::uint32_t index, std::uint64_t used) const {
  const std::vector<std::uint64_t>& ends = ends_[index];
  if (ends.empty()) {
    return 0;
  }
  const auto end = std::upper_bound(ends.begin(), ends.end(), used);
  return end == ends.end() ? std::nullopt : std::optional(static_cast<std::size_t>(end - ends.begin()));
}

bool matches_subject(const model::Match& match, const Subject& subject) {
  return (!match.operation || match.operation == subject.operation) && glob_holds(match.thing_glob, subject.thing) &&
         glob_holds(match.job_glob, subject.job);
}

bool window_holds(const model::Window& window, base::Duration elapsed) {
  return elapsed >= window.from && (!window.to || elapsed < *window.to);
}

bool matches_time(const model::Match& match, base::Duration elapsed) {
  const base::Duration since = match.during ? match.during->from : base::Duration::zero();
  return (!match.during || window_holds(*match.during, elapsed)) &&
         (!match.flapping || flapping_holds(*match.flapping, since, elapsed));
}

// Before `since` the flapping has not begun.
bool flapping_holds(const model::Flapping& flapping, base::Duration since, base::Duration elapsed) {
  return elapsed >= since && (elapsed - since) % (flapping.on + flapping.off) < flapping.on;
}

bool is_for_connections_only(const model::Rule& rule) {
  return rule.answers.empty() && !rule.throttle && !rule.faults.empty() &&
         std::all_of(rule.faults.begin(), rule.faults.end(),
                     [](const model::FaultUse& use) { return use.fault->moment() == model::Moment::kAccept; });
}

bool matches_circumstances(const model::Match& match, const Circumstances& circumstances) {
  const model::Call& call = circumstances.call;
  return (!match.execution_number || match.execution_number == call.arguments.execution_number) &&
         (!match.include_job_document || match.include_job_document == call.arguments.include_job_document) &&
         matches_time(match, circumstances.elapsed) &&
         std::all_of(match.headers.begin(), match.headers.end(),
                     [&](const model::FieldMatch& header) { return header_holds(header, call.context); }) &&
         std::all_of(match.query.begin(), match.query.end(),
                     [&](const model::FieldMatch& field) { return query_holds(field, call.context); });
}

}  // namespace jobrig::plan
