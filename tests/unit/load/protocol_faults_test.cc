// Faults of rules that name a protocol or a packet over which they have no meaning.
#include "support/catch.h"
#include "support/loading.h"

using namespace jobrig;

namespace {

std::string protocol_mistakes(const std::string& rule) {
  return test::mistakes_of("summary: x\nthings: {t: {j: {}}}\nrules:\n  - " + rule + "\n");
}

}  // namespace

TEST_CASE("a fault without a meaning over the protocol of its rule is a mistake", "[load][mqtt]") {
  CHECK(protocol_mistakes("{when: {protocol: mqtt}, faults: [bad-chunk]}") ==
        "4:39: the fault \"bad-chunk\" has no meaning over MQTT, and the rule has \"protocol\"; \"jobrig list faults\" "
        "shows the others\n");
  CHECK_THAT(protocol_mistakes("{when: {protocol: http}, answers: [{documented: true, faults: [no-puback]}]}"),
             Catch::Contains("the fault \"no-puback\" has no meaning over HTTP"));
  CHECK_THAT(protocol_mistakes("{when: {method: GET}, faults: [no-puback]}"), Catch::Contains("has \"method\""));
  CHECK_THAT(protocol_mistakes("{when: {topic: x}, faults: [{cut: {at: request-head}}]}"),
             Catch::Contains("the fault \"cut\" has no meaning over MQTT, and the rule has \"topic\""));
  CHECK(protocol_mistakes("{faults: [bad-chunk, no-puback]}") == "");
  CHECK(protocol_mistakes("{when: {protocol: mqtt}, faults: [{garbage: {bytes: 3}}, {drip: 1s}, no-puback]}") == "");
}

TEST_CASE("a fault of another packet than that of its rule is a mistake", "[load][mqtt]") {
  CHECK(protocol_mistakes("{when: {packet: CONNECT}, faults: [no-suback]}") ==
        "4:40: the fault \"no-suback\" cannot act in a rule for CONNECT: the server sends CONNACK in response\n");
  CHECK(protocol_mistakes("{when: {packet: PUBACK}, faults: [take-over, {close-after: 3}]}") == "");
  CHECK_THAT(protocol_mistakes("{when: {packet: SUBSCRIBE}, answers: [{error: ThrottlingException}]}"),
             Catch::Contains("a rule for SUBSCRIBE can only have \"documented\" answers with faults"));
  CHECK_THAT(protocol_mistakes("{when: {packet: PINGREQ}, throttle: {rate: 1/s}}"),
             Catch::Contains("\"throttle\" is for requests of the Jobs service"));
}

TEST_CASE("a packet that clients do not send has the nearest one in its message", "[load][mqtt]") {
  CHECK_THAT(protocol_mistakes("{when: {packet: SUBSCRIB}, faults: [no-suback]}"), Catch::Contains("SUBSCRIBE"));
  CHECK_THAT(protocol_mistakes("{when: {topic: ''}, faults: [lose-message]}"),
             Catch::Contains("\"topic\" must be a glob with at least one character"));
  CHECK_THAT(protocol_mistakes("{faults: [{connack-code: not-autorized}]}"), Catch::Contains("not-authorized"));
  CHECK_THAT(protocol_mistakes("{faults: [{wrong-topic: 'a/#'}]}"), Catch::Contains("without + and #"));
}
