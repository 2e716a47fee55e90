// Thing operation: one operation on a thing: it collects the effects, lets executions arrive, and informs the observer
// at its end. It does not lock the thing.
#pragma once

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "state/thing.h"

namespace jobrig::state {

/// The thing is locked as long as this exists. The list of its jobs must not grow meanwhile: events refer to them.
class ThingState::Operation final : public Effects {
 public:
  Operation(ThingState& thing, base::Instant now) : thing_(thing), now_(now) {}

  /// The effects of the next call belong to an execution of this job.
  Effects* of(JobState& job) {
    job_ = &job;
    return this;
  }

  void advance(JobState& job, ExecutionState& execution) { execution.advance(now_, of(job)); }

  void advance_all() {
    thing_.make_all_executions();
    for (JobState& job : thing_.jobs_) {
      for (ExecutionState& execution : job.executions) {
        advance(job, execution);
      }
    }
    settle();
  }

  /// Lets executions arrive. Each can let others arrive in turn, at most all of the thing.
  void settle() {
    for (std::size_t i = 0; i < arrivals_.size(); ++i) {
      const Arrived arrived = arrivals_[i];
      const ExecutionState* const inherited = arrived.is_same_job ? arrived.from : nullptr;
      for (ExecutionState& execution : arrived.job->executions) {
        if (waits_for_arrival(execution.written()) &&
            (!arrived.number || *arrived.number == execution.written().number)) {
          execution.arrive(arrived.when, inherited, of(*arrived.job));
          advance(*arrived.job, execution);
        }
      }
    }
    arrivals_.clear();
  }

  /// Informs the observer, if there is one.
  void finish() {
    if (thing_.observer_ == nullptr) {
      return;
    }
    std::stable_sort(events_.begin(), events_.end(), [](const Event& a, const Event& b) { return a.when < b.when; });
    for (const Event& event : events_) {
      thing_.observer_->on_event(thing_, event);
    }
    thing_.observer_->on_next_due(thing_, thing_.next_due());
  }

 private:
  struct Arrived {
    JobState* job;
    bool is_same_job;
    const ExecutionState* from;
    std::optional<std::int64_t> number;
    base::Instant when;
  };

  void on_change(const ExecutionState& execution, Change change, base::Instant when) override {
    ++thing_.revision_;
    if (thing_.observer_ != nullptr) {
      events_.push_back({thing_.name_, job_->id, execution.written().number, change, execution.status(),
                         execution.version_number(), when});
    }
  }
  void on_arrival(const ExecutionState& from, const model::NamePattern* job, std::optional<std::int64_t> number,
                  base::Instant when) override {
    const auto other = job == nullptr ? std::nullopt : thing_.index_of(job_id(*job, thing_.number_));
    if (job == nullptr || other) {  // a job that the scenario no longer has does not arrive
      arrivals_.push_back({other ? &thing_.jobs_[*other] : job_, job == nullptr, &from, number, when});
    }
  }

  ThingState& thing_;
  const base::Instant now_;
  JobState* job_ = nullptr;
  std::vector<Arrived> arrivals_;
  std::vector<Event> events_;
};

}  // namespace jobrig::state
