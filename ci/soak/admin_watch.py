"""Uses the admin interface while other processes load the server: /health all the time, reloads of the scenario, and
sandboxes that are made, asked and deleted. It runs in a separate process; therefore the load generator does not affect the
measured response times."""

import http.client
import json
import multiprocessing
import time
from urllib.parse import urlsplit

PAUSE = 0.05           # seconds between two questions for /health
RELOAD_EVERY = 5.0     # seconds
SANDBOX_EVERY = 1.0
GUARD = 60             # seconds: a response that takes longer is a hang


class Interface:
    def __init__(self, admin, port, scenario):
        self.connection = http.client.HTTPConnection(urlsplit(admin).netloc, timeout=GUARD)
        self.port, self.scenario = port, scenario
        self.took, self.busy, self.reloads, self.sandboxes = [], 0, 0, 0

    def ask(self, method, path, body=None):
        self.connection.request(method, path, None if body is None else json.dumps(body), {"Content-Type": "application/json"})
        response = self.connection.getresponse()
        return response.status, json.loads(response.read())

    def must(self, status, method, path, body=None):
        got, answer = self.ask(method, path, body)
        if got != status:
            raise RuntimeError(f"{method} {path}: {got} {answer}")
        return answer

    def health(self):
        begun = time.perf_counter()
        status, answer = self.ask("GET", "/health")
        self.took.append((time.perf_counter() - begun) * 1000)
        # A machine that has no time for a worker is no defect of the program.
        if any(not problem.endswith("no answer within 1s") for problem in answer["problems"]):
            raise RuntimeError(f"GET /health: {status} {answer['problems']}")
        if answer["internal_failures"] or answer["journal"]["dropped"]:
            raise RuntimeError(f"GET /health: {answer}")
        self.busy += status != 200

    def reload(self):
        self.must(200, "PUT", "/scenario", {"scenario": self.scenario})
        self.reloads += 1

    def sandbox(self):
        name = self.must(201, "POST", "/sandboxes", {"scenario": self.scenario, "seed": 1})["id"]
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=GUARD)
        client.request("GET", f"/{name}/things/kept-1/jobs/calibrate", headers={"x-sandbox": "1", "Connection": "close"})
        response = client.getresponse()
        response.read()
        client.close()
        if response.status != 200:
            raise RuntimeError(f"a sandbox answered {response.status}")
        records = self.must(200, "GET", f"/sandboxes/{name}/journal?count=1&wait=30s")["records"]
        if len(records) != 1:
            raise RuntimeError(f"the journal of a sandbox has {len(records)} records")
        self.must(200, "DELETE", f"/sandboxes/{name}")
        self.sandboxes += 1


def use_until(admin, port, scenario, began, ended, answer):
    interface = Interface(admin, port, scenario)
    due = [(interface.reload, RELOAD_EVERY), (interface.sandbox, SANDBOX_EVERY)]
    due = [[time.monotonic() + every, every, step] for step, every in due]
    try:
        while not ended.wait(PAUSE):
            interface.health()
            began.set()
            for one in due:
                if time.monotonic() >= one[0]:
                    one[2]()
                    one[0] = time.monotonic() + one[1]
    except Exception as error:  # whatever it is, the soak has failed
        began.set()
        answer.put({"error": f"{type(error).__name__}: {error}"})
        return
    took = sorted(interface.took)
    answer.put({"asked": len(took), "p50_ms": took[len(took) // 2], "p99_ms": took[int(len(took) * 0.99)],
                "slowest_ms": took[-1], "busy": interface.busy, "reloads": interface.reloads,
                "sandboxes": interface.sandboxes})


class AdminWatch:
    def __init__(self, admin, port, scenario):
        began, self.ended, self.answer = multiprocessing.Event(), multiprocessing.Event(), multiprocessing.Queue()
        self.process = multiprocessing.Process(target=use_until, args=(admin, port, scenario, began, self.ended, self.answer))
        self.process.start()
        began.wait(GUARD)  # now its connection is one of the program's descriptors

    def stop(self):
        """Returns what was asked and how long it took, or raises if the interface failed."""
        self.ended.set()
        result = self.answer.get(timeout=3 * GUARD)
        self.process.join()
        if "error" in result:
            raise SystemExit(f"soak: the admin interface failed: {result['error']}")
        return result
