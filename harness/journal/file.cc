#include "journal/file.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

#include "journal/line.h"

namespace jobrig::journal {
namespace {

std::string text_of(int error) { return std::generic_category().message(error); }

/// Returns 0, or the errno of the failure.
int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) {
      return errno;
    }
    if (written > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  return 0;
}

}  // namespace

base::Result<std::unique_ptr<JournalFile>> JournalFile::open(const std::string& path,
                                                             std::function<void(std::string_view)> log) {
  // Requests contain signatures and tokens: only the owner may read the file. The file is truncated only after it is
  // locked, so a second server with the same journal cannot wipe the journal of the first.
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return base::Error{"cannot write the journal " + path + ": " + text_of(errno)};
  }
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    ::close(descriptor);
    return base::Error{"cannot write the journal " + path + ": another server is writing it"};
  }
  if (::ftruncate(descriptor, 0) != 0 && errno != EINVAL) {  // EINVAL: a pipe or a device, which has nothing to
                                                             // truncate
    const int code = errno;
    ::close(descriptor);
    return base::Error{"cannot write the journal " + path + ": " + text_of(code)};
  }
  return std::unique_ptr<JournalFile>(new JournalFile(path, descriptor, std::move(log)));
}

JournalFile::JournalFile(std::string path, int descriptor, std::function<void(std::string_view)> log)
    : path_(std::move(path)), log_(std::move(log)), descriptor_(descriptor), writer_([this] {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_BLOCK, &all, nullptr);  // the main thread handles signals
        write_batches();
      }) {}

JournalFile::~JournalFile() { close(); }

void JournalFile::observe(const model::Exchange& exchange) {
  thread_local std::string line;
  line.clear();
  append_journal_line(exchange, line);
  std::unique_lock lock(mutex_);
  room_changed_.wait(lock, [this] { return gathered_.size() < kMaxGathered || closing_; });
  if (closing_) {
    ++lost_;
    return;
  }
  const std::size_t before = gathered_.size();
  gathered_ += line;
  ++gathered_count_;
  // The writer sleeps until the first line of a batch arrives, then until the flush interval is over or the batch is
  // full.
  if (before == 0 || (before < kBatch && gathered_.size() >= kBatch)) {
    gathered_changed_.notify_one();
  }
}

void JournalFile::write_batches() {
  std::string lines;
  std::unique_lock lock(mutex_);
  for (;;) {
    gathered_changed_.wait(lock, [this] { return !gathered_.empty() || closing_; });
    gathered_changed_.wait_for(lock, kMax, [this] { return gathered_.size() >= kBatch || closing_; });
    if (gathered_.empty()) {
      return;
    }
    lines.clear();
    lines.swap(gathered_);
    const std::uint64_t count = std::exchange(gathered_count_, 0);
    lock.unlock();
    room_changed_.notify_all();
    write_batch(lines, count);
    if (lines.capacity() > 2 * kBatch) {
      std::string().swap(lines);
    }
    lock.lock();
  }
}

void JournalFile::write_batch(std::string_view lines, std::uint64_t count) {
  const int error = write_all(descriptor_, lines);
  if (error == 0) {
    whole_size_ += static_cast<std::int64_t>(lines.size());
    return;
  }
  // Remove the partial line before the next batch. A pipe or device cannot be truncated; there the partial line
  // remains.
  if (::ftruncate(descriptor_, whole_size_) == 0) {
    ::lseek(descriptor_, whole_size_, SEEK_SET);
  }
  const std::lock_guard lock(mutex_);
  lost_ += count;
  if (reason_.empty()) {
    reason_ = text_of(error);
    if (log_) {
      log_("the journal " + path_ + " cannot be written: " + reason_);
    }
  }
}

std::optional<base::Error> JournalFile::close() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  gathered_changed_.notify_one();
  room_changed_.notify_all();
  if (writer_.joinable()) {
    writer_.join();
  }
  const std::lock_guard lock(mutex_);
  if (descriptor_ >= 0 && ::close(std::exchange(descriptor_, -1)) != 0 && reason_.empty()) {
    reason_ = text_of(errno);
  }
  if (lost_ == 0 && reason_.empty()) {
    return std::nullopt;
  }
  return base::Error{"the journal " + path_ + " lacks " + std::to_string(lost_) +
                     " exchanges: " + (reason_.empty() ? "they ended after it was closed" : reason_)};
}

}  // namespace jobrig::journal
