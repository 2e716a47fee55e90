"""torture.py [--slice] PROGRAM LIBRARY CLIENT

Makes one call of the C library fail at a time (tests/torture/failing.cc), while jobrig serves or runs a client: the k-th
allocation for k = 1, 2, 3, … of each kind of request, of a stop and of a start, and single failures of write, fsync, accept,
epoll_ctl, send and pthread_create. Prints a table of what it did and found. It fails when jobrig ended by a signal, did not
respond or end, answered something wrong, or lost a record without a word. --slice: a part of it, in half a minute.

It works in a temporary folder, signals only processes that it started, and asks only 127.0.0.1.
"""
import argparse
import errno
import http.client
import json
import mmap
import os
import pathlib
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

GUARD = float(os.environ.get("TORTURE_GUARD", "60"))  # seconds: nothing that is asked takes so long; longer is a hang
CALLS = {"malloc": 1, "write": 2, "fsync": 3, "accept": 4, "epoll_ctl": 5, "pthread_create": 6, "send": 7}
DROPPED = "dropped"
ORDER = "{\"summary\":\"Two things.\",\"things\":{\"t-{1..3}\":{\"j\":{}},\"slow\":{\"j\":{}}}," \
        "\"rules\":[{\"name\":\"slow\",\"when\":{\"thing\":\"slow\"},\"faults\":[{\"delay\":\"2ms\"}]}]}"


class Found(Exception):
    """A defect: its kind, and what happened."""

    def __init__(self, kind, what):
        super().__init__(what)
        self.kind = kind


class Control:
    """The file by which the preloaded library is armed: struct Control of failing.cc."""

    def __init__(self, path):
        self.path = path
        path.write_bytes(bytes(32))
        with open(path, "r+b") as file:
            self.memory = mmap.mmap(file.fileno(), 32)

    def arm(self, call, k, error=errno.ENOMEM):
        self.disarm()
        self.memory[4:32] = struct.pack("=iqqq", error, k, 0, 0)
        self.memory[0:4] = struct.pack("=i", CALLS[call])

    def disarm(self):
        self.memory[0:4] = bytes(4)

    @property
    def seen(self):
        return struct.unpack("=q", self.memory[16:24])[0]

    @property
    def failed(self):
        return struct.unpack("=q", self.memory[24:32])[0] > 0


class Torture:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.control = Control(folder / "control")
        self.rows = []
        self.defects = []
        self.server = None
        (folder / "s.yaml").write_text(ORDER)

    def environment(self):
        return {"PATH": os.environ["PATH"], "LD_PRELOAD": self.options.library, "JOBRIG_FAILING": str(self.control.path)}

    def most(self, full, part):
        """How far to count: all the way, or as far as a slice goes."""
        return part if self.options.slice else full

    def ready_server(self):
        if self.server is None or self.server.process.poll() is not None:
            self.server = Server(self)
        return self.server

    def drop_server(self):
        if self.server is not None:
            self.server.kill()
            self.server = None

    def note(self, name, found):
        self.defects.append((name, found.kind, str(found)))
        print(f"  {found.kind}: {name}: {found}", flush=True)

    def row(self, name, tried, failed):
        """One line of the table: of what was tried, how often the call failed, and the defects that it showed."""
        kinds = [kind for where, kind, _ in self.defects if where.split(" k=")[0] == name]
        counts = [kinds.count(kind) for kind in ("abort", "hang", "deaf", "wrong", "lost")]
        self.rows.append((name, tried, failed, *counts))
        print("%-34s %6s %7d %7d %6d %6d %6d %6d" % self.rows[-1], flush=True)


