#!/usr/bin/env node
// An adapter for the AWS SDK for JavaScript, version 2 (npm `aws-sdk`), for the client protocol (schemas/client-protocol.md).
// It uses the SDK of tests/clients/js (run `npm ci` there).
//
//   jobrig conform --adapter -- ci/profiles/js_v2_adapter.mjs [--time-limit SECONDS]
//
// Retries and sockets are the SDK's defaults. By default the SDK waits for two minutes on an idle socket: --time-limit sets that
// limit and the one for connecting, as an application would.
import https from "node:https";
import { createRequire } from "node:module";
import { agentOptions, forgetEnvironment, speak, timeLimit } from "./js_protocol.mjs";

forgetEnvironment();
process.env.AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE = "1";
const require = createRequire(new URL("../../tests/clients/js/package.json", import.meta.url));
const AWS = require("aws-sdk");

function makeClient({ endpoint, region, credentials, tls }) {
  const limits = timeLimit && { connectTimeout: timeLimit, timeout: timeLimit };
  const agent = tls && new https.Agent({ ...agentOptions(tls), maxSockets: 50 }); // 50: the SDK's default
  const httpOptions = { ...limits, ...(agent && { agent }) };
  return new AWS.IoTJobsDataPlane({ endpoint, region, credentials: new AWS.Credentials(credentials), httpOptions });
}

const methodOf = (operation) => operation[0].toLowerCase() + operation.slice(1);

function whyUnable(client, { operation, arguments: given }) {
  const model = client.api.operations[methodOf(operation)];
  if (!model) {
    return `this SDK has no ${operation}`;
  }
  const unknown = Object.keys(given).filter((name) => !model.input.memberNames.includes(name));
  return unknown.length ? `${operation} of this SDK has no ${unknown.join(", ")}` : undefined;
}

const send = (client, call) => client[methodOf(call.operation)](call.arguments).promise();

/** The SDK has one class of errors; `code` is what programs compare. It also reports ECONNRESET as a TimeoutError. */
function kindOf({ code = "", message, statusCode, originalError }) {
  if (code === "TimeoutError") return /timed out|ETIMEDOUT/.test(message) ? "timeout" : "transport";
  if (code.startsWith("HPE_") || (originalError?.code ?? "").startsWith("HPE_")) return "decoding";
  if (["NetworkingError", "ECONNRESET", "EPIPE"].includes(code)) return "transport";
  if (code === "SyntaxError" || code === "StreamContentLengthMismatch") return "decoding";
  return statusCode ? "service" : "validation";
}

await speak({
  hello: {
    client: "aws-sdk-js-v2",
    version: `${require("aws-sdk/package.json").version} (node ${process.versions.node})`,
    features: ["execution-number", "start-next", "update", "get-pending", "poll", "tls", "client-certificate", "retries", "signed",
      "long-lived"],
    // Three retries. The limit of connecting and that of an idle socket follow each other.
    limits: { attempts: 4, attemptMilliseconds: 2 * (timeLimit ?? 120_000) },
  },
  makeClient,
  destroy: () => {}, // by default the SDK keeps no connection
  whyUnable,
  send,
  failureOf: (error) =>
    ({ name: error.code, kind: kindOf(error), message: error.message ?? undefined, status: error.statusCode }),
});
