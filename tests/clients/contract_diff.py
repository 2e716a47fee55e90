#!/usr/bin/python3
"""usage: contract_diff.py PROGRAM
Tests ci/contract-diff with PROGRAM, a built jobrig: the models of the SDKs differ only in known ways, and each planted change of
a model is found. Prints a line for each check and exits 1 if one fails."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODEL = Path("/usr/lib/python3/dist-packages/botocore/data/iot-jobs-data/2017-09-29/service-2.json")


def planted(change):
    model = json.loads(MODEL.read_text())
    change(model["operations"], model["shapes"])
    return json.dumps(model)


CHANGES = (  # what, the change, the fact that must be reported
    ("another path", lambda operations, shapes: operations["DescribeJobExecution"]["http"].update(requestUri="/jobs/{jobId}"),
     "NEW  botocore  DescribeJobExecution.http: "),
    ("a new operation", lambda operations, shapes: operations.update(StopJob=operations["DescribeJobExecution"]),
     "NEW  botocore  StopJob.http: "),
    ("an operation removed", lambda operations, shapes: operations.pop("UpdateJobExecution"),
     "NEW  botocore  UpdateJobExecution.http: "),
    ("a new error of an operation", lambda operations, shapes:
     operations["GetPendingJobExecutions"]["errors"].append({"shape": "TerminalStateException"}),
     "NEW  botocore  GetPendingJobExecutions.errors: "),
    ("another status", lambda operations, shapes: shapes["ThrottlingException"]["error"].update(httpStatusCode=400),
     "NEW  botocore  errors.ThrottlingException.status: "),
    ("a new member", lambda operations, shapes: shapes["JobExecution"]["members"].update(namespaceId={"shape": "JobId"}),
     "NEW  botocore  DescribeJobExecution.response.execution.namespaceId.type: "),
    ("a shorter text", lambda operations, shapes: shapes["JobDocument"].update(max=1024),
     "NEW  botocore  DescribeJobExecution.response.execution.jobDocument.max: "),
    ("another pattern", lambda operations, shapes: shapes["ThingName"].update(pattern="[a-z]+"),
     "NEW  botocore  GetPendingJobExecutions.request.thingName.pattern: "),
    ("another type", lambda operations, shapes: shapes["VersionNumber"].update(type="string"),
     "NEW  botocore  UpdateJobExecution.response.executionState.versionNumber.type: "),
    ("a new status of executions", lambda operations, shapes: shapes["JobExecutionStatus"]["enum"].append("PAUSED"),
     "NEW  botocore  DescribeJobExecution.response.execution.status.enum: "),
    ("a required member", lambda operations, shapes:
     shapes["StartNextPendingJobExecutionRequest"]["required"].append("statusDetails"),
     "NEW  botocore  StartNextPendingJobExecution.request.required: "),
    ("a query parameter in the body", lambda operations, shapes:
     shapes["DescribeJobExecutionRequest"]["members"]["executionNumber"].pop("location"),
     "NEW  botocore  DescribeJobExecution.request.executionNumber.in: "),
    ("a known difference that is gone", lambda operations, shapes:
     shapes["InvalidStateTransitionException"]["members"].update(executionState={"shape": "JobExecutionState"}) or
     shapes["ExecutionNumber"].update(min=1), "STALE  contract-differences.txt:"),
)


def compared(program, model):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "service-2.json"
        file.write_text(model)
        return subprocess.run([ROOT / "ci/contract-diff", "--program", program, "--botocore", file], capture_output=True, text=True)


def main():
    program = sys.argv[1]
    failures = 0
    def check(what, right, done):
        nonlocal failures
        failures += not right
        print(f"{'ok' if right else 'FAILED'}  {what}" + ("" if right else f"\n{done.stdout}{done.stderr}"))
    done = compared(program, MODEL.read_text())
    check("only known differences", done.returncode == 0 and "0 new differences, 0 stale entries" in done.stdout, done)
    for what, change, fact in CHANGES:
        done = compared(program, planted(change))
        check(f"{what} is found", done.returncode == 1 and fact in done.stdout, done)
    sys.exit(1 if failures else 0)


main()
