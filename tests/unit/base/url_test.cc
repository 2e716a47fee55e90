// Splitting request targets.
#include "base/url.h"

#include <string>
#include <string_view>
#include <utility>

#include "support/catch.h"

using jobrig::base::path_and_query;
using jobrig::base::percent_decode;
using jobrig::base::query_value;
using jobrig::base::split_target;

TEST_CASE("percent-decoding is strict", "[http]") {
  CHECK(percent_decode("a%2fb%2F+") == "a/b/+");
  CHECK(percent_decode("%00") == std::string(1, '\0'));
  CHECK_FALSE(percent_decode("%"));
  CHECK_FALSE(percent_decode("%4"));
  CHECK_FALSE(percent_decode("%g0"));
}

TEST_CASE("a target is split into host and path and query", "[http]") {
  struct Row {
    std::string_view target, authority, path, query;
  };
  for (const Row& row :
       {Row{"/a/b?c=/d?e", "none", "/a/b", "c=/d?e"}, Row{"/", "none", "/", ""}, Row{"*", "none", "*", ""},
        Row{"http://h:1/a?b", "h:1", "/a", "b"}, Row{"HTTPS://h/a", "h", "/a", ""}, Row{"http://h", "h", "/", ""},
        Row{"http://h?a=/b", "h", "/", "a=/b"}, Row{"http:///a", "", "/a", ""}, Row{"http://", "", "/", ""},
        Row{"/http://h/a", "none", "/http://h/a", ""}}) {
    CAPTURE(row.target);
    CHECK(split_target(row.target).authority.value_or("none") == row.authority);
    CHECK(path_and_query(row.target) == std::pair(row.path, row.query));
    CHECK(path_and_query(split_target(row.target).path_and_query) == std::pair(row.path, row.query));
  }
}

TEST_CASE("a query parameter's first value is found by its decoded name", "[http]") {
  CHECK(query_value("a=1&b=%32&b=3", "b") == "2");
  CHECK(query_value("%61=1", "a") == "1");
  CHECK(query_value("a", "a") == "");
  CHECK_FALSE(query_value("a=1", "A"));
  CHECK_FALSE(query_value("", "a"));
}
