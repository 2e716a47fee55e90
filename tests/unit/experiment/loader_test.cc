// Experiment files: what is read, and every mistake with its position.
#include "experiment/loader.h"

#include <chrono>
#include <string>

#include "base/json_text.h"
#include "conform/experiment_files.h"
#include "contract/schemas.h"
#include "contract/shipped_scenarios.h"
#include "load/document.h"
#include "load/sources.h"
#include "support/catch.h"
#include "support/loading.h"
#include "yaml/reader.h"

using namespace jobrig;
using namespace std::chrono_literals;

namespace {

const std::string kMinimal = R"(summary: x
steady-state: {for: 30s, successes: {at-least: 99%}}
stages: [{for: 1m, on: outage}]
)";

std::string mistakes_in_experiment(const std::string& yaml) {
  base::Diagnostics diagnostics;
  const auto document = load::parse({"mine", "mine.yaml", yaml, {}}, diagnostics);
  REQUIRE(document);
  CHECK(load::kind_of(*document) == load::SourceKind::kExperiment);
  const auto experiment = conform::load_experiment(*document, diagnostics);
  const std::string words = test::in_words(diagnostics);
  return experiment.has_value() == words.empty() ? words : "experiment and mistakes do not fit: " + words;
}

bool schema_of_experiments_accepts(const std::string& yaml) {
  base::Diagnostics diagnostics;
  const auto node = yaml::read_yaml(yaml, "mine.yaml", diagnostics);
  REQUIRE(node);
  const auto text = base::json_text(*node, "it", diagnostics);
  REQUIRE(text);
  return contract::validate_against("experiment.schema.json", *text).empty();
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  REQUIRE(text.find(from) != std::string::npos);
  return text.replace(text.find(from), from.size(), to);
}

experiment::Experiment experiment_in(const std::string& yaml) {
  base::Diagnostics diagnostics;
  const auto node = yaml::read_yaml(yaml, "mine.yaml", diagnostics);
  REQUIRE(node);
  auto experiment = experiment::load_experiment("mine", *node, diagnostics);
  INFO(test::in_words(diagnostics));
  REQUIRE(experiment);
  return *experiment;
}

}  // namespace

TEST_CASE("an experiment is read with all its keys", "[experiment][load]") {
  const auto experiment = experiment_in(R"(summary: All keys.
seed: 9
order: shuffled
requests: 20
steady-state:
  for: 30s
  settle: 10s
  requests: {at-least: 5, at-most: 500}
  p99: {at-most: 250ms}
limits: {window: 5s, retries-per-call: {at-most: 1.5}}
stages:
  - {name: one, for: 1m, jitter: 10%, on: [a, b]}
  - {for: 2m, off: c, limits: {}}
)");
  CHECK(experiment.summary == "All keys.");
  CHECK(experiment.seed == 9);
  CHECK(experiment.shuffled);
  CHECK(experiment.requests == 20);
  CHECK(experiment.steady.duration == 30s);
  CHECK(experiment.steady.settle == 10s);
  REQUIRE(experiment.steady.limits.size() == 3);
  CHECK(experiment.steady.limits[0].at_least);
  CHECK(experiment.steady.limits[1].bound == 500);
  CHECK(experiment::limit_text(experiment.steady.limits[2]) == "at most 250ms");
  CHECK(experiment.window == 5s);
  CHECK(experiment.limits.size() == 1);
  REQUIRE(experiment.stages.size() == 2);
  CHECK(experiment.stages[0].name == "one");
  CHECK(experiment.stages[0].jitter == Approx(0.1));
  CHECK(experiment.stages[0].on.size() == 2);
  CHECK_FALSE(experiment.stages[0].limits);
  CHECK(experiment.stages[1].name == "stage 2");
  CHECK(experiment.stages[1].off.front().name == "c");
  CHECK(experiment.stages[1].limits->empty());
}

TEST_CASE("omitted keys have their defaults", "[experiment][load]") {
  const auto experiment = experiment_in(kMinimal);
  CHECK_FALSE(experiment.seed);
  CHECK_FALSE(experiment.shuffled);
  CHECK(experiment.requests == 1);
  CHECK(experiment.steady.settle == 0s);
  CHECK(experiment.window == 10s);
  CHECK(experiment.stages[0].name == "stage 1");
}

