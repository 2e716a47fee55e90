#include "experiment/course.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "base/quote.h"
#include "base/suggest.h"
#include "experiment/metrics.h"

namespace jobrig::experiment {
namespace {

// How often a phase is looked at: the time in which a limit halts the experiment.
constexpr base::Duration kMaxWait = std::chrono::seconds(1);
// How much longer than its phase a rule is switched, in real time. It covers delays of this program. If the program
// disappears, the mock itself restores the rule after that time.
constexpr base::Duration kMargin = std::chrono::minutes(1);
// Of one phase, 32 bytes each: two minutes at 8,000 requests per second.
constexpr std::size_t kMaxAttempts = 1'000'000;

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// A clock that is slower than the machine's may be made faster, so it counts as equally fast.
base::Duration scenario_time(base::Duration real, double rate) {
  const double factor = std::max(rate, 1.0);
  return base::Duration(static_cast<std::int64_t>(static_cast<double>(real.count()) * factor));
}

base::Duration real_time(base::Duration scenario, double rate) {
  const double real = rate > 0 ? static_cast<double>(scenario.count()) / rate : static_cast<double>(kMaxWait.count());
  return base::Duration(static_cast<std::int64_t>(std::min(real, static_cast<double>(kMaxWait.count())))) +
         std::chrono::milliseconds(1);  // rounded up, so that the last wait reaches the end of the phase
}

std::string findings_text(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    text += finding.holds ? "" : (text.empty() ? "" : "; ") + finding_text(finding);
  }
  return text;
}

std::string too_few_text(const Phase& phase, std::size_t wanted) {
  return std::to_string(phase.measurement.requests) + (phase.measurement.requests == 1 ? " request" : " requests") +
         " are too few to decide; the experiment needs " + std::to_string(wanted);
}

}  // namespace

Course::Course(const Experiment& experiment, const CourseOptions& options)
    : options_(options),
      requests_(experiment.requests),
      window_(experiment.window),
      phases_(phases_of(experiment, options.seed)) {
  for (const Phase& phase : phases_) {
    for (const auto& [names, usual] : {std::pair(&phase.on, false), std::pair(&phase.off, true)}) {
      for (const std::string& name : *names) {
        if (std::none_of(rules_.begin(), rules_.end(), [&](const Controlled& rule) { return rule.name == name; })) {
          rules_.push_back({name, true, usual});
        }
      }
    }
  }
}

std::optional<base::Error> Course::begin(const MockTime& time, const std::vector<RuleState>& rules) {
  std::vector<std::string_view> names;
  std::transform(rules.begin(), rules.end(), std::back_inserter(names),
                 [](const auto& rule) { return std::string_view(rule.name); });
  for (Controlled& controlled : rules_) {
    const auto found =
        std::find_if(rules.begin(), rules.end(), [&](const RuleState& rule) { return rule.name == controlled.name; });
    if (found == rules.end()) {
      return base::Error{"the mock has no rule " + base::quoted(controlled.name) +
                         base::did_you_mean(controlled.name, names)};
    }
    controlled.initial = found->enabled;
  }
  if (time.rate <= 0 && !options_.virtual_time) {
    return base::Error{"the clock of the mock stands still, so no stage would end; use --virtual, or set its rate"};
  }
  time_ = time;
  return std::nullopt;
}

Step Course::look(const MockTime& time, const Seen& seen) {
  Step step;
  if (ending_) {
    step.over = true;
    return step;
  }
  if (time.now < time_.now) {
    conclude(Ending::kBroken, "the scenario time of the mock went back; was it reset?", step);
    return step;
  }
  if (time.rate <= 0 && !options_.virtual_time) {
    conclude(Ending::kBroken, "the clock of the mock was stopped", step);
    return step;
  }
  time_ = time;
  if (began_.empty() && !entering_) {
    enter(step);
    return step;
  }
  if (entering_) {
    begin_phase();
  }
  add(seen);
  if (std::vector<Finding> findings = exceeded(); !findings.empty()) {
    Phase& stage = phases_[index_];
    stage.findings = std::move(findings);
    conclude(Ending::kHalted, "stage " + base::quoted(stage.name) + ": " + findings_text(stage.findings), step);
    return step;
  }
  go_on(seen, step);
  return step;
}

Step Course::stop(Ending ending, std::string reason) {
  Step step;
  if (!ending_) {
    conclude(ending, std::move(reason), step);
  }
  step.over = true;
  return step;
}

bool Course::wanted(const Controlled& rule) const {
  const Phase& phase = phases_[index_];
  return contains(phase.on, rule.name) || (rule.usual && !contains(phase.off, rule.name));
}

void Course::enter(Step& step) {
  entering_ = true;
  switch_rules(time_.now + phases_[index_].duration, step);
}

