"""usage: scan.py PROGRAM NAMES
Scans a server twice: with a scenario whose rule counts every name, and with one that has no rules. Prints what it measured.
Exits 1 if the memory exceeds the limits in README.md, if a thing of the scenario loses its state or counters, if /health
does not answer, or if a reset does not free the memory."""

import http.client
import json
import random
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

COUNTED, RECENT = 100_000, 4_096  # names outside the scenario, as in README.md
OVERSHOOT = 64 * 64               # each of 64 shards can keep 64 names more
BYTES_PER_NAME = 1_000            # with the longest names, as in README.md
OTHER_MB = 64                     # the in-memory journal (32 MiB), buffers and fragmentation
PIPELINED = 200

THINGS = 'things: {known: {job: {status: QUEUED}}, "fleet-{1..1000}": {job: {status: QUEUED}}}\n'
COUNTING = f"summary: Counts each name.\n{THINGS}rules: [{{answers: [{{error: ServiceUnavailableException, times: 2}}, documented]}}]\n"
PLAIN = f"summary: No rules.\n{THINGS}"


def fail(sentence):
    raise SystemExit(f"scan: {sentence}")


class Server:
    def __init__(self, program, scenario):
        self.process = subprocess.Popen([program, "serve", scenario, "--seed", "1", "--admin", "127.0.0.1:0"],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        ready = json.loads(self.process.stdout.readline())
        self.port = urlsplit(ready["endpoint"]).port
        self.admin = http.client.HTTPConnection(urlsplit(ready["admin"]).netloc, timeout=60)

    def ask_admin(self, method, path, body=None):
        headers = {"Content-Type": "application/json"} if body else {}
        self.admin.request(method, path, body, headers)
        response = self.admin.getresponse()
        text = response.read().decode()
        if response.status != 200:
            fail(f"{method} {path} returns {response.status}: {text}")
        return text

    def metric(self, name):
        found = re.search(rf"^{re.escape(name)} (\S+)$", self.ask_admin("GET", "/metrics"), re.MULTILINE)
        return float(found[1]) if found else float("nan")

    def memory_mb(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def wait_for_memory(self, condition):
        """The memory once it meets the condition, or after five seconds: a thread frees it after the reset."""
        deadline = time.monotonic() + 5
        while not condition(self.memory_mb()) and time.monotonic() < deadline:
            time.sleep(0.05)  # a poll: the kernel sends no event
        return self.memory_mb()

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        response = connection.getresponse()
        answer = response.status, json.loads(response.read())
        connection.close()
        return answer

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait(60) != 0:
            fail(f"the server ended with {self.process.returncode}")


def scan(server, names, status):
    """Asks for so many random names, pipelined on one connection."""
    dice = random.Random(7)
    client = socket.create_connection(("127.0.0.1", server.port), timeout=60)
    expected = f"HTTP/1.1 {status} ".encode()
    for begin in range(0, names, PIPELINED):
        count = min(PIPELINED, names - begin)
        client.sendall(b"".join(b"GET /things/%032x/jobs/job HTTP/1.1\r\nHost: a\r\n\r\n" % dice.getrandbits(128)
                                for _ in range(count)))
        received = bytearray()
        while received.count(b"HTTP/1.1 ") < count or not received.endswith(b"}"):
            more = client.recv(1 << 20)
            if not more:
                fail("the server closed the connection")
            received += more
        if received.count(expected) != count:
            fail(f"expected {count} responses {status}, got {bytes(received[:200])}")
        if begin // PIPELINED % 100 == 0 and json.loads(server.ask_admin("GET", "/health"))["status"] != "ok":
            fail("/health is not ok")
    client.close()


def prepare(server):
    """Uses the things of the scenario. The next describes are the second call of a rule, and see IN_PROGRESS."""
    server.call("POST", "/things/known/jobs/job", '{"status":"IN_PROGRESS"}')
    server.call("POST", "/things/known/jobs/job", '{"status":"IN_PROGRESS"}')
    server.call("POST", "/things/known/jobs/job", '{"status":"IN_PROGRESS"}')
    return server.call("GET", "/things/fleet-7/jobs/job")[0]


def check_known(server, counts):
    statuses = [server.call("GET", "/things/fleet-7/jobs/job")[0] for _ in range(2)]
    if statuses != ([503, 200] if counts else [200, 200]):
        fail(f"fleet-7 lost its counters: {statuses}")
    status, body = server.call("GET", "/things/known/jobs/job")
    if status != 200 or body["execution"]["status"] != "IN_PROGRESS":
        fail(f"known lost its state: {status} {body}")


def run(program, folder, names, counts):
    scenario = folder / ("counting.yaml" if counts else "plain.yaml")
    scenario.write_text(COUNTING if counts else PLAIN)
    server = Server(program, scenario)
    prepare(server)
    scan(server, 2_000, 503 if counts else 404)  # buffers reach their size
    before = server.memory_mb()
    scan(server, names, 503 if counts else 404)
    after, keys = server.memory_mb(), server.metric('jobrig_keys{names="other"}')
    evicted = server.metric("jobrig_keys_evicted")
    check_known(server, counts)
    server.ask_admin("POST", "/reset", "{}")
    reset = server.wait_for_memory(lambda now: now < after - 20)
    server.stop()
    print(f"{'counting' if counts else 'plain'}: {names} names, {keys:.0f} kept, {evicted:.0f} evicted; "
          f"{before:.1f} MB before, {after:.1f} MB after, {reset:.1f} MB after a reset")
    limit = (COUNTED if counts else 0) + RECENT + OVERSHOOT
    allowed = min(names, limit) * BYTES_PER_NAME / 1e6 + OTHER_MB
    if after - before > allowed:
        fail(f"the memory grew by {after - before:.1f} MB, more than {allowed:.1f} MB")
    if not keys <= limit:
        fail(f"{keys:.0f} names are kept")
    return before, after, reset


def main():
    program, names = sys.argv[1], int(sys.argv[2])
    with TemporaryDirectory() as folder:
        for counts in (True, False):
            _, after, reset = run(program, Path(folder), names, counts)
            if counts and names >= COUNTED and reset > after - 20:
                fail("the reset did not free the memory")


main()
