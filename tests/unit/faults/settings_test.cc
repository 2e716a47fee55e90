// Errors in the settings of a fault: the exact message and position.
#include <string>

#include "support/catch.h"
#include "support/faulting.h"

using jobrig::test::mistakes_in_faults;

TEST_CASE("a wrong setting is told with the nearest right one", "[faults]") {
  CHECK(mistakes_in_faults("[{drip: {bites: 1, every: 1ms}}]") ==
        "1:10: \"drip\" has no key \"bites\"; did you mean \"bytes\"?\n");
  CHECK(mistakes_in_faults("[{garbage: {after: haed}}]") ==
        "1:20: \"after\" must be one of nothing, head, chunked-head, not \"haed\"; did you mean \"head\"?\n");
  CHECK(mistakes_in_faults("[{error-body: htm}]") ==
        "1:15: \"is\" must be one of html, list, empty, no-name, not \"htm\"; did you mean \"html\"?\n");
  CHECK(mistakes_in_faults("[{cut: afterbody}]").ends_with("not \"afterbody\"; did you mean \"after-body\"?\n"));
  CHECK(mistakes_in_faults("[gabage]") == "1:2: unknown fault \"gabage\"; did you mean \"garbage\"?\n");
  CHECK(mistakes_in_faults("[{unknown-status: QUEUED}]") == "1:19: \"value\" must not be a status; QUEUED is one\n");
}

TEST_CASE("a fault without settings takes none and one that needs them says so", "[faults]") {
  CHECK(mistakes_in_faults("[{empty: 5s}]") ==
        "1:10: \"empty\" takes no text; write the bare word, or a map of its settings\n");
  CHECK(mistakes_in_faults("[{bare-lf: {}}]") == "");
  CHECK(mistakes_in_faults("[drip]") == "1:2: \"drip\" needs \"every\"\n");
  CHECK(mistakes_in_faults("[delay]") == "1:2: \"delay\" needs a duration, such as delay: 200ms\n");
  CHECK(mistakes_in_faults("[stall]") == "1:2: \"stall\" needs \"for\"\n");
  CHECK(mistakes_in_faults("[content-type]") == "1:2: \"content-type\" needs \"value\"\n");
}

TEST_CASE("settings out of their bounds are refused", "[faults]") {
  CHECK(mistakes_in_faults("[{garbage: {bytes: 2MiB}}]") ==
        "1:20: \"bytes\" must be a number of bytes from 1 to 1048576, such as 16B or 17KiB, not \"2MiB\"\n");
  CHECK(mistakes_in_faults("[{drip: {every: 0s}}]") == "1:17: \"every\" must be above 0s and at most 1h\n");
  CHECK(mistakes_in_faults("[{stall: {at: head, after: 3B, for: 1s}}]") ==
        "1:28: \"stall\" takes \"at\" or \"after\", not both\n");
  CHECK(mistakes_in_faults("[{informational: 200}]") ==
        "1:18: \"status\" must be a whole number from 100 to 199, not \"200\"\n");
  CHECK(mistakes_in_faults("[{delay: 20ms..10ms}]") == "1:10: \"delay\" must begin with the shorter duration\n");
  CHECK(mistakes_in_faults("[{delay: {median: 1s}}]") == "1:10: \"delay\" needs \"p99\"\n");
  CHECK(mistakes_in_faults("[{delay: {median: 2s, p99: 1s}}]") ==
        "1:28: \"median\" must be above 0s and \"p99\" not below \"median\"\n");
  CHECK(mistakes_in_faults("[{delay: {percentiles: {50%: 2s, 40%: 3s}}}]") ==
        "1:34: \"percentiles\" must ascend, shares and durations alike\n");
  CHECK(mistakes_in_faults("[{delay: {fixed: 1s, uniform: 1s..2s}}]").find("not several") != std::string::npos);
}
