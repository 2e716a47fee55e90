#!/usr/bin/python3
"""usage: variants.py [--match GLOB] [--at-a-time N] PROGRAM CLIENT

Each correct variant of the reference client CLIENT must pass the cases of PROGRAM, a built jobrig, with --strict and its
profile of levels. Prints a line for each, with what fails, and exits with 1 if one fails.
"""

import argparse
import fnmatch
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from judge import Judge


def failures(run):
    """What keeps the run from passing with --strict."""
    passing = {"passed", "skipped", "informational"}
    found = [f'{one["case"]}: {one["verdict"]}: {one["reason"]}' for one in run["results"] if one["verdict"] not in passing]
    return found + [f'problem: {one["what"]}' for one in run["problems"]]


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--match", default="*")
    parser.add_argument("--at-a-time", type=int, default=2 * (os.cpu_count() or 1))
    parser.add_argument("program")
    parser.add_argument("client")
    options = parser.parse_args()
    judge = Judge(options.program, options.client)
    variants = [line for line in judge.lines("--list-variants") if fnmatch.fnmatchcase(line[0], options.match)]

    def prove(variant):
        name, *given, what = variant
        levels = given[0] if given else "sdk"  # the MQTT reference client has no other levels
        began = time.monotonic()
        profile = [] if levels == "sdk" else ["--levels", levels]  # sdk is the default
        run = judge.run(["--variant", name], ["--strict", *profile, "--jobs", "32"])
        return name, levels, what, failures(run), time.monotonic() - began

    failed = 0
    with ThreadPoolExecutor(options.at_a_time) as pool:
        for name, levels, what, found, seconds in pool.map(prove, variants):
            failed += bool(found)
            print(f"{'FAILS ' if found else 'passes'} {levels:13}{seconds:5.0f} s  {name}: {what}", flush=True)
            for line in found:
                print(f"         {line}", flush=True)
    print(f"{len(variants)} correct variants: {len(variants) - failed} pass, {failed} fail")
    sys.exit(1 if failed or not variants else 0)


if __name__ == "__main__":
    main()
