// The list of known failures that a run writes: a new file, and the changes to the file of an earlier run.
#include "expectations/update.h"

#include <string>
#include <utility>
#include <vector>

#include "base/units.h"
#include "expectations/known_failures.h"
#include "expectations/reader.h"
#include "expectations/repeats.h"
#include "model/conformance_words.h"
#include "support/catch.h"
#include "support/loading.h"

using namespace jobrig;
using model::Level;
using model::Verdict;

namespace {

const base::Instant kRunDay = *base::parse_instant("2026-11-27T12:00:00Z");
const expectations::KnownCases kSuite{{"a/cut", {"outcome", "requests"}},
                                      {"a/empty", {"outcome"}},
                                      {"b/hang", {"outcome"}},
                                      {"b/next", {"outcome"}},
                                      {"c/retry", {"outcome", "requests"}}};

model::CaseResult passing(const std::string& name) {
  model::CaseResult one;
  one.name = name;
  return one;
}

model::CaseResult failing(const std::string& name, const std::vector<std::string>& checks,
                          Verdict verdict = Verdict::kFailed) {
  model::CaseResult one = passing(name);
  one.verdict = verdict;
  one.reason = (checks.empty() ? std::string(model::row_of(verdict).word) : checks.front()) + ": expected an error";
  for (const std::string& check : checks) {
    one.checks.push_back({check, Level::kMust, true, {false, "an error", "a success", "", {}}});
  }
  return one;
}

model::CaseResult repeated(model::CaseResult one, std::uint64_t repeat) {
  one.repeat = repeat;
  return one;
}

std::vector<model::Expectation> entries_of(const std::string& text) {
  base::Diagnostics diagnostics;
  const auto document = load::parse({"k", "k.yaml", text, {}}, diagnostics);
  auto all = document ? expectations::load_expectations(*document, kSuite, diagnostics) : std::nullopt;
  INFO(text << test::in_words(diagnostics));
  REQUIRE(all);
  return std::move(*all);
}

expectations::Updated updated(const std::string& text, const std::vector<model::CaseResult>& results) {
  const std::vector<model::Expectation> own = text.empty() ? std::vector<model::Expectation>() : entries_of(text);
  const auto made = expectations::update({text, own, {}, results, "curl 7.88.1", kRunDay, false});
  INFO((made ? "" : made.error().message));
  REQUIRE(made);
  return *made;
}

/// The problems and uncovered failures of the same run with the written list.
std::string red_with(const std::string& text, const std::vector<model::CaseResult>& results) {
  const std::vector<model::Expectation> list = entries_of(text);
  const expectations::Expectations known{list, kRunDay, false};
  std::string words;
  for (const model::CaseResult& one : results) {
    if (model::row_of(one.verdict).red && expectations::known_failure(known, one).empty()) {
      words += one.name + " is not covered\n";
    }
  }
  std::vector<model::CaseResult> noted = results;
  for (model::CaseResult& one : noted) {
    one.known_flaky = expectations::known_flaky(known, one);
  }
  for (const model::RunProblem& one : expectations::flaky_problems(noted)) {
    words += one.what + ": " + one.where + "\n";
  }
  for (const model::RunProblem& one : expectations::expectation_problems(known, results)) {
    words += one.what + ": " + one.detail + "\n";
  }
  return words;
}

const std::string kOld =
    "# Of curl.\n"
    "summary: curl\n"
    "known-failures:\n"
    "  # By design (issue 7).\n"
    "  - case: [a/cut, a/empty]\n"
    "    check: outcome   # not requests\n"
    "    reason: >-\n"
    "      The body is printed\n"
    "      as it came.\n"
    "    expires: 2028-06-30\n"
    "\n"
    "  # Waits for ever.\n"
    "  - {case: b/hang, verdict: timed-out, reason: It waits., expires: 2028-06-30}\n"
    "# The end.\n";

}  // namespace

TEST_CASE("a new list of known failures has an entry for each kind of failure in order", "[expectations]") {
  const std::vector<model::CaseResult> results{failing("a/cut", {"outcome", "requests"}),
                                               failing("b/hang", {}, Verdict::kTimedOut), passing("b/next"),
                                               failing("a/empty", {"outcome"}), failing("c/retry", {"outcome"})};
  const auto made = updated("", results);
  CHECK(made.text ==
        "# Known failures, written by jobrig conform --write-expectations. Replace each TODO with what the client does "
        "and\n# why it is accepted, and set the day by which it is mended.\n"
        "summary: \"curl 7.88.1\"\n"
        "known-failures:\n"
        "  - case: a/cut\n"
        "    check: [outcome, requests]\n"
        "    reason: \"TODO: outcome: expected an error\"\n"
        "    expires: 2027-02-25\n"
        "  - case:\n"
        "      - a/empty\n"
        "      - c/retry\n"
        "    check: outcome\n"
        "    reason: \"TODO: outcome: expected an error\"\n"
        "    expires: 2027-02-25\n"
        "  - case: b/hang\n"
        "    verdict: timed-out\n"
        "    reason: \"TODO: timed-out: expected an error\"\n"
        "    expires: 2027-02-25\n");
  CHECK(made.added == 3);
  CHECK(red_with(made.text, results).empty());
  std::vector<model::CaseResult> other_order(results.rbegin(), results.rend());
  CHECK(updated("", other_order).text == made.text);
}

TEST_CASE("a list whose entries all still apply is written as it was", "[expectations]") {
  const auto made = updated(kOld, {failing("a/cut", {"outcome"}), failing("a/empty", {"outcome"}),
                                   failing("b/hang", {}, Verdict::kTimedOut), passing("b/next")});
  CHECK(made.text == kOld);
  CHECK(made.kept == 2);
}

