"""usage: instructions.py PROGRAM [--only KIND] [--renew] [-- OPTION…]
Counts the instructions that a worker of `PROGRAM serve` executes for a request, for several kinds of requests, with valgrind.
Fails if a kind needs over 5 % more than instructions.json says. The same program and input give the same count on any machine,
whatever else runs there; only another compiler, C library or build type changes it. --renew writes the counts to
instructions.json. Options after -- are for `serve`. The system calls are not included: they take instructions of the kernel."""

import json
import re
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

FIGURES = Path(__file__).with_name("instructions.json")
ALLOWED = 1.05
WARM_UP, REQUESTS = 100, 1000
DEADLINE = 90  # seconds; only a guard against a hang
# Everything that the worker's thread does for a request is below this function, apart from epoll_wait.
COUNTED = "jobrig::serve::Connection::on_readable()"

SCENARIO = """summary: A fleet for the guard of instructions.
seed: 1
things:
  "sensor-{1..2000}":
    firmware-7:
      status: IN_PROGRESS
      queued: -10m
      started: -5m
      document: {operation: install, url: "https://example.com/firmware/7.bin"}
      details: {step: download, percent: "40"}
rules:
  - {name: busy, when: {thing: 'sensor-2000'}, answers: [{error: ThrottlingException}]}
  - {name: the fleet, when: {thing: 'sensor-*'}, answers: [documented]}
"""
UPDATE = '{"status":"IN_PROGRESS","statusDetails":{"step":"install","percent":"80"}}'


def request(method, thing, path, body=""):
    head = f"{method} /things/sensor-{thing}/jobs{path} HTTP/1.1\r\nHost: localhost\r\n"
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return (head + "\r\n" + body).encode()


# Each makes request number n.
KINDS = {
    "describe": lambda n: request("GET", 1 + n % 10, "/firmware-7?includeJobDocument=true"),
    "describe for the first time": lambda n: request("GET", 1 + n, "/firmware-7"),
    "update": lambda n: request("POST", 1 + n % 10, "/firmware-7", UPDATE),
    "list the pending jobs": lambda n: request("GET", 1 + n % 10, ""),
    "error of a rule": lambda n: request("GET", 2000, "/firmware-7"),
}


def read_response(stream):
    size = 0
    while (line := stream.readline()) != b"\r\n":
        if not line:
            raise SystemExit("instructions: the server closed the connection")
        if line.lower().startswith(b"content-length:"):
            size = int(line.split(b":")[1])
    stream.read(size)


def send_requests(port, make, count):
    with socket.create_connection(("127.0.0.1", port), timeout=DEADLINE) as connection, connection.makefile("rb") as stream:
        for n in range(count):
            connection.sendall(make(n))
            read_response(stream)


def total(program, options, folder, make, count, prepare=lambda ready: None):
    """The instructions of `count` requests. `prepare` gets the ready line first."""
    server = subprocess.Popen(
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder / 'callgrind'}", "--collect-atstart=no",
         f"--toggle-collect={COUNTED}", program, "serve", folder / "scenario.yaml", "--journal", folder / "journal", *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        line = server.stdout.readline()
        if not line:
            raise SystemExit(f"instructions: the server did not start:\n{server.communicate(timeout=DEADLINE)[1]}")
        ready = json.loads(line)
        prepare(ready)
        send_requests(int(ready["endpoint"].rsplit(":", 1)[1]), make, count)
        server.send_signal(signal.SIGTERM)
        messages = server.communicate(timeout=DEADLINE)[1]
    finally:
        server.kill()
        server.wait()
    found = re.search(r"Collected : (\d+)", messages)
    if found is None:
        raise SystemExit(f"instructions: valgrind printed no count:\n{messages}")
    return int(found[1])


def for_each_request(program, options, scenario, make, prepare=lambda ready: None):
    """The instructions of one of REQUESTS requests, after WARM_UP others."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "scenario.yaml").write_text(scenario)
        before = total(program, options, folder, make, WARM_UP, prepare)
        after = total(program, options, folder, make, WARM_UP + REQUESTS, prepare)
    return round((after - before) / REQUESTS)


def parse(arguments):
    options = []
    if "--" in arguments:
        at = arguments.index("--")
        arguments, options = arguments[:at], arguments[at + 1:]
    renew = "--renew" in arguments
    arguments = [one for one in arguments if one != "--renew"]
    kinds = list(KINDS)
    if len(arguments) == 3 and arguments[1] == "--only" and arguments[2] in KINDS:
        kinds = [arguments.pop(2)]
        arguments.pop(1)
    if len(arguments) != 1 or (renew and len(kinds) < len(KINDS)):
        raise SystemExit(__doc__)
    return arguments[0], options, kinds, renew


def main():
    program, options, kinds, renew = parse(sys.argv[1:])
    known = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    counted, grown = {}, []
    for kind in kinds:
        counted[kind] = for_each_request(program, options, SCENARIO, KINDS[kind])
        before = known.get(kind)
        change = f" ({counted[kind] / before - 1:+.1%} of {before:,})" if before else ""
        print(f"{kind:28} {counted[kind]:7,} instructions a request{change}", flush=True)
        if before is None or counted[kind] > before * ALLOWED:
            grown.append(kind)
    if renew:
        FIGURES.write_text(json.dumps(counted, indent=2) + "\n")
    elif grown:
        raise SystemExit(f"instructions: over 5 % more than in {FIGURES.name}: {', '.join(grown)}. "
                         "Find the cause with callgrind_annotate, or renew the figures with --renew and say why.")


if __name__ == "__main__":
    main()
