// The client protocol (schemas/client-protocol.md) for adapters of JavaScript: reads messages on stdin, writes the result of each
// to stdout, and polls. What a call does and what its errors mean is the adapter's matter.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

const TERMINAL = ["SUCCEEDED", "FAILED", "TIMED_OUT", "REJECTED", "REMOVED", "CANCELED"];

/** Milliseconds of `--time-limit SECONDS`, the time limit that an application would set; undefined: the SDK's default. */
export const timeLimit = process.argv[2] === "--time-limit" ? Number(process.argv[3]) * 1000 : undefined;

/** Leaves only the SDK's defaults. Call it before the SDK is loaded, because SDKs read the environment then. */
export function forgetEnvironment() {
  for (const name of Object.keys(process.env).filter((name) => name.startsWith("AWS_"))) {
    delete process.env[name];
  }
  process.env.AWS_CONFIG_FILE = process.env.AWS_SHARED_CREDENTIALS_FILE = "/dev/null";
}

/** What an agent of node:https needs for the member `tls` of a call. */
export function agentOptions(tls) {
  const read = (path) => path && readFileSync(path);
  return { ca: read(tls.authority), cert: read(tls.certificate), key: read(tls.key) };
}

/** Why a client whose integers are doubles has no way to make the call; undefined: it has one. */
function whyNotExact(line) {
  const [, name, number] = [...line.matchAll(/"(executionNumber|expectedVersion)":\s*(-?\d+)/g)]
    .find(([, , digits]) => String(Number(digits)) !== digits) ?? [];
  return name && `its ${name} is a number, and no number is ${number}`;
}

/** A small generator (mulberry32) in the place of Math.random: the jitter of retries is the same in every run. */
function seedJitter(text) {
  let state = [...text].reduce((hash, character) => Math.imul(hash ^ character.codePointAt(0), 16777619), 2166136261);
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Makes the call once, or as the member `poll` says, and returns its result. */
async function makeCall(adapter, client, call, line) {
  const reason = adapter.whyUnable(client, call) ?? whyNotExact(line);
  if (reason) {
    return { outcome: "unable", reason };
  }
  const { everyMilliseconds, atMost } = call.poll ?? { everyMilliseconds: 0, atMost: 1 };
  const responses = [];
  const polled = call.poll && { responses };
  try {
    while (responses.length < atMost && !TERMINAL.includes(responses.at(-1)?.execution?.status)) {
      if (responses.length) {
        await pause(everyMilliseconds);
      }
      responses.push(await adapter.send(client, call));
    }
  } catch (error) {
    return { outcome: "error", error: adapter.failureOf(error), ...polled };
  }
  return { outcome: "success", response: responses.at(-1), ...polled };
}

const asText = (name, value) =>
  typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value))
    ? BigInt(value).toString() : value;

/**
 * Speaks the protocol until `bye` or the end of stdin. `adapter` has `hello` (client, version, features, limits),
 * `makeClient(call)`, `destroy(client)`, `whyUnable(client, call)`, `send(client, call)` and `failureOf(error)`.
 */
export async function speak(adapter) {
  let client;
  for await (const line of createInterface({ input: process.stdin })) {
    const message = JSON.parse(line);
    if (message.type === "bye") {
      break;
    }
    let answer = { type: "hello", protocol: 1, ...adapter.hello };
    if (message.type === "call") {
      if (message.fresh || !client) {
        if (client) {
          adapter.destroy(client);
        }
        seedJitter(message.case);
        client = adapter.makeClient(message);
      }
      answer = { type: "result", id: message.id, ...(await makeCall(adapter, client, message, line)) };
    }
    process.stdout.write(JSON.stringify(answer, asText) + "\n");
  }
  if (client) {
    adapter.destroy(client);
  }
}
