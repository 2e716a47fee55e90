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

model::RunResult run_until_stopped(ConformRun& run, const ConformRun::Progress& progress, drive::StopFlag& stop,
                                   hosting::StopSignals& signals) {
  struct Finish {
    hosting::StopSignals& signals;
    ~Finish() { signals.finish(); }
  };
  std::optional<model::RunResult> result;
  base::Threads running;
  if (const auto error = running.start({[&] {
        const Finish finish{signals};  // also when the run throws
        result = run.run(progress);
      }})) {
    return run.give_up(error->message, progress);
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
  return result ? std::move(*result) : run.give_up(failure, progress);
}

}  // namespace jobrig::conform
