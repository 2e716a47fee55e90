// Tests of the cpp-httplib client with GoogleTest. The rig lives as long as the test suite and is reset for each test.
#include <gtest/gtest.h>
#include <jobrig/rig.h>

#include <chrono>
#include <iostream>
#include <memory>
#include <stdexcept>

#include "httplib_client.h"

using namespace std::chrono_literals;

namespace {

class Lamp : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    rig = std::make_unique<jobrig::Rig>(R"(
clock: {rate: 0}
things:
  lamp:
    update: {then: [{after: 5m, status: IN_PROGRESS}, {after: 10m, status: SUCCEEDED}]}
    next-week: {queued: +7d}
rules:
  - name: broken
    when: {thing: lamp, job: broken}
    answers: [{documented: true, faults: [{cut: 50% of body}]}]
)");
  }
  static void TearDownTestSuite() { rig.reset(); }

  void SetUp() override { rig->reset(); }
  /// Shows what took place in a test that failed.
  void TearDown() override {
    if (HasFailure()) {
      for (const jobrig::Exchange& exchange : rig->exchanges()) {
        std::cout << exchange << "\n";
      }
    }
  }

  static std::unique_ptr<jobrig::Rig> rig;
};

std::unique_ptr<jobrig::Rig> Lamp::rig;

}  // namespace

TEST_F(Lamp, FollowsAnUpdate) {
  EXPECT_EQ(status_of(rig->endpoint(), "lamp", "update"), "QUEUED");
  rig->advance(5min);
  EXPECT_EQ(status_of(rig->endpoint(), "lamp", "update"), "IN_PROGRESS");
}

TEST_F(Lamp, SeesAJobThatArrivesInAWeek) {
  EXPECT_EQ(status_of(rig->endpoint(), "lamp", "next-week"), "");
  rig->advance(24h * 7);
  EXPECT_EQ(status_of(rig->endpoint(), "lamp", "next-week"), "QUEUED");
  const auto calls = rig->wait(2, 30s);
  EXPECT_EQ(calls[0].status, 404);
  EXPECT_EQ(calls[1].status, 200);
}

TEST_F(Lamp, ReportsAResponseThatIsCutOff) {
  EXPECT_THROW(status_of(rig->endpoint(), "lamp", "broken"), std::runtime_error);
  EXPECT_EQ(rig->wait(1, 30s)[0].rule, "broken");
}
