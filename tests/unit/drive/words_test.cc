// The command line and environment of a client: placeholders, variables, and redaction in reports.
#include <algorithm>
#include <string>
#include <vector>

#include "drive/command_line.h"
#include "drive/environment.h"
#include "drive/placeholders.h"
#include "support/catch.h"

using namespace jobrig;

namespace {

drive::CallRequest call_request() {
  drive::CallRequest request;
  request.call.operation = "DescribeJobExecution";
  request.call.arguments = {{"thingName", "\"case-a\""}, {"jobId", "\"$next\""}, {"includeJobDocument", "true"}};
  request.endpoint = "http://127.0.0.1:4000";
  request.access_key = "AKID";
  request.secret_key = "a long secret";
  return request;
}

bool holds(const std::vector<std::string>& list, const std::string& entry) {
  return std::find(list.begin(), list.end(), entry) != list.end();
}

}  // namespace

TEST_CASE("placeholders are filled in wherever they stand in a word", "[drive][words]") {
  CHECK(drive::expand_placeholders("--url={endpoint}/things/{thingName}/jobs/{url:jobId}", call_request()) ==
        "--url=http://127.0.0.1:4000/things/case-a/jobs/%24next");
  CHECK(drive::expand_placeholders("{includeJobDocument}", call_request()) == "true");
  CHECK(drive::expand_placeholders("plain", call_request()) == "plain");
}

TEST_CASE("braces that are not a placeholder stay unchanged", "[drive][words]") {
  CHECK(drive::expand_placeholders(R"({"a":{"b":1}} {unknown} {)", call_request()) == R"({"a":{"b":1}} {unknown} {)");
  CHECK(drive::expand_placeholders("{{thingName}}", call_request()) == "{case-a}");
}

TEST_CASE("a word whose placeholder has no value is nothing", "[drive][words]") {
  CHECK_FALSE(drive::expand_placeholders("--number={executionNumber}", call_request()).has_value());
  CHECK_FALSE(drive::expand_placeholders("{ca}", call_request()).has_value());
}

TEST_CASE("a client gets what programs need and nothing of the caller's AWS", "[drive][words]") {
  const auto environment = drive::base_environment({"PATH=/bin", "LC_ALL=C", "AWS_PROFILE=work", "AWS_SESSION_TOKEN=t",
                                                    "HTTPS_PROXY=http://proxy", "MY_PASSWORD=x"});
  CHECK(holds(environment, "PATH=/bin"));
  CHECK(holds(environment, "LC_ALL=C"));
  CHECK(holds(environment, "AWS_EC2_METADATA_DISABLED=true"));
  CHECK(holds(environment, "AWS_PAGER="));
  CHECK(holds(environment, "NO_PROXY=*"));
  for (const std::string& entry : environment) {
    CHECK(entry.find("PROFILE") == std::string::npos);
    CHECK(entry.find("TOKEN") == std::string::npos);
    CHECK(entry.find("HTTPS_PROXY") == std::string::npos);
    CHECK(entry.find("PASSWORD") == std::string::npos);
  }
}

TEST_CASE("a call's arguments are in the environment by name", "[drive][words]") {
  std::vector<std::string> environment{"JOBRIG_THING_NAME=old"};
  drive::add_call_variables(environment, call_request());
  CHECK(holds(environment, "JOBRIG_THING_NAME=case-a"));
  CHECK(holds(environment, "JOBRIG_INCLUDE_JOB_DOCUMENT=true"));
  CHECK(holds(environment, "JOBRIG_ENDPOINT=http://127.0.0.1:4000"));
  CHECK(holds(environment, "AWS_ENDPOINT_URL_IOT_JOBS_DATA_PLANE=http://127.0.0.1:4000"));
  CHECK(holds(environment, "AWS_SECRET_ACCESS_KEY=a long secret"));
  CHECK_FALSE(holds(environment, "JOBRIG_THING_NAME=old"));
}

TEST_CASE("variables whose names say so are secret", "[drive][words]") {
  CHECK(drive::secrets_of({"AWS_SECRET_ACCESS_KEY=a", "PATH=b", "github_token=c", "X=d", "DB_PASSWORD=e", "PGPASS=f",
                           "SSH_AUTH_SOCK=/dev/null", "NPM_AUTH=/not/a/file", "NODE_AUTH_TOKEN=g=h", "KEY"}) ==
        std::vector<std::string>{"a", "c", "e", "f", "/not/a/file", "g=h", ""});
}

TEST_CASE("variables that the user passes on are secret unless they are known not to be", "[drive][words]") {
  CHECK(drive::secrets_of_passed({"DATABASE=one", "AWS_REGION=eu-west-1", "PYTHONPATH=lib", "NODE_AUTH_TOKEN=two",
                                  "ROOTS=/dev/null", "ROOT=/dev/no-such-file"}) ==
        std::vector<std::string>{"one", "two", "/dev/no-such-file"});
}

TEST_CASE("words of a command line are secret by the options before them", "[drive][words]") {
  CHECK(drive::secrets_of_words({"client", "--token", "one", "--api-key=two", "--password", "--verbose", "-u",
                                 "me:three", "--user=you:four", "--secret", "{jobId}", "token", "five", "--key",
                                 "/dev/null", "--url", "six", "--auth"}) ==
        std::vector<std::string>{"one", "two", "three", "four", ""});
}

TEST_CASE("a command line is shown so that it can be pasted", "[drive][words]") {
  CHECK(drive::command_line({"python3", "my client.py", "it's", ""}) == R"(python3 'my client.py' 'it'\''s' '')");
  CHECK(drive::command_line({"client", "--token=it's secret"}, base::Redaction({"it's secret"})) ==
        "client '--token=[redacted]'");
}
