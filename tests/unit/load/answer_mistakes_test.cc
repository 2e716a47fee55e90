// Mistakes in headers, bodies, retry dates, turns and limits of answers, with their location and message.
#include <string>
#include <utility>
#include <vector>

#include "support/catch.h"
#include "support/loading.h"

using namespace jobrig;

namespace {

using AnswerRow = std::pair<std::string, std::string>;  // the text and the mistakes

void check_answers(const std::vector<AnswerRow>& rows) {
  for (const auto& [text, mistakes] : rows) {
    CAPTURE(text);
    CHECK(test::mistakes_of("rules: [{answers: [" + text + "]}]") == mistakes);
  }
}

void check_rules(const std::vector<AnswerRow>& rows) {
  for (const auto& [text, mistakes] : rows) {
    CAPTURE(text);
    CHECK(test::mistakes_of("rules: [{" + text + "}]") == mistakes);
  }
}

base::Result<std::string> two_bytes(const std::string& path) {
  return path == "page" ? base::Result<std::string>("\xFF\xFE") : base::Error{"there is no file \"" + path + "\""};
}

}  // namespace

TEST_CASE("mistakes in the headers of answers are told", "[load]") {
  check_answers({
      {"{error: 503, headers: {Date: none, Retry-After: [1, 1.5, \"\"], X: true}}", ""},
      {"{documented: true, headers: {A: x}, add-headers: {a: [x, y]}}", ""},
      {"{error: 503, headers: [Date]}", "1:42: \"headers\" must be a map of names to values, not a list\n"},
      {"{error: 503, headers: {Connection: close, \"a b\": x, A: {}, a: [], B: \"x\\ny\", C: }}",
       "1:43: \"Connection\" is set by jobrig; use a fault to change it\n"
       "1:62: \"a b\" cannot be the name of a header\n"
       "1:75: the value of a header must be text, or a list of texts for several header lines, not a map\n"
       "1:79: the header \"a\" is duplicated; header names are case-insensitive\n"
       "1:82: a list of values needs at least one; none removes the header\n"
       "1:89: the value of a header cannot contain control characters or begin or end with a space\n"
       "1:97: the value of a header must be text, or a list of texts for several header lines, not nothing\n"},
      {"{off-contract: true, reply: {}, headers: {A: x}}",
       "1:61: the headers of a \"reply\" belong into it: {reply: {status: 502, headers: {Vary: Origin}}}\n"},
      {"{error: 503, header: {A: x}}", "1:33: an answer has no key \"header\"; did you mean \"headers\"?\n"},
  });
}

TEST_CASE("mistakes in a retry date are told", "[load]") {
  check_answers({
      {"{error: 503, retry-after: {in: -5m, as: asctime-date}}", ""},
      {"{error: 503, retry-after: {in: 5s, as: seconds}}", ""},
      {"{error: 503, retry-after: {in: -5s, as: seconds}}", "1:51: \"in\" must not be negative\n"},
      {"{error: 503, retry-after: {in: 1500ms, as: seconds}}", "1:46: \"retry-after\" counts whole seconds\n"},
      {"{error: 503, retry-after: {as: rfc850}}",
       "1:46: \"retry-after\" needs \"in\"\n"
       "1:51: \"as\" must be one of imf-fixdate, rfc850-date, asctime-date, seconds, not \"rfc850\"; did you mean "
       "\"rfc850-date\"?\n"},
  });
}

TEST_CASE("mistakes in the body of a reply are told", "[load]") {
  check_answers({
      {"{off-contract: true, reply: {body-base64: //79}}", ""},
      {"{off-contract: true, reply: {body-base64: //7}}",
       "1:62: \"body-base64\" must be base64 with padding, such as //79/A==, not \"//7\"\n"},
      {"{off-contract: true, reply: {body-file: page}}",
       "1:60: \"body-file\" cannot be used: the scenario is not in a folder\n"},
      {"{off-contract: true, reply: {body: x, body-file: page}}",
       "1:69: a reply has only one of \"body\" (text), \"json\", \"body-file\" and \"body-base64\"\n"},
  });
  const std::string from_file = "rules: [{answers: [{off-contract: true, reply: {body-file: FILE}}]}]";
  const auto with = [&](const std::string& file) {
    std::string text = from_file;
    return test::mistakes_of(text.replace(text.find("FILE"), 4, file), two_bytes);
  };
  CHECK(with("page") == "");
  CHECK(with("pages") == "1:60: \"body-file\": there is no file \"pages\"\n");
}

TEST_CASE("mistakes in the turns and limits of a rule are told", "[load]") {
  check_rules({
      {"cycle: true, every: 2, by: server, answers: [documented]", ""},
      {"cycle: true, faults: [{delay: 1s}]",
       "1:17: \"cycle\" repeats the list \"answers\", which this rule does not have\n"},
      {"every: 0, by: job, answers: [documented]",
       "1:17: \"every\" must be a whole number from 1 to 1000000000, not \"0\"\n"},
      {"by: things, answers: [documented]",
       "1:14: \"by\" must be one of thing, job, server, not \"things\"; did you mean \"thing\"?\n"},
      {"throttle: {concurrent: 2}", ""},
      {"throttle: {burst: 2}",
       "1:20: \"throttle\" needs a \"rate\" such as 10/s, or \"concurrent\": the most requests at the same time\n"
       "1:28: \"burst\" goes with \"rate\" only\n"},
      {"when: {method: options}, answers: [documented]",
       "1:25: \"method\" must be the method of an HTTP request in capital letters, such as OPTIONS\n"},
      {"faults: [{error: {name: ThrottlingException, effect: before}}]",
       "1:63: \"effect\" must be one of applied, none, not \"before\"\n"},
      {"faults: [{wrong-date: soon}]",
       "1:32: \"by\": \"soon\" is not a duration; write a number with a unit: 250ms, 5s, 2m, 1h30m, 7d\n"},
      {"faults: [headers]", "1:19: \"headers\" needs a setting\n"},
  });
}

TEST_CASE("mistakes in the skew of the clock are told", "[load]") {
  CHECK(test::mistakes_of("clock: {skew: -2h}") == "");
  CHECK(test::loaded("clock: {skew: -2h}").clock.skew == std::chrono::hours(-2));
  CHECK(test::mistakes_of("clock: {skew: 2}") ==
        "1:15: \"skew\": \"2\" is not a duration; write a number with a unit: 250ms, 5s, 2m, 1h30m, 7d\n");
  CHECK(test::mistakes_of("clock: {skew: 2h, start: 2026-01-01}") ==
        "1:15: a clock has a \"start\" or a \"skew\", not both: \"start\" is the time of the service\n");
  CHECK(test::mistakes_of("clock: {skew: -4000d}") ==
        "1:15: \"skew\" must be from -3650d to 3650d; \"start\" takes any date\n");
}
