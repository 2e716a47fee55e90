// The bodies of the operations that change executions.
#include "contract/arguments.h"

#include <string>

#include "support/catch.h"

using jobrig::contract::read_body;
using jobrig::contract::row_of;
using jobrig::contract::Violation;
using jobrig::model::Call;
using jobrig::model::Details;
using jobrig::model::Operation;
using jobrig::model::Status;

namespace {

Violation read_update_body(std::string_view text, Call& call) {
  return read_body(row_of(Operation::kUpdateJobExecution), text, call);
}

Violation read_start_next_body(std::string_view text, Call& call) {
  return read_body(row_of(Operation::kStartNextPendingJobExecution), text, call);
}

Violation read_command_body(std::string_view text, Call& call) {
  return read_body(row_of(Operation::kStartCommandExecution), text, call);
}

std::string update_refusal(std::string_view body) {
  Call parsed;
  return read_update_body(body, parsed).value_or("");
}

std::string start_refusal(std::string_view body) {
  Call parsed;
  return read_start_next_body(body, parsed).value_or("");
}

std::string command_refusal(std::string_view body) {
  Call parsed;
  return read_command_body(body, parsed).value_or("");
}

constexpr std::string_view kCommand =
    R"("targetArn":"arn:aws:iot:eu-west-1:123456789012:thing/t","commandArn":"arn:aws:iot:eu-west-1:123456789012:command/c")";

std::string command_with(const std::string& more) { return "{" + std::string(kCommand) + more + "}"; }

}  // namespace

TEST_CASE("an update's members are all read", "[contract]") {
  Call parsed;
  CHECK_FALSE(read_update_body(
      R"({"status":"IN_PROGRESS","statusDetails":{"step":"half"},"expectedVersion":9223372036854775807,)"
      R"("executionNumber":5000000000,"includeJobExecutionState":true,"includeJobDocument":true,)"
      R"("stepTimeoutInMinutes":-1})",
      parsed));
  CHECK(parsed.arguments.status == Status::kInProgress);
  CHECK(parsed.arguments.details == Details{{"step", "half"}});
  CHECK(parsed.arguments.expected_version == 9223372036854775807LL);
  CHECK(parsed.arguments.execution_number == 5000000000);
  CHECK(parsed.arguments.include_execution_state);
  CHECK(parsed.arguments.include_job_document == true);
  CHECK(parsed.arguments.step_minutes == -1);
}

TEST_CASE("unknown members are ignored and null is treated as absent", "[contract]") {
  Call parsed;
  CHECK_FALSE(read_update_body(R"({"status":"FAILED","x":[1],"statusDetails":null,"expectedVersion":null})", parsed));
  CHECK_FALSE(parsed.arguments.details);
  CHECK_FALSE(parsed.arguments.expected_version);
}

TEST_CASE("an update must say a status that a device may set", "[contract]") {
  CHECK(update_refusal("") == "the body is missing; it must at least say the status");
  CHECK(update_refusal("{}") == "status is required");
  CHECK(update_refusal(R"({"status":null})") == "status is required");
  CHECK(update_refusal(R"({"status":5})") == "status must be a string");
  const std::string word = GENERATE("QUEUED", "TIMED_OUT", "REMOVED", "CANCELED", "SUCCESS", "in_progress", "");
  CAPTURE(word);
  CHECK(update_refusal(R"({"status":")" + word + R"("})") ==
        "status must be one of those that a device may set: IN_PROGRESS, SUCCEEDED, FAILED, REJECTED");
}

TEST_CASE("a body that is not a JSON object is refused", "[contract]") {
  CHECK(update_refusal("{") == "the body is not JSON (byte 2)");
  // RFC 8259 section 8.1: a sender must not add one.
  CHECK(update_refusal("\xEF\xBB\xBF{\"status\":\"FAILED\"}") ==
        "the body begins with a byte order mark, which JSON forbids");
  CHECK(update_refusal("status=FAILED") == "the body is not JSON (byte 1)");
  CHECK(update_refusal("[]") == "the body must be a JSON object");
  CHECK(update_refusal("null") == "the body must be a JSON object");
  CHECK(update_refusal("{\"status\":\"\xff\"}") == "the body is not JSON (byte 12)");
  CHECK(update_refusal("{\"status\":\"FAILED\",\"expectedVersion\":1e999}") ==
        "the body is not readable JSON: a number is too large");
}

