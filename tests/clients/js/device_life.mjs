// Calls of the AWS IoT Device SDK v2 for mqtt_life.py: reads {"method", "arguments"} a line on stdin, and writes a line for
// each result ({"accepted"} or {"rejected"}) and for each notification ({"notice": [topic, payload]}).
//
//   device_life.mjs PORT THING CA CERTIFICATE KEY ALPN
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(import.meta.url);
const { iotjobs } = require("aws-iot-device-sdk-v2");
const { io, mqtt, mqtt_request_response: requests } = require("aws-crt");

const [port, thingName, authority, certificate, key, alpn] = process.argv.slice(2);
const SECONDS = 90; // a hang guard
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const options = io.TlsContextOptions.create_client_with_mtls_from_path(certificate, key);
options.override_default_trust_store_from_path(undefined, authority);
options.alpn_list = [alpn];
const connection = new mqtt.MqttClient(new io.ClientBootstrap()).new_connection({
  host_name: "localhost", port: Number(port), client_id: thingName, clean_session: true, keep_alive: 60,
  socket_options: new io.SocketOptions(), tls_ctx: new io.ClientTlsContext(options), ping_timeout: SECONDS * 500,
  protocol_operation_timeout: SECONDS * 1000,
});
connection.on("error", (error) => console.error(error));
await connection.connect();
const client = iotjobs.IotJobsClientv2.newFromMqtt311(connection, {
  maxRequestResponseSubscriptions: 12, maxStreamingSubscriptions: 4, operationTimeoutInSeconds: SECONDS });

const streams = [
  ["notify", client.createJobExecutionsChangedStream({ thingName })],
  ["notify-next", client.createNextJobExecutionChangedStream({ thingName })],
];
for (const [topic, stream] of streams) {
  stream.on("incomingPublish", ({ message }) => say({ notice: [topic, message] }));
  await new Promise((resolve, reject) => {
    stream.on("subscriptionStatus", ({ type, error }) =>
      type === requests.SubscriptionStatusEventType.SubscriptionEstablished ? resolve() : reject(error));
    stream.open();
  });
}
say({ ready: true });

for await (const line of createInterface({ input: process.stdin })) {
  const call = JSON.parse(line);
  try {
    say({ accepted: await client[call.method]({ thingName, ...call.arguments }) });
  } catch (error) {
    say(error.modeledError ? { rejected: error.modeledError } : { failed: String(error.stack) });
  }
}
streams.forEach(([, stream]) => stream.close());
client.close();
await connection.disconnect();
// The native part of aws-crt aborts when Node.js frees it at the end.
process.reallyExit(0);
