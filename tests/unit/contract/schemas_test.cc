#include "contract/schemas.h"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "contract/constraints.h"
#include "contract/editions.h"
#include "contract/errors.h"
#include "contract/operations.h"
#include "contract/statuses.h"
#include "support/catch.h"

using namespace jobrig;
using contract::SchemaPart;
using contract::SchemaViolation;
using model::Edition;
using model::Operation;
using nlohmann::json;

/// For messages of failed tests.
template <>
struct Catch::StringMaker<SchemaViolation> {
  static std::string convert(const SchemaViolation& violation) { return violation.pointer + " " + violation.message; }
};

namespace {

using Violations = std::vector<SchemaViolation>;

Violations violations_of_execution(const json& execution, Edition edition = Edition::kOriginal) {
  return contract::validate(edition, Operation::kDescribeJobExecution, SchemaPart::kResponse,
                            json{{"execution", execution}}.dump());
}

Violations violations_of_describe_request(const json& request, Edition edition = Edition::kOriginal) {
  return contract::validate(edition, Operation::kDescribeJobExecution, SchemaPart::kRequest, request.dump());
}

json whole_execution() {
  return {{"executionNumber", 4294967297}, {"jobDocument", "{\"operation\":\"install\"}"},
          {"jobId", "firmware-7"},         {"thingName", "thermostat:1"},
          {"status", "IN_PROGRESS"},       {"statusDetails", {{"step", "download"}, {"per:cent", "10 %"}}},
          {"queuedAt", 1767225600},        {"startedAt", 1767225601},
          {"lastUpdatedAt", 1767225602},   {"versionNumber", 2}};
}

}  // namespace

TEST_CASE("there are a request and a response and an error schema for every operation of an edition", "[contract]") {
  for (const auto& edition : contract::editions()) {
    for (const auto& operation : contract::operations()) {
      for (const auto part : {SchemaPart::kRequest, SchemaPart::kResponse, SchemaPart::kError}) {
        const std::string path = contract::schema_path(edition.edition, operation.operation, part);
        const auto files = contract::schema_files();
        const bool there = std::any_of(files.begin(), files.end(), [&](const auto& file) { return file.path == path; });
        CAPTURE(path);
        CHECK(there == contract::has_operation(edition.edition, operation.operation));
      }
    }
  }
}

TEST_CASE("every schema is JSON of draft 7 with a title and a description and nothing remote", "[contract]") {
  for (const auto& file : contract::schema_files()) {
    CAPTURE(file.path);
    const json schema = json::parse(file.text);
    if (schema.contains("openapi")) {
      continue;  // tested in admin_openapi_test.cc
    }
    CHECK(schema.value("$schema", "") == "http://json-schema.org/draft-07/schema#");
    CHECK_FALSE(schema.value("title", "").empty());
    CHECK_FALSE(schema.value("description", "").empty());
    CHECK(file.text.find("\"$ref\": \"http") == std::string_view::npos);
  }
}

TEST_CASE("a whole execution keeps the contract in both editions", "[contract]") {
  CHECK(violations_of_execution(whole_execution()).empty());
  CHECK(violations_of_execution(whole_execution(), Edition::kCurrent).empty());
}

TEST_CASE("every subset of an execution's members keeps the contract", "[contract]") {
  const json whole = whole_execution();
  std::vector<std::string> names;
  for (const auto& [name, value] : whole.items()) {
    names.push_back(name);
  }
  REQUIRE(names.size() == 10);
  for (unsigned subset = 0; subset < 1U << names.size(); ++subset) {
    json execution = json::object();
    for (unsigned i = 0; i < names.size(); ++i) {
      if ((subset & 1U << i) != 0) {
        execution[names[i]] = whole[names[i]];
      }
    }
    if (!violations_of_execution(execution).empty()) {
      FAIL(execution.dump());
    }
  }
  CHECK(contract::validate(Edition::kOriginal, Operation::kDescribeJobExecution, SchemaPart::kResponse, "{}").empty());
}

TEST_CASE("each of the eight statuses is accepted and any other word is refused with the nearest", "[contract]") {
  for (const auto& row : contract::statuses()) {
    CHECK(violations_of_execution({{"status", std::string(row.word)}}).empty());
  }
  CHECK(violations_of_execution({{"status", "SUCCEDED"}}) ==
        Violations{{"/execution/status",
                    "must be one of QUEUED, IN_PROGRESS, SUCCEEDED, FAILED, TIMED_OUT, REJECTED, REMOVED, CANCELED, "
                    "not \"SUCCEDED\"; did you mean \"SUCCEEDED\"?"}});
  // The word in the prose is not in the enumeration.
  CHECK(violations_of_execution({{"status", "SUCCESS"}}).size() == 1);
  CHECK(violations_of_execution({{"status", "queued"}}).size() == 1);
}

