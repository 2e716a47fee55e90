// Projects: the files of each kind of client.
#include "init/project.h"

#include <algorithm>
#include <set>
#include <string>

#include "support/catch.h"

using namespace jobrig;

TEST_CASE("a project of each kind has a client, a scenario, a case, known failures and a pipeline", "[init]") {
  REQUIRE(init::kinds().size() == 4);
  for (const init::KindRow& kind : init::kinds()) {
    CAPTURE(kind.name);
    std::set<std::string> paths;
    for (const init::ProjectFile& file : init::project_files(kind)) {
      CAPTURE(file.path);
      CHECK(paths.insert(file.path).second);
      CHECK_FALSE(file.text.empty());
      CHECK(file.text.find("@client@") == std::string::npos);
    }
    for (const char* const path : {"scenario.yaml", "case.yaml", "known-failures.yaml", "ci.yml.example"}) {
      CAPTURE(path);
      CHECK(paths.contains(path));
    }
    CHECK(std::any_of(paths.begin(), paths.end(),
                      [&](const std::string& path) { return kind.edit.find(path) != std::string_view::npos; }));
    CHECK(init::kind_named(kind.name) == &kind);
  }
  CHECK(init::kind_named("go") == nullptr);
}

TEST_CASE("the pipeline of a project runs its client", "[init]") {
  for (const init::KindRow& kind : init::kinds()) {
    const auto files = init::project_files(kind);
    const auto ci =
        std::find_if(files.begin(), files.end(), [](const auto& one) { return one.path == "ci.yml.example"; });
    REQUIRE(ci != files.end());
    CHECK(ci->text.find(" " + std::string(kind.client) + "\n") != std::string::npos);
  }
}
