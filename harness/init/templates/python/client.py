"""An adapter: jobrig writes calls to stdin and reads results from stdout, one JSON object on each line. It works with the
standard library. Replace send() and read() by a call of your client, and let FEATURES say what the client can do
(jobrig list features)."""

import http.client
import json
import ssl
import sys
import urllib.parse

NAME, VERSION, TIMEOUT_SECONDS = "my-client", "1", 5
FEATURES = ["execution-number", "start-next", "update", "get-pending", "tls", "client-certificate"]
QUERY = ("executionNumber", "includeJobDocument", "namespaceId")
ROUTES = {
    "DescribeJobExecution": ("GET", "/things/{thingName}/jobs/{jobId}"),
    "GetPendingJobExecutions": ("GET", "/things/{thingName}/jobs"),
    "StartNextPendingJobExecution": ("PUT", "/things/{thingName}/jobs/$next"),
    "UpdateJobExecution": ("POST", "/things/{thingName}/jobs/{jobId}"),
}


class Unable(Exception):
    """The client has no such operation, and has sent nothing."""


def send(call):
    """Makes the call and returns the response with its whole body."""
    if call["operation"] not in ROUTES:
        raise Unable(f"this client has no {call['operation']}")
    method, path = ROUTES[call["operation"]]
    arguments = {name: value for name, value in call["arguments"].items() if value is not None}
    for name in ("thingName", "jobId"):
        path = path.replace("{" + name + "}", urllib.parse.quote(str(arguments.pop(name, "")), safe="$"))
    body = None
    if method == "GET":
        words = {name: json.dumps(arguments[name]) for name in QUERY if name in arguments}
        path += "?" + urllib.parse.urlencode(words) if words else ""
    else:
        body = json.dumps(arguments)
    url, tls = urllib.parse.urlsplit(call["endpoint"]), call.get("tls")
    if tls:
        context = ssl.create_default_context(cafile=tls["authority"])
        if "certificate" in tls:
            context.load_cert_chain(tls["certificate"], tls["key"])
        connection = http.client.HTTPSConnection(url.hostname, url.port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        connection = http.client.HTTPConnection(url.hostname, url.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def read(status, headers, body):
    """The result that a response means."""
    success = 200 <= status < 300
    try:
        members = json.loads(body)
    except ValueError:
        members = None
    if not isinstance(members, dict):
        if success:
            raise ValueError("the response is not a JSON object")
        members = {}
    name = str(headers.get("x-amzn-errortype") or members.get("__type") or members.get("code") or "")
    if success and not name:
        return {"outcome": "success", "response": members}
    name = name.split("#")[-1].split(":")[0]
    return {"outcome": "error", "error": {"name": name, "kind": "service", "status": status, "message": str(members.get("message"))}}


def result_of(call):
    try:
        return read(*send(call))
    except Unable as reason:
        return {"outcome": "unable", "reason": str(reason)}
    except TimeoutError as problem:
        kind, message = "timeout", str(problem)
    except (OSError, http.client.HTTPException) as problem:
        kind, message = "transport", repr(problem)
    except (ValueError, RecursionError) as problem:
        kind, message = "decoding", str(problem)
    return {"outcome": "error", "error": {"kind": kind, "message": message}}


def say(**message):
    print(json.dumps(message), flush=True)


for line in sys.stdin:
    order = json.loads(line)
    if order["type"] == "hello":
        limits = {"attempts": 1, "attemptMilliseconds": TIMEOUT_SECONDS * 1000}
        say(type="hello", protocol=1, client=NAME, version=VERSION, features=FEATURES, limits=limits)
    elif order["type"] == "call":
        say(type="result", id=order["id"], **result_of(order))
    elif order["type"] == "bye":
        break
