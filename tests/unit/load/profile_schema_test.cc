// The schemas of client profiles, known failures and families of cases agree with the readers: both accept and both
// reject the same files, as far as a schema can decide.
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/json_text.h"
#include "conform/profile_files.h"
#include "contract/embedded_files.h"
#include "contract/schemas.h"
#include "expectations/reader.h"
#include "suite/case_loader.h"
#include "suite/case_table.h"
#include "support/catch.h"
#include "support/judging.h"
#include "support/loading.h"
#include "yaml/reader.h"

using namespace jobrig;

namespace {

bool schema_accepts(const std::string& yaml, const char* schema) {
  base::Diagnostics diagnostics;
  const auto node = yaml::read_yaml(yaml, "test.yaml", diagnostics);
  REQUIRE(node);
  const auto json = base::json_text(*node, "it", diagnostics);
  REQUIRE(json);
  return contract::validate_against(schema, *json).empty();
}

bool profile_reader_accepts(const std::string& yaml) {
  base::Diagnostics diagnostics;
  const auto document = load::parse({"mine", "mine.yaml", yaml, {}}, diagnostics);
  REQUIRE(document);
  CHECK(load::kind_of(*document) == load::SourceKind::kProfile);
  return conform::load_profile(*document, diagnostics).has_value();
}

std::string with_outcome(const std::string& outcome) {
  return "summary: x\nprogram: [x]\ncalls: {DescribeJobExecution: [a]}\noutcome: [" + outcome + "]\n";
}

std::string with_part(const std::string& part) {
  return "summary: x\nprogram: [x]\ncalls: {DescribeJobExecution: [" + part + "]}\noutcome: [{is: success}]\n";
}

std::string family(const std::string& text) {
  return "summary: x\nrequirement: ERR-2\ncall: {operation: DescribeJobExecution}\nexpect: {requests: 1}\n" + text;
}

bool family_reader_accepts(const std::string& yaml) {
  base::Diagnostics diagnostics;
  const auto node = yaml::read_yaml(yaml, "family.yaml", diagnostics);
  REQUIRE(node);
  return !suite::expand_family(*node, diagnostics).empty();
}

}  // namespace

TEST_CASE("the schema of profiles takes every built-in profile", "[load][schema][profile]") {
  for (const contract::EmbeddedFile& file : contract::embedded_profiles()) {
    CAPTURE(file.path);
    CHECK(profile_reader_accepts(std::string(file.text)));
    CHECK(schema_accepts(std::string(file.text), "profile.schema.json"));
  }
}

TEST_CASE("reader and schema both take what is right in a profile", "[load][schema][profile]") {
  for (const std::string& text :
       {with_outcome("{exit: 0, is: success, response: \"{stdout}\"}"), with_outcome("{exit: 1..255, is: unable}"),
        with_outcome(
            "{stderr: \"error {code}\", is: error, kind: timeout, error: \"{code}\", message: x, status: 404}"),
        with_part("--number, 5, true"), with_part("{when: executionNumber, words: [\"{executionNumber}\"]}"),
        with_part("{when: includeJobDocument, is: true, words: [x]}"),
        with_part("x") + "version: [--version]\nenvironment: {A: 1}\nfeatures: [tls]\n" +
            "limits: {attempts: 3, attempt-timeout: 1s, total-timeout: 1m}\n",
        with_part("\"{clientId}\", \"{payload}\"") + "transports: [http, mqtt]\n",
        std::string("summary: x\nprogram: [x]\ncalls: {JobExecutionsChanged: [x]}\noutcome: []\n")}) {
    CAPTURE(text);
    CHECK(profile_reader_accepts(text));
    CHECK(schema_accepts(text, "profile.schema.json"));
  }
}

TEST_CASE("reader and schema both refuse what is wrong in a profile", "[load][schema][profile]") {
  for (const std::string& text : {with_outcome("{exit: 256, is: success}"),
                                  with_outcome("{exit: -1, is: success}"),
                                  with_outcome("{exit: 0}"),
                                  with_outcome("{is: succes}"),
                                  with_outcome("{is: error, kind: network}"),
                                  with_outcome("{is: error, code: 1}"),
                                  with_part("{words: [x]}"),
                                  with_part("{when: executionNumber}"),
                                  with_part("[x]"),
                                  with_part("x") + "features: [tsl]\n",
                                  with_part("x") + "features: tls\n",
                                  with_part("x") + "transports: [coap]\n",
                                  with_part("x") + "transports: []\n",
                                  with_part("x") + "limits: {attempts: 0}\n",
                                  with_part("x") + "limits: {attempt-timeout: 5}\n",
                                  with_part("x") + "timeout: 5s\n",
                                  std::string("program: [x]\ncalls: {}\noutcome: []\n"),
                                  std::string("summary: x\nprogram: []\ncalls: {}\noutcome: []\n"),
                                  std::string("summary: x\nprogram: x\ncalls: {}\noutcome: []\n"),
                                  std::string("summary: x\nprogram: [x]\ncalls: {Describe: [x]}\noutcome: []\n")}) {
    CAPTURE(text);
    CHECK_FALSE(profile_reader_accepts(text));
    CHECK_FALSE(schema_accepts(text, "profile.schema.json"));
  }
}

