// Lingering cases: cases whose client has reported all results and may still send requests or write lines. They are
// served a little longer, while the worker runs the next case, and judged then. It does not run clients.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>

#include "base/clock.h"
#include "conform/case_run.h"
#include "conform/case_server.h"
#include "drive/driver.h"
#include "drive/stop_flag.h"
#include "model/case_record.h"

namespace jobrig::conform {

/// A case that was run.
struct RunCase {
  std::size_t index = 0;  // of its instance
  std::shared_ptr<const model::ConformanceCase> conformance_case;
  std::unique_ptr<ServedCase> served;  // null: it was not served
  model::CaseRecord record;
  CallIds calls{};
  bool client_runs = false;
  base::Monotonic until{};  // served until then
};

/// For one worker.
class LingeringCases {
 public:
  /// How long a client may still send requests that are charged to the case.
  static constexpr std::chrono::milliseconds kLinger{250};

  using Judge = std::function<void(RunCase&&)>;
  /// Borrows driver and flag.
  LingeringCases(drive::Driver& driver, const drive::StopFlag& stop, Judge judge);

  /// Judges the case at once if nothing more can come.
  void add(RunCase&& one);
  /// Judges the cases whose time is over. Charges what the client wrote meanwhile to the case of its call.
  void judge_due();
  /// Waits for the time of each case.
  void judge_all();

 private:
  void charge_late_lines();
  void judge_first();

  drive::Driver& driver_;
  const drive::StopFlag& stop_;
  Judge judge_;
  std::deque<RunCase> cases_;  // by `until`
};

}  // namespace jobrig::conform
