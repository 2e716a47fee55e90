"""Polls the admin interface while other processes load the server. It runs in a separate process; therefore the load
generator does not affect the measured response times."""

import http.client
import multiprocessing
import time
from urllib.parse import urlsplit

PAUSE = 0.05  # seconds between two requests


def ask_until(address, began, ended, answer):
    took = []
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=5)
    while not ended.wait(PAUSE):
        begun = time.perf_counter()
        connection.request("GET", "/health")
        response = connection.getresponse()
        response.read()
        took.append((time.perf_counter() - begun) * 1000)
        began.set()
        if response.status != 200:
            raise RuntimeError(f"GET /health: {response.status}")
    took.sort()
    answer.put({"asked": len(took), "p50_ms": took[len(took) // 2], "p99_ms": took[int(len(took) * 0.99)],
                "slowest_ms": took[-1]})


class AdminWatch:
    def __init__(self, address):
        began, self.ended, self.answer = multiprocessing.Event(), multiprocessing.Event(), multiprocessing.Queue()
        self.process = multiprocessing.Process(target=ask_until, args=(address, began, self.ended, self.answer))
        self.process.start()
        began.wait(10)  # now its connection is one of the program's descriptors

    def stop(self):
        """Returns the number of responses and their times, or an error if the interface failed."""
        self.ended.set()
        self.process.join(10)
        if self.process.exitcode != 0:
            self.process.kill()
            raise SystemExit("soak: the admin interface failed")
        return self.answer.get()
