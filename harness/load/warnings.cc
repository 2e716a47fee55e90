#include "load/warnings.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/glob.h"
#include "base/quote.h"
#include "load/contradictions.h"
#include "load/name_pattern.h"

namespace jobrig::load {
namespace {

using model::NamePattern;
using model::Rule;

constexpr std::string_view kNextJob = "$next";
constexpr std::size_t kMaxComparisons = 100'000;

bool glob_covers(const std::optional<std::string>& wide, const std::optional<std::string>& narrow) {
  return !wide || (narrow && (*wide == "*" || *wide == *narrow ||
                              (base::is_literal(*narrow) && base::glob_matches(*wide, *narrow))));
}

bool field_equal(const model::FieldMatch& a, const model::FieldMatch& b) {
  return a.name == b.name && (a.value_glob == "*" || a.value_glob == b.value_glob);
}

bool member_equal(const model::MemberMatch& a, const model::MemberMatch& b) {
  return a.path == b.path && a.globs == b.globs;
}

/// Whether each condition of `wide` is also one of `narrow`.
template <typename Conditions, typename Equal>
bool all_among(const Conditions& wide, const Conditions& narrow, const Equal& equal) {
  return std::all_of(wide.begin(), wide.end(), [&](const auto& one) {
    return std::any_of(narrow.begin(), narrow.end(), [&](const auto& other) { return equal(one, other); });
  });
}

template <typename Value>
bool same_or_any(const std::optional<Value>& wide, const std::optional<Value>& narrow) {
  return !wide || wide == narrow;
}

bool window_covers(const std::optional<model::Window>& wide, const std::optional<model::Window>& narrow) {
  return !wide || (narrow && wide->from <= narrow->from && (!wide->to || (narrow->to && *narrow->to <= *wide->to)));
}

bool statuses_cover(const std::vector<model::Status>& wide, const std::vector<model::Status>& narrow) {
  return wide.empty() || (!narrow.empty() && all_among(narrow, wide, std::equal_to<>()));
}

/// A rule that names neither packet nor topic applies to requests of the Jobs service only.
bool packets_cover(const model::Match& wide, const model::Match& narrow) {
  return wide.names_packets() == narrow.names_packets() && same_or_any(wide.protocol, narrow.protocol) &&
         same_or_any(wide.packet, narrow.packet) && glob_covers(wide.topic_glob, narrow.topic_glob) &&
         glob_covers(wide.client_id_glob, narrow.client_id_glob);
}

/// Whether every call that `narrow` matches is one that `wide` matches, as far as their conditions tell.
bool covers(const model::Match& wide, const model::Match& narrow) {
  return same_or_any(wide.operation, narrow.operation) && glob_covers(wide.thing_glob, narrow.thing_glob) &&
         glob_covers(wide.job_glob, narrow.job_glob) && same_or_any(wide.execution_number, narrow.execution_number) &&
         same_or_any(wide.include_job_document, narrow.include_job_document) &&
         same_or_any(wide.method, narrow.method) && all_among(wide.headers, narrow.headers, field_equal) &&
         all_among(wide.query, narrow.query, field_equal) && all_among(wide.body, narrow.body, member_equal) &&
         packets_cover(wide, narrow) && statuses_cover(wide.execution_status, narrow.execution_status) &&
         window_covers(wide.during, narrow.during);
}

bool is_about_connections(const Rule& rule) {
  return rule.answers.empty() && !rule.throttle && !rule.faults.empty() &&
         std::all_of(rule.faults.begin(), rule.faults.end(),
                     [](const model::FaultUse& use) { return use.fault->moment() == model::Moment::kAccept; });
}

/// Whether the rule answers each call that it matches, without end. One that flaps does not, by itself.
bool always_answers(const Rule& rule) {
  const bool passes_on = rule.throttle && rule.answers.empty() && rule.faults.empty();
  return !rule.when.flapping && !is_about_connections(rule) && !passes_on &&
         (rule.answers.empty() || rule.answers.back().times == 0);
}

void warn_about_covered_rules(const std::vector<Rule>& rules, base::Diagnostics& diagnostics) {
  std::vector<const Rule*> answering;
  std::size_t comparisons = 0;
  for (const Rule& rule : rules) {
    if (is_about_connections(rule)) {
      continue;
    }
    const auto cover = std::find_if(answering.begin(), answering.end(), [&](const Rule* earlier) {
      return ++comparisons < kMaxComparisons && covers(earlier->when, rule.when);
    });
    if (cover != answering.end()) {
      diagnostics.warn(rule.location, "this rule never applies: the rule " + base::quoted((*cover)->name) +
                                          " in line " + std::to_string((*cover)->location.line) +
                                          " answers all its requests; put this one before it");
    } else if (always_answers(rule)) {
      answering.push_back(&rule);
    }
  }
}

/// Whether one text can match both globs. Quadratic in their lengths.
bool can_overlap(std::string_view a, std::string_view b) {
  std::vector<char> row(b.size() + 1, 0);
  std::vector<char> next(b.size() + 1, 0);
  for (std::size_t i = a.size() + 1; i-- > 0;) {
    for (std::size_t j = b.size() + 1; j-- > 0;) {
      const bool ends_a = i == a.size();
      const bool ends_b = j == b.size();
      if (ends_a && ends_b) {
        row[j] = 1;
      } else if (!ends_a && a[i] == '*') {
        row[j] = static_cast<char>(next[j] != 0 || (!ends_b && row[j + 1] != 0));
      } else if (!ends_b && b[j] == '*') {
        row[j] = static_cast<char>(row[j + 1] != 0 || (!ends_a && next[j] != 0));
      } else {
        const bool same = !ends_a && !ends_b && (a[i] == b[j] || a[i] == '?' || b[j] == '?');
        row[j] = static_cast<char>(same && next[j + 1] != 0);
      }
    }
    row.swap(next);
  }
  return next[0] != 0;
}

bool can_match(const std::string& glob, const NamePattern& pattern) {
  if (pattern.kind == NamePattern::Kind::kLiteral) {
    return base::glob_matches(glob, pattern.prefix);
  }
  if (pattern.kind == NamePattern::Kind::kRange && base::is_literal(glob)) {
    return load::overlap(pattern, {glob, "", NamePattern::Kind::kLiteral, 0, 0});
  }
  return can_overlap(glob, pattern.prefix + "*" + pattern.suffix);
}

/// Compares globs with the names of the scenario, within a limit.
class NamesOfScenario {
 public:
  explicit NamesOfScenario(const std::vector<model::Thing>& things) : things_(things) {}

