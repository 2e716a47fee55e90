// The editor schema and the loader agree: they have the same keys at each location and accept the same scenarios, as
// far as a schema can decide.
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/json_text.h"
#include "contract/schemas.h"
#include "contract/shipped_scenarios.h"
#include "expectations/reader.h"
#include "faults/catalogue.h"
#include "suite/case_table.h"
#include "support/catch.h"
#include "support/loading.h"
#include "yaml/reader.h"

using namespace jobrig;

namespace {

constexpr const char* kSchema = "scenario.schema.json";

nlohmann::json the_schema() {
  for (const auto& file : contract::schema_files()) {
    if (file.path == kSchema) {
      return nlohmann::json::parse(file.text);
    }
  }
  throw std::runtime_error("the schema is not in the program");
}

std::set<std::string> properties_at(const std::string& pointer) {
  const nlohmann::json properties = the_schema().at(nlohmann::json::json_pointer(pointer + "/properties"));
  std::set<std::string> keys;
  for (const auto& [key, unused] : properties.items()) {
    keys.insert(key);
  }
  return keys;
}

/// The keys that the loader accepts in a map. KEY in `yaml` is replaced by an unknown key that resembles none of them.
std::set<std::string> keys_of_loader(std::string yaml) {
  const std::string unknown(70, 'z');
  yaml.replace(yaml.find("KEY"), 3, unknown + ": 1");
  const std::string words = test::mistakes_of(yaml);
  constexpr std::string_view kBefore = "; valid keys: ";
  const std::size_t at = words.find(kBefore);
  INFO(yaml << "\n" << words);
  REQUIRE(at != std::string::npos);
  const std::size_t end = words.find('\n', at);
  std::set<std::string> keys;
  for (std::size_t from = at + kBefore.size(); from < end;) {
    const std::size_t comma = std::min(words.find(", ", from), end);
    keys.insert(words.substr(from, comma - from));
    from = comma + 2;
  }
  return keys;
}

/// The violations of a scenario, with types as in an editor; empty if it is valid.
std::string schema_says(const base::Node& node, const char* schema) {
  base::Diagnostics diagnostics;
  const auto json = base::json_text(node, "it", diagnostics);
  if (!json) {
    return test::in_words(diagnostics);
  }
  std::string words;
  for (const auto& violation : contract::validate_against(schema, *json)) {
    words += violation.pointer + " " + violation.message + "\n";
  }
  return words;
}

std::string schema_says(const std::string& yaml, const char* schema = kSchema) {
  base::Diagnostics diagnostics;
  const auto node = yaml::read_yaml(yaml, "test.yaml", diagnostics);
  return node ? schema_says(*node, schema) : test::in_words(diagnostics);
}

std::string with_execution(const std::string& keys) { return "things: {t: {j: {" + keys + "}}}"; }
std::string with_answer(const std::string& text) { return "rules: [{answers: [" + text + "]}]"; }
std::string with_when(const std::string& keys) { return "rules: [{when: {" + keys + "}, answers: [documented]}]"; }

}  // namespace

TEST_CASE("loader and schema know the same keys at each place", "[load][schema]") {
  struct Row {
    std::string pointer;
    std::string yaml;
  };
  const std::vector<Row> rows{
      {"", "{KEY}"},
      {"/properties/clock", "clock: {KEY}"},
      {"/properties/credentials/additionalProperties/oneOf/1", "credentials: {A: {secret: s, KEY}}"},
      {"/definitions/job", with_execution("KEY")},
      {"/definitions/job/then", with_execution("executions: {1: {}}, KEY")},
      {"/definitions/job/else/then", with_execution("any: {}, KEY")},
      {"/definitions/execution", with_execution("executions: {1: {KEY}}")},
      {"/definitions/execution/then", with_execution("executions: {1: {any: {}, KEY}}")},
      {"/definitions/step", with_execution("then: [{after: 1s, status: IN_PROGRESS, KEY}]")},
      {"/definitions/rule", "rules: [{KEY}]"},
      {"/definitions/when", with_when("KEY")},
      {"/definitions/answer/oneOf/1", with_answer("{error: ThrottlingException, KEY}")},
      {"/definitions/answer/oneOf/1", with_answer("{documented: true, KEY}")},
      {"/definitions/reply", with_answer("{off-contract: true, reply: {KEY}}")},
      {"/definitions/fault/anyOf/1/properties/delay/anyOf/0", with_answer("{documented: true, delay: {KEY}}")},
  };
  for (const Row& row : rows) {
    CAPTURE(row.pointer, row.yaml);
    CHECK(keys_of_loader(row.yaml) == properties_at(row.pointer));
  }
  std::set<std::string> fault_keys{"chance"};
  for (const auto& kind : faults::catalogue()) {
    fault_keys.insert(std::string(kind.name));
  }
  CHECK(properties_at("/definitions/fault/anyOf/1") == fault_keys);
}

