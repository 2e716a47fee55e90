// Every kind of mistake in a scenario: its location, its exact message, and all mistakes of a file in one pass.
#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include "support/catch.h"
#include "support/loading.h"

using namespace jobrig;

namespace {

struct Row {
  std::string text;
  std::string mistakes;
};

void check_rows(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(test::mistakes_of(row.text) == row.mistakes);
  }
}

std::string execution(const std::string& keys) { return "things: {t: {j: {" + keys + "}}}"; }
std::string answer(const std::string& text) { return "rules: [{answers: [" + text + "]}]"; }
std::string when(const std::string& keys) { return "rules: [{answers: [documented], when: {" + keys + "}}]"; }

}  // namespace

TEST_CASE("mistakes in what a scenario states once are told", "[load]") {
  check_rows({
      {"", "1:1: the file is empty\n"},
      {"[a]", "1:1: a scenario must be a map, not a list\n"},
      {"sumary: x", "1:1: a scenario has no key \"sumary\"; did you mean \"summary\"?\n"},
      {"level: MUST",
       "1:1: a scenario has no key \"level\"; valid keys: summary, contract, seed, clock, timestamps, "
       "terminal-executions, timeout-delay, pending-limit, request-content-type, "
       "traceparent, signatures, credentials, region, tls, connections, things, rules\n"},
      {"traceparent: ecko",
       "1:14: \"traceparent\" must be one of ignore, echo, not \"ecko\"; did you mean \"echo\"?\n"},
      {"summary: 5", "1:10: \"summary\" must be text; write \"5\" in quotes\n"},
      {"contract: origin",
       "1:11: \"contract\" must be one of original, current, not \"origin\"; did you mean \"original\"?\n"},
      {"seed: \"5\"", "1:7: \"seed\" must be a whole number from 0 to 9223372036854775807, not the text \"5\"\n"},
      {"seed: 010",
       "1:7: \"seed\" must be a whole number from 0 to 9223372036854775807; \"010\" is read differently by different "
       "programs\n"},
      {"seed: 9223372036854775808",
       "1:7: \"seed\" must be a whole number from 0 to 9223372036854775807, not \"9223372036854775808\"\n"},
      {"clock: {start: yesterday, rate: fast}",
       "1:16: \"start\": \"yesterday\" is not a time in UTC; write 2026-01-01T00:00:00Z or 2026-01-01\n"
       "1:33: \"rate\" must be a number from 0 to 1000000, not \"fast\"\n"},
      {"terminal-executions: no", "1:22: \"terminal-executions\" must be one of kept, gone, not \"no\"\n"},
  });
}

TEST_CASE("mistakes in things and jobs are told", "[load]") {
  check_rows({
      {"things: {thermo stat: {}}",
       "1:10: thingName may hold only letters, digits, \":\", \"_\" and \"-\", not \" \"\n"},
      {"things:\n  t:\n", "2:3: a thing must be a map of its jobs, not nothing; {} is a thing without jobs\n"},
      {"things: {t: {a:b: {}}}", "1:14: jobId may hold only letters, digits, \"_\" and \"-\", not \":\"\n"},
      {"things: {t: {\"j-{n}\": {}}}", "1:14: {n} requires a range in the name of the thing\n"},
      {"things: {t: {\"j-{1..5}\": {}}}",
       "1:14: a job name cannot contain a range; put the range into the thing name and use {n} here\n"},
      {"things: {\"t-{1..9}\": {\"c-{n}\": {}, c-7: {}}}", "1:36: the job \"c-7\" is already defined in line 1\n"},
      {"things:\n  \"t-{1..9}\": {}\n  t-7: {}\n", "3:3: the thing \"t-7\" is already defined in line 2\n"},
      {"things:\n  t-7: {}\n  \"t-{1..9}\": {}\n", "3:3: the thing \"t-{…}\" is already defined in line 2\n"},
      {"things: {t: {j: {executions: {1: {number: 3}, x: {}}, status: QUEUED}}}",
       "1:43: the number of an execution below \"executions\" is its key\n"
       "1:47: executionNumber must be a whole number from 1 to 9223372036854775807, not \"x\"\n"
       "1:55: a job with \"executions\" has no key \"status\"; valid keys: executions, terminal-executions\n"},
      {"things: {t: {j: {executions: {1: {}, 01: {}}}}}", "1:38: the execution 1 is duplicated\n"},
  });
}

