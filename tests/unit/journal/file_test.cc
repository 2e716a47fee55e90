// The journal's file: whole lines, nothing lost in silence.
#include "journal/file.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

#include "journal/line.h"
#include "support/catch.h"

using namespace jobrig;

namespace {

/// A path of its own that is gone afterwards.
class ScratchPath {
 public:
  explicit ScratchPath(const std::string& name)
      : path_(std::filesystem::temp_directory_path() / (name + "." + std::to_string(::getpid()))) {}
  ScratchPath(const ScratchPath&) = delete;
  ScratchPath& operator=(const ScratchPath&) = delete;
  ~ScratchPath() { std::filesystem::remove(path_); }
  [[nodiscard]] std::string text() const { return path_.string(); }
  [[nodiscard]] std::string content() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

 private:
  std::filesystem::path path_;
};

model::Exchange numbered(std::uint64_t number) {
  model::Exchange exchange;
  exchange.number = number;
  exchange.request = std::string(100, 'r');
  return exchange;
}

std::string line_of(const model::Exchange& exchange) {
  std::string line;
  journal::append_journal_line(exchange, line);
  return line;
}

}  // namespace

TEST_CASE("the journal file holds every exchange as a line in the order recorded", "[serve][journal]") {
  const ScratchPath path("jobrig-journal");
  std::string expected;
  {
    auto journal = journal::JournalFile::open(path.text()).value();
    for (std::uint64_t number = 1; number <= 20'000; ++number) {
      expected += line_of(numbered(number));
      journal->record(numbered(number), nullptr);
    }
    CHECK_FALSE(journal->close().has_value());
  }
  CHECK(path.content() == expected);
}

TEST_CASE("records of several threads never mix within a line", "[serve][journal]") {
  const ScratchPath path("jobrig-journal-threads");
  auto journal = journal::JournalFile::open(path.text()).value();
  std::vector<std::thread> threads;
  for (std::uint64_t thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&journal, thread] {
      for (std::uint64_t i = 0; i < 2000; ++i) {
        journal->record(numbered(thread * 2000 + i), nullptr);
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK_FALSE(journal->close().has_value());
  const std::string content = path.content();
  std::size_t found = 0;
  for (std::uint64_t number = 0; number < 8000; ++number) {
    found += content.find(line_of(numbered(number))) != std::string::npos ? 1 : 0;
  }
  CHECK(found == 8000);
}

TEST_CASE("a journal that cannot be opened is an error with its path", "[serve][journal]") {
  const auto journal = journal::JournalFile::open("/nowhere/journal.jsonl");
  REQUIRE_FALSE(journal.ok());
  CHECK(journal.error().message == "cannot write the journal /nowhere/journal.jsonl: No such file or directory");
}

TEST_CASE("a full disk is told at once and counted at the end", "[serve][journal]") {
  std::string logged;
  auto journal = journal::JournalFile::open("/dev/full", [&logged](std::string_view line) { logged = line; }).value();
  journal->record(numbered(1), nullptr);
  journal->record(numbered(2), nullptr);
  const auto error = journal->close();
  REQUIRE(error.has_value());
  CHECK(error->message == "the journal /dev/full lacks 2 exchanges: No space left on device");
  CHECK(logged == "the journal /dev/full cannot be written: No space left on device");
}

TEST_CASE("a record after the close is told as missing", "[serve][journal]") {
  const ScratchPath path("jobrig-journal-closed");
  auto journal = journal::JournalFile::open(path.text()).value();
  CHECK_FALSE(journal->close().has_value());
  journal->record(numbered(1), nullptr);
  const auto error = journal->close();
  REQUIRE(error.has_value());
  CHECK(error->message == "the journal " + path.text() + " lacks 1 exchanges: they ended after it was closed");
}
