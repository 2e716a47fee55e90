// Results of an experiment: text, JSON that keeps its schema, and Markdown.
#include "experiment/outcome.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <string>

#include "contract/schemas.h"
#include "support/catch.h"
#include "support/experiment_outcome.h"

using namespace jobrig;
using nlohmann::json;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the text shows each phase with its figures and the verdict", "[experiment]") {
  const std::string text = experiment::outcome_text(test::halted_outcome());
  CHECK(text ==
        "Devices recover.\n"
        "\n"
        "PHASE   TIME  REQUESTS  SUCCESSES  CALL-SUCCESSES  RETRIES-PER-CALL  P50  P99   RESULT\n"
        "before  30s   200       99.5%      100%            0.005             2ms  12ms  held\n"
        "outage  20s   50        2%         4%              0.667             1ms  1ms   limit exceeded\n"
        "after                                                                           not run\n"
        "\n"
        "outage: 7 exchanges are not in the figures, because the journal in memory dropped them\n"
        "outage: rule \"slow\" answered no request\n"
        "rule \"away\" could not be switched back; the mock does so when its time is over\n"
        "halted, because a limit was exceeded: stage \"outage\": successes 2%, expected at least 5%\n"
        "seed 18446744073709551615\n");
}

TEST_CASE("the JSON of an experiment keeps its schema", "[experiment][schema]") {
  for (const experiment::Outcome& outcome : {test::halted_outcome(), test::held_outcome()}) {
    const std::string text = experiment::outcome_json(outcome);
    for (const auto& violation : contract::validate_against("experiment-report.schema.json", text)) {
      CHECK(violation.message == "");
    }
  }
  const json report = json::parse(experiment::outcome_json(test::halted_outcome()));
  CHECK(report.at("ending") == "halted");
  CHECK(report.at("seed") == "18446744073709551615");
  CHECK(report.at("phases").at(1).at("findings").at(0).at("value") == 0.02);
  CHECK(report.at("phases").at(2).at("began") == false);
}

TEST_CASE("each ending has a word and a sentence", "[experiment]") {
  experiment::Outcome outcome = test::held_outcome();
  for (const auto& [ending, word, sentence] :
       {std::tuple(experiment::Ending::kHeld, "held", "the hypothesis held\n"),
        std::tuple(experiment::Ending::kNotHeld, "not-held", "the hypothesis did not hold\n"),
        std::tuple(experiment::Ending::kNotSteady, "not-steady", "no stage ran, because the steady state did not hold"),
        std::tuple(experiment::Ending::kHalted, "halted", "halted, because a limit was exceeded\n"),
        std::tuple(experiment::Ending::kInterrupted, "interrupted", "interrupted\n"),
        std::tuple(experiment::Ending::kBroken, "broken", "ended early, because the mock could not be used\n")}) {
    outcome.ending = ending;
    CHECK(experiment::word_of(ending) == word);
    CHECK(has(experiment::outcome_text(outcome), sentence));
  }
}

TEST_CASE("text of the experiment's author cannot act in a terminal or a CI log or Markdown", "[experiment]") {
  experiment::Outcome outcome = test::halted_outcome();
  outcome.summary = "::error::x\x1b[2J <b>";
  outcome.phases[1].name = "a|b\n::set-output::";
  const std::string text = experiment::outcome_text(outcome);
  CHECK_FALSE(has(text, "\x1b"));
  CHECK_FALSE(has(text, "\n::"));
  CHECK_FALSE(text.starts_with("::"));
  const std::string markdown = experiment::outcome_markdown(outcome);
  CHECK_FALSE(has(markdown, "<b>"));
  CHECK(has(markdown, "a\\|b"));
}

TEST_CASE("Markdown has a row for each phase", "[experiment]") {
  const std::string markdown = experiment::outcome_markdown(test::halted_outcome());
  CHECK(has(markdown, "### Devices recover"));
  CHECK(has(markdown,
            "| phase | time | requests | successes | call-successes | retries-per-call | p50 | p99 | result |\n"
            "| --- | --- |"));
  CHECK(has(markdown, "| outage | 20s | 50 |"));
  CHECK(has(markdown, "seed 18446744073709551615\n"));
}
