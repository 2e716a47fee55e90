// Agent run: runs life cycles, several at a time, and judges them. It prints nothing and loads nothing.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "agents/life_cycle_run.h"
#include "life_cycles/life_cycle.h"
#include "model/verdict.h"

namespace jobrig::agents {

struct AgentRunOptions {
  unsigned jobs = 1;
  bool fail_fast = false;
  std::string case_words;    // ` --cases …` unless the life cycles are the built-in ones, for replaying
  std::string client_words;  // the options that select the program, for replaying
};

/// Can be run once. Borrows its arguments.
class AgentRun {
 public:
  using Progress = std::function<void(const model::CaseResult&, std::size_t done, std::size_t of)>;

  AgentRun(const std::vector<life_cycles::LifeCycle>& cycles, const RunSettings& settings, AgentRunOptions options)
      : cycles_(cycles), settings_(settings), options_(std::move(options)) {}

  /// Until all are done, the stop flag is raised, or, with fail_fast, one fails. `client` is what reports say about the
  /// program. An exception costs the life cycle in which it was thrown.
  model::RunResult run(const model::ClientDescription& client, const Progress& progress);

 private:
  void work();
  void run_one(const life_cycles::LifeCycle& cycle);

  const std::vector<life_cycles::LifeCycle>& cycles_;
  const RunSettings& settings_;
  AgentRunOptions options_;
  Progress progress_;  // called with mutex_ held
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> failed_fast_{false};
  std::mutex mutex_;
  std::vector<model::CaseResult> results_;  // guarded by mutex_
};

}  // namespace jobrig::agents
