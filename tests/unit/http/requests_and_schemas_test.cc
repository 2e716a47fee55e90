// The JSON Schemas of requests and the parser of the server accept and refuse the same requests: generated ones, valid,
// at the boundaries of the rules and invalid, for every operation of both editions. JOBRIG_TEST_SEED selects other
// requests; a failure names the seed and the request.
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/url.h"
#include "contract/operations.h"
#include "contract/schemas.h"
#include "http/request_parser.h"
#include "support/catch.h"
#include "support/planning.h"

using namespace jobrig;
using contract::ArgumentRow;
using contract::OperationRow;
using model::Edition;
using nlohmann::json;

namespace {

constexpr std::uint64_t kRequests = 20'000;  // for each edition

std::uint64_t seed_of_run() {
  const char* const text = std::getenv("JOBRIG_TEST_SEED");
  return text == nullptr ? 20261126U : std::strtoull(text, nullptr, 10);
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) {
    all += text;
  }
  return all;
}

constexpr std::string_view kThingArn = "arn:aws:iot:eu-west-1:123456789012:thing/";

/// Names and other texts: every length and character class that a rule mentions.
const std::vector<json>& texts() {
  static const std::vector<json> kTexts{"",
                                        "a",
                                        "Thermostat_1-b",
                                        "a:b",
                                        "a b",
                                        "a.b$c",
                                        "a/b",
                                        "..",
                                        "%41",
                                        "$next",
                                        "$Next",
                                        "$next2",
                                        "x$next",
                                        "\xC3\xA9",
                                        "a\xC2\xAD",
                                        "a\nb",
                                        "a\x7F",
                                        "\xEE\x80\x80",
                                        "\xF0\x9F\x98\x80",
                                        std::string("a\0b", 3),
                                        std::string(64, 'x'),
                                        std::string(65, 'x'),
                                        std::string(128, 'x'),
                                        std::string(129, 'x'),
                                        std::string(192, 'x'),
                                        std::string(193, 'x'),
                                        std::string(1024, 'x'),
                                        std::string(1025, 'x'),
                                        repeated("\xE2\x82\xAC", 64),
                                        repeated("\xE2\x82\xAC", 1024),
                                        repeated("\xE2\x82\xAC", 1025)};
  return kTexts;
}

const std::vector<json>& numbers() {
  static const std::vector<json> kNumbers{0,
                                          1,
                                          -1,
                                          -2,
                                          2,
                                          10080,
                                          10081,
                                          2147483647,
                                          2147483648,
                                          -2147483648LL,
                                          -2147483649LL,
                                          INT64_MAX,
                                          INT64_MIN,
                                          9223372036854775808ULL,
                                          UINT64_MAX,
                                          1.0,
                                          1.5,
                                          1e300};
  return kNumbers;
}

const std::vector<json>& others() {
  static const std::vector<json> kOthers{nullptr,        true,         false, json::array(), json::array({1}),
                                         json::object(), {{"a", "b"}}, "1",   "true",        "NaN"};
  return kOthers;
}

class Generator {
 public:
  Generator(std::uint64_t seed, Edition edition, std::uint64_t ordinal)
      : random_(base::random_stream(seed, "requests", edition == Edition::kCurrent ? "current" : "original"), ordinal) {
  }

  bool chance(std::uint64_t one_in) { return random_() % one_in == 0; }
  std::size_t below(std::size_t count) { return random_() % count; }
  template <typename Value>
  const Value& pick(const std::vector<Value>& values) {
    return values[below(values.size())];
  }
  json anything() {
    const std::vector<json>& pool = chance(2) ? texts() : (chance(2) ? numbers() : others());
    return pick(pool);
  }

  /// A value that the argument accepts in most operations.
  json fitting(std::string_view name);
  json details();
  json parameters();

 private:
  base::Random random_;
};

json Generator::details() {
  json details = json::object();
  for (std::size_t i = below(3); i > 0; --i) {
    const json key = chance(2) ? json("step") : pick(texts());
    details[key.get<std::string>()] = chance(2) ? json("one") : (chance(4) ? anything() : pick(texts()));
  }
  return details;
}

