// The request parser: operations, names, and the rule that an invalid request breaks.
#include "http/request_parser.h"

#include <string>

#include "support/catch.h"
#include "support/planning.h"

using jobrig::http::parse_request;
using jobrig::model::Call;
using jobrig::model::Edition;
using jobrig::model::Operation;
using jobrig::test::Planning;

namespace {

void parse(std::string_view method, std::string_view target, Call& parsed, Edition edition = Edition::kOriginal) {
  parse_request(Planning::request(method, target), edition, parsed);
}

std::string refusal(std::string_view method, std::string_view target, Edition edition = Edition::kOriginal) {
  Call parsed;
  parse(method, target, parsed, edition);
  return parsed.refusal;
}

}  // namespace

TEST_CASE("each path and method is its operation", "[http]") {
  Call describe;
  parse("GET", "/things/t/jobs/j", describe);
  CHECK(describe.operation == Operation::kDescribeJobExecution);
  CHECK(describe.thing == "t");
  CHECK(describe.job == "j");
  CHECK(describe.refusal.empty());

  Call head;
  parse("HEAD", "/things/t/jobs/j", head);
  CHECK(head.operation == Operation::kDescribeJobExecution);

  Call pending;
  parse("GET", "/things/t/jobs", pending);
  CHECK(pending.operation == Operation::kGetPendingJobExecutions);
  CHECK(pending.job.data() == nullptr);
  CHECK(pending.refusal.empty());

  Call next;
  parse("PUT", "/things/t/jobs/$next", next);
  CHECK(next.operation == Operation::kStartNextPendingJobExecution);
  CHECK(next.job == "$next");
  CHECK(next.refusal.empty());
}

TEST_CASE("an encoded name is the same as a literal one", "[http]") {
  Call parsed;
  parse("GET", "/things/a%3Ab/jobs/%24next", parsed);
  CHECK(parsed.thing == "a:b");
  CHECK(parsed.job == "$next");
  CHECK(parsed.refusal.empty());
  Call start;
  parse("PUT", "/things/a:b/jobs/%24next", start);
  CHECK(start.operation == Operation::kStartNextPendingJobExecution);
}

TEST_CASE("a target in absolute form is read from its path on", "[http]") {
  Call parsed;
  parse("GET", "http://127.0.0.1:80/things/t/jobs/j?executionNumber=7", parsed);
  CHECK(parsed.thing == "t");
  CHECK(parsed.arguments.execution_number == 7);
  CHECK(refusal("GET", "http://127.0.0.1:80").rfind("no operation has the path \"/\"", 0) == 0);
  // RFC 3986 section 3.2: the authority ends at the question mark.
  CHECK(refusal("GET", "http://x?a=/things/t/jobs/j").rfind("no operation has the path \"/\"", 0) == 0);
  CHECK(refusal("GET", "?a=/things/t/jobs/j").rfind("no operation has the path \"/\"", 0) == 0);
}

TEST_CASE("an empty job never falls through to the list", "[http]") {
  Call parsed;
  parse("GET", "/things/t/jobs/", parsed);
  CHECK(parsed.operation == Operation::kDescribeJobExecution);
  CHECK(parsed.refusal == "jobId must not be empty");
}

TEST_CASE("an empty thing is refused", "[http]") {
  CHECK(refusal("GET", "/things//jobs/j") == "thingName must not be empty");
  CHECK(refusal("GET", "/things//jobs") == "thingName must not be empty");
}

TEST_CASE("names keep their length and pattern", "[http]") {
  CHECK(refusal("GET", "/things/" + std::string(128, 't') + "/jobs/j").empty());
  CHECK(refusal("GET", "/things/" + std::string(129, 't') + "/jobs/j") ==
        "thingName must be at most 128 characters long, not 129");
  CHECK(refusal("GET", "/things/t%2Fx/jobs/j").find("thingName may hold only") == 0);
  CHECK(refusal("GET", "/things/../jobs/j").find("thingName may hold only") == 0);
  CHECK(refusal("GET", "/things/t/jobs/a:b").find("jobId may hold only") == 0);
  CHECK(refusal("GET", "/things/t/jobs/$last") == "jobId must be \"$next\" or a job's id, not \"$last\"");
  // Neither edition states a length for the jobId of DescribeJobExecution.
  CHECK(refusal("GET", "/things/t/jobs/" + std::string(65, 'j'), Edition::kCurrent).empty());
  CHECK(refusal("GET", "/things/t/jobs/" + std::string(65, 'j'), Edition::kOriginal).empty());
}

TEST_CASE("bad percent-encoding is refused where it is", "[http]") {
  CHECK(refusal("GET", "/things/%zz/jobs/j") ==
        "thingName is badly encoded: a % must be followed by two hexadecimal digits");
  CHECK(refusal("GET", "/things/t/jobs/j%2") ==
        "jobId is badly encoded: a % must be followed by two hexadecimal digits");
  CHECK(refusal("GET", "/things/t/jobs/j?executionNumber=%") ==
        "the query parameter \"executionNumber\" is badly encoded: a % must be followed by two hexadecimal digits");
}

