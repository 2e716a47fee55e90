#!/usr/bin/python3
"""usage: adapters.py boto3|js|js_v2 PROGRAM
Tests one of the adapters in ci/profiles with the client protocol, without the conformance runner, against PROGRAM, a built
jobrig. Prints a line for each check and exits 1 if one fails."""

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
from driver import Adapter  # noqa: E402
from mock import Mock  # noqa: E402

PROFILES = HERE.parents[2] / "ci" / "profiles"
# The SDK's results for truncated JSON and for invalid UTF-8: the runner must report what the caller receives.
CUT_JSON = {"boto3": ("success", None), "js": ("error", "decoding"), "js_v2": ("error", "decoding")}
BAD_UTF8 = {"boto3": ("error", "decoding"), "js": ("success", None), "js_v2": ("success", None)}
COMMANDS = {"boto3": ["/usr/bin/python3", "-B", PROFILES / "boto3_adapter.py"], "js": ["node", PROFILES / "js_adapter.mjs"],
            "js_v2": ["node", PROFILES / "js_v2_adapter.mjs"]}
FEATURES = {"execution-number", "start-next", "update", "get-pending", "poll", "tls", "client-certificate", "retries", "signed",
            "long-lived"}
LIMITS = {"boto3": {"attempts": 5, "attemptMilliseconds": 6000}, "js": {"attempts": 3, "attemptMilliseconds": 6000},
          "js_v2": {"attempts": 4, "attemptMilliseconds": 6000}}  # with --time-limit 3
BIG = 9007199254740993  # 2^53 + 1


class Talk:
    def __init__(self, name, adapter):
        self.name, self.adapter, self.endpoint = name, adapter, None
        self.checks = self.failures = 0

    def check(self, sentence, holds, otherwise):
        self.checks += 1
        self.failures += not holds
        print(f"{'ok' if holds else 'not ok'} {self.checks} - {sentence}" + ("" if holds else f"\n  # {otherwise}"), flush=True)

    def equal(self, sentence, found, wanted):
        self.check(sentence, found == wanted, f"found {found!r}\n  # wanted {wanted!r}")

    def describe(self, thing, job="firmware-7", fresh=True, poll=None, **more):
        extra = {"poll": poll} if poll else {}
        return self.adapter.call(self.endpoint, "DescribeJobExecution", {"thingName": thing, "jobId": job, **more}, fresh, **extra)


def error_of(result):
    """Returns (name, kind, status) of a result that should be an error."""
    error = result.get("error", {"name": result})
    return error.get("name"), error.get("kind"), error.get("status")


def successes(talk):
    talk.equal("a describe reports the whole execution under the API's names", talk.describe("thermostat-1").get("response"),
               {"execution": {"thingName": "thermostat-1", "jobId": "firmware-7", "executionNumber": 1, "versionNumber": 3,
                              "status": "IN_PROGRESS", "statusDetails": {"step": "download"}, "queuedAt": 1767225000,
                              "startedAt": 1767225300, "lastUpdatedAt": 1767225540}})
    talk.equal("$next of a thing with nothing pending is an empty success",
               talk.describe("idle-1", "$next").get("response"), {})
    found = talk.describe("thermostat-1", "rollout-9", executionNumber=5_000_000_000)
    talk.equal("an executionNumber above 2^31 is asked for and reported", found["response"]["execution"]["executionNumber"],
               5_000_000_000)
    pending = talk.adapter.call(talk.endpoint, "GetPendingJobExecutions", {"thingName": "starter-1"})
    talk.equal("GetPendingJobExecutions is called", [row["jobId"] for row in pending["response"]["queuedJobs"]], ["firmware-7"])
    started = talk.adapter.call(talk.endpoint, "StartNextPendingJobExecution", {"thingName": "starter-1"})
    talk.equal("StartNextPendingJobExecution is called", started["response"]["execution"]["status"], "IN_PROGRESS")
    updated = talk.adapter.call(talk.endpoint, "UpdateJobExecution",
                                {"thingName": "updater-1", "jobId": "firmware-7", "status": "SUCCEEDED", "includeJobExecutionState": True})
    talk.equal("UpdateJobExecution is called", updated["response"]["executionState"]["versionNumber"], 3)


def failures(talk):
    for thing, name, status in (("error-1", "CertificateValidationException", 400), ("error-2", "InvalidRequestException", 400),
                                ("error-3", "ResourceNotFoundException", 404), ("error-4", "TerminalStateException", 410),
                                ("error-5", "ThrottlingException", 429)):
        talk.equal(f"{name} is reported by name", error_of(talk.describe(thing)), (name, "service", status))
    talk.equal("a reset connection is transport", error_of(talk.describe("reset-1"))[1], "transport")
    talk.equal("silence beyond the time limit is timeout", error_of(talk.describe("silent-1"))[1], "timeout")
    for what, thing, wanted in (("JSON that was cut", "garbled-1", CUT_JSON), ("a byte that is no UTF-8", "mojibake-1", BAD_UTF8)):
        found = talk.describe(thing)
        talk.equal(f"{what} is reported as the SDK takes it", (found["outcome"], found.get("error", {}).get("kind")), wanted[talk.name])
    nameless = talk.adapter.call(talk.endpoint, "DescribeJobExecution", {"jobId": "firmware-7"})
    talk.equal("a call without its thingName is validation", error_of(nameless)[1], "validation")


