#!/usr/bin/env node
// An adapter for the AWS SDK for JavaScript, version 3, for the client protocol (schemas/client-protocol.md). It uses the SDK of
// tests/clients/js (run `npm ci` there).
//
//   jobrig conform --adapter -- ci/profiles/js_adapter.mjs [--time-limit SECONDS]
//
// Retries, timeouts and sockets are the SDK's defaults. Each case has its own client object, and therefore its own retry
// quota. By default the SDK has no time limit: --time-limit sets the limits as an application would (connection, request,
// and idle socket, because the request limit ends with the head of the response).
import { createRequire } from "node:module";
import { agentOptions, forgetEnvironment, speak, timeLimit } from "./js_protocol.mjs";

forgetEnvironment();
const require = createRequire(new URL("../../tests/clients/js/package.json", import.meta.url));
const NAME = "@aws-sdk/client-iot-jobs-data-plane";
const sdk = require(NAME);

function makeClient({ endpoint, region, credentials, tls }) {
  const limits = timeLimit &&
    { connectionTimeout: timeLimit, requestTimeout: timeLimit, socketTimeout: timeLimit, throwOnRequestTimeout: true };
  const requestHandler = { httpsAgent: tls && agentOptions(tls), ...limits };
  return new sdk.IoTJobsDataPlaneClient({ endpoint, region, credentials, requestHandler });
}

function whyUnable(client, { operation, arguments: given }) {
  const shape = sdk[`${operation}Request$`];
  if (!shape) {
    return `this SDK has no ${operation}`;
  }
  const unknown = Object.keys(given).filter((name) => !shape[4].includes(name));
  return unknown.length ? `${operation} of this SDK has no ${unknown.join(", ")}` : undefined;
}

async function send(client, call) {
  const { $metadata, ...response } = await client.send(new sdk[`${call.operation}Command`](call.arguments));
  return response;
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

await speak({
  hello: {
    client: "aws-sdk-js",
    version: `${require(`${NAME}/package.json`).version} (node ${process.versions.node})`,
    features: ["execution-number", "start-next", "update", "get-pending", "poll", "tls", "client-certificate", "retries", "signed",
      "long-lived"],
    // The mode `standard` of three attempts. The limit of the head of a response and that of an idle socket follow each other.
    limits: { attempts: 3, ...(timeLimit && { attemptMilliseconds: 2 * timeLimit }) },
  },
  makeClient,
  destroy: (client) => client.destroy(),
  whyUnable,
  send,
  failureOf,
});
