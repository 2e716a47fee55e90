#!/usr/bin/python3
"""usage: agents.py [--protocol PROTOCOL] [--match GLOB] PROGRAM AGENT

Runs the life cycles of PROGRAM, a built jobrig, with the reference agent AGENT and with its mutants. The agent must pass
all of them. Each mutant must fail at least one: those of KILLERS first, then all. Prints a line for each mutant, and exits
with 1 if one survives or the agent fails.
"""

import argparse
import fnmatch
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from judge import FAILING, run_of

SEED = "7"
GUARD = 300  # seconds; only a run that hangs takes this long
# A mutant that loses a job fails when the time is over: in one life cycle that shows it, and in all of them.
PATIENCE = {False: "6s", True: "30s"}
KILLERS = {  # the life cycle that shows the defect
    "ignores-cancel": "canceled", "fails-canceled": "canceled", "no-backoff": "outage", "constant-backoff": "outage",
    "no-jitter": "fleet-outage", "exits-on-loss": "connection-lost", "exits-when-idle": "arrives",
    "exits-after-job": "second-job-later", "one-job-only": "second-job-later", "forgets-on-restart": "killed",
    "forgets-on-loss": "connection-lost", "silent-after-loss": "outage", "newest-first": "two-jobs",
    "stale-version": "stale-version", "gives-up-version": "stale-version", "no-wait-when-throttled": "throttled",
    "gives-up-when-throttled": "throttled", "does-it-again": "end-answer-lost", "hot-loop": "arrives",
    "no-resubscribe": "connection-lost", "late-subscribe": "pending-at-start", "deaf": "arrives",
    "starts-on-every-notice": "notified-twice",
}
LONG = {"no-jitter"}  # its life cycle takes longer


class Prover:
    def __init__(self, options):
        self.options = options

    def verdicts(self, words, cycles, more=()):
        """The verdict and reason of each life cycle, by name."""
        with tempfile.TemporaryDirectory(prefix="jobrig-prove-") as folder:
            report = Path(folder, "run.json")
            command = [self.options.program, "conform", "--agent", "--protocol", self.options.protocol, "--seed", SEED,
                       "--json", str(report), "--jobs", "16", *more]
            for cycle in cycles:
                command += ["--run", f"agents/{cycle}"]
            command += ["--", self.options.agent, *words, "{endpoint}", "{thing}"]
            run = run_of(command, report, GUARD)
            return {one["case"]: (one["verdict"], one["reason"]) for one in run["results"]}

    def kill(self, mutant):
        """What kills the mutant; nothing if it survives."""
        name = mutant[0]
        for cycle in (KILLERS.get(name, "pending-at-start"), "*"):
            patience = PATIENCE[cycle == "*" or name in LONG]
            found = self.verdicts(["--mutate", name], [cycle], ("--deadline", patience))
            killed = [f"{cycle}: {reason}" for cycle, (verdict, reason) in found.items() if verdict in FAILING]
            if killed:
                return killed[0]
        return None


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--protocol", default="mqtt", choices=["mqtt", "http"])
    parser.add_argument("--match", default="*")
    parser.add_argument("program")
    parser.add_argument("agent")
    options = parser.parse_args()
    prover = Prover(options)
    listed = subprocess.run([options.agent, "--list-mutants"], check=True, capture_output=True, text=True).stdout
    mutants = [line.split("\t") for line in listed.splitlines()]
    mutants = [one for one in mutants if one[1] in ("any", options.protocol) and fnmatch.fnmatchcase(one[0], options.match)]
    wrong = [f"{cycle}: {verdict}: {reason}" for cycle, (verdict, reason) in prover.verdicts([], ["*"]).items()
             if verdict != "passed"]
    for line in wrong:
        print(f"FAILS     the agent itself, {line}", flush=True)
    survivors = 0
    with ThreadPoolExecutor(8) as pool:
        for mutant, killer in zip(mutants, pool.map(prover.kill, mutants)):
            survivors += killer is None
            print(f"{'SURVIVES' if killer is None else 'killed  '}  {mutant[0]}: {killer or mutant[2]}", flush=True)
    print(f"{len(mutants)} mutants over {options.protocol}: {len(mutants) - survivors} killed, {survivors} survive")
    sys.exit(1 if wrong or survivors or not mutants else 0)


if __name__ == "__main__":
    main()
