// How the journals and metrics of several servers become one.
#include "merge/endpoints.h"

#include <string>

#include "support/catch.h"

using namespace jobrig;

namespace {

std::string record(int position, const std::string& arrived, int monotonic) {
  return R"({"position":)" + std::to_string(position) + R"(,"arrived":")" + arrived + R"(","monotonic_us":)" +
         std::to_string(monotonic) + "}";
}

std::string journal(const std::string& records, const std::string& more = "false") {
  return R"({"records":[)" + records + R"(],"enough":true,"more":)" + more + R"(,"last":2,"evicted":0})";
}

}  // namespace

TEST_CASE("journals of several servers are in the order of arrival", "[merge]") {
  const std::string early = "2026-01-01T00:00:00Z";
  const std::string late = "2026-01-01T00:00:00.5Z";
  const auto merged = merge::merge_journals({{"http://a", journal(record(1, early, 5) + "," + record(2, late, 9))},
                                             {"http://b", journal(record(1, early, 4) + "," + record(2, late, 10))}});
  REQUIRE(merged.ok());
  CHECK(merged->shortened.empty());
  CHECK(merged->lines == R"({"endpoint":"http://b","position":1,"arrived":"2026-01-01T00:00:00Z","monotonic_us":4}
{"endpoint":"http://a","position":1,"arrived":"2026-01-01T00:00:00Z","monotonic_us":5}
{"endpoint":"http://a","position":2,"arrived":"2026-01-01T00:00:00.5Z","monotonic_us":9}
{"endpoint":"http://b","position":2,"arrived":"2026-01-01T00:00:00.5Z","monotonic_us":10}
)");
}

TEST_CASE("exchanges of one server keep their order when its time steps back", "[merge]") {
  const auto merged = merge::merge_journals(
      {{"http://a", journal(record(1, "2026-01-02T00:00:00Z", 5) + "," + record(2, "2026-01-01T00:00:00Z", 9))},
       {"http://b", journal("")}});
  REQUIRE(merged.ok());
  CHECK(merged->lines.find("\"position\":1") < merged->lines.find("\"position\":2"));
}

TEST_CASE("a journal that is not complete is named and a text that is no journal is refused", "[merge]") {
  const auto shortened = merge::merge_journals({{"http://a", journal("", "true")}, {"http://b", journal("")}});
  REQUIRE(shortened.ok());
  CHECK(shortened->shortened == std::vector<std::string>{"http://a"});
  for (const char* wrong :
       {"", "[]", "{}", R"({"records":[1]})", R"({"records":[{"arrived":"x","monotonic_us":1}]})"}) {
    CAPTURE(wrong);
    const auto merged = merge::merge_journals({{"http://a", wrong}});
    REQUIRE_FALSE(merged.ok());
    CHECK(merged.error().message == "http://a returned something else than a journal");
  }
}

TEST_CASE("metrics of several servers have one family each and the label instance", "[merge]") {
  const std::string one =
      "# HELP a_total Help.\n# TYPE a_total counter\na_total{x=\"1\"} 2\n# HELP b Help.\n"
      "# TYPE b gauge\nb 3\n";
  const std::string other = "# HELP a_total Help.\n# TYPE a_total counter\n# HELP b Help.\n# TYPE b gauge\nb{} 4\n";
  CHECK(merge::merge_metrics({{"http://a", one}, {"http://b", other}}) ==
        "# HELP a_total Help.\n# TYPE a_total counter\na_total{instance=\"http://a\",x=\"1\"} 2\n"
        "# HELP b Help.\n# TYPE b gauge\nb{instance=\"http://a\"} 3\nb{instance=\"http://b\"} 4\n");
}

TEST_CASE("a histogram of several servers stays in one family", "[merge]") {
  const std::string one =
      "# HELP a_seconds Help.\n# TYPE a_seconds histogram\na_seconds_bucket{le=\"1\"} 2\n"
      "a_seconds_bucket{le=\"+Inf\"} 3\na_seconds_sum 4.5\na_seconds_count 3\n# HELP b Help.\n# TYPE b gauge\nb 1\n";
  CHECK(merge::merge_metrics({{"http://a", one}, {"http://b", one}}) ==
        "# HELP a_seconds Help.\n# TYPE a_seconds histogram\n"
        "a_seconds_bucket{instance=\"http://a\",le=\"1\"} 2\na_seconds_bucket{instance=\"http://a\",le=\"+Inf\"} 3\n"
        "a_seconds_sum{instance=\"http://a\"} 4.5\na_seconds_count{instance=\"http://a\"} 3\n"
        "a_seconds_bucket{instance=\"http://b\",le=\"1\"} 2\na_seconds_bucket{instance=\"http://b\",le=\"+Inf\"} 3\n"
        "a_seconds_sum{instance=\"http://b\"} 4.5\na_seconds_count{instance=\"http://b\"} 3\n"
        "# HELP b Help.\n# TYPE b gauge\nb{instance=\"http://a\"} 1\nb{instance=\"http://b\"} 1\n");
}
