#include "conform/run.h"

#include <algorithm>
#include <exception>
#include <map>
#include <set>
#include <string_view>
#include <thread>
#include <tuple>
#include <utility>

#include "base/version.h"
#include "conform/case_run.h"
#include "judge/blame.h"
#include "judge/features.h"
#include "model/conformance_words.h"

namespace jobrig::conform {
namespace {

std::string processes(std::size_t count) { return std::to_string(count) + (count == 1 ? " process" : " processes"); }

/// The part of a result that must be equal in every repeat: the verdict and the failed checks. Informational checks may
/// differ, for example how long a client waits with jitter.
std::string comparable_outcome(const model::CaseResult& result) {
  using model::Verdict;
  const Verdict verdict = result.verdict == Verdict::kInformational ? Verdict::kPassed : result.verdict;
  std::string words(row_of(verdict).word);
  if (verdict != Verdict::kFailed && verdict != Verdict::kNonStrict) {
    return words;
  }
  std::set<std::string_view> failed;
  for (const model::CheckResult& check : result.checks) {
    if (check.judged && !check.finding.holds && check.level != model::Level::kInfo) {
      failed.insert(check.check);
    }
  }
  for (const std::string_view check : failed) {
    words += (check == *failed.begin() ? " by " : ", ") + std::string(check);
  }
  return words;
}

/// Cases whose repeats have different outcomes: `failed by requests 2 times, passed 3 times`.
void add_flaky(model::RunResult& run) {
  std::map<std::string, std::map<std::string, std::size_t>> seen;
  for (const model::CaseResult& result : run.results) {
    ++seen[result.name][comparable_outcome(result)];
  }
  for (const auto& [name, counts] : seen) {
    if (counts.size() == 1) {
      continue;
    }
    std::string detail;
    for (const auto& [what, count] : counts) {
      detail += (detail.empty() ? "" : ", ") + what + (count == 1 ? " once" : " " + std::to_string(count) + " times");
    }
    run.problems.push_back({"flaky", name, detail});
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
  run.jobrig_version = base::version();
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
  run.problems = judge::expectation_problems(options_.expectations, run.results);
  add_flaky(run);
  if (left_behind_ > 0) {
    run.problems.push_back({"processes left behind", run.client.name,
                            "the client left " + processes(left_behind_) + " behind; jobrig stopped them"});
  }
  run.interrupted = stop_.raised();
  run.took = std::chrono::duration_cast<base::Duration>(clock.monotonic() - begin);
  return run;
}

void ConformRun::work(drive::Driver& driver) {
  while (!stop_.raised() && !failed_fast_) {
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
  const auto conformance_case = selection_.instantiate(instance);
  std::optional<model::CaseRecord> record;
  try {
    record = make_record(conformance_case, driver);
  } catch (const std::exception& error) {
    record = record_without_calls(*conformance_case, driver, std::string("internal error: ") + error.what());
  }
  if (!record) {
    return std::nullopt;
  }
  model::CaseResult result = judge::judge_case(*conformance_case, std::move(*record), options_.judging);
  result.repeat = instance.repeat;
  result.replay = replay_line(conformance_case->name, instance.repeat);
  result.expected = judge::known_failure(options_.expectations, result);
  return result;
}

/// Returns nothing if the run was interrupted.
std::optional<model::CaseRecord> ConformRun::make_record(
    const std::shared_ptr<const model::ConformanceCase>& conformance_case, drive::Driver& driver) {
  if (!unusable_.empty()) {
    return record_without_calls(*conformance_case, driver, unusable_);
  }
  if (!judge::missing_features(*conformance_case, options_.judging.features).empty()) {
    return record_without_calls(*conformance_case, driver, "");  // the verdict lists what is missing
  }
  auto served = server_.serve(conformance_case, options_.seed);
  if (!served) {
    return record_without_calls(*conformance_case, driver, served.error().message);
  }
  return run_case(**served, driver, stop_);
}

std::string ConformRun::replay_line(const std::string& name, std::uint64_t repeat) const {
  return "jobrig conform" + options_.case_words + " --run " + name + " --seed " + std::to_string(options_.seed) +
         (repeat > 1 ? " --repeat " + std::to_string(repeat) : "") + (options_.judging.strict ? " --strict" : "") +
         " " + options_.client_words;
}

void ConformRun::keep(model::CaseResult&& result) {
  const std::lock_guard lock(mutex_);
  if (options_.fail_fast && judge::blames_client(result)) {
    failed_fast_ = true;
  }
  progress_(result, results_.size() + 1, selection_.instances.size());
  results_.push_back(std::move(result));
}

model::RunResult run_until_stopped(ConformRun& run, const ConformRun::Progress& progress, drive::StopFlag& stop,
                                   hosting::StopSignals& signals) {
  model::RunResult result;
  {
    const std::jthread running([&] {
      result = run.run(progress);
      signals.finish();
    });
    signals.wait([&stop](int) { stop.raise(); });
  }
  return result;
}

}  // namespace jobrig::conform
