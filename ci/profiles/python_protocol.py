"""The client protocol (schemas/client-protocol.md) for adapters in Python: reads messages on stdin, writes the result of each to
stdout, and polls. What a call does and what its errors mean is the adapter's matter."""

import json
import sys
import time

TERMINAL = {"SUCCEEDED", "FAILED", "TIMED_OUT", "REJECTED", "REMOVED", "CANCELED"}


def exact(value):
    """Converts integers that a double cannot represent to strings of digits."""
    if isinstance(value, dict):
        return {name: exact(item) for name, item in value.items()}
    if isinstance(value, list):
        return [exact(item) for item in value]
    return str(value) if type(value) is int and abs(value) > 2**53 else value


def outcome_of(call, ask, errors, report):
    """Asks once, or as the member `poll` of the call says. `report` describes an exception of the classes `errors`."""
    poll, responses = call.get("poll", {"atMost": 1, "everyMilliseconds": 0}), []
    polled = {"responses": responses} if "poll" in call else {}
    try:
        while len(responses) < poll["atMost"]:
            if responses:
                time.sleep(poll["everyMilliseconds"] / 1000)
            responses.append(exact(ask()))
            if responses[-1].get("execution", {}).get("status") in TERMINAL:
                break
    except errors as error:
        return {"outcome": "error", "error": report(error), **polled}
    return {"outcome": "success", "response": responses[-1], **polled}


def serve(hello, answer):
    """`hello`: what the adapter says of the client. `answer` makes a call and returns its outcome."""
    for line in sys.stdin:
        message = json.loads(line)
        if message["type"] == "bye":
            break
        if message["type"] == "hello":
            response = {"type": "hello", "protocol": 1, **hello}
        else:
            response = {"type": "result", "id": message["id"], **answer(message)}
        print(json.dumps(response), flush=True)