TEST_CASE("the schema takes every shipped scenario", "[load][schema]") {
  REQUIRE_FALSE(contract::shipped_scenarios().empty());
  for (const auto& scenario : contract::shipped_scenarios()) {
    CAPTURE(scenario.name);
    base::Diagnostics diagnostics;
    const auto node = yaml::read_yaml(scenario.text, "test.yaml", diagnostics);
    REQUIRE(node);
    const bool is_case = scenario.name.starts_with("conformance/");
    const bool is_family = suite::is_family(*node);
    const bool is_experiment = scenario.name.starts_with("experiments/");
    const bool is_life_cycle = scenario.name.starts_with("agents/");
    CHECK(schema_says(*node, is_family       ? "case-family.schema.json"
                             : is_case       ? "case.schema.json"
                             : is_experiment ? "experiment.schema.json"
                             : is_life_cycle ? "life-cycle.schema.json"
                                             : kSchema) == "");
    for (const suite::TableCase& one :
         is_family ? suite::expand_family(*node, diagnostics) : std::vector<suite::TableCase>()) {
      CAPTURE(one.id);
      CHECK(schema_says(one.root, "case.schema.json") == "");
    }
  }
}

TEST_CASE("loader and schema both take what is right", "[load][schema]") {
  const std::vector<std::string> rows{
      "summary: x",
      "{contract: current, seed: 0, timestamps: float-seconds, terminal-executions: gone}",
      "seed: 9223372036854775807",
      "clock: {start: 2026-01-01, rate: 0.5}",
      "clock: {start: 2026-01-01T00:00:00.123456Z}",
      "{pending-limit: 15, request-content-type: any, traceparent: echo}",
      "credentials: {A: s, B: {secret: s, token: t, expires: 15m}, C: {secret: s, token: t, expires: 2026-01-01}}",
      "things: {}",
      "things: {t: {}}",
      "things: {\"s-{1..3}\": {\"c-{n}\": {}}}",
      with_execution("status: QUEUED, queued: -5m, updated: 0s, timeout: 1h30m"),
      with_execution("status: IN_PROGRESS, queued: 2026-01-01, started: 2026-01-01T00:00:01Z"),
      with_execution("queued: +5m, updated: +1h"),
      with_execution("status: FAILED, queued: -1d2h3m4s5ms6us"),
      with_execution("document: {a: [1, null]}"),
      with_execution("document: text, details: {step: \"1\"}"),
      with_execution("document: 5"),
      with_execution("number: 9223372036854775807, version: 2"),
      with_execution("executions: {1: {status: FAILED}, 2: {}}, terminal-executions: gone"),
      with_execution("then: [{after: 0s, status: IN_PROGRESS}, {on-describe: 3, status: SUCCEEDED, details: {}}]"),
      with_execution("then: [{at: 5m, details: {}}, {at: 2026-01-01, document: {a: 1}}, {on-start: 1, remove: true}]"),
      with_execution("then: [{on-update: 2, status: CANCELED, arrive: k}]}, k: {retries: 10"),
      with_execution("then: [{on-terminal: 0s, next-execution: {document: a, then: [{after: 1s, remove: true}]}}]"),
      with_execution("timeout: 1m, timeout-delay: 60s, approximate-seconds-before-timed-out: 0, retries: 0"),
      with_execution("updated: -5m"),
      "things: {t: {j: any}}",
      with_execution("any: {}"),
      with_execution("any: {status: QUEUED, number: 5}, terminal-executions: kept"),
      with_execution("any: {updated: -5m, status: FAILED}"),
      with_execution("any: {started: -5m}"),
      with_execution("executions: {1: any, 2: {any: {status: FAILED}}}"),
      with_execution("then: [{on-describe: 1, next-execution: {any: {document: a}}}]"),
      "timeout-delay: 30s",
      with_execution("off-contract: true, version: -3"),
      "rules: []",
      "rules: [{name: x, faults: [{delay: 200ms}]}]",
      "rules: [{faults: [{delay: {fixed: 1.5s}, chance: 5%}, {delay: 0s, chance: 0.1%}]}]",
      with_when("operation: DescribeJobExecution, thing: \"t*\", job: $next, execution-number: 1"),
      with_when("include-job-document: false, headers: {A: \"*\"}, query: {a: b}, during: 20s..45s"),
      with_when("during: 0s.."),
      with_answer("documented"),
      with_answer("{documented: true, times: 1000000000}"),
      with_answer("{error: 503, times: 2, retry-after: 1s, x-amz-retry-after: 500ms}"),
      with_answer("{error: ThrottlingException, message: x, name-in: __type, delay: 1s}"),
      with_answer("{error: ThrottlingException, payload: AAEC}"),
      with_answer("{error: AccessDeniedException, name-in: code-namespace-uri}"),
      "contract: current\n" + with_answer("{error: ConflictException, resource-id: r}"),
      with_answer("{reply: {status: 599, headers: {A: b}, body: x}, off-contract: true}"),
      with_answer("{reply: {json: {a: 1}}, off-contract: true}"),
  };
  for (const std::string& yaml : rows) {
    CAPTURE(yaml);
    CHECK(test::mistakes_of(yaml) == "");
    CHECK(schema_says(yaml) == "");
  }
}

