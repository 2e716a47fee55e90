"""The requests, each a function of a server and a mark. They return the status or DROPPED, and raise Found when a response is
wrong."""
import json
import socket
import time

from served import DROPPED, GUARD, Found

SCENARIO = "{\"summary\":\"Two things.\",\"things\":{\"t-{1..3}\":{\"j\":{}},\"slow\":{\"j\":{}}}," \
        "\"rules\":[{\"name\":\"slow\",\"when\":{\"thing\":\"slow\"},\"faults\":[{\"delay\":\"2ms\"}]}]}"


def expect(result, status, part, what):
    """`part` must be in the body. A failure inside jobrig may give a 500 that says so, or no response."""
    got, body = result
    if got == DROPPED or (got == 500 and b"internal error" in body):
        return got
    if got != status or part not in body:
        raise Found("wrong", f"{what} got {got} {body[:200]!r}")
    return got


def describe(server, mark):
    return expect(server.ask("GET", "/things/t-1/jobs/j", mark=mark), 200, b'"execution"', "describe")


def update(server, mark):
    return expect(server.ask("POST", "/things/t-2/jobs/j", '{"status":"IN_PROGRESS"}', mark=mark), 200, b"{", "update")


def delayed(server, mark):
    return expect(server.ask("GET", "/things/slow/jobs/j", mark=mark), 200, b'"execution"', "delayed describe")


def bad_request(server, mark):
    got = expect(server.ask("GET", "/things/t-1/jobs/j?includeJobDocument=maybe", mark=mark), 400, b'"message"', "bad query")
    with server.connect(server.port) as raw:
        raw.sendall(b"NOT HTTP\r\n\r\n")
        received = b""
        try:
            while piece := raw.recv(4096):
                received += piece
        except socket.timeout:
            raise Found("deaf", "no response to what is no HTTP") from None
        except OSError:
            return DROPPED
        if received and not received.startswith((b"HTTP/1.1 400", b"HTTP/1.1 500")):
            raise Found("wrong", f"what is no HTTP got {received[:100]!r}")
        return got if received else DROPPED


def health(server):
    """While the journal cannot be written or accepting is paused, /health says so: both are tried again soon."""
    begin = time.monotonic()
    while True:
        result = server.ask_admin("GET", "/health")
        soon = b'"problems":["journal: ' in result[1] or b'"problems":["listener: paused' in result[1]
        if result[0] != 503 or not soon or time.monotonic() - begin > GUARD:
            return expect(result, 200, b'"problems":[]', "/health")
        time.sleep(0.02)  # the time until the server tries again is the subject: nothing tells when it has


def admin_calls(server, mark):
    results = [
        health(server),
        expect(server.ask_admin("GET", "/journal?limit=2"), 200, b'"records"', "/journal"),
        expect(server.ask_admin("GET", "/metrics"), 200, b"jobrig_", "/metrics"),
        expect(server.ask_admin("POST", "/clock/advance", {"by": "1ms"}), 200, b'"now"', "/clock/advance"),
    ]
    return next((result for result in results if result in (DROPPED, 500)), 200)


def describe_third(server, mark):
    return server.ask("GET", "/things/t-3/jobs/j", mark=mark)[0]


def waiting_call(server, mark):
    """A query that waits for a record, and the request that makes it."""
    with server.connect(server.admin) as connection:
        connection.sendall(b"GET /journal?thing=t-3&count=1&wait=30s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        attempts = 0
        while describe_third(server, f"{mark}-{attempts}") != 200 and attempts < 3:
            attempts += 1
        if b'"position"' not in server.ask_admin("GET", "/journal?thing=t-3")[1]:
            describe_third(server, f"{mark}-again")  # that record was lost, which is told: another one must wake it
        received = b""
        begin = time.monotonic()
        try:
            while piece := connection.recv(65536):
                received += piece
        except socket.timeout:
            raise Found("deaf", "a query that waits got no response") from None
        except OSError:
            return DROPPED
        if time.monotonic() - begin > 20:
            raise Found("hang", "a query that waits was not woken by the record")
        if received and not received.startswith((b"HTTP/1.1 200", b"HTTP/1.1 500")):
            raise Found("wrong", f"a query that waits got {received[:100]!r}")
    server.ask_admin("POST", "/reset", {"thing": "t-3"})
    return 200 if received else DROPPED


def sandbox(server, mark):
    before = count_of_sandboxes(server)
    status, body = server.ask_admin("POST", "/sandboxes", {"seed": 1})
    got = expect((status, body), 201, b'"id"', "POST /sandboxes")
    if got == 500 and before is not None and count_of_sandboxes(server) not in (before, None):
        raise Found("wrong", "POST /sandboxes got 500, and made one all the same")
    if got != 201:
        return got
    name = json.loads(body)["id"]
    got = expect(server.ask("GET", f"/{name}/things/t-1/jobs/j", mark=mark), 200, b'"execution"', "describe in a sandbox")
    gone = expect(server.ask_admin("DELETE", f"/sandboxes/{name}"), 200, b'"deleted"', "DELETE /sandboxes")
    return got if gone == 200 else gone


def count_of_sandboxes(server):
    status, body = server.ask_admin("GET", "/sandboxes")
    return len(json.loads(body)["sandboxes"]) if status == 200 else None


def reload(server, mark):
    """The new scenario is there after 200, and the old one after 500."""
    number = int(mark.split("-")[-1]) if mark.split("-")[-1].isdigit() else 0
    text = SCENARIO.replace("Two things.", f"Number {number}.").replace('"rules"', f'"seed":{number},"rules"')
    before = seed_of(server)
    got = expect(server.ask_admin("PUT", "/scenario", {"scenario": text}), 200, b'"seed"', "PUT /scenario")
    after = seed_of(server)
    if after is not None and before is not None:
        if got == 200 and after != number:
            raise Found("wrong", "PUT /scenario got 200, and the old scenario is served")
        if got == 500 and after != before:
            raise Found("wrong", "PUT /scenario got 500, and the new scenario is served")
    return got


def seed_of(server):
    status, body = server.ask_admin("GET", "/scenario")
    return json.loads(body)["seed"] if status == 200 else None


def reset(server, mark):
    return expect(server.ask_admin("POST", "/reset", {}), 200, b'"all"', "POST /reset")


def everything(server, mark):
    for number, one in enumerate((describe, update, delayed, bad_request, admin_calls, sandbox, reload)):
        one(server, f"{mark}-{number}")
    return 200


REQUESTS = {"describe": describe, "update": update, "delayed response": delayed, "bad request": bad_request,
            "admin calls": admin_calls, "waiting admin call": waiting_call, "sandbox": sandbox, "reset": reset,
            "reload": reload}
