// Loading a case file into model::ConformanceCase: its names, calls and checks, and the message for each mistake.
#include "suite/case_loader.h"

#include "judge/features.h"
#include "support/catch.h"
#include "support/judging.h"

using namespace jobrig;
using test::case_text;
using test::loaded_case;
using test::mistakes_of_case;

namespace {

constexpr const char* kThrottled = R"(summary: A throttled call is retried.
level: SHOULD
requirement: The call is made again later.
source: "API Reference, DescribeJobExecution, ThrottlingException"
needs: [retries]
deadline: 20s
things: {"{thing}": {"{job}": {status: IN_PROGRESS, document: {of: "{thing}"}}}}
rules: [{answers: [{error: ThrottlingException, retry-after: 1s}, documented]}]
call: {operation: DescribeJobExecution, includeJobDocument: true, executionNumber: 5000000000}
expect:
  outcome: {execution: {status: IN_PROGRESS}}
  requests: {count: 2..5, identical: true}
  gaps: [{before: 2, at-least: 1s, level: INFO}, {at-most: 6s, level: MUST}]
  within: 15s
)";

constexpr const char* kCall = "call: {operation: DescribeJobExecution}\n";
constexpr const char* kExpect = "expect: {outcome: success}\n";

}  // namespace

TEST_CASE("a case is loaded with the names of its instance", "[load][case]") {
  const model::ConformanceCase one = loaded_case(kThrottled);
  CHECK(one.name == "area/test");
  CHECK(one.summary == "A throttled call is retried.");
  CHECK(one.level == model::Level::kShould);
  CHECK(one.deadline == std::chrono::seconds(20));
  CHECK(one.thing == "case-1");
  REQUIRE(one.scenario.things.size() == 1);
  CHECK(one.scenario.things[0].name.prefix == "case-1");
  CHECK(one.scenario.things[0].jobs[0].name.prefix == "job-1");
  CHECK(one.scenario.things[0].jobs[0].executions[0].document == R"({"of":"case-1"})");
  CHECK(one.scenario.rules.size() == 1);
}

TEST_CASE("a parsed case has the names of each instance and keeps those of none", "[load][case]") {
  base::Diagnostics diagnostics;
  const auto document = load::parse({"conformance/area/test", "test.yaml", kThrottled, {}}, diagnostics);
  REQUIRE(document);
  for (const std::string name : {"case-1", "case-2"}) {
    const auto one = suite::load_case(*document, {name, "job-1"}, diagnostics);
    REQUIRE(one);
    CHECK(one->thing == name);
    CHECK(one->scenario.things.at(0).name.prefix == name);
  }
  CHECK(document->root.find("things")->entries.at(0).key == "{thing}");
}

TEST_CASE("a call has its arguments as JSON and the names it does not give", "[load][case]") {
  const model::ConformanceCase one = loaded_case(kThrottled);
  REQUIRE(one.calls.size() == 1);
  CHECK(one.calls[0].operation == "DescribeJobExecution");
  const std::vector<model::Argument> expected{{"includeJobDocument", "true"},
                                              {"executionNumber", "5000000000"},
                                              {"thingName", "\"case-1\""},
                                              {"jobId", "\"job-1\""}};
  CHECK(one.calls[0].arguments == expected);
}

TEST_CASE("a check has the level of its case unless it states its own", "[load][case]") {
  const model::ConformanceCase one = loaded_case(kThrottled);
  std::vector<std::pair<std::string, model::Level>> levels;
  for (const model::CheckUse& use : one.checks) {
    levels.emplace_back(use.check->name(), use.level);
  }
  const std::vector<std::pair<std::string, model::Level>> expected{
      {"outcome", model::Level::kShould}, {"requests", model::Level::kShould}, {"gaps", model::Level::kInfo},
      {"gaps", model::Level::kMust},      {"within", model::Level::kShould},   {"as-sent", model::Level::kShould}};
  CHECK(levels == expected);
}

