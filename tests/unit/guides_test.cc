// The form of the guides: how they begin, that their links and paths lead somewhere, and that their tables list what
// the program has. Their examples run in tests/cli/guides_test.cc.
#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "commands/catalogue.h"
#include "judge/catalogue.h"
#include "judge/features.h"
#include "model/conformance_words.h"
#include "report/catalogue.h"
#include "support/catch.h"
#include "support/guides.h"
#include "support/markdown.h"
#include "support/paths.h"
#include "support/settings_schema.h"

using namespace jobrig;
namespace fs = std::filesystem;

namespace {

using Rows = std::vector<std::vector<std::string>>;

constexpr std::array<std::string_view, 6> kTopFolders{"ci/", ".ci/", "harness/", "tests/", "schemas/", "scenarios/"};

std::size_t line_count(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

/// The anchor that GitHub gives a heading: letters, digits, `-` and `_` in lower case, blanks as `-`.
std::string anchor_of(const std::string& heading) {
  std::string anchor;
  for (const char c : heading) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '_' || byte >= 0x80) {
      anchor += static_cast<char>(byte >= 0x80 ? byte : std::tolower(byte));
    } else if (c == ' ') {
      anchor += '-';
    }
  }
  return anchor;
}

/// The anchors of a document; a heading that comes again gets a number.
std::set<std::string> anchors_of(const std::string& markdown) {
  std::set<std::string> anchors;
  std::map<std::string, int> seen;
  for (const std::string& heading : test::markdown_headings(markdown)) {
    const std::string anchor = anchor_of(heading);
    const int count = seen[anchor]++;
    anchors.insert(count == 0 ? anchor : anchor + "-" + std::to_string(count));
  }
  return anchors;
}

/// `harness/load` of "`harness/load`,"; empty: the word names no path, or one with a part in capitals to fill in.
std::string project_path_in(const std::string& word) {
  constexpr std::string_view kPathBytes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/";
  const std::size_t begin = word.find_first_not_of("`([\"'");
  const std::string path =
      begin == std::string::npos ? "" : word.substr(begin, word.find_last_not_of("`)]\"'.,;:") + 1 - begin);
  const bool below = std::any_of(kTopFolders.begin(), kTopFolders.end(),
                                 [&](std::string_view folder) { return path.starts_with(folder); });
  const bool pattern = path.find_first_not_of(kPathBytes) != std::string::npos ||
                       path.find("AREA") != std::string::npos || path.find("NAME") != std::string::npos ||
                       path.find("FOLDER") != std::string::npos;
  return below && !pattern ? path : "";
}

/// Of the table whose head begins with these two cells.
Rows rows_below(const std::string& guide, const std::string& first, const std::string& second) {
  const auto tables = test::markdown_tables(test::guide_text(guide));
  const auto found = std::find_if(tables.begin(), tables.end(), [&](const test::MarkdownTable& table) {
    return table.head.size() >= 2 && table.head[0] == first && table.head[1] == second;
  });
  REQUIRE(found != tables.end());
  return found->rows;
}

/// The words in backticks that begin the first cells: `serve` of "`serve [SCENARIO…]`".
std::set<std::string> first_words(const Rows& rows) {
  std::set<std::string> words;
  for (const auto& row : rows) {
    const std::string cell = test::without_backticks(row.front());
    words.insert(cell.substr(0, cell.find(' ')));
  }
  return words;
}

}  // namespace

TEST_CASE("every Markdown file of the project is a tested guide or the changelog", "[docs][guides]") {
  std::set<std::string> found;
  for (auto entry = fs::recursive_directory_iterator(test::source_folder()); entry != fs::end(entry); ++entry) {
    const std::string name = entry->path().filename().string();
    if (entry->is_directory() && (name == "build" || name == "node_modules" || name == ".git")) {
      entry.disable_recursion_pending();
    } else if (entry->path().extension() == ".md") {
      found.insert(fs::relative(entry->path(), test::source_folder()).string());
    }
  }
  found.erase("CHANGELOG.md");
  found.erase("tests/golden/report.md");  // a report
  const auto& guides = test::guides();
  CHECK(found == std::set<std::string>(guides.begin(), guides.end()));
}

TEST_CASE("the README has at most 250 lines and names every other guide", "[docs][guides]") {
  const std::string readme = test::guide_text("README.md");
  CHECK(line_count(readme) <= 250);
  for (const std::string& guide : test::guides()) {
    CAPTURE(guide);
    CHECK((guide == "README.md" || readme.find("](" + guide + ")") != std::string::npos));
  }
}

TEST_CASE("no code block of the README is wider than GitHub shows without scrolling", "[docs][guides]") {
  constexpr std::size_t kColumns = 100;
  for (const auto& block : test::markdown_blocks(test::guide_text("README.md"))) {
    std::istringstream lines(block.text);
    for (std::string line; std::getline(lines, line);) {
      CAPTURE(line);
      CHECK(base::count_code_points(line).value_or(line.size()) <= kColumns);
    }
  }
}

