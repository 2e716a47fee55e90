// Options: what each kind of value takes, and what it says of values it does not take.
#include "commands/options.h"

#include <optional>
#include <string>
#include <vector>

#include "support/catch.h"

using namespace jobrig;
using commands::Options;

namespace {

/// Gives `value` to the first option; what it says against it, empty when it took it.
std::string given(const Options& options, const std::string& value) {
  return options.specs().front().take(value).value_or("");
}

}  // namespace

TEST_CASE("an integer option takes whole numbers within its bounds", "[commands][options]") {
  std::int64_t number = 7;
  Options options;
  options.integer("--count", "N", number, -5, 100, "how many");
  for (const auto& [text, value] :
       {std::pair<std::string, std::int64_t>{"-5", -5}, {"0", 0}, {"100", 100}, {"007", 7}}) {
    CHECK(given(options, text) == "");
    CHECK(number == value);
  }
  number = 42;
  for (const std::string text : {"", "-6", "101", "5x", " 5", "5 ", "+5", "1.0", "1e1", "0x10", "five",
                                 "9223372036854775808", "99999999999999999999999"}) {
    CAPTURE(text);
    CHECK(given(options, text) == "must be a whole number from -5 to 100, not \"" + text + "\"");
    CHECK(number == 42);
  }
}

TEST_CASE("an optional integer is absent until it is given", "[commands][options]") {
  std::optional<std::int64_t> seed;
  Options options;
  options.integer("--seed", "N", seed, 0, std::numeric_limits<std::int64_t>::max(), "chance");
  CHECK(given(options, "-1") == "must be a whole number from 0 to 9223372036854775807, not \"-1\"");
  CHECK_FALSE(seed.has_value());
  CHECK(given(options, "9223372036854775807") == "");
  CHECK(seed == std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("a duration option needs a unit and is not negative", "[commands][options]") {
  base::Duration grace = std::chrono::seconds(9);
  Options options;
  options.duration("--grace", "DURATION", grace, "how long");
  CHECK(given(options, "5") ==
        "cannot be \"5\": \"5\" is not a duration; write a number with a unit: 250ms, 5s, 2m, 1h30m, 7d");
  CHECK(given(options, "-1s") == "cannot be negative");
  CHECK(given(options, "9999999d") == "cannot be \"9999999d\": \"9999999d\" is longer than ten thousand years");
  CHECK(given(options, "110000d") == "must be from 0s to 365d, not \"110000d\"");
  CHECK(grace == std::chrono::seconds(9));
  CHECK(given(options, "-0s") == "");
  CHECK(grace == base::Duration::zero());
  CHECK(given(options, "1h30m") == "");
  CHECK(grace == std::chrono::minutes(90));
  CHECK(given(options, "365d") == "");
  CHECK(given(options, "8760h1us") == "must be from 0s to 365d, not \"8760h1us\"");
  CHECK(grace == std::chrono::hours(8760));
}

TEST_CASE("a word option says which words there are and the nearest", "[commands][options]") {
  std::string format = "text";
  Options options;
  options.word("--format", "FORMAT", format, {"text", "json", "junit"}, "how");
  CHECK(given(options, "jsno") == "must be text, json or junit, not \"jsno\"; did you mean \"json\"?");
  CHECK(given(options, "xyzzy-1") == "must be text, json or junit, not \"xyzzy-1\"");
  CHECK(given(options, "JSON") == "must be text, json or junit, not \"JSON\"; did you mean \"json\"?");
  CHECK(given(options, "") == "must be text, json or junit, not \"\"");
  CHECK(format == "text");
  CHECK(given(options, "junit") == "");
  CHECK(format == "junit");
}

TEST_CASE("the words of an option are joined as a person says them", "[commands][options]") {
  std::string word;
  Options one;
  one.word("--a", "A", word, {"x"}, "");
  CHECK(given(one, "yyyyyy") == "must be x, not \"yyyyyy\"");
  Options two;
  two.word("--a", "A", word, {"x", "z"}, "");
  CHECK(given(two, "yyyyyy") == "must be x or z, not \"yyyyyy\"");
}

TEST_CASE("texts gather every value and text keeps the last", "[commands][options]") {
  std::vector<std::string> all;
  std::string last = "default";
  std::optional<std::string> maybe;
  Options options;
  options.texts("--header", "TEXT", all, "headers");
  options.text("--name", "TEXT", last, "a name");
  options.text("--other", "TEXT", maybe, "another");
  REQUIRE(options.specs().size() == 3);
  for (const auto& spec : options.specs()) {
    CHECK_FALSE(spec.take("a").has_value());
    CHECK_FALSE(spec.take("").has_value());
  }
  CHECK(all == std::vector<std::string>{"a", ""});
  CHECK(last == "");
  CHECK(maybe == "");
  CHECK(options.specs()[0].most == Options::kAnyNumber);
  CHECK(options.specs()[1].most == 1);
}

TEST_CASE("positional words keep their bounds and a flag needs no value", "[commands][options]") {
  std::vector<std::string> files;
  bool quiet = false;
  Options options;
  options.positional("SCENARIO", files, 1, 3, "files");
  options.flag("--quiet", quiet, "say less");
  options.example("jobrig check x");
  const auto& specs = options.specs();
  REQUIRE(specs.size() == 2);
  CHECK(specs[0].positional);
  CHECK(specs[0].least == 1);
  CHECK(specs[0].most == 3);
  CHECK_FALSE(specs[1].positional);
  CHECK(specs[1].placeholder.empty());
  CHECK_FALSE(specs[1].take("").has_value());
  CHECK(quiet);
  CHECK(options.examples() == std::vector<std::string>{"jobrig check x"});
}

TEST_CASE("a flag that may have a value takes one of its words", "[commands][options]") {
  std::string watch;
  Options options;
  options.flag_or_word("--watch", watch, "keep", {"reset", "stop"}, "watch");
  const auto& spec = options.specs().front();
  CHECK(spec.may_lack_value);
  CHECK(spec.placeholder == "reset|stop");
  CHECK_FALSE(spec.take("").has_value());
  CHECK(watch == "keep");
  CHECK_FALSE(spec.take("reset").has_value());
  CHECK(watch == "reset");
  CHECK(spec.take("rest") == R"(must be reset or stop, not "rest"; did you mean "reset"?)");
  CHECK(watch == "reset");
}

TEST_CASE("options keep the words that completion offers", "[commands][options]") {
  std::vector<std::string> tables;
  std::string format = "text";
  Options options;
  options.positional("WHAT", tables, 0, 1, "table", {"errors", "faults"});
  options.word("--format", "FORMAT", format, {"text", "json"}, "how");
  options.text("--file", "FILE", format, "file");
  CHECK(options.specs()[0].words == std::vector<std::string>{"errors", "faults"});
  CHECK_FALSE(options.specs()[0].take("other").has_value());  // the command says what is wrong with it
  CHECK(options.specs()[1].words == std::vector<std::string>{"text", "json"});
  CHECK(options.specs()[2].words.empty());
}
