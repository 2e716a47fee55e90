"""A minimal runner: starts an adapter of the client protocol and sends one call after the other. It does not judge."""

import json
import os
import select
import subprocess
import time

ANSWERED_WITHIN = 300  # seconds, for all attempts of a call


class Adapter:
    def __init__(self, command):
        environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        self.calls = 0
        self.unread = b""
        self.hello = self.ask({"type": "hello", "protocol": 1})

    def say(self, message):
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()

    def ask(self, message):
        self.say(message)
        deadline = time.monotonic() + ANSWERED_WITHIN
        while b"\n" not in self.unread:
            if not select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))[0]:
                raise SystemExit(f"no line within {ANSWERED_WITHIN} s of {message}")
            more = os.read(self.process.stdout.fileno(), 65536)
            if not more:
                raise SystemExit(f"the adapter ended with {self.process.wait()} at {message}")
            self.unread += more
        line, self.unread = self.unread.split(b"\n", 1)
        return json.loads(line)

    def call(self, endpoint, operation, arguments, fresh=True, **more):
        """Makes a call and returns its result; `more` are the members tls and poll."""
        self.calls += 1
        result = self.ask({"type": "call", "id": self.calls, "case": f"test/{self.calls}", "fresh": fresh, "operation": operation,
                           "endpoint": endpoint, "region": "eu-west-1", "arguments": arguments,
                           "credentials": {"accessKeyId": "AKIDEXAMPLE", "secretAccessKey": "not-a-secret"}, **more})
        if (result.get("type"), result.get("id")) != ("result", self.calls):
            raise SystemExit(f"not the result of call {self.calls}: {result}")
        return result

    def end(self, message=None):
        """Sends `message` if given, closes the adapter's input and returns its exit code."""
        if message:
            self.say(message)
        self.process.stdin.close()
        try:
            return self.process.wait(timeout=ANSWERED_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()
