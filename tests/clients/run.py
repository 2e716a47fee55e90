#!/usr/bin/python3
"""usage: run.py CLIENT PROGRAM
Tests one real client (aws_cli, boto3_sdk, js_sdk, curl_tool) against PROGRAM, a built jobrig. Prints a line for each check
and exits 1 if one fails."""

import importlib
import json
import sys
import tempfile
from pathlib import Path

from conversation import TOPICS, Conversation
from mock import Mock

HERE = Path(__file__).parent


def request_line(record):
    """Returns (method, target, status) of one journal line; its `request` contains the raw bytes."""
    method, target, _ = record["request"].split("\r\n", 1)[0].split(" ")
    return method, target, record["status"]


def main(client_name, program):
    client = importlib.import_module(client_name)
    print(f"# {client.version()}")
    with tempfile.TemporaryDirectory(prefix="jobrig-clients-") as folder:
        mock = Mock(program, sorted(HERE.glob("*.yaml")), folder)
        talk = Conversation(client, mock.endpoint)
        try:
            talk.equal("the ready file says what the ready line says", json.loads(mock.ready_file.read_text()), mock.ready)
            for topic in TOPICS:
                topic(talk)
        finally:
            exit_code = mock.stop()
        talk.equal("serve drains and exits 0 on SIGTERM", exit_code, 0)
        journal = [request_line(record) for record in mock.journal()]
        for number, wanted in enumerate(talk.sent):
            found = journal[number] if number < len(journal) else None
            talk.equal(f"the journal's request {number + 1} is {wanted[0]} {wanted[1]}, answered {wanted[2]}", found, wanted)
        talk.equal("nothing else arrived", journal[len(talk.sent):], [])
    print(f"# {talk.checks - talk.failures} of {talk.checks} checks hold")
    return 1 if talk.failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 3 else print(__doc__) or 2)
