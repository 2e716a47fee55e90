// Profiles: from a call to the words of a command line, and from an exit to an outcome.
#include <chrono>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "drive/pattern.h"
#include "drive/placeholders.h"
#include "drive/profile_driver.h"
#include "load/client_profile.h"
#include "support/catch.h"
#include "support/loading.h"

using namespace jobrig;
using model::ClientOutcome;

namespace {

const std::vector<std::string_view> kFeatures{"tls", "retries"};

std::optional<model::ClientProfile> read(const std::string& text, base::Diagnostics& diagnostics) {
  const auto names = drive::placeholder_names();
  return load::read_client_profile("mine", "mine.yaml", text, names, kFeatures, diagnostics);
}

model::ClientProfile profile() {
  base::Diagnostics diagnostics;
  auto profile = read(
      "summary: Mine.\n"
      "program: [/bin/mine]\n"
      "calls:\n"
      "  DescribeJobExecution:\n"
      "    - describe\n"
      "    - \"{endpoint}\"\n"
      "    - \"{thingName}\"\n"
      "    - {when: includeJobDocument, is: true, words: [--document]}\n"
      "    - {when: executionNumber, words: [--number, \"{executionNumber}\"]}\n"
      "outcome:\n"
      "  - {exit: 0, is: success, response: \"{stdout}\"}\n"
      "  - {exit: 2..9, stderr: \"error ({error}) at *: {message}\", is: error, kind: service, error: \"{error}\", "
      "message: \"{message}\"}\n"
      "  - {exit: 2..9, stdout: \"status={status}\", is: error, status: \"{status}\"}\n",
      diagnostics);
  REQUIRE(test::in_words(diagnostics) == "");
  return std::move(*profile);
}

drive::CallRequest request(std::vector<model::Argument> arguments) {
  drive::CallRequest request;
  request.endpoint = "http://h";
  request.call.operation = "DescribeJobExecution";
  request.call.arguments = std::move(arguments);
  return request;
}

}  // namespace

TEST_CASE("a call becomes words and optional parts come with their argument", "[drive][profile]") {
  const auto words = drive::profile_words(
      profile(), request({{"thingName", "\"t\""}, {"includeJobDocument", "true"}, {"executionNumber", "5"}}));
  REQUIRE(words.ok());
  CHECK(*words == std::vector<std::string>{"describe", "http://h", "t", "--document", "--number", "5"});
  CHECK(*drive::profile_words(profile(), request({{"thingName", "\"t\""}, {"includeJobDocument", "false"}})) ==
        std::vector<std::string>{"describe", "http://h", "t"});
}

TEST_CASE("a client is unable to do what its profile has no words for", "[drive][profile]") {
  auto other = request({});
  other.call.operation = "UpdateJobExecution";
  CHECK(drive::profile_words(profile(), other).error().message ==
        "the profile mine does not define UpdateJobExecution");
  CHECK(drive::profile_words(profile(), request({{"namespaceId", "\"n\""}})).error().message ==
        "the profile mine does not define namespaceId");
}

TEST_CASE("the first outcome that fits holds", "[drive][profile]") {
  const auto success = drive::profile_outcome(profile(), 0, R"({"execution":{}})", "");
  REQUIRE(success.has_value());
  CHECK(success->kind == ClientOutcome::Kind::kSuccess);
  CHECK(success->response == R"({"execution":{}})");
  const auto error = drive::profile_outcome(profile(), 2, "", "warning\nerror (Throttled) at here: too fast\nmore");
  REQUIRE(error.has_value());
  CHECK(error->kind == ClientOutcome::Kind::kError);
  CHECK(error->failure == model::FailureKind::kService);
  CHECK(error->error == "Throttled");
  CHECK(error->message == "too fast");
  CHECK(drive::profile_outcome(profile(), 9, "status=404", "")->status == 404);
  CHECK_FALSE(drive::profile_outcome(profile(), 9, "", "").has_value());
  CHECK_FALSE(drive::profile_outcome(profile(), 10, "status=404", "").has_value());
}

TEST_CASE("a success without an object in its output is an empty one", "[drive][profile]") {
  CHECK(drive::profile_outcome(profile(), 0, "", "")->response == "{}");
  CHECK(drive::profile_outcome(profile(), 0, "<html>", "")->response == "{}");
}

TEST_CASE("a pattern is found anywhere and its captures stay in a line", "[drive][profile]") {
  drive::Captures captures;
  CHECK(drive::find_pattern("({a}) *: {b}", "x (1) y\n(2) z: last\nmore", captures));
  CHECK(captures == drive::Captures{{"a", "2"}, {"b", "last"}});
  CHECK_FALSE(drive::find_pattern("begin*end", "begin\nend", captures));
  CHECK(drive::find_pattern("", "anything", captures));
  CHECK(drive::find_pattern("*end", "one\nthe end", captures));
  CHECK(drive::with_captures("{b} {unknown} {", {{"b", "x"}}) == "x {unknown} {");
}

