#include "journal/file.h"

#include <pthread.h>

#include <csignal>
#include <new>
#include <system_error>
#include <utility>

#include "journal/line.h"
#include "journal/packet_line.h"

namespace jobrig::journal {
namespace {

constexpr std::chrono::milliseconds kLook{50};    // a wait for a reader checks at this interval whether to give up
constexpr std::chrono::milliseconds kRetry{250};  // interval of attempts to write to a full disk

std::string exchanges(std::uint64_t count) { return std::to_string(count) + (count == 1 ? " exchange" : " exchanges"); }

void block_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);  // the main thread handles signals
}

}  // namespace

JournalFile::JournalFile(std::string path, std::function<void(std::string_view)> log)
    : path_(std::move(path)), log_(std::move(log)) {}

JournalFile::~JournalFile() { close(); }

std::optional<base::Error> JournalFile::start() {
  auto target = Target::open(path_);
  if (!target) {
    return base::Error{"cannot write the journal " + path_ + ": " + target.error().message};
  }
  {
    const std::lock_guard lock(mutex_);
    stream_ = target->is_stream();
  }
  target_.emplace(std::move(*target));
  if (target_->cut() > 0) {
    log("removed half a line (" + std::to_string(target_->cut()) + " bytes) from the end of the journal " + path_);
  }
  try {
    writer_ = std::thread([this] {
      block_signals();
      while (!has_written_all()) {
      }
    });
  } catch (const std::system_error& error) {
    return base::Error{"cannot start a thread for the journal " + path_ + ": " + error.code().message()};
  }
  return std::nullopt;
}

/// Queues a record of this size, or drops it. mutex_ is held, as in the functions after note(). A record for which
/// there is no memory is not queued.
template <typename Add>
void JournalFile::queue(std::size_t size, Add add) {
  if (closing_) {
    ++lost_;
    return;
  }
  resume();
  if (unreported_ > 0 || (queued_ > 0 && queued_ + size > kMaxQueued)) {
    drop();
    return;
  }
  if (queued_ == 0) {
    progress_ = Clock::now();
  }
  const bool was_full = backlog_.has_full_block();
  const bool was_empty = backlog_.empty();
  try {
    queued_ += add();
  } catch (const std::bad_alloc&) {
    drop("out of memory");
    return;
  }
  // The writer sleeps until the first record of a batch arrives, then until the flush interval is over or the batch is
  // full.
  if (was_empty || was_full != backlog_.has_full_block()) {
    changed_.notify_one();
  }
}

void JournalFile::observe(const model::Exchange& exchange) {
  const std::lock_guard lock(mutex_);
  const std::size_t size = Backlog::size_of(exchange);
  queue(size, [&] {
    backlog_.add(exchange, size);
    return size;
  });
}

void JournalFile::note(const model::PacketRecord& record) {
  std::string line;
  append_packet_line(record, line);
  const std::lock_guard lock(mutex_);
  queue(line.size(), [&] { return backlog_.add_line(line); });
}

void JournalFile::note(const AuditRecord& record) {
  std::string line;
  append_change_event(record, line);
  const std::lock_guard lock(mutex_);
  if (!closing_) {
    const bool was_empty = backlog_.empty();
    queued_ += backlog_.add_line(line);
    if (was_empty) {
      changed_.notify_one();
    }
  }
}

void JournalFile::drop(std::string_view why) noexcept {
  ++lost_;
  if (++unreported_ > 1) {
    return;
  }
  try {
    drop_reason_ = why.empty() ? why_slow() : why;
    if (reason_.empty()) {
      reason_ = drop_reason_;
    }
    log("the journal " + path_ + " drops exchanges: " + drop_reason_);
  } catch (const std::bad_alloc&) {  // NOLINT(bugprone-empty-catch): it is counted
  }
}

/// Accepts records again once half of the queue is free, so that there are few gaps. Adds an event at the gap.
void JournalFile::resume() {
  if (unreported_ == 0 || queued_ > kMaxQueued / 2) {
    return;
  }
  queued_ += backlog_.add_dropped(unreported_, drop_reason_);
  changed_.notify_one();
  const std::uint64_t dropped = std::exchange(unreported_, 0);
  log("the journal " + path_ + " lacks " + exchanges(dropped) + ": " + drop_reason_);
}

std::string JournalFile::why_slow() const {
  if (!problem_.empty()) {
    return problem_;
  }
  return stream_ ? "its reader is too slow" : "the disk is too slow";
}

std::string JournalFile::why_stalled() const { return stream_ ? "no process reads it" : "the disk does not respond"; }

void JournalFile::log(const std::string& sentence) const {
  if (log_) {
    log_(sentence);
  }
}

/// Counts the remaining exchanges as lost.
void JournalFile::abandon() {
  lost_ += exchanges_in(std::string_view(batch_).substr(written_)) + block_.exchanges_left() + backlog_.exchanges();
  backlog_.clear();
  queued_ = 0;
  if (reason_.empty()) {
    reason_ = problem_.empty() ? why_stalled() : problem_;
  }
}

