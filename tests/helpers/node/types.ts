// Compiles only if the types of the helper say what it does.
import { IoTJobsDataPlane } from "@aws-sdk/client-iot-jobs-data-plane";
import { startJobrig, type Exchange, type Sandbox } from "jobrig";
import { useJobrig } from "jobrig/node-test";
import { useJobrig as useWithVitest } from "jobrig/vitest";

export async function used(): Promise<number[]> {
  const server = await startJobrig({ arguments: ["--workers", "2"] });
  const sandbox: Sandbox = await server.sandbox(new URL("file:///a.yaml"), { seed: 7 });
  await sandbox.clock.advance("7d");
  await new IoTJobsDataPlane(sandbox.awsConfig()).describeJobExecution({ thingName: "t", jobId: "j" });
  const seen: Exchange[] = await sandbox.journal.wait({ count: 3, within: "5s", thing: "t*" });
  await sandbox.close();
  const code: number | null = await server.stop();
  return [...seen.map((one) => one.status), code ?? 0];
}

export const endpoints = (): string[] => [useJobrig().endpoint, useWithVitest({ program: "/opt/jobrig" }).server.endpoint];
// @ts-expect-error a scenario is not a number
export const wrong = () => useJobrig().scenario(7);
