// Warnings: rules that never apply, globs that match nothing, and the job $next without an operation.
#include "load/warnings.h"

#include <string>
#include <utility>

#include "contract/shipped_scenarios.h"
#include "load/sources.h"
#include "support/catch.h"
#include "support/loading.h"

using namespace jobrig;

namespace {

/// One line per warning: `line:column: message`.
std::string warnings_of(const std::string& text) {
  base::Diagnostics diagnostics;
  load::warn_about(test::loaded(text), diagnostics);
  CHECK(diagnostics.empty());
  std::string words;
  for (const base::Diagnostic& one : diagnostics.warnings()) {
    words += std::to_string(one.location.line) + ":" + std::to_string(one.location.column) + ": " + one.message + "\n";
  }
  return words;
}

const std::string kNamed = "things: {\"s-{1..100}\": {\"c-{n}\": {}, fix: {}}}\n";

std::string with_rules(const std::string& rules) { return kNamed + "rules:\n" + rules; }

std::string after_all(const std::string& first, const std::string& second) {
  return warnings_of(with_rules("  - {name: a, " + first + "}\n  - {name: b, " + second + "}\n"));
}

const std::string kNever =
    "4:5: this rule never applies: the rule \"a\" in line 3 answers all its requests; put this one before it\n";

}  // namespace

TEST_CASE("a rule after one that answers all its requests never applies", "[load][warnings]") {
  const std::string fails = "answers: [{error: 503}]";
  CHECK(after_all("answers: [documented]", fails) == kNever);
  CHECK(after_all("faults: [{delay: 1s, chance: 10%}]", fails) == kNever);
  CHECK(after_all("throttle: {rate: 1/s}, answers: [documented]", fails) == kNever);
  CHECK(after_all("when: {thing: \"s-*\"}, " + fails, "when: {thing: s-1}, " + fails) == kNever);
  CHECK(after_all("when: {thing: \"*\"}, " + fails, "when: {thing: \"s-*\", job: fix}, " + fails) == kNever);
  CHECK(after_all("when: {operation: DescribeJobExecution}, " + fails,
                  "when: {operation: DescribeJobExecution, during: 1s..}, " + fails) == kNever);
}

TEST_CASE("a rule that can still get a request is not warned about", "[load][warnings]") {
  const std::string fails = "answers: [{error: 503}]";
  CHECK(after_all("answers: [{error: 503, times: 2}]", fails).empty());
  CHECK(after_all("when: {during: 1s..}, " + fails, fails).empty());
  CHECK(after_all("when: {body: {status: FAILED}}, " + fails, fails).empty());
  CHECK(after_all("when: {execution-status: QUEUED}, " + fails, fails).empty());
  CHECK(after_all("throttle: {rate: 1/s}", fails).empty());
  CHECK(after_all("faults: [{cut: accept}]", fails).empty());
  CHECK(after_all("answers: [documented]", "faults: [{cut: accept}]").empty());
  CHECK(after_all("when: {thing: s-1}, " + fails, "when: {thing: \"s-*\"}, " + fails).empty());
  CHECK(after_all("when: {thing: \"*\"}, " + fails, fails).empty());  // a request without a thing
  CHECK(after_all("when: {operation: UpdateJobExecution}, " + fails, fails).empty());
}