  bool some_thing(const std::string& glob) {
    return std::any_of(things_.begin(), things_.end(),
                       [&](const model::Thing& thing) { return matches(glob, thing.name); });
  }
  bool some_job(const std::string& glob) { return some_job(std::nullopt, glob); }
  /// Of a thing that matches the first glob.
  bool some_job(const std::optional<std::string>& thing_glob, const std::string& glob) {
    return std::any_of(things_.begin(), things_.end(), [&](const model::Thing& thing) {
      return (!thing_glob || matches(*thing_glob, thing.name)) &&
             std::any_of(thing.jobs.begin(), thing.jobs.end(),
                         [&](const model::Job& job) { return matches(glob, job.name); });
    });
  }

 private:
  static constexpr std::size_t kLongest = 128;  // of a thing; longer globs are not compared

  bool matches(const std::string& glob, const NamePattern& name) {
    return ++comparisons_ > kMaxComparisons || glob.size() > kLongest || can_match(glob, name);
  }

  const std::vector<model::Thing>& things_;
  std::size_t comparisons_ = 0;
};

void warn_about_globs(const model::Scenario& scenario, base::Diagnostics& diagnostics) {
  if (scenario.things.empty()) {
    return;  // rules for the things of other files
  }
  NamesOfScenario names(scenario.things);
  for (const Rule& rule : scenario.rules) {
    const std::optional<std::string>& thing = rule.when.thing_glob;
    const std::optional<std::string>& job = rule.when.job_glob;
    const bool known_thing = !thing || names.some_thing(*thing);
    if (!known_thing) {
      diagnostics.warn(rule.location, "the rule " + base::quoted(rule.name) + " is for the thing " +
                                          base::quoted(*thing) + ", which matches no thing of the scenario");
    }
    if (!job || base::glob_matches(*job, kNextJob)) {
      continue;
    }
    if (!names.some_job(*job)) {
      diagnostics.warn(rule.location, "the rule " + base::quoted(rule.name) + " is for the job " + base::quoted(*job) +
                                          ", which matches no job of the scenario");
    } else if (thing && known_thing && !names.some_job(thing, *job)) {
      diagnostics.warn(rule.location, "the rule " + base::quoted(rule.name) + " is for the job " + base::quoted(*job) +
                                          " of the thing " + base::quoted(*thing) +
                                          ", and no such thing has such a job");
    }
  }
}

void warn_about_contradictions(const std::vector<Rule>& rules, base::Diagnostics& diagnostics) {
  for (const Rule& rule : rules) {
    if (const auto clause = contradiction(rule.when)) {
      diagnostics.warn(rule.location, "the rule " + base::quoted(rule.name) + " never applies: " + *clause);
    }
  }
}

void warn_about_next(const std::vector<Rule>& rules, base::Diagnostics& diagnostics) {
  for (const Rule& rule : rules) {
    if (rule.when.job_glob == kNextJob && !rule.when.operation) {
      diagnostics.warn(rule.location, "the rule " + base::quoted(rule.name) +
                                          " is for the job \"$next\", which DescribeJobExecution and "
                                          "StartNextPendingJobExecution request; add \"operation\" to choose one");
    }
  }
}

}  // namespace

void warn_about(const model::Scenario& scenario, base::Diagnostics& diagnostics) {
  warn_about_covered_rules(scenario.rules, diagnostics);
  warn_about_globs(scenario, diagnostics);
  warn_about_contradictions(scenario.rules, diagnostics);
  warn_about_next(scenario.rules, diagnostics);
}

}  // namespace jobrig::load
