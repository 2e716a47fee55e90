"""The program under test: starts it, reads its descriptors and memory, stops it."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path


class Server:
    """`admin` is the address of the admin interface, or None for a program without one."""

    def __init__(self, program, scenario, journal):
        self.journal = journal
        knows_admin = "--admin" in subprocess.run([program, "serve", "--help"], capture_output=True, text=True).stdout
        command = [program, "serve", scenario, "--workers", "2", "--seed", "1", "--journal", journal]
        self.log = open(journal.with_suffix(".log"), "w+", encoding="utf-8")
        self.process = subprocess.Popen([*command, *(["--admin", "127.0.0.1:0"] if knows_admin else [])],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            self.log.seek(0)
            raise SystemExit(f"soak: the program did not start: {self.log.read()}")
        ready = json.loads(line)
        self.port = int(ready["endpoint"].rsplit(":", 1)[1])
        self.admin = ready.get("admin")

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def wait_for_descriptors(self, wanted, seconds):
        """Waits until there are `wanted` descriptors or the time is over, and returns their number."""
        deadline = time.monotonic() + seconds
        while self.descriptors() != wanted and time.monotonic() < deadline:
            time.sleep(0.05)  # polls: the kernel sends no event
        return self.descriptors()

    def memory_mb(self):
        for row in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if row.startswith("VmRSS:"):
                return int(row.split()[1]) / 1024
        raise SystemExit("soak: the kernel does not tell VmRSS")

    def stop(self):
        """Returns the exit code and the output on stderr."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.seek(0)
        return self.process.returncode, self.log.read()
