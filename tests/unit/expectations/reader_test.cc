// Expectations files: the loaded values, and the location, message and suggestion for every mistake.
#include "expectations/reader.h"

#include <string>
#include <vector>

#include "base/units.h"
#include "support/catch.h"
#include "support/loading.h"

using namespace jobrig;

namespace {

const expectations::KnownCases kKnown{{"error/cut", {"outcome", "requests"}},
                                      {"error/empty", {"outcome"}},
                                      {"retry/503", {"gaps", "outcome", "requests"}}};

constexpr const char* kRest = "reason: It does so., expires: 2028-06-30";

std::string file(const std::string& entries) { return "summary: A client.\nknown-failures:\n" + entries; }

std::optional<std::vector<model::Expectation>> read(const std::string& text, base::Diagnostics& diagnostics) {
  const auto document = load::parse({"e", "e.yaml", text, {}}, diagnostics);
  return document ? expectations::load_expectations(*document, kKnown, diagnostics) : std::nullopt;
}

std::vector<model::Expectation> loaded(const std::string& text) {
  base::Diagnostics diagnostics;
  auto all = read(text, diagnostics);
  if (!all) {
    throw std::runtime_error(test::in_words(diagnostics));
  }
  return std::move(*all);
}

std::string mistakes(const std::string& text) {
  base::Diagnostics diagnostics;
  const auto all = read(text, diagnostics);
  const std::string words = test::in_words(diagnostics);
  return all.has_value() == words.empty() ? words : "list and mistakes do not fit: " + words;
}

std::string mistakes_of_entry(const std::string& keys) { return mistakes(file("  - {" + keys + ", " + kRest + "}\n")); }

}  // namespace

TEST_CASE("a known failure is read with its case and verdict and day", "[expectations]") {
  const auto all =
      loaded(file("  - case: error/cut\n    check: [outcome, crash]\n    reason: It hands half on.\n"
                  "    expires: 2028-06-30\n"));
  REQUIRE(all.size() == 1);
  CHECK(all[0].cases == std::vector<std::string>{"error/cut"});
  CHECK(all[0].checks == std::vector<std::string>{"outcome", "crash"});
  CHECK(all[0].verdict == model::Verdict::kFailed);
  CHECK(all[0].reason == "It hands half on.");
  CHECK(base::format_instant(all[0].expires) == "2028-06-30T00:00:00Z");
  CHECK(all[0].location == base::Location{"e.yaml", 3, 5});
}

TEST_CASE("an expectation names each verdict that a client can be blamed with", "[expectations]") {
  const auto verdict_of = [](const std::string& word) {
    return loaded(file("  - {case: retry/503, verdict: " + word + ", " + kRest + "}\n")).at(0).verdict;
  };
  CHECK(verdict_of("failed") == model::Verdict::kFailed);
  CHECK(verdict_of("non-strict") == model::Verdict::kNonStrict);
  CHECK(verdict_of("timed-out") == model::Verdict::kTimedOut);
  CHECK(verdict_of("not-called") == model::Verdict::kNotCalled);
}

TEST_CASE("globs and lists and a check alone stand for cases", "[expectations]") {
  const auto cases_of = [](const std::string& keys) {
    return loaded(file("  - {" + keys + ", " + kRest + "}\n")).at(0).cases;
  };
  CHECK(cases_of("case: error/*") == std::vector<std::string>{"error/cut", "error/empty"});
  CHECK(cases_of("case: [retry/503, error/cut]") == std::vector<std::string>{"error/cut", "retry/503"});
  CHECK(cases_of("check: requests") == std::vector<std::string>{"error/cut", "retry/503"});
  CHECK(cases_of("check: [gaps, requests]") == std::vector<std::string>{"error/cut", "retry/503"});
}

TEST_CASE("several entries may each speak of a check of one case", "[expectations]") {
  const std::string rest = std::string(", ") + kRest + "}\n";
  CHECK(loaded(file("  - {case: error/cut, check: outcome" + rest + "  - {case: error/cut, check: requests" + rest))
            .size() == 2);
}

TEST_CASE("what an expectations file lacks is said with its place", "[expectations]") {
  CHECK(mistakes("known-failures: []\n") == "1:1: an expectations file needs \"summary\"\n");
  CHECK(mistakes("summary: A client.\n") == "1:1: an expectations file needs \"known-failures\"\n");
  CHECK(mistakes("summary: A client.\nknown-failures: {}\n") == "2:17: \"known-failures\" must be a list, not a map\n");
  CHECK(mistakes(file("  - {case: error/cut}\n")) ==
        "3:5: a known failure needs \"reason\"\n3:5: a known failure needs \"expires\"\n");
  CHECK(mistakes_of_entry("verdict: failed") ==
        "3:5: a known failure needs \"case\", or \"check\" for every case that has it\n");
  CHECK(mistakes(file("  - {case: error/cut, reason: '', expires: 2028-06-30}\n")) ==
        "3:31: \"reason\" must say what the client does and why; it cannot be empty\n");
}

