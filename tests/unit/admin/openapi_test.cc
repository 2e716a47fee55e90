// The description of the admin interface: a well-formed OpenAPI 3.0 document that has every route of the program and no
// other, and real answers keep its schemas.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "admin/routes.h"
#include "contract/embedded_files.h"
#include "contract/schemas.h"
#include "support/admin_desk.h"
#include "support/catch.h"

using namespace jobrig;
using nlohmann::json;
using test::AdminAnswer;
using test::AdminDesk;

namespace {

constexpr const char* kFile = "admin.openapi.json";

json the_document() {
  const auto files = contract::embedded_schemas();
  const auto file = std::find_if(files.begin(), files.end(), [](const auto& one) { return one.path == kFile; });
  REQUIRE(file != files.end());
  return json::parse(file->text);
}

std::string upper(std::string word) {
  std::transform(word.begin(), word.end(), word.begin(), [](char c) { return static_cast<char>(std::toupper(c)); });
  return word;
}

/// What a `$ref` leads to; the value itself when it is none. Null: it leads nowhere.
json resolved(const json& document, const json& value) {
  if (!value.is_object() || !value.contains("$ref")) {
    return value;
  }
  const std::string reference = value["$ref"];
  const json::json_pointer pointer(reference.substr(1));
  return reference.rfind("#/", 0) == 0 && document.contains(pointer) ? document[pointer] : json();
}

void check_references(const json& document, const json& value, std::vector<std::string>& wrong) {
  if (value.is_object() && value.contains("$ref") && resolved(document, value).is_null()) {
    wrong.push_back(value["$ref"].get<std::string>() + " leads nowhere");
  }
  if (value.is_structured()) {
    for (const json& inner : value) {
      check_references(document, inner, wrong);
    }
  }
}

std::set<std::string> names_in_braces(const std::string& path) {
  std::set<std::string> names;
  for (std::size_t at = path.find('{'); at != std::string::npos; at = path.find('{', at + 1)) {
    names.insert(path.substr(at + 1, path.find('}', at) - at - 1));
  }
  return names;
}

/// Parameters of an operation that are `in` there.
std::set<std::string> parameters(const json& document, const json& operation, const std::string& in) {
  std::set<std::string> names;
  for (const json& given : operation.value("parameters", json::array())) {
    const json parameter = resolved(document, given);
    if (parameter.is_object() && parameter.value("in", "") == in) {
      names.insert(parameter.value("name", ""));
    }
  }
  return names;
}

void check_operation(const json& document, const std::string& where, const std::string& path, const json& operation,
                     std::vector<std::string>& wrong) {
  if (operation.value("summary", "").empty()) {
    wrong.push_back(where + " has no summary");
  }
  if (parameters(document, operation, "path") != names_in_braces(path)) {
    wrong.push_back(where + ": its path parameters are not those in its braces");
  }
  const json responses = operation.value("responses", json::object());
  if (responses.empty()) {
    wrong.push_back(where + " has no responses");
  }
  for (const auto& [status, given] : responses.items()) {
    const bool is_status = status == "default" || (status.size() == 3 && status[0] >= '1' && status[0] <= '5');
    if (!is_status || resolved(document, given).value("description", "").empty()) {
      wrong.push_back(where + ": the response " + status + " is not one");
    }
  }
}

/// What is wrong with a document as OpenAPI 3.0.
std::vector<std::string> wrong_with(const json& document) {
  std::vector<std::string> wrong;
  if (document.value("openapi", "").rfind("3.0.", 0) != 0) {
    wrong.emplace_back("it is not OpenAPI 3.0");
  }
  if (document.value("/info/title"_json_pointer, "").empty() ||
      document.value("/info/version"_json_pointer, "").empty()) {
    wrong.emplace_back("info has no title or no version");
  }
  std::set<std::string> ids;
  const std::set<std::string> methods{"get", "put", "post", "delete", "options", "head", "patch", "trace"};
  const json paths = document.value("paths", json::object());
  for (const auto& [path, item] : paths.items()) {
    for (const auto& [method, operation] : item.items()) {
      const std::string where = upper(method) + " " + path;
      if (path.front() != '/' || !methods.contains(method)) {
        wrong.push_back(where + " is no operation");
      }
      if (!ids.insert(operation.value("operationId", "")).second) {
        wrong.push_back(where + ": its operationId is not its own");
      }
      check_operation(document, where, path, operation, wrong);
    }
  }
  for (const json& requirement : document.value("security", json::array())) {
    for (const auto& [scheme, unused] : requirement.items()) {
      if (!document.at("components").at("securitySchemes").contains(scheme)) {
        wrong.push_back("the security scheme " + scheme + " is not described");
      }
    }
  }
  check_references(document, document, wrong);
  return wrong;
}

/// `GET /journal` -> its query parameters and summary, for all that the program has.
using Operations = std::map<std::string, std::pair<std::set<std::string>, std::string>>;

Operations operations_of_the_program() {
  Operations all;
  for (const admin::AdminRoute& route : admin::admin_routes()) {
    const std::set<std::string> query(route.query.begin(), route.query.end());
    const std::string method(route.method);
    const std::string path(route.path);
    const std::string summary(route.summary);
    all[method + " " + path] = {query, summary};
    if (route.of_sandboxes) {
      all[method + " /sandboxes/{id}" + path] = {query, summary + ", of a sandbox"};
    }
  }
  return all;
}

Operations operations_of(const json& document) {
  Operations all;
  for (const auto& [path, item] : document.at("paths").items()) {
    for (const auto& [method, operation] : item.items()) {
      all[upper(method) + " " + path] = {parameters(document, operation, "query"), operation.at("summary")};
    }
  }
  return all;
}

/// What the description says of an answer's body, or that it is as described (empty).
std::string mismatch(const json& document, const std::string& path, const std::string& method,
                     const AdminAnswer& answer) {
  std::string lower = method;
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return static_cast<char>(std::tolower(c)); });
  const json responses = document.at("paths").at(path).at(lower).at("responses");
  const std::string status = std::to_string(answer.status);
  const json response = resolved(document, responses.value(status, responses.at("default")));
  if (answer.status < 300 && !responses.contains(status)) {
    return status + " is not described";
  }
  std::string type = answer.headers.front().value;
  type = type.substr(0, type.find(';'));
  if (!response.at("content").contains(type)) {
    return type + " is not described";
  }
  const json schema = response["content"][type].at("schema");
  std::vector<std::string> names;
  for (const json& one : schema.value("anyOf", json::array({schema}))) {
    if (one.contains("$ref")) {
      names.push_back(one["$ref"].get<std::string>().substr(std::string("#/components/schemas/").size()));
    }
  }
  std::string words;
  for (const std::string& name : names) {
    const auto violations = contract::validate_component(kFile, name, answer.text);
    if (violations.empty()) {
      return "";
    }
    words += name + " " + violations.front().pointer + " " + violations.front().message + "; ";
  }
  return names.empty() && schema.value("type", "") == "" ? "it has no schema" : words;
}