TEST_CASE("loader and schema both refuse what is wrong", "[load][schema]") {
  const std::vector<std::string> rows{
      "[]",
      "5",
      "sumary: x",
      "summary: 5",
      "contract: 5",
      "contract: newest",
      "seed: -1",
      "seed: 1.5",
      "seed: 9223372036854775808",
      "seed: \"1\"",
      "clock: {start: tomorrow}",
      "clock: {rate: -1}",
      "clock: {rate: 1000001}",
      "clock:",
      "timestamps: minutes",
      "terminal-executions: true",
      "pending-limit: 0",
      "request-content-type: text/plain",
      "traceparent: true",
      "credentials: {A: {token: t}}",
      "credentials: {A: {secret: s, expires: 5m}}",
      "credentials: {A: {secret: \"\"}}",
      "things: []",
      "things: {t: }",
      "things: {\"a b\": {}}",
      "things: {\"s-{1..}\": {}}",
      "things: {\"\": {}}",
      "things: {t: {\"a b\": {}}}",
      "things: {t: {j: []}}",
      with_execution("status: DONE"),
      with_execution("status: SUCCESS"),
      with_execution("number: 0"),
      with_execution("version: x"),
      with_execution("details: {a: 1}"),
      with_execution("details: []"),
      with_execution("queued: 5"),
      with_execution("queued: \"-\""),
      with_execution("queued: \"\""),
      with_execution("queued: 30m1h"),
      with_execution("queued: 5m"),
      with_execution("queued: +-5m"),
      with_execution("timeout: -1s"),
      with_execution("timeout: \"\""),
      with_execution("timeout: 5 s"),
      with_execution("document: null"),
      with_execution("document: {}, document-file: a.json"),
      with_execution("document-file: \"\""),
      "things: {t: {j: all}}",
      with_execution("any: 1"),
      with_execution("any: {}, status: QUEUED"),
      with_execution("any: {any: {}}"),
      with_execution("any: {terminal-executions: kept}"),
      with_execution("any: {}, executions: {1: {}}"),
      with_execution("executions: {1: {any: {number: 2}}}"),
      with_execution("executions: {1: {any: {}, version: 2}}"),
      with_execution("executions: {}"),
      with_execution("executions: {0x1: {}}"),
      with_execution("executions: {1: {number: 1}}"),
      with_execution("executions: {1: {}}, status: QUEUED"),
      with_execution("then: {}"),
      with_execution("then: [{status: IN_PROGRESS}]"),
      with_execution("then: [{after: 1s}]"),
      with_execution("then: [{after: 1s, at: 2s, status: CANCELED}]"),
      with_execution("then: [{on-start: 0, status: CANCELED}]"),
      with_execution("then: [{on-update: 1.5, status: CANCELED}]"),
      with_execution("then: [{on-terminal: true, remove: true}]"),
      with_execution("then: [{after: 1s, remove: 1}]"),
      with_execution("then: [{after: 1s, arrive: \"\"}]"),
      with_execution("then: [{after: 1s, next-execution: {number: 3}}]"),
      with_execution("then: [{after: 1s, next-execution: {queued: +1s}}]"),
      with_execution("then: [{after: 1s, document: a, document-file: b}]"),
      with_execution("retries: 11"),
      with_execution("retries: -1"),
      with_execution("timeout-delay: -1s"),
      with_execution("approximate-seconds-before-timed-out: -1"),
      with_execution("then: [{after: 1s, on-describe: 1, status: IN_PROGRESS}]"),
      with_execution("then: [{on-describe: 0, status: IN_PROGRESS}]"),
      with_execution("off-contract: yes"),
      "rules: {}",
      "rules: [x]",
      "rules: [{name: x}]",
      "rules: [{name: \"\", answers: [documented]}]",
      "rules: [{answers: []}]",
      "rules: [{faults: {delay: 1s}}]",
      "rules: [{faults: [{chance: 5%}]}]",
      "rules: [{faults: [{delay: 1s, chance: 101%}]}]",
      "rules: [{faults: [{delay: 1s, chance: 0.5}]}]",
      "rules: [{faults: [{dellay: 1s}]}]",
      "rules: [{faults: [{delay: {}}]}]",
      "rules: [{faults: [delay]}]",
      with_when("operation: Describe"),
      with_when("execution-number: 0"),
      with_when("include-job-document: \"true\""),
      with_when("headers: {A: 5}"),
      with_when("during: 20s"),
      with_when("during: ..20s"),
      with_when("during: .."),
      with_when("during: -1s.."),
      with_answer("documentd"),
      with_answer("{}"),
      with_answer("{documented: false}"),
      with_answer("{error: 400}"),
      with_answer("{error: NoSuchException}"),
      with_answer("{error: 503, documented: true}"),
      with_answer("{error: 503, times: 0}"),
      with_answer("{error: 503, retry-after: 1}"),
      with_answer("{error: 503, name-in: body}"),
      with_answer("{documented: true, message: x}"),
      with_answer("{documented: true, payload: AAEC}"),
      with_answer("{documented: true, resource-id: r}"),
      with_answer("{reply: {status: 199}, off-contract: true}"),
      with_answer("{reply: {body: x, json: 1}, off-contract: true}"),
      with_answer("{reply: {body: [x]}, off-contract: true}"),
  };
  for (const std::string& yaml : rows) {
    CAPTURE(yaml);
    CHECK(test::mistakes_of(yaml) != "");
    CHECK(schema_says(yaml) != "");
  }
}

