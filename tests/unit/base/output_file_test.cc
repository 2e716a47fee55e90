// Output files: what stands at the path decides how it is written, and nothing there is lost that open(2) would keep.
#include "base/output_file.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>

#include "support/catch.h"
#include "support/full_disk.h"
#include "support/temporary_folder.h"

using jobrig::base::check_output;
using jobrig::base::write_output;
namespace fs = std::filesystem;

namespace {

struct Folder : jobrig::test::TemporaryFolder {
  [[nodiscard]] fs::path file(const std::string& name) const { return path() / name; }
  [[nodiscard]] fs::path holding(const std::string& name, const std::string& text, mode_t mode = 0644) const {
    std::ofstream(file(name)) << text;
    ::chmod(file(name).c_str(), mode);
    return file(name);
  }
  [[nodiscard]] std::ptrdiff_t size() const {
    return std::distance(fs::directory_iterator(path()), fs::directory_iterator());
  }
};

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct stat status_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(::lstat(path.c_str(), &status) == 0);
  return status;
}

mode_t mode_of(const fs::path& path) { return status_of(path).st_mode & 07777U; }

/// What write_output says, without the path; empty when it wrote.
std::string problem(const fs::path& path, const std::string& bytes = "new") {
  const auto error = write_output(path, bytes);
  if (!error) {
    return "";
  }
  const std::string lead = "cannot write " + path.string() + ": ";
  CHECK(error->message.rfind(lead, 0) == 0);
  return error->message.substr(lead.size());
}

/// The same of check_output.
std::string foreseen(const fs::path& path) {
  const auto error = check_output(path);
  return error ? error->message.substr(std::string("cannot write " + path.string() + ": ").size()) : "";
}

std::string read_to_end(int descriptor) {
  std::string text;
  std::array<char, 65536> buffer{};
  for (ssize_t size = 0; (size = ::read(descriptor, buffer.data(), buffer.size())) > 0;) {
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
  return text;
}

/// Without root's right to write everywhere, as far as this process has it.
class Unprivileged {
 public:
  Unprivileged() { REQUIRE((::geteuid() != 0 || ::seteuid(kUser) == 0)); }
  Unprivileged(const Unprivileged&) = delete;
  Unprivileged& operator=(const Unprivileged&) = delete;
  ~Unprivileged() { ::seteuid(::getuid()); }
  /// Makes it the owner, once it is in force.
  static void give(const fs::path& path) { REQUIRE((::geteuid() != 0 || ::chown(path.c_str(), kUser, kUser) == 0)); }
  static constexpr uid_t kUser = 65534;
};

}  // namespace

TEST_CASE("an output file holds the new bytes and leaves no draft behind", "[base]") {
  const Folder folder;
  const auto path = folder.file("ready.json");
  CHECK(problem(path, "one") == "");
  CHECK(problem(path, std::string("two\0bytes", 9)) == "");
  CHECK(content(path) == std::string("two\0bytes", 9));
  CHECK(folder.size() == 1);
}

TEST_CASE("a new output file gets the mode asked for", "[base]") {
  const Folder folder;
  REQUIRE_FALSE(write_output(folder.file("key.pem"), "secret", 0600).has_value());
  CHECK(mode_of(folder.file("key.pem")) == 0600);
}

TEST_CASE("a replaced output file keeps its mode and owner", "[base]") {
  const Folder folder;
  const auto path = folder.holding("report.json", "old", 0640);
  const bool root = ::geteuid() == 0;
  const uid_t user = root ? 4321 : ::geteuid();
  const gid_t group = root ? 1234 : ::getegid();
  REQUIRE(::chown(path.c_str(), user, group) == 0);
  CHECK(problem(path) == "");
  CHECK(content(path) == "new");
  CHECK(mode_of(path) == 0640);
  CHECK(status_of(path).st_uid == user);
  CHECK(status_of(path).st_gid == group);
}

TEST_CASE("a private output file takes the rights of others from the file that it replaces", "[base]") {
  const Folder folder;
  const auto path = folder.holding("ready.json", "old", 0664);
  REQUIRE_FALSE(write_output(path, "token", 0600).has_value());
  CHECK(mode_of(path) == 0600);
  CHECK(content(path) == "token");
}