const std::string kScenario = R"(
summary: A thermostat behind an outage.
clock: {start: 2026-01-01T00:00:00Z}
things: {t: {j: {status: QUEUED}}}
rules: [{name: outage, when: {thing: t}, answers: [{error: ServiceUnavailableException, times: 1}]}]
)";

struct Call {
  std::string method;
  std::string path;  // as in the description
  std::string more;  // query
  std::string body;
  int status = 200;
};

}  // namespace

TEST_CASE("the description of the admin interface is a well-formed OpenAPI document", "[admin][openapi]") {
  CHECK(wrong_with(the_document()) == std::vector<std::string>{});
}

TEST_CASE("the check of OpenAPI documents finds what is wrong", "[admin][openapi]") {
  const auto broken = [](const std::string& pointer, const json& value) {
    json document = the_document();
    document[json::json_pointer(pointer)] = value;
    return wrong_with(document).size();
  };
  CHECK(broken("/openapi", "3.1.0") == 1);
  CHECK(broken("/info/title", "") == 1);
  CHECK(broken("/paths/~1health/get/operationId", "clock") == 1);
  CHECK(broken("/paths/~1health/get/summary", "") == 1);
  CHECK(broken("/paths/~1health/got", json::object()) >= 1);
  CHECK(broken("/paths/~1health/get/responses", json::object()) == 1);
  CHECK(broken("/paths/~1health/get/responses/200/description", "") == 1);
  CHECK(broken("/paths/~1sandboxes~1{id}/get/parameters", json::array()) == 1);
  CHECK(broken("/paths/~1journal/get/parameters/0/$ref", "#/components/parameters/nothing") == 1);
  CHECK(broken("/security/1", {{"nothing", json::array()}}) == 1);
}