TEST_CASE("a body with any byte after its value is refused and a NUL too", "[contract]") {
  const std::string value = R"({"status":"IN_PROGRESS"})";
  CHECK(update_refusal(" \t\r\n" + value + " \t\r\n").empty());
  CHECK(update_refusal(value + '\0') == "the body contains a NUL byte, which JSON forbids (byte 25)");
  CHECK(update_refusal(value + '\0' + "garbage") == "the body contains a NUL byte, which JSON forbids (byte 25)");
  CHECK(update_refusal('\0' + value) == "the body contains a NUL byte, which JSON forbids (byte 1)");
  for (const char last : {'x', ',', '{', '}', ']', '\x0b', '\x7f', '\xff'}) {
    CAPTURE(last);
    CHECK(update_refusal(value + last) == "the body is not JSON (byte 25)");
  }
}

TEST_CASE("a body nested more than 100 levels deep is refused before it is parsed", "[contract]") {
  const auto nested = [](std::size_t levels) {
    return R"({"status":"FAILED","x":)" + std::string(levels - 1, '[') + std::string(levels - 1, ']') + "}";
  };
  CHECK(update_refusal(nested(100)).empty());
  CHECK(update_refusal(nested(101)) == "the body is nested more than 100 levels deep");
  CHECK(update_refusal(std::string(1000000, '[')) == "the body is nested more than 100 levels deep");
  CHECK(update_refusal(R"({"status":"FAILED","x":"\")" + std::string(200, '[') + "\"}").empty());
}

TEST_CASE("numbers that do not fit 64 bits are refused instead of wrapped", "[contract]") {
  CHECK(update_refusal(R"({"status":"FAILED","expectedVersion":9223372036854775808})") ==
        "expectedVersion must be a 64-bit integer");
  CHECK(update_refusal(R"({"status":"FAILED","expectedVersion":1e3})") == "expectedVersion must be a 64-bit integer");
  CHECK(update_refusal(R"({"status":"FAILED","expectedVersion":"1"})") == "expectedVersion must be a 64-bit integer");
  CHECK(update_refusal(R"({"status":"FAILED","executionNumber":99999999999999999999})") ==
        "executionNumber must be a 64-bit integer");
}

TEST_CASE("wrong types are refused by name", "[contract]") {
  CHECK(update_refusal(R"({"status":"FAILED","includeJobDocument":"true"})") ==
        "includeJobDocument must be true or false");
  CHECK(update_refusal(R"({"status":"FAILED","includeJobExecutionState":1})") ==
        "includeJobExecutionState must be true or false");
  CHECK(update_refusal(R"({"status":"FAILED","statusDetails":[]})") == "statusDetails must be a map of strings");
  CHECK(update_refusal(R"({"status":"FAILED","statusDetails":{"a":1}})") ==
        "a value of statusDetails must be a string");
}

TEST_CASE("statusDetails keep their lengths and patterns", "[contract]") {
  const auto details = [](const std::string& key, const std::string& value) {
    return R"({"statusDetails":{")" + key + R"(":")" + value + R"("}})";
  };
  CHECK(start_refusal(details(std::string(128, 'k'), std::string(1024, 'v'))).empty());
  CHECK(start_refusal(details(std::string(129, 'k'), "v")) ==
        "a key of statusDetails must be at most 128 characters long, not 129");
  CHECK(start_refusal(details("k", std::string(1025, 'v'))) ==
        "a value of statusDetails must be at most 1024 characters long, not 1025");
  CHECK(start_refusal(details("a b", "v")).find("a key of statusDetails may hold only") == 0);
  CHECK(start_refusal(details("k", R"(a\nb)")).find("a value of statusDetails must not hold control characters") == 0);
  CHECK(start_refusal(details("k", "")) == "a value of statusDetails must not be empty");
}

TEST_CASE("a step time-out is from one minute to seven days", "[contract]") {
  CHECK(start_refusal("").empty());
  CHECK(start_refusal(R"({"stepTimeoutInMinutes":10080})").empty());
  const std::string bad = GENERATE("0", "-1", "10081", "-9223372036854775808");
  CHECK(start_refusal(R"({"stepTimeoutInMinutes":)" + bad + "}") == "stepTimeoutInMinutes must be from 1 to 10080");
  CHECK(update_refusal(R"({"status":"FAILED","stepTimeoutInMinutes":-2})") ==
        "stepTimeoutInMinutes must be from 1 to 10080, or -1 to take it back");
}

TEST_CASE("a command names its target and itself by ARN", "[contract]") {
  Call parsed;
  CHECK_FALSE(read_command_body(command_with(R"(,"clientToken":"abc","executionTimeoutSeconds":10)"), parsed));
  CHECK(parsed.thing == "t");
  CHECK(parsed.thing_valid);
  CHECK(parsed.arguments.client_token == "abc");
  CHECK(parsed.arguments.command.find("abc") == std::string::npos);
  CHECK(parsed.arguments.command_arn == "arn:aws:iot:eu-west-1:123456789012:command/c");
  CHECK(command_refusal("{}").find("targetArn is required") == 0);
  CHECK(command_refusal(R"({"targetArn":"arn:aws:iot:eu-west-1:1:thing/t"})").find("commandArn is required") == 0);
  CHECK(command_refusal(R"({"targetArn":"arn:aws:iot:thing/t"})").find("targetArn is required") == 0);
  CHECK(command_refusal(R"({"targetArn":"arn:aws:iot:eu-west-1:1:thing/a b"})").find("thingName may hold only") == 0);
}

