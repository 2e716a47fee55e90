"""usage: live.py PROGRAM [READERS]
Measures what watching costs: requests per second of the main port with and without open streams of GET /events (default: 1
reader, as a browser with the live page), and the response time of the admin interface while the streams are open and the
main port is under full load (wrk). Takes half a minute and stops by itself."""

import http.client
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from admin import Program, told

PAIRS, SECONDS, DEVICES = 5, 2, 10_000
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


class Reader(threading.Thread):
    """Reads a stream until it is closed, as fast as it comes."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.connection.request("GET", "/events")
        self.response = self.connection.getresponse()
        if self.response.status != 200:
            raise SystemExit(f"GET /events: {self.response.status}")
        self.socket = self.connection.sock
        self.bytes = 0
        self.start()

    def run(self):
        try:
            while block := self.response.read1(65536):
                self.bytes += len(block)
        except OSError:
            pass  # closed

    def close(self):
        self.socket.shutdown(2)
        self.join()
        self.connection.close()


def start_load(program, script):
    command = ["wrk", "-t1", "-c64", f"-d{SECONDS}s", "-s", script, f"http://127.0.0.1:{program.port}/"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def rate_of(load):
    return float(re.search(r"Requests/sec: *([\d.]+)", load.communicate(timeout=60)[0]).group(1))


def measure(program, script, readers):
    without, watched, took, received = [], [], [], 0
    rate_of(start_load(program, script))  # warms up: every thing exists
    for _ in range(PAIRS):
        without.append(rate_of(start_load(program, script)))
        streams = [Reader(program.admin_port) for _ in range(readers)]
        load = start_load(program, script)
        while load.poll() is None:
            took.append(program.ask("GET", "/health")[1])
            time.sleep(0.02)  # as from a person or a test
        watched.append(rate_of(load))
        for one in streams:
            one.close()
            received += one.bytes
    ratio = statistics.median(one / other for one, other in zip(watched, without))
    print(f"{readers} readers: {statistics.median(watched):,.0f} requests/s, without {statistics.median(without):,.0f}: "
          f"median ratio of {PAIRS} pairs {ratio:.3f}; {received / PAIRS / SECONDS / readers / 1024:.0f} KiB/s for a reader")
    print(f"admin with {readers} readers under load: {len(took)} responses, {told(took)}")


def main(path, readers):
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