TEST_CASE("unknown paths are refused with the paths there are", "[http]") {
  const std::string_view target =
      GENERATE("/", "/things", "/things/", "/things/t", "/things/t/", "/things/t/shadow", "/Things/t/jobs/j",
               "/things/t/jobs/j/k", "/things/t/jobs/j/k/l/m/n/o", "//things/t/jobs/j", "/command-executions");
  CAPTURE(target);
  CHECK(refusal("GET", target) ==
        "no operation has the path \"" + std::string(target) +
            "\"; the paths are /things/{thingName}/jobs and /things/{thingName}/jobs/{jobId}");
}

TEST_CASE("a very long unknown path is shown in part", "[http]") {
  CHECK(refusal("GET", "/" + std::string(5000, 'x')).size() < 250);
}

TEST_CASE("a slash behind the job is refused", "[http]") {
  CHECK(refusal("GET", "/things/t/jobs/j/") ==
        "the path \"/things/t/jobs/j/\" ends with a slash; the job's path is /things/{thingName}/jobs/{jobId}");
}

TEST_CASE("a target that is not a path is refused", "[http]") {
  CHECK(refusal("OPTIONS", "*") == "the request target must be a path that begins with a slash");
  CHECK_FALSE(refusal("GET", "").empty());
}

TEST_CASE("a wrong method is refused with the right ones", "[http]") {
  CHECK(refusal("DELETE", "/things/t/jobs/j") ==
        "the method \"DELETE\" is not supported for /things/{thingName}/jobs/{jobId}; use GET or POST");
  CHECK(refusal("PUT", "/things/t/jobs/j") ==
        "the method \"PUT\" is not supported for /things/{thingName}/jobs/{jobId}; use GET or POST");
  CHECK(refusal("DELETE", "/things/t/jobs/$next") ==
        "the method \"DELETE\" is not supported for /things/{thingName}/jobs/$next; use GET or PUT");
  CHECK(refusal("POST", "/things/t/jobs") ==
        "the method \"POST\" is not supported for /things/{thingName}/jobs; use GET");
  CHECK(refusal("get", "/things/t/jobs").find("the method \"get\"") == 0);
}

TEST_CASE("the execution number is a 64-bit integer from 1", "[http]") {
  Call parsed;
  parse("GET", "/things/t/jobs/j?executionNumber=9223372036854775807", parsed);
  CHECK(parsed.arguments.execution_number == 9223372036854775807LL);
  const std::string_view bad =
      GENERATE("0", "-1", "9223372036854775808", "18446744073709551617", "", "+1", "1.0", "1e3", "0x10", " 1", "abc");
  CAPTURE(bad);
  CHECK(refusal("GET", "/things/t/jobs/j?executionNumber=" + std::string(bad)) ==
        "executionNumber must be a whole number from 1 to 9223372036854775807, not \"" + std::string(bad) + "\"");
}

TEST_CASE("the document is left out by default in the original edition and comes in the current one", "[http]") {
  Call original;
  parse("GET", "/things/t/jobs/j", original);
  CHECK(original.arguments.include_job_document == false);
  Call current;
  parse("GET", "/things/t/jobs/j", current, Edition::kCurrent);
  CHECK(current.arguments.include_job_document == true);
  Call asked;
  parse("GET", "/things/t/jobs/j?includeJobDocument=false", asked, Edition::kCurrent);
  CHECK(asked.arguments.include_job_document == false);
}

TEST_CASE("a boolean is true or false and nothing else", "[http]") {
  const std::string_view bad = GENERATE("True", "1", "yes", "", "true ", "TRUE");
  CAPTURE(bad);
  CHECK(refusal("GET", "/things/t/jobs/j?includeJobDocument=" + std::string(bad)) ==
        "includeJobDocument must be true or false, not \"" + std::string(bad) + "\"");
}

TEST_CASE("a parameter that is there twice is refused", "[http]") {
  CHECK(refusal("GET", "/things/t/jobs/j?executionNumber=1&executionNumber=1") == "executionNumber is there twice");
  CHECK(refusal("GET", "/things/t/jobs/j?includeJobDocument=true&x=1&include%4aobDocument=false") ==
        "includeJobDocument is there twice");
}

TEST_CASE("parameters that the operation does not have are ignored", "[http]") {
  CHECK(refusal("GET", "/things/t/jobs/j?x=1&x=2&&=&y").empty());
  CHECK(refusal("GET", "/things/t/jobs?executionNumber=abc").empty());
  CHECK(refusal("GET", "/things/t/jobs/j?namespaceId=a%20b").empty());
}

TEST_CASE("the current edition ignores namespaceId as its model does", "[http]") {
  CHECK(refusal("GET", "/things/t/jobs/j?namespaceId=a%20b", Edition::kCurrent).empty());
  CHECK(refusal("GET", "/things/t/jobs/j?namespaceId=&namespaceId=", Edition::kCurrent).empty());
}

TEST_CASE("a job's id of any length can be described in both editions", "[http]") {
  const std::string target = "/things/t/jobs/" + std::string(65, 'j');
  CHECK(refusal("GET", target).empty());
  CHECK(refusal("GET", target, Edition::kCurrent).empty());
}

TEST_CASE("the first broken rule is the one that is told", "[http]") {
  CHECK(refusal("GET", "/things//jobs/?executionNumber=x") == "thingName must not be empty");
}
