"""usage: mqtt_life.py mosquitto|paho|device_sdk PROGRAM
A whole life of a job with a real MQTT client over TLS with a client certificate and the protocol name of AWS IoT: describe,
start, an update that is refused, success, and the notices. PROGRAM is jobrig."""

import json
import queue
import ssl
import subprocess
import sys
import tempfile
import threading
import uuid
from pathlib import Path

from mock import Mock

THING, JOB, ALPN = "thermostat-1", "firmware-7", "x-amzn-mqtt-ca"
TOPICS = f"$aws/things/{THING}/jobs/"
WITHIN = 90  # seconds; a hang guard
SCENARIO = f"""things: {{{THING}: {{{JOB}: {{status: QUEUED, document: {{operation: install}}}}}}}}
tls: {{client-certificate: require-in-handshake}}
"""


class Mosquitto:
    """mosquitto_rr for requests, mosquitto_sub for notices."""

    def __init__(self, port, certificates):
        folder = certificates / THING
        self.options = ["-h", "localhost", "-p", str(port), "--cafile", certificates / "ca.pem",
                        "--cert", folder / "good.pem", "--key", folder / "good.key", "--tls-alpn", ALPN]
        # Its messages about its own work say when it has subscribed.
        command = ["stdbuf", "-oL", "mosquitto_sub", *self.options, "-i", THING, "-q", "1", "-d", "-v",
                   "-t", TOPICS + "notify", "-t", TOPICS + "notify-next"]
        self.subscriber = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self.notices = queue.Queue()
        subscribed = threading.Event()
        threading.Thread(target=self.read, args=(subscribed,), daemon=True).start()
        if not subscribed.wait(WITHIN):
            raise SystemExit("mosquitto_sub does not subscribe")

    def read(self, subscribed):
        for line in self.subscriber.stdout:
            if line.startswith("Subscribed"):
                subscribed.set()
            if line.startswith(TOPICS):
                topic, payload = line.split(" ", 1)
                self.notices.put((topic.removeprefix(TOPICS), json.loads(payload)))

    def ask(self, rest, payload, expected="accepted"):
        """Returns the response. mosquitto_rr waits for one topic without wildcards."""
        command = ["mosquitto_rr", *self.options, "-i", f"{THING}-{uuid.uuid4()}", "-q", "1", "-t", TOPICS + rest, "-e",
                   f"{TOPICS}{rest}/{expected}", "-m", json.dumps(payload), "-W", str(WITHIN)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=WITHIN * 2)
        if done.returncode != 0:
            raise SystemExit(f"mosquitto_rr ended with exit code {done.returncode}: {done.stderr}")
        return json.loads(done.stdout)

    def stop(self):
        self.subscriber.terminate()
        self.subscriber.wait(WITHIN)


class Paho:
    """paho-mqtt with one connection for everything."""

    def __init__(self, port, certificates):
        import paho.mqtt.client

        self.notices, self.answers, self.subscribed = queue.Queue(), queue.Queue(), queue.Queue()
        context = ssl.create_default_context(cafile=certificates / "ca.pem")
        context.load_cert_chain(certificates / THING / "good.pem", certificates / THING / "good.key")
        context.set_alpn_protocols([ALPN])
        self.client = paho.mqtt.client.Client(client_id=THING)
        self.client.tls_set_context(context)
        self.client.on_message = self.on_message
        self.client.on_subscribe = lambda *arguments: self.subscribed.put(arguments[2])
        self.client.connect("localhost", port)
        self.client.loop_start()
        for topic in ("notify", "notify-next", "+/accepted", "+/rejected", "+/+/accepted", "+/+/rejected"):
            self.client.subscribe(TOPICS + topic, qos=1)
            self.subscribed.get(timeout=WITHIN)

    def on_message(self, _client, _data, message):
        topic = message.topic.removeprefix(TOPICS)
        (self.notices if topic.startswith("notify") else self.answers).put((topic, json.loads(message.payload)))

    def ask(self, rest, payload, expected="accepted"):
        self.client.publish(TOPICS + rest, json.dumps(payload), qos=1)
        topic, answer = self.answers.get(timeout=WITHIN)
        expect("topic of the response", f"{rest}/{expected}", topic)
        return answer

    def stop(self):
        self.client.disconnect()
        self.client.loop_stop()


