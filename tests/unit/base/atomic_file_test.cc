#include "base/atomic_file.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "support/catch.h"

namespace {

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Folder {
  Folder() {
    std::string name = "/tmp/jobrig-atomic-XXXXXX";
    path = ::mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

std::ptrdiff_t files_in(const std::filesystem::path& folder) {
  return std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator());
}

}  // namespace

TEST_CASE("an atomic file holds the new bytes and leaves no draft behind", "[base]") {
  const Folder folder;
  const auto path = folder.path / "ready.json";
  REQUIRE_FALSE(jobrig::base::write_atomically(path, "one").has_value());
  REQUIRE_FALSE(jobrig::base::write_atomically(path, std::string("two\0bytes", 9)).has_value());
  CHECK(content(path) == std::string("two\0bytes", 9));
  CHECK(files_in(folder.path) == 1);
}

TEST_CASE("an atomic file takes the mode it was asked for", "[base]") {
  const Folder folder;
  const auto path = folder.path / "key.pem";
  REQUIRE_FALSE(jobrig::base::write_atomically(path, "secret", 0600).has_value());
  CHECK((std::filesystem::status(path).permissions() & std::filesystem::perms::all) ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

TEST_CASE("an atomic file that cannot be renamed says so and cleans up", "[base]") {
  const Folder folder;
  const auto path = folder.path / "taken";
  std::filesystem::create_directory(path);
  const auto error = jobrig::base::write_atomically(path, "bytes");
  REQUIRE(error.has_value());
  CHECK(error->message == "cannot write " + path.string() + ": Is a directory");
  CHECK(files_in(folder.path) == 1);
}

TEST_CASE("an atomic file in a folder that is not there is an error", "[base]") {
  const auto error = jobrig::base::write_atomically("/nonexistent-folder/file", "bytes");
  REQUIRE(error.has_value());
  CHECK(error->message == "cannot write /nonexistent-folder/file: No such file or directory");
}
