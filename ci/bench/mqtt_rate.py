"""usage: mqtt_rate.py PROGRAM MOSQUITTO
Compares requests over MQTT of `PROGRAM serve` with messages through the broker MOSQUITTO (Debian package mosquitto), for
QoS 0 and 1, in Markdown. A client asks jobrig for a job execution; through mosquitto it receives its own message, which has
the size of the response of jobrig. mosquitto therefore shows the price of the protocol. The servers take turns, pinned to one
core; the client has the other. Takes half a minute and stops by itself."""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mqtt import connect, packet, receive, text

ROUNDS, SECONDS, WINDOW, TRIPS = 5, 1.0, 16, 500
SERVER_CORE, LOAD_CORE = "0", 1
JOBS = "$aws/things/lamp/jobs/firmware-7/get"
SCENARIO = """summary: A lamp for the benchmark of MQTT.
things: {lamp: {firmware-7: {status: IN_PROGRESS, document: {operation: install, url: "https://example.com/7.bin"}}}}
"""


class Client:
    """One connection. `answered` is the topic of what comes back for a message to `asked`."""

    def __init__(self, port, qos, asked, answered, payload):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(connect("lamp"))
        receive(self.socket, 4)
        self.socket.sendall(packet(0x82, b"\x00\x01" + text(answered) + bytes([qos])))
        receive(self.socket, 5)
        self.qos, self.asked, self.payload = qos, asked, payload
        self.number, self.buffer = 0, b""

    def ask(self, count):
        sent = []
        for _ in range(count):
            self.number = self.number % 65_535 + 1
            number = self.number.to_bytes(2, "big") if self.qos else b""
            sent.append(packet(0x30 | self.qos << 1, text(self.asked) + number + self.payload))
        self.socket.sendall(b"".join(sent))

    def answers(self):
        """The payloads of the messages that came; acknowledges them."""
        more = self.socket.recv(65_536)
        if not more:
            raise SystemExit("the server closed the connection")
        data, at, payloads, acknowledged = self.buffer + more, 0, [], []
        while len(data) - at >= 2:
            length, behind = data[at + 1] & 0x7F, at + 2
            if data[at + 1] & 0x80:
                if len(data) - at < 3:
                    break
                length, behind = length | data[at + 2] << 7, at + 3
            if len(data) < behind + length:
                break
            if data[at] >> 4 == 3:
                topic_end = behind + 2 + int.from_bytes(data[behind:behind + 2], "big")
                if data[at] & 0x06:
                    acknowledged.append(b"\x40\x02" + data[topic_end:topic_end + 2])
                    topic_end += 2
                payloads.append(data[topic_end:behind + length])
            at = behind + length
        self.buffer = data[at:]
        if acknowledged:
            self.socket.sendall(b"".join(acknowledged))
        return payloads

    def wait_for(self, count):
        payload = b""
        while count > 0:
            payloads = self.answers()
            count -= len(payloads)
            payload = payloads[-1] if payloads else payload
        return payload


class Server:
    def __init__(self, name, command, port, topics):
        self.name, self.topics = name, topics
        self.process = subprocess.Popen(["taskset", "--cpu-list", SERVER_CORE, *command], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = port or int(json.loads(self.process.stdout.readline())["mqtt"].rsplit(":", 1)[1])
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=30).close()
                break
            except ConnectionRefusedError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit(f"{name} does not listen")

    def cpu_seconds(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


def measure(server, qos, payload):
    """Requests a second, CPU microseconds a request, and the round trips in microseconds."""
    client = Client(server.port, qos, *server.topics, payload)
    cpu, begun, count = server.cpu_seconds(), time.perf_counter(), 0
    while time.perf_counter() - begun < SECONDS:
        client.ask(WINDOW)
        client.wait_for(WINDOW)
        count += WINDOW
    took, cpu = time.perf_counter() - begun, server.cpu_seconds() - cpu
    trips = []
    for _ in range(TRIPS):
        begun = time.perf_counter()
        client.ask(1)
        client.wait_for(1)
        trips.append((time.perf_counter() - begun) * 1e6)
    client.socket.close()
    trips.sort()
    return {"rate": count / took, "cpu_us": cpu / count * 1e6, "p50": trips[TRIPS // 2], "p99": trips[TRIPS * 99 // 100]}


def compare(servers, payloads):
    print(f"| QoS | server | requests/s ({WINDOW} at a time) | CPU us a request | round trip p50 us | p99 us |")
    print("|---|---|---:|---:|---:|---:|")
    for qos in (0, 1):
        rows = {server.name: [] for server in servers}
        for _ in range(ROUNDS):
            for server in servers:
                rows[server.name].append(measure(server, qos, payloads[server.name]))
        for name, list_ in rows.items():
            median = {key: statistics.median(row[key] for row in list_) for key in list_[0]}
            print(f"| {qos} | {name} | {median['rate']:,.0f} | {median['cpu_us']:.1f} | {median['p50']:.0f} | "
                  f"{median['p99']:.0f} |", flush=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main(program, mosquitto):
    os.sched_setaffinity(0, {LOAD_CORE})
    with tempfile.TemporaryDirectory() as folder:
        scenario, settings, port = Path(folder) / "lamp.yaml", Path(folder) / "mosquitto.conf", free_port()
        scenario.write_text(SCENARIO)
        settings.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\nlog_dest none\n"
                            "set_tcp_nodelay true\n")
        servers = []
        try:
            servers.append(Server("jobrig", [program, "serve", scenario, "--mqtt", "127.0.0.1:0", "--journal",
                                             Path(folder) / "journal.jsonl"], 0, (JOBS, JOBS + "/accepted")))
            servers.append(Server("mosquitto", [mosquitto, "-c", settings], port, ("bench/get", "bench/get")))
            client = Client(servers[0].port, 0, *servers[0].topics, b"{}")
            client.ask(1)
            answer = client.wait_for(1)
            compare(servers, {"jobrig": b"{}", "mosquitto": answer})
        finally:
            for server in servers:
                server.stop()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