def what_it_cannot(talk):
    unknown = talk.describe("thermostat-1", namespaceId="n")
    talk.equal("an argument that the SDK does not know is unable, not an error", unknown["outcome"], "unable")
    talk.check("and the reason names it", "namespaceId" in unknown.get("reason", ""), unknown)
    nothing = talk.adapter.call(talk.endpoint, "DescribeEverything", {})
    talk.equal("an operation that the SDK does not know is unable", nothing["outcome"], "unable")
    found = talk.describe("thermostat-1", "rollout-9", executionNumber=BIG)
    if talk.name == "boto3":
        talk.equal("an executionNumber beyond 2^53 is reported as digits", found["response"]["execution"]["executionNumber"], str(BIG))
    else:
        talk.check("an executionNumber beyond 2^53 is unable and the reason says it", str(BIG) in found.get("reason", ""), found)


def polling(talk):
    polled = talk.describe("polled-1", poll={"everyMilliseconds": 1, "atMost": 10})
    talk.equal("polling ends with the terminal status, every answer is reported",
               [row["execution"]["status"] for row in polled["responses"]], ["QUEUED", "IN_PROGRESS", "SUCCEEDED"])
    talk.equal("the response is the last one", polled["response"], polled["responses"][-1])
    polled = talk.describe("polled-2", poll={"everyMilliseconds": 1, "atMost": 3})
    talk.equal("polling ends after so many calls", len(polled["responses"]), 3)
    polled = talk.describe("error-3", poll={"everyMilliseconds": 1, "atMost": 3})
    talk.equal("polling ends with the first error", (error_of(polled)[0], polled["responses"]), ("ResourceNotFoundException", []))


def client_objects(talk):
    """The journal is checked later: a new object opens its own connection, the same object reuses it."""
    talk.describe("thermostat-1", fresh=True)
    talk.describe("thermostat-1", fresh=False)
    talk.describe("thermostat-1", fresh=True)


def check_journal(talk, journal):
    talk.check("no request without its thingName was sent", all(record.get("thing") for record in journal), "one was")
    first, second, third = [record["connection"] for record in journal[-3:]]
    talk.equal("without `fresh` the client object is the same, and so is its connection unless the SDK keeps none",
               first == second, talk.name != "js_v2")
    talk.check("with `fresh` it is another", third != second, "all on one connection")


def over_tls(talk, program, folder):
    subprocess.run([program, "certs", "--dir", folder, "--thing", "thermostat-1"], check=True, stdout=subprocess.DEVNULL)
    mock = Mock(program, [HERE / "mutual.yaml"], folder, ["--tls-dir", folder])
    describe = ("DescribeJobExecution", {"thingName": "thermostat-1", "jobId": "firmware-7"})
    trust = {"authority": f"{folder}/ca.pem"}
    device = {"certificate": f"{folder}/thermostat-1/good.pem", "key": f"{folder}/thermostat-1/good.key"}
    try:
        talk.equal("it trusts the authority that it is given and presents the certificate",
                   talk.adapter.call(mock.endpoint, *describe, tls=trust | device)["outcome"], "success")
        talk.equal("it presents none when it is given none",
                   error_of(talk.adapter.call(mock.endpoint, *describe, tls=trust)), ("CertificateValidationException", "service", 400))
        talk.equal("without the authority it does not trust the server",
                   error_of(talk.adapter.call(mock.endpoint, *describe))[1], "transport")
    finally:
        mock.stop()


def converse(talk, program):
    with tempfile.TemporaryDirectory(prefix="jobrig-adapters-") as folder:
        mock = Mock(program, [HERE / "adapters.yaml"], folder)
        talk.endpoint = mock.endpoint
        try:
            successes(talk)
            failures(talk)
            what_it_cannot(talk)
            polling(talk)
            client_objects(talk)
        finally:
            mock.stop()
        check_journal(talk, mock.journal())


def main(name, program):
    adapter = Adapter([*COMMANDS[name], "--time-limit", "3"])
    talk = Talk(name, adapter)
    print(f"# {adapter.hello['client']} {adapter.hello['version']}")
    talk.equal("hello says the protocol's version", (adapter.hello["type"], adapter.hello["protocol"]), ("hello", 1))
    talk.equal("hello names all features", set(adapter.hello["features"]), FEATURES)
    talk.equal("hello declares the limits", adapter.hello["limits"], LIMITS[name])
    converse(talk, program)
    with tempfile.TemporaryDirectory(prefix="jobrig-adapters-") as folder:
        over_tls(talk, program, folder)
    talk.equal("it exits 0 at bye", adapter.end({"type": "bye"}), 0)
    talk.equal("it exits 0 at the end of its input", Adapter(COMMANDS[name]).end(), 0)
    print(f"# {talk.checks - talk.failures} of {talk.checks} checks hold")
    return 1 if talk.failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 3 and sys.argv[1] in COMMANDS else print(__doc__) or 2)