class Server:
    """A `jobrig serve` with two workers, an admin interface and a journal."""

    def __init__(self, torture, more=()):
        self.torture = torture
        self.journal = torture.folder / f"journal-{time.monotonic_ns()}.jsonl"
        self.errors = open(torture.folder / "stderr", "w+b")
        self.marks = {}
        self.process = subprocess.Popen(
            [torture.options.program, "serve", str(torture.folder / "s.yaml"), "--workers", "2", "--admin", "127.0.0.1:0",
             "--journal", str(self.journal), "--grace", "200ms", *more],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.errors, env=torture.environment())
        line = self.process.stdout.readline()
        self.ready = json.loads(line) if line else None
        if self.ready:
            self.port = int(self.ready["endpoint"].rsplit(":", 1)[1])
            self.admin = int(self.ready["admin"].rsplit(":", 1)[1])

    def text(self):
        self.errors.flush()
        return pathlib.Path(self.errors.name).read_text(errors="replace")

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def must_live(self):
        code = self.process.poll()
        if code is not None:
            raise Found("abort", f"ended with {code}: {self.text()[-200:]!r}")

    def ask(self, method, path, body=None, port=None, mark=None):
        """Status and body, or DROPPED when the connection was closed before the response was whole."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=GUARD)
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if mark:
            headers["X-Mark"] = mark
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            result = response.status, response.read()
        except socket.timeout:
            self.must_live()
            raise Found("deaf", f"no response to {method} {path} in {GUARD} s") from None
        except (http.client.HTTPException, OSError):
            return DROPPED, b""
        finally:
            connection.close()
        if mark:
            self.marks[mark] = result[0]
        return result

    def ask_admin(self, method, path, body=None):
        return self.ask(method, path, None if body is None else json.dumps(body), self.admin)

    def stop(self):
        """Ends it, and compares the journal with the responses that clients got."""
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(GUARD)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Found("hang", f"did not end in {GUARD} s after SIGTERM") from None
        if code < 0:
            raise Found("abort", f"ended by signal {-code} at SIGTERM: {self.text()[-200:]!r}")
        self.check_journal()

    def check_journal(self):
        seen = {}
        for line in self.journal.read_text().splitlines():
            record = json.loads(line)
            request = record.get("request", "")
            if "X-Mark: " in request:
                mark = request.split("X-Mark: ")[1].split("\r\n")[0]
                seen[mark] = seen.get(mark, 0) + 1
        words = self.text()
        # A message may stand for several records, and have been dropped itself: then the count of /health is the witness.
        told = words.count("was not recorded") + words.count("lacks") + words.count("drop")
        lost = [mark for mark in self.marks if mark not in seen]
        if len(lost) > told:
            raise Found("lost", f"{len(lost)} records are missing, such as {lost[0]}, and {told} were told of: {words[-200:]!r}")
        twice = [mark for mark, count in seen.items() if count > 1]
        if twice:
            raise Found("wrong", f"the journal has {twice[0]} more than once")


# The requests, each a function of a server and a mark. They return what came, and raise Found when it is wrong.

def expect(result, status, part, what):
    """`part` must be in the body. A failure inside jobrig may give a 500 that says so, or no response."""
    got, body = result
    if got == DROPPED or (got == 500 and b"internal error" in body):
        return got
    if got != status or part not in body:
        raise Found("wrong", f"{what} got {got} {body[:200]!r}")
    return got


def describe(server, mark):
    return expect(server.ask("GET", "/things/t-1/jobs/j", mark=mark), 200, b'"execution"', "describe")


def update(server, mark):
    return expect(server.ask("POST", "/things/t-2/jobs/j", '{"status":"IN_PROGRESS"}', mark=mark), 200, b"{", "update")


def delayed(server, mark):
    return expect(server.ask("GET", "/things/slow/jobs/j", mark=mark), 200, b'"execution"', "delayed describe")


def bad_request(server, mark):
    got = expect(server.ask("GET", "/things/t-1/jobs/j?includeJobDocument=maybe", mark=mark), 400, b'"message"', "bad query")
    with socket.create_connection(("127.0.0.1", server.port), timeout=GUARD) as raw:
        raw.sendall(b"NOT HTTP\r\n\r\n")
        received = b""
        try:
            while piece := raw.recv(4096):
                received += piece
        except socket.timeout:
            raise Found("deaf", "no response to what is no HTTP") from None
        except OSError:
            return DROPPED
        if received and not received.startswith((b"HTTP/1.1 400", b"HTTP/1.1 500")):
            raise Found("wrong", f"what is no HTTP got {received[:100]!r}")
        return got if received else DROPPED


def admin_calls(server, mark):
    results = [
        expect(server.ask_admin("GET", "/health"), 200, b'"problems":[]', "/health"),
        expect(server.ask_admin("GET", "/journal?limit=2"), 200, b'"records"', "/journal"),
        expect(server.ask_admin("GET", "/metrics"), 200, b"jobrig_", "/metrics"),
        expect(server.ask_admin("POST", "/clock/advance", {"by": "1ms"}), 200, b'"now"', "/clock/advance"),
    ]
    return next((result for result in results if result in (DROPPED, 500)), 200)


def waiting_call(server, mark):
    """A query that waits for a record, and the request that makes it."""
    connection = socket.create_connection(("127.0.0.1", server.admin), timeout=GUARD)
    with connection:
        connection.sendall(b"GET /journal?thing=t-3&count=1&wait=30s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        attempts = 0
        while server.ask("GET", "/things/t-3/jobs/j", mark=f"{mark}-{attempts}")[0] != 200 and attempts < 3:
            attempts += 1
        received = b""
        begin = time.monotonic()
        try:
            while piece := connection.recv(65536):
                received += piece
        except socket.timeout:
            raise Found("deaf", "a query that waits got no response") from None
        except OSError:
            return DROPPED
        if time.monotonic() - begin > 20:
            raise Found("hang", "a query that waits was not woken by the record")
        if received and not received.startswith((b"HTTP/1.1 200", b"HTTP/1.1 500")):
            raise Found("wrong", f"a query that waits got {received[:100]!r}")
    server.ask_admin("POST", "/reset", {"thing": "t-3"})
    return 200 if received else DROPPED


def sandbox(server, mark):
    before = count_of_sandboxes(server)
    status, body = server.ask_admin("POST", "/sandboxes", {"seed": 1})
    got = expect((status, body), 201, b'"id"', "POST /sandboxes")
    if got == 500 and before is not None and count_of_sandboxes(server) not in (before, None):
        raise Found("wrong", "POST /sandboxes got 500, and made one all the same")
    if got != 201:
        return got
    name = json.loads(body)["id"]
    got = expect(server.ask("GET", f"/{name}/things/t-1/jobs/j", mark=mark), 200, b'"execution"', "describe in a sandbox")
    gone = expect(server.ask_admin("DELETE", f"/sandboxes/{name}"), 200, b'"deleted"', "DELETE /sandboxes")
    return got if gone == 200 else gone


def count_of_sandboxes(server):
    status, body = server.ask_admin("GET", "/sandboxes")
    return len(json.loads(body)["sandboxes"]) if status == 200 else None


def reload(server, mark):
    """The new scenario is there after 200, and the old one after 500."""
    number = int(mark.split("-")[-1]) if mark.split("-")[-1].isdigit() else 0
    text = ORDER.replace("Two things.", f"Number {number}.").replace('"rules"', f'"seed":{number},"rules"')
    before = seed_of(server)
    got = expect(server.ask_admin("PUT", "/scenario", {"scenario": text}), 200, b'"seed"', "PUT /scenario")
    after = seed_of(server)
    if after is not None and before is not None:
        if got == 200 and after != number:
            raise Found("wrong", "PUT /scenario got 200, and the old scenario is served")
        if got == 500 and after != before:
            raise Found("wrong", "PUT /scenario got 500, and the new scenario is served")
    return got


def seed_of(server):
    status, body = server.ask_admin("GET", "/scenario")
    return json.loads(body)["seed"] if status == 200 else None


def reset(server, mark):
    return expect(server.ask_admin("POST", "/reset", {}), 200, b'"all"', "POST /reset")


def everything(server, mark):
    for number, one in enumerate((describe, update, delayed, bad_request, admin_calls, sandbox, reload)):
        one(server, f"{mark}-{number}")


REQUESTS = {"describe": describe, "update": update, "delayed response": delayed, "bad request": bad_request,
            "admin calls": admin_calls, "waiting admin call": waiting_call, "sandbox": sandbox, "reset": reset,
            "reload": reload}


def fail_once(torture, name, request, call, k, error):
    """One failure while `request` is made; whether it came to that. The server must be as good as new afterwards."""
    server = torture.ready_server()
    mark = f"{name}-{call}-{error}-{k}".replace(" ", "-")
    try:
        torture.control.arm(call, k, error)
        request(server, mark)
        torture.control.disarm()
        failed = torture.control.failed
        server.must_live()
        if failed:
            for number, kind in enumerate((describe, admin_calls, request)):
                got = kind(server, f"{mark}-after-{number}-{k}")
                if got in (DROPPED, 500):
                    raise Found("deaf", f"afterwards {kind.__name__} got {got}: {server.text()[-200:]!r}")
        return failed
    except Found as found:
        torture.control.disarm()
        failed = torture.control.failed
        if server.process.poll() is not None and found.kind != "abort":
            found = Found("abort", f"ended with {server.process.returncode}; {found}")
        torture.note(f"{row_name(name, call)} k={k}", found)
        torture.drop_server()
        return failed


def row_name(name, call):
    return name if call == "malloc" else f"{call}: {name}"


def stop_server(torture, name):
    """At the end of a row, so that the journal is compared with its responses."""
    server = torture.ready_server()
    try:
        server.stop()
    except Found as found:
        torture.note(f"{name} k=stop", found)
    torture.drop_server()


def requests_with_failing_malloc(torture):
    for name, request in REQUESTS.items():
        if torture.options.request not in ("", name):
            continue
        tried = failed = quiet = 0
        most = torture.most(1000, 12 if name in ("describe", "reload") else 4)
        step = torture.most(1, 9)
        for k in range(1, most * step + 1, step):
            tried += 1
            done = fail_once(torture, name, request, "malloc", k, errno.ENOMEM)
            failed += done
            quiet = 0 if done else quiet + 1
            if quiet == 3:  # it makes no more allocations than that
                break
        stop_server(torture, name)
        torture.row(name, tried, failed)


def other_calls(torture):
    kinds = {"accept": (errno.EMFILE, errno.ENOMEM, errno.ECONNABORTED, errno.EPERM, errno.EINVAL),
             "epoll_ctl": (errno.ENOMEM, errno.ENOSPC), "send": (errno.ENOBUFS, errno.EPIPE, errno.ECONNRESET),
             "write": (errno.ENOSPC, errno.EIO), "fsync": (errno.EIO,)}
    for call, errors in kinds.items():
        tried = failed = 0
        for error in errors:
            for k in range(1, torture.most(20, 2) + 1):
                tried += 1
                failed += fail_once(torture, "requests of all kinds", everything_told, call, k, error)
        stop_server(torture, row_name("requests of all kinds", call))
        torture.row(row_name("requests of all kinds", call), tried, failed)


def everything_told(server, mark):
    everything(server, mark)
    return 200


def stops(torture):
    """An allocation fails after SIGTERM, with a delayed response and a waiting query in flight."""
    tried = failed = 0
    for k in range(1, torture.most(60, 6) + 1):
        torture.drop_server()
        server = torture.ready_server()
        tried += 1
        try:
            describe(server, f"stop-{k}")
            with socket.create_connection(("127.0.0.1", server.admin), timeout=GUARD) as waiting:
                waiting.sendall(b"GET /journal?thing=t-3&count=1&wait=30s HTTP/1.1\r\nHost: localhost\r\n\r\n")
                torture.control.arm("malloc", k)
                server.stop()
        except Found as found:
            torture.note(f"SIGTERM k={k}", found)
        torture.control.disarm()
        failed += torture.control.failed
        torture.server = None
    torture.row("SIGTERM", tried, failed)


def starts(torture):
    """A failure during the start: a server that is ready and works, or exit code 2 with a message and no ready line."""
    torture.control.disarm()
    torture.control.arm("malloc", 0)
    torture.drop_server()
    describe(torture.ready_server(), "count")
    allocations = torture.control.seen
    count = torture.most(1000, 10)
    for name, call, ks, error in (
            ("start: malloc", "malloc", [1 + i * allocations // count for i in range(count)], errno.ENOMEM),
            ("start: pthread_create", "pthread_create", range(1, 13), errno.EAGAIN),
            ("start: epoll_ctl", "epoll_ctl", range(1, torture.most(24, 6)), errno.ENOSPC)):
        tried = failed = 0
        for k in ks:
            torture.drop_server()
            tried += 1
            torture.control.arm(call, k, error)
            try:
                start_once(torture)
            except Found as found:
                torture.note(f"{name} k={k}", found)
            torture.control.disarm()
            failed += torture.control.failed
        torture.row(name, tried, failed)
    torture.drop_server()


def start_once(torture):
    torture.server = server = Server(torture)
    if server.ready:
        torture.control.disarm()
        if describe(server, "start") in (DROPPED, 500) or admin_calls(server, "start") in (DROPPED, 500):
            raise Found("deaf", f"ready, but a request was not answered: {server.text()[-200:]!r}")
        server.stop()
        return
    try:
        code = server.process.wait(GUARD)
    except subprocess.TimeoutExpired:
        raise Found("hang", "neither ready nor ended") from None
    if code != 2:
        raise Found("abort", f"ended with {code}: {server.text()[-200:]!r}")
    if not server.text().startswith("jobrig: "):
        raise Found("wrong", f"ended without a message: {server.text()[-200:]!r}")


def conform_runs(torture):
    """Whatever fails inside jobrig, a client that does everything right is never blamed, and the report is written."""
    torture.drop_server()
    torture.control.arm("malloc", 0)
    code, text, _ = conform_once(torture)
    torture.control.disarm()
    if code != 0:
        raise SystemExit(f"torture: the conform run does not pass without failures: {code} {text}")
    allocations = torture.control.seen
    count = torture.most(1000, 14)
    for name, call, ks, error in (
            ("conform: malloc", "malloc", [1 + i * allocations // count for i in range(count)], errno.ENOMEM),
            ("conform: pthread_create", "pthread_create", range(1, 13), errno.EAGAIN),
            ("conform: accept", "accept", range(1, 4), errno.EMFILE),
            ("conform: epoll_ctl", "epoll_ctl", range(1, torture.most(16, 4)), errno.ENOSPC),
            ("conform: send", "send", range(1, 4), errno.ENOBUFS),
            ("conform: write", "write", range(1, 4), errno.ENOSPC),
            ("conform: fsync", "fsync", range(1, 4), errno.EIO)):
        tried = failed = 0
        for k in ks:
            tried += 1
            torture.control.arm(call, k, error)
            try:
                judge_conform(*conform_once(torture))
            except Found as found:
                torture.note(f"{name} k={k}", found)
            torture.control.disarm()
            failed += torture.control.failed
        torture.row(name, tried, failed)


def conform_once(torture):
    """Exit code, stderr, and the report, if there is one."""
    report = torture.folder / "report.json"
    report.unlink(missing_ok=True)
    started = torture.folder / "started"
    started.unlink(missing_ok=True)
    client = torture.folder / "client"
    client.write_text(f'#!/bin/sh\n: >{started}\nexec {torture.options.client} "$@"\n')
    client.chmod(0o700)
    command = [torture.options.program, "conform", "--adapter", "--run", "request/next", "--run", "error/throttling-in-code",
               "--jobs", "2", "--seed", "1", "--json", str(report), "--", str(client)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               env=torture.environment(), start_new_session=True)
    try:
        _, errors = process.communicate(timeout=GUARD)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise Found("hang", f"conform did not end in {GUARD} s") from None
    return process.returncode, errors.decode(errors="replace"), (report.read_text() if report.exists() else None)


def judge_conform(code, text, report):
    if code < 0 or code > 2:
        raise Found("abort", f"conform ended with {code}: {text[-200:]!r}")
    verdicts = []
    if report is not None:
        try:
            verdicts = [case["verdict"] for case in json.loads(report)["runs"][0]["cases"]] if report else []
        except (ValueError, KeyError, IndexError):
            raise Found("wrong", f"the report is not whole: {report[:200]!r}") from None
    if code == 1 or set(verdicts) - {"passed", "harness-error"}:
        raise Found("wrong", f"the client is blamed: {code} {verdicts} {text[-200:]!r}")
    if code == 0 and (not verdicts or set(verdicts) != {"passed"}):
        raise Found("wrong", f"exit code 0 with the verdicts {verdicts}")
    if code == 2 and "jobrig: " not in text and "harness-error" not in verdicts:
        raise Found("wrong", f"exit code 2 without a reason: {text[-200:]!r}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--slice", action="store_true")
    parser.add_argument("--only", default="", help="parts: requests,calls,stops,starts,conform")
    parser.add_argument("--request", default="", help="one kind of request")
    parser.add_argument("program")
    parser.add_argument("library")
    parser.add_argument("client")
    options = parser.parse_args()
    options.library = os.path.abspath(options.library)
    options.client = os.path.abspath(options.client)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="jobrig-torture-"))
    torture = Torture(options, folder)
    begin = time.monotonic()
    print("%-34s %6s %7s %7s %6s %6s %6s %6s" % ("what", "tried", "failed", "aborts", "hangs", "deaf", "wrong", "lost"))
    parts = {"requests": requests_with_failing_malloc, "calls": other_calls, "stops": stops, "starts": starts,
             "conform": conform_runs}
    try:
        for name, part in parts.items():
            if not options.only or name in options.only.split(","):
                part(torture)
    finally:
        torture.drop_server()
        shutil.rmtree(folder, ignore_errors=True)
    failures = sum(row[2] for row in torture.rows)
    print(f"torture: {failures} failures, {len(torture.defects)} defects, {time.monotonic() - begin:.0f} s")
    return 1 if torture.defects or failures == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
