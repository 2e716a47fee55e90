// The run folder: it disappears with the run, and with the next one if the run was killed. Nothing else is removed.
#include "conform/run_folder.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "support/catch.h"
#include "support/temporary_folder.h"

using jobrig::conform::RunFolder;
namespace fs = std::filesystem;

namespace {

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

void make_private(const fs::path& folder) {
  fs::create_directory(folder);
  fs::permissions(folder, fs::perms::owner_all);
}

/// A run that is killed while its folder holds keys.
void run_that_is_killed(const fs::path& parent) {
  const pid_t child = ::fork();
  if (child == 0) {
    const RunFolder folder(parent);
    std::ofstream(folder.path() / "ca.key") << "secret";
    std::ofstream(folder.path() / "ca.pem") << "certificate";
    std::ofstream(folder.path() / ".jobrig-0123456789abcdef.draft") << "sec";
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
}

}  // namespace

TEST_CASE("the folder of a run disappears with it", "[conform]") {
  const jobrig::test::TemporaryFolder parent;
  {
    const RunFolder folder(parent.path());
    std::ofstream(folder.path() / "ca.key") << "secret";
    CHECK(fs::status(folder.path()).permissions() == fs::perms::owner_all);
    CHECK(names_in(parent.path()).size() == 1);
  }
  CHECK(names_in(parent.path()).empty());
}

TEST_CASE("the folder of a killed run disappears with the next run", "[conform]") {
  const jobrig::test::TemporaryFolder parent;
  run_that_is_killed(parent.path());
  REQUIRE(names_in(parent.path()).size() == 1);
  const RunFolder next(parent.path());
  CHECK(names_in(parent.path()) == std::set<std::string>{next.path().filename().string()});
}

TEST_CASE("the folder of a run that goes on is kept", "[conform]") {
  const jobrig::test::TemporaryFolder parent;
  const RunFolder first(parent.path());
  std::ofstream(first.path() / "ca.key") << "secret";
  const RunFolder second(parent.path());
  CHECK(fs::exists(first.path() / "ca.key"));
  CHECK(names_in(parent.path()).size() == 2);
}

TEST_CASE("what is not provably the folder of a killed run is kept", "[conform]") {
  const jobrig::test::TemporaryFolder parent;
  make_private(parent.path() / "jobrig-run-shared");
  fs::permissions(parent.path() / "jobrig-run-shared", fs::perms::owner_all | fs::perms::group_read);
  make_private(parent.path() / "jobrig-run-mine");
  std::ofstream(parent.path() / "jobrig-run-mine" / "notes.txt") << "mine";
  make_private(parent.path() / "jobrig-run-keys");
  std::ofstream(parent.path() / "jobrig-run-keys" / "ca.key") << "mine";
  make_private(parent.path() / "other");
  std::ofstream(parent.path() / "other" / "ca.key") << "mine";
  fs::create_directory_symlink(parent.path() / "other", parent.path() / "jobrig-run-link");
  std::ofstream(parent.path() / "jobrig-run-file") << "mine";
  const std::set<std::string> before = names_in(parent.path());
  { const RunFolder run(parent.path()); }
  CHECK(names_in(parent.path()) == before);
  CHECK(fs::exists(parent.path() / "jobrig-run-mine" / "notes.txt"));
  CHECK(fs::exists(parent.path() / "jobrig-run-keys" / "ca.key"));
  CHECK(fs::exists(parent.path() / "other" / "ca.key"));
}
