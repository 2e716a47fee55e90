"""A `jobrig serve` under test, and the control of the library that makes its calls fail (failing.cc)."""
import errno
import http.client
import json
import mmap
import os
import pathlib
import signal
import socket
import struct
import subprocess
import time

GUARD = float(os.environ.get("TORTURE_GUARD", "60"))  # seconds: nothing that is asked takes so long; longer is a hang
CALLS = {"malloc": 1, "write": 2, "fsync": 3, "accept": 4, "epoll_ctl": 5, "pthread_create": 6, "send": 7}
DROPPED = "dropped"
MOST_SPARED = 32
SIZE = 40 + 16 * MOST_SPARED  # of struct Control


class Found(Exception):
    """A defect: its kind, and what happened."""

    def __init__(self, kind, what):
        super().__init__(what)
        self.kind = kind


class Control:
    """The file by which the preloaded library is armed: struct Control of failing.cc."""

    def __init__(self, path):
        self.path = path
        self.again = 0  # how often operator new fails too when it tries again
        path.write_bytes(bytes(SIZE))
        with open(path, "r+b") as file:
            self.memory = mmap.mmap(file.fileno(), SIZE)

    def spare_destructors_of_json(self, program):
        """They must not throw, but allocate: the memory reserve is for them (harness/base/memory_reserve.h)."""
        symbols = subprocess.run(["nm", "--demangle", "--print-size", program], capture_output=True, text=True, check=True)
        ranges = set()
        for line in symbols.stdout.splitlines():
            if line.count(" ") > 2 and ("::json_value::destroy(" in line or "::~basic_json()" in line):
                begin, size = line.split(" ")[:2]
                ranges.add((int(begin, 16), int(begin, 16) + int(size, 16)))
        if not 0 < len(ranges) <= MOST_SPARED:
            raise SystemExit(f"torture: {program} has {len(ranges)} destructors of JSON values")
        for place, one in enumerate(ranges):
            self.memory[40 + 16 * place:56 + 16 * place] = struct.pack("=QQ", *one)

    def arm(self, call, k, error=errno.ENOMEM):
        self.disarm()
        self.memory[4:40] = struct.pack("=iqqqq", error, k, 0, 0, self.again)
        self.memory[0:4] = struct.pack("=i", CALLS[call])

    def disarm(self):
        self.memory[0:4] = bytes(4)

    @property
    def seen(self):
        return struct.unpack("=q", self.memory[16:24])[0]

    @property
    def failed(self):
        return struct.unpack("=q", self.memory[24:32])[0] > 0

    def wait_for_failure(self, longest=0.5):
        """Nothing tells when the server has written to the file, so it is read again. Not every call fails."""
        deadline = time.monotonic() + longest
        while not self.failed and time.monotonic() < deadline:
            time.sleep(0.005)


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

    def connect(self, port):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=GUARD)
        except OSError as error:
            self.process.wait(GUARD)
            raise Found("abort", f"cannot connect: {error}: {self.text()[-200:]!r}") from None

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

    def internal_failures(self):
        status, body = self.ask_admin("GET", "/health")
        return json.loads(body)["internal_failures"] if status in (200, 503) else 0

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
