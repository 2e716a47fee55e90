"""usage: live.py PROGRAM [READERS]
Measures what watching costs: requests per second of the main port with and without open live pages (default: 1), and the
response time of the admin interface while they are open and the main port is under full load (wrk). A page is a stream of GET
/events and one request a second each for near misses and for the exchanges of a thing. Runs with and without pages alternate,
and each pair begins with the other kind. Takes half a minute, and gives up after a minute."""

import http.client
import json
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from admin import Program, told

PAIRS, SECONDS, DEVICES, LIMIT = 6, 2, 10_000, 60
ASKED_BY_PAGE = ("/near-misses?limit=5", "/journal?thing=t-1")
ASKED_BY_USER = ("/rules", "/clock", "/health")
SCENARIO = f"""summary: A fleet.
things:
  "t-{{1..{DEVICES}}}": {{calibrate: {{status: QUEUED, document: {{operation: calibrate}}}}}}
rules:
  - {{name: first, answers: [{{error: ServiceUnavailableException, times: 1}}, documented]}}
"""
SCRIPT = f"""local n = 0
request = function()
  n = n % {DEVICES} + 1
  return wrk.format("GET", "/things/t-" .. n .. "/jobs/calibrate")
end
"""


class Page(threading.Thread):
    """Reads a stream until it is closed, as fast as it comes, and asks once a second."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.connection.request("GET", "/events")
        self.response = self.connection.getresponse()
        if self.response.status != 200:
            raise SystemExit(f"GET /events: {self.response.status}")
        self.socket = self.connection.sock
        self.bytes = 0
        self.closed = threading.Event()
        self.asking = threading.Thread(target=self.ask, args=(port,), daemon=True)
        self.start()
        self.asking.start()

    def run(self):
        try:
            while block := self.response.read1(65536):
                self.bytes += len(block)
        except (OSError, http.client.HTTPException):
            pass  # closed

    def ask(self, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while not self.closed.wait(1):
            for target in ASKED_BY_PAGE:
                connection.request("GET", target)
                json.loads(connection.getresponse().read())
        connection.close()

    def close(self):
        self.closed.set()
        self.socket.shutdown(2)
        self.asking.join()
        self.join()
        self.connection.close()


def start_load(program, script):
    command = ["wrk", "-t1", "-c64", f"-d{SECONDS}s", "-s", script, f"http://127.0.0.1:{program.port}/"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def rate_of(load):
    return float(re.search(r"Requests/sec: *([\d.]+)", load.communicate(timeout=60)[0]).group(1))


def measure_watched(program, script, readers, took):
    """Returns the requests per second, and the bytes of the streams. Adds the response times of the admin interface."""
    pages = [Page(program.admin_port) for _ in range(readers)]
    load = start_load(program, script)
    while load.poll() is None:
        for target in ASKED_BY_USER:
            took.append(program.ask("GET", target)[1])
        time.sleep(0.05)  # as from a person or a test
    rate = rate_of(load)
    for one in pages:
        one.close()
    return rate, sum(one.bytes for one in pages)


def measure(program, script, readers):
    without, watched, took, received = [], [], [], 0
    rate_of(start_load(program, script))  # warms up: every thing exists
    for pair in range(PAIRS):
        for with_pages in (False, True) if pair % 2 == 0 else (True, False):
            if with_pages:
                rate, size = measure_watched(program, script, readers, took)
                watched.append(rate)
                received += size
            else:
                without.append(rate_of(start_load(program, script)))
    ratios = sorted(one / other for one, other in zip(watched, without))
    print(f"{readers} readers: {statistics.median(watched):,.0f} requests/s, without {statistics.median(without):,.0f}: "
          f"median ratio of {PAIRS} pairs {statistics.median(ratios):.3f} ({ratios[0]:.3f} to {ratios[-1]:.3f}); "
          f"{received / PAIRS / SECONDS / readers / 1024:.0f} KiB/s for a reader")
    print(f"admin with {readers} readers under load: {len(took)} responses, {told(took)}")


def main(path, readers):
    signal.signal(signal.SIGALRM, lambda *_: sys.exit(f"not done after {LIMIT} s"))
    signal.alarm(LIMIT)
    with tempfile.TemporaryDirectory() as folder:
        scenario, script = Path(folder) / "fleet.yaml", Path(folder) / "fleet.lua"
        scenario.write_text(SCENARIO)
        script.write_text(SCRIPT)
        program = Program(path, str(scenario))
        try:
            measure(program, script, readers)
        finally:
            program.stop()


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        print(__doc__)
        sys.exit(2)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 1)