TEST_CASE("a command's other members keep their rules", "[contract]") {
  CHECK(command_refusal(command_with(R"(,"parameters":[])")) == "parameters must be a map with at least one parameter");
  CHECK(command_refusal(command_with(R"(,"parameters":{})")) == "parameters must be a map with at least one parameter");
  CHECK(command_refusal(command_with(R"(,"executionTimeoutSeconds":0)")) ==
        "executionTimeoutSeconds must be 1 or more");
  CHECK(command_refusal(command_with(R"(,"clientToken":"")")) == "clientToken must be from 1 to 64 characters long");
  CHECK(command_refusal(command_with(R"(,"clientToken":"a b")")) ==
        "clientToken may hold only printable ASCII characters without blanks");
  const std::string long_arn = "arn:aws:iot:eu-west-1:1:command/" + std::string(5000, 'c');
  CHECK(
      command_refusal(R"({"targetArn":"arn:aws:iot:eu-west-1:1:client/x","commandArn":")" + long_arn + "\"}").empty());
  CHECK(command_refusal(R"({"targetArn":"arn:aws:iot:eu-west-1:1:client/)" + std::string(2048, 'x') + "\"}")
            .find("targetArn is required") == 0);
}

TEST_CASE("each parameter of a command has exactly one value of its type", "[contract]") {
  const auto said = [](const std::string& value) {
    return command_refusal(command_with(",\"parameters\":{\"a\":" + value + "}"));
  };
  for (const char* value :
       {R"({"S":"x"})", R"({"B":false})", R"({"I":-2147483648})", R"({"I":2147483647})", R"({"L":9223372036854775807})",
        R"({"D":1})", R"({"D":-1.5e300})", R"({"D":"NaN"})", R"({"D":"-Infinity"})", R"({"BIN":"AA=="})",
        R"({"UL":"18446744073709551615"})", R"({"UL":"00000000000000000000"})"}) {
    CAPTURE(value);
    CHECK(said(value).empty());
  }
  const std::string of_a = " of the parameter \"a\" must be ";
  CHECK(said(R"({"S":""})") == "the value S" + of_a + "text that is not empty");
  CHECK(said(R"({"B":"true"})") == "the value B" + of_a + "true or false");
  CHECK(said(R"({"I":2147483648})") == "the value I" + of_a + "a 32-bit integer");
  CHECK(said(R"({"I":1.0})") == "the value I" + of_a + "a 32-bit integer");
  CHECK(said(R"({"L":9223372036854775808})") == "the value L" + of_a + "a 64-bit integer");
  CHECK(said(R"({"D":"1"})") == "the value D" + of_a + "a number");
  CHECK(said(R"({"BIN":"AA"})") == "the value BIN" + of_a + "base64 that is not empty");
  CHECK(said(R"({"BIN":""})") == "the value BIN" + of_a + "base64 that is not empty");
  CHECK(said(R"({"UL":"-1"})") == "the value UL" + of_a + "text of 1 to 20 digits");
  CHECK(said(R"({"UL":5})") == "the value UL" + of_a + "text of 1 to 20 digits");
  CHECK(said(R"({"X":5})") == "the parameter \"a\" has the type \"X\"; the types are S, B, I, L, D, BIN, UL");
  const std::string one = "the parameter \"a\" must be a map with exactly one typed value, such as {\"S\": \"text\"}";
  CHECK(said("{}") == one);
  CHECK(said("\"x\"") == one);
  CHECK(said("null") == one);
  CHECK(said(R"({"S":"x","I":1})") == one);
  CHECK(command_refusal(command_with(R"(,"parameters":{"a b":{"S":"x"}})")) ==
        "a name in parameters must have 1 to 192 letters, digits, \".\", \"$\", \"_\" and \"-\", unlike \"a b\"");
  CHECK(command_refusal(command_with(",\"parameters\":{\"" + std::string(192, '$') + R"(":{"S":"x"}})")).empty());
  CHECK_FALSE(command_refusal(command_with(",\"parameters\":{\"" + std::string(193, '$') + R"(":{"S":"x"}})")).empty());
}

TEST_CASE("an execution's number in a body counts from 1 as in the query", "[contract]") {
  CHECK(update_refusal(R"({"status":"FAILED","executionNumber":1})").empty());
  CHECK(update_refusal(R"({"status":"FAILED","executionNumber":0})") == "executionNumber must be 1 or more");
}