json Generator::parameters() {
  static const std::vector<std::string> kTypes{"S", "B", "I", "L", "D", "BIN", "UL", "X", "s"};
  static const std::vector<json> kValues{
      "AAEC", "AA==",     "AB==",     "AAE=", "AAF=", "AA=", "=", "A", "18446744073709551615", "000000000000000000000",
      "-1",   "Infinity", "-Infinity"};
  json parameters = json::object();
  for (std::size_t i = below(3); i > 0; --i) {
    json value = json::object();
    for (std::size_t types = chance(5) ? below(3) : 1; types > 0; --types) {
      value[pick(kTypes)] = chance(2) ? pick(kValues) : anything();
    }
    const json name = chance(2) ? json("speed") : pick(texts());
    parameters[name.get<std::string>()] = chance(10) ? anything() : value;
  }
  return parameters;
}

json Generator::fitting(std::string_view name) {
  static const std::vector<json> kStatuses{"QUEUED",   "IN_PROGRESS", "SUCCEEDED", "FAILED",  "TIMED_OUT",
                                           "REJECTED", "REMOVED",     "CANCELED",  "SUCCESS", "failed"};
  static const std::vector<json> kTargets{std::string(kThingArn) + "t",
                                          std::string(kThingArn) + std::string(128, 't'),
                                          std::string(kThingArn) + std::string(129, 't'),
                                          std::string(kThingArn),
                                          "arn:aws:iot:eu-west-1:1:client/any thing",
                                          "arn:aws:iot:eu-west-1:1:client/a\nb",
                                          "arn:aws:iot:eu-west-1:1:client/",
                                          "arn:aws:iot::1:client/" + std::string(2048 - 22, 'c'),
                                          "arn:aws:iot::1:client/" + std::string(2049 - 22, 'c'),
                                          "arn:aws:iot::1:client/" + repeated("\xC3\xA9", 2048 - 22),
                                          "arn:::::thing/a:b",
                                          "arn:aws:iot:thing/t",
                                          "arn:aws:iot:eu-west-1:1:command/c"};
  static const std::vector<json> kCommands{"arn:aws:iot:eu-west-1:1:command/c", "arn:aws:iot:eu-west-1:1:command/",
                                           "arn:aws:iot:eu-west-1:1:thing/t", "arn:::::command/a/b:c",
                                           "arn:aws:iot:eu-west-1:1:command/" + std::string(5000, 'c')};
  if (name == "thingName" || name == "jobId" || name == "clientToken") {
    return chance(3) ? pick(texts()) : json("Thermostat_1-b");
  }
  if (name == "status") {
    return chance(2) ? json("IN_PROGRESS") : pick(kStatuses);
  }
  if (name == "statusDetails") {
    return details();
  }
  if (name == "parameters") {
    return parameters();
  }
  if (name == "targetArn") {
    return chance(2) ? kTargets.front() : pick(kTargets);
  }
  if (name == "commandArn") {
    return chance(2) ? kCommands.front() : pick(kCommands);
  }
  return name.starts_with("include") ? json(chance(2)) : (chance(2) ? json(1) : pick(numbers()));
}

/// The text of a query parameter and what a JSON document says instead.
struct QueryValue {
  std::string text;
  json in_document;
};

QueryValue query_value(Generator& generator, std::string_view name) {
  static const std::vector<std::string> kWords{"true",
                                               "false",
                                               "True",
                                               "1",
                                               "0",
                                               "-1",
                                               "007",
                                               "+1",
                                               "1.0",
                                               "1e3",
                                               "",
                                               " 1",
                                               "0x1",
                                               "-0",
                                               "9223372036854775807",
                                               "9223372036854775808",
                                               "99999999999999999999",
                                               "$next",
                                               "a&b=c"};
  QueryValue value;
  value.text = generator.chance(2) ? (name == "executionNumber" ? "1" : "true") : generator.pick(kWords);
  const bool digits = !value.text.empty() &&
                      value.text.find_first_not_of("0123456789", value.text[0] == '-' ? 1 : 0) == std::string::npos;
  if (name == "includeJobDocument" && (value.text == "true" || value.text == "false")) {
    value.in_document = value.text == "true";
  } else if (digits && value.text.size() < 20) {
    const std::size_t zeros = value.text.find_first_not_of('0');
    const std::string plain = zeros == std::string::npos ? "0" : value.text.substr(zeros);
    value.in_document = json::parse(plain == "-0" ? "0" : plain);
  } else {
    value.in_document = value.text;
  }
  return value;
}

