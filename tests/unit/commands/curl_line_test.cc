// The curl command of `serve` on a terminal.
#include "commands/curl_line.h"

#include "support/catch.h"
#include "support/loading.h"

using namespace jobrig;

namespace {

std::string line_for(const std::string& scenario, const commands::CurlServer& server) {
  return commands::curl_line(server, test::loaded(scenario));
}

const commands::CurlServer kPlain{"http://127.0.0.1:1", ""};

}  // namespace

TEST_CASE("the curl command asks for the pending executions of the first thing", "[commands]") {
  CHECK(line_for("things: {a: {j: {}}, b: {}}", kPlain) == "curl http://127.0.0.1:1/things/a/jobs");
  CHECK(line_for("things: {\"s-{3..9}-x\": {j: {}}}", kPlain) == "curl http://127.0.0.1:1/things/s-3-x/jobs");
  CHECK(line_for("summary: no things", kPlain) == "curl http://127.0.0.1:1/things/thermostat-1/jobs");
}

TEST_CASE("over TLS the curl command trusts the authority of the server or any certificate", "[commands]") {
  CHECK(line_for("things: {a: {}}", {"https://127.0.0.1:1", "my dir/ca.pem"}) ==
        "curl --cacert 'my dir/ca.pem' https://127.0.0.1:1/things/a/jobs");
  CHECK(line_for("things: {a: {}}", {"https://127.0.0.1:1", ""}) ==
        "curl --insecure https://127.0.0.1:1/things/a/jobs");
}

TEST_CASE("the curl command signs its request if the scenario checks signatures", "[commands]") {
  CHECK(
      line_for("things: {a: {}}\nsignatures: check\ncredentials: {AKIDEXAMPLE: s3cret}\nregion: eu-west-1\n", kPlain) ==
      "curl --aws-sigv4 aws:amz:eu-west-1:iot-jobs-data --user AKIDEXAMPLE:s3cret http://127.0.0.1:1/things/a/jobs");
}
