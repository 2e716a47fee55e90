// The numbers of built-in cases by operation and level: what the guide says, and how many there are at least.
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "contract/operations.h"
#include "suite/case_loader.h"
#include "support/catch.h"
#include "support/checked_in.h"

using namespace jobrig;

namespace {

struct CaseCounts {
  int must = 0;
  int should = 0;
  int info = 0;

  [[nodiscard]] int all() const { return must + should + info; }
};

/// A case that makes calls of several operations counts for each.
std::map<std::string, CaseCounts> counts_by_operation() {
  std::map<std::string, CaseCounts> counts;
  for (const model::ConformanceCase& one : suite::shipped_cases()) {
    std::set<std::string> operations;
    for (const model::CaseCall& call : one.calls) {
      operations.insert(call.operation);
    }
    for (const std::string& operation : operations) {
      CaseCounts& mine = counts[operation];
      (one.level == model::Level::kMust     ? mine.must
       : one.level == model::Level::kShould ? mine.should
                                            : mine.info) += 1;
    }
  }
  return counts;
}

}  // namespace

TEST_CASE("the guide states the number of cases by operation and level", "[suite][generated]") {
  auto counts = counts_by_operation();
  std::string expected = "| operation | MUST | SHOULD | INFO | all |\n|---|---|---|---|---|\n";
  for (const std::string_view name : contract::operation_names()) {
    const CaseCounts& mine = counts[std::string(name)];
    expected += "| " + std::string(name);
    for (const int count : {mine.must, mine.should, mine.info, mine.all()}) {
      expected += " | " + std::to_string(count);
    }
    expected += " |\n";
  }
  INFO(test::kHowToWrite);
  CHECK(test::table_below("scenarios/conformance/README.md", "### Cases by operation", expected) == expected);
}

TEST_CASE("each operation has many cases", "[suite]") {
  constexpr std::array<std::pair<std::string_view, int>, 5> kLeast{{{"DescribeJobExecution", 400},
                                                                    {"UpdateJobExecution", 80},
                                                                    {"StartNextPendingJobExecution", 50},
                                                                    {"GetPendingJobExecutions", 50},
                                                                    {"StartCommandExecution", 50}}};
  auto counts = counts_by_operation();
  for (const auto& [operation, least] : kLeast) {
    CAPTURE(operation);
    CHECK(counts[std::string(operation)].all() >= least);
  }
}
