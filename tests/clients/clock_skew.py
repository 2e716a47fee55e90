#!/usr/bin/python3
"""usage: clock_skew.py CLIENT PROGRAM
Tests one real client that signs requests (js_sdk) against PROGRAM, a built jobrig whose clock is two hours ahead of the
client's or behind it, plain and over TLS. The first attempt must fail with 403, and the second, corrected by the header Date,
must succeed. Prints a line for each check and exits 1 if one fails."""

import importlib
import sys
import tempfile
from pathlib import Path

from conversation import Conversation
from mock import Mock
from security import environment

TEMPLATE = Path(__file__).parent / "security" / "skewed.yaml"


def converse(client, program, skew, tls):
    with tempfile.TemporaryDirectory(prefix="jobrig-clients-") as folder:
        scenario = Path(folder) / "skewed.yaml"
        scenario.write_text(TEMPLATE.read_text(encoding="utf-8").replace("{skew: SKEW}", f"{{skew: {skew}}}"), encoding="utf-8")
        mock = Mock(program, [scenario], folder, ["--tls-dir", folder] if tls else [])
        talk = Conversation(client, mock.endpoint)
        trust = {"NODE_EXTRA_CA_CERTS": f"{folder}/ca.pem"} if tls else {}
        try:
            with environment(**trust):
                found = client.call(mock.endpoint, "DescribeJobExecution", {"thingName": "thermostat-1", "jobId": "firmware-7"})
        finally:
            mock.stop()
        how = f"{skew}, {'TLS' if tls else 'plain'}"
        talk.check(f"{how}: the call succeeds", found.answer is not None and found.answer["execution"]["jobId"] == "firmware-7",
                   f"found {found}")
        records = mock.journal()
        talk.equal(f"{how}: the second attempt succeeds", [record["status"] for record in records], [403, 200])
        reason = records[0].get("authentication", "") if records else ""
        talk.check(f"{how}: the journal says that the first one is signed for another time",
                   reason.startswith("the request is signed for "), reason)
        talk.equal(f"{how}: nothing is noted of the second one", records[-1].get("authentication") if records else "", None)
    return talk


def main(client_name, program):
    client = importlib.import_module(client_name)
    print(f"# {client.version()}")
    talks = [converse(client, program, skew, tls) for skew in ("2h", "-2h") for tls in (False, True)]
    failures, checks = sum(talk.failures for talk in talks), sum(talk.checks for talk in talks)
    print(f"# {checks - failures} of {checks} checks hold")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 3 else print(__doc__) or 2)
