// Settings: one declaration reads values, reports mistakes in them, and describes itself.
#include "base/settings.h"

#include <string>

#include "support/catch.h"
#include "support/loading.h"

using namespace jobrig;

namespace {

struct Read {
  std::string size;
  std::int64_t count = 0;
  bool finished = false;
  std::string mistakes;
};

/// Declares a shorthand, a default, a required setting, and two settings that exclude each other.
void declare(base::Settings& settings, Read& read) {
  settings.shorthand("size");
  read.size = settings.text("size", "how big").value_or("none");
  read.count = settings.integer("count", "how many", 1, 9, 3);
  settings.duration("every", "how often", base::Need::kRequired);
  settings.word("either", "one way", {"a", "b"});
  settings.word("or", "another way", {"c"});
  settings.exclusive("either", "or");
  read.finished = settings.finish();
}

Read read(const std::string& yaml, void (*ask)(base::Settings&, Read&) = declare, std::string_view bare = "its name,") {
  base::Diagnostics diagnostics;
  const auto node = yaml::read_yaml(yaml, "test.yaml", diagnostics);
  REQUIRE(node.has_value());
  base::Settings settings(*node, "\"it\"", bare, diagnostics);
  Read result;
  ask(settings, result);
  result.mistakes = test::in_words(diagnostics);
  return result;
}

void declare_forms(base::Settings& settings, Read& read) {
  for (const std::string_view key : {"whole", "width", "height"}) {
    settings.node({key, "a length", "length"});
  }
  settings.one_of({{"whole"}, {"width", "height"}});
  read.finished = settings.finish();
}

void declare_nothing(base::Settings& settings, Read& read) {
  settings.as_bare("true");
  read.finished = settings.finish();
}

}  // namespace

TEST_CASE("settings are read with their defaults", "[base][settings]") {
  const Read found = read("{size: big, every: 1s}");
  CHECK(found.finished);
  CHECK(found.mistakes == "");
  CHECK(found.size == "big");
  CHECK(found.count == 3);
}

TEST_CASE("a scalar stands for the shorthand", "[base][settings]") {
  const Read found = read("big");
  CHECK(found.size == "big");
  CHECK_FALSE(found.finished);
  CHECK(found.mistakes == "1:1: \"it\" needs \"every\"\n");
}

TEST_CASE("what is wrong with settings is told at its place", "[base][settings]") {
  CHECK(read("{every: 1s, siz: big}").mistakes == "1:13: \"it\" has no key \"siz\"; did you mean \"size\"?\n");
  CHECK(read("{every: 1s, count: 10}").mistakes == "1:20: \"count\" must be a whole number from 1 to 9, not \"10\"\n");
  CHECK(read("{every: 1s, either: a, or: c}").mistakes == "1:28: \"it\" takes \"either\" or \"or\", not both\n");
  CHECK(read("big", declare_nothing).mistakes ==
        "1:1: \"it\" takes no text; write its name, or a map of its settings\n");
  CHECK(read("big", declare_forms, "").mistakes.find("1:1: \"it\" must be a map, not text") == 0);
}

TEST_CASE("a word may mean the same as no settings", "[base][settings]") {
  CHECK(read("true", declare_nothing).finished);
  CHECK(read("{}", declare_nothing).finished);
}

TEST_CASE("exactly one form of the settings is given and it is whole", "[base][settings]") {
  CHECK(read("{whole: 1}", declare_forms).finished);
  CHECK(read("{width: 1, height: 2}", declare_forms).finished);
  CHECK(read("{}", declare_forms).mistakes == "1:1: \"it\" needs one of \"whole\", and \"width\" with \"height\"\n");
  CHECK(read("{whole: 1, width: 1}", declare_forms).mistakes.find(", not several\n") != std::string::npos);
  CHECK(read("{width: 1}", declare_forms).mistakes == "1:1: \"it\" needs \"height\"\n");
}

TEST_CASE("settings describe themselves without reading", "[base][settings]") {
  base::SettingsDescription description;
  base::Settings settings(description);
  Read nothing;
  declare(settings, nothing);
  CHECK_FALSE(nothing.finished);
  CHECK(description.needs_settings());
  CHECK(description.shorthands == std::vector<std::string_view>{"size"});
  REQUIRE(description.settings.size() == 5);
  CHECK(description.settings[1].key == "count");
  CHECK(description.settings[1].type == "integer");
  CHECK(description.settings[1].fallback == "3");
  CHECK(description.settings[1].max == 9);
  CHECK(description.settings[2].need == base::Need::kRequired);
  CHECK(description.settings[3].words == std::vector<std::string_view>{"a", "b"});
  CHECK(description.exclusive == std::vector<std::vector<std::string_view>>{{"either", "or"}});
}
