"""The helper for Python, with boto3 and the plugin for pytest, run by tests/helpers/judge under pytest-xdist."""

import os
import subprocess
from pathlib import Path

import pytest

import jobrig as helper

OUTAGE = """
things: {thermostat-1: {firmware-7: {status: QUEUED}}}
rules: [{answers: [{error: ServiceUnavailableException, times: 2}, documented]}]
"""
NAMES = {"thingName": "thermostat-1", "jobId": "firmware-7"}


@pytest.mark.parametrize("turn", range(8))
def test_each_test_has_counters_of_its_own(jobrig, turn):
    jobrig.scenario(OUTAGE)
    answer = jobrig.boto3_client().describe_job_execution(**NAMES)
    assert answer["execution"]["status"] == "QUEUED"
    assert [one["status"] for one in jobrig.journal.wait(count=3)] == [503, 503, 200]


def test_the_clock_of_one_sandbox_moves_alone(jobrig, jobrig_server):
    jobrig.scenario({"things": {"thermostat-1": {"firmware-7": {"status": "IN_PROGRESS", "timeout": "1d"}}}})
    client = jobrig.boto3_client()
    with jobrig_server.sandbox(OUTAGE) as other:
        other.clock.freeze()
        before = other.clock.now()
        jobrig.clock.advance("7d")
        assert other.clock.now() == before
    with pytest.raises(client.exceptions.TerminalStateException):
        client.describe_job_execution(**NAMES)


def test_the_clock_is_set_and_sped_up(jobrig):
    jobrig.clock.freeze()
    jobrig.clock.set("2040-01-01T00:00:00Z")
    assert jobrig.clock.now().startswith("2040-01-01T00:00:00")
    jobrig.clock.rate(60)


def test_a_built_in_scenario_and_a_file_are_served(jobrig, tmp_path):
    jobrig.scenario("demos/default")
    file = tmp_path / "outage.yaml"
    file.write_text(OUTAGE)
    jobrig.scenario(file)
    jobrig.boto3_client().describe_job_execution(**NAMES)
    assert len(jobrig.journal.records(thing="thermostat-*", status=503)) == 2


def test_a_reset_starts_the_scenario_again(jobrig):
    jobrig.scenario(OUTAGE)
    client = jobrig.boto3_client()
    for _ in range(2):
        client.describe_job_execution(**NAMES)
        assert len(jobrig.journal.wait(count=3)) == 3
        jobrig.reset()


def test_options_of_boto3_are_kept(jobrig):
    from botocore.config import Config

    jobrig.scenario(OUTAGE)
    client = jobrig.boto3_client(config=Config(retries={"mode": "standard", "total_max_attempts": 1}), region_name="us-east-1")
    with pytest.raises(client.exceptions.ServiceUnavailableException):
        client.describe_job_execution(**NAMES)
    assert client.meta.region_name == "us-east-1"


def test_too_few_requests_are_listed(jobrig):
    jobrig.scenario("things: {thermostat-1: {firmware-7: {status: QUEUED}}}")
    jobrig.boto3_client().describe_job_execution(**NAMES)
    jobrig.journal.wait(count=1)
    with pytest.raises(helper.JournalTimeout) as error:
        jobrig.journal.wait(count=2, within="10ms")
    assert str(error.value) == ("expected 2 exchanges within 10ms, found 1\n"
                                "  DescribeJobExecution thermostat-1/firmware-7: 200")


def test_requests_that_no_rule_matches_are_explained(jobrig):
    jobrig.scenario("things: {t: {j: {}}}\nrules: [{name: outage, when: {thing: other}, answers: [{error: ThrottlingException}]}]")
    jobrig.boto3_client().describe_job_execution(thingName="t", jobId="j")
    jobrig.journal.wait(count=1)
    assert jobrig.near_misses()[0]["misses"][0]["rule"] == "outage"


def test_a_mistake_in_a_scenario_is_reported_with_its_position(jobrig):
    with pytest.raises(helper.AdminError) as error:
        jobrig.scenario("things:\n  t: {j: {statsu: QUEUED}}")
    assert str(error.value) == ('the scenario has mistakes; the old scenario stays\nscenario.yaml:2:11: a job has no key "statsu"; '
                                'did you mean "status"?')


def test_a_duration_that_is_not_one_is_reported(jobrig):
    with pytest.raises(ValueError, match='"5 parsecs" is not a duration'):
        jobrig.journal.wait(within="5 parsecs")


def test_a_server_ends_with_its_context(tmp_path):
    with helper.Server() as server, server.sandbox(OUTAGE, seed=7) as sandbox:
        assert sandbox.seed == 7
        assert sandbox.endpoint.startswith(server.endpoint)
    assert server.stop() == 0
    assert not Path(f"/proc/{server.ready['pid']}").exists()


def test_a_server_that_does_not_start_says_why():
    with pytest.raises(helper.ServerError, match="^jobrig serve did not start: nothing/here: not a file"):
        helper.Server("nothing/here")


def fake_program(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_the_program_is_found_by_jobrig_then_path_then_the_build_folder(tmp_path, monkeypatch):
    built = fake_program(tmp_path / "build/dev/jobrig")
    in_path = fake_program(tmp_path / "bin/jobrig")
    named = fake_program(tmp_path / "named")
    inside = tmp_path / "tests/deep"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    monkeypatch.setenv("PATH", str(in_path.parent))
    monkeypatch.setenv("JOBRIG", str(named))
    assert helper.find_program() == named
    assert helper.find_program(built) == built
    monkeypatch.delenv("JOBRIG")
    assert helper.find_program() == in_path
    monkeypatch.setenv("PATH", str(inside))
    assert helper.find_program() == built
    monkeypatch.setenv("JOBRIG", "/nothing/here")
    with pytest.raises(helper.ProgramNotFound, match="^jobrig was not found: JOBRIG is '/nothing/here', which is not a program$"):
        helper.find_program()


def test_without_a_program_a_test_fails_with_one_sentence(tmp_path):
    (tmp_path / "test_it.py").write_text("def test_it(jobrig):\n    pass\n")
    environment = {name: value for name, value in os.environ.items() if name != "JOBRIG" and not name.startswith("PYTEST_")}
    done = subprocess.run(["/usr/bin/python3", "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider"], cwd=tmp_path,
                          env=environment | {"PATH": str(tmp_path)}, capture_output=True, text=True, timeout=90)
    assert done.returncode == 1
    assert "jobrig was not found: add its folder to PATH, or set JOBRIG to the path of the program" in done.stdout
    assert "Traceback" not in done.stdout and "program.py" not in done.stdout
