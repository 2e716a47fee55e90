"""Runs the conformance suite against one mutant or variant of the reference client and reads the verdicts."""

import json
import os
import signal
import subprocess
import tempfile
from pathlib import Path

FAILING = {"failed", "timed-out", "not-called"}
SEED = "1"  # the seed determines drawn values, so that a kill is the same everywhere
GUARD = 900  # seconds; only a run that hangs takes this long


class Judge:
    def __init__(self, program, client):
        self.program = str(Path(program).resolve())
        self.client = str(Path(client).resolve())
        self.mqtt = "mqtt" in Path(client).name

    def lines(self, option):
        """The lines that the client prints for --list-mutants or --list-variants, split at tabs."""
        out = subprocess.run([self.client, option], check=True, capture_output=True, text=True).stdout
        return [line.split("\t") for line in out.splitlines()]

    def cases(self):
        """The built-in cases of the client's transport: by name, each with its level and requirement."""
        out = subprocess.run([self.program, "list", "cases", "--format", "json"], check=True, capture_output=True, text=True).stdout
        return {case["case"]: case for case in json.loads(out) if case["case"].startswith("mqtt/") == self.mqtt}

    def run(self, words, options=(), cases=()):
        """Returns the JSON report of a run; `cases`: only these. Raises RuntimeError if there is none."""
        with tempfile.TemporaryDirectory(prefix="jobrig-prove-") as folder:
            report = Path(folder, "run.json")
            command = [self.program, "conform", "--seed", SEED, "--json", str(report), *options]
            for case in cases:
                command += ["--run", case]
            command += ["--adapter", "--", self.client, *words]
            return run_of(command, report)


def run_of(command, report, guard=GUARD):
    """The run that the command writes to the report within `guard` seconds. Raises RuntimeError if there is none."""
    # In a session of its own: an interrupt of the prover must not look like a failure of the client.
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        out, _ = process.communicate(timeout=guard)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise RuntimeError(f"no end after {guard} s: {' '.join(command)}")
    if not report.exists():
        raise RuntimeError(f"{' '.join(command)}\n{out.decode(errors='replace')}")
    return json.loads(report.read_text())["runs"][0]


def kills_in(run):
    """What the client fails in the run: the level, and the requirement by case, of the MUST cases, else of the SHOULD cases."""
    musts, shoulds = {}, {}
    for result in run["results"]:
        requirement = result.get("requirement_id") or result["requirement"]
        if result["verdict"] == "non-strict":
            shoulds[result["case"]] = requirement
        elif result["verdict"] in FAILING:
            musts[result["case"]] = requirement
    if not musts and run["problems"]:
        musts = {"problem": run["problems"][0]["what"]}
    return ("MUST", musts) if musts else ("SHOULD", shoulds)


def harness_errors(run):
    return [f'{result["case"]}: {result["reason"]}' for result in run["results"] if result["verdict"] == "harness-error"]