// Mistakes that depend on several values or on a table. Move a row up when the schema can detect it.
TEST_CASE("only the loader can know what depends on other values", "[load][schema]") {
  const std::vector<std::string> rows{
      "things: {\"s-{3..1}\": {}}",
      "things: {\"s-{01..20}\": {}}",
      "things: {\"s-{1..3}\": {}, s-2: {}}",
      "things: {t: {\"c-{n}\": {}}}",
      "clock: {start: 2026-02-30}",
      with_execution("started: 0s"),
      with_execution("status: FAILED, queued: 0s, started: -1s"),
      with_execution("version: 0"),
      with_execution("timeout: 0s"),
      with_execution("timeout-delay: 61s"),
      with_execution("then: [{at: -5m, status: CANCELED}]"),
      with_execution("then: [{after: 1s, arrive: k}]"),
      with_execution("then: [{after: 1s, arrive: j}]"),
      with_execution("then: [{on-terminal: 0s, status: FAILED}]"),
      with_execution("retries: 1, then: [{after: 1s, next-execution: {}}]"),
      with_execution("executions: {1: {retries: 1}, 2: {}}"),
      with_execution("then: [{after: 1s, arrive: k}]}, k: {queued: -1s"),
      with_execution("details: {a: \"\"}"),
      with_execution("executions: {1: {}, 01: {}}"),
      with_execution("status: FAILED, then: [{after: 1s, status: QUEUED}]"),
      "rules: [{name: x, answers: [documented]}, {name: x, answers: [documented]}]",
      "rules: [{faults: [{delay: 25h}]}]",
      with_when("operation: StartCommandExecution"),
      with_when("thing: \"a b\""),
      with_when("headers: {\"a b\": x}"),
      with_when("headers: {A: x, a: y}"),
      with_when("during: 45s..20s"),
      with_answer("{error: ConflictException}"),
      with_answer("{error: ThrottlingException, payload: not base64}"),
      with_answer("{error: ServiceUnavailableException, payload: AAEC}"),
      with_answer("{error: ThrottlingException, resource-id: r}"),
      with_answer("{error: 503, retry-after: 1500ms}"),
      with_answer("{reply: {headers: {Content-Length: \"5\"}}, off-contract: true}"),
      with_answer("{reply: {status: 204, body: x}, off-contract: true}"),
  };
  for (const std::string& yaml : rows) {
    CAPTURE(yaml);
    CHECK(test::mistakes_of(yaml) != "");
    CHECK(schema_says(yaml) == "");
  }
}