TEST_CASE("startedAt is refused while QUEUED", "[contract]") {
  CHECK(violations_of_execution({{"status", "QUEUED"}, {"startedAt", 1}}) ==
        Violations{{"/execution/startedAt", "is not allowed together with these members"}});
  CHECK(violations_of_execution({{"status", "QUEUED"}, {"queuedAt", 1}}).empty());
  CHECK(violations_of_execution({{"startedAt", 1}}).empty());
}

TEST_CASE("every member of a wrong type is refused at its place", "[contract]") {
  const json wrong_values = {nullptr, true, 5, 1.5, "text", json::array({1}), json::object({{"a", 1}})};
  const auto accepts = [](const std::string& member, const json& value) {
    if (member == "statusDetails") {
      return false;  // another map: this value is not text
    }
    if (member == "queuedAt" || member == "startedAt" || member == "lastUpdatedAt") {
      return value.is_number();
    }
    if (member == "executionNumber" || member == "versionNumber") {
      return value.is_number_integer();
    }
    return value.is_string() && member != "status";
  };
  const json whole = whole_execution();
  for (const auto& [member, good] : whole.items()) {
    for (const json& value : wrong_values) {
      const Violations violations = violations_of_execution({{member, value}});
      CAPTURE(member, value.dump());
      CHECK(violations.empty() == accepts(member, value));
      for (const auto& violation : violations) {
        CHECK(violation.pointer.rfind("/execution/" + member, 0) == 0);
      }
    }
  }
}

TEST_CASE("a message says what is expected and what was found", "[contract]") {
  CHECK(violations_of_execution({{"versionNumber", "2"}}) ==
        Violations{{"/execution/versionNumber", "must be a whole number of 64 bits, not text"}});
  CHECK(violations_of_execution({{"jobId", 7}}) ==
        Violations{{"/execution/jobId", "must be text, not a whole number"}});
  CHECK(violations_of_execution("text") == Violations{{"/execution", "must be an object, not text"}});
  CHECK(violations_of_execution({{"jobId", ""}}) ==
        Violations{{"/execution/jobId", "must be at least 1 character long, not 0"}});
}

TEST_CASE("numbers are held to 64 bits with their sign", "[contract]") {
  const auto refused = [](const std::string& number) {
    return !contract::validate(Edition::kOriginal, Operation::kDescribeJobExecution, SchemaPart::kResponse,
                               R"({"execution":{"versionNumber":)" + number + "}}")
                .empty();
  };
  CHECK_FALSE(refused("9223372036854775807"));
  CHECK_FALSE(refused("-9223372036854775808"));
  CHECK_FALSE(refused("9007199254740993"));
  CHECK(refused("9223372036854775808"));
  CHECK(refused("18446744073709551615"));
  CHECK(refused("18446744073709551616"));
  CHECK(refused("-9223372036854775809"));
  CHECK(refused("1.0"));
  CHECK(refused("1e3"));
  CHECK(refused("1e999"));
}

TEST_CASE("keys and values of statusDetails keep their rules", "[contract]") {
  const auto with = [](const std::string& key, const json& value) {
    return violations_of_execution({{"statusDetails", {{key, value}}}});
  };
  CHECK(with("k", "v").empty());
  CHECK(with(std::string(128, 'k'), std::string(1024, 'v')).empty());
  CHECK(with("", "v") ==
        Violations{{"/execution/statusDetails/", "has a name that must be at least 1 character long, not 0"}});
  CHECK(with("a b", "v") ==
        Violations{{"/execution/statusDetails/a b", "has a name that must match ^[a-zA-Z0-9:_-]+$, unlike \"a b\""}});
  CHECK(with("a/b~c", "v").at(0).pointer == "/execution/statusDetails/a~1b~0c");
  CHECK(with(std::string(129, 'k'), "v").size() == 1);
  CHECK(with("k", "") == Violations{{"/execution/statusDetails/k", "must be at least 1 character long, not 0"}});
  CHECK(with("k", std::string(1025, 'v')) ==
        Violations{{"/execution/statusDetails/k", "must be at most 1024 characters long, not 1025"}});
  CHECK(with("k", "a\nb").size() == 1);
  CHECK(with("k", 5) == Violations{{"/execution/statusDetails/k", "must be text, not a whole number"}});
}

TEST_CASE("the schema and the hand-written rules agree on names and values", "[contract]") {
  const std::vector<std::string> texts = {"",
                                          "a",
                                          "$next",
                                          "a b",
                                          "a:b",
                                          "a.b",
                                          "a\n",
                                          std::string("a\0b", 3),
                                          "\xC3\xA4",
                                          "\xE2\x80\x8B",
                                          "\xEE\x80\x80",
                                          std::string(64, 'x'),
                                          std::string(65, 'x'),
                                          std::string(128, 'x'),
                                          std::string(129, 'x'),
                                          std::string(1024, 'x'),
                                          std::string(1025, 'x'),
                                          std::string(20000, 'x'),
                                          std::string(32768, 'x'),
                                          std::string(32769, 'x')};
  for (const std::string& text : texts) {
    CAPTURE(text.substr(0, 40), text.size());
    CHECK(violations_of_execution({{"thingName", text}}).empty() == !contract::check_thing_name(text));
    CHECK(violations_of_execution({{"jobId", text}}).empty() == !contract::check_job_id(text, false));
    CHECK(violations_of_execution({{"jobDocument", text}}).empty() == !contract::check_job_document(text));
    CHECK(violations_of_execution({{"statusDetails", {{text, "v"}}}}).empty() == !contract::check_detail_key(text));
    CHECK(violations_of_execution({{"statusDetails", {{"k", text}}}}).empty() == !contract::check_detail_value(text));
    for (const Edition edition : {Edition::kOriginal, Edition::kCurrent}) {
      CHECK(violations_of_describe_request({{"thingName", "t"}, {"jobId", text}}, edition).empty() ==
            !contract::check_job_id(text, true));
    }
  }
}

