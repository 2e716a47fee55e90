"""curl with hand-written requests, as typed by a user without an SDK. It sends `$next` and `:` unescaped."""

import json
import subprocess
import tempfile
from pathlib import Path

from outcome import CALL_WITHIN, ENVIRONMENT, Outcome

PROGRAM = "/usr/bin/curl"
escapes_path = False


def version():
    return subprocess.run([PROGRAM, "--version"], env=ENVIRONMENT, capture_output=True, text=True).stdout.splitlines()[0]


def request(operation, parameters):
    """Returns the method, the target and the members of the body of a call."""
    rest = dict(parameters)
    things = f"/things/{rest.pop('thingName')}/jobs"
    if operation == "GetPendingJobExecutions":
        return "GET", things, None
    if operation == "StartNextPendingJobExecution":
        return "PUT", f"{things}/$next", rest
    one = f"{things}/{rest.pop('jobId')}"
    if operation == "UpdateJobExecution":
        return "POST", one, rest
    query = "&".join(f"{name}={json.dumps(value)}" for name, value in rest.items())
    return "GET", one + (f"?{query}" if query else ""), None


def call(endpoint, operation, parameters, attempts=None):
    method, target, members = request(operation, parameters)
    with tempfile.NamedTemporaryFile() as body:
        command = [PROGRAM, "--silent", "--show-error", "--globoff", "--max-time", str(CALL_WITHIN), "--output", body.name,
                   "--write-out", "%{http_code}\n%{header_json}", "--retry", str((attempts or 3) - 1), "--retry-delay", "1"]
        if members is not None:
            command += ["--request", method, "--header", "Content-Type: application/json", "--data", json.dumps(members)]
        done = subprocess.run([*command, endpoint + target], env=ENVIRONMENT, capture_output=True, text=True)
        text = Path(body.name).read_text(encoding="utf-8")
    if done.returncode != 0:
        return Outcome(raw=f"exit code {done.returncode}: {done.stderr.strip()}")
    status, headers = done.stdout.split("\n", 1)
    if status == "200":
        return Outcome(answer=json.loads(text))
    name = json.loads(headers).get("x-amzn-errortype", [None])[0]
    return Outcome(error=name, message=json.loads(text).get("message"), raw=f"{status} without a name: {text}")