TEST_CASE("an output file behind links is written and the links stay", "[base]") {
  const Folder folder;
  const auto target = folder.holding("target", "old", 0600);
  fs::create_symlink("target", folder.file("near"));  // relative to the folder of the link
  fs::create_symlink(folder.file("near"), folder.file("far"));
  CHECK(problem(folder.file("far")) == "");
  CHECK(content(target) == "new");
  CHECK(mode_of(target) == 0600);
  CHECK(fs::is_symlink(folder.file("far")));
  CHECK(fs::is_symlink(folder.file("near")));

  fs::create_symlink("missing", folder.file("dangling"));
  CHECK(foreseen(folder.file("dangling")) == "");
  CHECK(problem(folder.file("dangling")) == "");
  CHECK(content(folder.file("missing")) == "new");
  CHECK(fs::is_symlink(folder.file("dangling")));

  fs::create_symlink("loop", folder.file("loop"));
  CHECK(foreseen(folder.file("loop")) == "Too many levels of symbolic links");
  CHECK(problem(folder.file("loop")) == "Too many levels of symbolic links");
}

TEST_CASE("nobody can lay a link where the draft of an output file will be", "[base]") {
  const Folder folder;
  const auto victim = folder.holding("victim", "precious");
  const auto path = folder.file("report.json");
  fs::create_symlink(victim, path.string() + "." + std::to_string(::getpid()) + ".draft");
  CHECK(problem(path) == "");
  CHECK(content(victim) == "precious");
  CHECK(content(path) == "new");
}

TEST_CASE("a FIFO is written through once its reader comes and stays a FIFO", "[base]") {
  const Folder folder;
  const auto path = folder.file("fifo");
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  CHECK(foreseen(path) == "");
  const std::string bytes(300'000, 'x');  // more than a pipe holds
  std::string said;
  std::thread writer([&] { said = problem(path, bytes); });
  const int reader = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const std::string received = read_to_end(reader);
  writer.join();
  ::close(reader);
  CHECK(said == "");
  CHECK(received == bytes);
  CHECK(S_ISFIFO(status_of(path).st_mode));
}

TEST_CASE("a terminal is written through", "[base]") {
  const Folder folder;
  const int main_end = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  REQUIRE((main_end >= 0 && ::grantpt(main_end) == 0 && ::unlockpt(main_end) == 0));
  std::array<char, 100> name{};
  REQUIRE(::ptsname_r(main_end, name.data(), name.size()) == 0);
  const auto path = folder.file("terminal");
  fs::create_symlink(name.data(), path);
  CHECK(foreseen(path) == "");
  CHECK(problem(path, "report\n") == "");
  std::array<char, 100> seen{};
  const ssize_t size = ::read(main_end, seen.data(), seen.size());
  CHECK(std::string(seen.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))) == "report\r\n");
  CHECK(S_ISCHR(status_of(name.data()).st_mode));
  CHECK(fs::is_symlink(path));
  ::close(main_end);
}

TEST_CASE("a path that names a descriptor means that descriptor", "[base]") {
  const Folder folder;
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  const std::string number = std::to_string(ends[1]);
  fs::create_symlink("/dev/fd/" + number, folder.file("link"));
  for (const fs::path& path :
       {fs::path("/dev/fd/" + number), fs::path("/proc/self/fd/" + number), folder.file("link")}) {
    CHECK(foreseen(path) == "");
    CHECK(problem(path, "bytes ") == "");
  }
  CHECK(foreseen("/dev/fd/" + std::to_string(ends[0])) == "Bad file descriptor");  // it is for reading
  CHECK(problem("/dev/fd/" + std::to_string(ends[0])) == "Bad file descriptor");
  ::close(ends[1]);
  CHECK(read_to_end(ends[0]) == "bytes bytes bytes ");
  CHECK(problem("/dev/fd/" + number) == "Bad file descriptor");
  ::close(ends[0]);
  CHECK(jobrig::base::descriptor_named("/dev/stdout") == 1);
  CHECK(jobrig::base::descriptor_named("/dev/stderr") == 2);
  for (const char* const other : {"/dev/fd/", "/dev/fd/1x", "/dev/fd/-1", "/dev/stdout2", "stdout", ""}) {
    CHECK_FALSE(jobrig::base::descriptor_named(other).has_value());
  }
}

