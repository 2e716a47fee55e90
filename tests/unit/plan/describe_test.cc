// DescribeJobExecution as documented, from the state of the world.
#include "support/catch.h"
#include "support/planning.h"

using jobrig::model::Edition;
using jobrig::model::Plan;
using jobrig::model::Status;
using jobrig::test::Planning;
namespace test = jobrig::test;

TEST_CASE("a queued execution is described without its document in the original edition", "[plan]") {
  Planning planning(test::thermostat());
  const Plan plan = planning.get("/things/thermostat-1/jobs/firmware-7");
  CHECK(plan.reply.status == 200);
  CHECK(plan.reply.body ==
        R"({"execution":{"jobId":"firmware-7","thingName":"thermostat-1","status":"QUEUED","queuedAt":1767225600,)"
        R"("lastUpdatedAt":1767225600,"versionNumber":1,"executionNumber":1}})");
  REQUIRE(plan.reply.headers.size() == 2);
  CHECK(plan.reply.headers[0] == jobrig::model::Header{"Content-Type", "application/json"});
  CHECK(plan.reply.headers[1].name == "x-amzn-RequestId");
  CHECK(plan.decision.operation == "DescribeJobExecution");
  CHECK(plan.decision.key == jobrig::model::Key{"thermostat-1", "firmware-7"});
  CHECK(plan.decision.error.empty());
}
