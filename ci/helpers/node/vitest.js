// For vitest: `const jobrig = useJobrig();` at the top of a file or in a describe(). Not for test.concurrent, whose tests would
// share a sandbox: create one with `jobrig.server.sandbox()` there.
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { hooks } from "./hooks.js";

const HANG_GUARD = 90_000; // milliseconds; vitest would give up after ten seconds
const patient = (hook) => (work) => hook(work, HANG_GUARD);

export const useJobrig = (options) =>
  hooks({ before: patient(beforeAll), after: patient(afterAll), beforeEach: patient(beforeEach), afterEach: patient(afterEach) }, options);
