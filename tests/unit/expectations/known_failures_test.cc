// Known failures: the results that a list covers, and where the list is out of date.
#include "expectations/known_failures.h"

#include <string>
#include <utility>
#include <vector>

#include "base/units.h"
#include "support/catch.h"

using namespace jobrig;
using model::Level;
using model::Verdict;

namespace {

const base::Instant kToday = *base::parse_instant("2026-11-25T12:00:00Z");
const base::Instant kLater = *base::parse_instant("2028-06-30");

model::CheckResult check(const std::string& name, bool holds, Level level = Level::kMust) {
  return {name, level, true, {holds, "this", holds ? "this" : "that", "", {}}};
}

model::CaseResult result(const std::string& name, Verdict verdict, std::vector<model::CheckResult> checks = {}) {
  model::CaseResult one;
  one.name = name;
  one.verdict = verdict;
  one.reason = "it is so";
  one.checks = std::move(checks);
  return one;
}

model::CaseResult failed(const std::string& name = "a/b") {
  return result(name, Verdict::kFailed, {check("outcome", false), check("requests", true)});
}

model::Expectation expectation(std::vector<std::string> checks = {}, Verdict verdict = Verdict::kFailed) {
  return {{"a/b", "a/c"}, std::move(checks), verdict, "it does so", kLater, {"list.yaml", 7, 5}};
}

std::string known(const std::vector<model::Expectation>& list, const model::CaseResult& one, bool strict = false) {
  return expectations::known_failure({list, kToday, strict}, one);
}

/// One line per problem: `what: where: detail`.
std::string problems(const std::vector<model::Expectation>& list, const std::vector<model::CaseResult>& results,
                     base::Instant now = kToday, bool strict = false) {
  std::string words;
  for (const model::RunProblem& one : expectations::expectation_problems({list, now, strict}, results)) {
    words += one.what + ": " + one.where + ": " + one.detail + "\n";
  }
  return words;
}

}  // namespace

TEST_CASE("a failure that is as the list says is known", "[expectations]") {
  CHECK(known({expectation()}, failed()) == "expected: it does so");
  CHECK(known({expectation({"outcome"})}, failed()) == "expected: it does so");
  CHECK(problems({expectation({"outcome"})}, {failed("a/b"), failed("a/c")}).empty());
}

TEST_CASE("a failure that no entry speaks of is not known", "[expectations]") {
  CHECK(known({}, failed()).empty());
  CHECK(known({expectation()}, failed("a/d")).empty());
  CHECK(problems({expectation()}, {failed("a/d")}).empty());
}

TEST_CASE("a known failure that passes makes the run red", "[expectations]") {
  CHECK(problems({expectation()}, {failed("a/b"), result("a/c", Verdict::kPassed)}) ==
        "known failure passed: list.yaml:7: a/c is passed\n");
  CHECK(problems({expectation()}, {result("a/b", Verdict::kInformational)}) ==
        "known failure passed: list.yaml:7: a/b is informational\n");
}

TEST_CASE("each repeat of a known failure has to fail", "[expectations]") {
  model::CaseResult second = result("a/b", Verdict::kPassed);
  second.repeat = 2;
  CHECK(problems({expectation()}, {failed(), second}) ==
        "known failure passed: list.yaml:7: a/b (repeat 2) is passed\n");
}

TEST_CASE("an expectation of a case that is skipped matches nothing", "[expectations]") {
  CHECK(problems({expectation()}, {result("a/b", Verdict::kSkipped)}) ==
        "unused known failure: list.yaml:7: a/b was skipped: it is so\n");
}

TEST_CASE("a case that was not run says nothing about its expectation", "[expectations]") {
  CHECK(problems({expectation()}, {}).empty());
  CHECK(problems({expectation()}, {}, kLater).empty());
}

TEST_CASE("an expectation excuses nothing from its day on", "[expectations]") {
  const std::vector<model::Expectation> list{expectation()};
  const base::Instant before = kLater - std::chrono::microseconds(1);
  CHECK(expectations::known_failure({list, before, false}, failed()) == "expected: it does so");
  CHECK(problems(list, {failed()}, before).empty());
  CHECK(expectations::known_failure({list, kLater, false}, failed()).empty());
  CHECK(problems(list, {failed("a/b"), failed("a/c")}, kLater) ==
        "expectation expired: list.yaml:7: since 2028-06-30T00:00:00Z it excuses a/b no longer\n");
}

TEST_CASE("another verdict than the known one is not excused", "[expectations]") {
  const auto timed_out = result("a/b", Verdict::kTimedOut, {check("outcome", false)});
  CHECK(known({expectation()}, timed_out).empty());
  CHECK(problems({expectation()}, {timed_out}) == "known failure differs: list.yaml:7: a/b is timed-out, not failed\n");
  CHECK(known({expectation()}, result("a/b", Verdict::kNotCalled)).empty());
  CHECK(known({expectation({}, Verdict::kTimedOut)}, failed()).empty());
  CHECK(problems({expectation()}, {result("a/b", Verdict::kNonStrict, {check("outcome", false, Level::kShould)})}) ==
        "known failure differs: list.yaml:7: a/b is non-strict, not failed\n");
}

TEST_CASE("what timed out or did not call is known by that verdict only", "[expectations]") {
  CHECK(known({expectation({}, Verdict::kTimedOut)}, result("a/b", Verdict::kTimedOut)) == "expected: it does so");
  CHECK(known({expectation({}, Verdict::kNotCalled)}, result("a/b", Verdict::kNotCalled)) == "expected: it does so");
}

