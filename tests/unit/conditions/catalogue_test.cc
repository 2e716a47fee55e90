// The catalogue of conditions: the reference and the schema agree with its rows.
#include "conditions/catalogue.h"

#include <set>
#include <string>

#include "support/catch.h"
#include "support/checked_in.h"

using namespace jobrig;
using conditions::Condition;
using conditions::Scope;

TEST_CASE("every condition has its own key and is in the reference", "[conditions]") {
  std::set<std::string_view> keys;
  REQUIRE(conditions::catalogue().size() >= 9);
  for (const Condition& condition : conditions::catalogue()) {
    CAPTURE(condition.key);
    CHECK(keys.insert(condition.key).second);
    REQUIRE_FALSE(condition.reference.empty());
    CHECK(condition.reference.front().key == condition.key);
    CHECK_FALSE(condition.is_set(model::Match()));
  }
}

TEST_CASE("the schema of when is the one of the conditions", "[generated]") {
  const std::string expected = test::indented(conditions::schema());
  INFO(test::kHowToWrite);
  CHECK(test::schema_part("scenario.schema.json", "/definitions/when", expected) == expected);
}

TEST_CASE("the reference's table of when is the one of the conditions", "[generated]") {
  std::string expected = "| key | the condition |\n|---|---|\n";
  for (const Condition& condition : conditions::catalogue()) {
    for (const auto& [key, text] : condition.reference) {
      expected += "| `" + std::string(key) + "` | " + std::string(text) + " |\n";
    }
  }
  INFO(test::kHowToWrite);
  CHECK(test::table_below("scenarios/README.md", "### `when`", expected) == expected);
}

TEST_CASE("conditions on headers and the query never hold for a call that is not of HTTP", "[conditions]") {
  model::Match match;
  match.headers = {{"User-Agent", "*"}};
  match.query = {{"trace", "*"}};
  const model::Call call;
  CHECK(conditions::reasons_against(match, {call, base::Duration::zero()}) ==
        conditions::Reasons{"the request has no header User-Agent", "the request has no query parameter trace"});
}

TEST_CASE("a match looks at calls unless it is about the time alone", "[conditions]") {
  model::Match match;
  CHECK_FALSE(conditions::looks_at_calls(match));
  match.during = model::Window{};
  CHECK_FALSE(conditions::looks_at_calls(match));
  match.include_job_document = false;
  CHECK(conditions::looks_at_calls(match));
  CHECK(conditions::written(match, Scope::kCall).size() == 1);
  CHECK(conditions::written(match, Scope::kTime).size() == 1);
  CHECK(conditions::written(match, Scope::kKey).empty());
  CHECK(conditions::keys_of_time() == "\"during\" and \"flapping\"");
}

TEST_CASE("conditions on packets say why they do not hold for a call over HTTP", "[conditions][mqtt]") {
  model::Match match;
  match.protocol = model::Protocol::kMqtt;
  match.packet = "SUBSCRIBE";
  match.topic_glob = "a/*";
  match.client_id_glob = "rig-*";
  const model::Call call;
  CHECK(conditions::reasons_against(match, {call, base::Duration::zero()}) ==
        conditions::Reasons{"the request came over HTTP; the rule requires MQTT",
                            "the request is not a packet of MQTT; the rule requires SUBSCRIBE",
                            "the request has no topic of MQTT; the rule requires \"a/*\"",
                            "the request has no client identifier of MQTT; the rule requires \"rig-*\""});
}

TEST_CASE("conditions on packets say what the packet has instead", "[conditions][mqtt]") {
  model::Match match;
  match.protocol = model::Protocol::kHttp;
  match.packet = "SUBSCRIBE";
  match.topic_glob = "a/*";
  match.client_id_glob = "rig-*";
  const model::MqttContext mqtt{"PUBLISH", "t", {"b/c"}, true, false};
  model::Call call;
  call.context.mqtt = &mqtt;
  CHECK(conditions::reasons_against(match, {call, base::Duration::zero()}) ==
        conditions::Reasons{
            "the request came over MQTT; the rule requires HTTP", "the packet is PUBLISH; the rule requires SUBSCRIBE",
            "the topic \"b/c\" does not match \"a/*\"", "the client identifier \"t\" does not match \"rig-*\""});
}

TEST_CASE("notices match only rules with a topic", "[conditions][mqtt]") {
  const model::MqttContext mqtt{"PUBLISH", {}, {"$aws/things/t/jobs/notify"}, false, true};
  model::Call call;
  call.context.mqtt = &mqtt;
  model::Match match;
  match.packet = "PUBLISH";
  CHECK_FALSE(conditions::reasons_against(match, {call, base::Duration::zero()}).empty());
  match.topic_glob = "*/notify";
  CHECK(conditions::reasons_against(match, {call, base::Duration::zero()}).empty());
}
