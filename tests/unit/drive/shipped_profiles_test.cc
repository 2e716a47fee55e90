// The built-in profiles interpret real client output. The output of AWS CLI version 2 was recorded; that of version 1
// is from its documentation, because it is not installed here.
#include <string>
#include <vector>

#include "conform/profile_files.h"
#include "drive/profile_driver.h"
#include "support/catch.h"
#include "support/loading.h"

using namespace jobrig;
using model::ClientOutcome;
using model::FailureKind;

namespace {

model::ClientProfile shipped(const std::string& name) {
  base::Diagnostics diagnostics;
  report::SourceTexts texts;
  auto profile = conform::load_profile(name, diagnostics, texts);
  if (!profile) {
    throw std::runtime_error(test::in_words(diagnostics));
  }
  return std::move(*profile);
}

struct Row {
  int exit_code;
  std::string out;
  std::string err;
  ClientOutcome::Kind kind;
  FailureKind failure;
  std::string error;
  std::string message;
};

void check_rows(const std::string& name, const std::vector<Row>& rows) {
  const model::ClientProfile profile = shipped(name);
  for (const Row& row : rows) {
    CAPTURE(name, row.exit_code, row.err);
    const auto outcome = drive::profile_outcome(profile, row.exit_code, row.out, row.err);
    REQUIRE(outcome);
    CHECK(outcome->kind == row.kind);
    CHECK(outcome->failure == row.failure);
    CHECK(outcome->error == row.error);
    CHECK(outcome->message == row.message);
  }
}

constexpr auto kSuccess = ClientOutcome::Kind::kSuccess;
constexpr auto kError = ClientOutcome::Kind::kError;
constexpr const char* kThrottled =
    "\nAn error occurred (ThrottlingException) when calling the DescribeJobExecution operation (reached max retries: "
    "4): "
    "Rate exceeded\n";
constexpr const char* kNotFound =
    "\nAn error occurred (ResourceNotFoundException) when calling the DescribeJobExecution operation: a: b\n";
constexpr const char* kTimedOut = "\nRead timeout on endpoint URL: \"http://127.0.0.1:1/things/t/jobs/j\"\n";
constexpr const char* kUnparsable = "\nUnable to parse response (invalid XML), invalid XML received:\n";
constexpr const char* kRefused = "\nCould not connect to the endpoint URL: \"http://127.0.0.1:1/things/t/jobs/j\"\n";
constexpr const char* kClosed =
    "\nConnection was closed before we received a valid response from endpoint URL: \"x\".\n";
constexpr const char* kInvalid = "\nParameter validation failed:\nInvalid type for parameter jobId\n";
constexpr const char* kUsage =
    "usage: aws [options] <command> <subcommand> [parameters]\naws: error: argument operation\n";

}  // namespace

TEST_CASE("the profile of AWS CLI 1 reads nearly all failures from 255 by their words", "[drive][profile]") {
  check_rows("aws-cli-v1",
             {
                 {0, R"({"execution":{}})", "", kSuccess, FailureKind::kUnknown, "", ""},
                 {255, "", kNotFound, kError, FailureKind::kService, "ResourceNotFoundException", "a: b"},
                 {255, "", kThrottled, kError, FailureKind::kService, "ThrottlingException", "Rate exceeded"},
                 {255, "", kTimedOut, kError, FailureKind::kTimeout, "", kTimedOut},
                 {255, "", kUnparsable, kError, FailureKind::kDecoding, "", kUnparsable},
                 {255, "", kRefused, kError, FailureKind::kTransport, "", kRefused},
                 {255, "", kClosed, kError, FailureKind::kTransport, "", kClosed},
                 {255, "", kInvalid, kError, FailureKind::kValidation, "", kInvalid},
                 {2, "", kUsage, kError, FailureKind::kValidation, "", kUsage},
                 {1, "", "Traceback", kError, FailureKind::kUnknown, "", "Traceback"},
                 {255, "", "anything", kError, FailureKind::kUnknown, "", "anything"},
             });
}

TEST_CASE("the profile of AWS CLI 2 tells failures by exit code", "[drive][profile]") {
  check_rows("aws-cli-v2",
             {
                 {0, R"({"execution":{}})", "", kSuccess, FailureKind::kUnknown, "", ""},
                 {254, "", kNotFound, kError, FailureKind::kService, "ResourceNotFoundException", "a: b"},
                 {254, "", kThrottled, kError, FailureKind::kService, "ThrottlingException", "Rate exceeded"},
                 {255, "", kTimedOut, kError, FailureKind::kTimeout, "", kTimedOut},
                 {255, "", kUnparsable, kError, FailureKind::kDecoding, "", kUnparsable},
                 {252, "", kInvalid, kError, FailureKind::kValidation, "", kInvalid},
                 {255, "", kRefused, kError, FailureKind::kUnknown, "", kRefused},
             });
}

TEST_CASE("the profile of mosquitto takes the code of a rejection from its payload", "[drive][profile][mqtt]") {
  const std::string rejected = R"({"code":"VersionMismatch","message":"a: b","timestamp":1,"clientToken":"t-1"})";
  check_rows("mosquitto", {
                              {0, R"({"execution":{}})", "", kSuccess, FailureKind::kUnknown, "", ""},
                              {10, rejected, "", kError, FailureKind::kService, "VersionMismatch", "a: b"},
                              {10, R"({"code":"InternalError"})", "", kError, FailureKind::kService, "InternalError",
                               R"({"code":"InternalError"})"},
                              {10, "{", "", kError, FailureKind::kService, "", "{"},
                              {27, "", "", kError, FailureKind::kTimeout, "", ""},
                              {1, "", "Error: Connection refused\n", kError, FailureKind::kTransport, "",
                               "Error: Connection refused\n"},
                          });
}

TEST_CASE("the profile of curl takes the error's name from between namespace and URI", "[drive][profile]") {
  const model::ClientProfile profile = shipped("curl");
  const auto name_of = [&](const std::string& header) {
    const std::string err = "curl: (22) The requested URL returned error: 429\nstatus=429 name=" + header + "\n";
    const auto outcome = drive::profile_outcome(profile, 22, "", err);
    REQUIRE(outcome);
    CHECK(outcome->failure == FailureKind::kService);
    CHECK(outcome->status == 429);
    return outcome->error;
  };
  CHECK(name_of("ThrottlingException") == "ThrottlingException");
  CHECK(name_of("com.amazonaws.iot.laser#ThrottlingException") == "ThrottlingException");
  CHECK(name_of("ThrottlingException:http://internal.amazon.com/coral/") == "ThrottlingException");
  CHECK(name_of("com.amazonaws#ThrottlingException:http://internal.amazon.com/") == "ThrottlingException");
  CHECK(name_of("").empty());
  check_rows("curl",
             {
                 {0, R"({"execution":{}})", "status=200 name=\n", kSuccess, FailureKind::kUnknown, "", ""},
                 {0, "moved", "status=301 name=\n", kError, FailureKind::kService, "", "moved"},
                 {28, "", "curl: (28) timed out\n", kError, FailureKind::kTimeout, "", "curl: (28) timed out\n"},
                 {52, "", "curl: (52) Empty\n", kError, FailureKind::kTransport, "", "curl: (52) Empty\n"},
             });
}
