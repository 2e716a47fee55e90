// The journal's queue: every exchange once and in order, no thread that serves waits, and what is lost is counted and
// told.
#include "journal/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "journal/line.h"
#include "support/catch.h"
#include "support/full_disk.h"
#include "support/hang_guard.h"
#include "support/temporary_folder.h"

using namespace jobrig;
using journal::JournalFile;
namespace fs = std::filesystem;

namespace {

struct Folder : test::TemporaryFolder {
  [[nodiscard]] std::string file(const std::string& name = "journal") const { return (path() / name).string(); }
};

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

model::Exchange numbered(std::uint64_t number, std::size_t size = 100) {
  model::Exchange exchange;
  exchange.number = number;
  exchange.request = std::string(size, 'r');
  return exchange;
}

std::string line_of(const model::Exchange& exchange) {
  std::string line;
  journal::append_journal_line(exchange, line);
  return line;
}

/// What a journal says, for those who wait for it.
class Told {
 public:
  std::function<void(std::string_view)> listener() {
    return [this](std::string_view sentence) {
      const std::lock_guard lock(mutex_);
      sentences_.emplace_back(sentence);
      changed_.notify_all();
    };
  }
  /// False when it did not come.
  bool wait_for(const std::string& sentence) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, test::kHangGuard, [&] {
      return std::find(sentences_.begin(), sentences_.end(), sentence) != sentences_.end();
    });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> sentences_;
};

void wait_for_lines(const std::string& path, const std::string& lines) {
  const auto deadline = std::chrono::steady_clock::now() + test::kHangGuard;
  while (content(path) != lines && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::yield();
  }
  REQUIRE(content(path) == lines);
}

/// A FIFO whose reader decides when it reads.
class Fifo {
 public:
  explicit Fifo(const std::string& path) {
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    reader_ = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    REQUIRE(reader_ >= 0);
    REQUIRE(::fcntl(reader_, F_SETFL, 0) == 0);  // from now on it waits
  }
  Fifo(const Fifo&) = delete;
  Fifo& operator=(const Fifo&) = delete;
  ~Fifo() { ::close(reader_); }
  /// What comes until `end` has come.
  [[nodiscard]] std::string read_until(const std::string& end) const {
    std::string text;
    std::array<char, 65536> buffer{};
    while (!text.ends_with(end)) {
      const ssize_t size = ::read(reader_, buffer.data(), buffer.size());
      if (size <= 0) {
        break;
      }
      text.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return text;
  }

 private:
  int reader_ = -1;
};

}  // namespace

TEST_CASE("the journal file holds every exchange as a line in the order recorded", "[journal]") {
  const Folder folder;
  std::string expected;
  JournalFile journal(folder.file());
  for (std::uint64_t number = 1; number <= 20'000; ++number) {
    if (number == 1000) {  // those before wait in the queue
      REQUIRE_FALSE(journal.start().has_value());
    }
    expected += line_of(numbered(number));
    journal.record(numbered(number), nullptr);
  }
  CHECK_FALSE(journal.close().has_value());
  CHECK(content(folder.file()) == expected);
  CHECK(journal.state().dropped == 0);
}

TEST_CASE("a journal that is not started leaves its file as it is", "[journal]") {
  const Folder folder;
  std::ofstream(folder.file()) << line_of(numbered(1));
  {
    JournalFile journal(folder.file());
    journal.record(numbered(2), nullptr);
    CHECK_FALSE(journal.close().has_value());
    const JournalFile other(folder.file("new"));
  }
  CHECK(content(folder.file()) == line_of(numbered(1)));
  CHECK_FALSE(fs::exists(folder.file("new")));
}

