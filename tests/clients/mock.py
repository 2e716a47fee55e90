"""The mock under test: `jobrig serve` as a child process, from its ready event to its journal. It does not check responses."""

import json
import os
import select
import signal
import subprocess
import time
from pathlib import Path

READY_WITHIN = 120  # seconds; a hang guard, like all such limits here
DRAINED_WITHIN = 120


class Mock:
    """Serves scenario files on a free port of 127.0.0.1. `folder` belongs to the test and receives the ready file
    and the journal; `more` are additional options."""

    def __init__(self, program, scenarios, folder, more=()):
        self.ready_file = Path(folder) / "ready.json"
        self.journal_file = Path(folder) / "journal.jsonl"
        command = [program, "serve", *scenarios, "--listen", "127.0.0.1:0", "--workers", "2",
                   "--ready-file", self.ready_file, "--journal", self.journal_file, *more]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        try:
            self.ready = json.loads(self._first_line())
        except ValueError as error:
            self.process.kill()
            raise SystemExit(f"{program} serve wrote no ready line: {error}")
        self.endpoint = self.ready["endpoint"]

    def _first_line(self):
        deadline = time.monotonic() + READY_WITHIN
        line = b""
        while not line.endswith(b"\n"):
            if not select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))[0]:
                raise ValueError(f"nothing within {READY_WITHIN} s")
            byte = os.read(self.process.stdout.fileno(), 1)
            if not byte:
                raise ValueError(f"it ended with exit code {self.process.wait()}")
            line += byte
        return line

    def stop(self):
        """Stops the mock gracefully with SIGTERM and returns its exit code; kills it if that takes too long."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=DRAINED_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def journal(self):
        """Returns the recorded exchanges, oldest first. Complete after the mock has stopped."""
        return [json.loads(line) for line in self.journal_file.read_text(encoding="utf-8").splitlines()]
