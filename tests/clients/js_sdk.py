"""The AWS SDK for JavaScript, with js/client.mjs, one process per call."""

import json
import subprocess
from pathlib import Path

from outcome import CALL_WITHIN, ENVIRONMENT, Outcome

FOLDER = Path(__file__).parent / "js"
escapes_path = True


def version():
    package = FOLDER / "node_modules/@aws-sdk/client-iot-jobs-data-plane/package.json"
    node = subprocess.run(["node", "--version"], env=ENVIRONMENT, capture_output=True, text=True).stdout.strip()
    return f"@aws-sdk/client-iot-jobs-data-plane {json.loads(package.read_text())['version']}, node {node}"


def call(endpoint, operation, parameters, attempts=None):
    question = {"endpoint": endpoint, "operation": operation, "parameters": parameters, "maxAttempts": attempts}
    done = subprocess.run(["node", FOLDER / "client.mjs", json.dumps(question)], env=ENVIRONMENT, capture_output=True,
                          text=True, timeout=CALL_WITHIN)
    if done.returncode != 0:
        return Outcome(raw=f"exit code {done.returncode}: {done.stderr.strip()}")
    return Outcome(**json.loads(done.stdout))
