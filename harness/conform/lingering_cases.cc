#include "conform/lingering_cases.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "drive/waiting.h"

namespace jobrig::conform {

LingeringCases::LingeringCases(drive::Driver& driver, const drive::StopFlag& stop, Judge judge)
    : driver_(driver), stop_(stop), judge_(std::move(judge)) {}

void LingeringCases::add(RunCase&& one) {
  if (one.served == nullptr) {
    judge_(std::move(one));
    return;
  }
  one.client_runs = driver_.running();
  one.until = drive::monotonic_now() + kLinger;
  cases_.push_back(std::move(one));
  judge_due();
}

/// A line that belongs to no lingering case came too late to be judged.
void LingeringCases::charge_late_lines() {
  for (drive::LateLine& line : driver_.late_lines()) {
    const auto owner = std::find_if(cases_.begin(), cases_.end(), [&](const RunCase& one) {
      return one.calls.first <= line.call && line.call <= one.calls.last;
    });
    if (owner == cases_.end()) {
      continue;
    }
    if (!owner->record.violations.empty()) {
      owner->record.notes.push_back("the client " + line.what);  // the verdict tells the first one
    }
    owner->record.violations.push_back(std::move(line.what));
  }
}

void LingeringCases::judge_first() {
  RunCase one = std::move(cases_.front());
  cases_.pop_front();
  finish_record(*one.served, one.client_runs, one.record);
  judge_(std::move(one));
}

void LingeringCases::judge_due() {
  charge_late_lines();
  // A client that has ended sends nothing more.
  while (!cases_.empty() && (!driver_.running() || cases_.front().until <= drive::monotonic_now())) {
    judge_first();
  }
}

void LingeringCases::judge_all() {
  while (!cases_.empty()) {
    if (const auto left = cases_.front().until - drive::monotonic_now(); left > left.zero() && driver_.running()) {
      static_cast<void>(stop_.wait(std::chrono::ceil<base::Duration>(left)));
    }
    charge_late_lines();
    judge_first();
  }
}

}  // namespace jobrig::conform
