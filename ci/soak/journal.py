"""usage: ci/soak/journal.py PROGRAM [--kills N] [--stops N] [--rotations N] [--window SECONDS] [--seed N]

The journal file of `PROGRAM serve` under load, ended and rotated at random moments:

- kills: SIGKILL. The journal is readable, and holds everything that was acknowledged earlier than the window.
- stops: SIGTERM. The journal holds everything that was acknowledged.
- rotations: by rename and SIGHUP, and by copy and truncation while the server is paused with SIGSTOP. Every exchange is
  in exactly one of the files.

All runs append to one journal, which therefore also survives what the runs before have left. Prints what it counted.
Fails with a sentence at the first thing that is wrong. Stops by itself.
"""

import argparse
import collections
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

CLIENTS = 8
HANG_GUARD = 90
SCENARIO = "things: {'c{1..%d}': {j: {status: QUEUED}}}\n" % CLIENTS


class Wrong(Exception):
    pass


class Client(threading.Thread):
    """Asks for its own thing on one connection until the server is gone. Each request has a number of its own."""

    def __init__(self, port, run, name):
        super().__init__(daemon=True)
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=HANG_GUARD)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.run_number, self.client = run, name
        self.sent = 0
        self.acknowledged = []  # moments, in the order of the requests
        self.over = False

    def run(self):
        try:
            while not self.over:
                self.sent += 1
                self.connection.sendall(
                    b"GET /things/c%d/jobs/j HTTP/1.1\r\nHost: h\r\nX-Number: %d %d %d\r\n\r\n"
                    % (self.client, self.run_number, self.client, self.sent))
                if not self.take_response():
                    return
                self.acknowledged.append(time.monotonic())
        except OSError:
            return  # the server was ended
        finally:
            self.connection.close()

    def take_response(self):
        text = b""
        while True:
            head, end, body = text.partition(b"\r\n\r\n")
            if end:
                length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
                if len(body) >= length:
                    return True
            piece = self.connection.recv(65536)
            if not piece:
                return False
            text += piece


class Run:
    """A server with clients that ask it all the time."""

    processes = []  # of all runs

    def __init__(self, program, folder, number):
        self.number = number
        self.journal = os.path.join(folder, "journal.jsonl")
        with open(os.path.join(folder, "stderr"), "ab") as errors:
            self.process = subprocess.Popen(
                [program, "serve", os.path.join(folder, "scenario.yaml"), "--workers", "2", "--journal", self.journal],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors)
        self.processes.append(self.process)
        line = self.process.stdout.readline()
        if not line:
            raise Wrong("run %d: the server did not start: %s" % (number, open(errors.name).read()[-500:]))
        port = int(json.loads(line)["endpoint"].rsplit(":", 1)[1])
        self.clients = [Client(port, number, name + 1) for name in range(CLIENTS)]
        for client in self.clients:
            client.start()

    def wait_for_load(self, exchanges):
        deadline = time.monotonic() + HANG_GUARD
        while sum(len(client.acknowledged) for client in self.clients) < exchanges:
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise Wrong("run %d: the server does not answer" % self.number)
            time.sleep(0.001)

    def end(self, number):
        """Sends the signal; returns the moment and the exit code."""
        moment = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(HANG_GUARD)
        for client in self.clients:
            client.join(HANG_GUARD)
            if client.is_alive():
                raise Wrong("run %d: a client hangs" % self.number)
        return moment, code


def lines_of(path, begin=0):
    """The whole lines from an offset on, and whether half a line follows."""
    with open(path, "rb") as file:
        file.seek(begin)
        lines = file.read().split(b"\n")
    return lines[:-1], bool(lines[-1])


def numbers_in(lines):
    """How often each request is in the lines: (run, client, number) -> count."""
    found = collections.Counter()
    for line in lines:
        try:
            record = json.loads(line)
        except ValueError:
            raise Wrong("a line is not JSON: %r" % line[:200])
        if "event" in record:
            raise Wrong("exchanges were dropped: %s" % record)
        text = record["request"].partition("X-Number: ")[2].partition("\r\n")[0]
        if text:
            found[tuple(int(word) for word in text.split())] += 1
    return found


def check(run, found, limit):
    """Returns how old the oldest acknowledged exchange is that the journal lacks. `limit`: none newer than that moment."""
    oldest = None
    for client in run.clients:
        of_client = {key[2]: count for key, count in found.items() if key[:2] == (run.number, client.client)}
        if any(count != 1 for count in of_client.values()):
            raise Wrong("run %d: an exchange is in the journal twice" % run.number)
        if sorted(of_client) != list(range(1, len(of_client) + 1)):
            raise Wrong("run %d: the exchanges of a connection have a gap" % run.number)
        if len(of_client) > client.sent:
            raise Wrong("run %d: the journal has exchanges that nobody asked for" % run.number)
        for moment in client.acknowledged[len(of_client):]:
            oldest = moment if oldest is None else min(oldest, moment)
    if oldest is not None and (limit is None or oldest < limit):
        raise Wrong("run %d: the journal lacks what was acknowledged %s" % (
            run.number, "" if limit is None else "%.3f s before the window" % (limit - oldest)))
    return oldest


def size_of(path):
    return os.path.getsize(path) if os.path.exists(path) else 0