TEST_CASE("mistakes in executions are told", "[load]") {
  check_rows({
      {execution("status: QUEUD, started: -5m"),
       "1:26: \"status\" must be one of QUEUED, IN_PROGRESS, SUCCEEDED, FAILED, TIMED_OUT, REJECTED, REMOVED, "
       "CANCELED, "
       "not \"QUEUD\"; did you mean \"QUEUED\"?\n"},
      {execution("status: SUCCESS"),
       "1:26: \"status\" must be SUCCEEDED; SUCCESS is not in the enumeration of the contract\n"},
      {execution("started: -5m"),
       "1:27: an execution that is QUEUED has not started: leave \"started\" out, or give it a status\n"},
      {execution("status: FAILED, queued: -5m, started: -6m, updated: -7m"),
       "1:56: \"started\" (-6m) is before \"queued\" (-5m)\n1:70: \"updated\" (-7m) is before \"started\" (-6m)\n"},
      {execution("queued: 5"),
       "1:26: \"queued\" must be a time from the clock's start such as -5m or +5m, or a moment such as "
       "2026-01-01T00:00:00Z, "
       "not \"5\"\n"},
      {execution("details: {a: 5, \"b c\": x}"),
       "1:31: a value of \"details\" must be text; write \"5\" in quotes\n"
       "1:34: a key of statusDetails may hold only letters, digits, \":\", \"_\" and \"-\", not \" \"\n"},
      {execution("document: {a: 010}"),
       "1:32: \"document\": \"010\" is read differently by different programs; write it as JSON does, or in quotes "
       "when "
       "it is text\n"},
      {execution("document: x, document-file: y"),
       "1:46: an execution has a \"document\" or a \"document-file\", not both\n"},
      {execution("document-file: y"), "1:33: \"document-file\" cannot be used: the scenario is not in a folder\n"},
      {execution("queued: 5m"), "1:26: \"queued\" needs a sign: +5m is after the clock's start, -5m is before it\n"},
      {execution("then: [{after: 1s, arrive: jj}]"), "1:45: the thing has no job \"jj\" that could arrive\n"},
      {execution("then: [{after: 1s, on-start: 1, status: CANCELED}]"),
       "1:25: a step of \"then\" needs one of \"after\", \"at\", \"on-describe\", \"on-start\", \"on-update\" and "
       "\"on-terminal\", not several\n"},
      {execution("then: [{after: 1s}]"),
       "1:25: a step of \"then\" needs at least one of \"status\", \"details\", \"document\", \"document-file\", "
       "\"remove\", \"arrive\" and \"next-execution\"\n"},
      {execution("then: [{on-terminal: 0s, status: FAILED}]"),
       "1:51: a terminal status is final, so a step with \"on-terminal\" cannot change it; add \"off-contract: true\" "
       "to the "
       "execution to allow it\n"},
      {execution("then: [{on-upate: 1, remove: true}]"),
       "1:25: a step of \"then\" needs one of \"after\", \"at\", \"on-describe\", \"on-start\", \"on-update\" and "
       "\"on-terminal\"\n"
       "1:26: a step of \"then\" has no key \"on-upate\"; did you mean \"on-update\"?\n"},
      {execution("timeout: 0s"), "1:27: \"timeout\" must be longer than 0s\n"},
      {execution("then: [{after: 5, status: QUEUED}, {status: FAILED}]"),
       "1:33: \"after\": \"5\" is not a duration; write a number with a unit: 250ms, 5s, 2m, 1h30m, 7d\n"
       "1:44: QUEUED cannot become QUEUED; add \"off-contract: true\" to the execution to allow it\n"
       "1:53: a step of \"then\" needs one of \"after\", \"at\", \"on-describe\", \"on-start\", \"on-update\" and "
       "\"on-terminal\"\n"},
  });
}

TEST_CASE("mistakes below any are told", "[load][any]") {
  check_rows({
      {"things: {t: {j: ani}}", "1:17: a job must be a map or any, not \"ani\"; did you mean \"any\"?\n"},
      {"things: {t: {j: {executions: {1: Any}}}}",
       "1:34: an execution must be a map or any, not \"Any\"; did you mean \"any\"?\n"},
      {execution("any: 1"), "1:23: \"any\" must be a map, not a number\n"},
      {execution("any: {statu: QUEUED}"), "1:24: \"any\" has no key \"statu\"; did you mean \"status\"?\n"},
      {execution("any: {status: QUEUD}"),
       "1:32: \"status\" must be one of QUEUED, IN_PROGRESS, SUCCEEDED, FAILED, TIMED_OUT, REJECTED, REMOVED, "
       "CANCELED, "
       "not \"QUEUD\"; did you mean \"QUEUED\"?\n"},
      {execution("any: {}, status: QUEUED"),
       "1:27: a job with \"any\" has no key \"status\"; valid keys: any, terminal-executions\n"},
  });
}