TEST_CASE("records of several threads never mix within a line", "[journal]") {
  const Folder folder;
  JournalFile journal(folder.file());
  REQUIRE_FALSE(journal.start().has_value());
  std::vector<std::thread> threads;
  for (std::uint64_t thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&journal, thread] {
      for (std::uint64_t i = 0; i < 2000; ++i) {
        journal.record(numbered(thread * 2000 + i), nullptr);
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK_FALSE(journal.close().has_value());
  const std::string text = content(folder.file());
  std::size_t found = 0;
  for (std::uint64_t number = 0; number < 8000; ++number) {
    found += text.find(line_of(numbered(number))) != std::string::npos ? 1 : 0;
  }
  CHECK(found == 8000);
}

TEST_CASE("a journal that cannot be opened is an error with its path", "[journal]") {
  JournalFile journal("/nowhere/journal.jsonl");
  const auto error = journal.start();
  REQUIRE(error.has_value());
  CHECK(error->message ==
        "cannot write the journal /nowhere/journal.jsonl: No "
        "such file or directory");
}

TEST_CASE("half a line that a journal begins with is told", "[journal]") {
  const Folder folder;
  std::ofstream(folder.file()) << line_of(numbered(1)) << R"({"number":2,"conn)";
  Told told;
  JournalFile journal(folder.file(), told.listener());
  REQUIRE_FALSE(journal.start().has_value());
  CHECK(told.wait_for("removed half a line (17 bytes) from the end of the journal " + folder.file()));
  journal.record(numbered(3), nullptr);
  CHECK_FALSE(journal.close().has_value());
  CHECK(content(folder.file()) == line_of(numbered(1)) + line_of(numbered(3)));
}

TEST_CASE("a disk that is full for a while loses nothing", "[journal]") {
  const Folder folder;
  Told told;
  JournalFile journal(folder.file(), told.listener());
  REQUIRE_FALSE(journal.start().has_value());
  const std::string lines = line_of(numbered(1)) + line_of(numbered(2)) + line_of(numbered(3));
  {
    const test::FullDisk full(lines.size() / 2);
    for (std::uint64_t number = 1; number <= 3; ++number) {
      journal.record(numbered(number), nullptr);
    }
    CHECK(told.wait_for("the journal " + folder.file() + " cannot be written: File too large"));
    CHECK(journal.state().problem == "File too large");
    CHECK(content(folder.file()) == line_of(numbered(1)));
  }
  CHECK(told.wait_for("the journal " + folder.file() + " is written again"));
  CHECK_FALSE(journal.close().has_value());
  CHECK(content(folder.file()) == lines);
  CHECK(journal.state().problem.empty());
}

TEST_CASE(
    "a disk that stays full is told at the end with the number of "
    "exchanges that it lacks",
    "[journal]") {
  const Folder folder;
  JournalFile journal(folder.file());
  REQUIRE_FALSE(journal.start().has_value());
  std::optional<base::Error> error;
  {
    const test::FullDisk full(line_of(numbered(1)).size() * 3 / 2);
    for (std::uint64_t number = 1; number <= 3; ++number) {
      journal.record(numbered(number), nullptr);
    }
    error = journal.close();
  }
  REQUIRE(error.has_value());
  CHECK(error->message == "the journal " + folder.file() + " lacks 2 exchanges: File too large");
  CHECK(content(folder.file()) == line_of(numbered(1)));
  CHECK(journal.state().dropped == 2);
}

TEST_CASE(
    "a journal that nobody reads drops exchanges and says where they are "
    "missing",
    "[journal]") {
  const Folder folder;
  const Fifo fifo(folder.file());
  Told told;
  JournalFile journal(folder.file(), told.listener());
  REQUIRE_FALSE(journal.start().has_value());
  constexpr std::size_t kSize = std::size_t{1} << 20U;
  constexpr std::uint64_t kCount = 80;  // 64 MiB and what the pipe holds, and more
  for (std::uint64_t number = 1; number <= kCount; ++number) {
    journal.record(numbered(number, kSize), nullptr);
  }
  const std::uint64_t dropped = journal.state().dropped;
  CHECK(dropped >= 10);
  CHECK(told.wait_for("the journal " + folder.file() + " drops exchanges: its reader is too slow"));
  CHECK(journal.state().queued <= JournalFile::kMaxQueued);
  CHECK_FALSE(journal.state().problem.empty());

  std::string event;
  journal::append_dropped_event(dropped, "its reader is too slow", event);
  const std::string text = fifo.read_until(event);
  CHECK(text.ends_with(event));
  CHECK(journal::exchanges_in(text) == kCount - dropped);
  CHECK(told.wait_for("the journal " + folder.file() + " lacks " + std::to_string(dropped) +
                      " exchanges: its reader is too slow"));
  journal.record(numbered(1000), nullptr);
  CHECK(fifo.read_until("\n") == line_of(numbered(1000)));
  CHECK(journal.state().problem.empty());
  const auto error = journal.close();
  REQUIRE(error.has_value());
  CHECK(error->message ==
        "the journal " + folder.file() + " lacks " + std::to_string(dropped) + " exchanges: its reader is too slow");
}

TEST_CASE("a journal that nobody reads closes all the same", "[journal]") {
  const Folder folder;
  const Fifo fifo(folder.file());
  JournalFile journal(folder.file());
  REQUIRE_FALSE(journal.start().has_value());
  journal.record(numbered(1, 300'000), nullptr);
  journal.record(numbered(2, 300'000), nullptr);
  const auto error = journal.close();
  REQUIRE(error.has_value());
  CHECK(error->message == "the journal " + folder.file() + " lacks 2 exchanges: no process reads it");
}

TEST_CASE("what is left in a FIFO without a reader is told as missing", "[journal]") {
  const Folder folder;
  REQUIRE(::mkfifo(folder.file().c_str(), 0600) == 0);
  const std::string line = line_of(numbered(1));
  JournalFile journal(folder.file());
  REQUIRE_FALSE(journal.start().has_value());
  journal.record(numbered(1), nullptr);
  const auto error = journal.close();
  REQUIRE(error.has_value());
  CHECK(error->message == "the journal " + folder.file() + " lacks the last " + std::to_string(line.size()) +
                              " bytes: no process reads it");
}

TEST_CASE("what is left in a FIFO with a reader is for that reader", "[journal]") {
  const Folder folder;
  const Fifo fifo(folder.file());
  JournalFile journal(folder.file());
  REQUIRE_FALSE(journal.start().has_value());
  journal.record(numbered(1), nullptr);
  CHECK_FALSE(journal.close().has_value());
  CHECK(fifo.read_until("\n") == line_of(numbered(1)));
}

TEST_CASE("after a rename a journal goes on in the old file until it is reopened", "[journal]") {
  const Folder folder;
  JournalFile journal(folder.file());
  REQUIRE_FALSE(journal.start().has_value());
  journal.record(numbered(1), nullptr);
  wait_for_lines(folder.file(), line_of(numbered(1)));
  fs::rename(folder.file(), folder.file("old"));
  journal.record(numbered(2), nullptr);
  wait_for_lines(folder.file("old"), line_of(numbered(1)) + line_of(numbered(2)));
  CHECK_FALSE(fs::exists(folder.file()));
  journal.reopen();
  wait_for_lines(folder.file(), "");
  journal.record(numbered(3), nullptr);
  wait_for_lines(folder.file(), line_of(numbered(3)));
  journal.reopen();  // nothing was renamed
  journal.record(numbered(4), nullptr);
  CHECK_FALSE(journal.close().has_value());
  CHECK(content(folder.file()) == line_of(numbered(3)) + line_of(numbered(4)));
}

TEST_CASE("a journal that cannot be reopened goes on in the old file", "[journal]") {
  const Folder folder;
  Told told;
  JournalFile journal(folder.file(), told.listener());
  REQUIRE_FALSE(journal.start().has_value());
  fs::rename(folder.file(), folder.file("old"));
  std::ofstream(folder.file()) << "somebody else's";
  journal.reopen();
  CHECK(told.wait_for("cannot reopen the journal " + folder.file() +
                      ": the file is not empty and not a journal; name another "
                      "file or remove this one; it goes on in "
                      "the old file"));
  journal.record(numbered(1), nullptr);
  CHECK_FALSE(journal.close().has_value());
  CHECK(content(folder.file("old")) == line_of(numbered(1)));
  CHECK(content(folder.file()) == "somebody else's");
}

TEST_CASE("a journal that was removed is created again", "[journal]") {
  const Folder folder;
  JournalFile journal(folder.file());
  REQUIRE_FALSE(journal.start().has_value());
  fs::remove(folder.file());
  journal.record(numbered(1), nullptr);
  CHECK_FALSE(journal.close().has_value());
  CHECK(content(folder.file()) == line_of(numbered(1)));
}

TEST_CASE("a record after the close is told as missing", "[journal]") {
  const Folder folder;
  JournalFile journal(folder.file());
  REQUIRE_FALSE(journal.start().has_value());
  CHECK_FALSE(journal.close().has_value());
  journal.record(numbered(1), nullptr);
  const auto error = journal.close();
  REQUIRE(error.has_value());
  CHECK(error->message == "the journal " + folder.file() + " lacks 1 exchange: they ended after it was closed");
}
