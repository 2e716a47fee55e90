// The packets of a case over MQTT in the trace below a failure.
#include "report/wire_trace.h"
#include "support/catch.h"
#include "support/packets.h"

using namespace jobrig;
using Lines = std::vector<std::string>;

TEST_CASE("a trace shows packets with their direction, flags and payload", "[report]") {
  test::PacketScript script;
  script.connect().subscribe("$aws/things/case-1/jobs/get/#\nother");
  const auto request = script.request("$aws/things/case-1/jobs/get", R"({"clientToken":"t"})");
  model::PacketRecord& answer = script.message("$aws/things/case-1/jobs/get/accepted", "{}", request);
  answer.rule = "slow";
  answer.faults = {"answer-doubled"};
  script.close();
  script.result(test::success("{}"), "GetPendingJobExecutions");
  CHECK(report::wire_trace(script.record()) ==
        Lines{"    0.0 ms  call: GetPendingJobExecutions {}", "    0.0 ms  * connection 1 opened",
              "    1.0 ms  > CONNECT", "    2.0 ms  < CONNACK, code 0",
              "    3.0 ms  > SUBSCRIBE $aws/things/case-1/jobs/get/# other, id 1", "    4.0 ms  < SUBACK, id 1",
              "    5.0 ms  > PUBLISH $aws/things/case-1/jobs/get, QoS 1, id 2", "              {\"clientToken\":\"t\"}",
              "    6.0 ms  < PUBLISH $aws/things/case-1/jobs/get/accepted, QoS 1, id 1, rule \"slow\", fault "
              "answer-doubled",
              "              {}", "    7.0 ms  * connection 1 closed", "    8.0 ms  reported: success {}"});
}
