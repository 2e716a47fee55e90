// Starts jobrig, a mock of the AWS IoT Jobs data plane, in tests. It needs the program `jobrig` and no other package.
import { spawn } from "node:child_process";
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { delimiter, dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const HANG_GUARD = 90_000; // milliseconds, for the ready line, for the end, and beyond what a request waits for by itself
const BUILT = ["build/release/jobrig", "build/dev/jobrig"];

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function inPath(name) {
  return (process.env.PATH ?? "").split(delimiter).filter(Boolean).map((folder) => join(folder, name)).find(isProgram);
}

/** The path of `program` if given, else of the variable JOBRIG, else of `jobrig` in PATH, else of a build folder. */
export function findProgram(program) {
  for (const [what, given] of [["program", program], ["JOBRIG", process.env.JOBRIG]]) {
    if (given) {
      const found = given.includes("/") ? isProgram(given) && resolve(given) : inPath(given);
      if (!found) {
        throw new Error(`jobrig was not found: ${what} is "${given}", which is not a program`);
      }
      return found;
    }
  }
  let found = inPath("jobrig");
  for (let folder = process.cwd(); !found; folder = dirname(folder)) {
    found = BUILT.map((built) => join(folder, built)).find(isProgram);
    if (folder === dirname(folder)) {
      break;
    }
  }
  if (!found) {
    throw new Error("jobrig was not found: add its folder to PATH, or set JOBRIG to the path of the program");
  }
  return found;
}

/** The admin interface refused a request, for example a scenario with mistakes. The message has their positions. */
export class AdminError extends Error {
  name = "AdminError";
}

/** Fewer exchanges than expected within the time. The message lists those that took place. */
export class JournalTimeout extends Error {
  name = "JournalTimeout";
}

/** One request to the admin interface; `waits` is how many milliseconds the server may wait before it responds. */
function callAdmin(url, method, body, waits = 0) {
  return new Promise((done, fail) => {
    const headers = body === undefined ? {} : { "Content-Type": "application/json" };
    // No agent: a connection that is kept would keep the process of the tests alive.
    const request = httpRequest(url, { method, headers, agent: false, timeout: waits + HANG_GUARD }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part) => (text += part)).on("error", fail).on("end", () => {
        const said = text ? JSON.parse(text) : null;
        if (response.statusCode < 400) {
          return done(said);
        }
        const mistakes = (said?.mistakes ?? []).map((one) => `${one.file}:${one.line}:${one.column}: ${one.message}`);
        fail(new AdminError([said?.error ?? `status ${response.statusCode}`, ...mistakes].join("\n")));
      });
    });
    request.on("error", fail).on("timeout", () => request.destroy(new Error(`no response to ${method} ${url}`)));
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function milliseconds(duration) {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(typeof duration === "number" ? `${duration}ms` : duration) ?? [];
  if (!unit) {
    throw new TypeError(`"${duration}" is not a duration: write a number of milliseconds, or one with a unit: "250ms", "5s", "2m"`);
  }
  return Math.round(Number(number) * UNITS[unit]);
}

/** The body of a request that names a scenario: the URL of a file, an object, YAML text, or the name of a built-in one. */
function orderFor(scenario) {
  if (scenario instanceof URL) {
    return { scenario: readFileSync(fileURLToPath(scenario), "utf8") };
  }
  return typeof scenario === "string" && !scenario.includes(":") ? { shipped: scenario } : { scenario };
}

class Journal {
  #admin;

  constructor(admin) {
    this.#admin = admin;
  }

  async records(filters = {}) {
    return (await callAdmin(`${this.#admin}/journal?${new URLSearchParams({ limit: 1000, ...filters })}`, "GET")).records;
  }

  async wait({ count = 1, within = "30s", ...filters } = {}) {
    const limit = milliseconds(within);
    const query = new URLSearchParams({ wait: `${limit}ms`, count, limit: 1000, ...filters });
    const { records, enough } = await callAdmin(`${this.#admin}/journal?${query}`, "GET", undefined, limit);
    if (!enough) {
      const arrived = records.map((one) => `\n  ${one.operation || "unknown"} ${one.thing}/${one.job}: ${one.status} ${one.error}`.trimEnd());
      throw new JournalTimeout(`expected ${count} exchanges within ${within}, found ${records.length}${arrived.join("")}`);
    }
    return records;
  }
}

class Clock {
  #admin;

  constructor(admin) {
    this.#admin = admin;
  }

  async now() {
    return (await callAdmin(`${this.#admin}/clock`, "GET")).now;
  }

  async advance(by) {
    await callAdmin(`${this.#admin}/clock/advance`, "POST", { by });
  }

  async set(to) {
    await callAdmin(`${this.#admin}/clock/set`, "POST", { to });
  }

  async rate(rate) {
    await callAdmin(`${this.#admin}/clock/rate`, "POST", { rate });
  }

  async freeze() {
    await callAdmin(`${this.#admin}/clock/freeze`, "POST");
  }
}

class Sandbox {
  #admin;

  constructor(admin, { endpoint, seed }) {
    this.#admin = admin;
    this.endpoint = endpoint;
    this.seed = seed;
    this.journal = new Journal(admin);
    this.clock = new Clock(admin);
  }

  awsConfig() {
    return { endpoint: this.endpoint, region: "eu-west-1", credentials: { accessKeyId: "any", secretAccessKey: "any" } };
  }

  async scenario(scenario) {
    await callAdmin(`${this.#admin}/scenario`, "PUT", orderFor(scenario));
  }

  async reset() {
    await callAdmin(`${this.#admin}/reset`, "POST");
  }

  async nearMisses() {
    return (await callAdmin(`${this.#admin}/near-misses`, "GET")).requests;
  }

  async close() {
    await callAdmin(this.#admin, "DELETE");
  }

  async [Symbol.asyncDispose ?? Symbol.for("Symbol.asyncDispose")]() {
    await this.close();
  }
}

/** The ready line of the process. Rejects if it ends before. */
async function readyLine(process) {
  let said = "";
  process.stderr.setEncoding("utf8").on("data", (text) => (said += text));
  const ended = new Promise((done) => process.once("close", () => done(undefined)));
  const first = new Promise((done) => createInterface({ input: process.stdout }).once("line", done));
  const late = new AbortController();
  const line = await Promise.race([first, ended, pause(HANG_GUARD, undefined, { signal: late.signal }).catch(() => undefined)]);
  late.abort();
  if (!line) {
    process.kill("SIGKILL");
    throw new Error(`jobrig serve did not start: ${said.trim() || "it wrote no ready line"}`);
  }
  return JSON.parse(line);
}

/** Starts `jobrig serve` on free ports of 127.0.0.1. */
export async function startJobrig({ program, arguments: more = [] } = {}) {
  const { JOBRIG_ADMIN_TOKEN: _, ...env } = process.env;
  const words = ["serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", ...more];
  const child = spawn(findProgram(program), words, { stdio: ["ignore", "pipe", "pipe"], env });
  const ended = new Promise((done, fail) => child.once("close", done).once("error", fail));
  const ready = await Promise.race([readyLine(child), ended.then(() => new Promise(() => {}))]);
  // A program that forgets stop() ends nevertheless, and its server with it.
  for (const part of [child, child.stdout, child.stderr]) {
    part.unref();
  }
  const kill = () => child.kill("SIGTERM");
  process.once("exit", kill);
  return {
    endpoint: ready.endpoint,
    ready,
    async sandbox(scenario, { seed } = {}) {
      const order = { ...(scenario === undefined ? {} : orderFor(scenario)), ...(seed === undefined ? {} : { seed }), idle: "0s" };
      const made = await callAdmin(`${ready.admin}/sandboxes`, "POST", order);
      return new Sandbox(ready.admin + made.admin, made);
    },
    async stop() {
      process.removeListener("exit", kill);
      kill();
      const guard = setTimeout(() => child.kill("SIGKILL"), HANG_GUARD);
      const code = await ended;
      clearTimeout(guard);
      return code;
    },
  };
}
