#include "contract/constraints.h"

#include <string>

#include "support/catch.h"

using namespace jobrig;
using contract::Violation;
using model::Edition;

namespace {

std::string said(const Violation& violation) { return violation.value_or("kept"); }

}  // namespace

TEST_CASE("a thing's name is 1 to 128 letters digits colons underscores or hyphens", "[contract]") {
  CHECK(said(contract::check_thing_name("t")) == "kept");
  CHECK(said(contract::check_thing_name("aZ09:_-")) == "kept");
  CHECK(said(contract::check_thing_name(std::string(128, 'a'))) == "kept");
  CHECK(said(contract::check_thing_name("")) == "thingName must not be empty");
  CHECK(said(contract::check_thing_name(std::string(129, 'a'))) ==
        "thingName must be at most 128 characters long, not 129");
  CHECK(said(contract::check_thing_name("a.b")) ==
        "thingName may hold only letters, digits, \":\", \"_\" and \"-\", not \".\"");
}

TEST_CASE("a message shows the character that broke the rule even when it cannot be seen", "[contract]") {
  const std::string rule = "thingName may hold only letters, digits, \":\", \"_\" and \"-\", not ";
  CHECK(said(contract::check_thing_name("a b")) == rule + "\" \"");
  CHECK(said(contract::check_thing_name("a\tb")) == rule + "U+0009");
  CHECK(said(contract::check_thing_name("a\xC3\xA4")) == rule + "\"\xC3\xA4\"");
  CHECK(said(contract::check_thing_name("a\xE2\x80\x8B")) == rule + "U+200B");
  CHECK(said(contract::check_thing_name("a\xFF")) == rule + "the byte 0xFF");
  CHECK(said(contract::check_thing_name(std::string("a\0b", 3))) == rule + "U+0000");
}

TEST_CASE("every byte but the allowed ones is refused in names", "[contract]") {
  const std::string allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  for (int value = 0; value < 256; ++value) {
    const char c = static_cast<char>(value);
    const bool word = allowed.find(c) != std::string::npos;
    const std::string name = std::string("a") + c;
    CAPTURE(value);
    CHECK(!contract::check_job_id(name, false) == word);
    CHECK(!contract::check_thing_name(name) == (word || c == ':'));
    CHECK(!contract::check_detail_key(name) == (word || c == ':'));
  }
}

TEST_CASE("a job's id has at most 64 characters but in the path of DescribeJobExecution", "[contract]") {
  const std::string longest(64, 'j');
  const std::string longer(65, 'j');
  CHECK(said(contract::check_job_id(longest, false)) == "kept");
  CHECK(said(contract::check_job_id(longer, false)) == "jobId must be at most 64 characters long, not 65");
  CHECK(said(contract::check_job_id(longer, true)) == "kept");
  CHECK(said(contract::check_job_id(std::string(8000, 'j'), true)) == "kept");
  CHECK(said(contract::check_job_id("", true)) == "jobId must not be empty");
  CHECK(said(contract::check_job_id("a:b", true)) == "jobId may hold only letters, digits, \"_\" and \"-\", not \":\"");
}

TEST_CASE("$next is a job's id only where it may be asked for", "[contract]") {
  CHECK(said(contract::check_job_id("$next", true)) == "kept");
  CHECK(said(contract::check_job_id("$next", false)) ==
        "jobId may hold only letters, digits, \"_\" and \"-\", not \"$\" (\"$next\" is not allowed here)");
  CHECK(said(contract::check_job_id("$Next", true)) == "jobId must be \"$next\" or a job's id, not \"$Next\"");
}

TEST_CASE("a detail's value is 1 to 1024 visible characters", "[contract]") {
  CHECK(said(contract::check_detail_value("downloading 10 %")) == "kept");
  CHECK(said(contract::check_detail_value(std::string(1024, 'x'))) == "kept");
  std::string euros;
  for (int i = 0; i < 1024; ++i) {
    euros += "\xE2\x82\xAC";
  }
  CHECK(said(contract::check_detail_value(euros)) == "kept");
  CHECK(said(contract::check_detail_value(euros + "x")) ==
        "a value of statusDetails must be at most 1024 characters long, not 1025");
  CHECK(said(contract::check_detail_value("")) == "a value of statusDetails must not be empty");
  CHECK(said(contract::check_detail_value("a\nb")) ==
        "a value of statusDetails must not hold control characters, such as U+000A");
  CHECK(said(contract::check_detail_value("a\xEE\x80\x80")) ==
        "a value of statusDetails must not hold control characters, such as U+E000");
  CHECK(said(contract::check_detail_value("a\xC3")) == "a value of statusDetails must be valid UTF-8");
}

TEST_CASE("a job document has at most 32768 characters", "[contract]") {
  CHECK(said(contract::check_job_document("")) == "kept");
  CHECK(said(contract::check_job_document(std::string(32768, 'x'))) == "kept");
  CHECK(said(contract::check_job_document(std::string(32769, 'x'))) ==
        "jobDocument must be at most 32768 characters long, not 32769");
  CHECK(said(contract::check_job_document("\xFF")) == "jobDocument must be valid UTF-8");
}

TEST_CASE("an execution's number is read up to 2^63 - 1", "[contract]") {
  CHECK(*contract::parse_execution_number("1") == 1);
  CHECK(*contract::parse_execution_number("4294967297") == 4294967297);
  CHECK(*contract::parse_execution_number("9223372036854775807") == 9223372036854775807);
}

TEST_CASE("an invalid execution number is refused with the rule", "[contract]") {
  const std::string bad = GENERATE(values<std::string>({"", "0", "-1", "9223372036854775808", "99999999999999999999",
                                                        "+1", " 1", "1 ", "1.0", "1e3", "0x1", "one", "-"}));
  const auto result = contract::parse_execution_number(bad);
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().message ==
        "executionNumber must be a whole number from 1 to 9223372036854775807, not \"" + bad + "\"");
}

TEST_CASE("a boolean is true or false in lower case", "[contract]") {
  CHECK(*contract::parse_boolean("includeJobDocument", "true"));
  CHECK_FALSE(*contract::parse_boolean("includeJobDocument", "false"));
  const std::string bad = GENERATE(values<std::string>({"", "True", "TRUE", "1", "yes", "true "}));
  const auto result = contract::parse_boolean("includeJobDocument", bad);
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().message == "includeJobDocument must be true or false, not \"" + bad + "\"");
}

TEST_CASE("messages quote only the beginning of a long value", "[contract]") {
  const auto result = contract::parse_execution_number(std::string(100000, '9'));
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().message.size() < 200);
}