TEST_CASE("the entries of cases that were not run or could not be run stay", "[expectations]") {
  CHECK(updated(kOld, {passing("b/next")}).text == kOld);
  CHECK(updated(kOld, {failing("b/hang", {}, Verdict::kHarnessError)}).text == kOld);
}

TEST_CASE("an entry loses the cases that pass and keeps its reason and comments", "[expectations]") {
  const std::vector<model::CaseResult> results{passing("a/cut"), failing("a/empty", {"outcome"}),
                                               failing("b/hang", {}, Verdict::kTimedOut)};
  const auto made = updated(kOld, results);
  std::string expected = kOld;
  const std::size_t from = expected.find("  - case: [");
  expected.replace(from, expected.find("\n\n") + 1 - from,
                   "  - case: a/empty\n    check: outcome\n    reason: \"The body is printed as it came.\"\n"
                   "    expires: 2028-06-30\n");
  CHECK(made.text == expected);
  CHECK(made.changed == 1);
  CHECK(red_with(made.text, results).empty());
}

TEST_CASE("an entry without cases left is removed with its comments", "[expectations]") {
  const auto made = updated(kOld, {passing("b/hang")});
  CHECK(made.removed == 1);
  CHECK(made.text.find("Waits for ever") == std::string::npos);
  CHECK(made.text.find("# By design (issue 7).") != std::string::npos);
  CHECK(made.text.ends_with("# The end.\n"));
  const auto none = updated(kOld, {passing("b/hang"), passing("a/cut"), passing("a/empty")});
  CHECK(none.text == "# Of curl.\nsummary: curl\nknown-failures: []\n\n# The end.\n");
  CHECK(updated(none.text, {failing("b/next", {"outcome"})}).text.find("known-failures:\n  - case: b/next\n") !=
        std::string::npos);
}

TEST_CASE("a failure by one more check gets an entry of its own beside the one that there is", "[expectations]") {
  const std::vector<model::CaseResult> results{failing("a/cut", {"outcome", "requests"})};
  const auto made = updated(kOld, results);
  CHECK(made.kept == 2);
  CHECK(made.text.find("  - case: a/cut\n    check: requests\n") != std::string::npos);
  CHECK(red_with(made.text, results).empty());
}

TEST_CASE("an entry that has expired and still applies gets a new date", "[expectations]") {
  std::string old = kOld;
  old.replace(old.find("2028"), 4, "2020");
  const std::vector<model::CaseResult> results{failing("a/cut", {"outcome"}), failing("a/empty", {"outcome"})};
  const auto made = updated(old, results);
  CHECK(made.changed == 1);
  CHECK(made.text.find("    expires: 2027-02-25\n") != std::string::npos);
  CHECK(red_with(made.text, results).empty());
  CHECK(updated(old, {passing("b/next")}).text == old);
}

TEST_CASE("a crash is written as a crash", "[expectations]") {
  model::CaseResult crash = failing("a/cut", {"outcome"});
  crash.record.crashed = true;
  const auto made = updated("", {crash});
  CHECK(made.text.find("    check: [crash, outcome]\n") != std::string::npos);
  CHECK(red_with(made.text, {crash}).empty());
}

TEST_CASE("a case whose repeats differ becomes a flaky case", "[expectations]") {
  const std::vector<model::CaseResult> results{failing("c/retry", {"requests"}), repeated(passing("c/retry"), 2),
                                               repeated(passing("c/retry"), 3)};
  const auto made = updated("", results);
  CHECK(
      made.text.ends_with("known-failures: []\n"
                          "known-flaky:\n"
                          "  - case: c/retry\n"
                          "    reason: \"TODO: the repeats differ: failed by requests once, passed 2 times\"\n"
                          "    expires: 2027-02-25\n"));
  CHECK(red_with(made.text, results).empty());
  CHECK(updated(made.text, results).text == made.text);
  // It also takes the place of the entry of a failure that does not always come.
  const std::string known =
      "summary: c\nknown-failures:\n  - {case: c/retry, check: requests, reason: r, expires: 2028-06-30}\n";
  const std::vector<model::CaseResult> vary{failing("c/retry", {"requests"}),
                                            repeated(failing("c/retry", {"outcome", "requests"}), 2)};
  const auto moved = updated(known, vary);
  CHECK(moved.removed == 1);
  CHECK(moved.added == 1);
  CHECK(red_with(moved.text, vary).empty());
  model::CaseResult crash = repeated(failing("c/retry", {}), 2);
  crash.record.crashed = true;
  CHECK(updated("", {passing("c/retry"), crash}).text.find("known-flaky") == std::string::npos);
}

TEST_CASE("a list that is not written in blocks is not changed", "[expectations]") {
  const std::string flow = "summary: c\nknown-failures: [{case: a/cut, reason: r, expires: 2028-06-30}]\n";
  const std::vector<model::Expectation> own = entries_of(flow);
  const auto made = expectations::update({flow, own, {}, {}, "c", kRunDay, false});
  REQUIRE_FALSE(made);
  CHECK(made.error().message == "k.yaml:2: only entries that start with \"- \" on a line of their own can be updated");
}

TEST_CASE("what another list covers is not written again", "[expectations]") {
  const std::vector<model::Expectation> elsewhere = entries_of(kOld);
  const std::vector<model::CaseResult> results{failing("a/cut", {"outcome"})};
  const auto made = expectations::update({"", {}, elsewhere, results, "c", kRunDay, false});
  REQUIRE(made);
  CHECK(made->added == 0);
}
