"""The program under soak: started, asked about its descriptors and its memory, stopped."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path


class Server:
    """`admin` is the address of the admin interface, or None for a program that has none yet."""

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
        """How many, but for the one by which the main thread waits for signals: it is opened behind the ready line."""
        folder = f"/proc/{self.process.pid}/fd"
        count = 0
        for name in os.listdir(folder):
            try:
                count += os.readlink(f"{folder}/{name}") != "anon_inode:[signalfd]"
            except FileNotFoundError:
                pass  # closed meanwhile
        return count

    def wait_for_descriptors(self, wanted, seconds):
        """How many there are once they are `wanted`, or when the time is over."""
        deadline = time.monotonic() + seconds
        while self.descriptors() != wanted and time.monotonic() < deadline:
            time.sleep(0.05)  # a poll: the kernel tells nobody
        return self.descriptors()

    def memory_mb(self):
        for row in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if row.startswith("VmRSS:"):
                return int(row.split()[1]) / 1024
        raise SystemExit("soak: the kernel does not tell VmRSS")

    def stop(self):
        """The exit code and what it wrote to stderr."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.seek(0)
        return self.process.returncode, self.log.read()