TEST_CASE("a glob that matches no thing or job of the scenario is warned about", "[load][warnings]") {
  const auto about = [](const std::string& when) {
    return warnings_of(with_rules("  - {when: {" + when + "}, answers: [documented]}\n"));
  };
  CHECK(about("thing: s-101") ==
        "3:5: the rule \"rule 1\" is for the thing \"s-101\", which matches no thing of the scenario\n");
  CHECK(about("thing: \"t*\"") ==
        "3:5: the rule \"rule 1\" is for the thing \"t*\", which matches no thing of the scenario\n");
  CHECK(about("job: fixx") ==
        "3:5: the rule \"rule 1\" is for the job \"fixx\", which matches no job of the scenario\n");
  CHECK(about("thing: \"x*\", job: \"d-*\"") ==
        "3:5: the rule \"rule 1\" is for the thing \"x*\", which matches no thing of the scenario\n"
        "3:5: the rule \"rule 1\" is for the job \"d-*\", which matches no job of the scenario\n");
  for (const std::string right : {"thing: s-100", "thing: \"s-?\"", "thing: \"*-7\"", "job: \"c-*\"", "job: fix",
                                  "job: c-12", "job: \"*\"", "thing: \"?-*1\""}) {
    CAPTURE(right);
    CHECK(about(right).empty());
  }
  CHECK(warnings_of("rules: [{when: {thing: t}, answers: [documented]}]").empty());  // things of another file
}

TEST_CASE("a rule with the conditions of an earlier one never applies", "[load][warnings]") {
  const std::string fails = "answers: [{error: 503}]";
  for (const auto& [wide, narrow] : {std::pair<std::string, std::string>{"body: {status: FAILED}", ""},
                                     {"headers: {a: b}", ", headers: {a: b, c: d}"},
                                     {"headers: {a: \"*\"}", ", headers: {a: b}"},
                                     {"query: {q: x}", ""},
                                     {"method: GET", ""},
                                     {"protocol: mqtt", ", client-id: a, protocol: mqtt"},
                                     {"packet: PUBLISH", ", packet: PUBLISH, topic: a"},
                                     {"topic: \"*\"", ", topic: a, client-id: b"},
                                     {"execution-number: 2", ", job: fix"},
                                     {"execution-status: [QUEUED, IN_PROGRESS]", ", execution-status: QUEUED"},
                                     {"during: 1s..9s", ", during: 2s..9s"},
                                     {"during: 1s..", ", during: 2s.."}}) {
    CAPTURE(wide, narrow);
    const std::string second = narrow.starts_with(", job") || narrow.empty() ? wide + narrow : narrow.substr(2);
    CHECK(after_all("when: {" + wide + "}, " + fails, "when: {" + second + "}, " + fails) == kNever);
    CHECK(after_all("when: {" + wide + "}, " + fails, fails).empty());
  }
  for (const auto& [first, second] : {std::pair<std::string, std::string>{"headers: {a: b}", "headers: {a: c}"},
                                      {"headers: {a: b, c: d}", "headers: {a: b}"},
                                      {"execution-status: QUEUED", "execution-status: [QUEUED, IN_PROGRESS]"},
                                      {"thing: \"*\"", "packet: PUBLISH"},
                                      {"packet: PUBLISH, topic: a", "packet: PUBLISH, topic: b"},
                                      {"protocol: http", "client-id: a"},
                                      {"during: 1s..9s", "during: 1s.."},
                                      {"during: 1s..9s", "during: 0s..5s"},
                                      {"flapping: {on: 1s, off: 1s}", "flapping: {on: 1s, off: 1s}"},
                                      {"body: {status: [FAILED, REJECTED]}", "body: {status: FAILED}"}}) {
    CAPTURE(first, second);
    CHECK(after_all("when: {" + first + "}, " + fails, "when: {" + second + "}, " + fails).empty());
  }
}

