"""torture.py [--slice] PROGRAM LIBRARY CLIENT

Makes one call of the C library fail at a time (tests/torture/failing.cc), while jobrig serves or runs a client: the k-th
allocation for k = 1, 2, 3, … of each kind of request, of a stop and of a start, and single failures of write, fsync, accept,
epoll_ctl, send and pthread_create. Prints a table of what it did and found. It fails when jobrig ended by a signal, did not
respond or end, answered something wrong, or lost a record without a word. --slice: a part of it, in half a minute.

It works in a temporary folder, signals only processes that it started, and asks only 127.0.0.1.
"""
import argparse
import errno
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from conform_runs import conform_runs
from requests_made import REQUESTS, SCENARIO, admin_calls, describe, everything
from served import DROPPED, GUARD, Control, Found, Server


class Torture:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.control = Control(folder / "control")
        self.control.spare_destructors_of_json(options.program)
        self.rows = []
        self.defects = []
        self.server = None
        self.told = 0  # internal failures of which /health told
        self.prefix = ""  # of the names of rows
        (folder / "s.yaml").write_text(SCENARIO)

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
        name = self.prefix + name
        self.defects.append((name, found.kind, str(found)))
        print(f"  {found.kind}: {name}: {found}", flush=True)

    def row(self, name, tried, failed):
        """One line of the table: of what was tried, how often the call failed, and the defects that it showed."""
        name = self.prefix + name
        kinds = [kind for where, kind, _ in self.defects if where.split(" k=")[0] == name]
        counts = [kinds.count(kind) for kind in ("abort", "hang", "deaf", "wrong", "lost")]
        self.rows.append((name, tried, failed, *counts))
        print("%-34s %6s %7d %7d %6d %6d %6d %6d" % self.rows[-1], flush=True)


def fail_once(torture, name, request, call, k, error):
    """One failure while `request` is made; whether it came to that. The server must be as good as new afterwards."""
    server = torture.ready_server()
    mark = f"{name}-{call}-{error}-{k}".replace(" ", "-")
    try:
        torture.control.arm(call, k, error)
        request(server, mark)
        if call == "write":  # the journal is written a little later
            torture.control.wait_for_failure()
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
        torture.told += server.internal_failures()
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


def without_reserve(torture):
    """The same, but operator new gets nothing from the memory reserve and throws. It has 8 blocks."""
    before = torture.told
    torture.control.again = 8
    torture.prefix = "no reserve: "
    requests_with_failing_malloc(torture)
    conform_runs(torture, only="malloc")
    torture.prefix = ""
    torture.control.again = 0
    told = torture.told - before
    print(f"  no reserve: /health told of {told} steps that failed", flush=True)
    if told == 0:
        torture.note("no reserve", Found("wrong", "no step failed"))


def other_calls(torture):
    kinds = {"accept": (errno.EMFILE, errno.ENOMEM, errno.ECONNABORTED, errno.EPERM, errno.EINVAL),
             "epoll_ctl": (errno.ENOMEM, errno.ENOSPC), "send": (errno.ENOBUFS, errno.EPIPE, errno.ECONNRESET),
             "write": (errno.ENOSPC, errno.EIO)}
    for call, errors in kinds.items():
        tried = failed = 0
        for error in errors:
            for k in range(1, torture.most(20, 2) + 1):
                tried += 1
                failed += fail_once(torture, "requests of all kinds", everything, call, k, error)
        stop_server(torture, row_name("requests of all kinds", call))
        torture.row(row_name("requests of all kinds", call), tried, failed)


def stops(torture):
    """An allocation fails after SIGTERM, with a delayed response and a waiting query in flight."""
    tried = failed = 0
    for k in range(1, torture.most(60, 3) + 1):
        torture.drop_server()
        server = torture.ready_server()
        tried += 1
        try:
            describe(server, f"stop-{k}")
            with server.connect(server.admin) as waiting:
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
    count = torture.most(1000, 5)
    for name, call, ks, error in (
            ("start: malloc", "malloc", [1 + i * allocations // count for i in range(count)], errno.ENOMEM),
            ("start: pthread_create", "pthread_create", range(1, torture.most(13, 9)), errno.EAGAIN),
            ("start: epoll_ctl", "epoll_ctl", range(1, torture.most(24, 4)), errno.ENOSPC)):
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


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--slice", action="store_true")
    parser.add_argument("--only", default="", help="parts: requests,unreserved,calls,stops,starts,conform")
    parser.add_argument("--request", default="", help="one kind of request")
    parser.add_argument("program")
    parser.add_argument("library")
    parser.add_argument("client")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # ends the server too
    options.library = os.path.abspath(options.library)
    options.client = os.path.abspath(options.client)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="jobrig-torture-"))
    torture = Torture(options, folder)
    begin = time.monotonic()
    print("%-34s %6s %7s %7s %6s %6s %6s %6s" % ("what", "tried", "failed", "aborts", "hangs", "deaf", "wrong", "lost"))
    parts = {"requests": requests_with_failing_malloc, "unreserved": without_reserve, "calls": other_calls, "stops": stops, "starts": starts,
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
