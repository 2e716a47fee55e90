// The index of filters against the plain comparison of filter and name.
#include "mqtt/filter_index.h"

#include <set>

#include "mqtt/session.h"
#include "mqtt/topic.h"
#include "support/catch.h"

using namespace jobrig;

TEST_CASE("the index finds exactly the filters that match", "[mqtt]") {
  const std::vector<std::string> filters{"#",     "+",    "+/+",  "a",     "a/#",   "a/b",    "a/+",           "+/b",
                                         "/",     "/#",   "+/#",  "a/+/c", "a/b/#", "$aws/#", "$aws/+/jobs/#", "+/+/+",
                                         "a/b/c", "a//c", "+/b/#"};
  const std::vector<std::string> topics{"a",  "b",       "a/b",  "a/b/c",  "a//c",        "/",
                                        "/b", "a/b/c/d", "$aws", "$aws/t", "$aws/t/jobs", "$aws/t/jobs/get"};
  mqtt::FilterIndex index;
  mqtt::Session session{"a"};
  for (const std::string& filter : filters) {
    index.add(filter, session);
  }
  for (const std::string& topic : topics) {
    CAPTURE(topic);
    std::set<std::string> expected;
    for (const std::string& filter : filters) {
      if (mqtt::matches(filter, topic)) {
        expected.insert(filter);
      }
    }
    std::vector<mqtt::FilterIndex::Match> matches;
    index.find(topic, matches);
    std::set<std::string> found;
    for (const auto& match : matches) {
      CHECK(match.session == &session);
      CHECK(found.insert(match.filter).second);
    }
    CHECK(found == expected);
  }
}

TEST_CASE("the index forgets the filters that no session has", "[mqtt]") {
  mqtt::FilterIndex index;
  mqtt::Session first{"a"};
  mqtt::Session second{"b"};
  index.add("a/+", first);
  index.add("a/+", second);
  index.add("b/+", second);
  CHECK(index.shapes() == 1);
  index.remove("a/+", first);
  index.remove("a/+", first);
  std::vector<mqtt::FilterIndex::Match> matches;
  index.find("a/x", matches);
  REQUIRE(matches.size() == 1);
  CHECK(matches[0].session == &second);
  index.remove("a/+", second);
  index.remove("b/+", second);
  CHECK(index.shapes() == 0);
}
