#include "conform/stoppable_run.h"

#include <unistd.h>

#include <csignal>
#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "base/threads.h"

namespace jobrig::conform {
namespace {

constexpr int kInterrupted = 130;

/// The first signal ends the run in order, with a report. From the second one on it has a second for that.
void on_signal(int count, drive::StopFlag& stop) {
  stop.raise();
  if (count == 2) {
    std::signal(SIGALRM, [](int) { ::_exit(kInterrupted); });
    ::alarm(1);
  }
}

}  // namespace

std::string work_until_stopped(const std::function<void()>& work, drive::StopFlag& stop,
                               hosting::StopSignals& signals) {
  struct Finish {
    hosting::StopSignals& signals;
    ~Finish() { signals.finish(); }
  };
  base::Threads running;
  if (const auto error = running.start({[&] {
        const Finish finish{signals};  // also when the work throws
        work();
      }})) {
    return error->message;
  }
  std::string failure;
  const auto take_part = [&failure](const auto& part) {
    try {
      part();
    } catch (const std::exception& error) {
      failure = std::string("internal error: ") + error.what();
    }
  };
  take_part([&] { signals.wait([&stop](int count) { on_signal(count, stop); }); });
  take_part([&] { running.join(); });
  return failure;
}

model::RunResult run_until_stopped(ConformRun& run, const ConformRun::Progress& progress, drive::StopFlag& stop,
                                   hosting::StopSignals& signals) {
  std::optional<model::RunResult> result;
  const std::string failure = work_until_stopped([&] { result = run.run(progress); }, stop, signals);
  return result ? std::move(*result) : run.give_up(failure, progress);
}

}  // namespace jobrig::conform
