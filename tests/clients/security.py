#!/usr/bin/python3
"""usage: security.py CLIENT PROGRAM
Tests one real client that signs requests (aws_cli, boto3_sdk, js_sdk) against PROGRAM, a built jobrig that checks signatures,
plain and over TLS: with the correct secret, a wrong secret, an unknown key and another region; with a trusted and an
untrusted CA. Prints a line for each check and exits 1 if one fails."""

import contextlib
import importlib
import os
import sys
import tempfile
from pathlib import Path

import outcome
from conversation import Conversation
from mock import Mock

SCENARIO = Path(__file__).parent / "security" / "signed.yaml"


@contextlib.contextmanager
def environment(**changes):
    """Changes both environments: separate processes receive ENVIRONMENT, boto3 runs in this process."""
    before = dict(outcome.ENVIRONMENT)
    outcome.ENVIRONMENT.update(changes)
    os.environ.update(changes)
    try:
        yield
    finally:
        for name in changes:
            os.environ.pop(name, None)
        outcome.ENVIRONMENT.clear()
        outcome.ENVIRONMENT.update(before)
        os.environ.update({name: before[name] for name in changes if name in before})


def well_signed(talk):
    talk.execution("a describe is well signed", talk.describe("thermostat-1", "firmware-7", includeJobDocument=True,
                                                              executionNumber=1), {"jobId": "firmware-7"})
    talk.execution("a describe of $next is well signed", talk.describe("thermostat-1", "$next"), {"jobId": "firmware-7"})
    talk.execution("a thing with a colon is well signed", talk.describe("floor-2:meter_7", "firmware-7"),
                   {"thingName": "floor-2:meter_7"})
    talk.execution("a body is well signed",
                   talk.ask("StartNextPendingJobExecution", {"thingName": "thermostat-1", "statusDetails": {"step": "a b"}},
                            200, method="PUT"), {"status": "IN_PROGRESS"})


WRONG = (  # the change, the expected error, the expected journal entry
    ("a wrong secret", {"AWS_SECRET_ACCESS_KEY": "another-secret"}, "InvalidSignatureException",
     "the signature is not the one that this secret gives for this request"),
    ("an unknown access key", {"AWS_ACCESS_KEY_ID": "AKIDSTRANGER"}, "UnrecognizedClientException",
     'the access key "AKIDSTRANGER" is unknown'),
    ("another region", {"AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}, "InvalidSignatureException",
     'the scope names the region "us-east-1", not "eu-west-1"'),
    ("an expired session token", {"AWS_ACCESS_KEY_ID": "ASIAEXPIRED", "AWS_SESSION_TOKEN": "a-token"}, "ExpiredTokenException",
     "the token expired at 2025-01-01T00:00:00Z"),
    ("another session token", {"AWS_ACCESS_KEY_ID": "ASIAEXPIRED", "AWS_SESSION_TOKEN": "another-token"},
     "UnrecognizedClientException", "X-Amz-Security-Token is not the token of this access key"),
)


def badly_signed(talk):
    for what, changes, name, _ in WRONG:
        with environment(**changes):
            found = talk.describe("thermostat-1", "firmware-7", 403, attempts=1)
        talk.equal(f"{what} surfaces as {name}", found.error, name)


def check_journal(talk, records):
    good, bad = records[:4], records[4:]
    talk.equal("nothing is noted of requests that are well signed", [r.get("authentication") for r in good], [None] * 4)
    talk.equal("there is a record for each that is not", len(bad), len(WRONG))
    for (what, _, _, sentence), record in zip(WRONG, bad):
        said = record.get("authentication", "")
        talk.equal(f"the journal says what differs with {what}", said.split("\n")[0], sentence)
    talk.check("the journal has the canonical request of a wrong secret", "\ncanonical request:\nGET\n" in
               bad[0].get("authentication", ""), bad[0])


# Measured: Node closes the connection without an alert.
HOW_STRANGERS_LEAVE = {"aws_cli": "tlsv1 alert unknown ca", "boto3_sdk": "tlsv1 alert unknown ca",
                       "js_sdk": "the client closed the connection during it"}


def strangers(talk):
    """Without the CA, no client sends a request."""
    found = talk.client.call(talk.endpoint, "DescribeJobExecution", {"thingName": "thermostat-1", "jobId": "firmware-7"}, 1)
    talk.check("a client that does not know the CA gets no answer and no service error",
               found.answer is None and (found.error is None or "Exception" not in found.error), f"found {found}")
    said = f"{found.raw} {found.error} {found.message}".lower()
    talk.check("and says that it is about the certificate", "certificate" in said or "ssl" in said, f"found {said}")


def converse(client, program, tls):
    with tempfile.TemporaryDirectory(prefix="jobrig-clients-") as folder:
        mock = Mock(program, [SCENARIO], folder, ["--tls-dir", folder] if tls else [])
        talk = Conversation(client, mock.endpoint)
        trust = {"AWS_CA_BUNDLE": f"{folder}/ca.pem", "NODE_EXTRA_CA_CERTS": f"{folder}/ca.pem"} if tls else {}
        try:
            with environment(**trust):
                well_signed(talk)
                badly_signed(talk)
            if tls:
                strangers(talk)
        finally:
            mock.stop()
        check_journal(talk, [record for record in mock.journal() if "handshake" not in record])
        if tls:
            failed = [record["handshake"] for record in mock.journal() if "handshake" in record]
            talk.check("the journal has the handshake that failed", HOW_STRANGERS_LEAVE[client.__name__] in failed, failed)
    return talk


def main(client_name, program):
    client = importlib.import_module(client_name)
    print(f"# {client.version()}")
    talks = [converse(client, program, tls) for tls in (False, True)]
    failures, checks = sum(talk.failures for talk in talks), sum(talk.checks for talk in talks)
    print(f"# {checks - failures} of {checks} checks hold")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 3 else print(__doc__) or 2)
