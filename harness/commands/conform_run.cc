#include "commands/conform_run.h"

#include <algorithm>
#include <exception>
#include <map>
#include <thread>
#include <tuple>
#include <utility>

#include "commands/case_run.h"
#include "commands/command_line.h"
#include "commands/run_verdict.h"
#include "judge/features.h"

namespace jobrig::commands {
namespace {

std::string processes(std::size_t count) { return std::to_string(count) + (count == 1 ? " process" : " processes"); }

/// Repeats of a case that came to different verdicts.
void add_flaky(model::RunResult& run) {
  std::map<std::string, std::map<model::Verdict, std::size_t>> verdicts;
  for (const model::CaseResult& result : run.results) {
    ++verdicts[result.name][result.verdict];
  }
  for (const auto& [name, counts] : verdicts) {
    if (counts.size() > 1) {
      run.problems.push_back({"flaky", name, std::to_string(counts.size()) + " different verdicts over its repeats"});
    }
  }
}

}  // namespace

ConformRun::ConformRun(const Selection& selection, CaseServer& server, const drive::StopFlag& stop,
                       MakeDriver make_driver, RunOptions options)
    : selection_(selection),
      server_(server),
      stop_(stop),
      make_driver_(std::move(make_driver)),
      options_(std::move(options)) {}

model::RunResult ConformRun::run(const Progress& progress) {
  progress_ = progress;
  const base::SystemClock clock;
  const base::Monotonic begin = clock.monotonic();
  model::RunResult run;
  run.jobrig_version = version();
  run.began = clock.civil();
  run.seed = options_.seed;
  run.strict = options_.judging.strict;

  auto first = make_driver_();
  if (auto client = first->describe()) {
    run.client = std::move(*client);
    options_.judging.features = run.client.features;
  } else {
    unusable_ = client.error().message;
  }
  {
    const std::size_t workers = std::min<std::size_t>(options_.jobs, selection_.instances.size());
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < workers && unusable_.empty(); ++i) {
      threads.emplace_back([this] { work(*make_driver_()); });
    }
    work(*first);
  }
  run.results = std::move(results_);
  std::sort(run.results.begin(), run.results.end(), [](const model::CaseResult& one, const model::CaseResult& other) {
    return std::tie(one.name, one.repeat) < std::tie(other.name, other.repeat);
  });
  add_flaky(run);
  if (left_behind_ > 0) {
    run.problems.push_back({"processes left behind", run.client.name,
                            "the client left " + processes(left_behind_) + " behind, now ended"});
  }
  run.interrupted = stop_.raised();
  run.took = std::chrono::duration_cast<base::Duration>(clock.monotonic() - begin);
  return run;
}

void ConformRun::work(drive::Driver& driver) {
  while (!stop_.raised() && !enough_) {
    const std::size_t next = next_++;
    if (next >= selection_.instances.size()) {
      break;
    }
    if (auto result = run_instance(selection_.instances[next], driver)) {
      keep(std::move(*result));
    }
  }
  close(driver);
}

void ConformRun::close(drive::Driver& driver) {
  const std::size_t left_behind = driver.close();
  const std::lock_guard lock(mutex_);
  left_behind_ += left_behind;
}

std::optional<model::CaseResult> ConformRun::run_instance(const CaseInstance& instance, drive::Driver& driver) {
  const SelectedCase& selected = selection_.cases[instance.index];
  model::ConformanceCase one = load_instance(selected, instance.repeat);
  if (options_.deadline > base::Duration::zero()) {
    one.deadline = options_.deadline;
  }
  std::optional<model::CaseRecord> record;
  try {
    // The case's copy is served; what is judged by stays here.
    record = make_record(one, driver);
  } catch (const std::exception& error) {
    record = not_run(one, driver, std::string("internal error: ") + error.what());
  }
  if (!record) {
    return std::nullopt;
  }
  model::CaseResult result = judge::judge_case(one, std::move(*record), options_.judging);
  result.repeat = instance.repeat;
  result.replay = replay_line(one.name, instance.repeat);
  return result;
}

/// Nothing when the run was interrupted meanwhile.
std::optional<model::CaseRecord> ConformRun::make_record(model::ConformanceCase one, drive::Driver& driver) {
  if (!unusable_.empty()) {
    return not_run(one, driver, unusable_);
  }
  if (!judge::missing_features(one, options_.judging.features).empty()) {
    return not_run(one, driver, "");  // the verdict will say what is missing
  }
  const model::ConformanceCase copy = one;
  auto served = server_.serve(std::move(one), options_.seed);
  if (!served) {
    return not_run(copy, driver, served.error().message);
  }
  return run_case(**served, driver, stop_);
}

std::string ConformRun::replay_line(const std::string& name, std::uint64_t repeat) const {
  return "jobrig conform --run " + name + " --seed " + std::to_string(options_.seed) +
         (repeat > 1 ? " --repeat " + std::to_string(repeat) : "") + (options_.judging.strict ? " --strict" : "") +
         " " + options_.client_words;
}

void ConformRun::keep(model::CaseResult&& result) {
  const std::lock_guard lock(mutex_);
  if (options_.fail_fast && blames_client(result)) {
    enough_ = true;
  }
  progress_(result, results_.size() + 1, selection_.instances.size());
  results_.push_back(std::move(result));
}

}  // namespace jobrig::commands