TEST_CASE("several calls and polling and waiting are read", "[load][case]") {
  const model::ConformanceCase one = loaded_case(
      case_text("calls:\n"
                "  - {operation: GetPendingJobExecutions, thingName: \"{thing}:other {place}\"}\n"
                "  - {operation: DescribeJobExecution, jobId: $next, after: 200ms, poll: {every: 100ms, at-most: 20}}\n"
                "  - {operation: UpdateJobExecution, status: SUCCEEDED, statusDetails: {step: done}}\n"
                "expect: {outcome: success}\n"));
  REQUIRE(one.calls.size() == 3);
  CHECK(one.calls[0].arguments == std::vector<model::Argument>{{"thingName", "\"case-1:other {place}\""}});
  CHECK(one.calls[1].after == std::chrono::milliseconds(200));
  REQUIRE(one.calls[1].polling.has_value());
  CHECK(one.calls[1].polling->every == std::chrono::milliseconds(100));
  CHECK(one.calls[1].polling->at_most == 20);
  CHECK(one.deadline == base::Duration::zero());
  const std::vector<std::string_view> needed{"update", "get-pending", "poll"};
  CHECK(judge::needed_features(one) == needed);
}

TEST_CASE("a repeated call is made as often as it says", "[load][case]") {
  const model::ConformanceCase one =
      loaded_case(case_text("calls:\n  - {operation: DescribeJobExecution, repeat: 100, after: 5ms}\n"
                            "  - {operation: GetPendingJobExecutions}\nexpect: {requests: 101}\n"));
  REQUIRE(one.calls.size() == 101);
  CHECK(one.calls[99].operation == "DescribeJobExecution");
  CHECK(one.calls[99].after == std::chrono::milliseconds(5));
  CHECK(one.calls[100].operation == "GetPendingJobExecutions");
  CHECK_THAT(mistakes_of_case(case_text("call: {operation: DescribeJobExecution, repeat: 5001}\n") + kExpect),
             Catch::Contains("5000"));
  CHECK_THAT(mistakes_of_case(case_text("call: {operation: DescribeJobExecution, repaet: 5}\n") + kExpect),
             Catch::Contains("did you mean \"repeat\"?"));
}

TEST_CASE("a call can ask for a new client object", "[load][case]") {
  const model::ConformanceCase one =
      loaded_case(case_text("calls:\n  - {operation: DescribeJobExecution, repeat: 2, fresh: true}\n"
                            "  - {operation: DescribeJobExecution}\nexpect: {requests: 3}\n"));
  REQUIRE(one.calls.size() == 3);
  CHECK(one.calls[0].fresh);
  CHECK(one.calls[1].fresh);
  CHECK_FALSE(one.calls[2].fresh);
  CHECK_THAT(mistakes_of_case(case_text("call: {operation: DescribeJobExecution, fresh: 1}\n") + kExpect),
             Catch::Contains("\"fresh\""));
}

TEST_CASE("a redirect to elsewhere gets the URL of the instance", "[load][case]") {
  const std::string text = case_text(
      "rules: [{answers: [{reply: {status: 307, headers: {Location: \"{elsewhere-tls}/a\"}, body: ''}}]}]\n"
      "call: {operation: DescribeJobExecution}\n");
  base::Diagnostics diagnostics;
  const auto one = suite::load_case({"conformance/area/test", "test.yaml", text + std::string(kExpect), {}},
                                    {"case-1", "job-1", {"http://here:1", "https://there:2"}}, diagnostics);
  CAPTURE(test::in_words(diagnostics));
  REQUIRE(one.has_value());
  CHECK(one->uses_elsewhere);
  const auto& answer = std::get<model::RawAnswer>(one->scenario.rules.at(0).answers.at(0).content);
  CHECK(answer.reply.headers.at(0).value == "https://there:2/a");
  CHECK_FALSE(loaded_case(case_text("call: {operation: DescribeJobExecution}\n") + kExpect).uses_elsewhere);
}

TEST_CASE("what a case needs follows from its calls and how it is served", "[load][case]") {
  const model::ConformanceCase one =
      loaded_case(case_text("serve: {tls: true, identity: good}\nneeds: [retries]\n"
                            "call: {operation: DescribeJobExecution, executionNumber: 1}\n") +
                  kExpect);
  CHECK(one.tls);
  CHECK(one.identity == model::ClientIdentity::kGood);
  const std::vector<std::string_view> needed{"execution-number", "tls", "client-certificate", "retries"};
  CHECK(judge::needed_features(one) == needed);
  CHECK(judge::missing_features(one, {"tls", "retries", "execution-number", "client-certificate"}).empty());
  CHECK(judge::missing_features(one, {"tls", "retries"}) ==
        std::vector<std::string_view>{"execution-number", "client-certificate"});
}