TEST_CASE("each mistake in an experiment is reported with its position and what is expected", "[experiment][load]") {
  CHECK(mistakes_in_experiment(kMinimal).empty());
  CHECK(mistakes_in_experiment(with(kMinimal, "successes", "succeses")) ==
        "2:26: \"steady-state\" has no key \"succeses\"; did you mean \"successes\"?\n");
  CHECK(mistakes_in_experiment(with(kMinimal, ", successes: {at-least: 99%}", "")) ==
        "2:15: \"steady-state\" needs a limit, as in successes: {at-least: 99%}\n");
  CHECK(mistakes_in_experiment(with(kMinimal, "99%", "99")).find("2:48: \"at-least\"") == 0);
  CHECK(mistakes_in_experiment(with(kMinimal, "{at-least: 99%}", "{}")) ==
        "2:37: \"successes\" needs \"at-least\" or \"at-most\"\n");
  CHECK(mistakes_in_experiment(with(kMinimal, "at-least: 99%", "at-least: 99%, at-most: 1%")) ==
        "2:62: \"at-most\" must not be below \"at-least\"\n");
  CHECK(mistakes_in_experiment(with(kMinimal, "for: 30s, ", "")) == "2:15: \"steady-state\" needs \"for\"\n");
  CHECK(mistakes_in_experiment(with(kMinimal, "30s", "0s")) == "2:21: \"for\" must be longer than 0s\n");
  CHECK(mistakes_in_experiment(with(kMinimal, "on: outage", "on: []")) ==
        "3:24: \"on\" is an empty list; omit it or add the name of a rule\n");
  CHECK(mistakes_in_experiment(with(kMinimal, "on: outage", "on: 5")) ==
        "3:24: the name of a rule must be text; write \"5\" in quotes\n");
  CHECK(mistakes_in_experiment(with(kMinimal, "on: outage}", "on: a}, {for: 1s, off: [b, a]}")) ==
        "3:47: rule \"a\" is in \"on\", too; a rule in \"on\" is off in all other stages\n");
  CHECK(mistakes_in_experiment(with(kMinimal, "on: outage}", "name: a}, {for: 1s, name: a}")) ==
        "3:30: two stages have the name \"a\"\n");
  CHECK(mistakes_in_experiment("summary: x\nstages: []\n") ==
        "1:1: an experiment needs \"steady-state\"\n2:9: \"stages\" must be a list of 1 to 1000 stages\n");
  CHECK(mistakes_in_experiment(kMinimal + "order: random\n").find("\"order\" must be one of as-listed, shuffled") !=
        std::string::npos);
  CHECK(mistakes_in_experiment(kMinimal + "stage: 1\n") ==
        "4:1: an experiment has no key \"stage\"; did you mean \"stages\"?\n");
}

TEST_CASE("the rules of an experiment are those of the scenario that it names", "[experiment][load]") {
  const std::string named = kMinimal + "scenario: chaos/flapping\n";
  CHECK(mistakes_in_experiment(with(named, "on: outage", "on: [away]")).empty());
  CHECK(mistakes_in_experiment(with(named, "on: outage", "on: [awya]")) ==
        "3:25: scenario \"chaos/flapping\" has no rule \"awya\"; did you mean \"away\"?\n");
  CHECK(
      mistakes_in_experiment(kMinimal + "scenario: chaos/flaping\n") ==
      "4:11: unknown scenario \"chaos/flaping\"; expected a built-in name or a file below the experiment's folder; did "
      "you mean \"chaos/flapping\"?\n");
}

TEST_CASE("an experiment names a scenario file beside it", "[experiment][load]") {
  const auto mistakes = [](const std::string& scenario) {
    base::Diagnostics diagnostics;
    const load::Source source{"mine", "mine.yaml", kMinimal + "scenario: mine.scenario.yaml\n",
                              [&](const std::string& path) -> base::Result<std::string> {
                                return path == "mine.scenario.yaml" ? base::Result(scenario) : base::Error{"not found"};
                              }};
    const auto document = load::parse(source, diagnostics);
    REQUIRE(document);
    conform::load_experiment(*document, diagnostics);
    return test::in_words(diagnostics);
  };
  CHECK(mistakes("summary: x\nrules: [{name: outage, answers: [{error: 503}]}]\n").empty());
  CHECK(mistakes("summary: x\nrules: [{answers: [{error: 503}]}]\n") ==
        "3:24: scenario \"mine.scenario.yaml\" has no rule \"outage\"\n");
  CHECK(mistakes("summary: x\nrule: []\n") == "4:11: scenario \"mine.scenario.yaml\" has mistakes; check it first\n");
}

TEST_CASE("every shipped experiment loads and its scenario has its rules", "[experiment][load]") {
  const auto shipped = contract::shipped_folder("experiments");
  CHECK(shipped.size() >= 5);
  for (const auto* const file : shipped) {
    CAPTURE(file->name);
    CHECK(mistakes_in_experiment(std::string(file->text)).empty());
    CHECK(file->text.find("\nscenario: chaos/") != std::string_view::npos);
    CHECK(schema_of_experiments_accepts(std::string(file->text)));
  }
}

TEST_CASE("schema and reader of experiments accept and reject the same files", "[experiment][schema]") {
  for (const std::string& right :
       {kMinimal, with(kMinimal, "on: outage", "on: [a], off: [b], jitter: 10%, limits: {p50: {at-most: 1s}}"),
        kMinimal + "limits: {window: 5s, successes: {at-least: 1%}}\nseed: 1\norder: as-listed\nrequests: 7\n"}) {
    CAPTURE(right);
    CHECK(mistakes_in_experiment(right).empty());
    CHECK(schema_of_experiments_accepts(right));
  }
  for (const std::string& wrong :
       {with(kMinimal, "summary: x\n", ""), with(kMinimal, "30s", "30"), with(kMinimal, "30s", "0s"),
        with(kMinimal, "99%", "101%"), with(kMinimal, "99%", "0.99"), with(kMinimal, "{at-least: 99%}", "{}"),
        with(kMinimal, "successes: {at-least: 99%}", "settle: 1s"), with(kMinimal, "for: 1m, ", ""),
        with(kMinimal, "on: outage", "on: []"), with(kMinimal, "on: outage", "in: outage"),
        with(kMinimal, "on: outage", "limits: {window: 1s}"), kMinimal + "order: random\n", kMinimal + "requests: 0\n",
        kMinimal + "seed: -1\n", kMinimal + "rules: []\n", kMinimal + "limits: {window: 0s}\n"}) {
    CAPTURE(wrong);
    CHECK_FALSE(mistakes_in_experiment(wrong).empty());
    CHECK_FALSE(schema_of_experiments_accepts(wrong));
  }
}
