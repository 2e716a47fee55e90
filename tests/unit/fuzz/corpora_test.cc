// The saved corpora of the fuzz targets. Here they run without a fuzzer, with the sanitizers' builds too; ci/fuzz looks
// for new inputs.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "fuzz/targets.h"
#include "support/catch.h"
#include "support/paths.h"

using namespace jobrig;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMaxFiles = 64;
constexpr std::uintmax_t kMaxFile = 8192;

fs::path corpora() { return test::source_folder() / "tests/fuzz/corpora"; }

std::vector<fs::path> sorted_entries(const fs::path& folder) {
  std::vector<fs::path> entries;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    entries.push_back(entry.path());
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

std::string bytes_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST_CASE("every fuzz target has a small corpus of its own", "[fuzz]") {
  std::set<std::string> names;
  for (const fuzz::Target& target : fuzz::targets()) {
    names.emplace(target.name);
  }
  std::set<std::string> found;
  for (const fs::path& folder : sorted_entries(corpora())) {
    CAPTURE(folder);
    found.insert(folder.filename().string());
    const std::vector<fs::path> files = sorted_entries(folder);
    CHECK(!files.empty());
    CHECK(files.size() <= kMaxFiles);
    for (const fs::path& file : files) {
      CAPTURE(file);
      CHECK(fs::file_size(file) <= kMaxFile);
    }
  }
  CHECK(found == names);
}

TEST_CASE("no saved input breaks a promise of its fuzz target", "[fuzz]") {
  for (const fuzz::Target& target : fuzz::targets()) {
    for (const fs::path& file : sorted_entries(corpora() / target.name)) {
      CAPTURE(file);
      CHECK_NOTHROW(target.run(bytes_of(file)));
    }
  }
}