TEST_CASE("mistakes in rules are told", "[load]") {
  check_rows({
      {"rules: [{name: x}]", "1:9: a rule needs \"answers\" or \"faults\"\n"},
      {"rules:\n  - {name: a, answers: [documented]}\n  - {name: a, answers: [documented]}\n",
       "3:12: the rule in line 2 has the same name \"a\"\n"},
      {when("operation: DescribeJob"),
       "1:51: \"operation\" must be one of DescribeJobExecution, GetPendingJobExecutions, "
       "StartNextPendingJobExecution, "
       "UpdateJobExecution, StartCommandExecution, not \"DescribeJob\"; did you mean \"DescribeJobExecution\"?\n"},
      {when("operation: StartCommandExecution"),
       "1:51: StartCommandExecution is not in the edition \"original\"; \"contract: current\" has it\n"},
      {when("job: $nxt"), "1:45: \"job\" can match nothing: jobId must be \"$next\" or a job's id, not \"$nxt\"\n"},
      {when("during: 5..10"),
       "1:48: \"during\" must be a window of time since the start, 20s..45s or 20s.., not \"5..10\"\n"},
      {when("during: 9s..5s"), "1:48: the window \"9s..5s\" ends before it begins\n"},
      {when("headers: {\"a b\": x, A: x, a: y}"),
       "1:50: \"a b\" cannot be the name of a header\n"
       "1:66: the header \"a\" is duplicated; header names are case-insensitive\n"},
  });
}

TEST_CASE("mistakes in answers are told", "[load]") {
  check_rows({
      {answer("documentd"), "1:20: unknown answer \"documentd\"; did you mean \"documented\"?\n"},
      {answer("ThrottlingException"),
       "1:20: unknown answer \"ThrottlingException\"; write {error: ThrottlingException}\n"},
      {answer("{error: 400}"),
       "1:28: 400 is the status of more than one error: CertificateValidationException, InvalidRequestException; name "
       "one\n"},
      {answer("{error: ThrotlingException, retry-after: 1500ms, times: 0}"),
       "1:28: unknown error \"ThrotlingException\"; did you mean \"ThrottlingException\"?\n"
       "1:61: \"retry-after\" counts whole seconds\n"
       "1:76: \"times\" must be a whole number from 1 to 1000000000, not \"0\"\n"},
      {answer("{error: ConflictException}"),
       "1:28: no operation of the edition \"original\" documents ConflictException; add \"off-contract: true\" to "
       "allow it\n"},
      {answer("{reply: {status: 99, headers: {Content-Length: \"5\"}}, message: x}"),
       "1:83: \"message\" goes with \"error\" only\n"
       "1:37: \"status\" must be a whole number from 200 to 599, not \"99\"\n"
       "1:51: \"Content-Length\" is set by jobrig; use a fault to change it\n"},
      {answer("{delay: 5}"),
       "1:20: an answer needs one of \"error\", \"reply\" and \"documented: true\"\n"
       "1:28: \"delay\": \"5\" is not a duration; write a number with a unit: 250ms, 5s, 2m, 1h30m, 7d\n"},
  });
}

TEST_CASE("what is off the contract is taken when the scenario says so", "[load]") {
  CHECK(test::mistakes_of(execution("off-contract: true, status: SUCCEEDED, queued: 0s, started: -1h, version: -3, "
                                    "then: [{on-describe: 1, status: QUEUED}]")) == "");
  CHECK(test::mistakes_of(answer("{off-contract: true, error: ConflictException}")) == "");
}

TEST_CASE("a good scenario becomes the model that it says", "[load]") {
  const auto scenario = test::loaded(
      "contract: current\nseed: 7\nclock: {start: 2026-01-01, rate: 0}\nterminal-executions: gone\nthings:\n"
      "  \"s-{1..3}\":\n    \"c-{n}\": {queued: -5m, document: {b: 1, a: [x]}, terminal-executions: kept}\n"
      "rules:\n  - answers: [{error: 503, times: 2}, documented]\n    when: {during: 20s..}\n");
  CHECK(scenario.edition == model::Edition::kCurrent);
  CHECK(scenario.seed == 7U);
  CHECK(scenario.clock.rate == 0);
  REQUIRE(scenario.things.size() == 1);
  CHECK(scenario.things[0].name.last == 3);
  const model::Job& job = scenario.things[0].jobs.at(0);
  CHECK_FALSE(job.gone_when_terminal);
  CHECK(job.executions.at(0).document == R"({"b":1,"a":["x"]})");
  CHECK(job.executions.at(0).queued_at->offset == std::chrono::minutes(-5));
  const model::Rule& rule = scenario.rules.at(0);
  CHECK(rule.name == "rule 1");
  CHECK(std::get<model::ErrorAnswer>(rule.answers.at(0).content).name == "ServiceUnavailableException");
  CHECK(rule.answers.at(0).times == 2);
  CHECK(rule.answers.at(1).times == 0);
  CHECK(rule.when.during->from == std::chrono::seconds(20));
  CHECK_FALSE(rule.when.during->to.has_value());
}

TEST_CASE("scenarios served together must agree and share no thing", "[load]") {
  base::Diagnostics diagnostics;
  const std::vector<load::Source> sources{{"a", "a.yaml", "seed: 1\nthings: {t: {}}", {}},
                                          {"b", "b.yaml", "seed: 2\nthings: {t: {}}", {}}};
  CHECK_FALSE(load::load_scenarios(sources, diagnostics).has_value());
  CHECK(test::in_words(diagnostics) ==
        "1:7: \"seed\" is stated differently in a.yaml, line 1; scenarios that are served together must agree\n"
        "2:10: the thing \"t\" is already defined in a.yaml, line 2\n");
}