TEST_CASE("a case is known by its expectations", "[load][case]") {
  base::Diagnostics diagnostics;
  const auto kind = [&](const std::string& text) {
    return load::kind_of(load::parse({"a", "a.yaml", text, {}}, diagnostics).value());
  };
  CHECK(kind(kThrottled) == load::SourceKind::kCase);
  CHECK(kind("summary: a scenario that one may expect\nthings: {}\n") == load::SourceKind::kScenario);
  CHECK(diagnostics.empty());
  CHECK_FALSE(load::parse({"a", "a.yaml", "expect: [", {}}, diagnostics).has_value());
  CHECK_FALSE(diagnostics.empty());
  CHECK(suite::case_name("conformance/retry/503-then-ok") == "retry/503-then-ok");
  CHECK(suite::case_name("mine") == "mine");
}

TEST_CASE("each mistake in a case is named with its place and the nearest right word", "[load][case]") {
  struct Row {
    std::string text;
    std::string words;  // a part of the message
  };
  const std::string call = kCall;
  const std::string expect = kExpect;
  const std::vector<Row> rows{
      {"", "the file is empty"},
      {"~\n", "the file is empty; a case is a scenario with \"call\" and \"expect\""},
      {call + expect, "1:1: a case needs \"summary\""},
      {call + expect, "1:1: a case needs \"level\""},
      {call + expect, "1:1: a case needs \"requirement\""},
      {call + expect, "1:1: a case needs \"source\""},
      {case_text(call), "a case needs \"expect\""},
      {case_text(expect), "a case has either \"call\" (a map) or \"calls\" (a list of them)"},
      {case_text(call + "calls: []\n" + expect), "a case has either \"call\" (a map) or \"calls\""},
      {case_text("calls: []\n" + expect), "\"calls\" must be a list of at least one call"},
      {case_text("call: 5\n" + expect),
       "a call must be a map, such as {operation: DescribeJobExecution}, not a number"},
      {case_text("call: {}\n" + expect), "a call needs \"operation\""},
      {case_text("call: {operation: DescribeJobExecutions}\n" + expect), "did you mean \"DescribeJobExecution\"?"},
      {case_text("call: {operation: StartCommandExecution}\n" + expect),
       "StartCommandExecution is not in this edition of the contract; state \"contract: current\""},
      {case_text("call: {operation: DescribeJobExecution, executionNumbr: 5}\n" + expect),
       "5:41: DescribeJobExecution has no argument \"executionNumbr\"; did you mean \"executionNumber\"?"},
      {case_text("call: {operation: DescribeJobExecution, poll: {every: 1s}}\n" + expect), "a poll needs \"at-most\""},
      {case_text(call + "expect: {}\n"), "\"expect\" must be a map of at least one check"},
      {case_text(call + "expect: {outcom: success}\n"), "unknown check \"outcom\"; did you mean \"outcome\"?"},
      {case_text(call + "expect: {zzz: success}\n"), "unknown check \"zzz\"; see jobrig list checks"},
      {case_text(call + "expect: {requests: []}\n"), "\"requests\" lists no settings"},
      {case_text(call + "expect: {requests: {count: 1, level: MAY}}\n"), "\"level\" must be one of MUST, SHOULD, INFO"},
      {case_text(call + "expect: {requests: {cuont: 1}}\n"),
       "\"requests\" has no key \"cuont\"; did you mean \"count\"?"},
      {case_text(call + "needs: [tsl]\n" + expect), "did you mean \"tls\"?"},
      {case_text(call + "needs: tls\n" + expect), "\"needs\" must be a list of features"},
      {case_text(call + "deadline: 0s\n" + expect), "\"deadline\" must be longer than 0s and at most 10m"},
      {case_text(call + "serve: {identity: good}\n" + expect), "only a case over TLS has a client certificate"},
      {case_text(call + "tls: {certificate: expired}\n" + expect), "add \"serve: {tls: true}\""},
      {case_text(call + "serve: {tls: true}\nexpect: {sent-certificate: {}}\n"),
       "the server does not ask for a client certificate here"},
      {case_text(call + "things: {other: {}}\n" + expect), "the names of a case's things must begin with \"{thing}\""},
      {case_text(call + "thigns: {}\n" + expect), "a case has no key \"thigns\"; did you mean \"things\"?"},
      {case_text(call + "rules: [{answers: [{error: Throttling}]}]\n" + expect), "unknown error \"Throttling\""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK_THAT(mistakes_of_case(row.text), Catch::Contains(row.words));
  }
  CHECK(mistakes_of_case(case_text(call + expect)) == "");
}