TEST_CASE("every guide begins with what its reader can do and a complete example", "[docs][guides]") {
  constexpr std::size_t kScreen = 45;
  for (const std::string& guide : test::guides()) {
    CAPTURE(guide);
    const std::string text = test::guide_text(guide);
    const bool is_readme = guide == "README.md";
    CHECK((is_readme || text.find("\n\nAfter reading this guide you can ") == text.find("\n\n")));
    const auto blocks = test::markdown_blocks(text);
    const std::string info = guide == "CONTRIBUTING.md" ? "text" : "console";
    const auto first = std::find_if(blocks.begin(), blocks.end(),
                                    [&](const test::MarkdownBlock& block) { return block.info == info; });
    REQUIRE(first != blocks.end());
    CHECK((is_readme || first->line <= kScreen));
  }
}

TEST_CASE("every link of the guides leads to a file and a heading of the project", "[docs][guides]") {
  std::vector<std::string> documents = test::guides();
  documents.emplace_back("CHANGELOG.md");
  for (const std::string& document : documents) {
    for (const std::string& link : test::markdown_links(test::guide_text(document))) {
      CAPTURE(document, link);
      const std::size_t hash = link.find('#');
      const std::string target = link.substr(0, hash);
      const fs::path path = target.empty() ? fs::path(document) : fs::path(document).parent_path() / target;
      REQUIRE(fs::exists(test::source_folder() / path));
      if (hash != std::string::npos) {
        CHECK(anchors_of(test::guide_text(path.lexically_normal().string())).count(link.substr(hash + 1)) == 1);
      }
    }
  }
}

TEST_CASE("every path of the project that the guides name is there", "[docs][guides]") {
  std::size_t found = 0;
  for (const std::string& guide : test::guides()) {
    std::istringstream words(test::guide_text(guide));
    for (std::string word; words >> word;) {
      const std::string path = project_path_in(word);
      if (!path.empty()) {
        CAPTURE(guide, path);
        CHECK(fs::exists(test::source_folder() / path));
        ++found;
      }
    }
  }
  CHECK(found > 40);
}

TEST_CASE("the README lists every command", "[docs][guides]") {
  std::set<std::string> expected;
  for (const auto& row : commands::catalogue()) {
    expected.insert(std::string(row.name));
  }
  CHECK(first_words(rows_below("README.md", "command", "what it does")) == expected);
}

TEST_CASE("the source guide lists every folder of harness", "[docs][guides]") {
  std::set<std::string> expected;
  for (const auto& entry : fs::directory_iterator(test::source_folder() / "harness")) {
    if (entry.is_directory()) {
      expected.insert(entry.path().filename().string() + "/");
    }
  }
  CHECK(first_words(rows_below("harness/README.md", "folder", "contents")) == expected);
}

TEST_CASE("the guide to formats lists every schema and every admin request", "[docs][guides]") {
  const fs::path schemas = test::source_folder() / "schemas";
  std::set<std::string> files;
  for (const auto& row : rows_below("schemas/README.md", "file", "describes")) {
    files.insert(row.front().substr(1, row.front().find(']') - 1));
  }
  for (const auto& entry : fs::directory_iterator(schemas)) {
    const std::string name = entry.path().filename().string() + (entry.is_directory() ? "/" : "");
    CAPTURE(name);
    CHECK((entry.path().extension() == ".md" || files.count(name) == 1));
  }
  const auto api = nlohmann::json::parse(test::guide_text("schemas/admin.openapi.json"));
  std::set<std::string> expected;
  for (const auto& [path, methods] : api.at("paths").items()) {
    for (const auto& [method, unused] : methods.items()) {
      if (!path.starts_with("/sandboxes/{id}/") && method != "parameters") {
        std::string upper = method;
        std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return std::toupper(c); });
        expected.insert(upper + " " + path);
      }
    }
  }
  std::set<std::string> documented;
  for (const auto& row : rows_below("schemas/README.md", "request", "what it does")) {
    documented.insert(test::without_backticks(row.front()));
  }
  CHECK(documented == expected);
}

TEST_CASE("the conformance guide lists every check, feature and report format", "[docs][guides]") {
  Rows checks;
  for (const auto& kind : judge::catalogue()) {
    checks.push_back({"`" + std::string(kind.name) + "`", std::string(word_of(kind.needs)), std::string(kind.summary),
                      test::settings_cell(kind.describe()), "`" + std::string(kind.example) + "`"});
  }
  CHECK(rows_below("scenarios/conformance/README.md", "check", "report") == checks);
  Rows features;
  for (const auto& row : judge::features()) {
    features.push_back({"`" + std::string(row.name) + "`", std::string(row.summary)});
  }
  CHECK(rows_below("scenarios/conformance/README.md", "feature", "the client") == features);
  std::set<std::string> formats;
  for (const auto& row : report::catalogue()) {
    formats.insert(std::string(row.option));
  }
  CHECK(first_words(rows_below("scenarios/conformance/README.md", "option", "output")) == formats);
}
