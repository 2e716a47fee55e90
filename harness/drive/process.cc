#include "drive/process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <exception>
#include <utility>

#include "drive/waiting.h"

namespace jobrig::drive {
namespace {

constexpr std::size_t kReadSize = std::size_t{64} << 10U;
// Limits reading after the program has ended: a process that it left behind may write without end.
constexpr int kLastBlocks = 16;

}  // namespace

void Output::append(std::string_view more) {
  bytes_ += more.size();
  if (keep_ == Keep::kHead) {
    kept_.append(more.substr(0, kMax - std::min(kMax, kept_.size())));
    return;
  }
  kept_.append(more);
  if (kept_.size() > 2 * kMax) {
    kept_.erase(0, kept_.size() - kMax);
  }
}

std::string Output::kept() const {
  return keep_ == Keep::kHead ? kept_ : kept_.substr(kept_.size() - std::min(kMax, kept_.size()));
}

base::Result<std::unique_ptr<Process>> Process::start(ProcessSupervisor& supervisor, const StopFlag& stop,
                                                      SpawnOptions options) {
  // First what may fail: from its start on the program has an owner, who ends it.
  std::unique_ptr<Process> process(new Process(supervisor, stop, options.input));
  auto tree = supervisor.start(std::move(options));
  if (!tree) {
    return tree.error();
  }
  process->tree_ = std::move(*tree);
  process->ended_ = false;
  return process;
}

Process::~Process() {
  for (int tries = 0; !ended_ && tries < 2; ++tries) {
    try {
      end();
    } catch (const std::exception&) {  // memory was short for a moment
    }
  }
}

/// Waits for the next event and reads the available output.
Process::Event Process::wait(base::Monotonic deadline, bool for_room, bool may_stop) {
  Spawned& leader = tree_.leader;
  std::array<pollfd, 5> watched{pollfd{leader.out.get(), POLLIN, 0},
                                {leader.err.get(), POLLIN, 0},
                                {leader_ended_ ? -1 : leader.ended.get(), POLLIN, 0},
                                {may_stop ? stop_.descriptor() : -1, POLLIN, 0},
                                {for_room ? leader.in.get() : -1, POLLOUT, 0}};
  wait_until(watched, deadline);
  if (watched[3].revents != 0) {
    return Event::kStopped;
  }
  const bool out = watched[0].revents != 0;
  const bool err = watched[1].revents != 0;
  if (out) {
    drain(leader.out, true);
  }
  if (err) {
    drain(leader.err, false);
  }
  if (watched[2].revents != 0) {  // checked before the outputs: a child process may keep filling them
    leader_ended_ = true;
    return Event::kLeaderEnded;
  }
  if (watched[4].revents != 0) {
    return Event::kWritable;
  }
  // A program that never stops writing must not delay the deadline.
  return (out || err) && monotonic_now() < deadline ? Event::kRead : Event::kDeadline;
}

/// Reads one block. False when none is available. Closes the descriptor at the end of the pipe.
bool Process::drain(Descriptor& from, bool is_out) {
  std::array<char, kReadSize> block{};
  const ssize_t count = ::read(from.get(), block.data(), block.size());
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
    return false;
  }
  if (count <= 0) {
    from.close();
    return false;
  }
  const std::string_view bytes(block.data(), static_cast<std::size_t>(count));
  if (!is_out) {
    err_.append(bytes);
  } else if (lines_) {
    unread_.append(bytes);
  } else {
    out_.append(bytes);
  }
  return true;
}

/// Reads the available output without waiting for more.
void Process::drain_all() {
  for (int i = 0; i < kLastBlocks && tree_.leader.out.open() && drain(tree_.leader.out, true); ++i) {
  }
  for (int i = 0; i < kLastBlocks && tree_.leader.err.open() && drain(tree_.leader.err, false); ++i) {
  }
}

WaitResult Process::send_line(std::string_view line, base::Monotonic deadline) {
  const std::string whole = std::string(line) + "\n";
  for (std::string_view rest = whole; !rest.empty();) {
    if (!tree_.leader.in.open() || leader_ended_) {
      return WaitResult::kClosed;
    }
    const ssize_t count = ::write(tree_.leader.in.get(), rest.data(), rest.size());
    if (count >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(count));
      continue;
    }
    if (errno != EAGAIN && errno != EINTR) {
      return WaitResult::kClosed;  // EPIPE: the program closed its stdin
    }
    if (unread_.size() > kMaxLine) {
      return WaitResult::kTooLong;  // the program writes without end and does not read
    }
    switch (wait(deadline, true, true)) {
      case Event::kDeadline:
        return WaitResult::kDeadline;
      case Event::kStopped:
        return WaitResult::kStopped;
      case Event::kRead:
      case Event::kWritable:
      case Event::kLeaderEnded:
        break;
    }
  }
  return WaitResult::kDone;
}

WaitResult Process::read_line(std::string& line, base::Monotonic deadline) {
  for (;;) {
    if (unread_.take_line(line, kMaxLine)) {
      return WaitResult::kDone;
    }
    if (unread_.size() > kMaxLine) {
      return WaitResult::kTooLong;
    }
    if (!tree_.leader.out.open()) {
      return WaitResult::kClosed;
    }
    switch (wait(deadline, false, true)) {
      case Event::kDeadline:
        return WaitResult::kDeadline;
      case Event::kStopped:
        return WaitResult::kStopped;
      case Event::kLeaderEnded:
        // The program's last output may still be in the pipe. A child process that keeps the pipe open is not waited
        // for.
        drain_all();
        tree_.leader.out.close();
        break;
      case Event::kRead:
      case Event::kWritable:
        break;
    }
  }
}

bool Process::has_unread() {
  if (unread_.empty() && tree_.leader.out.open()) {  // what was read is handled first: a client may write without end
    drain(tree_.leader.out, true);
  }
  return !unread_.empty();
}

WaitResult Process::wait_for_end(base::Monotonic deadline) {
  while (!leader_ended_) {
    unread_.clear();
    switch (wait(deadline, false, true)) {
      case Event::kDeadline:
        return WaitResult::kDeadline;
      case Event::kStopped:
        return WaitResult::kStopped;
      case Event::kRead:
      case Event::kWritable:
      case Event::kLeaderEnded:
        break;
    }
  }
  drain_all();
  return WaitResult::kDone;
}

Process::End Process::end() {
  if (ended_) {
    return end_;
  }
  tree_.leader.in.close();
  if (!leader_ended_) {
    wait(monotonic_now(), false, false);  // the program may have ended since the last wait
  }
  end_.killed = !leader_ended_;
  if (!leader_ended_) {
    ::kill(-tree_.leader.id, SIGTERM);
    ::kill(-tree_.leader.id, SIGCONT);  // a stopped process handles SIGTERM only after this
    const base::Monotonic deadline = monotonic_now() + kTerminateTimeout;
    while (!leader_ended_ && wait(deadline, false, false) != Event::kDeadline) {
      unread_.clear();
    }
  }
  const ProcessSupervisor::End tree = supervisor_.end(tree_);
  ended_ = true;
  drain_all();
  end_.exit_code = tree.exit_code;
  end_.signalled = tree.signalled;
  end_.left_behind = tree.left_behind;
  end_.complete = tree.complete;
  return end_;
}

}  // namespace jobrig::drive