class DeviceSdk:
    """The AWS IoT Device SDK v2 (js/device_life.mjs), which makes and compares tokens itself."""

    METHODS = {"start-next": "startNextPendingJobExecution", "get": "describeJobExecution", "update": "updateJobExecution"}

    def __init__(self, port, certificates):
        folder = certificates / THING
        command = ["node", Path(__file__).parent / "js/device_life.mjs", str(port), THING, certificates / "ca.pem",
                   folder / "good.pem", folder / "good.key", ALPN]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.notices, self.answers = queue.Queue(), queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()
        expect("start of the SDK", {"ready": True}, self.answers.get(timeout=WITHIN))

    def read(self):
        for line in self.process.stdout:
            told = json.loads(line)
            if "notice" in told:
                self.notices.put(tuple(told["notice"]))
            else:
                self.answers.put(told)

    def ask(self, rest, payload, expected="accepted"):
        job, _, what = rest.rpartition("/")
        arguments = {name: value for name, value in payload.items() if name != "clientToken"}
        call = {"method": self.METHODS[what], "arguments": arguments | ({"jobId": job} if job else {})}
        self.process.stdin.write(json.dumps(call) + "\n")
        answer = self.answers.get(timeout=WITHIN)
        if expected not in answer:
            raise SystemExit(f"{rest}: {answer}")
        return answer[expected] | {"clientToken": payload.get("clientToken")}

    def stop(self):
        self.process.stdin.close()
        self.process.wait(WITHIN)


def expect(what, expected, seen):
    if seen != expected:
        raise SystemExit(f"{what}: {seen!r}, not {expected!r}")


def live(client):
    answer = client.ask("$next/get", {"clientToken": "1"})
    expect("token", "1", answer["clientToken"])
    expect("document", {"operation": "install"}, answer["execution"]["jobDocument"])
    expect("start", "IN_PROGRESS", client.ask("start-next", {})["execution"]["status"])
    refused = client.ask(f"{JOB}/update", {"status": "SUCCEEDED", "expectedVersion": 7}, "rejected")
    expect("stale version", "VersionMismatch", refused["code"])
    expect("state with it", "IN_PROGRESS", refused["executionState"]["status"])
    update = {"status": "SUCCEEDED", "expectedVersion": 2, "includeJobExecutionState": True}
    expect("success", "SUCCEEDED", client.ask(f"{JOB}/update", update)["executionState"]["status"])
    topic, notice = client.notices.get(timeout=WITHIN)
    expect("notice of the list", ("notify", {}), (topic, notice["jobs"]))
    topic, notice = client.notices.get(timeout=WITHIN)
    expect("notice of the next job", ("notify-next", False), (topic, "execution" in notice))
    expect("no next job", False, "execution" in client.ask("$next/get", {}))


CLIENTS = {"mosquitto": Mosquitto, "paho": Paho, "device_sdk": DeviceSdk}


def main(name, program):
    with tempfile.TemporaryDirectory() as folder:
        scenario, certificates = Path(folder) / "scenario.yaml", Path(folder) / "certificates"
        scenario.write_text(SCENARIO)
        subprocess.run([program, "certs", "--dir", certificates, "--thing", THING], check=True, stdout=subprocess.DEVNULL)
        mock = Mock(program, [scenario], folder, ["--mqtt", "127.0.0.1:0", "--tls-dir", certificates])
        try:
            port = int(mock.ready["mqtt"].rsplit(":", 1)[1])
            client = CLIENTS[name](port, certificates)
            try:
                live(client)
            finally:
                client.stop()
        finally:
            expect("exit code of the mock", 0, mock.stop())
        packets = [line for line in mock.journal() if line.get("event") == "packet"]
        expect("requests", 5, sum(1 for one in packets if one["direction"] == "from-client" and "operation" in one))
    print(f"{name}: a whole job life over TLS, {len(packets)} records")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in CLIENTS:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
