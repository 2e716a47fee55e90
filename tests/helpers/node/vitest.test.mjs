// The helper for vitest with the AWS SDK, run by tests/helpers/judge.
import { IoTJobsDataPlane } from "@aws-sdk/client-iot-jobs-data-plane";
import { useJobrig } from "jobrig/vitest";
import { expect, test } from "vitest";

const jobrig = useJobrig();

test.each([1, 2])("each test has counters of its own (%d)", async () => {
  await jobrig.scenario("demos/default");
  await new IoTJobsDataPlane(jobrig.awsConfig()).describeJobExecution({ thingName: "thermostat-2", jobId: "firmware-7" });
  expect((await jobrig.journal.wait({ count: 3 })).map((one) => one.status)).toEqual([503, 503, 200]);
});

test("a job times out after a day", async () => {
  await jobrig.scenario("things: {t: {j: {status: IN_PROGRESS, timeout: 1d}}}");
  await jobrig.clock.advance("7d");
  const call = new IoTJobsDataPlane(jobrig.awsConfig()).describeJobExecution({ thingName: "t", jobId: "j" });
  await expect(call).rejects.toMatchObject({ name: "TerminalStateException" });
});
