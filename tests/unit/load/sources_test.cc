// Which files a folder of scenarios is.
#include "load/sources.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/temporary_folder.h"

using namespace jobrig;
namespace fs = std::filesystem;

namespace {

void write_file(const fs::path& path) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << "summary: " << path.filename().string() << "\n";
}

/// The names of the sources in the folder; there must be no mistake.
std::vector<std::string> names_in(const fs::path& folder) {
  base::Diagnostics diagnostics;
  std::vector<std::string> names;
  for (const load::Source& source : load::find_sources(folder.string(), diagnostics)) {
    names.push_back(source.name);
  }
  CHECK(diagnostics.empty());
  return names;
}

}  // namespace

TEST_CASE("a mounted ConfigMap gives each of its files once", "[load]") {
  const test::TemporaryFolder folder;
  write_file(folder.path() / "..2026_11_26/a.yaml");
  write_file(folder.path() / "..2026_11_26/b.yaml");
  fs::create_directory_symlink("..2026_11_26", folder.path() / "..data");
  fs::create_symlink("..data/a.yaml", folder.path() / "a.yaml");
  fs::create_symlink("..data/b.yaml", folder.path() / "b.yaml");
  CHECK(names_in(folder.path()) == std::vector<std::string>{"a", "b"});
}

TEST_CASE("a file with several names in a folder is one scenario by its first name", "[load]") {
  const test::TemporaryFolder folder;
  write_file(folder.path() / "b.yaml");
  fs::create_symlink("b.yaml", folder.path() / "c.yaml");
  fs::create_hard_link(folder.path() / "b.yaml", folder.path() / "a.yaml");
  write_file(folder.path() / "below/b.yaml");
  fs::create_directory_symlink("below", folder.path() / "link");
  CHECK(names_in(folder.path()) == std::vector<std::string>{"a", "below/b"});
}

TEST_CASE("hidden files and folders are no scenarios unless they are named", "[load]") {
  const test::TemporaryFolder folder;
  write_file(folder.path() / "a.yaml");
  write_file(folder.path() / ".draft.yaml");
  write_file(folder.path() / ".git/b.yaml");
  fs::create_symlink("nowhere", folder.path() / ".#a.yaml");
  CHECK(names_in(folder.path()) == std::vector<std::string>{"a"});
  CHECK(names_in(folder.path() / ".git") == std::vector<std::string>{"b"});
  CHECK(names_in(folder.path() / ".draft.yaml") == std::vector<std::string>{".draft"});
}
