#include "drive/process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include "drive/waiting.h"

namespace jobrig::drive {
namespace {

constexpr std::size_t kReadSize = std::size_t{64} << 10U;
// After the end no more is taken from a pipe that a child left behind may still be filling.
constexpr int kLastPieces = 16;

}  // namespace

void Output::take(std::string_view more) {
  bytes_ += more.size();
  if (keep_ == Keep::kBegin) {
    kept_.append(more.substr(0, kMax - std::min(kMax, kept_.size())));
    return;
  }
  kept_.append(more);
  if (kept_.size() > 2 * kMax) {
    kept_.erase(0, kept_.size() - kMax);
  }
}

std::string Output::kept() const {
  return keep_ == Keep::kBegin ? kept_ : kept_.substr(kept_.size() - std::min(kMax, kept_.size()));
}

base::Result<std::unique_ptr<Process>> Process::start(Children& children, const StopFlag& stop, SpawnOrder order) {
  const bool lines = order.input;
  auto family = children.start(std::move(order));
  if (!family) {
    return family.error();
  }
  return std::unique_ptr<Process>(new Process(children, stop, std::move(*family), lines));
}

Process::~Process() { end(); }

/// Waits for the next event and takes what the pipes hold.
Process::Event Process::wait(base::Monotonic deadline, bool for_room, bool may_stop) {
  Spawned& leader = family_.leader;
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
  if (watched[2].revents != 0) {  // before its outputs: a child of it may go on filling them
    leader_ended_ = true;
    return Event::kLeaderEnded;
  }
  if (watched[4].revents != 0) {
    return Event::kWritable;
  }
  // A program that never stops writing must not outrun the deadline.
  return (out || err) && monotonic_now() < deadline ? Event::kRead : Event::kDeadline;
}

/// Takes one piece; false when there was none now. Closes at the pipe's end.
bool Process::drain(Descriptor& from, bool is_out) {
  std::array<char, kReadSize> piece{};
  const ssize_t count = ::read(from.get(), piece.data(), piece.size());
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
    return false;
  }
  if (count <= 0) {
    from.close();
    return false;
  }
  const std::string_view bytes(piece.data(), static_cast<std::size_t>(count));
  if (!is_out) {
    err_.take(bytes);
  } else if (lines_) {
    unread_.append(bytes);
  } else {
    out_.take(bytes);
  }
  return true;
}

/// Takes what the pipes hold without waiting for more.
void Process::drain_all() {
  for (int i = 0; i < kLastPieces && family_.leader.out.open() && drain(family_.leader.out, true); ++i) {
  }
  for (int i = 0; i < kLastPieces && family_.leader.err.open() && drain(family_.leader.err, false); ++i) {
  }
}

Woken Process::send_line(std::string_view line, base::Monotonic deadline) {
  std::string rest = std::string(line) + "\n";
  while (!rest.empty()) {
    if (!family_.leader.in.open() || leader_ended_) {
      return Woken::kClosed;
    }
    const ssize_t count = ::write(family_.leader.in.get(), rest.data(), rest.size());
    if (count >= 0) {
      rest.erase(0, static_cast<std::size_t>(count));
      continue;
    }
    if (errno != EAGAIN && errno != EINTR) {
      return Woken::kClosed;  // EPIPE: it closed its stdin
    }
    if (unread_.size() > kMaxLine) {
      return Woken::kTooLong;  // it writes and writes and does not read
    }
    switch (wait(deadline, true, true)) {
      case Event::kDeadline:
        return Woken::kDeadline;
      case Event::kStopped:
        return Woken::kStopped;
      case Event::kRead:
      case Event::kWritable:
      case Event::kLeaderEnded:
        break;
    }
  }
  return Woken::kDone;
}

bool Process::take_line(std::string& line) {
  const std::size_t end = unread_.find('\n');
  if (end == std::string::npos || end > kMaxLine) {
    return false;
  }
  line = unread_.substr(0, end);
  unread_.erase(0, end + 1);
  return true;
}

Woken Process::read_line(std::string& line, base::Monotonic deadline) {
  for (;;) {
    if (take_line(line)) {
      return Woken::kDone;
    }
    if (unread_.size() > kMaxLine) {
      return Woken::kTooLong;
    }
    if (!family_.leader.out.open()) {
      return Woken::kClosed;
    }
    switch (wait(deadline, false, true)) {
      case Event::kDeadline:
        return Woken::kDeadline;
      case Event::kStopped:
        return Woken::kStopped;
      case Event::kLeaderEnded:
        // Its last words may lie in the pipe; a child of it that holds the pipe open is not waited for.
        drain_all();
        family_.leader.out.close();
        break;
      case Event::kRead:
      case Event::kWritable:
        break;
    }
  }
}

bool Process::has_unread() {
  if (family_.leader.out.open()) {
    drain(family_.leader.out, true);
  }
  return !unread_.empty();
}

Woken Process::wait_for_end(base::Monotonic deadline) {
  while (!leader_ended_) {
    unread_.clear();
    switch (wait(deadline, false, true)) {
      case Event::kDeadline:
        return Woken::kDeadline;
      case Event::kStopped:
        return Woken::kStopped;
      case Event::kRead:
      case Event::kWritable:
      case Event::kLeaderEnded:
        break;
    }
  }
  drain_all();
  return Woken::kDone;
}

Process::End Process::end() {
  if (over_) {
    return end_;
  }
  over_ = true;
  family_.leader.in.close();
  if (!leader_ended_) {
    wait(monotonic_now(), false, false);  // it may have ended since the last wait
  }
  end_.asked = !leader_ended_;
  if (!leader_ended_) {
    ::kill(-family_.leader.id, SIGTERM);
    ::kill(-family_.leader.id, SIGCONT);  // one that is stopped hears it only then
    const base::Monotonic deadline = monotonic_now() + kGrace;
    while (!leader_ended_ && wait(deadline, false, false) != Event::kDeadline) {
      unread_.clear();
    }
  }
  const Children::End family = children_.end(family_);
  drain_all();
  end_.exit_code = family.exit_code;
  end_.signalled = family.signalled;
  end_.left_behind = family.left_behind;
  end_.whole = family.whole;
  return end_;
}

}  // namespace jobrig::drive