/// False when it stopped for lack of memory.
bool JournalFile::has_written_all() noexcept {
  try {
    write_queue();
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

void JournalFile::write_queue() {
  std::unique_lock lock(mutex_);
  while (take_batch(lock)) {
    lock.unlock();
    const Target::Written written = write_some();
    lock.lock();
    if (!note(written, lock)) {
      abandon();
      return;
    }
  }
}

/// Waits for records or for a request to reopen. Returns false when everything is written after close().
bool JournalFile::take_batch(std::unique_lock<std::mutex>& lock) {
  if (written_ < batch_.size()) {
    return true;
  }
  queued_ -= std::exchange(formatted_, 0);
  batch_.clear();
  written_ = 0;
  if (batch_.capacity() > 2 * kBatch) {
    batch_ = std::string();
    scratch_ = {};
  }
  if (block_.is_read()) {
    backlog_.give_back(std::exchange(block_, Block()));
    resume();
    changed_.wait(lock, [this] { return !backlog_.empty() || reopening_ || closing_; });
    changed_.wait_for(lock, kMaxDelay, [this] { return backlog_.has_full_block() || reopening_ || closing_; });
    block_ = backlog_.take();
    if (block_.is_read() && closing_) {
      return false;
    }
  }
  lock.unlock();
  format_batch();
  lock.lock();
  return true;
}

/// Called without mutex_. Stops early if there is no memory for more lines; a record for which there is none even alone
/// is dropped.
void JournalFile::format_batch() {
  const std::size_t before = block_.bytes_left();
  while (!block_.is_read() && batch_.size() < kBatch) {
    const std::size_t size = batch_.size();
    try {
      block_.append_line(batch_, scratch_);
    } catch (const std::bad_alloc&) {
      batch_.resize(size);
      if (size > 0) {
        break;
      }
      batch_ = std::string();
      scratch_ = {};
      const std::lock_guard lock(mutex_);
      if (block_.skip() > 0) {
        drop("out of memory");
      }
    }
  }
  formatted_ += before - block_.bytes_left();
}

/// Called without mutex_. Reopens the file if necessary, then writes a part of the batch.
Target::Written JournalFile::write_some() {
  bool reopening = false;
  {
    const std::lock_guard lock(mutex_);
    reopening = std::exchange(reopening_, false);
  }
  if (reopening && !target_->is_at(path_)) {
    if (const std::string problem = reopen_target(); !problem.empty()) {
      log("cannot reopen the journal " + path_ + ": " + problem + "; it goes on in the old file");
    }
  }
  if (target_->removed()) {
    if (std::string problem = reopen_target(); !problem.empty()) {
      return {0, std::move(problem)};
    }
  }
  return written_ < batch_.size() ? target_->write(std::string_view(batch_).substr(written_), kLook)
                                  : Target::Written();
}

/// Returns the problem, or "".
std::string JournalFile::reopen_target() {
  auto opened = Target::open(path_);
  if (!opened) {
    return opened.error().message;
  }
  const std::lock_guard lock(mutex_);
  stream_ = opened->is_stream();
  target_.emplace(std::move(*opened));
  // The old reader has the beginning of this line; the new reader gets the whole line.
  written_ = written_ == 0 ? 0 : batch_.rfind('\n', written_ - 1) + 1;
  return "";
}

/// Records the result of an attempt, and waits before the next one if the disk is full. Returns false to give up.
bool JournalFile::note(const Target::Written& written, std::unique_lock<std::mutex>& lock) {
  written_ += written.bytes;
  const auto now = Clock::now();
  if (written.bytes > 0) {
    progress_ = now;
  }
  if (written.problem.empty()) {
    if (written.bytes > 0 && !std::exchange(problem_, "").empty()) {
      log("the journal " + path_ + " is written again");
    }
    return !closing_ || written_ == batch_.size() || now < progress_ + kMaxLastWait;
  }
  if (problem_.empty()) {
    log("the journal " + path_ + " cannot be written: " + written.problem);
  }
  problem_ = written.problem;
  const bool closing = closing_;
  changed_.wait_for(lock, closing ? std::chrono::milliseconds(0) : kRetry, [this] { return reopening_ || closing_; });
  return !closing;
}

void JournalFile::reopen() {
  const std::lock_guard lock(mutex_);
  reopening_ = true;
  changed_.notify_one();
}

JournalState JournalFile::state() const {
  const std::lock_guard lock(mutex_);
  JournalState state{lost_, queued_, problem_};
  if (state.problem.empty() && unreported_ > 0) {
    state.problem = drop_reason_;
  }
  if (state.problem.empty() && queued_ > 0 && Clock::now() > progress_ + kMaxStall) {
    state.problem = why_stalled();
  }
  return state;
}

std::optional<base::Error> JournalFile::close() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    progress_ = Clock::now();  // kMaxLastWait begins
  }
  changed_.notify_one();
  if (writer_.joinable()) {
    writer_.join();
  }
  const std::lock_guard lock(mutex_);
  const std::size_t unread = target_ ? target_->unread() : 0;
  const int code = target_ ? target_->close() : 0;
  target_.reset();
  if (lost_ == 0 && unread > 0) {
    return base::Error{"the journal " + path_ + " lacks the last " + std::to_string(unread) +
                       " bytes: no process reads it"};
  }
  if (lost_ == 0) {
    return code == 0 ? std::nullopt
                     : std::optional(base::Error{"the journal " + path_ +
                                                 " may lack exchanges: " + std::generic_category().message(code)});
  }
  return base::Error{"the journal " + path_ + " lacks " + exchanges(lost_) + ": " +
                     (reason_.empty() ? "they ended after it was closed" : reason_)};
}

}  // namespace jobrig::journal
