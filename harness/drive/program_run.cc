#include "drive/program_run.h"

#include <utility>

#include "base/deadline.h"
#include "drive/waiting.h"

namespace jobrig::drive {
namespace {

// Larger exit codes are this value plus the number of a signal, as in shells.
constexpr int kSignalled = 128;

void note_cut(const Output& output, const std::string& name, CallReport& report) {
  if (output.bytes() > Output::kMax) {
    report.notes.push_back("of " + std::to_string(output.bytes()) + " bytes on " + name + " " +
                           std::to_string(Output::kMax) + " are kept");
  }
}

}  // namespace

ProgramEnd run_program(ProcessSupervisor& supervisor, const StopFlag& stop, SpawnOptions program,
                       base::Duration timeout, CallReport& report, const std::function<base::Duration()>& more) {
  report.began = monotonic_now();
  ProgramEnd end;
  auto process = Process::start(supervisor, stop, std::move(program));
  if (!process) {
    report.harness_problem = process.error().message;
    report.ended = report.began;
    return end;
  }
  WaitResult waited = (*process)->wait_for_end(base::deadline(report.began, timeout));
  while (waited == WaitResult::kDeadline && more) {
    const base::Duration left = more();
    if (left <= base::Duration::zero()) {
      break;
    }
    waited = (*process)->wait_for_end(base::deadline(monotonic_now(), left));
  }
  report.ended = monotonic_now();
  report.timed_out = waited == WaitResult::kDeadline;
  report.stopped = waited == WaitResult::kStopped;
  const Process::End ended = (*process)->end();
  end.exit_code = ended.exit_code;
  end.exited = waited == WaitResult::kDone;
  end.left_behind = ended.left_behind;
  end.out = (*process)->out().kept();
  end.err = (*process)->err().kept();
  report.crashed = end.exited && end.exit_code > kSignalled && ended.signalled;
  if (report.crashed) {
    report.notes.push_back("the client was ended by signal " + std::to_string(end.exit_code - kSignalled));
  }
  if (end.left_behind > 0) {
    report.notes.push_back("the client left " + std::to_string(end.left_behind) +
                           (end.left_behind == 1 ? " process" : " processes") + " behind; jobrig stopped them");
  }
  if (!ended.complete) {
    report.notes.emplace_back("not all processes of the client could be stopped");
  }
  note_cut((*process)->out(), "stdout", report);
  note_cut((*process)->err(), "stderr", report);
  return end;
}

}  // namespace jobrig::drive
