// Conform run: runs the selected cases, several at a time, each worker with a client of its own, and collects their
// results. It loads nothing, prints nothing and knows no kinds of clients.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "conform/case_selection.h"
#include "conform/case_server.h"
#include "drive/driver.h"
#include "drive/stop_flag.h"
#include "judge/expectations.h"
#include "judge/verdict.h"
#include "model/verdict.h"

namespace jobrig::conform {

struct RunOptions {
  std::uint64_t seed = 0;
  bool fail_fast = false;
  unsigned jobs = 1;
  std::string case_words;       // ` --cases …` when they are not the built-in ones, for replaying
  std::string client_words;     // how the client is named on the command line, for replaying
  judge::JudgeOptions judging;  // its features are filled in by the run
  judge::Expectations expectations;
};

/// For one use.
class ConformRun {
 public:
  using MakeDriver = std::function<std::unique_ptr<drive::Driver>()>;
  /// Told each result as it comes, one at a time, with how many of how many there are now.
  using Progress = std::function<void(const model::CaseResult&, std::size_t done, std::size_t of)>;

  /// Borrows all it is given.
  ConformRun(const Selection& selection, CaseServer& server, const drive::StopFlag& stop, MakeDriver make_driver,
             RunOptions options);

  /// Runs until all is done, the flag is raised, or with fail_fast until a case blames the client. A client that cannot
  /// be used at all makes every case a harness error.
  model::RunResult run(const Progress& progress);

 private:
  void work(drive::Driver& driver);
  std::optional<model::CaseResult> run_instance(const CaseInstance& instance, drive::Driver& driver);
  std::optional<model::CaseRecord> make_record(const std::shared_ptr<const model::ConformanceCase>& conformance_case,
                                               drive::Driver& driver);
  [[nodiscard]] std::string replay_line(const std::string& name, std::uint64_t repeat) const;
  void keep(model::CaseResult&& result);
  void close(drive::Driver& driver);

  const Selection& selection_;
  CaseServer& server_;
  const drive::StopFlag& stop_;
  MakeDriver make_driver_;
  RunOptions options_;
  std::string unusable_;  // why the client cannot be used; set before the workers begin

  std::atomic<std::size_t> next_{0};  // of the selection's instances
  std::atomic<bool> enough_{false};   // fail_fast struck
  std::mutex mutex_;
  std::vector<model::CaseResult> results_;  // guarded by mutex_
  std::size_t left_behind_ = 0;             // guarded by mutex_: processes, by all clients
  Progress progress_;                       // called with mutex_ held
};

}  // namespace jobrig::conform