TEST_CASE("a call over MQTT has a payload with the arguments that are not in its topic", "[drive][profile][mqtt]") {
  drive::CallRequest call = request(
      {{"thingName", "\"t\""}, {"jobId", "\"j\""}, {"status", "\"FAILED\""}, {"expectedVersion", "9007199254740993"}});
  CHECK_FALSE(drive::expand_placeholders("{payload}", call));
  CHECK_FALSE(drive::expand_placeholders("{clientId}", call));
  call.mqtt = {"device-1", {}};
  CHECK(drive::expand_placeholders("{payload}", call) == R"({"status":"FAILED","expectedVersion":9007199254740993})");
  CHECK(drive::expand_placeholders("{clientId}", call) == "device-1");
  CHECK_FALSE(drive::expand_placeholders("{keepAliveSeconds}", call));
  CHECK_FALSE(drive::expand_placeholders("{await}", call));
  call.mqtt->keep_alive = std::chrono::seconds(2);
  call.call.await = 3;
  CHECK(drive::expand_placeholders("{keepAliveSeconds} {await}", call) == "2 3");
  call.call.arguments.clear();
  CHECK(drive::expand_placeholders("{payload}", call) == "{}");
}

TEST_CASE("a payload covers the arguments that are not in the topic", "[drive][profile][mqtt]") {
  model::ClientProfile profile;
  profile.calls.push_back({"DescribeJobExecution", {{{"{thingName}/get", "{payload}"}, ""}}});
  CHECK(drive::profile_words(profile, request({{"thingName", "\"t\""}, {"executionNumber", "5"}})).ok());
  CHECK_FALSE(drive::profile_words(profile, request({{"jobId", "\"j\""}})).ok());
}

TEST_CASE("a profile says what its client speaks", "[drive][profile][mqtt]") {
  const std::string rest = "summary: Mine.\nprogram: [x]\ncalls: {NextJobExecutionChanged: [x]}\noutcome: []\n";
  const auto transports = [&](const std::string& more) {
    base::Diagnostics diagnostics;
    const auto found = read(rest + more, diagnostics);
    return found ? found->transports : std::vector<std::string>{test::in_words(diagnostics)};
  };
  CHECK(transports("") == std::vector<std::string>{"http"});
  CHECK(transports("transports: [http, mqtt]\n") == std::vector<std::string>{"http", "mqtt"});
  CHECK_THAT(transports("transports: [mqt]\n").front(), Catch::Contains("did you mean \"mqtt\"?"));
  CHECK_THAT(transports("transports: []\n").front(), Catch::Contains("\"transports\" needs at least one word"));
}

TEST_CASE("mistakes of a profile come all at once with their places", "[drive][profile]") {
  base::Diagnostics diagnostics;
  CHECK_FALSE(read("summary: Mine.\n"
                   "progam: [/bin/mine]\n"
                   "calls: {DescribeJobExecuton: [{when: thingNam, words: [x]}]}\n"
                   "features: [tsl]\n"
                   "outcome: [{exit: 9..2, is: sucess}]\n",
                   diagnostics)
                  .has_value());
  const std::string words = test::in_words(diagnostics);
  for (const char* part :
       {"\"program\"", "did you mean \"DescribeJobExecution\"?", "did you mean \"thingName\"?", "did you mean \"tls\"?",
        "\"exit\" must be an exit code or a range of them: 254 or 1..99", "did you mean \"success\"?"}) {
    CAPTURE(part, words);
    CHECK(words.find(part) != std::string::npos);
  }
}

TEST_CASE("a misspelt placeholder or capture of a profile gets the nearest name", "[drive][profile]") {
  base::Diagnostics diagnostics;
  CHECK_FALSE(read("summary: Mine.\n"
                   "program: [/bin/mine]\n"
                   "calls:\n"
                   "  DescribeJobExecution:\n"
                   "    - \"{endpont}/things\"\n"
                   "    - {when: executionNumber, words: [\"{executionNumer}\"]}\n"
                   "    - \"%{http_code}\"\n"
                   "outcome:\n"
                   "  - {stderr: \"error {code}\", is: error, error: \"{cod}\", message: \"{stder}\"}\n",
                   diagnostics)
                  .has_value());
  std::string places;
  for (const auto& one : diagnostics.list()) {
    places += std::to_string(one.location.line) + ": " + one.message + "\n";
  }
  CHECK(places ==
        "5: unknown placeholder {endpont}; did you mean {endpoint}?\n"
        "6: unknown placeholder {executionNumer}; did you mean {executionNumber}?\n"
        "9: unknown placeholder {cod}; did you mean {code}?\n"
        "9: unknown placeholder {stder}; did you mean {stderr}?\n");
}
