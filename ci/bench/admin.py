"""usage: admin.py PROGRAM
Measures the admin interface: the time of a reset with 100,000 keys, the response time while the main port is under load,
and the time and memory of a thousand sandboxes. Stops by itself."""

import http.client
import json
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

KEYS, SANDBOXES, LOAD_SECONDS, LOADERS = 100_000, 1_000, 5, 2
SCENARIO = f"""summary: A fleet.
things:
  "t-{{1..{KEYS}}}": {{calibrate: {{status: QUEUED, document: {{operation: calibrate}}}}}}
rules:
  - {{name: first, answers: [{{error: ServiceUnavailableException, times: 1}}, documented]}}
"""


class Program:
    def __init__(self, program, *more):
        command = [program, "serve", *more, "--admin", "127.0.0.1:0"]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        ready = json.loads(self.process.stdout.readline())
        self.port, self.admin_port = (int(ready[name].rsplit(":", 1)[1]) for name in ("endpoint", "admin"))
        self.admin = http.client.HTTPConnection("127.0.0.1", self.admin_port, timeout=30)

    def ask(self, method, path, body=None):
        """Returns the response and its time in milliseconds."""
        text = None if body is None else json.dumps(body)
        begun = time.perf_counter()
        self.admin.request(method, path, text, {"Content-Type": "application/json"} if text else {})
        answer = self.admin.getresponse()
        content = answer.read()
        took = (time.perf_counter() - begun) * 1000
        if answer.status >= 300:
            raise SystemExit(f"{method} {path}: {answer.status} {content!r}")
        return json.loads(content), took

    def memory_mb(self):
        row = next(row for row in Path(f"/proc/{self.process.pid}/status").read_text().splitlines() if row.startswith("VmRSS:"))
        return int(row.split()[1]) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


def request(target):
    return f"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n".encode()


def touch_keys(program):
    """Sends one request for each key, pipelined."""
    client = socket.create_connection(("127.0.0.1", program.port))
    for first in range(1, KEYS + 1, 500):
        client.sendall(b"".join(request(f"/things/t-{n}/jobs/calibrate") for n in range(first, first + 500)))
        seen = 0
        while seen < 500:
            seen += client.recv(1 << 20).count(b"HTTP/1.1 ")
    client.close()


def told(took):
    took = sorted(took)
    return f"p50 {took[len(took) // 2]:.2f} ms, p99 {took[int(len(took) * 0.99)]:.2f} ms, slowest {took[-1]:.2f} ms"


def measure_resets(program):
    whole, one, thing = [], [], []
    for _ in range(5):
        touch_keys(program)
        before = program.memory_mb()
        for n in range(1, 101):
            one.append(program.ask("POST", "/reset", {"thing": f"t-{n}", "job": "calibrate"})[1])
        thing.append(program.ask("POST", "/reset", {"thing": "t-7"})[1])
        whole.append(program.ask("POST", "/reset")[1])
    print(f"reset with {KEYS} keys ({before:.0f} MB), round trips: all {told(whole)}; one key {told(one)}; a thing {told(thing)}")


def load(port, until, counts):
    client = socket.create_connection(("127.0.0.1", port))
    burst, count = b"".join(request(f"/things/t-{n}/jobs/calibrate") for n in range(1, 33)), 0
    while time.monotonic() < until:
        client.sendall(burst)
        seen = 0
        while seen < 32:
            seen += client.recv(1 << 20).count(b"HTTP/1.1 ")
        count += 32
    counts.append(count)


def measure_under_load(program):
    counts, took = [], []
    until = time.monotonic() + LOAD_SECONDS
    script = Path(__file__).resolve()
    loaders = [subprocess.Popen([sys.executable, script, "--load", str(program.port), str(LOAD_SECONDS)],
                                stdout=subprocess.PIPE, text=True) for _ in range(LOADERS)]
    while time.monotonic() < until:
        took.append(program.ask("GET", "/health")[1])
        time.sleep(0.01)  # occasional requests, as from a test
    counts = [int(one.communicate(timeout=30)[0]) for one in loaders]
    print(f"admin under load: {len(took)} answers, {told(took)}, while the main port answered {sum(counts) // LOAD_SECONDS} requests/s")


def measure_sandboxes(program, how, body):
    before, took = program.memory_mb(), []
    made = []
    for _ in range(SANDBOXES):
        answer, milliseconds = program.ask("POST", "/sandboxes", body)
        made.append(answer["id"])
        took.append(milliseconds)
    idle = program.memory_mb()
    client = socket.create_connection(("127.0.0.1", program.port))
    for one in made:
        client.sendall(request(f"/{one}/things/t-1/jobs/calibrate"))
        if not client.recv(4096).startswith(b"HTTP/1.1 "):
            raise SystemExit(f"{one} did not answer")
    used = program.memory_mb()
    gone = [program.ask("DELETE", f"/sandboxes/{one}")[1] for one in made]
    print(f"{SANDBOXES} sandboxes {how}: made in {told(took)}; {(idle - before) * 1024 / SANDBOXES:.1f} KB each idle, "
          f"{(used - before) * 1024 / SANDBOXES:.1f} KB asked once; deleted in {told(gone)}")


def main(path):
    with tempfile.TemporaryDirectory() as folder:
        scenario = Path(folder) / "fleet.yaml"
        scenario.write_text(SCENARIO)
        for measure in (measure_resets, measure_under_load,
                        lambda one: measure_sandboxes(one, "of the main scenario", {"seed": 1}),
                        lambda one: measure_sandboxes(one, "each with its own text", {"scenario": SCENARIO, "seed": 1})):
            program = Program(path, str(scenario))
            try:
                measure(program)
            finally:
                program.stop()


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "--load":
        counted = []
        load(int(sys.argv[2]), time.monotonic() + float(sys.argv[3]), counted)
        print(counted[0])
    elif len(sys.argv) == 2:
        main(sys.argv[1])
    else:
        print(__doc__)
        sys.exit(2)
