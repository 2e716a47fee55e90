#!/usr/bin/python3
"""usage: action.py JOBRIG
Runs the steps of ci/action/action.yml and the script of ci/action/gitlab.yml as a runner does, with JOBRIG, a built jobrig.
Prints a line for each check and exits 1 if one fails."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
ACTION = ROOT / "ci/action"
CLIENT = "curl --silent --fail {endpoint}/things/{thingName}/jobs/{jobId}"
failures = 0


def check(sentence, right, otherwise=""):
    global failures
    failures += not right
    print(f"{'ok' if right else 'FAILED'}  {sentence}" + ("" if right else f"\n{otherwise}"), flush=True)


def run_step(step, inputs, environment, folder):
    """Runs one step with its expressions replaced. None: its condition does not hold."""
    if step.get("if") == "inputs.package != ''" and not inputs["package"]:
        return None
    values = {name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: inputs[found[1]], text)
              for name, text in step["env"].items()}
    return subprocess.run([shutil.which(step["shell"]), "-e", "-c", step["run"]], cwd=folder, env=environment | values,
                          capture_output=True, text=True, timeout=300)


def runner(folder, jobrig=None):
    """The environment of a runner; `jobrig`: a folder in PATH that has it."""
    return {"PATH": (f"{jobrig}:" if jobrig else "") + "/usr/bin:/bin", "GITHUB_ACTIONS": "true", "GITHUB_ACTION_PATH": str(ACTION),
            "GITHUB_STEP_SUMMARY": f"{folder}/summary.md", "GITHUB_PATH": f"{folder}/paths", "RUNNER_TEMP": str(folder)}


def test_action(program, folder):
    action = yaml.safe_load((ACTION / "action.yml").read_text())
    steps = [step for step in action["runs"]["steps"] if "run" in step]
    inputs = {name: one.get("default", "") for name, one in action["inputs"].items()}
    inputs |= {"client": CLIENT, "options": "--run 'request/include-*' --seed 1", "package": "jobrig.tar.gz"}
    with tarfile.open(folder / "jobrig.tar.gz", "w:gz") as archive:
        archive.add(program, "jobrig-0/bin/jobrig")
    environment = runner(folder)
    done = run_step(steps[0], inputs, environment, folder)
    check("an archive is installed", done.returncode == 0, done.stderr)
    path = (folder / "paths").read_text().strip()
    done = run_step(steps[1], inputs, environment | {"PATH": f"{path}:/usr/bin:/bin"}, folder)
    check("a failed case fails the step", done.returncode == 1, done.stdout + done.stderr)
    check("the failures are annotated", "::error" in done.stdout, done.stdout)
    check("the step summary shows the failures", "request/include-job-document-true" in (folder / "summary.md").read_text())
    reports = folder / inputs["reports"]
    check("the reports are in the folder that is uploaded", sorted(os.listdir(reports)) ==
          ["conform.html", "conform.json", "conform.md", "conform.xml"], os.listdir(reports))
    inputs["options"] = "--run request/no-body"
    done = run_step(steps[1], inputs, environment | {"PATH": f"{path}:/usr/bin:/bin"}, folder)
    check("a client without failures passes", done.returncode == 0, done.stdout + done.stderr)
    inputs["package"] = ""
    check("without a package nothing is installed", run_step(steps[0], inputs, environment, folder) is None)
    (folder / "bash-only").mkdir()
    (folder / "bash-only/bash").symlink_to("/bin/bash")
    done = run_step(steps[1], inputs, environment | {"PATH": f"{folder}/bash-only"}, folder)
    check("a missing program is one sentence", (done.returncode, done.stderr.count("\n")) == (2, 1) and
          "jobrig was not found" in done.stderr, done.stderr)
    inputs["package"] = "jobrig.zip"
    done = run_step(steps[0], inputs, environment, folder)
    check("another kind of package is refused", done.returncode == 2 and "expected a .deb or a .tar.gz" in done.stderr, done.stderr)


def test_gitlab(program, folder):
    text = (ACTION / "gitlab.yml").read_text()
    spec, job = yaml.safe_load_all(re.sub(r"\$\[\[ inputs\.(\w+) \]\]", r"INPUT_\1", text))
    job = job["jobrig-conform"]
    inputs = {name: one.get("default", "") for name, one in spec["spec"]["inputs"].items()}
    inputs |= {"client": CLIENT, "options": "--run request/no-body --seed 1"}
    check("each input is used", all(f"INPUT_{name}" in str(job) for name in inputs), job)
    values = {name: re.sub(r"^INPUT_(\w+)$", lambda found: inputs[found[1]], value) for name, value in job["variables"].items()}
    shutil.copytree(ACTION, folder / "ci/action")
    (folder / "bin").mkdir()
    shutil.copy(program, folder / "bin/jobrig")
    done = subprocess.run(["bash", "-e", "-c", "\n".join(job["script"])], cwd=folder, capture_output=True, text=True, timeout=300,
                          env={"PATH": f"{folder}/bin:/usr/bin:/bin"} | values)
    check("the script of the GitLab job passes", done.returncode == 0, done.stdout + done.stderr)
    check("it writes the report for the merge request", (folder / "jobrig-reports/conform.xml").is_file())


def main(program):
    for test in (test_action, test_gitlab):
        with tempfile.TemporaryDirectory(prefix="jobrig-action-") as folder:
            test(Path(program).resolve(), Path(folder))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 2 else print(__doc__) or 2)