TEST_CASE("a rule with conditions that its operation cannot meet never applies", "[load][warnings]") {
  const auto about = [](const std::string& when) {
    return warnings_of(with_rules("  - {name: a, when: {operation: " + when + "}, answers: [documented]}\n"));
  };
  const std::string never = "3:5: the rule \"a\" never applies: ";
  CHECK(about("GetPendingJobExecutions, job: fix") ==
        never + "GetPendingJobExecutions does not name a job, and the rule is for the job \"fix\"\n");
  CHECK(about("StartNextPendingJobExecution, job: fix") ==
        never + "StartNextPendingJobExecution is always for the job \"$next\", and the rule is for the job \"fix\"\n");
  CHECK(about("GetPendingJobExecutions, execution-status: QUEUED") ==
        never + "GetPendingJobExecutions does not name an execution, and the rule has \"execution-status\"\n");
  CHECK(about("DescribeJobExecution, method: POST") ==
        never + "DescribeJobExecution is a GET request, and the rule is for \"POST\"\n");
  CHECK(about("GetPendingJobExecutions, execution-number: 1") ==
        never + "GetPendingJobExecutions has no execution number, and the rule has \"execution-number\"\n");
  CHECK(about("GetPendingJobExecutions, include-job-document: true") ==
        never +
            "GetPendingJobExecutions has no argument includeJobDocument, and the rule has \"include-job-document\"\n");
  CHECK(about("DescribeJobExecution, packet: CONNECT") ==
        never + "CONNECT is not a request to the Jobs service, and the rule has conditions on one\n");
  CHECK(about("DescribeJobExecution, protocol: mqtt, method: GET") ==
        never + "a packet of MQTT has no method, headers or query, and the rule has conditions on both\n");
  CHECK(about("DescribeJobExecution, protocol: http, topic: a") ==
        never + "a request over HTTP has no packet, topic or client identifier, and the rule requires HTTP\n");
  for (const std::string right :
       {"StartNextPendingJobExecution, job: $next", "StartNextPendingJobExecution, job: \"*\"",
        "StartNextPendingJobExecution, execution-status: QUEUED", "DescribeJobExecution, method: GET, job: fix",
        "UpdateJobExecution, execution-number: 1, execution-status: QUEUED, include-job-document: true"}) {
    CAPTURE(right);
    CHECK(about(right).empty());
  }
}

TEST_CASE("a rule for a job that no matching thing has is warned about", "[load][warnings]") {
  const auto about = [](const std::string& when) {
    return warnings_of("things: {a: {x: {}}, b: {y: {}}}\nrules:\n  - {when: {" + when + "}, answers: [documented]}\n");
  };
  CHECK(about("thing: a, job: y") ==
        "3:5: the rule \"rule 1\" is for the job \"y\" of the thing \"a\", and no such thing has such a job\n");
  CHECK(about("thing: a, job: x").empty());
  CHECK(about("thing: \"*\", job: y").empty());
  CHECK(about("thing: a, job: $next, operation: DescribeJobExecution").empty());
}

TEST_CASE("a rule for next without an operation is warned about", "[load][warnings]") {
  CHECK(warnings_of(with_rules("  - {when: {job: $next}, answers: [documented]}\n")) ==
        "3:5: the rule \"rule 1\" is for the job \"$next\", which DescribeJobExecution and "
        "StartNextPendingJobExecution request; add \"operation\" to choose one\n");
  CHECK(warnings_of(with_rules("  - {when: {job: $next, operation: DescribeJobExecution}, answers: [documented]}\n"))
            .empty());
}

TEST_CASE("very many rules and globs are warned about in bounded time", "[load][warnings]") {
  std::string rules;
  for (int i = 0; i < 2000; ++i) {
    rules += "  - {when: {thing: \"s-" + std::to_string(i % 90 + 10) + "*\"}, answers: [{error: 503, times: 1}]}\n";
  }
  CHECK(warnings_of(with_rules(rules)).empty());
}

TEST_CASE("the demos and outages have no warnings", "[load][warnings]") {
  for (const auto& scenario : contract::shipped_scenarios()) {
    if (scenario.name.starts_with("conformance/") || scenario.name.starts_with("experiments/") ||
        scenario.name.starts_with("agents/")) {
      continue;
    }
    CAPTURE(scenario.name);
    base::Diagnostics diagnostics;
    const auto sources = load::shipped_sources(scenario.name);
    REQUIRE(sources.size() == 1);
    const auto loaded = load::load_scenario(sources.front(), diagnostics);
    REQUIRE(loaded);
    load::warn_about(*loaded, diagnostics);
    CHECK(diagnostics.warnings().size() == 0);
    for (const base::Diagnostic& one : diagnostics.warnings()) {
      CHECK(one.message == "");
    }
  }
}
