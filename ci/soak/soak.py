"""usage: soak.py PROGRAM SECONDS
Serves a scenario in which every fault applies to a fifth of the calls of its own things, loads it for SECONDS while the
scenario is reloaded and sandboxes come and go (admin_watch.py), and then checks four things: the program exits with 0 (leaks
change the exit code), it has as many descriptors as before, its memory is flat in the second half, and its journal contains
each sent request exactly once. Exits 1 if a check fails."""

import asyncio
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from admin_watch import AdminWatch
from server import Server

STRUCK_LANES, KEPT_LANES = 48, 16
THINGS = 20            # per fault
PATIENCE = 0.15        # seconds without a byte until a client gives up; some faults hang
SAMPLES = 20           # of the memory
MOST_GROWTH = 1.1      # of the memory in the second half; the first fills caches and the quarantine of the sanitizer
FLAT_AFTER = 600       # seconds: a shorter run does not fill them
SETTLE = 10            # seconds for the server to close connections that clients have left


def faults(program):
    """(name, its example as YAML) of every fault that the program knows."""
    text = subprocess.run([program, "list", "faults", "--format", "json"], capture_output=True, text=True, check=True).stdout
    return [(row["fault"], row["example"]) for row in json.loads(text)]


def scenario(rows):
    things, rules = [], []
    for number, (name, example) in enumerate(rows):
        fault = example if ":" in example else f"{example}: {{}}"
        things.append(f'  "struck-{number}-{{1..{THINGS}}}": {{calibrate: {{status: QUEUED, document: {{operation: calibrate}}}}}}')
        rules.append(f'  - {{name: "{name}", when: {{thing: "struck-{number}-*"}}, answers: [documented],\n'
                     f'     faults: [{{{fault}, chance: 20%}}]}}')
    return "\n".join(["summary: Every fault on a fifth of the calls.", "things:",
                      '  "kept-{1..1000}": {calibrate: {status: QUEUED, document: {operation: calibrate}}}', *things,
                      "rules:", *rules, ""])


class Load:
    """Runs clients until the time is over; counts their requests by a number in each request."""

    def __init__(self, port, kinds, seconds):
        self.port, self.kinds, self.until = port, kinds, time.monotonic() + seconds
        self.sent, self.answered, self.failed_connects = 0, 0, 0
        self.seconds, self.memory = seconds, []

    def request(self, thing, connection="keep-alive"):
        self.sent += 1
        return (f"GET /things/{thing}/jobs/calibrate?includeJobDocument=true HTTP/1.1\r\nHost: soak\r\n"
                f"Connection: {connection}\r\nx-soak: {self.sent}\r\n\r\n").encode()

    async def struck(self, lane):
        """Opens a connection for each request, because the state of a connection after a fault is unknown. Most requests
        ask to close it; the others wait for PATIENCE."""
        dice = random.Random(lane)
        connection = "close" if lane % 4 else "keep-alive"
        while time.monotonic() < self.until:
            thing = f"struck-{dice.randrange(self.kinds)}-{dice.randrange(THINGS) + 1}"
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                self.failed_connects += 1
                continue
            writer.write(self.request(thing, connection))
            try:
                while await asyncio.wait_for(reader.read(65536), PATIENCE):
                    pass
                self.answered += 1
            except (asyncio.TimeoutError, ConnectionError):
                pass
            writer.close()

    async def kept(self, lane):
        """Uses one connection for all requests; no fault applies to its things, so every response is complete."""
        dice = random.Random(-lane)
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        while time.monotonic() < self.until:
            writer.write(self.request(f"kept-{dice.randrange(1000) + 1}"))
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            if not head.startswith(b"HTTP/1.1 200 "):
                raise RuntimeError(f"a thing without faults was answered: {head!r}")
            self.answered += 1
        writer.close()

    async def sample(self, memory):
        while time.monotonic() < self.until:
            await asyncio.sleep(min(self.seconds / SAMPLES, max(self.until - time.monotonic(), 0)))
            self.memory.append(memory())

    async def run(self, memory):
        await asyncio.gather(self.sample(memory), *(self.struck(lane) for lane in range(STRUCK_LANES)),
                             *(self.kept(lane) for lane in range(1, KEPT_LANES + 1)))


def numbers_of(journal):
    """Counts the journal entries of each request, by its number, of sandboxes, and how often each fault was applied."""
    numbers, struck, sandboxes = Counter(), Counter(), 0
    with open(journal, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if "x-sandbox: " in record["request"]:
                sandboxes += 1
                continue
            numbers[int(record["request"].split("x-soak: ")[1].split("\r\n")[0])] += 1
            struck.update(record["faults"])
    return numbers, struck, sandboxes


def main(program, seconds):
    rows = faults(program)
    with tempfile.TemporaryDirectory(prefix="jobrig-soak-") as folder:
        path = Path(folder) / "every-fault.yaml"
        path.write_text(scenario(rows))
        server = Server(program, path, Path(folder) / "journal.jsonl")
        watch = AdminWatch(server.admin, server.port, path.read_text())
        load = Load(server.port, len(rows), seconds)
        before = server.descriptors()
        try:
            asyncio.run(load.run(server.memory_mb))
            after = server.wait_for_descriptors(before, SETTLE)
            memory = server.memory_mb()
        finally:
            admin = watch.stop()
            exit_code, said = server.stop()
        numbers, struck, in_sandboxes = numbers_of(server.journal)
    wrong = []
    print(f"{load.sent} requests in {seconds} s, {load.answered} answered to the end, {len(rows)} faults, "
          f"{sum(struck.values())} strikes, {memory:.0f} MB at the end")
    print(f"descriptors before {before}, after {after}; journal {sum(numbers.values())} lines; exit code {exit_code}")
    print("memory in MB: " + " ".join(f"{sample:.0f}" for sample in load.memory))
    print(f"admin: {admin['asked']} answers, p50 {admin['p50_ms']:.1f} ms, p99 {admin['p99_ms']:.1f} ms, "
          f"slowest {admin['slowest_ms']:.1f} ms, {admin['busy']} times busy; {admin['reloads']} reloads, "
          f"{admin['sandboxes']} sandboxes")
    if admin["p99_ms"] >= 10:
        wrong.append("the admin interface took 10 ms and more")
    if in_sandboxes != admin["sandboxes"]:
        wrong.append(f"the journal has {in_sandboxes} requests to sandboxes")
    half = load.memory[len(load.memory) // 2:]
    if seconds >= FLAT_AFTER and max(half) > MOST_GROWTH * half[0]:
        wrong.append(f"the memory grows: {half[0]:.0f} MB at half time, then up to {max(half):.0f} MB")
    if exit_code != 0:
        wrong.append(f"the program ended with {exit_code}:\n{said}")
    if after != before:
        wrong.append(f"it keeps {after - before} descriptors")
    if load.failed_connects:
        wrong.append(f"{load.failed_connects} connections were refused")
    if numbers != Counter(range(1, load.sent + 1)):
        missing = [number for number in range(1, load.sent + 1) if numbers[number] != 1]
        wrong.append(f"{len(missing)} requests are not in the journal exactly once, the first: {missing[:5]}")
    for name, _ in rows:
        if name.islower() and struck[name] == 0:
            wrong.append(f"the fault {name} never struck")
    for sentence in wrong:
        print(f"soak: {sentence}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2])) if len(sys.argv) == 3 else print(__doc__) or 2)
