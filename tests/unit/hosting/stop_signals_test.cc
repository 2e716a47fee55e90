// Stop signals as events: counted from the first on, also those that come before anyone waits.
#include "hosting/stop_signals.h"

#include <unistd.h>

#include <csignal>
#include <vector>

#include "support/catch.h"

using namespace jobrig;
using hosting::StopSignals;

TEST_CASE("each signal that stops is counted and those that came before the wait too", "[hosting][signals]") {
  StopSignals signals;
  std::vector<int> counts;
  ::kill(::getpid(), SIGTERM);
  signals.wait([&](int count) {
    counts.push_back(count);
    const int next[] = {SIGINT, SIGQUIT, SIGHUP};
    if (count <= 3) {
      ::kill(::getpid(), next[count - 1]);
    } else {
      signals.finish();
    }
  });
  CHECK(counts == std::vector<int>{1, 2, 3, 4});
}

TEST_CASE("a hangup that does not stop is an event of its own", "[hosting][signals]") {
  StopSignals signals({false, {}});
  int hangups = 0;
  std::vector<int> counts;
  ::kill(::getpid(), SIGHUP);
  signals.wait(
      [&](int count) {
        counts.push_back(count);
        signals.finish();
      },
      [&] {
        ++hangups;
        ::kill(::getpid(), SIGTERM);
      });
  CHECK(hangups == 1);
  CHECK(counts == std::vector<int>{1});
}

TEST_CASE("a hangup that the program was started to ignore is none", "[hosting][signals]") {
  const auto before = std::signal(SIGHUP, SIG_IGN);
  {
    StopSignals signals;
    std::vector<int> counts;
    ::kill(::getpid(), SIGHUP);
    ::kill(::getpid(), SIGTERM);
    signals.wait([&](int count) {
      counts.push_back(count);
      signals.finish();
    });
    CHECK(counts == std::vector<int>{1});
  }
  std::signal(SIGHUP, before);
}
