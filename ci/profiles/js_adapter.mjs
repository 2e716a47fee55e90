#!/usr/bin/env node
// An adapter for the AWS SDK for JavaScript: reads calls of jobrig's client protocol (schemas/client-protocol.md) on stdin
// and writes the result of each to stdout. It uses the SDK of tests/clients/js (run `npm ci` there).
//
//   jobrig conform --adapter -- ci/profiles/js_adapter.mjs [--time-limit SECONDS]
//
// Retries, timeouts and sockets are the SDK's defaults. Each case has its own client object, and therefore its own retry
// quota. By default the SDK has no time limit: --time-limit sets the limits as an application would (connection, request,
// and idle socket, because the request limit ends with the head of the response).
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

for (const name of Object.keys(process.env).filter((name) => name.startsWith("AWS_"))) {
  delete process.env[name]; // only the SDK's defaults
}
process.env.AWS_CONFIG_FILE = process.env.AWS_SHARED_CREDENTIALS_FILE = "/dev/null";

const require = createRequire(new URL("../../tests/clients/js/package.json", import.meta.url));
const NAME = "@aws-sdk/client-iot-jobs-data-plane";
const sdk = require(NAME);

const FEATURES = ["execution-number", "start-next", "update", "get-pending", "poll", "tls", "client-certificate", "retries", "signed",
  "long-lived"];
const TERMINAL = ["SUCCEEDED", "FAILED", "TIMED_OUT", "REJECTED", "REMOVED", "CANCELED"];
const limit = process.argv[2] === "--time-limit" ? Number(process.argv[3]) * 1000 : undefined;

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

function makeClient({ case: name, endpoint, region, credentials, tls }) {
  seedJitter(name);
  const read = (path) => path && readFileSync(path);
  const httpsAgent = tls && { ca: read(tls.authority), cert: read(tls.certificate), key: read(tls.key) };
  const limits = limit && { connectionTimeout: limit, requestTimeout: limit, socketTimeout: limit, throwOnRequestTimeout: true };
  return new sdk.IoTJobsDataPlaneClient({ endpoint, region, credentials, requestHandler: { httpsAgent, ...limits } });
}

/** Why the SDK has no way to make the call; undefined: it has one. */
function whyUnable({ operation, arguments: given }, line) {
  const shape = sdk[`${operation}Request$`];
  if (!shape) {
    return `this SDK has no ${operation}`;
  }
  const unknown = Object.keys(given).filter((name) => !shape[4].includes(name));
  if (unknown.length) {
    return `${operation} of this SDK has no ${unknown.join(", ")}`;
  }
  const [, name, number] = [...line.matchAll(/"(executionNumber|expectedVersion)":\s*(-?\d+)/g)]
    .find(([, , digits]) => String(Number(digits)) !== digits) ?? [];
  return name && `its ${name} is a number, and no number is ${number}`;
}

function kindOf(error) {
  const code = error.code ?? error.cause?.code ?? "";
  if (error instanceof sdk.IoTJobsDataPlaneServiceException) return "service";
  if (code.startsWith("HPE_") || error instanceof SyntaxError || error.$response) return "decoding";
  if (code && code !== "ETIMEDOUT") return "transport"; // the SDK also reports ECONNRESET as a TimeoutError
  if (error.name === "TimeoutError") return "timeout";
  return error.$metadata?.attempts === undefined ? "validation" : undefined;
}

function failureOf(error) {
  // Programs catch classes: a modelled error with another class does not count as surfaced under its name.
  const bare = error.name.split("#").at(-1).split(":")[0];
  const missed = bare in sdk && !(error instanceof sdk[bare]);
  const name = missed ? error.constructor.name : error.name;
  return { name, kind: kindOf(error), message: error.message, status: error.$response?.statusCode ?? error.$metadata?.httpStatusCode };
}

async function makeCall(client, call, line) {
  const reason = whyUnable(call, line);
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
      const { $metadata, ...response } = await client.send(new sdk[`${call.operation}Command`](call.arguments));
      responses.push(response);
    }
  } catch (error) {
    return { outcome: "error", error: failureOf(error), ...polled };
  }
  return { outcome: "success", response: responses.at(-1), ...polled };
}

const asText = (name, value) =>
  typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value))
    ? BigInt(value).toString() : value;

const version = `${require(`${NAME}/package.json`).version} (node ${process.versions.node})`;
let client;
for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message.type === "bye") {
    break;
  }
  let answer = { type: "hello", protocol: 1, client: "aws-sdk-js", version, features: FEATURES };
  if (message.type === "call") {
    if (message.fresh || !client) {
      client?.destroy();
      client = makeClient(message);
    }
    answer = { type: "result", id: message.id, ...(await makeCall(client, message, line)) };
  }
  process.stdout.write(JSON.stringify(answer, asText) + "\n");
}
client?.destroy();
