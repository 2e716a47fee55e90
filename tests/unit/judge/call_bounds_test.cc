// Call bounds: deadlines from what a client declares.
#include "judge/call_bounds.h"

#include "support/catch.h"
#include "support/judging.h"

using namespace jobrig;
using namespace std::chrono_literals;

namespace {

model::ConformanceCase bounded_case(const std::string& more, const std::string& call = "") {
  return test::loaded_case(
      test::case_text(more + "call: {operation: DescribeJobExecution" + call + "}\nexpect: {requests: 1}\n"));
}

/// `silence total requests`
std::string bounds(const model::ConformanceCase& one, const model::ClientLimits& limits) {
  const judge::CallBounds found = judge::bounds_of(one, one.calls.front(), limits);
  const auto seconds = [](base::Duration time) {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time).count());
  };
  return seconds(found.silence) + " " + seconds(found.total) + " " + std::to_string(found.requests);
}

}  // namespace

TEST_CASE("a client that declares nothing has ten attempts of ten seconds and pauses of twenty", "[judge]") {
  CHECK(bounds(bounded_case(""), {}) == "30 300 1000");
  CHECK(judge::deadline_of(bounded_case(""), {}) == 30s);
}

TEST_CASE("a client that declares its limits is given the time for them", "[judge]") {
  CHECK(bounds(bounded_case(""), {3, {}, {}}) == "30 90 300");
  CHECK(bounds(bounded_case(""), {3, 5s, {}}) == "25 75 300");
  CHECK(bounds(bounded_case(""), {3, 5s, 100s}) == "105 105 300");
}

TEST_CASE("the deadline of a case is granted to every client", "[judge]") {
  CHECK(bounds(bounded_case("deadline: 60s\n"), {3, 5s, 10s}) == "60 60 300");
  CHECK(bounds(bounded_case("deadline: 60s\n"), {}) == "60 600 1000");
  CHECK(bounds(bounded_case("deadline: 20s\n"), {}) == "30 300 1000");
}

TEST_CASE("a call that polls has the time for each poll", "[judge]") {
  CHECK(bounds(bounded_case("", ", poll: {every: 2s, at-most: 4}"), {2, {}, {}}) == "32 248 800");
}

TEST_CASE("an exact deadline counts whatever the client declares", "[judge]") {
  auto one = bounded_case("");
  one.deadline = 7s;
  one.exact_deadline = true;
  CHECK(bounds(one, {3, 5s, 100s}).starts_with("7 7 "));
}
