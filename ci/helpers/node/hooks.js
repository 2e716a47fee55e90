// What the helpers of node:test and vitest share: one server for the tests of a file, and a sandbox for each test.
import { startJobrig } from "./index.js";

export function hooks({ before, after, beforeEach, afterEach }, options) {
  let server;
  let sandbox;
  before(async () => {
    server = await startJobrig(options);
  });
  after(() => server?.stop());
  beforeEach(async () => {
    sandbox = await server.sandbox({ things: {} });
  });
  afterEach(() => sandbox?.close());
  const current = () => {
    if (!sandbox) {
      throw new Error("useJobrig() has a sandbox only inside of a test");
    }
    return sandbox;
  };
  return {
    get server() {
      return server;
    },
    get endpoint() {
      return current().endpoint;
    },
    get journal() {
      return current().journal;
    },
    get clock() {
      return current().clock;
    },
    awsConfig: () => current().awsConfig(),
    scenario: (scenario) => current().scenario(scenario),
    reset: () => current().reset(),
    nearMisses: () => current().nearMisses(),
  };
}
