"""Conformance runs during which a call fails."""
import errno
import json
import subprocess

from served import GUARD, Found


def conform_runs(torture, only=""):
    """Whatever fails inside jobrig, a client that does everything right is never blamed, and the report is written."""
    torture.drop_server()
    torture.control.arm("malloc", 0)
    code, text, _ = conform_once(torture)
    torture.control.disarm()
    if code != 0:
        raise SystemExit(f"torture: the conform run does not pass without failures: {code} {text}")
    allocations = torture.control.seen
    count = torture.most(1000, 5)
    few = torture.most(4, 2)
    for name, call, ks, error in (
            ("conform: malloc", "malloc", [1 + i * allocations // count for i in range(count)], errno.ENOMEM),
            ("conform: pthread_create", "pthread_create", range(1, torture.most(13, 5)), errno.EAGAIN),
            ("conform: accept", "accept", range(1, few), errno.EMFILE),
            ("conform: epoll_ctl", "epoll_ctl", range(1, torture.most(16, 2)), errno.ENOSPC),
            ("conform: send", "send", range(1, few), errno.ENOBUFS),
            ("conform: write", "write", range(1, few), errno.ENOSPC),
            ("conform: fsync", "fsync", range(1, few), errno.EIO)):
        if only not in ("", call):
            continue
        tried = failed = 0
        for k in ks:
            tried += 1
            torture.control.arm(call, k, error)
            try:
                judge_conform(*conform_once(torture))
            except Found as found:
                torture.note(f"{name} k={k}", found)
            torture.control.disarm()
            failed += torture.control.failed
        torture.row(name, tried, failed)


def conform_once(torture):
    """Exit code, stderr, and the report, if there is one."""
    report = torture.folder / "report.json"
    report.unlink(missing_ok=True)
    started = torture.folder / "started"
    started.unlink(missing_ok=True)
    client = torture.folder / "client"
    client.write_text(f'#!/bin/sh\n: >{started}\nexec {torture.options.client} "$@"\n')
    client.chmod(0o700)
    command = [torture.options.program, "conform", "--adapter", "--run", "request/next", "--run", "error/throttling-in-code",
               "--jobs", "2", "--seed", "1", "--json", str(report), "--", str(client)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               env=torture.environment(), start_new_session=True)
    try:
        _, errors = process.communicate(timeout=GUARD)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise Found("hang", f"conform did not end in {GUARD} s") from None
    return process.returncode, errors.decode(errors="replace"), (report.read_text() if report.exists() else None)


def judge_conform(code, text, report):
    if code < 0 or code > 2:
        raise Found("abort", f"conform ended with {code}: {text[-200:]!r}")
    verdicts = []
    if report is not None:
        try:
            verdicts = [case["verdict"] for case in json.loads(report)["runs"][0]["results"]] if report else []
        except (ValueError, KeyError, IndexError):
            raise Found("wrong", f"the report is not whole: {report[:200]!r}") from None
    if code == 1 or set(verdicts) - {"passed", "harness-error"}:
        raise Found("wrong", f"the client is blamed: {code} {verdicts} {text[-200:]!r}")
    if code == 0 and (not verdicts or set(verdicts) != {"passed"}):
        raise Found("wrong", f"exit code 0 with the verdicts {verdicts}")
    if code == 2 and "jobrig: " not in text and "harness-error" not in verdicts:
        raise Found("wrong", f"exit code 2 without a reason: {text[-200:]!r}")
