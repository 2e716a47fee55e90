// Where a journal goes: what may be appended to, whole lines on a full disk, streams whose reader is slow.
#include "journal/target.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "journal/line.h"
#include "journal/packet_line.h"
#include "support/catch.h"
#include "support/full_disk.h"
#include "support/temporary_folder.h"

using namespace jobrig;
using namespace std::chrono_literals;
using journal::Target;
namespace fs = std::filesystem;

namespace {

const std::string kLine = "{\"number\":12,\"connection\":3}\n";

struct TargetFolder : test::TemporaryFolder {
  [[nodiscard]] std::string file(const std::string& name) const { return (path() / name).string(); }
  [[nodiscard]] std::string holding(const std::string& text) const {
    std::ofstream(file("journal"), std::ios::binary) << text;
    return file("journal");
  }
};

std::string target_content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string refusal(const std::string& path) {
  const auto target = Target::open(path);
  return target ? "" : target.error().message;
}

void write_all(Target& target, std::string_view lines) {
  const Target::Written written = target.write(lines, 0ms);
  CHECK(written.problem == "");
  CHECK(written.bytes == lines.size());
}

}  // namespace

TEST_CASE("a journal is appended to what it holds", "[journal]") {
  const TargetFolder folder;
  const std::string event = "{\"event\":\"dropped\",\"exchanges\":1,\"reason\":\"x\"}\n";
  for (const std::string& before : {std::string(), kLine, event + kLine}) {
    const std::string path = folder.holding(before);
    auto target = Target::open(path);
    REQUIRE(target.ok());
    CHECK(target->cut() == 0);
    write_all(*target, kLine);
    CHECK(target_content(path) == before + kLine);
  }
}

TEST_CASE("a journal may begin with any line that is written to one", "[journal]") {
  const TargetFolder folder;
  std::array<std::string, 4> lines;
  journal::append_journal_line({}, lines[0]);
  journal::append_dropped_event(1, "x", lines[1]);
  journal::append_change_event({}, lines[2]);
  journal::append_packet_line({}, lines[3]);
  for (const std::string& line : lines) {
    CAPTURE(line);
    CHECK(refusal(folder.holding(line)) == "");
  }
}

TEST_CASE("a new journal is for its owner alone", "[journal]") {
  const TargetFolder folder;
  REQUIRE(Target::open(folder.file("new")).ok());
  struct stat status {};
  REQUIRE(::stat(folder.file("new").c_str(), &status) == 0);
  CHECK(status.st_mode == (S_IFREG | 0600U));
}

TEST_CASE("a file that is not a journal is refused and stays as it is", "[journal]") {
  const TargetFolder folder;
  for (const std::string& text :
       {std::string("summary: A scenario.\n"), std::string("\n"), std::string(33'000, '\0'), std::string("{}\n"),
        std::string("{\"event\":\"ready\",\"endpoint\":\"http://127.0.0.1:1\"}\n"), " " + kLine,
        std::string("{\"number\":,\"x\":1}\n"), std::string("{\"number\":1}\n")}) {
    CAPTURE(text);
    const std::string path = folder.holding(text);
    CHECK(refusal(path) ==
          "the file is not empty and not a journal; name "
          "another file or remove this one");
    CHECK(target_content(path) == text);
  }
}

TEST_CASE("half a line at the end of a journal is removed", "[journal]") {
  const TargetFolder folder;
  const std::string half = "{\"number\":13,\"connection\":3,\"request\":\"" + std::string(200'000, 'x');
  for (const std::string& before : {std::string(), kLine + kLine}) {
    const std::string path = folder.holding(before + half);
    auto target = Target::open(path);
    REQUIRE(target.ok());
    CHECK(target->cut() == half.size());
    CHECK(target_content(path) == before);
  }
}

TEST_CASE("a journal that another writes is refused", "[journal]") {
  const TargetFolder folder;
  const std::string path = folder.holding(kLine);
  const auto first = Target::open(path);
  REQUIRE(first.ok());
  CHECK(refusal(path) == "another server is writing it");
  CHECK(target_content(path) == kLine);
}

TEST_CASE("a place for a journal that cannot be opened is refused with the reason", "[journal]") {
  const TargetFolder folder;
  CHECK(refusal(folder.file("nowhere/journal")) == "No such file or directory");
  CHECK(refusal(folder.path().string()) == "Is a directory");
  const int reading = ::open(folder.holding("").c_str(), O_RDONLY | O_CLOEXEC);
  CHECK(refusal("/proc/self/fd/" + std::to_string(reading)) == "Bad file descriptor");
  ::close(reading);
}

TEST_CASE("a truncated journal begins again without a gap", "[journal]") {
  const TargetFolder folder;
  const std::string path = folder.holding("");
  auto target = Target::open(path);
  REQUIRE(target.ok());
  write_all(*target, kLine + kLine);
  fs::resize_file(path, 0);  // as logrotate's copytruncate does
  write_all(*target, kLine);
  CHECK(target_content(path) == kLine);
}

TEST_CASE("a renamed journal is written on and is no longer at its path", "[journal]") {
  const TargetFolder folder;
  const std::string path = folder.holding("");
  auto target = Target::open(path);
  REQUIRE(target.ok());
  CHECK(target->is_at(path));
  fs::rename(path, folder.file("old"));
  write_all(*target, kLine);
  CHECK(target_content(folder.file("old")) == kLine);
  CHECK_FALSE(target->is_at(path));
  CHECK_FALSE(target->removed());
  fs::remove(folder.file("old"));
  CHECK(target->removed());
}

TEST_CASE("a full disk takes every whole line that fits and no half one", "[journal]") {
  const TargetFolder folder;
  const std::string path = folder.holding("");
  auto target = Target::open(path);
  REQUIRE(target.ok());
  Target::Written written;
  {
    const test::FullDisk full(kLine.size() * 5 / 2);
    written = target->write(kLine + kLine + kLine, 0ms);
    CHECK(target->write(kLine, 0ms).bytes == 0);
  }
  CHECK(written.bytes == 2 * kLine.size());
  CHECK(written.problem == "File too large");
  CHECK(target_content(path) == kLine + kLine);
  write_all(*target, kLine);
  CHECK(target_content(path) == kLine + kLine + kLine);
}

TEST_CASE("a FIFO opens without a reader and takes what fits", "[journal]") {
  const TargetFolder folder;
  const std::string path = folder.file("fifo");
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  auto target = Target::open(path);
  REQUIRE(target.ok());
  CHECK(target->is_stream());
  const std::string line(1000, 'x');
  std::size_t taken = 0;
  for (Target::Written written = target->write(line, 0ms); written.bytes > 0; written = target->write(line, 0ms)) {
    taken += written.bytes;
  }
  const Target::Written full = target->write(line, 0ms);
  CHECK(full.problem == "");
  CHECK(full.bytes == 0);
  const int reader = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  std::string seen(taken, '\0');
  CHECK(::read(reader, seen.data(), seen.size()) == static_cast<ssize_t>(taken));
  CHECK(target->write(line, 0ms).bytes == line.size());
  ::close(reader);
}

TEST_CASE("a path that names a descriptor is written from where that stands", "[journal]") {
  const TargetFolder folder;
  const std::string path = folder.holding("");
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  REQUIRE(::write(file, "ready\n", 6) == 6);
  auto target = Target::open("/proc/self/fd/" + std::to_string(file));
  REQUIRE(target.ok());
  write_all(*target, kLine);
  CHECK(target_content(path) == "ready\n" + kLine);
  ::close(file);
}