TEST_CASE("a mistyped word in an expectations file gets the nearest right one", "[expectations]") {
  CHECK(mistakes_of_entry("case: error/ctu") == "3:12: unknown case \"error/ctu\"; did you mean \"error/cut\"?\n");
  CHECK(mistakes_of_entry("case: [error/cut, rety/503]") ==
        "3:24: unknown case \"rety/503\"; did you mean \"retry/503\"?\n");
  CHECK(mistakes_of_entry("case: eror/*") == "3:12: \"eror/*\" matches no case\n");
  CHECK(mistakes_of_entry("case: error/cut, check: outcom") ==
        "3:30: unknown check \"outcom\"; did you mean \"outcome\"?\n"
        "3:12: the case \"error/cut\" has no check \"outcom\"; it has outcome, requests\n");
  CHECK(mistakes_of_entry("case: error/cut, verdict: timedout") ==
        "3:32: \"verdict\" must be one of failed, non-strict, timed-out, not-called, not \"timedout\"; did you mean "
        "\"timed-out\"?\n");
  CHECK(mistakes_of_entry("case: error/cut, resaon: x") ==
        "3:23: a known failure has no key \"resaon\"; did you mean \"reason\"?\n");
}

TEST_CASE("an expectation cannot speak of checks that its cases lack", "[expectations]") {
  CHECK(mistakes_of_entry("case: error/*, check: requests") ==
        "3:12: the case \"error/empty\" has no check \"requests\"; it has outcome\n");
  CHECK(mistakes_of_entry("check: within") == "3:13: no case has that check\n");
  CHECK(mistakes_of_entry("case: error/cut, check: []") ==
        "3:30: \"check\" is an empty list; omit it or add an entry\n");
  CHECK(mistakes_of_entry("case: error/cut, check: outcome, verdict: not-called") ==
        "3:30: no check makes a case \"not-called\"; leave it out\n");
}

TEST_CASE("no list excuses the rig", "[expectations]") {
  CHECK(mistakes_of_entry("case: error/cut, verdict: harness-error") ==
        "3:32: a harness error cannot be a known failure; it is an error of jobrig or of the machine\n");
}

TEST_CASE("an expectation has a day and no guess", "[expectations]") {
  CHECK(mistakes(file("  - {case: error/cut, reason: x, expires: soon}\n")).starts_with("3:43: \"expires\": "));
  CHECK(mistakes(file("  - {case: error/cut, reason: x, expires: 2028-02-30}\n")).starts_with("3:43: \"expires\": "));
}

TEST_CASE("two entries cannot both say how a case fails", "[expectations]") {
  const std::string rest = std::string(", ") + kRest + "}\n";
  const std::string said = "4:5: line 3 says already how \"error/cut\" fails\n";
  CHECK(mistakes(file("  - {case: error/cut" + rest + "  - {case: error/*" + rest)) == said);
  CHECK(mistakes(file("  - {case: error/cut, check: outcome" + rest + "  - {check: [outcome, gaps]" + rest)) == said);
  CHECK(mistakes(file("  - {case: error/cut, check: outcome" + rest + "  - {case: error/cut, verdict: timed-out" +
                      rest)) == said);
  // The third contradicts the second, not the first.
  CHECK(mistakes(file("  - {case: error/cut, check: outcome" + rest + "  - {case: error/cut, check: requests" + rest +
                      "  - {case: error/cut, check: [requests, crash]" + rest)) ==
        "5:5: line 4 says already how \"error/cut\" fails\n");
}

TEST_CASE("an expectations file is told by its key", "[expectations]") {
  base::Diagnostics diagnostics;
  const auto kind = [&](const std::string& text) {
    return load::kind_of(load::parse({"e", "e.yaml", text, {}}, diagnostics).value());
  };
  CHECK(kind(file("  - {}\n")) == load::SourceKind::kExpectations);
  CHECK(kind("summary: A scenario.\nrules: []\n") == load::SourceKind::kScenario);
  CHECK(diagnostics.empty());
  CHECK_FALSE(load::parse({"e", "e.yaml", "known-failures: [", {}}, diagnostics).has_value());
}

TEST_CASE("a flaky case is read with its case and reason and day", "[expectations]") {
  const auto all =
      loaded("summary: A client.\nknown-flaky:\n  - {case: retry/*, check: gaps, " + std::string(kRest) + "}\n");
  REQUIRE(all.size() == 1);
  CHECK(all[0].flaky);
  CHECK(all[0].cases == std::vector<std::string>{"retry/503"});
  CHECK(all[0].checks == std::vector<std::string>{"gaps"});
}

TEST_CASE("what a flaky case may not say is refused with its place", "[expectations]") {
  const auto flaky = [](const std::string& keys) {
    return mistakes("summary: A client.\nknown-flaky:\n  - {" + keys + "}\n");
  };
  CHECK(flaky("case: error/cut, verdict: timed-out, " + std::string(kRest)) ==
        "3:32: a flaky case has no \"verdict\"; it may pass or fail, but not crash or time out\n");
  CHECK(flaky("case: error/cut, check: crash, " + std::string(kRest)) ==
        "3:30: a crash is not flaky; a client that crashes fails the run\n");
  CHECK(flaky("check: outcome, " + std::string(kRest)) == "3:5: a flaky case needs \"case\", its name\n");
  CHECK(flaky("case: error/cut, reason: It depends.") == "3:5: a flaky case needs \"expires\"\n");
  CHECK(mistakes(file("  - {case: error/cut, " + std::string(kRest) + "}\n") + "known-flaky:\n  - {case: error/*, " +
                 kRest + "}\n") == "5:5: line 3 says already how \"error/cut\" fails\n");
}
