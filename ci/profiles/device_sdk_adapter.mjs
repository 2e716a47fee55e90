#!/usr/bin/env node
// An adapter for the AWS IoT Device SDK for JavaScript v2 and its IotJobsClientv2: reads calls of jobrig's client protocol
// (schemas/client-protocol.md) on stdin and writes the result of each to stdout.
//
//   jobrig conform --adapter -- ci/profiles/device_sdk_adapter.mjs
//
// Connections, subscriptions, client tokens and time limits are the SDK's, with its defaults.
import { createRequire } from "node:module";

import { forgetEnvironment, speak } from "./js_protocol.mjs";

forgetEnvironment();
const require = createRequire(new URL("../../tests/clients/js/package.json", import.meta.url));
const { iotjobs } = require("aws-iot-device-sdk-v2");
const { io, mqtt, mqtt_request_response: requests } = require("aws-crt");
const { version } = require("aws-iot-device-sdk-v2/package.json");

const SECONDS = 5;
const METHODS = {
  DescribeJobExecution: "describeJobExecution",
  GetPendingJobExecutions: "getPendingJobExecutions",
  StartNextPendingJobExecution: "startNextPendingJobExecution",
  UpdateJobExecution: "updateJobExecution",
};
const STREAMS = {
  JobExecutionsChanged: "createJobExecutionsChangedStream",
  NextJobExecutionChanged: "createNextJobExecutionChangedStream",
};

/** The connection of a case and what has arrived on it. */
class Device {
  constructor(call) {
    this.call = call;
    this.streams = {};
  }

  async client() {
    this.opened ??= this.open();
    return this.opened;
  }

  async open() {
    const [scheme, host, port] = this.call.endpoint.match(/^(mqtts?):\/\/(.*):(\d+)$/).slice(1);
    const tls = this.call.tls;
    let context;
    if (scheme === "mqtts") {
      const options = tls.certificate
        ? io.TlsContextOptions.create_client_with_mtls_from_path(tls.certificate, tls.key) : new io.TlsContextOptions();
      options.override_default_trust_store_from_path(undefined, tls.authority);
      context = new io.ClientTlsContext(options);
    }
    this.connection = new mqtt.MqttClient(new io.ClientBootstrap()).new_connection({
      host_name: host, port: Number(port), client_id: this.call.mqtt.clientId, clean_session: true,
      keep_alive: this.call.mqtt.keepAliveSeconds ?? 60, socket_options: new io.SocketOptions(),
      tls_ctx: context, ping_timeout: 500, protocol_operation_timeout: SECONDS * 1000,
    });
    this.connection.on("error", () => {});
    await this.connection.connect();
    return iotjobs.IotJobsClientv2.newFromMqtt311(this.connection, {
      maxRequestResponseSubscriptions: 12, maxStreamingSubscriptions: 4, operationTimeoutInSeconds: SECONDS });
  }

  /** Resolves when the subscription is acknowledged. */
  async stream(operation, client, thingName) {
    if (this.streams[operation]) {
      return this.streams[operation];
    }
    const events = (this.streams[operation] = []);
    const stream = client[STREAMS[operation]]({ thingName });
    stream.on("incomingPublish", ({ message }) => events.push(message));
    await new Promise((resolve, reject) => {
      stream.on("subscriptionStatus", ({ type, error }) =>
        type === requests.SubscriptionStatusEventType.SubscriptionEstablished ? resolve() : reject(error));
      stream.open();
      setTimeout(() => reject(new Error("the subscription was not acknowledged")), SECONDS * 1000);
    });
    return events;
  }
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function send(device, call) {
  const client = await device.client();
  if (STREAMS[call.operation]) {
    const events = await device.stream(call.operation, client, call.arguments.thingName);
    for (const end = Date.now() + 2 * SECONDS * 1000; events.length < (call.await ?? 0); await pause(10)) {
      if (Date.now() > end) {
        throw new Error(`${events.length} of ${call.await} notifications arrived`);
      }
    }
    return { events };
  }
  return client[METHODS[call.operation]](call.arguments);
}

function failureOf(error) {
  const modelled = error.modeledError;
  if (modelled) {
    return { kind: "service", name: modelled.code, message: modelled.message ?? String(error) };
  }
  const text = `${error.message ?? error} ${error.internalError ?? ""}`;
  const kind = /timeout|timed out/i.test(text) ? "timeout" : /JSON|deserializ/i.test(text) ? "decoding"
    : /SOCKET|CONNECT|TLS|closed/i.test(text) ? "transport" : undefined;
  return { name: error.name, message: text, ...(kind && { kind }) };
}

await speak({
  hello: {
    client: "aws-iot-device-sdk-v2", version, transports: ["mqtt"],
    features: ["execution-number", "start-next", "update", "get-pending", "poll", "tls", "client-certificate", "long-lived"],
    limits: { attempts: 1, attemptMilliseconds: 4 * SECONDS * 1000 },
  },
  makeClient: (call) => new Device(call),
  destroy: (device) => device.opened?.then((client) => (client.close(), device.connection.disconnect())).catch(() => {}),
  whyUnable: (device, call) =>
    METHODS[call.operation] || STREAMS[call.operation] ? undefined : `this SDK has no ${call.operation}`,
  send,
  failureOf,
});
process.exit(0);
