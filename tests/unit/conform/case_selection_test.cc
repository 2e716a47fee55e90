// Which cases a run includes, and that each is loaded once whatever the number of its instances.
#include "conform/case_selection.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "model/case_names.h"
#include "support/catch.h"
#include "support/temporary_folder.h"

using namespace jobrig;
using conform::Selection;
using conform::SelectionOptions;

namespace {

Selection selected(const SelectionOptions& options) {
  std::ostringstream err;
  auto selection = conform::select_cases(options, err);
  CAPTURE(err.str());
  REQUIRE(selection.has_value());
  return std::move(*selection);
}

SelectionOptions two_cases() {
  SelectionOptions options;
  options.run = {"request/both-options", "request/case-is-kept"};
  return options;
}

std::vector<std::string> things_of(const Selection& selection) {
  std::vector<std::string> things;
  for (const conform::CaseInstance& instance : selection.instances) {
    things.push_back(selection.instantiate(instance)->thing);
  }
  return things;
}

}  // namespace

TEST_CASE("the first instance of a case is the one that was checked", "[conform]") {
  const Selection selection = selected(two_cases());
  REQUIRE(selection.cases.size() == 2);
  REQUIRE(selection.instances.size() == 2);
  CHECK(selection.cases[0].first->name == "request/both-options");
  for (const conform::CaseInstance& instance : selection.instances) {
    CHECK(selection.instantiate(instance) == selection.cases[instance.index].first);
  }
}

TEST_CASE("each repeat of a case has names of its own and the same content", "[conform]") {
  SelectionOptions options = two_cases();
  options.repeat = 3;
  const Selection selection = selected(options);
  const std::vector<std::string> things = things_of(selection);
  REQUIRE(things.size() == 6);
  for (std::size_t i = 0; i < things.size(); ++i) {
    const auto instance = selection.instantiate(selection.instances[i]);
    const model::ConformanceCase& first = *selection.cases[selection.instances[i].index].first;
    CHECK(std::count(things.begin(), things.end(), things[i]) == 1);
    CHECK(instance->name == first.name);
    CHECK(instance->checks.size() == first.checks.size());
    CHECK(instance->scenario.things.at(0).name.prefix.starts_with(things[i]));
  }
}

TEST_CASE("a deadline of the run replaces that of every instance", "[conform]") {
  SelectionOptions options = two_cases();
  options.repeat = 2;
  options.deadline = std::chrono::seconds(7);
  const Selection selection = selected(options);
  for (const conform::CaseInstance& instance : selection.instances) {
    CHECK(selection.instantiate(instance)->deadline == std::chrono::seconds(7));
    CHECK(selection.instantiate(instance)->exact_deadline);
  }
}

TEST_CASE("only the selected built-in cases are loaded", "[conform]") {
  CHECK(selected(two_cases()).known.size() == 2);
}

TEST_CASE("all built-in cases are known if an expectations file needs them", "[conform]") {
  SelectionOptions options = two_cases();
  options.all_known = true;
  const Selection selection = selected(options);
  CHECK(selection.cases.size() == 2);
  CHECK(selection.known.size() > 200);
  CHECK(selection.known.contains("retry/503-then-ok"));
}

TEST_CASE("the shards of a run have each case once", "[conform]") {
  SelectionOptions options;
  options.run = {"request/*"};
  const std::size_t all = selected(options).cases.size();
  std::size_t sum = 0;
  for (const std::size_t index : {1U, 2U, 3U}) {
    options.shard = {index, 3};
    sum += selected(options).cases.size();
  }
  CHECK(sum == all);
}

TEST_CASE("a shuffled run follows from its seed", "[conform]") {
  SelectionOptions options;
  options.run = {"request/*"};
  options.seed = 1;
  const std::vector<std::string> sorted = things_of(selected(options));
  options.shuffle = true;
  const std::vector<std::string> shuffled = things_of(selected(options));
  CHECK(shuffled != sorted);
  CHECK(shuffled == things_of(selected(options)));
  CHECK(std::is_permutation(shuffled.begin(), shuffled.end(), sorted.begin(), sorted.end()));
}

TEST_CASE("the names of a case follow from the seed and stay short if the case makes longer ones", "[conform][any]") {
  SelectionOptions options;
  options.run = {"request/both-options", "request/longest-names"};
  std::vector<std::string> drawn;
  for (options.seed = 0; options.seed < 20; ++options.seed) {
    const std::vector<std::string> things = things_of(selected(options));
    CHECK(things == things_of(selected(options)));
    drawn.push_back(things.at(0));
    CHECK(things.at(1) == model::case_names("request/longest-names", 1).thing);
  }
  std::sort(drawn.begin(), drawn.end());
  CHECK(std::unique(drawn.begin(), drawn.end()) - drawn.begin() > 10);
}

TEST_CASE("two cases of one name are reported with the places of both", "[conform]") {
  const test::TemporaryFolder folder;
  const std::string text =
      "# A comment.\nsummary: x\nlevel: MUST\nrequirement: r\nsource: s\ncall: {operation: DescribeJobExecution}\n"
      "expect: {requests: 1}\n";
  SelectionOptions options;
  for (const char* const name : {"one", "other"}) {
    std::filesystem::create_directory(folder.path() / name);
    options.paths.push_back((folder.path() / name / "same.yaml").string());
    std::ofstream(options.paths.back()) << text;
  }
  std::ostringstream err;
  CHECK_FALSE(conform::select_cases(options, err).has_value());
  CHECK(err.str().find(options.paths[1] + ":2:1: two cases are named \"same\"; the other is in " + options.paths[0] +
                       ":2\n") != std::string::npos);
}

TEST_CASE("a selection can name the cases exactly and refuses names that no case has", "[conform]") {
  SelectionOptions options;
  options.only = {"request/both-options", "request/case-is-kept"};
  CHECK(selected(options).cases.size() == 2);
  options.run = {"request/case-*"};
  const Selection both = selected(options);
  REQUIRE(both.cases.size() == 1);
  CHECK(both.cases[0].first->name == "request/case-is-kept");
  options.only->insert("request/case-is-keptt");
  std::ostringstream err;
  CHECK_FALSE(conform::select_cases(options, err));
  CHECK(err.str() ==
        "jobrig: --rerun-failed: the case \"request/case-is-keptt\" no longer exists; did you mean "
        "\"request/case-is-kept\"?\n");
}
