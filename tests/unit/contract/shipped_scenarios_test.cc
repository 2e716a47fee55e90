#include "contract/shipped_scenarios.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "contract/embedded_files.h"
#include "support/catch.h"
#include "support/paths.h"

using namespace jobrig;

namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void check_same_as_folder(std::span<const contract::EmbeddedFile> embedded, const std::string& folder) {
  const std::filesystem::path root = test::source_folder() / folder;
  std::size_t files = 0;
  if (std::filesystem::exists(root)) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      files += entry.is_regular_file() && entry.path().extension() != ".md" &&
                       entry.path().filename().string().front() != '.'
                   ? 1U
                   : 0U;
    }
  }
  CHECK(embedded.size() == files);
  for (const auto& file : embedded) {
    CAPTURE(file.path);
    CHECK((file.text == read_file(root / file.path)));
  }
  CHECK(std::is_sorted(embedded.begin(), embedded.end(), [](const auto& a, const auto& b) { return a.path < b.path; }));
}

}  // namespace

TEST_CASE("the program holds every file of schemas and scenarios byte for byte", "[contract]") {
  check_same_as_folder(contract::embedded_schemas(), "schemas");
  check_same_as_folder(contract::embedded_scenarios(), "scenarios");
}

TEST_CASE("every shipped scenario is found by its name and path and folder", "[contract]") {
  for (const auto& scenario : contract::shipped_scenarios()) {
    CAPTURE(scenario.path);
    CHECK(std::string(scenario.name) + ".yaml" == scenario.path);
    CHECK(contract::shipped_scenario(scenario.name) == &scenario);
    CHECK(contract::shipped_scenario(scenario.path) == &scenario);
    CHECK_FALSE(scenario.summary.empty());
    CHECK(contract::shipped_file(scenario.path) == scenario.text);
    const auto folder = contract::shipped_folder(scenario.path.substr(0, scenario.path.find('/')));
    CHECK(std::find(folder.begin(), folder.end(), &scenario) != folder.end());
  }
}

TEST_CASE("what is not shipped is not found", "[contract]") {
  CHECK(contract::shipped_scenario("") == nullptr);
  CHECK(contract::shipped_scenario("demos/no-such-scenario") == nullptr);
  CHECK(contract::shipped_folder("").empty());
  CHECK(contract::shipped_folder("dem").empty());
  CHECK_FALSE(contract::shipped_file("../CMakeLists.txt").has_value());
}

TEST_CASE("the summary is the first line of that key without its quotes", "[contract]") {
  CHECK(contract::summary_line("# comment\nsummary: One thing, one job.\nsummary: other\n") == "One thing, one job.");
  CHECK(contract::summary_line("summary: \"quoted: yes\"\r\n") == "quoted: yes");
  CHECK(contract::summary_line("summary: 'single'") == "single");
  CHECK(contract::summary_line("things:\n  summary: not at the top\n").empty());
  CHECK(contract::summary_line("").empty());
}
