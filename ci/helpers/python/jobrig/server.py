"""A running `jobrig serve` on free ports of 127.0.0.1."""

from __future__ import annotations

import json
import os
import select
import subprocess
import tempfile
import time
from typing import Any

from .admin import Admin
from .program import find_program
from .sandbox import Sandbox

_HANG_GUARD = 90  # seconds, for the ready line and for the end


class ServerError(RuntimeError):
    """`jobrig serve` did not start. The message has what it wrote to stderr."""


class Server:
    """Starts when it is created. Use it as a context manager, or call stop()."""

    def __init__(self, *arguments: str, program: str | os.PathLike[str] | None = None) -> None:
        command = [os.fspath(find_program(program)), "serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", *arguments]
        environment = {name: value for name, value in os.environ.items() if name != "JOBRIG_ADMIN_TOKEN"}
        self._stderr = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self._stderr, env=environment)
        try:
            self.ready: dict[str, Any] = json.loads(self._first_line())
        except ValueError:
            self.stop()
            self._stderr.seek(0)
            said = self._stderr.read().decode("utf-8", "replace").strip()
            raise ServerError(f"jobrig serve did not start: {said or 'it wrote no ready line'}") from None
        self.endpoint: str = self.ready["endpoint"]
        self.admin = Admin(self.ready["admin"])

    def _first_line(self) -> bytes:
        assert self._process.stdout
        deadline, line = time.monotonic() + _HANG_GUARD, b""
        while not line.endswith(b"\n"):
            if not select.select([self._process.stdout], [], [], max(0.0, deadline - time.monotonic()))[0]:
                return b""
            more = os.read(self._process.stdout.fileno(), 65536)
            if not more:
                return b""
            line += more
        return line

    def sandbox(self, scenario: Any = None, *, seed: int | None = None) -> Sandbox:
        """A sandbox with a scenario: a path, a mapping, YAML text, or the name of a built-in one (default: the server's)."""
        return Sandbox(self.admin, scenario, seed)

    def stop(self) -> int:
        """Ends the server and returns its exit code."""
        self._process.terminate()
        try:
            code = self._process.wait(timeout=_HANG_GUARD)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()
        return code

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._stderr.close()
