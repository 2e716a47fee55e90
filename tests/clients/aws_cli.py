"""Debian's AWS CLI, one process per call."""

import json
import re
import subprocess

from outcome import CALL_WITHIN, ENVIRONMENT, Outcome

PROGRAM = "/usr/bin/aws"  # by path: another version may be installed
escapes_path = True


def version():
    return subprocess.run([PROGRAM, "--version"], env=ENVIRONMENT, capture_output=True, text=True).stdout.strip()


def dashed(name):
    return re.sub(r"(?<!^)([A-Z])", lambda match: "-" + match[1].lower(), name[0].lower() + name[1:])


def option(name, value):
    if isinstance(value, bool):
        return [f"--{dashed(name)}" if value else f"--no-{dashed(name)}"]
    if isinstance(value, dict):
        value = json.dumps(value)
    return [f"--{dashed(name)}", str(value)]


def call(endpoint, operation, parameters, attempts=None):
    command = [PROGRAM, "iot-jobs-data", dashed(operation), "--endpoint-url", endpoint, "--output", "json"]
    for name, value in parameters.items():
        command += option(name, value)
    environment = ENVIRONMENT | ({"AWS_MAX_ATTEMPTS": str(attempts)} if attempts else {})
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=CALL_WITHIN)
    if done.returncode == 0:
        return Outcome(answer=json.loads(done.stdout or "{}"))
    said = re.search(r"An error occurred \((\w+)\) when calling the \w+ operation(?: \([^)]*\))?: (.*)", done.stderr)
    if done.returncode == 254 and said:  # 254: error response of the service
        return Outcome(error=said[1], message=said[2])
    return Outcome(raw=f"exit code {done.returncode}: {done.stderr.strip()}")
