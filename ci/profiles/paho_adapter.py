#!/usr/bin/python3
"""An adapter for paho-mqtt: reads calls of jobrig's client protocol (schemas/client-protocol.md) on stdin and writes the result of
each to stdout.

  jobrig conform --adapter -- ci/profiles/paho_adapter.py

paho knows MQTT and no Jobs topics. What programs must add is here, as small as it can be: topics, payloads, and the wait for the
response with the client token. Connections, keep-alive, acknowledgements, reconnects and TLS are paho's, with its defaults."""

import json
import queue
import ssl
import sys
import threading
import time
import uuid

import paho.mqtt
import paho.mqtt.client as mqtt

from python_protocol import outcome_of, serve

FEATURES = ["execution-number", "start-next", "update", "get-pending", "poll", "tls", "client-certificate", "long-lived"]
NOTICES = {"JobExecutionsChanged": "notify", "NextJobExecutionChanged": "notify-next"}
LIMIT = 5  # seconds for a connection, a subscription and a response
LIMITS = {"attempts": 1, "attemptMilliseconds": 4 * LIMIT * 1000}


class Failure(Exception):
    def __init__(self, kind, message, name=None):
        super().__init__(message)
        self.report = {"kind": kind, "message": message, **({"name": name} if name else {})}


class Device:
    """A connection that paho keeps in a thread, and what has arrived on it."""

    def __init__(self, call):
        self.subscribed, self.events = {}, {}
        self.answers, self.states = queue.Queue(), queue.Queue()
        self.online = threading.Event()  # connected, and subscribed again
        self.client = mqtt.Client(client_id=call["mqtt"]["clientId"])
        self.client.on_connect = self.on_connect
        self.client.on_disconnect = lambda client, data, code: self.online.clear()
        self.client.on_subscribe = lambda client, data, mid, granted: self.states.put(("subscribed", (mid, granted)))
        self.client.on_message = self.on_message
        scheme, _, rest = call["endpoint"].partition("://")
        host, _, port = rest.rpartition(":")
        if scheme == "mqtts":
            tls = call["tls"]
            self.client.tls_set(tls["authority"], tls.get("certificate"), tls.get("key"), tls_version=ssl.PROTOCOL_TLS_CLIENT)
        try:
            self.client.connect(host.strip("[]"), int(port), call["mqtt"].get("keepAliveSeconds", 60))
        except (OSError, ssl.SSLError) as error:
            raise Failure("transport", str(error)) from error
        self.client.loop_start()
        self.wait("connected")

    def on_connect(self, client, data, flags, code):
        if code == 0 and not flags.get("session present"):
            for topic in list(self.subscribed):  # paho does not subscribe again by itself
                client.subscribe(topic, 1)
        if code == 0:
            self.online.set()
        self.states.put(("connected" if code == 0 else "refused", code))

    def on_message(self, client, data, message):
        name = message.topic.rpartition("/")[2]
        if name in NOTICES.values():
            self.events.setdefault(name, []).append(json.loads(message.payload))
            self.answers.put((message.topic, None))  # wakes a call that waits for it
        else:
            self.answers.put((message.topic, message.payload))

    def wait(self, wanted):
        end = time.monotonic() + LIMIT
        while True:
            try:
                state, value = self.states.get(timeout=max(0, end - time.monotonic()))
            except queue.Empty:
                raise Failure("timeout", f"not {wanted} within {LIMIT} s") from None
            if state == "refused":
                raise Failure("transport", mqtt.connack_string(value))
            if state == wanted:
                return value

    def subscribe(self, *topics):
        # paho publishes on a connection before the server has accepted it, and before on_connect subscribes again.
        if not self.online.wait(LIMIT):
            raise Failure("timeout", f"not connected within {LIMIT} s")
        for topic in topics:
            if topic in self.subscribed:
                continue
            result, mid = self.client.subscribe(topic, 1)
            if result != mqtt.MQTT_ERR_SUCCESS:
                raise Failure("transport", mqtt.error_string(result))
            while True:
                acknowledged, granted = self.wait("subscribed")
                if acknowledged == mid:
                    break
            if granted[0] >= 128:
                raise Failure("transport", f"the subscription to {topic} was refused")
            self.subscribed[topic] = True

    def request(self, topic, payload):
        self.subscribe(f"{topic}/accepted", f"{topic}/rejected")
        token = str(uuid.uuid4())
        self.client.publish(topic, json.dumps({**payload, "clientToken": token}), qos=1)
        end = time.monotonic() + LIMIT
        while True:
            try:
                answered, body = self.answers.get(timeout=max(0, end - time.monotonic()))
            except queue.Empty:
                raise Failure("timeout", f"no response within {LIMIT} s") from None
            if answered not in (f"{topic}/accepted", f"{topic}/rejected"):
                continue
            try:
                response = json.loads(body)
            except ValueError as error:
                raise Failure("decoding", str(error)) from error
            if not isinstance(response, dict):
                raise Failure("decoding", "the payload is not an object")
            if response.get("clientToken") != token:
                continue
            if answered.endswith("/rejected"):
                raise Failure("service", response.get("message", ""), response.get("code"))
            return {name: value for name, value in response.items() if name not in ("clientToken", "timestamp")}

    def listen(self, topic, count):
        self.subscribe(topic)
        events = self.events.setdefault(topic.rpartition("/")[2], [])
        end = time.monotonic() + 2 * LIMIT
        while len(events) < count:
            try:
                self.answers.get(timeout=max(0, end - time.monotonic()))
            except queue.Empty:
                raise Failure("timeout", f"{len(events)} of {count} notifications arrived") from None
        return {"events": list(events)}

    def close(self):
        self.client.disconnect()
        self.client.loop_stop()


def make(device, call):
    given = dict(call["arguments"])
    base, job = f"$aws/things/{given.pop('thingName')}/jobs", given.pop("jobId", None)
    if call["operation"] in NOTICES:
        return device.listen(f"{base}/{NOTICES[call['operation']]}", call.get("await", 0))
    paths = {"GetPendingJobExecutions": "get", "StartNextPendingJobExecution": "start-next",
             "DescribeJobExecution": f"{job}/get", "UpdateJobExecution": f"{job}/update"}
    return device.request(f"{base}/{paths[call['operation']]}", given)


def main():
    device = None

    def current(call):
        nonlocal device
        device = device or Device(call)
        return device

    def answer(call):
        nonlocal device
        if call["fresh"] and device:
            device.close()
            device = None
        return outcome_of(call, lambda: make(current(call), call), Failure, lambda failure: failure.report)

    serve({"client": "paho", "version": paho.mqtt.__version__, "transports": ["mqtt"], "features": FEATURES, "limits": LIMITS},
          answer)
    if device:
        device.close()


if __name__ == "__main__":
    main()
