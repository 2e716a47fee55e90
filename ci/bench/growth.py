"""usage: growth.py PROGRAM
Prints how the instructions of a describe grow with the number of rules, things and sandboxes (a table in Markdown), and how
long `PROGRAM serve` takes from its start to its first response: alone, and with 100,000 things and 1,000 rules. The counts
are exact (instructions.py); the times are the best of several, because the machine may do something else too."""

import http.client
import json
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from instructions import DEADLINE, for_each_request, read_response, request

SIZES = [1, 10, 100, 1_000, 10_000]
STARTS = 10
JOB = "{firmware-7: {status: IN_PROGRESS, document: {operation: install}, details: {step: download}}}"


LINES = 1_000  # rules in a file: a file has at most 256 KiB


def rule_lines(count):
    """Rules that do not match: half of them name another thing, half have a pattern."""
    names = [f"other-{n}-*" if n % 2 else f"other-{n}" for n in range(count)]
    return [f"  - {{name: rule {n}, when: {{thing: '{name}'}}, answers: [documented]}}" for n, name in enumerate(names)]


def scenario(things=10, rules=1):
    """The last rule answers."""
    lines = [*rule_lines(rules - 1), "  - {name: the fleet, when: {thing: 'sensor-*'}, answers: [documented]}"]
    return f"summary: Growth.\nseed: 1\nthings: {{\"sensor-{{1..{things}}}\": {JOB}}}\nrules:\n" + "\n".join(lines) + "\n"


def count_with_rules(program, size):
    """All rules beyond LINES are in files of their own."""
    with tempfile.TemporaryDirectory() as name:
        files = []
        for first in range(LINES, size, LINES):
            files.append(Path(name) / f"rules-{first}.yaml")
            lines = [line.replace("other-", f"more-{first}-").replace("rule ", f"rule {first} + ")
                     for line in rule_lines(LINES)]
            files[-1].write_text("summary: More rules.\nrules:\n" + "\n".join(lines) + "\n")
        return for_each_request(program, files, scenario(rules=min(size, LINES)), describe(10))


def describe(things):
    return lambda n: request("GET", 1 + n * 7919 % things, "/firmware-7")


def make_sandboxes(count):
    def prepare(ready):
        admin = http.client.HTTPConnection(ready["admin"].split("//")[1], timeout=DEADLINE)
        for _ in range(count):
            admin.request("POST", "/sandboxes", '{"seed":1}', {"Content-Type": "application/json"})
            admin.getresponse().read()
    return prepare


def in_last_sandbox(count):
    return lambda n: request("GET", 1 + n % 10, "/firmware-7").replace(b"GET ", f"GET /sandbox-{count}".encode())


def start_ms(program, text):
    """The time to the first complete response, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scenario.yaml"
        file.write_text(text or "")
        begun = time.perf_counter()
        server = subprocess.Popen([program, "serve", *([file] if text else [])], stdout=subprocess.PIPE, text=True)
        try:
            port = int(json.loads(server.stdout.readline())["endpoint"].rsplit(":", 1)[1])
            with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile("rb") as stream:
                connection.sendall(request("GET", 1, "/firmware-7"))
                read_response(stream)
            return (time.perf_counter() - begun) * 1000
        finally:
            server.terminate()
            server.communicate(timeout=DEADLINE)


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    program = sys.argv[1]
    for name, text in (("demos/default", None), ("100,000 things and 1,000 rules", scenario(100_000, 1_000))):
        print(f"from start to first response, {name}: {min(start_ms(program, text) for _ in range(STARTS)):.1f} ms", flush=True)
    print("\ninstructions of a describe\n\n| number of | " + " | ".join(f"{size:,}" for size in SIZES) + " |")
    print("|---|" + "---:|" * len(SIZES))
    rows = {
        "rules": lambda size: count_with_rules(program, size),
        "things": lambda size: for_each_request(program, [], scenario(things=size), describe(size)),
        "sandboxes": lambda size: for_each_request(program, ["--admin", "127.0.0.1:0"], scenario(), in_last_sandbox(size),
                                                   make_sandboxes(size)),
    }
    for name, count in rows.items():
        print(f"| {name} ", end="", flush=True)
        for size in SIZES:
            print(f"| {count(size):,} ", end="", flush=True)
        print("|", flush=True)


if __name__ == "__main__":
    main()