TEST_CASE("an open file behind a link of proc is written in place", "[base]") {
  const Folder folder;
  const auto path = folder.holding("log", "much older");
  const int open = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const std::string link = "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(open);
  fs::rename(path, folder.file("moved"));
  CHECK(problem(link) == "");
  CHECK(content(folder.file("moved")) == "new");
  fs::remove(folder.file("moved"));  // the link's text is now "PATH (deleted)", which is no path
  CHECK(problem(link) == "");
  CHECK(folder.size() == 0);
  ::close(open);
}

TEST_CASE("a path that cannot be written is found before and at the writing", "[base]") {
  const Folder folder;
  fs::create_directory(folder.file("folder"));
  const struct {
    fs::path path;
    std::string problem;
  } rows[] = {
      {folder.file("folder"), "Is a directory"},
      {folder.file("nowhere") / "file", "No such file or directory"},
      {folder.holding("file", "old") / "file", "Not a directory"},
      {"", "No such file or directory"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.path);
    CHECK(foreseen(row.path) == row.problem);
    CHECK(problem(row.path) == row.problem);
  }
  CHECK(folder.size() == 2);
}

TEST_CASE("a check of an output path changes nothing", "[base]") {
  const Folder folder;
  const auto path = folder.holding("file", "old", 0640);
  CHECK(foreseen(path) == "");
  CHECK(foreseen(folder.file("new")) == "");
  CHECK(content(path) == "old");
  CHECK(folder.size() == 1);
}

TEST_CASE("a process that is killed while it writes an output file leaves no draft", "[base]") {
  const Folder folder;
  const auto path = folder.holding("report.json", "old");
  const std::string bytes(100'000, 'n');
  const pid_t child = ::fork();
  if (child == 0) {
    const jobrig::test::FullDisk disk(5'000);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    std::signal(SIGXFSZ, SIG_DFL);  // the write at the limit ends the process, as SIGKILL would
    write_output(path, bytes);
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGXFSZ);
  CHECK(content(path) == "old");
  // A file system without O_TMPFILE has files with names only.
  const int unnamed = ::open(folder.path().c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, 0600);
  CHECK(folder.size() == (unnamed >= 0 ? 1 : 2));
  ::close(unnamed);
}

TEST_CASE("a full disk leaves the old output file and no draft", "[base]") {
  const Folder folder;
  const auto path = folder.holding("report", "old");
  std::string said;
  {
    const jobrig::test::FullDisk full(10'000);
    said = problem(path, std::string(20'000, 'x'));
  }
  CHECK(said == "File too large");
  CHECK(content(path) == "old");
  CHECK(folder.size() == 1);
}

TEST_CASE("an output file whose folder permits no replacement is overwritten in place", "[base]") {
  const Folder folder;
  const auto path = folder.holding("report", "much older", 0644);
  const auto locked = folder.holding("locked", "old", 0444);
  Unprivileged::give(path);
  REQUIRE(::chmod(folder.path().c_str(), 0555) == 0);
  {
    const Unprivileged plain;
    CHECK(foreseen(path) == "");
    CHECK(problem(path) == "");
    CHECK(foreseen(locked) == "Permission denied");
    CHECK(problem(locked) == "Permission denied");
    CHECK(foreseen(folder.file("new")) == "Permission denied");
    CHECK(problem(folder.file("new")) == "Permission denied");
    REQUIRE_FALSE(write_output(path, "token", 0600).has_value());
  }
  CHECK(content(path) == "token");
  CHECK(mode_of(path) == 0600);
  CHECK(content(locked) == "old");
  REQUIRE(::chmod(folder.path().c_str(), 0755) == 0);
}

TEST_CASE("an output file that may not be written stays as it is although its folder could replace it", "[base]") {
  const Folder folder;
  const auto path = folder.holding("locked", "old", 0444);
  Unprivileged::give(folder.path());
  Unprivileged::give(path);
  {
    const Unprivileged plain;
    CHECK(foreseen(path) == "Permission denied");
    CHECK(problem(path) == "Permission denied");
  }
  CHECK(content(path) == "old");
}
