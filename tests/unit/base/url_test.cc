// Splitting request targets.
#include "base/url.h"

#include <string>

#include "support/catch.h"

using jobrig::base::percent_decode;
using jobrig::base::query_value;

TEST_CASE("percent-decoding is strict", "[http]") {
  CHECK(percent_decode("a%2fb%2F+") == "a/b/+");
  CHECK(percent_decode("%00") == std::string(1, '\0'));
  CHECK_FALSE(percent_decode("%"));
  CHECK_FALSE(percent_decode("%4"));
  CHECK_FALSE(percent_decode("%g0"));
}

TEST_CASE("a query parameter's first value is found by its decoded name", "[http]") {
  CHECK(query_value("a=1&b=%32&b=3", "b") == "2");
  CHECK(query_value("%61=1", "a") == "1");
  CHECK(query_value("a", "a") == "");
  CHECK_FALSE(query_value("a=1", "A"));
  CHECK_FALSE(query_value("", "a"));
}
