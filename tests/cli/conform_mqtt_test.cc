// `jobrig conform` with MQTT clients: the MQTT reference client passes every case over MQTT, its mutants fail one, and
// clients are not judged over a transport that they do not speak.
#include <filesystem>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/conform_bench.h"
#include "support/paths.h"
#include "support/process.h"

using namespace jobrig;
using namespace std::chrono_literals;
using test::ends;
using test::holds;
using Bench = test::ConformBench;

namespace {

std::string mqtt_client() {
  return (std::filesystem::path(test::jobrig_program()).parent_path() / "jobrig_mqtt_reference_client").string();
}

test::Outcome judged_mqtt_client(const std::vector<std::string>& options, const std::vector<std::string>& client = {}) {
  std::vector<std::string> words{"conform", "--seed", "1"};
  words.insert(words.end(), options.begin(), options.end());
  words.insert(words.end(), {"--adapter", "--", mqtt_client()});
  words.insert(words.end(), client.begin(), client.end());
  test::ProcessOptions process;
  process.deadline = 1800s;
  return test::run_jobrig(std::move(words), process);
}

}  // namespace

TEST_CASE("the MQTT reference client passes every case over MQTT", "[cli][mqtt]") {
  const auto outcome = judged_mqtt_client({"--run", "mqtt/*", "--strict", "--jobs", "8", "--min-judged", "120"});
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 0);
}

TEST_CASE("a mutant of the MQTT reference client fails the case of its requirement", "[cli][mqtt]") {
  const auto [mutant, name, reason] = GENERATE(table<std::string, std::string, std::string>(
      {{"wrong-topic", "mqtt/topic-of-a-job", "mqtt-request: expected the topic \"$aws/things/"},
       {"no-rejected", "mqtt/subscribed-before-update", "mqtt-subscribed: expected a subscription to the responses"},
       {"same-token", "mqtt/tokens-of-describes", "mqtt-tokens: expected no client token used twice"},
       {"rounds-numbers", "mqtt/reports-version-over-53-bits", "found"},
       {"no-dup", "mqtt/sent-again-update", "mqtt-resent: expected DUP in messages that are sent again"},
       {"no-connection-is-success", "mqtt/refused-credentials", "outcome: expected an error"},
       {"no-puback", "mqtt/acknowledged-in-a-row", "mqtt-acked: expected PUBACK for each message with QoS 1"},
       {"no-pings", "mqtt/keep-alive", "mqtt-pings: expected at least 1 PINGREQ packet, found no PINGREQ packets"}}));
  CAPTURE(mutant, name);
  const auto outcome = judged_mqtt_client({"--run", name, "--strict"}, {"--mutate", mutant});
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 1);
  CHECK(holds(outcome.out, reason));
}

TEST_CASE("a client is not judged over a transport that it does not speak", "[cli][mqtt]") {
  const auto outcome = judged_mqtt_client({"--run", "mqtt/client-id", "--run", "request/no-body", "--verbose"});
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 0);
  CHECK(holds(outcome.out, "the client does not declare http"));
  CHECK(holds(outcome.out, "MUST: 1 judged, 1 passed, 0 failed; 0 not judged"));
}

TEST_CASE("the transports of a client are checked", "[cli][mqtt]") {
  const Bench bench;
  bench.write("odd.py",
              "import sys\nsys.stdin.readline()\nprint('{\"type\":\"hello\",\"protocol\":1,\"client\":\"odd\","
              "\"version\":\"1\",\"features\":[],\"transports\":[\"mqtts\"]}', flush=True)\nsys.stdin.read()\n");
  const auto outcome = bench.conform({"--adapter", "--", "/usr/bin/python3", bench.file("odd.py")});
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code != 0);
  CHECK(holds(outcome.out + outcome.err, "a hello with the unknown transport \"mqtts\"; did you mean \"mqtt\"?"));
}