/// The rules are switched now. A request that arrived while they were belongs to no phase.
void Course::begin_phase() {
  entering_ = false;
  phases_[index_].began = true;
  began_.push_back(time_.now);
  attempts_.emplace_back();
}

/// A rule that differs from before the experiment is leased, so that it is restored if this program ends by force.
void Course::switch_rules(base::Instant end, Step& step) {
  const base::Instant until = std::max(time_.now, end) + scenario_time(kMargin, time_.rate);
  for (Controlled& rule : rules_) {
    const bool enabled = wanted(rule);
    if (enabled != rule.initial) {
      step.switches.push_back({rule.name, enabled, until - time_.now});
    } else if (rule.switched) {
      step.switches.push_back({rule.name, enabled});
    }
    rule.switched = enabled != rule.initial;
  }
  leased_until_ = until;
}

/// Each attempt belongs to the phase in which its request arrived, even if its response ends later.
void Course::add(const Seen& seen) {
  phases_[index_].lost += seen.lost;
  for (std::size_t i = index_ == 0 ? 0 : index_ - 1; i <= index_; ++i) {  // a late response is one of the phase before
    std::copy_if(phases_[i].on.begin(), phases_[i].on.end(), std::inserter(phases_[i].used, phases_[i].used.end()),
                 [&](const std::string& rule) { return seen.rules.count(rule) == 1; });
  }
  for (const Attempt& attempt : seen.attempts) {
    const auto next = std::upper_bound(began_.begin(), began_.end(), attempt.arrived);
    if (next == began_.begin()) {
      continue;
    }
    const auto phase = static_cast<std::size_t>(next - began_.begin()) - 1;
    if (phase < ended_.size() && attempt.arrived > ended_[phase]) {
      continue;
    }
    if (attempts_[phase].size() < kMaxAttempts) {
      attempts_[phase].push_back(attempt);
    } else {
      ++phases_[phase].lost;
    }
  }
}

/// The limits of the current stage that do not hold for the requests of the last seconds.
std::vector<Finding> Course::exceeded() const {
  const Phase& phase = phases_[index_];
  std::vector<Attempt> recent;
  if (phase.kind == PhaseKind::kStage && !phase.limits.empty()) {
    std::copy_if(attempts_[index_].begin(), attempts_[index_].end(), std::back_inserter(recent),
                 [&](const Attempt& attempt) { return attempt.arrived >= time_.now - window_; });
  }
  if (recent.size() < requests_) {
    return {};
  }
  std::vector<Finding> findings = judge(phase.limits, measure(recent));
  std::erase_if(findings, [](const Finding& finding) { return finding.holds; });
  return findings;
}

void Course::go_on(const Seen& seen, Step& step) {
  const bool needs_requests = options_.virtual_time && phases_[index_].kind != PhaseKind::kSettle;
  const std::size_t had = attempts_[index_].size();
  const bool enough = !needs_requests || had >= requests_ || !seen.patient;
  if (enough && time_.now >= end_of_phase()) {
    leave(step);
    return;
  }
  if (std::max(time_.now, end_of_phase()) + scenario_time(kMargin, time_.rate) / 2 > leased_until_) {
    switch_rules(end_of_phase(), step);
  }
  if (enough && options_.virtual_time) {
    step.advance = end_of_phase() - time_.now;
    return;
  }
  step.requests = enough ? 0 : requests_ - had;
  step.wait = enough ? real_time(end_of_phase() - time_.now, time_.rate) : kMaxWait;
}

void Course::leave(Step& step) {
  Phase& phase = phases_[index_];
  ended_.push_back(time_.now);
  phase.measurement = measure(attempts_[index_]);
  if (phase.is_steady()) {
    phase.decided = phase.measurement.requests >= requests_;
    phase.findings = judge(phase.limits, phase.measurement);
    const bool before = phase.kind == PhaseKind::kBefore;
    if (!phase.held()) {
      conclude(before ? Ending::kNotSteady : Ending::kNotHeld,
               std::string(before ? "before the stages: " : "after the stages: ") +
                   (phase.decided ? findings_text(phase.findings) : too_few_text(phase, requests_)),
               step);
      return;
    }
  }
  if (index_ + 1 == phases_.size()) {
    conclude(Ending::kHeld, "", step);
    return;
  }
  ++index_;
  enter(step);
}

void Course::conclude(Ending ending, std::string reason, Step& step) {
  ending_ = ending;
  reason_ = std::move(reason);
  step.over = true;
  for (const Controlled& rule : rules_) {
    if (rule.switched) {
      step.switches.push_back({rule.name, rule.initial});
    }
  }
  for (std::size_t i = 0; i < began_.size(); ++i) {
    phases_[i].lasted = (i < ended_.size() ? ended_[i] : time_.now) - began_[i];
    phases_[i].measurement = measure(attempts_[i]);
  }
}

}  // namespace jobrig::experiment
