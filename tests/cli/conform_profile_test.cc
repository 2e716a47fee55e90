// `jobrig conform --profile` with a stand-in for the AWS CLI 1, which is not installed here: how it is called, and how
// its exit code 255 is classified by its message.
#include <string>

#include "support/catch.h"
#include "support/conform_bench.h"

using jobrig::test::ends;
using jobrig::test::holds;
using jobrig::test::must_line;
using jobrig::test::Outcome;

namespace {

// Behaves like version 1: exit code 255 and a message, both for an error of the service and for a broken connection.
constexpr const char* kStandIn = R"(
[ "$1" = --version ] && { echo aws-cli/1.27.0 stand-in; exit 0; }
[ "$1 $2" = 'iot-jobs-data describe-job-execution' ] || { echo 'usage: aws [options]' >&2; exit 2; }
for word in "$@"; do
  case $last in --endpoint-url) endpoint=$word;; esac
  case $word in --thing-name=*) thing=${word#*=};; --job-id=*) job=${word#*=};; --cli-read-timeout=2) limited=yes;; esac
  last=$word
done
[ "$limited" ] || exit 9
answer=$(curl -s -w '\n%{http_code} %header{x-amzn-errortype}' "$endpoint/things/$thing/jobs/$job") || {
  echo "Could not connect to the endpoint URL: \"$endpoint\"" >&2; exit 255; }
tail=$(printf '%s' "$answer" | tail -n 1)
case $tail in
  200*) printf '%s' "$answer" | head -n 1;;
  *) echo "An error occurred (${tail#* }) when calling the DescribeJobExecution operation: it says so" >&2; exit 255;;
esac
)";

std::string case_text(const std::string& rules, const std::string& expect) {
  return "summary: A job is described.\n" + std::string(jobrig::test::kCaseHead) + rules + "expect: " + expect + "\n";
}

}  // namespace

TEST_CASE("the profile of AWS CLI 1 drives a stand-in and reads what its 255 means", "[cli][conform][profile]") {
  const jobrig::test::ConformBench bench;
  bench.write("aws", kStandIn);
  bench.write("cases/twice.yaml", case_text("rules: [{answers: [{error: ResourceNotFoundException}]}]\n",
                                            "{outcome: {error: ResourceNotFoundException, message: it says so}}"));
  bench.write("cases/broken.yaml", case_text("rules: [{faults: [{reset: {at: before-answer}}]}]\n",
                                             "{outcome: {error: any, kind: transport}}"));
  const Outcome outcome = bench.conform({"--profile", "aws-cli-v1", "--", "/bin/sh", bench.file("aws")});
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 0);
  CHECK(holds(outcome.out, "aws-cli-v1 aws-cli/1.27.0 stand-in: 3 cases in "));
  CHECK(ends(outcome.out, "\n3 passed\n" + must_line(3, 0)));
}

TEST_CASE("a stand-in that says another name than it was told fails by the profile of AWS CLI 1",
          "[cli][conform][profile]") {
  const jobrig::test::ConformBench bench;
  bench.write("aws", kStandIn);
  bench.write("cases/twice.yaml", case_text("rules: [{answers: [{error: ResourceNotFoundException}]}]\n",
                                            "{outcome: {error: TerminalStateException}}"));
  const Outcome outcome =
      bench.conform({"--profile", "aws-cli-v1", "--run", "twice", "--", "/bin/sh", bench.file("aws")});
  CHECK(outcome.exit_code == 1);
  CHECK(holds(outcome.out, "found    the error ResourceNotFoundException (service"));
}
