#include "agents/run.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "agents/verdict.h"
#include "base/threads.h"
#include "base/version.h"
#include "drive/waiting.h"
#include "judge/blame.h"

namespace jobrig::agents {

model::RunResult AgentRun::run(const model::ClientDescription& client, const Progress& progress) {
  progress_ = progress;
  model::RunResult run;
  run.jobrig_version = base::version();
  run.client = client;
  run.began = base::SystemClock().civil();
  run.seed = settings_.seed;
  const base::Monotonic began = drive::monotonic_now();
  const std::size_t workers = std::clamp<std::size_t>(options_.jobs, 1, std::max<std::size_t>(1, cycles_.size()));
  base::Threads threads;
  if (const auto error = threads.start(std::vector<base::Threads::Work>(workers, [this] { work(); }))) {
    settings_.log(error->message);
    work();
  }
  threads.join();
  run.interrupted = settings_.stop.raised();
  run.results = std::move(results_);
  std::sort(run.results.begin(), run.results.end(),
            [](const model::CaseResult& one, const model::CaseResult& other) { return one.name < other.name; });
  run.took = std::chrono::duration_cast<base::Duration>(drive::monotonic_now() - began);
  return run;
}

void AgentRun::work() {
  while (!failed_fast_ && !settings_.stop.raised()) {
    const std::size_t index = next_++;
    if (index >= cycles_.size()) {
      return;
    }
    run_one(cycles_[index]);
  }
}

void AgentRun::run_one(const life_cycles::LifeCycle& cycle) {
  Watched watched;
  try {
    watched = run_life_cycle(cycle, settings_);
  } catch (const std::exception& error) {
    watched = {};
    watched.harness_problem = std::string("internal error: ") + error.what();
  }
  if (watched.stopped) {
    return;  // an incomplete record cannot be judged
  }
  model::CaseResult result = judge_life_cycle(cycle, std::move(watched));
  result.replay =
      "jobrig conform --run " + cycle.name + " --seed " + std::to_string(settings_.seed) + " " + options_.client_words;
  const std::lock_guard lock(mutex_);
  if (options_.fail_fast && judge::blames_client(result)) {
    failed_fast_ = true;
  }
  progress_(result, results_.size() + 1, cycles_.size());
  results_.push_back(std::move(result));
}

}  // namespace jobrig::agents