TEST_CASE("loader and schema of expectations judge alike", "[load][schema][expectations]") {
  constexpr const char* kExpectations = "expectations.schema.json";
  const auto loader_says = [](const std::string& yaml) {
    base::Diagnostics diagnostics;
    if (const auto document = load::parse({"e", "e.yaml", yaml, {}}, diagnostics)) {
      expectations::load_expectations(*document, {{"a/b", {"outcome"}}, {"a/c", {"outcome"}}}, diagnostics);
    }
    return test::in_words(diagnostics);
  };
  const auto entry = [](const std::string& keys) { return "{summary: x, known-failures: [{" + keys + "}]}"; };
  const auto flaky = [](const std::string& keys) { return "{summary: x, known-flaky: [{" + keys + "}]}"; };
  const std::vector<std::string> right{
      "{summary: x, known-failures: []}",
      entry("case: a/b, reason: x, expires: 2028-06-30"),
      entry("case: [a/b, a/c], check: outcome, reason: x, expires: 2028-06-30T12:00:00Z"),
      entry("check: [outcome], verdict: non-strict, reason: x, expires: 2028-06-30"),
      entry("case: a/*, verdict: timed-out, reason: x, expires: 2028-06-30"),
      entry("case: a/b, verdict: not-called, check: crash, reason: x, expires: 2028-06-30"),
      "{summary: x, known-flaky: []}",
      flaky("case: [a/b, a/c], check: outcome, reason: x, expires: 2028-06-30"),
  };
  for (const std::string& yaml : right) {
    CAPTURE(yaml);
    CHECK(loader_says(yaml) == "");
    CHECK(schema_says(yaml, kExpectations) == "");
  }
  const std::vector<std::string> wrong{
      flaky("check: outcome, reason: x, expires: 2028-06-30"),
      flaky("case: a/b, verdict: failed, reason: x, expires: 2028-06-30"),
      flaky("case: a/b, expires: 2028-06-30"),
      "{}",
      "{summary: x}",
      "{known-failures: []}",
      "{summary: 5, known-failures: []}",
      "{summary: x, known-failures: {}}",
      "{summary: x, known-failures: [], client: y}",
      entry(""),
      entry("case: a/b, reason: x"),
      entry("case: a/b, expires: 2028-06-30"),
      entry("reason: x, expires: 2028-06-30"),
      entry("case: [], reason: x, expires: 2028-06-30"),
      entry("case: {a: b}, reason: x, expires: 2028-06-30"),
      entry("case: a/b, check: [], reason: x, expires: 2028-06-30"),
      entry("case: a/b, reason: '', expires: 2028-06-30"),
      entry("case: a/b, reason: 5, expires: 2028-06-30"),
      entry("case: a/b, reason: x, expires: soon"),
      entry("case: a/b, reason: x, expires: 2028-06-30, until: never"),
      entry("case: a/b, verdict: harness-error, reason: x, expires: 2028-06-30"),
      entry("case: a/b, verdict: passed, reason: x, expires: 2028-06-30"),
  };
  for (const std::string& yaml : wrong) {
    CAPTURE(yaml);
    CHECK(loader_says(yaml) != "");
    CHECK(schema_says(yaml, kExpectations) != "");
  }
}