TEST_CASE("a harness error is never known", "[expectations]") {
  for (const Verdict verdict : {Verdict::kFailed, Verdict::kNonStrict, Verdict::kTimedOut, Verdict::kNotCalled}) {
    CHECK(known({expectation({}, verdict)}, result("a/b", Verdict::kHarnessError)).empty());
  }
  CHECK(problems({expectation()}, {result("a/b", Verdict::kHarnessError)}).empty());
}

TEST_CASE("every check that fails has to be known", "[expectations]") {
  const auto both = result("a/b", Verdict::kFailed, {check("outcome", false), check("requests", false)});
  CHECK(known({expectation({"outcome"})}, both).empty());
  CHECK(problems({expectation({"outcome"})}, {both}) ==
        "known failure differs: list.yaml:7: a/b: requests fails, too\n");
  CHECK(known({expectation({"outcome"}), expectation({"requests"})}, both) == "expected: it does so; it does so");
  CHECK(problems({expectation({"outcome"}), expectation({"requests"})}, {both}).empty());
}

TEST_CASE("a check that is said to fail has to fail", "[expectations]") {
  CHECK(problems({expectation({"outcome", "requests"})}, {failed()}) ==
        "known failure differs: list.yaml:7: a/b: requests holds\n");
  CHECK(problems({expectation({"requests"})}, {failed()}) ==
        "known failure differs: list.yaml:7: a/b: requests holds\n");
  CHECK(known({expectation({"requests"})}, failed()).empty());
}

TEST_CASE("only what made the verdict has to be known", "[expectations]") {
  const auto mixed =
      result("a/b", Verdict::kFailed,
             {check("outcome", false), check("gaps", false, Level::kShould), check("within", false, Level::kInfo)});
  CHECK(known({expectation({"outcome"})}, mixed) == "expected: it does so");
  CHECK(known({expectation({"outcome"})}, mixed, true).empty());
  CHECK(problems({expectation({"outcome"})}, {mixed}).empty());
  CHECK(problems({expectation({"outcome"})}, {mixed}, kToday, true) ==
        "known failure differs: list.yaml:7: a/b: gaps fails, too\n");
}

TEST_CASE("a check that could not be judged does not fail", "[expectations]") {
  auto unjudged = failed();
  unjudged.checks[1] = check("requests", false);
  unjudged.checks[1].judged = false;
  CHECK(known({expectation({"outcome"})}, unjudged) == "expected: it does so");
  CHECK(problems({expectation({"requests"})}, {unjudged}) ==
        "known failure differs: list.yaml:7: a/b: requests holds\n");
}

TEST_CASE("a crash has to be named", "[expectations]") {
  auto crashed = failed();
  crashed.record.crashed = true;
  CHECK(known({expectation()}, crashed).empty());
  CHECK(known({expectation({"outcome"})}, crashed).empty());
  CHECK(problems({expectation({"outcome"})}, {crashed}) ==
        "known failure differs: list.yaml:7: a/b: the client crashes\n");
  CHECK(known({expectation({"outcome", "crash"})}, crashed) == "expected: it does so");
  CHECK(problems({expectation({"outcome", "crash"})}, {failed()}) ==
        "known failure differs: list.yaml:7: a/b: the client does not crash\n");
}

TEST_CASE("a flaky case may pass or fail", "[expectations]") {
  model::Expectation flaky = expectation();
  flaky.flaky = true;
  CHECK(known({flaky}, failed()) == "known flaky: it does so");
  CHECK(known({flaky}, result("a/b", Verdict::kNotCalled)) == "known flaky: it does so");
  CHECK(known({flaky}, result("a/b", Verdict::kPassed)).empty());
  CHECK(problems({flaky}, {failed("a/b"), result("a/c", Verdict::kPassed)}).empty());
  CHECK(expectations::known_flaky({{&flaky, 1}, kToday, false}, result("a/b", Verdict::kPassed)));
  CHECK_FALSE(expectations::known_flaky({{&flaky, 1}, kToday, false}, result("a/d", Verdict::kPassed)));
}

TEST_CASE("a crash or a timeout or a harness error of a flaky case is never excused", "[expectations]") {
  model::Expectation flaky = expectation();
  flaky.flaky = true;
  model::CaseResult crash = failed();
  crash.record.crashed = true;
  CHECK(known({flaky}, crash).empty());
  CHECK(known({flaky}, result("a/b", Verdict::kTimedOut)).empty());
  CHECK(known({flaky}, result("a/b", Verdict::kHarnessError)).empty());
}

TEST_CASE("a flaky case with checks may fail by these only", "[expectations]") {
  model::Expectation flaky = expectation({"requests"});
  flaky.flaky = true;
  CHECK(known({flaky}, failed()).empty());
  flaky.checks = {"requests", "outcome"};
  CHECK(known({flaky}, failed()) == "known flaky: it does so");
  CHECK(known({flaky}, result("a/b", Verdict::kNotCalled)).empty());
}

TEST_CASE("a flaky case that is skipped or has expired makes the run red", "[expectations]") {
  model::Expectation flaky = expectation();
  flaky.flaky = true;
  CHECK(problems({flaky}, {result("a/b", Verdict::kSkipped)}) ==
        "unused flaky case: list.yaml:7: a/b was skipped: it is so\n");
  CHECK(problems({flaky}, {result("a/b", Verdict::kPassed)}, kLater) ==
        "expectation expired: list.yaml:7: since 2028-06-30T00:00:00Z it excuses a/b no longer\n");
  CHECK(expectations::known_failure({{&flaky, 1}, kLater, false}, failed()).empty());
}
