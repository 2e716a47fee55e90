// The course of a life cycle: which step is due when.
#include "life_cycles/course.h"

#include <chrono>

#include "support/catch.h"

using namespace jobrig;
using namespace std::chrono_literals;
using life_cycles::Act;
using life_cycles::Course;
using life_cycles::LifeCycle;
using life_cycles::Step;

namespace {

constexpr base::Monotonic kStart{1000s};

LifeCycle cycle_of(std::vector<Step> course, std::size_t agents = 1) {
  LifeCycle cycle;
  cycle.things.assign(agents, "lamp");
  cycle.course = std::move(course);
  return cycle;
}

life_cycles::ChangeRecord change_of(const std::string& job, model::Status status, base::Monotonic when,
                                    std::size_t agent = 0) {
  return {when, agent, {job, 1}, status, 2};
}

}  // namespace

TEST_CASE("a course without steps is over", "[agents]") {
  const LifeCycle cycle = cycle_of({});
  Course course(cycle, kStart);
  CHECK(course.is_over());
  CHECK_FALSE(course.next_due());
}

TEST_CASE("a step is due when its status was seen and its wait is over", "[agents]") {
  Step kill;
  kill.status = model::Status::kInProgress;
  kill.job = "b";
  kill.after = 2s;
  const LifeCycle cycle = cycle_of({kill}, 2);
  Course course(cycle, kStart);
  CHECK_FALSE(course.next_due());
  course.changed(change_of("a", model::Status::kInProgress, kStart + 1s));
  course.changed(change_of("b", model::Status::kQueued, kStart + 1s));
  CHECK_FALSE(course.next_due());
  course.changed(change_of("b", model::Status::kInProgress, kStart + 3s, 1));
  CHECK(course.next_due() == kStart + 5s);
  CHECK_FALSE(course.take_due(kStart + 4s));
  const auto due = course.take_due(kStart + 5s);
  REQUIRE(due);
  CHECK(due->agent == 1U);
  CHECK(course.is_over());
}

TEST_CASE("a step that waits for questions waits for those of all agents", "[agents]") {
  Step outage;
  outage.asked = true;
  const LifeCycle cycle = cycle_of({outage}, 2);
  Course course(cycle, kStart);
  course.asked(1, kStart + 1s);
  course.asked(1, kStart + 2s);
  CHECK_FALSE(course.next_due());
  course.asked(0, kStart + 3s);
  CHECK(course.next_due() == kStart + 3s);
  const auto due = course.take_due(kStart + 3s);
  REQUIRE(due);
  CHECK_FALSE(due->agent);
}

TEST_CASE("a step without a condition counts from the step before, and a status of the past counts", "[agents]") {
  Step first;
  first.asked = true;
  Step second;
  second.after = 1s;
  Step third;
  third.status = model::Status::kSucceeded;
  const LifeCycle cycle = cycle_of({first, second, third});
  Course course(cycle, kStart);
  course.changed(change_of("a", model::Status::kSucceeded, kStart + 1s));
  course.asked(0, kStart + 4s);
  REQUIRE(course.take_due(kStart + 5s));
  CHECK(course.next_due() == kStart + 6s);
  CHECK(course.due(kStart + 6s));
  REQUIRE(course.take_due(kStart + 6s));
  CHECK(course.next_due() == kStart + 6s);
  REQUIRE(course.take_due(kStart + 6s));
  CHECK_FALSE(course.take_due(kStart + 6s));
  CHECK(course.is_over());
}
