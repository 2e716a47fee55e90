#include "hosting/stop_signals.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>

#include "base/stream.h"

namespace jobrig::hosting {
namespace {

constexpr int kEndedAtOnce = 2;  // commands::ExitCode::kUserOrWorld

base::Descriptor checked(int descriptor, const char* what) {
  if (descriptor < 0) {
    throw std::system_error(errno, std::generic_category(), what);
  }
  return base::Descriptor(descriptor);
}

/// True under nohup, for SIGHUP.
bool is_ignored(int signal) {
  struct sigaction action {};
  return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

sigset_t signals_for(const StopSignalsOptions& options) {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGQUIT}) {
    sigaddset(&signals, signal);
  }
  if (!options.hangup_stops || !is_ignored(SIGHUP)) {
    sigaddset(&signals, SIGHUP);
  }
  return signals;
}

}  // namespace

StopSignals::StopSignals(StopSignalsOptions options)
    : options_(options),
      signals_(signals_for(options)),
      arrivals_(checked(::signalfd(-1, &signals_, SFD_CLOEXEC | SFD_NONBLOCK), "signalfd")),
      over_(checked(::eventfd(0, EFD_CLOEXEC), "eventfd")) {
  pthread_sigmask(SIG_BLOCK, &signals_, &before_);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    reader_ = std::thread([this] { read_signals(); });
  } catch (...) {
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    throw;
  }
}

StopSignals::~StopSignals() {
  const std::uint64_t one = 1;
  // Eight bytes to an eventfd that is written once always fit.
  [[maybe_unused]] const ssize_t written = ::write(over_.get(), &one, sizeof one);
  reader_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void StopSignals::read_signals() {
  std::array<pollfd, 2> watched{pollfd{over_.get(), POLLIN, 0}, pollfd{arrivals_.get(), POLLIN, 0}};
  while ((watched[0].revents & POLLIN) == 0) {
    int left = -1;
    if (give_up_) {
      left = static_cast<int>(
          std::chrono::ceil<std::chrono::milliseconds>(*give_up_ - std::chrono::steady_clock::now()).count());
      left = std::max(left, 0);
    }
    if (::poll(watched.data(), watched.size(), left) == 0) {
      base::write_some(STDERR_FILENO, "jobrig: ended at once by a second signal\n", std::chrono::milliseconds(0));
      ::_exit(kEndedAtOnce);
    }
    signalfd_siginfo info{};
    while (::read(arrivals_.get(), &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
      take(static_cast<int>(info.ssi_signo));
    }
  }
}

void StopSignals::take(int signal) {
  const std::lock_guard lock(mutex_);
  if (signal == SIGHUP && !options_.hangup_stops) {
    ++hangups_;
  } else if (++stops_ == 2 && options_.patience) {
    give_up_ = std::chrono::steady_clock::now() + *options_.patience;
  }
  changed_.notify_one();
}

void StopSignals::wait(const std::function<void(int)>& on_stop, const std::function<void()>& on_hangup) {
  int stops = 0;
  int hangups = 0;
  std::unique_lock lock(mutex_);
  while (!finished_) {
    if (stops < stops_ || hangups < hangups_) {
      const bool stop = stops < stops_;
      const int count = stop ? ++stops : ++hangups;
      lock.unlock();
      if (stop) {
        on_stop(count);
      } else if (on_hangup) {
        on_hangup();
      }
      lock.lock();
    } else {
      changed_.wait(lock);
    }
  }
}

void StopSignals::finish() {
  const std::lock_guard lock(mutex_);
  finished_ = true;
  changed_.notify_one();
}

}  // namespace jobrig::hosting
