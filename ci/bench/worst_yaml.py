"""usage: worst_yaml.py PROGRAM [WORD…]
Searches for the files with the longest `check` time: fills files up to the limit (256 KiB) with one construct at a time, valid
and invalid, and prints the slowest twelve. The CPU time is the best of four runs and includes the start of the process.
WORDs select constructs by name. Nothing is served; files are in a temporary folder, which is removed at the end."""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

LARGEST = 256 * 1024


def filled(head, item, tail=""):
    """head, then as many of item(0), item(1)… as fit, then tail."""
    parts, size, number = [head], len(head.encode()) + len(tail.encode()), 0
    while True:
        part = item(number) if callable(item) else item
        size += len(part.encode())
        if size > LARGEST:
            return "".join(parts) + tail
        parts.append(part)
        number += 1


def files():
    expect = "# expect known-failures\n"  # also parsed as a case
    rules, faults, things = expect + "rules:\n", expect + "rules:\n- faults:\n", expect + "things:\n"
    wrong = lambda number: f"w{number:063d}"
    yield "rules", filled(rules, "- answers: [{error: 503}]\n")
    yield "replies", filled(rules, "- answers: [{reply: {json: {execution: {jobId: j, status: QUEUED, versionNumber: 1}}}}]\n")
    yield "pending", filled(rules + "- when: {operation: GetPendingJobExecutions}\n  answers: [{reply: {json: {inProgressJobs: [",
                            "{jobId: j, queuedAt: 1, lastUpdatedAt: 1, versionNumber: 1, executionNumber: 1},", "]}}}]\n")
    yield "wrong-replies", filled(rules, lambda number: f"- answers: [{{reply: {{json: {{a: {number}}}}}}}]\n")
    yield "wrong-faults", filled(faults, lambda number: f"  - {{{wrong(number)}: 1}}\n")
    yield "near-faults", filled(faults, lambda number: f"  - {{delxy-aaaa-{number:05d}: 1}}\n")
    yield "wrong-keys", filled(rules, lambda number: f"- {{{wrong(number)}: 1}}\n")
    yield "wrong-errors", filled(rules + "- answers:\n", lambda number: f"  - {{error: {wrong(number)}}}\n")
    yield "wrong-operations", filled(rules, lambda number: f"- {{when: {{operation: {wrong(number)}}}, answers: [documented]}}\n")
    yield "same-names", filled(rules, "- {name: a, answers: [documented]}\n")
    yield "delays", filled(faults, "  - {delay: {median: 40ms, p99: 900ms}}\n")
    yield "percentiles", filled(rules + "- faults: [{delay: {percentiles: {", lambda number: f"{number * 0.004:.3f}%: {number}ms, ", "}}}]\n")
    yield "long-documents", filled(faults, "  - {long-document: 16777216}\n")
    yield "ranges", filled(things, lambda number: f'  "s{number}-{{1..100000000}}": {{j: {{}}}}\n')
    yield "overlapping-ranges", filled(things, lambda number: f'  "s-{{{number + 1}..100000000}}": {{j: {{}}}}\n')
    yield "things", filled(things, lambda number: f"  t{number}: {{j: {{}}}}\n")
    yield "jobs", filled(things + "  t:\n", lambda number: f"    j{number}: {{}}\n")
    yield "wrong-jobs", filled(things + "  t:\n", lambda number: f"    j{number}: {{statuss: QUEUED}}\n")
    yield "steps", filled(expect + "things: {t: {j: {then: [", "{after: 1s, status: IN_PROGRESS},", "]}}}\n")
    yield "executions", filled(expect + "things: {t: {j: {executions: {", lambda number: f"{number + 1}: {{}},", "}}}}\n")
    yield "document-map", filled(expect + "things: {t: {j: {document: {", lambda number: f"k{number}: {number},", "}}}}\n")
    yield "document-text", filled(expect + 'things: {t: {j: {document: "', "x", '"}}}\n')
    yield "flow-keys", filled("{expect: 1, known-failures: 1, ", lambda number: f"k{number}: 1,", "}")
    yield "case", filled("summary: x\nexpect:\n  outcome: {execution: {", lambda number: f"k{number}: 1,", "}}\n")
    yield "headers", filled(rules + "- when: {headers: {", lambda number: f'h{number}: "*",', "}}\n  answers: [documented]\n")
    yield "tls", filled(expect + "tls:\n", "- {certificate: expired, times: 1}\n")
    yield "credentials", filled(expect + "signatures: check\ncredentials: {", lambda number: f"k{number}: s,", "}\n")
    yield "aliases", filled(expect, lambda number: f"a{number}: &a{number} [1]\n")
    yield "lines", filled(expect + "summary: a", "\n a")
    for part in ['"', "'", "&", "*", "|", ">", "-", "?", ":", "%", "\\", "é", "[],", "- a\n", "a: b\n", "- - ", '"\\n"\n', "&a a: b\n"]:
        yield f"only {part!r}", filled(expect, part)


def check_milliseconds(program, path):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([program, "check", path], stdout=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def main(program, *words):
    results = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "worst.yaml"
        for name, text in files():
            if not words or any(word in name for word in words):
                path.write_text(text)
                results.append((min(check_milliseconds(program, path) for _ in range(4)), name))
    for milliseconds, name in sorted(results, reverse=True)[:12]:
        print(f"{milliseconds:7.1f} ms  {name}")


if __name__ == "__main__":
    main(*sys.argv[1:])
