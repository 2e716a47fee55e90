// An adapter: jobrig writes calls to stdin and reads results from stdout, one JSON object on each line. It works with the
// standard library of Node.js. Replace send() and read() by a call of your client, and let FEATURES say what the client can do
// (jobrig list features).
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { createInterface } from "node:readline";

const NAME = "my-client";
const VERSION = "1";
const TIMEOUT_MILLISECONDS = 5000;
const FEATURES = ["execution-number", "start-next", "update", "get-pending", "tls", "client-certificate"];
const QUERY = ["executionNumber", "includeJobDocument", "namespaceId"];
const ROUTES = {
  DescribeJobExecution: ["GET", "/things/{thingName}/jobs/{jobId}"],
  GetPendingJobExecutions: ["GET", "/things/{thingName}/jobs"],
  StartNextPendingJobExecution: ["PUT", "/things/{thingName}/jobs/$next"],
  UpdateJobExecution: ["POST", "/things/{thingName}/jobs/{jobId}"],
};

// JSON.parse() would round integers beyond 2^53. Between here and the wire they are texts with this mark.
const MARK = "@integer:";
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const parseExactly = (text, mark) =>
  JSON.parse(text.replace(TOKENS, (token) => (/^-?\d{16,}$/.test(token) ? `"${mark}${token}"` : token)));
const withoutMark = (value) => String(value).replace(MARK, "");

class Failure extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

/** Makes the call; resolves to the response with its whole body. */
function send(call) {
  const [method, route] = ROUTES[call.operation];
  const { thingName, jobId, ...rest } = call.arguments;
  const segment = (text) => encodeURIComponent(text ?? "").replace("%24", "$");
  let path = route.replace("{thingName}", () => segment(thingName)).replace("{jobId}", () => segment(jobId));
  let body;
  if (method === "GET") {
    const words = QUERY.filter((name) => rest[name] !== undefined).map((name) => [name, withoutMark(rest[name])]);
    path += words.length > 0 ? `?${new URLSearchParams(words)}` : "";
  } else {
    body = JSON.stringify(rest).replace(new RegExp(`"${MARK}(-?\\d+)"`, "g"), "$1");
  }
  const { protocol, hostname, port } = new URL(call.endpoint);
  const options = { method, path, hostname, port, agent: false, signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) };
  if (body !== undefined) {
    options.headers = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) };
  }
  if (call.tls) {
    options.ca = readFileSync(call.tls.authority);
    options.cert = call.tls.certificate && readFileSync(call.tls.certificate);
    options.key = call.tls.key && readFileSync(call.tls.key);
  }
  return new Promise((resolve, reject) => {
    const fail = (error) => reject(new Failure(error.name === "AbortError" || error.name === "TimeoutError" ? "timeout" : "transport", error.message));
    const request = (protocol === "https:" ? https : http).request(options, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", fail);
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }));
    });
    request.on("error", fail);
    request.end(body);
  });
}

function parsed(body) {
  try {
    return parseExactly(new TextDecoder("utf-8", { fatal: true }).decode(body), "");
  } catch {
    return undefined;
  }
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** The result that a response means. */
function read({ status, headers, body }) {
  const success = status >= 200 && status < 300;
  const document = parsed(body);
  if (success && !isObject(document)) {
    throw new Failure("decoding", "the response is not a JSON object");
  }
  const members = isObject(document) ? document : {};
  const name = String(headers["x-amzn-errortype"] ?? members.__type ?? members.code ?? "");
  if (success && name === "") {
    JSON.stringify(members); // fails for a document that is nested too deeply to be reported
    return { outcome: "success", response: members };
  }
  return {
    outcome: "error",
    error: { name: name.split("#").at(-1).split(":")[0], kind: "service", status, message: String(members.message ?? "") },
  };
}

async function resultOf(call) {
  if (!(call.operation in ROUTES)) {
    return { outcome: "unable", reason: `this client has no ${call.operation}` };
  }
  try {
    return read(await send(call));
  } catch (problem) {
    return { outcome: "error", error: { kind: problem.kind ?? (problem instanceof RangeError ? "decoding" : "transport"), message: problem.message } };
  }
}

const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

for await (const line of createInterface({ input: process.stdin })) {
  const order = parseExactly(line, MARK);
  if (order.type === "hello") {
    const limits = { attempts: 1, attemptMilliseconds: TIMEOUT_MILLISECONDS };
    say({ type: "hello", protocol: 1, client: NAME, version: VERSION, features: FEATURES, limits });
  } else if (order.type === "call") {
    say({ type: "result", id: order.id, ...(await resultOf(order)) });
  } else if (order.type === "bye") {
    break;
  }
}
process.exit(0);