TEST_CASE("reader and schema of families of cases both refuse what is wrong", "[load][schema][suite]") {
  CHECK(family_reader_accepts(family("for-each: {form: [a, b]}\nid: \"{form}\"\n")));
  CHECK(schema_accepts(family("for-each: {form: [a, b]}\nid: \"{form}\"\n"), "case-family.schema.json"));
  for (const std::string& text :
       {family("for-each: {thing: [a]}\nid: \"{thing}\"\n"), family("for-each: {form: [A]}\nid: \"{form}\"\n"),
        family("for-each: {form: [{id: \"a b\"}]}\nid: \"{form}\"\n"), family("for-each: {form: []}\nid: x\n"),
        family("for-each: {Form: [a]}\nid: x\n"), family("for-each: {form: [a]}\n"),
        family("for-each: {form: [a, b]}\nid: \"{form}\"\nexcept: [{form: []}]\n"),
        family("for-each: {form: [a, b]}\nid: \"{form}\"\nexcept: []\n")}) {
    CAPTURE(text);
    CHECK_FALSE(family_reader_accepts(text));
    CHECK_FALSE(schema_accepts(text, "case-family.schema.json"));
  }
  CHECK_FALSE(schema_accepts(family("for-each: {form: [a]}\nid: \"{form}\"\nexpct: {}\n"), "case-family.schema.json"));
}

TEST_CASE("reader and schema of cases both refuse a level beside a number and a certificate without TLS",
          "[load][schema]") {
  const std::string call = "summary: x\ncall: {operation: DescribeJobExecution}\nexpect: {requests: 1}\n";
  const std::string own = call + "level: MUST\nsource: s\nrequirement: It is so.\n";
  for (const std::string& right : {call + "requirement: ERR-2\n", own, own + "serve: {tls: true, identity: good}\n"}) {
    CAPTURE(right);
    CHECK(test::mistakes_of_case(right).empty());
    CHECK(schema_accepts(right, "case.schema.json"));
  }
  for (const std::string& wrong : {call + "requirement: ERR-2\nlevel: MUST\n", call + "requirement: ERR-2\nsource: s\n",
                                   own + "serve: {identity: good}\n", own + "serve: {tls: false, identity: good}\n",
                                   own + "things: {other: {}}\n"}) {
    CAPTURE(wrong);
    CHECK_FALSE(test::mistakes_of_case(wrong).empty());
    CHECK_FALSE(schema_accepts(wrong, "case.schema.json"));
  }
}

TEST_CASE("every schema has an id", "[schema][contract]") {
  for (const contract::EmbeddedFile& file : contract::embedded_schemas()) {
    if (file.path.find('/') == std::string_view::npos && file.path.ends_with(".schema.json")) {
      CAPTURE(file.path);
      CHECK(nlohmann::json::parse(file.text).value("$id", "") == file.path);
    }
  }
}

TEST_CASE("every key of profiles and known failures has a description in its schema", "[schema][profile]") {
  for (const contract::EmbeddedFile& file : contract::embedded_schemas()) {
    if (file.path == "profile.schema.json" || file.path == "expectations.schema.json" ||
        file.path.starts_with("experiment")) {
      std::vector<nlohmann::json> schemas{nlohmann::json::parse(file.text)};
      std::size_t keys = 0;
      while (!schemas.empty()) {
        const nlohmann::json schema = std::move(schemas.back());
        schemas.pop_back();
        const auto properties =
            schema.is_object() ? schema.value("properties", nlohmann::json::object()) : nlohmann::json();
        for (const auto& [key, property] : properties.items()) {
          CAPTURE(file.path, key);
          const bool only_required = property.is_boolean();  // in a condition
          CHECK((only_required || property.contains("description") || property.contains("$ref")));
          ++keys;
        }
        for (const auto& inner : schema) {
          if (inner.is_structured()) {
            schemas.push_back(inner);
          }
        }
      }
      CHECK(keys >= 7);
    }
  }
}