struct Generated {
  std::string target;
  std::string body;
  json document = json::object();  // as the schemas see the request
};

Generated generate(Generator& generator, const OperationRow& row) {
  Generated made;
  std::string path(row.path);
  std::string query;
  json body = json::object();
  const bool without_body = generator.chance(20);
  for (const ArgumentRow& argument : row.arguments) {
    const std::string name(argument.name);
    if (argument.in == ArgumentRow::In::kPath) {
      const std::string text = generator.fitting(name).get<std::string>();
      path.replace(path.find("{" + name + "}"), name.size() + 2, base::percent_encode(text));
      made.document[name] = text;
    } else if (argument.in == ArgumentRow::In::kQuery) {
      if (generator.chance(2)) {
        const QueryValue value = query_value(generator, name);
        query += (query.empty() ? "?" : "&") + name + "=" + base::percent_encode(value.text);
        made.document[name] = value.in_document;
      }
    } else if (!without_body && !generator.chance(name == "status" || name.ends_with("Arn") ? 20 : 2)) {
      body[name] = generator.chance(8) ? generator.anything() : generator.fitting(name);
    }
  }
  if (generator.chance(10)) {
    query += (query.empty() ? "?" : "&") + std::string("namespaceId=a%20b");
    made.document["namespaceId"] = "a b";
  }
  if (generator.chance(10) && row.method != "GET" && !without_body) {
    body["unknownMember"] = generator.anything();
  }
  made.target = path + query;
  if (row.method != "GET" && !without_body) {
    made.body = body.dump();
    made.document.update(body);
  }
  return made;
}

std::string refusal_of_server(const OperationRow& row, const Generated& made, Edition edition) {
  const model::Request request = test::Planning::request(row.method, made.target, made.body);
  model::Call call;
  http::parse_request(request, edition, call);
  return call.operation == row.operation ? call.refusal : "not this operation: " + call.refusal;
}

}  // namespace

TEST_CASE("the schemas and the server accept and refuse the same requests", "[http][contract][property]") {
  const std::uint64_t seed = seed_of_run();
  for (const Edition edition : {Edition::kOriginal, Edition::kCurrent}) {
    const auto operations = contract::operations_meant(edition, std::nullopt);
    std::uint64_t accepted = 0;
    for (std::uint64_t i = 0; i < kRequests; ++i) {
      Generator generator(seed, edition, i);
      const OperationRow& row = contract::row_of(operations[i % operations.size()]);
      const Generated made = generate(generator, row);
      const std::string refusal = refusal_of_server(row, made, edition);
      const auto violations =
          contract::validate(edition, row.operation, contract::SchemaPart::kRequest, made.document.dump());
      accepted += refusal.empty() ? 1U : 0U;
      if (refusal.empty() != violations.empty()) {
        FAIL_CHECK("JOBRIG_TEST_SEED=" << seed << ", request " << i << "\n"
                                       << row.method << " " << made.target << "\n"
                                       << made.body << "\nserver: " << refusal << "\nschema: "
                                       << (violations.empty()
                                               ? ""
                                               : violations.front().pointer + " " + violations.front().message));
        return;
      }
    }
    std::cout << "requests and schemas: seed " << seed << ", " << accepted << " of " << kRequests << " accepted\n";
    CHECK(accepted > kRequests / 10);
    CHECK(accepted < kRequests - kRequests / 10);
  }
}
