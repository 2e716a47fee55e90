// Life cycle files: what is read, and every mistake with its position.
#include "life_cycles/loader.h"

#include <chrono>
#include <string>
#include <vector>

#include "base/json_text.h"
#include "contract/schemas.h"
#include "load/document.h"
#include "load/sources.h"
#include "support/catch.h"
#include "support/loading.h"
#include "yaml/reader.h"

using namespace jobrig;
using namespace std::chrono_literals;

namespace {

const std::string kCycle = R"(summary: x
things: {"lamp-{1..3}": {firmware-7: {}}}
course: [{when: IN_PROGRESS, job: firmware-7, after: 2s, do: kill, for: 1s}]
expect: {ends: SUCCEEDED, starts-once: true}
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  REQUIRE(text.find(from) != std::string::npos);
  return text.replace(text.find(from), from.size(), to);
}

std::optional<life_cycles::LifeCycle> cycle_in(const std::string& yaml, std::string& mistakes) {
  base::Diagnostics diagnostics;
  const auto document = load::parse({"mine", "mine.yaml", yaml, {}}, diagnostics);
  REQUIRE(document);
  CHECK(load::kind_of(*document) == load::SourceKind::kLifeCycle);
  auto cycle = life_cycles::load_life_cycle(*document, diagnostics);
  mistakes = test::in_words(diagnostics);
  CHECK(cycle.has_value() == mistakes.empty());
  return cycle;
}

bool schema_of_life_cycles_accepts(const std::string& yaml) {
  base::Diagnostics diagnostics;
  const auto node = yaml::read_yaml(yaml, "mine.yaml", diagnostics);
  REQUIRE(node);
  const auto text = base::json_text(*node, "it", diagnostics);
  REQUIRE(text);
  return contract::validate_against("life-cycle.schema.json", *text).empty();
}

}  // namespace

TEST_CASE("a life cycle has one agent for each thing of a range", "[agents][load]") {
  std::string mistakes;
  const auto cycle = cycle_in(kCycle, mistakes);
  REQUIRE(mistakes == "");
  CHECK(cycle->things == std::vector<std::string>{"lamp-1", "lamp-2", "lamp-3"});
  REQUIRE(cycle->course.size() == 1);
  const life_cycles::Step& step = cycle->course.front();
  CHECK(step.status == model::Status::kInProgress);
  CHECK(step.job == "firmware-7");
  CHECK(step.after == 2s);
  CHECK(step.act == life_cycles::Act::kKill);
  CHECK(step.span == 1s);
  CHECK(cycle->expectations.size() == 2);
  CHECK(cycle->settle == 1s);
  CHECK(cycle->limit == 90s);
}

TEST_CASE("every mistake in a life cycle is reported, and the schema refuses the same files",
          "[agents][load][schema]") {
  struct Row {
    std::string from;
    std::string to;
    std::string says;
    bool in_schema = true;  // false: only the loader can know it
  };
  const std::vector<Row> rows{
      {"do: kill", "do: kil", "did you mean \"kill\"?"},
      {"do: kill, ", "", "a step of \"course\" needs \"do\""},
      {"do: kill", "do: cut", "\"cut\" takes no time; remove \"for\""},
      {"do: kill, for: 1s", "do: outage", "\"outage\" needs a time longer than 0s, such as for: 2s"},
      {"do: kill, for: 1s", "do: advance, for: 0s", "\"advance\" needs a time longer than 0s, such as for: 2s"},
      {"job: firmware-7, after: 2s, do: kill, for: 1s", "do: cancel", "\"cancel\" needs the job that it concerns"},
      {"job: firmware-7", "job: firmware-8", "no thing has the job \"firmware-8\"; did you mean \"firmware-7\"?",
       false},
      {"when: IN_PROGRESS, ", "", "\"job\" needs \"when\" with a status", false},
      {"when: IN_PROGRESS", "when: IN_PROGRES", "did you mean \"IN_PROGRESS\"?"},
      {"starts-once", "starts-onces", "unknown check \"starts-onces\"; did you mean \"starts-once\"?"},
      {"starts-once: true", "starts-once: 5", "\"starts-once\" takes no"},
      {"ends: SUCCEEDED", "ends: SUCCEDED", "did you mean \"SUCCEEDED\"?"},
      {"ends: SUCCEEDED", "storm: {within: 3s}", "\"storm\" needs \"at-most\""},
      {"ends: SUCCEEDED", "storm: {at-most: 2, within: 1s}", "\"within\" must be at least 2s", false},
      {"ends: SUCCEEDED", "request-rate: {at-most: 0}", "from 1 to 1000000"},
      {"ends: SUCCEEDED", "in-order: []", "\"jobs\" must be a list of jobs"},
      {"ends: SUCCEEDED", "waits-after-throttling: soon", "duration"},
      {"{ends: SUCCEEDED, starts-once: true}", "{}", "\"expect\" must be a map of at least one check"},
      {"expect:", "expct:", "a life cycle needs \"expect\""},
      {"\"lamp-{1..3}\"", "\"lamp-{1..65}\"", "needs 1 to 64 things", false},
      {"summary: x\n", "", "a life cycle needs \"summary\""},
      {"summary: x\n", "summary: x\nsettle: 0s\n", "\"settle\" must be longer than 0s and at most 10m"},
      {"summary: x\n", "summary: x\nlimit: 11m\n", "\"limit\" must be longer than 0s and at most 10m", false}};
  CHECK(schema_of_life_cycles_accepts(kCycle));
  for (const Row& row : rows) {
    const std::string yaml = replaced(kCycle, row.from, row.to);
    CAPTURE(yaml);
    std::string mistakes;
    cycle_in(yaml, mistakes);
    CHECK_THAT(mistakes, Catch::Matchers::Contains(row.says));
    CHECK(mistakes.find(":") < 3);  // begins with the line
    if (row.in_schema) {
      CHECK_FALSE(schema_of_life_cycles_accepts(yaml));
    }
  }
}

TEST_CASE("every check has an example that loads and that the schema accepts", "[agents][load][schema]") {
  REQUIRE(life_cycles::catalogue().size() >= 14);
  for (const auto& kind : life_cycles::catalogue()) {
    const std::string yaml =
        replaced(kCycle, "{ends: SUCCEEDED, starts-once: true}", "{" + std::string(kind.example) + "}");
    CAPTURE(yaml);
    std::string mistakes;
    cycle_in(yaml, mistakes);
    CHECK(mistakes == "");
    CHECK(schema_of_life_cycles_accepts(yaml));
    CHECK_FALSE(kind.summary.empty());
    CHECK(kind.requirement.ends_with("."));
    CHECK_FALSE(kind.source.empty());
  }
}
