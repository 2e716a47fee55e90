// Topic names and filters. The examples are those of MQTT 3.1.1 and 5.0, section 4.7.
#include "mqtt/topic.h"

#include "support/catch.h"

using namespace jobrig;
using mqtt::matches;
using mqtt::Rule;

TEST_CASE("# matches the parent level and everything below it", "[mqtt][v3-4.7.1-2][v5-4.7.1-1]") {
  CHECK(matches("sport/tennis/player1/#", "sport/tennis/player1"));
  CHECK(matches("sport/tennis/player1/#", "sport/tennis/player1/ranking"));
  CHECK(matches("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon"));
  CHECK(matches("sport/#", "sport"));
  CHECK(matches("#", "sport/tennis"));
  CHECK(!matches("sport/tennis/#", "sport/tennis2"));
  CHECK(!matches("sport/tennis/#", "sport"));
}

TEST_CASE("+ matches exactly one level, also an empty one", "[mqtt][v3-4.7.1-3][v5-4.7.1-2]") {
  CHECK(matches("sport/tennis/+", "sport/tennis/player1"));
  CHECK(!matches("sport/tennis/+", "sport/tennis/player1/ranking"));
  CHECK(!matches("sport/+", "sport"));
  CHECK(matches("sport/+", "sport/"));
  CHECK(matches("+/+", "/finance"));
  CHECK(matches("/+", "/finance"));
  CHECK(!matches("+", "/finance"));
  CHECK(matches("+/tennis/#", "sport/tennis"));
}

TEST_CASE("a filter that begins with a wildcard does not match topics that begin with $",
          "[mqtt][v3-4.7.2-1][v5-4.7.2-1]") {
  CHECK(!matches("#", "$aws/things"));
  CHECK(!matches("+/things", "$aws/things"));
  CHECK(matches("$aws/#", "$aws/things"));
  CHECK(matches("$aws/+", "$aws/things"));
  CHECK(matches("a/+", "a/$b"));
}

TEST_CASE("names are compared byte by byte, without normalization", "[mqtt][v3-4.7.3-4][v5-4.7.3-4]") {
  CHECK(matches("ACCOUNTS", "ACCOUNTS"));
  CHECK(!matches("ACCOUNTS", "Accounts"));
  CHECK(!matches("/finance", "finance"));
  CHECK(!matches("caf\xC3\xA9", "cafe\xCC\x81"));
  CHECK(!matches("a/b", "a/b/"));
}

TEST_CASE("topic names have no wildcards, filters have them as whole levels",
          "[mqtt][v3-4.7.1-1][v5-4.7.0-1][v3-4.7.3-1][v5-4.7.3-1]") {
  const mqtt::TopicLimits limits;
  CHECK(mqtt::check_topic("a//b", limits) == std::nullopt);
  CHECK(mqtt::check_topic("a/+", limits) == Rule::kTopicWildcard);
  CHECK(mqtt::check_topic("", limits) == Rule::kTopicEmpty);
  CHECK(mqtt::check_filter("", limits) == Rule::kTopicEmpty);
  CHECK(mqtt::check_filter("+", limits) == std::nullopt);
  CHECK(mqtt::check_filter("#", limits) == std::nullopt);
  CHECK(mqtt::check_filter("/+//#", limits) == std::nullopt);
  CHECK(mqtt::check_filter("a/#/", limits) == Rule::kFilterHash);
  CHECK(mqtt::check_filter("a/++", limits) == Rule::kFilterPlus);
}
