// Conform run: runs the selected cases with several workers, each with its own client, and collects the results. It
// loads nothing, prints nothing and does not know the kinds of clients.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "conform/case_selection.h"
#include "conform/case_server.h"
#include "conform/lingering_cases.h"
#include "drive/driver.h"
#include "drive/stop_flag.h"
#include "expectations/known_failures.h"
#include "judge/coverage.h"
#include "judge/verdict.h"
#include "model/client_limits.h"
#include "model/verdict.h"

namespace jobrig::conform {

struct RunOptions {
  std::uint64_t seed = 0;
  bool fail_fast = false;
  bool confirm_failures = false;  // run each failed case again, alone, before it counts
  unsigned jobs = 1;
  std::string case_words;       // ` --cases …` unless the cases are the built-in ones, for replaying
  std::string client_words;     // the options that select the client, for replaying
  judge::JudgeOptions judging;  // the run fills in the features and limits
  /// Replaces what the client declares. Absent: nothing.
  std::function<void(model::ClientDescription& declared)> amend;
  expectations::Expectations expectations;
  judge::CoverageOptions coverage;
  std::function<void(std::string_view)> log;  // receives a sentence when the run has fewer workers than `jobs`
};

/// Can be run once.
class ConformRun {
 public:
  using MakeDriver = std::function<std::unique_ptr<drive::Driver>()>;
  /// Receives each result, one at a time, with the number of results so far and in total.
  using Progress = std::function<void(const model::CaseResult&, std::size_t done, std::size_t of)>;

  /// Borrows its arguments.
  ConformRun(const Selection& selection, CaseServer& server, const drive::StopFlag& stop, MakeDriver make_driver,
             RunOptions options);

  /// Runs until all cases are done, the stop flag is raised, or, with fail_fast, a case fails. If the client cannot be
  /// used at all, every case is a harness error. An exception costs the case in which it was thrown, which is a harness
  /// error then, and not the run.
  model::RunResult run(const Progress& progress);
  /// Why no case was run: the client declares something unknown. Empty: it does not. Call it after run().
  [[nodiscard]] const std::string& refusal() const { return refusal_; }
  /// The result of a run that is not possible: every case without a result is a harness error for that reason.
  model::RunResult give_up(const std::string& why, const Progress& progress);

 private:
  void describe(drive::Driver& driver, model::ClientDescription& client);
  void run_workers(model::ClientDescription& client);
  void work(drive::Driver& driver);
  void add_missing();
  void run_failures_again();
  void keep_failure();
  [[nodiscard]] std::string failure() const;
  enum class Hurry : std::uint8_t { kAsGiven, kTwiceTheDeadline };
  std::optional<RunCase> run_instance(std::size_t index, drive::Driver& driver, Lane& lane,
                                      Hurry hurry = Hurry::kAsGiven);
  void judge(RunCase&& one);
  [[nodiscard]] std::string replay_line(const std::string& name, std::uint64_t repeat) const;
  [[nodiscard]] model::CaseResult judged(const CaseInstance& instance, const model::ConformanceCase& conformance_case,
                                         model::CaseRecord&& record) const;
  void keep(std::size_t index, model::CaseResult&& result);
  void close(drive::Driver& driver);

  const Selection& selection_;
  CaseServer& server_;
  const drive::StopFlag& stop_;
  MakeDriver make_driver_;
  RunOptions options_;
  std::string refusal_;   // set before the workers start
  std::string unusable_;  // why the client cannot be used; set before the workers start

  std::atomic<std::size_t> next_{0};  // of the selection's instances
  std::atomic<bool> failed_fast_{false};
  std::mutex mutex_;
  std::vector<model::CaseResult> results_;  // guarded by mutex_
  std::vector<bool> done_;                  // guarded by mutex_: the instances that have a result
  std::string unusable_lane_;               // guarded by mutex_: why a worker has no port
  std::exception_ptr failure_;              // guarded by mutex_: the first exception that cost a case
  std::size_t left_behind_ = 0;             // guarded by mutex_: processes, by all clients
  Progress progress_;                       // called with mutex_ held
};

}  // namespace jobrig::conform
