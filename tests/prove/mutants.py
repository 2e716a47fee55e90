#!/usr/bin/python3
"""usage: mutants.py [--part I/N] [--match GLOB] [--at-a-time N] [--update] PROGRAM CLIENT

Kills the mutants of the reference client CLIENT with the conformance cases of PROGRAM, a built jobrig. A mutant is killed
if it fails a MUST case or, when all cases were run, a SHOULD case. First the cases that killed it last (kills.txt, or
mqtt_kills.txt for the MQTT reference client, which is judged by the cases over MQTT) are run, then those that killed similar
mutants, then all, up to the first MUST that fails: with the levels for SDKs, then with those for device agents.

A mutant in equivalent.txt must survive: an entry that is killed is stale. Prints what survives or is stale as it is found,
at the end the score: the mutants that the cases of each requirement killed. Exits with 1 if a mutant survives or an entry
is stale, or, with all mutants, if no mutant fails a MUST case. --part takes one of N parts, which the ids determine.
--update writes kills.txt.
"""

import argparse
import fnmatch
import os
import sys
import time
import zlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from judge import Judge, harness_errors, kills_in
from kills import Kills

HERE = Path(__file__).parent


def equivalents():
    """Lines `ID<tab>REASON`; an ID may be a glob."""
    lines = (HERE / "equivalent.txt").read_text().splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    if any(len(row) != 2 or not row[1] for row in rows):
        raise ValueError("equivalent.txt: each line is an id, a tab and a reason")
    return rows


class Prover:
    def __init__(self, judge, kills):
        self.judge = judge
        self.kills = kills
        self.cases = judge.cases()

    def killers(self, mutant):
        """The level of the cases that kill it, MUST or SHOULD, and the cases with their requirements; none if it passes all."""
        known = self.kills.of.get(mutant, [])
        if known:
            level, killers = self.one_run(mutant, known)
            if not killers:
                level, killers = self.one_run(mutant, known, "device-agent")
            self.kills.note(mutant, [case for case in known if case in killers])
            if killers:
                return level, killers
        level, killers = self.one_run(mutant, self.kills.likely(mutant))
        if level != "MUST" or not killers:
            level, killers = self.one_run(mutant, None)
        if not killers:
            level, killers = self.one_run(mutant, None, "device-agent")
        self.kills.note(mutant, [case for case in killers if case in self.cases][:1])
        return level, killers

    def one_run(self, mutant, cases, levels="sdk"):
        """The cases among `cases` (None: all, up to the first MUST) that it fails, by requirement, and their level."""
        cases = cases if cases is None else [case for case in cases if case in self.cases]
        if cases == []:
            return "SHOULD", {}
        options = ["--jobs", "32", "--fail-fast"] if cases is None else ["--jobs", "8"]
        options += ["--levels", levels] if levels != "sdk" else []  # sdk is the default
        run = self.judge.run(["--mutate", mutant], options, cases or ())
        if harness_errors(run):
            raise RuntimeError(f"{mutant}: {harness_errors(run)}")
        return kills_in(run)

    def fail_cases(self, mutant):
        """Notes which of the MUST cases that no mutant fails yet this one fails."""
        unfailed = self.unfailed()
        if not unfailed:
            return
        _, found = self.one_run(mutant, unfailed)
        # A client that fails nearly everything proves nothing about a case.
        if found and len(found) * 2 < len(self.cases):
            self.kills.note(mutant, [*self.kills.of.get(mutant, []), *found])

    def unfailed(self):
        """The MUST cases that no mutant fails."""
        failed = {case for cases in list(self.kills.of.values()) for case in cases}
        return sorted(case for case, row in self.cases.items() if row["level"] == "MUST" and case not in failed)

    def score(self):
        """The number of mutants that the cases of each requirement of a level above INFO kill."""
        score = Counter({row["requirement"]: 0 for row in self.cases.values() if row["level"] != "INFO"})
        for cases in self.kills.of.values():
            score.update({self.cases[case]["requirement"] for case in cases if case in self.cases})
        return score


def print_score(score):
    """Highest first. The runs stop at the first kill, so a requirement could kill more than it is counted for."""
    for requirement, count in sorted(score.items(), key=lambda one: (-one[1], one[0])):
        print(f"{count:6} killed by {requirement}" if count else f"       none is known to be killed by {requirement}")


def outcome(is_equivalent, killers):
    return "stale" if is_equivalent and killers else "equivalent" if is_equivalent else "killed" if killers else "surviving"


def report(rows, seconds):
    """Prints the totals. Returns whether they are good."""
    count = Counter(outcome(*row[1:3]) for row in rows)
    musts = sum(row[3] == "MUST" for row in rows if outcome(*row[1:3]) == "killed")
    print(f"{len(rows)} mutants in {seconds:.0f} s: {count['killed']} killed ({musts} by a MUST, {count['killed'] - musts} by a "
          f"SHOULD), {count['equivalent']} equivalent, {count['surviving']} surviving, {count['stale']} stale")
    return not count["stale"] and not count["surviving"]


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--part", default="1/1")
    parser.add_argument("--match", default="*")
    parser.add_argument("--at-a-time", type=int, default=2 * (os.cpu_count() or 1))
    parser.add_argument("--update", action="store_true")
    parser.add_argument("program")
    parser.add_argument("client")
    options = parser.parse_args()
    part, parts = map(int, options.part.split("/"))
    whole = parts == 1 and options.match == "*"

    judge = Judge(options.program, options.client)
    kills = HERE / ("mqtt_kills.txt" if judge.mqtt else "kills.txt")
    ids = [line[0] for line in judge.lines("--list-mutants")]
    patterns = [] if judge.mqtt else equivalents()
    unused = [row[0] for row in patterns if not any(fnmatch.fnmatchcase(one, row[0]) for one in ids)]
    if unused:
        sys.exit(f"equivalent.txt: no mutant matches {unused}")
    mine = [one for one in ids
            if zlib.crc32(one.encode()) % parts == part - 1 and fnmatch.fnmatchcase(one, options.match)]
    prover = Prover(judge, Kills(kills))
    began = time.monotonic()
    broken = []

    def prove(mutant):
        is_equivalent = any(fnmatch.fnmatchcase(mutant, row[0]) for row in patterns)
        level, killers = "", {}
        try:
            level, killers = prover.killers(mutant)
        except RuntimeError as problem:  # does not hide what the others did
            broken.append(mutant)
            print(f"BROKEN    {mutant}: {problem}", flush=True)
        else:
            if bool(killers) == is_equivalent:
                word = "STALE" if is_equivalent else "SURVIVES"
                print(f"{word:9} {mutant} {' '.join(killers)}".rstrip(), flush=True)
        return mutant, is_equivalent, killers, level

    with ThreadPoolExecutor(options.at_a_time) as pool:
        rows = list(pool.map(prove, mine))
    if options.update:
        if whole:
            with ThreadPoolExecutor(options.at_a_time) as pool:
                list(pool.map(prover.fail_cases, ids))
        prover.kills.write(set(ids))
    good = report(rows, time.monotonic() - began)
    good = good and not broken
    if whole:
        print_score(prover.score())
        for case in prover.unfailed():
            print(f"NO MUTANT fails the MUST case {case}")
            good = False
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
