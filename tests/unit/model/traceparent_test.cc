// The header traceparent as W3C Trace Context, section 3.2, defines it.
#include "model/traceparent.h"

#include <string>

#include "support/catch.h"

using namespace jobrig;

namespace {

const std::string kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
const std::string kParent = "00f067aa0ba902b7";
const std::string kWhole = "00-" + kTrace + "-" + kParent + "-01";

}  // namespace

TEST_CASE("a valid traceparent has a trace and a parent and flags", "[trace]") {
  const auto fields = model::parse_traceparent(kWhole);
  REQUIRE(fields.has_value());
  CHECK(fields->trace_id == kTrace);
  CHECK(fields->parent_id == kParent);
  CHECK(fields->flags == 1);
  CHECK(model::parse_traceparent("00-" + kTrace + "-" + kParent + "-ff")->flags == 255);
}

TEST_CASE("a later version of traceparent may have more fields", "[trace]") {
  CHECK(model::parse_traceparent("01" + kWhole.substr(2)).has_value());
  CHECK(model::parse_traceparent("cc" + kWhole.substr(2) + "-what-the-future-brings")->trace_id == kTrace);
  CHECK_FALSE(model::parse_traceparent("cc" + kWhole.substr(2) + ".what").has_value());
}

TEST_CASE("a traceparent that is not as defined is not valid", "[trace]") {
  const std::string tail = "-" + kParent + "-01";
  for (const std::string& wrong :
       {std::string(), std::string("00"), kWhole + "-x", kWhole + "0", kWhole.substr(0, 54), "ff" + kWhole.substr(2),
        "0G" + kWhole.substr(2), "00-" + std::string(32, '0') + tail,
        "00-" + kTrace + "-" + std::string(16, '0') + "-01", "00-4BF92F3577B34DA6A3CE929D0E0E4736" + tail,
        "00_" + kWhole.substr(3), "00-" + kTrace + "-" + kParent + "-0x", "00-" + kTrace + "-" + kParent + "_01",
        "00-" + kTrace.substr(1) + "g" + tail}) {
    CAPTURE(wrong);
    CHECK_FALSE(model::parse_traceparent(wrong).has_value());
  }
}

TEST_CASE("the traceparent of a raw request is found in any case and only in the head", "[trace]") {
  CHECK(model::traceparent_in("GET / HTTP/1.1\r\nHost: h\r\nTraceParent:\t" + kWhole + " \r\n\r\n") == kWhole);
  CHECK(model::traceparent_in("GET / HTTP/1.1\nTRACEPARENT:" + kWhole + "\n\n") == kWhole);
  CHECK(model::traceparent_in("POST / HTTP/1.1\r\nHost: h\r\n\r\ntraceparent: " + kWhole + "\r\n").empty());
  CHECK(model::traceparent_in("traceparent: " + kWhole).empty());
  CHECK(model::traceparent_in("").empty());
  CHECK(model::traceparent_in("GET / HTTP/1.1\r\nTE: x\r\nT\r\n\r\r\nTrace: y\r\ntraceparent: " + kWhole) == kWhole);
  CHECK(model::traceparent_in("GET / HTTP/1.1\n\ntraceparent: " + kWhole + "\n").empty());
  const std::string line = "traceparent: " + kWhole + "\r\n";
  CHECK(model::traceparent_in("GET / HTTP/1.1\r\n" + line + line + "\r\n").empty());
}
