// The rows of the operations: they agree with the schemas and with the tables built from them.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "contract/arguments.h"
#include "contract/operations.h"
#include "contract/schemas.h"
#include "judge/features.h"
#include "model/mqtt_notices.h"
#include "support/catch.h"
#include "support/checked_in.h"

using namespace jobrig;
using contract::ArgumentRow;
using contract::OperationRow;
using model::Edition;
using Names = std::set<std::string>;

namespace {

nlohmann::json request_schema(Edition edition, const OperationRow& row) {
  const std::string path = contract::schema_path(edition, row.operation, contract::SchemaPart::kRequest);
  for (const auto& file : contract::schema_files()) {
    if (file.path == path) {
      return nlohmann::json::parse(file.text);
    }
  }
  throw std::runtime_error("there is no schema " + path);
}

std::string names_as_json(const std::vector<std::string_view>& names) { return nlohmann::json(names).dump(); }

}  // namespace

TEST_CASE("the arguments of every operation are those of its request schemas", "[contract]") {
  for (const OperationRow& row : contract::operations()) {
    for (const Edition edition : {Edition::kOriginal, Edition::kCurrent}) {
      if (!contract::has_operation(edition, row.operation)) {
        continue;
      }
      Names expected;
      const nlohmann::json properties = request_schema(edition, row).at("properties");
      for (const auto& [name, unused] : properties.items()) {
        expected.insert(name);
      }
      Names named;
      for (const ArgumentRow& argument : row.arguments) {
        named.emplace(argument.name);
      }
      CAPTURE(row.name, edition);
      CHECK(named == expected);
    }
  }
}

TEST_CASE("the placeholders of every path are the arguments that are in it", "[contract]") {
  for (const OperationRow& row : contract::operations()) {
    Names placeholders;
    for (std::size_t at = row.path.find('{'); at != std::string_view::npos; at = row.path.find('{', at + 1)) {
      placeholders.emplace(row.path.substr(at + 1, row.path.find('}', at) - at - 1));
    }
    Names in_path;
    for (const ArgumentRow& argument : row.arguments) {
      if (argument.in == ArgumentRow::In::kPath) {
        in_path.emplace(argument.name);
      }
    }
    CAPTURE(row.name);
    CHECK(placeholders == in_path);
  }
}

TEST_CASE("an argument takes its special value where the request schemas have it", "[contract]") {
  for (const OperationRow& row : contract::operations()) {
    for (const ArgumentRow& argument : row.arguments) {
      const auto schema = request_schema(Edition::kCurrent, row).at("properties").at(std::string(argument.name));
      const std::string definition = schema.value("$ref", "");
      CAPTURE(row.name, argument.name);
      CHECK(argument.special_value == (definition.ends_with("OrNext") || definition.ends_with("OrCancel")));
    }
  }
}

TEST_CASE("a body may be left out when the request schemas require nothing that is in it", "[contract]") {
  for (const OperationRow& row : contract::operations()) {
    const auto required = request_schema(Edition::kCurrent, row).at("required");
    const bool of_body = std::any_of(row.arguments.begin(), row.arguments.end(), [&](const ArgumentRow& argument) {
      return argument.in == ArgumentRow::In::kBody &&
             std::find(required.begin(), required.end(), argument.name) != required.end();
    });
    CAPTURE(row.name);
    CHECK(row.required_body.empty() == !of_body);
  }
}

TEST_CASE("every argument of every operation is read where its row says", "[contract]") {
  for (const OperationRow& row : contract::operations()) {
    CAPTURE(row.name);
    model::Call call;
    CHECK_NOTHROW(contract::read_body(row, "{}", call));
    for (const ArgumentRow& argument : row.arguments) {
      if (argument.in != ArgumentRow::In::kBody) {
        CHECK_NOTHROW(contract::read_argument(argument, "1", true, call));
      }
    }
  }
}

TEST_CASE("a request that breaks the contract is answered with an error that its operation documents", "[contract]") {
  for (const OperationRow& row : contract::operations()) {
    CAPTURE(row.name);
    CHECK(contract::documents_error(row.operation, row.refusal_error));
  }
}

TEST_CASE("every operation but describing has a feature of its own", "[contract]") {
  Names features;
  for (const OperationRow& row : contract::operations()) {
    CAPTURE(row.name);
    CHECK(row.feature.empty() == (row.operation == model::Operation::kDescribeJobExecution));
    CHECK(features.emplace(row.feature).second);
  }
}

TEST_CASE("the schemas of scenarios and cases name the operations and features that there are", "[generated]") {
  const std::string operations = test::indented(names_as_json(contract::operation_names()));
  std::vector<std::string_view> features;
  for (const judge::FeatureRow& row : judge::features()) {
    features.push_back(row.name);
  }
  INFO(test::kHowToWrite);
  CHECK(test::schema_part("scenario.schema.json", "/definitions/when/properties/operation/enum", operations) ==
        operations);
  const std::string called = "/definitions/call/properties/operation/anyOf/";
  CHECK(test::schema_part("case.schema.json", called + "0/enum", operations) == operations);
  std::vector<std::string_view> notices;
  for (const model::MqttNotice& notice : model::kMqttNotices) {
    notices.push_back(notice.name);
  }
  const std::string listened = test::indented(names_as_json(notices));
  CHECK(test::schema_part("case.schema.json", called + "1/enum", listened) == listened);
  const std::string of_clients = test::indented(names_as_json(features));
  CHECK(test::schema_part("case.schema.json", "/definitions/feature/enum", of_clients) == of_clients);
}
