// Tests of the libcurl client with Catch2, version 2 or 3. One rig serves all tests of the program; each test loads its
// own scenario into it.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
#endif

#include <jobrig/rig.h>
#include <chrono>

#include "curl_client.h"

using namespace std::chrono_literals;

namespace {

constexpr auto kPatience = 30s;  // a wait that fails takes this long; one that succeeds takes no time

/// The fixture: a mock with a scenario.
class Mock {
 public:
  static jobrig::Rig& serve(const jobrig::Scenario& scenario) {
    static jobrig::Rig rig{scenario};
    rig.load(scenario);
    return rig;
  }
};

}  // namespace

TEST_CASE_METHOD(Mock, "the client waits as Retry-After says") {
  jobrig::Rig& rig = serve(R"(
things: {lamp: {update: {}}}
rules:
  - name: busy
    answers: [{error: ThrottlingException, retry-after: 1s}, documented]
)");
  CHECK(describe_with_curl(rig.endpoint(), "lamp", "update").status == 200);
  const auto calls = rig.wait(2, kPatience);
  REQUIRE(calls.size() == 2);
  CAPTURE(calls[0], calls[1]);
  CHECK(calls[0].error == "ThrottlingException");
  CHECK(calls[1].received - calls[0].received >= 1s);
}

TEST_CASE_METHOD(Mock, "the client tries again after a response that is cut off") {
  jobrig::Rig& rig = serve(R"(
things: {lamp: {update: {}}}
rules:
  - name: bad network
    answers: [{documented: true, faults: [{cut: 50% of body}], times: 2}, documented]
)");
  CHECK(describe_with_curl(rig.endpoint(), "lamp", "update").status == 200);
  CHECK(rig.wait(3, kPatience)[1].faults == std::vector<std::string>{"cut"});
}

TEST_CASE_METHOD(Mock, "the client gives up after three attempts") {
  jobrig::Rig& rig =
      serve("{things: {lamp: {update: {}}}, rules: [{name: down, answers: [{error: ServiceUnavailableException}]}]}");
  CHECK(describe_with_curl(rig.endpoint(), "lamp", "update").status == 503);
  CHECK(rig.wait(3, kPatience).size() == 3);
}