TEST_CASE("an answer's member that the contract does not name is refused with the nearest name", "[contract]") {
  CHECK(violations_of_execution({{"stauts", "QUEUED"}}) ==
        Violations{{"/execution/stauts", "is not in the contract; did you mean \"status\"?"}});
  CHECK(contract::validate(Edition::kOriginal, Operation::kDescribeJobExecution, SchemaPart::kResponse,
                           R"({"executions":{}})") ==
        Violations{{"/executions", "is not in the contract; did you mean \"execution\"?"}});
}

TEST_CASE("approximateSecondsBeforeTimedOut is in the current edition only", "[contract]") {
  const json execution = {{"approximateSecondsBeforeTimedOut", 60}};
  CHECK(violations_of_execution(execution, Edition::kCurrent).empty());
  CHECK(violations_of_execution(execution, Edition::kOriginal).size() == 1);
}

TEST_CASE("several mistakes are all reported", "[contract]") {
  const Violations violations =
      violations_of_execution({{"status", 1}, {"versionNumber", "x"}, {"thingName", "a b"}, {"jobId", "ok"}});
  std::vector<std::string> pointers;
  for (const auto& violation : violations) {
    pointers.push_back(violation.pointer);
  }
  std::sort(pointers.begin(), pointers.end());
  CHECK(pointers == std::vector<std::string>{"/execution/status", "/execution/thingName", "/execution/versionNumber"});
}

TEST_CASE("text that is not JSON is one violation at the root", "[contract]") {
  const auto check = [](std::string_view text) {
    return contract::validate(Edition::kOriginal, Operation::kDescribeJobExecution, SchemaPart::kResponse, text);
  };
  CHECK(check("") == Violations{{"", "is not JSON (byte 1)"}});
  CHECK(check("{} x").size() == 1);
  CHECK(check(std::string_view("{}\0", 3)) == Violations{{"", "contains a NUL byte, which JSON forbids (byte 3)"}});
  CHECK(check("{\"execution\":").size() == 1);
  CHECK(check("{\"execution\":{\"jobId\":\"\xFF\"}}").at(0).message.rfind("is not JSON", 0) == 0);
  CHECK(check("\xEF\xBB\xBF{}") == Violations{{"", "begins with a byte order mark, which JSON forbids"}});
  CHECK(check(R"({"execution":{"jobId":"a","jobId":"b"}})") == Violations{{"", "has the member \"jobId\" twice"}});
  CHECK(check("[]") == Violations{{"", "must be an object, not a list"}});
  CHECK(check("null") == Violations{{"", "must be an object, not null"}});
}

TEST_CASE("a text nested more than a hundred levels deep is refused before it is read", "[contract]") {
  const auto nested = [](std::size_t levels) {
    const std::string text = std::string(levels, '[') + std::string(levels, ']');
    return contract::validate(Edition::kOriginal, Operation::kDescribeJobExecution, SchemaPart::kResponse, text);
  };
  const Violations too_deep = {{"", "is nested more than 100 levels deep"}};
  CHECK(nested(100) == Violations{{"", "must be an object, not a list"}});
  CHECK(nested(101) == too_deep);
  CHECK(nested(1000000) == too_deep);
  // Brackets inside strings do not count.
  CHECK(violations_of_execution({{"jobDocument", std::string(500, '[') + "\\\"" + std::string(500, '{')}}).empty());
}

TEST_CASE("long texts neither overflow nor take long", "[contract]") {
  CHECK(violations_of_execution({{"thingName", std::string(1000000, 'a')}}) ==
        Violations{{"/execution/thingName", "must be at most 128 characters long, not 1000000"}});
  CHECK(violations_of_execution({{"statusDetails", {{"k", std::string(1000000, 'a')}}}}).size() == 1);
}

TEST_CASE("schemas are compiled and used by many threads at once", "[contract]") {
  std::vector<std::thread> threads;
  std::vector<std::size_t> counts(4);
  for (std::size_t& count : counts) {
    threads.emplace_back([&count] {
      for (const auto& operation : contract::operations()) {
        for (int i = 0; i < 20; ++i) {
          count += contract::validate(Edition::kCurrent, operation.operation, SchemaPart::kError, "[]").size();
        }
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(counts == std::vector<std::size_t>(4, 100));
}
