// The helper for Node.js with node:test and the AWS SDK, run by tests/helpers/judge.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { IoTJobsDataPlane } from "@aws-sdk/client-iot-jobs-data-plane";
import { AdminError, findProgram, JournalTimeout, startJobrig } from "jobrig";
import { useJobrig } from "jobrig/node-test";

const OUTAGE = `
things: {thermostat-1: {firmware-7: {status: QUEUED}}}
rules: [{answers: [{error: ServiceUnavailableException, times: 2}, documented]}]
`;
const names = { thingName: "thermostat-1", jobId: "firmware-7" };

async function scratch(context) {
  const folder = await mkdtemp(join(tmpdir(), "jobrig-node-"));
  context.after(() => rm(folder, { recursive: true }));
  return folder;
}

describe("a sandbox of a test", () => {
  const jobrig = useJobrig();

  for (const turn of [1, 2]) {
    test(`has counters of its own (${turn})`, async () => {
      await jobrig.scenario(OUTAGE);
      const { execution } = await new IoTJobsDataPlane(jobrig.awsConfig()).describeJobExecution(names);
      assert.equal(execution.status, "QUEUED");
      assert.deepEqual((await jobrig.journal.wait({ count: 3 })).map((one) => one.status), [503, 503, 200]);
    });
  }

  test("has a time of its own", async () => {
    await jobrig.scenario({ things: { "thermostat-1": { "firmware-7": { status: "IN_PROGRESS", timeout: "1d" } } } });
    const other = await jobrig.server.sandbox(OUTAGE, { seed: 7 });
    assert.equal(other.seed, 7);
    await other.clock.freeze();
    const before = await other.clock.now();
    await jobrig.clock.advance("7d");
    assert.equal(await other.clock.now(), before);
    await other.clock.set("2040-01-01T00:00:00Z");
    await other.clock.rate(60);
    assert.match(await other.clock.now(), /^2040-/);
    await other.close();
    await assert.rejects(new IoTJobsDataPlane(jobrig.awsConfig()).describeJobExecution(names), { name: "TerminalStateException" });
  });

  test("serves a built-in scenario and a file, and starts again at a reset", async (context) => {
    await jobrig.scenario("demos/default");
    const file = join(await scratch(context), "outage.yaml");
    await writeFile(file, OUTAGE);
    await jobrig.scenario(pathToFileURL(file));
    for (let turn = 0; turn < 2; ++turn) {
      await new IoTJobsDataPlane(jobrig.awsConfig()).describeJobExecution(names);
      await jobrig.journal.wait({ count: 3 });
      assert.equal((await jobrig.journal.records({ thing: "thermostat-*", status: 503 })).length, 2);
      await jobrig.reset();
    }
  });

  test("lists the requests when there are too few", async () => {
    await jobrig.scenario("things: {thermostat-1: {firmware-7: {status: QUEUED}}}");
    await new IoTJobsDataPlane(jobrig.awsConfig()).describeJobExecution(names);
    await jobrig.journal.wait();
    await assert.rejects(jobrig.journal.wait({ count: 2, within: "10ms" }), (error) => error instanceof JournalTimeout && error.message ===
      "expected 2 exchanges within 10ms, found 1\n  DescribeJobExecution thermostat-1/firmware-7: 200");
    await assert.rejects(jobrig.journal.wait({ within: "5 parsecs" }), /"5 parsecs" is not a duration/);
  });

  test("explains requests that no rule matches", async () => {
    await jobrig.scenario("things: {t: {j: {}}}\nrules: [{name: outage, when: {thing: other}, answers: [{error: ThrottlingException}]}]");
    await new IoTJobsDataPlane(jobrig.awsConfig()).describeJobExecution({ thingName: "t", jobId: "j" });
    await jobrig.journal.wait();
    assert.equal((await jobrig.nearMisses())[0].misses[0].rule, "outage");
  });

  test("reports a mistake in a scenario with its position", async () => {
    await assert.rejects(jobrig.scenario("things:\n  t: {j: {statsu: QUEUED}}"), (error) => error instanceof AdminError && error.message ===
      'the scenario has mistakes; the old scenario stays\nscenario.yaml:2:11: a job has no key "statsu"; did you mean "status"?');
  });
});

test("two servers run in one process and end with exit code 0", async () => {
  const servers = await Promise.all([startJobrig(), startJobrig()]);
  assert.notEqual(servers[0].endpoint, servers[1].endpoint);
  assert.deepEqual(await Promise.all(servers.map((server) => server.stop())), [0, 0]);
});

test("a program that forgets its server ends, and the server with it", { timeout: 90_000 }, async (context) => {
  const file = join(process.cwd(), "forgetful.mjs");
  await writeFile(file, 'import { startJobrig } from "jobrig";\nconsole.log((await startJobrig()).ready.pid);\n');
  context.after(() => rm(file));
  const pid = await new Promise((done, fail) =>
    execFile(process.execPath, [file], (error, text) => (error ? fail(error) : done(Number(text)))));
  const gone = async () => {
    try {
      return (await readFile(`/proc/${pid}/stat`, "utf8")).includes(") Z ");
    } catch {
      return true;
    }
  };
  while (!(await gone())) {
    await pause(5); // Node.js tells nobody when the child of a child ends
  }
});

test("a server that does not start says why", async () => {
  await assert.rejects(startJobrig({ arguments: ["nothing/here"] }), /^Error: jobrig serve did not start: nothing\/here: not a file/);
});

test("the program is found by JOBRIG, then PATH, then the build folder", async (context) => {
  const folder = await scratch(context);
  const { JOBRIG, PATH } = process.env;
  const cwd = process.cwd();
  context.after(() => {
    process.chdir(cwd);
    Object.assign(process.env, { JOBRIG, PATH });
  });
  const fake = async (path) => {
    const file = join(folder, path);
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, "#!/bin/sh\n");
    await chmod(file, 0o755);
    return file;
  };
  const [built, inPath, named] = [await fake("build/dev/jobrig"), await fake("bin/jobrig"), await fake("named")];
  await mkdir(join(folder, "tests/deep"), { recursive: true });
  process.chdir(join(folder, "tests/deep"));
  Object.assign(process.env, { JOBRIG: named, PATH: join(folder, "bin") });
  assert.equal(findProgram(), named);
  assert.equal(findProgram(built), built);
  delete process.env.JOBRIG;
  assert.equal(findProgram(), inPath);
  process.env.PATH = process.cwd();
  assert.equal(findProgram(), built);
  process.env.JOBRIG = "/nothing/here";
  assert.throws(findProgram, { message: 'jobrig was not found: JOBRIG is "/nothing/here", which is not a program' });
});

test("without a program the tests of a file fail with one sentence", async (context) => {
  const file = join(process.cwd(), "missing.test.mjs");
  await writeFile(file, 'import { test } from "node:test";\nimport { useJobrig } from "jobrig/node-test";\nuseJobrig();\ntest("it", () => {});\n');
  context.after(() => rm(file));
  const { JOBRIG, NODE_TEST_CONTEXT, ...env } = process.env;
  const output = await new Promise((done) =>
    execFile(process.execPath, [file], { env: { ...env, PATH: tmpdir() }, cwd: tmpdir() }, (error, text) => done(text)));
  assert.match(output, /jobrig was not found: add its folder to PATH, or set JOBRIG to the path of the program/);
});
