// Unknown placeholders: names in braces that a command line does not know, and braces that are not placeholders.
#include "base/unknown_placeholder.h"

#include <string>
#include <string_view>
#include <vector>

#include "support/catch.h"

using namespace jobrig;

namespace {

std::string problem_in(std::string_view word) {
  return base::unknown_placeholder(word, {"endpoint", "thingName", "jobId"}).value_or("");
}

}  // namespace

TEST_CASE("a misspelt placeholder gets the nearest name", "[base][placeholder]") {
  CHECK(problem_in("--url={endpont}") == "unknown placeholder {endpont}; did you mean {endpoint}?");
  CHECK(problem_in("{endpoint}/things/{url:thingname}/x") ==
        "unknown placeholder {thingname}; did you mean {thingName}?");
  CHECK(problem_in("{thing}") == "unknown placeholder {thing}; did you mean {thingName}?");
  CHECK(problem_in("{weather}") == "unknown placeholder {weather}; known are endpoint, thingName, jobId");
}

TEST_CASE("known placeholders and other braces are not mistakes", "[base][placeholder]") {
  for (const char* const word :
       {"{endpoint}", "{url:jobId}", "%{http_code}", "${HOME}", R"({"a":{"b":1}})", "{", "{}", "{ endpont }", "a,b"}) {
    CAPTURE(word);
    CHECK(problem_in(word).empty());
  }
}

TEST_CASE("in a script only a name that is nearly known is a mistake", "[base][placeholder]") {
  CHECK(problem_in("awk '{print}' file").empty());
  CHECK(problem_in("curl {endpont}/things") == "unknown placeholder {endpont}; did you mean {endpoint}?");
}
