#include "conform/run.h"

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/threads.h"
#include "base/version.h"
#include "conform/case_run.h"
#include "expectations/repeats.h"
#include "judge/blame.h"
#include "judge/coverage.h"
#include "judge/features.h"

namespace jobrig::conform {
namespace {

std::string processes(std::size_t count) { return std::to_string(count) + (count == 1 ? " process" : " processes"); }

/// Takes a step at the end of a run. One that throws becomes a problem of the run, which keeps all else.
template <typename Step>
void take_step(model::RunResult& run, const Step& step) {
  try {
    step();
  } catch (const std::exception& error) {
    run.problems.push_back({"internal error", run.client.name, error.what()});
  }
}

}  // namespace

ConformRun::ConformRun(const Selection& selection, CaseServer& server, const drive::StopFlag& stop,
                       MakeDriver make_driver, RunOptions options)
    : selection_(selection),
      server_(server),
      stop_(stop),
      make_driver_(std::move(make_driver)),
      options_(std::move(options)),
      done_(selection.instances.size()) {}

model::RunResult ConformRun::give_up(const std::string& why, const Progress& progress) {
  unusable_ = why;
  return run(progress);
}

model::RunResult ConformRun::run(const Progress& progress) {
  progress_ = progress;
  const base::SystemClock clock;
  const base::Monotonic begin = clock.monotonic();
  model::RunResult run;
  run.jobrig_version = base::version();
  run.began = clock.civil();
  run.seed = options_.seed;
  run.strict = options_.judging.strict;
  try {
    run_workers(run.client);
  } catch (const std::exception&) {
    keep_failure();
  }
  if (options_.confirm_failures) {
    take_step(run, [&] { run_failures_again(); });
  }
  run.interrupted = stop_.raised();
  if (!run.interrupted && !failed_fast_ && refusal_.empty()) {
    take_step(run, [&] { add_missing(); });
  }
  run.results = std::move(results_);
  std::sort(run.results.begin(), run.results.end(), [](const model::CaseResult& one, const model::CaseResult& other) {
    return std::tie(one.name, one.repeat) < std::tie(other.name, other.repeat);
  });
  take_step(run, [&] { run.problems = expectations::expectation_problems(options_.expectations, run.results); });
  take_step(run, [&] {
    const auto flaky = expectations::flaky_problems(run.results);
    run.problems.insert(run.problems.end(), flaky.begin(), flaky.end());
  });
  take_step(run, [&] { judge::add_coverage_problems(options_.coverage, run); });
  if (left_behind_ > 0) {
    run.problems.push_back({"processes left behind", run.client.name,
                            "the client left " + processes(left_behind_) + " behind; jobrig stopped them"});
  }
  run.took = std::chrono::duration_cast<base::Duration>(clock.monotonic() - begin);
  return run;
}

void ConformRun::describe(drive::Driver& driver, model::ClientDescription& client) {
  auto described = driver.describe();
  if (!described) {
    unusable_ = described.error().message;
    return;
  }
  client = std::move(*described);
  for (const std::string& feature : client.features) {
    if (const auto unknown = judge::unknown_feature(feature); unknown && refusal_.empty()) {
      refusal_ = "the client declares the " + *unknown;
    }
  }
  if (options_.amend) {
    options_.amend(client);
  }
  options_.judging.features = client.features;
  options_.judging.limits = client.limits;
  options_.judging.http = client.http;
}

void ConformRun::run_workers(model::ClientDescription& client) {
  const auto first = make_driver_();
  if (unusable_.empty()) {
    describe(*first, client);
  }
  if (!refusal_.empty()) {
    close(*first);
    return;
  }
  base::Threads others;
  if (const std::size_t workers = std::min<std::size_t>(options_.jobs, selection_.instances.size());
      workers > 1 && unusable_.empty()) {
    const auto problem = others.start(std::vector<base::Threads::Work>(workers - 1, [this] { work(*make_driver_()); }));
    if (problem && options_.log) {
      options_.log(problem->message + "; the cases run one by one");
    }
  }
  work(*first);
  others.join();
}

/// Until no case is left. An exception costs a case, and nothing else.
void ConformRun::work(drive::Driver& driver) {
  const auto lane = server_.lane();
  if (!lane) {
    const std::lock_guard lock(mutex_);
    unusable_lane_ = lane.error().message;
    return;
  }
  LingeringCases lingering(driver, stop_, [this](RunCase&& one) { judge(std::move(one)); });
  while (!stop_.raised() && !failed_fast_) {
    const std::size_t next = next_++;
    if (next >= selection_.instances.size()) {
      break;
    }
    try {
      if (auto one = run_instance(next, driver, **lane)) {
        lingering.add(std::move(*one));
      }
      options_.fail_fast ? lingering.judge_all() : lingering.judge_due();
    } catch (const std::exception&) {
      keep_failure();
    }
  }
  try {
    lingering.judge_all();
  } catch (const std::exception&) {
    keep_failure();
  }
  close(driver);
}

/// Returns nothing if the run was interrupted.
std::optional<RunCase> ConformRun::run_instance(std::size_t index, drive::Driver& driver, Lane& lane, Hurry hurry) {
  RunCase one;
  one.index = index;
  one.conformance_case = selection_.instantiate(selection_.instances[index]);
  const auto without_calls = [&](const std::string& why) {
    one.record = record_without_calls(*one.conformance_case, driver.reports(), why);
    return std::move(one);
  };
  if (!unusable_.empty()) {
    return without_calls(unusable_);
  }
  if (!judge::missing_of(*one.conformance_case, options_.judging).empty()) {
    return without_calls("");  // the verdict will say what is missing
  }
  if (one.conformance_case->uses_elsewhere) {
    const auto elsewhere = lane.elsewhere();
    if (!elsewhere) {
      return without_calls(elsewhere.error().message);
    }
    one.conformance_case = selection_.instantiate(selection_.instances[index], *elsewhere);
  }
  if (hurry == Hurry::kTwiceTheDeadline && one.conformance_case->exact_deadline) {
    auto unhurried = std::make_shared<model::ConformanceCase>(*one.conformance_case);
    unhurried->deadline *= 2;
    one.conformance_case = std::move(unhurried);
  }
  auto served = server_.serve(one.conformance_case, options_.seed, lane);
  if (!served) {
    return without_calls(served.error().message);
  }
  one.served = std::move(*served);
  auto record = run_case(*one.served, driver, options_.judging.limits, stop_, one.calls);
  if (!record) {
    return std::nullopt;
  }
  one.record = std::move(*record);
  return one;
}

void ConformRun::judge(RunCase&& one) {
  keep(one.index, judged(selection_.instances[one.index], *one.conformance_case, std::move(one.record)));
}

void ConformRun::close(drive::Driver& driver) {
  const std::size_t left_behind = driver.close();
  const std::lock_guard lock(mutex_);
  left_behind_ += left_behind;
}

/// In a handler: the first exception tells why cases have no result.
void ConformRun::keep_failure() {
  const std::lock_guard lock(mutex_);
  failure_ = failure_ ? failure_ : std::current_exception();
}

/// Why cases have no result.
std::string ConformRun::failure() const {
  try {
    if (failure_) {
      std::rethrow_exception(failure_);
    }
  } catch (const std::exception& error) {
    return std::string("internal error: ") + error.what();
  }
  return unusable_.empty() ? unusable_lane_ : unusable_;
}

/// The workers have ended: a failure may be due to what ran beside it. A crash is not, and stays. With a deadline that
/// the user gave, the case has twice the time.
void ConformRun::run_failures_again() {
  std::vector<model::CaseResult*> failures;
  for (model::CaseResult& result : results_) {
    if (judge::blames_client(result) && !result.record.crashed) {
      failures.push_back(&result);
    }
  }
  if (failures.empty() || stop_.raised()) {
    return;
  }
  const auto lane = server_.lane();
  if (!lane) {
    throw std::runtime_error(lane.error().message);
  }
  if (options_.log) {
    options_.log(failures.size() == 1 ? "a case failed and runs again, alone"
                                      : std::to_string(failures.size()) + " cases failed and run again, one by one");
  }
  const auto driver = make_driver_();
  std::optional<model::CaseResult> again;
  LingeringCases lingering(*driver, stop_, [&](RunCase&& one) {
    again = judged(selection_.instances[one.index], *one.conformance_case, std::move(one.record));
  });
  for (model::CaseResult* const failure : failures) {
    const auto instance =
        std::find_if(selection_.instances.begin(), selection_.instances.end(), [&](const CaseInstance& one) {
          return one.repeat == failure->repeat && selection_.cases[one.index].first->name == failure->name;
        });
    again.reset();
    const auto index = static_cast<std::size_t>(instance - selection_.instances.begin());
    if (auto one = run_instance(index, *driver, **lane, Hurry::kTwiceTheDeadline)) {
      lingering.add(std::move(*one));
      lingering.judge_all();
    }
    if (again && again->verdict != model::Verdict::kHarnessError) {
      again->earlier = {failure->verdict, failure->reason};
      *failure = std::move(*again);
    }
  }
  close(*driver);
}

/// The workers have ended: each case that has no result is a harness error.
void ConformRun::add_missing() {
  const std::string why = failure();
  for (std::size_t i = 0; i < done_.size(); ++i) {
    if (!done_[i]) {
      const auto conformance_case = selection_.instantiate(selection_.instances[i]);
      keep(i, judged(selection_.instances[i], *conformance_case,
                     record_without_calls(*conformance_case, model::Reports::kResults, why)));
    }
  }
}

model::CaseResult ConformRun::judged(const CaseInstance& instance, const model::ConformanceCase& conformance_case,
                                     model::CaseRecord&& record) const {
  model::CaseResult result = judge::judge_case(conformance_case, std::move(record), options_.judging);
  result.repeat = instance.repeat;
  result.replay = replay_line(conformance_case.name, instance.repeat);
  result.expected = expectations::known_failure(options_.expectations, result);
  result.known_flaky = expectations::known_flaky(options_.expectations, result);
  return result;
}

std::string ConformRun::replay_line(const std::string& name, std::uint64_t repeat) const {
  return "jobrig conform" + options_.case_words + " --run " + name + " --seed " + std::to_string(options_.seed) +
         (repeat > 1 ? " --repeat " + std::to_string(repeat) : "") + (options_.judging.strict ? " --strict" : "") +
         " " + options_.client_words;
}

void ConformRun::keep(std::size_t index, model::CaseResult&& result) {
  const std::lock_guard lock(mutex_);
  if (options_.fail_fast && judge::blames_client(result)) {
    failed_fast_ = true;
  }
  progress_(result, results_.size() + 1, selection_.instances.size());
  results_.push_back(std::move(result));
  done_[index] = true;
}

}  // namespace jobrig::conform
