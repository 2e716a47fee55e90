"""Runs jobrig with traffic, has Prometheus read its metrics, and evaluates every query of the Grafana dashboard.

usage: dashboard.py JOBRIG

Fails if promtool finds a fault in the metrics or in the example configuration, if a query names a metric that jobrig
does not have, or if a query has no data. Everything listens on 127.0.0.1 and ends after a few seconds.
"""
import contextlib
import http.client
import json
import math
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "ci" / "examples"
GUARD = 90  # seconds, against hangs
SCENARIO = """
summary: Half of the requests fail, some without a response.
things: {t: {j: {}}}
rules:
  - name: outage
    when: {operation: DescribeJobExecution}
    answers:
      - error: ThrottlingException
      - {error: ServiceUnavailableException, faults: [{delay: 5ms}]}
      - {documented: true, faults: [reset]}
      - documented
    cycle: true
"""


class Wrong(Exception):
    """What the test found."""


@contextlib.contextmanager
def running(command, log):
    """A process that ends with the block; its stderr goes to the file `log`."""
    with open(log, "wb") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(GUARD)
        finally:
            process.kill()
            process.stdout.close()


def until(what, ask):
    """The first result of ask() that is not None. Prometheus tells nobody when it has read metrics, so it is asked again."""
    deadline = time.monotonic() + GUARD
    while time.monotonic() < deadline:
        result = ask()
        if result is not None:
            return result
        time.sleep(0.05)
    raise Wrong(f"{what} took more than {GUARD} s")


def get(endpoint, target):
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(endpoint).netloc, timeout=GUARD)
    try:
        connection.request("GET", target)
        return connection.getresponse().read().decode()
    finally:
        connection.close()


def make_traffic(endpoint, stop):
    """Calls of a client that repeats what fails, until the event is set."""
    while not stop.is_set():
        try:
            get(endpoint, "/things/t/jobs/j")
        except (OSError, http.client.HTTPException):
            pass  # the scenario resets connections
        stop.wait(0.01)


def run_promtool(*words, text=None):
    done = subprocess.run(["promtool", *words], input=text, capture_output=True, text=True, timeout=GUARD, check=False)
    if done.returncode != 0 or (text is not None and done.stdout + done.stderr):
        raise Wrong(f"promtool {' '.join(words)}: {done.stdout}{done.stderr}")


def queries_of(dashboard):
    return [(panel["title"], target["expr"]) for panel in dashboard["panels"] for target in panel["targets"]]


def check_layout(dashboard):
    """Panels have different IDs and do not cover each other."""
    taken = {}
    for panel in dashboard["panels"]:
        place = panel["gridPos"]
        cells = [("id", panel["id"])] + [
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        ]
        if place["x"] + place["w"] > 24:
            raise Wrong(f"the panel {panel['title']} is wider than the page")
        for cell in cells:
            if cell in taken:
                raise Wrong(f"the panels {taken[cell]} and {panel['title']} share {cell}")
            taken[cell] = panel["title"]


def check_names(queries, metrics):
    families = dict(re.findall(r"^# TYPE (\S+) (\S+)$", metrics, re.MULTILINE))
    names = set(families)
    for name, kind in families.items():
        if kind == "histogram":
            names |= {name + suffix for suffix in ("_bucket", "_sum", "_count")}
    for title, expression in queries:
        for name in re.findall(r"\b(?:jobrig|process)_[a-z_]+", expression):
            if name not in names:
                raise Wrong(f"the panel {title} names {name}, which is no metric of jobrig")


def has_data(prometheus, expression):
    query = expression.replace("$__rate_interval", "1m").replace("$instance", ".*")
    answer = json.loads(get(prometheus, "/api/v1/query?" + urllib.parse.urlencode({"query": query})))
    if answer["status"] != "success":
        raise Wrong(f"{query}: {answer['error']}")
    values = [float(one["value"][1]) for one in answer["data"]["result"]]
    return any(not math.isnan(value) for value in values) or None


def listening(log):
    text = log.read_text()
    found = re.search(r'msg="Listening on" address=(\S+)', text)
    return f"http://{found[1]}" if found and "Server is ready to receive web requests" in text else None


def check(jobrig, folder):
    dashboard = json.loads((EXAMPLES / "grafana-dashboard.json").read_text())
    queries = queries_of(dashboard)
    check_layout(dashboard)
    run_promtool("check", "config", str(EXAMPLES / "prometheus.yml"))
    (folder / "scenario.yaml").write_text(SCENARIO)
    serve = [jobrig, "serve", str(folder / "scenario.yaml"), "--admin", "127.0.0.1:0"]
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(running(serve, folder / "jobrig.log"))
        line = server.stdout.readline()
        if not line:
            raise Wrong(f"jobrig did not start: {(folder / 'jobrig.log').read_text()}")
        ready = json.loads(line)
        stop = threading.Event()
        traffic = threading.Thread(target=make_traffic, args=(ready["endpoint"], stop))
        traffic.start()
        stack.callback(traffic.join)
        stack.callback(stop.set)
        target = urllib.parse.urlsplit(ready["admin"]).netloc
        (folder / "prometheus.yml").write_text(
            json.dumps(
                {
                    "global": {"scrape_interval": "1s", "scrape_timeout": "1s"},
                    "scrape_configs": [{"job_name": "jobrig", "static_configs": [{"targets": [target]}]}],
                }
            )
        )
        # The dashboard has series by fault and rule: they exist after the first requests.
        metrics = until("the first requests", lambda: whole_metrics(ready["admin"]))
        run_promtool("check", "metrics", text=metrics)
        check_names(queries, metrics)
        log = folder / "prometheus.log"
        command = [
            "prometheus",
            f"--config.file={folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={folder / 'data'}",
            "--web.listen-address=127.0.0.1:0",
        ]
        stack.enter_context(running(command, log))
        prometheus = until("the start of Prometheus", lambda: listening(log))
        for title, expression in queries:
            until(f"data for the panel {title}, {expression},", lambda text=expression: has_data(prometheus, text))
    print(f"{len(queries)} queries have data")


def whole_metrics(admin):
    text = get(admin, "/metrics")
    return text if "jobrig_faults_total{" in text and "jobrig_attempt_gap_seconds_count 0" not in text else None


def main():
    missing = [program for program in ("prometheus", "promtool") if shutil.which(program) is None]
    if missing:
        print(f"{', '.join(missing)}: not installed; ci/setup monitoring installs it")
        return 1 if os.environ.get("CI") else 0
    with tempfile.TemporaryDirectory(prefix="jobrig-monitoring-") as folder:
        try:
            check(sys.argv[1], pathlib.Path(folder))
        except Wrong as wrong:
            print(wrong)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
