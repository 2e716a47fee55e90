#include "hosting/stop_signals.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>

namespace jobrig::hosting {

StopSignals::StopSignals() : finished_(::eventfd(0, EFD_CLOEXEC)) {
  if (finished_ < 0) {
    throw std::system_error(errno, std::generic_category(), "eventfd");
  }
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals_, &before_);
  std::signal(SIGPIPE, SIG_IGN);
}

StopSignals::~StopSignals() {
  ::close(finished_);
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void StopSignals::wait(const std::function<void(int)>& on_signal) {
  const int arrivals = ::signalfd(-1, &signals_, SFD_CLOEXEC);
  if (arrivals < 0) {
    throw std::system_error(errno, std::generic_category(), "signalfd");
  }
  int count = 0;
  std::array<pollfd, 2> watched{pollfd{finished_, POLLIN, 0}, pollfd{arrivals, POLLIN, 0}};
  while ((watched[0].revents & POLLIN) == 0) {
    if (::poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) {
      break;
    }
    if ((watched[1].revents & POLLIN) != 0) {
      signalfd_siginfo info{};
      if (::read(arrivals, &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
        on_signal(++count);
      }
    }
  }
  ::close(arrivals);
}

void StopSignals::finish() {
  const std::uint64_t one = 1;
  // Nothing else writes to this eventfd, so it cannot be full.
  [[maybe_unused]] const ssize_t written = ::write(finished_, &one, sizeof one);
}

}  // namespace jobrig::hosting