def end_of_lines(path):
    """Where the next run will begin to write."""
    lines, half = lines_of(path)
    return sum(len(line) + 1 for line in lines)


def end_at_random(program, folder, first, count, number, window, chance):
    """Runs that are ended by the signal; returns (exchanges, worst loss in seconds, half lines)."""
    exchanges, worst, halves = 0, 0.0, 0
    for index in range(first, first + count):
        journal = os.path.join(folder, "journal.jsonl")
        begin = end_of_lines(journal) if os.path.exists(journal) else 0
        run = Run(program, folder, index)
        run.wait_for_load(chance.randrange(1, 200))
        time.sleep(chance.uniform(0, 0.15))
        moment, code = run.end(number)
        if size_of(journal) < begin:
            raise Wrong("run %d: the journal lost what the runs before had written" % index)
        if number == signal.SIGTERM and code != 0:
            raise Wrong("run %d: SIGTERM ended it with %d" % (index, code))
        lines, half = lines_of(journal, begin)
        if half and number == signal.SIGTERM:
            raise Wrong("run %d: the journal ends with half a line" % index)
        found = numbers_in(lines)
        oldest = check(run, found, moment - window if number == signal.SIGKILL else None)
        worst = max(worst, moment - oldest) if oldest is not None else worst
        exchanges += sum(found.values())
        halves += half
    return exchanges, worst, halves


def pause(process):
    """Returns once every thread of the process has stopped."""
    process.send_signal(signal.SIGSTOP)
    deadline = time.monotonic() + HANG_GUARD
    while time.monotonic() < deadline:
        states = []
        for thread in os.listdir("/proc/%d/task" % process.pid):
            with open("/proc/%d/task/%s/stat" % (process.pid, thread)) as stat:
                states.append(stat.read().rpartition(")")[2].split()[0])
        if set(states) == {"T"}:
            return
        time.sleep(0.001)
    raise Wrong("the server does not pause")


def rename(run, place):
    os.rename(run.journal, place)
    run.process.send_signal(signal.SIGHUP)
    deadline = time.monotonic() + HANG_GUARD
    while not os.path.exists(run.journal):
        if time.monotonic() > deadline:
            raise Wrong("SIGHUP does not reopen the journal")
        time.sleep(0.001)


def copy_and_truncate(run, place):
    pause(run.process)
    shutil.copyfile(run.journal, place)
    os.truncate(run.journal, 0)
    run.process.send_signal(signal.SIGCONT)


def rotate(program, folder, index, count, way, chance):
    """One run whose journal is rotated again and again; returns how many exchanges are in how many files."""
    for name in os.listdir(folder):
        if name.startswith("journal"):
            os.remove(os.path.join(folder, name))
    run = Run(program, folder, index)
    files = []
    done = 0
    for rotation in range(count):
        done += chance.randrange(1, 400)
        run.wait_for_load(done)
        files.append(os.path.join(folder, "journal.%d" % rotation))
        way(run, files[-1])
    run.wait_for_load(done + 100)
    code = run.end(signal.SIGTERM)[1]
    if code != 0:
        raise Wrong("run %d: SIGTERM ended it with %d" % (index, code))
    found = collections.Counter()
    records = collections.Counter()
    for path in files + [run.journal]:
        lines, half = lines_of(path)
        if half:
            raise Wrong("run %d: %s ends with half a line" % (index, path))
        found += numbers_in(lines)
        records.update(json.loads(line)["number"] for line in lines)
    check(run, found, None)
    if sorted(records) != list(range(1, len(records) + 1)) or max(records.values()) != 1:
        raise Wrong("run %d: the files do not have every exchange exactly once" % index)
    return len(records), len(files) + 1


def main():
    parser = argparse.ArgumentParser(usage=__doc__.partition("\n")[0].partition(": ")[2])
    parser.add_argument("program")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--stops", type=int, default=60)
    parser.add_argument("--rotations", type=int, default=100)
    parser.add_argument("--window", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    options = parser.parse_args()
    chance = random.Random(options.seed)
    print("seed %d" % options.seed, flush=True)
    folder = tempfile.mkdtemp(prefix="jobrig-journal-")
    try:
        with open(os.path.join(folder, "scenario.yaml"), "w") as file:
            file.write(SCENARIO)
        exchanges, worst, halves = end_at_random(
            options.program, folder, 0, options.kills, signal.SIGKILL, options.window, chance)
        print("%d kills: %d exchanges in the journal, the oldest one missing was %.0f ms old, %d half lines"
              % (options.kills, exchanges, worst * 1000, halves), flush=True)
        exchanges = end_at_random(
            options.program, folder, options.kills, options.stops, signal.SIGTERM, 0, chance)[0]
        print("%d stops: %d exchanges in the journal, none missing" % (options.stops, exchanges), flush=True)
        for index, (name, way) in enumerate((("rename", rename), ("copy and truncation", copy_and_truncate))):
            exchanges, files = rotate(
                options.program, folder, 1_000_000 + index, options.rotations, way, chance)
            print("%d rotations by %s: %d exchanges in %d files, each exactly once"
                  % (options.rotations, name, exchanges, files), flush=True)
    except Wrong as wrong:
        print(wrong, flush=True)
        return 1
    finally:
        for process in Run.processes:
            process.kill()
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