TEST_CASE("the description has the routes of the program and no others", "[admin][openapi]") {
  CHECK(operations_of(the_document()) == operations_of_the_program());
}

TEST_CASE("real answers of every route keep the schemas of the description", "[admin][openapi]") {
  const json document = the_document();
  AdminDesk desk(kScenario);
  REQUIRE(desk.ask("POST", "/sandboxes").status == 201);
  const std::string broken = R"({"scenario":"summary: 1\nthingz: {}\n"})";
  const std::vector<Call> everywhere{
      {"GET", "/metrics", "", ""},
      {"GET", "/journal", "?thing=t", ""},
      {"GET", "/journal", "?thin=t", "", 400},
      {"GET", "/packets", "?session=t*", ""},
      {"GET", "/packets", "?job=t", "", 400},
      {"GET", "/events", "?thing=t", ""},
      {"GET", "/events", "?only=exchange", "", 400},
      {"GET", "/near-misses", "", ""},
      {"GET", "/clock", "", ""},
      {"POST", "/clock/advance", "", R"({"by":"1h"})"},
      {"POST", "/clock/advance", "", "", 400},
      {"POST", "/clock/set", "", R"({"to":"2027-01-01T00:00:00Z"})"},
      {"POST", "/clock/set", "", R"({"to":"2026-01-01T00:00:00Z"})", 409},
      {"POST", "/clock/rate", "", R"({"rate":0.5})"},
      {"POST", "/clock/freeze", "", ""},
      {"GET", "/unused", "", ""},
      {"GET", "/scenario", "", ""},
      {"GET", "/rules", "", ""},
      {"PATCH", "/rules/{name}", "", R"({"enabled":false,"for":"5m"})"},
      {"PATCH", "/rules/{name}", "", R"({"enabled":1})", 400},
      {"PATCH", "/rules/{name}", "", R"({"answers":["documented"],"faults":[],"enabled":true})"},
      {"PATCH", "/rules/{name}", "", R"({"answers":[]})", 422},
      {"PUT", "/rules/{name}", "", R"({"answers":["documented"]})"},
      {"PUT", "/rules/{name}", "", R"({"answers":[]})", 422},
      {"DELETE", "/rules/{name}", "", ""},
      {"POST", "/executions", "", R"({"thing":"t","job":"later"})", 201},
      {"POST", "/executions", "", R"({"thing":"t","job":"later","statu":1})", 422},
      {"PATCH", "/executions/{thing}/{job}/{number}", "", R"({"status":"CANCELED"})"},
      {"PATCH", "/executions/{thing}/{job}/{number}", "", R"({"status":"QUEUED"})", 409},
      {"POST", "/rules", "", R"({"name":"outage","answers":["documented"],"position":1})", 201},
      {"POST", "/rules", "", R"({"answers":[{"error":"no"}]})", 422},
      {"PUT", "/scenario", "", broken, 422},
      {"PUT", "/scenario", "?keep=all", broken, 400},
      {"PUT", "/scenario", "?keep=state", json{{"scenario", kScenario}}.dump()},
      {"PUT", "/scenario", "?keep=state", broken, 422},
      {"PUT", "/scenario", "?keep=state", R"({"shipped":"demos/default"})"},
      {"POST", "/reset", "", R"({"thing":"t"})"},
      {"POST", "/reset", "", R"({"thing":"t","job":"j"})"},
      {"POST", "/reset", "", ""},
      {"PUT", "/scenario", "", R"({"shipped":"demos/default"})"},
  };
  std::vector<Call> calls{
      {"GET", "/", "", ""},
      {"GET", "/health", "", ""},
      {"GET", "/openapi.json", "", ""},
      {"GET", "/sandboxes", "", ""},
      {"POST", "/sandboxes", "", R"({"seed":1})", 201},
      {"POST", "/sandboxes", "", broken, 422},
      {"GET", "/sandboxes/{id}", "", ""},
  };
  for (const Call& call : everywhere) {
    calls.push_back(call);
    calls.push_back({call.method, "/sandboxes/{id}" + call.path, call.more, call.body, call.status});
  }
  calls.push_back({"DELETE", "/sandboxes/{id}", "", ""});
  calls.push_back({"GET", "/sandboxes/{id}", "", "", 404});
  for (const char* below : {"", "/sandbox-1"}) {
    desk.get(below + std::string("/things/t/jobs/j"));
    desk.get(below + std::string("/things/u/jobs/j"));
  }
  std::set<std::string> succeeded;
  for (const Call& call : calls) {
    std::string target = call.path;
    for (const auto& [name, value] :
         {std::pair{"{id}", "sandbox-1"}, std::pair{"{name}", "outage"}, std::pair{"{thing}", "t"},
          std::pair{"{job}", "later"}, std::pair{"{number}", "1"}}) {
      if (const std::size_t brace = target.find(name); brace != std::string::npos) {
        target.replace(brace, std::string_view(name).size(), value);
      }
    }
    const AdminAnswer answer = desk.ask(call.method, target + call.more, call.body);
    CAPTURE(call.method, call.path, call.body, answer.text);
    CHECK(answer.status == call.status);
    CHECK(mismatch(document, call.path, call.method, answer) == "");
    if (answer.status < 300) {
      succeeded.insert(call.method + " " + call.path);
    }
  }
  std::set<std::string> all;
  for (const auto& [operation, unused] : operations_of_the_program()) {
    all.insert(operation);
  }
  CHECK(succeeded == all);
}

TEST_CASE("the schemas of the description refuse what is not as they say", "[admin][openapi]") {
  const auto keeps = [](const char* name, const char* text) {
    return contract::validate_component(kFile, name, text).empty();
  };
  const char* const kClock =
      R"({"now":"2026-01-01T00:00:00Z","start":"2026-01-01T00:00:00Z","elapsed":"1s","rate":0.5})";
  CHECK(keeps("Clock", kClock));
  CHECK_FALSE(keeps("Clock", R"({"now":"2026-01-01T00:00:00Z","start":"2026-01-01T00:00:00Z","elapsed":"1s"})"));
  CHECK_FALSE(
      keeps("Clock", R"({"now":"2026-01-01T00:00:00Z","start":"2026-01-01T00:00:00Z","elapsed":"1s","rate":"1"})"));
  CHECK_FALSE(keeps(
      "Clock", R"({"now":"2026-01-01T00:00:00Z","start":"2026-01-01T00:00:00Z","elapsed":"1s","rate":1,"more":1})"));
  CHECK_FALSE(keeps("Health", R"({"status":"no","version":"1","endpoint":"x","sandboxes":0})"));
  CHECK_FALSE(keeps("Sandboxes", R"({"sandboxes":[{"id":"x"}]})"));
}
