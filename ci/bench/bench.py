"""The benchmark: the measurements, their order, and the table. The servers take turns in each round. The server is pinned
to one core and the load to the other. Other activity of the machine then affects all servers equally: trust the ratios."""

import argparse
import json
import os
import platform
import re
import resource
import signal
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

from chart import write_chart
from servers import (LOAD_CORE, REAL_TIME, ROOT, SERVER_CORE, WORK, Floor, H2o, Jobrig, Mockoon, Mountebank, Nginx, OfNode,
                     PlainHttplib, Prism, WireMock, get, stop_all)

IMAGE = ROOT / "ci/images/bench.svg"  # shown in the README
ROUNDS, SECONDS, CONNECTIONS = 5, 3, 64
COUNTS, SECONDS_OF_COUNTS = [1, 16, 64, 256], 2
IDLE_CONNECTIONS, IDLE_SECONDS = 1000, 3
WAIT_SECONDS = 5
OTHER_DESCRIPTORS = 500  # of the server: it keeps some for its files
WAITERS = [(10_000, 1, 2), (50_000, 2, 10)]  # connections, workers, and the seconds over which the requests are spread;
# fewer connections if the limit of descriptors is lower

FLEET = """summary: A fleet for the benchmark.
seed: 1
things:
  "sensor-{1..100000}":
    firmware-7:
      status: IN_PROGRESS
      queued: -10m
      started: -5m
      document: {operation: install, url: "https://example.com/firmware/7.bin", checksum: "0123456789abcdef"}
      details: {step: download, percent: "40"}
    calibrate: {status: QUEUED}
rules:
"""
MATCHED = FLEET + "  - {name: the fleet, when: {operation: DescribeJobExecution, thing: 'sensor-*'}, answers: [documented]}\n"
THOUSAND = (FLEET + "".join(f"  - {{name: line {n}, when: {{thing: 'line-{n}-*'}}, answers: [documented]}}\n"
                            for n in range(1, 1000)) + MATCHED[len(FLEET):])
WAITING = FLEET + f"  - {{name: slow, when: {{job: calibrate}}, answers: [{{documented: true, delay: {WAIT_SECONDS}s}}]}}\n"


def say(text):
    print(text, flush=True)


def load(server, seconds, connections=CONNECTIONS, cores=LOAD_CORE, threads=1):
    """One run of wrk: requests per second, CPU microseconds per request, utilisation of the server's core."""
    cpu, begun = server.cpu_seconds(), time.monotonic()
    command = ["taskset", "--cpu-list", cores, "wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s",
               "-s", ROOT / "ci/bench/many_things.lua", f"http{'s' if server.tls else ''}://127.0.0.1:{server.port}/"]
    text = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 30, check=True).stdout
    cpu, took = server.cpu_seconds() - cpu, time.monotonic() - begun
    if "Non-2xx" in text or "Socket errors" in text:
        raise SystemExit(f"bench: {server.name} failed under load:\n{text}")
    count = int(re.search(r"(\d+) requests in", text)[1])
    rate = float(re.search(r"Requests/sec:\s*([\d.]+)", text)[1])
    return {"count": count, "rate": rate, "cpu_us": cpu / count * 1e6, "busy": cpu / took}


def take_turns(servers, seconds=SECONDS, connections=CONNECTIONS):
    """ROUNDS runs of each server, in turn; returns the median of each figure by server name."""
    bursts = {server.name: [] for server in servers}
    for _ in range(ROUNDS):
        for server in servers:
            burst = load(server, seconds, connections)
            if isinstance(server, Jobrig):
                burst["journalled"] = count_and_empty(server.journal)
            bursts[server.name].append(burst)
    return {name: {key: statistics.median(burst[key] for burst in list_) for key in ("rate", "cpu_us", "busy")} |
            {"bursts": list_} for name, list_ in bursts.items()}


def count_and_empty(journal):
    """Returns the number of exchanges in the journal and empties it; minutes of load would fill the disk."""
    with open(journal, "rb") as file:
        lines = sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
    os.truncate(journal, 0)
    return lines


def measure_start(server, times):
    """Median milliseconds to the first response, and the memory when idle after that response."""
    took, memory = [], []
    for _ in range(times):
        took.append(server.start())
        memory.append(server.memory_mb())
        server.stop()
    return {"start_ms": statistics.median(took), "idle_mb": statistics.median(memory)}


def measure_peers(results, before):
    jobrig = Jobrig("jobrig", MATCHED)
    jobrig.start()
    body = jobrig.body
    jobrig.stop()
    old = [Jobrig("before", MATCHED, program=before)] if before else []
    servers = [jobrig, *old, Nginx(body), H2o(body), Floor(body), PlainHttplib(body), WireMock(body), Mountebank(body), Mockoon(body),
               Prism(body)]
    results["body_bytes"] = len(body)
    say(f"start to first answer ({len(body)} bytes of JSON)")
    for server in servers:
        results["servers"][server.name] = measure_start(server, 2 if isinstance(server, (WireMock, OfNode)) else 7)
        if len(server.body) != len(body):
            raise SystemExit(f"bench: {server.name} answers {len(server.body)} bytes, not {len(body)}")
    say(f"throughput: {ROUNDS} rounds of {SECONDS} s each, {CONNECTIONS} connections, taking turns")
    for server in servers:
        server.start()
    for server in servers:
        load(server, 10 if isinstance(server, (WireMock, OfNode)) else 1)  # warm-up: JIT compilation, caches
    for server in [jobrig, *old]:
        count_and_empty(server.journal)
    for name, figures in take_turns(servers).items():
        results["servers"][name].update(figures)
    for server in servers:
        results["servers"][server.name]["loaded_mb"] = server.memory_mb()
    stop_all()
    for figures in results["servers"].values():
        figures["of_nginx"] = results["servers"]["nginx"]["cpu_us"] / figures["cpu_us"]


def measure_connections(results):
    """The servers with different numbers of connections, and over TLS."""
    body = b"x" * results["body_bytes"]
    results["connections"] = {}
    for tls, counts in ((False, COUNTS), (True, [CONNECTIONS])):
        servers = [Jobrig("jobrig", MATCHED, tls), Nginx(body, tls), H2o(body, tls), *([] if tls else [Floor(body)])]
        for server in servers:
            server.start()
        for count in counts:
            say(f"{count} connection{'s' * (count > 1)}{' over TLS' * tls}")
            figures = take_turns(servers, SECONDS_OF_COUNTS, count)
            name = f"{count} over TLS" if tls else str(count)
            results["connections"][name] = {server: row | {"of_nginx": figures["nginx"]["cpu_us"] / row["cpu_us"]}
                                            for server, row in figures.items()}
        stop_all()


def measure_rules(results):
    say("one rule against a thousand")
    servers = [Jobrig("one-rule", MATCHED), Jobrig("thousand-rules", THOUSAND)]
    for server in servers:
        server.start()
    figures = take_turns(servers)
    for server in servers:
        server.stop()
    one, thousand = figures["one-rule"]["cpu_us"], figures["thousand-rules"]["cpu_us"]
    results["rules"] = {"one_us": one, "thousand_us": thousand, "ratio": thousand / one}


def measure_idle(results):
    say(f"{IDLE_CONNECTIONS} idle connections")
    server = Jobrig("idle", MATCHED)
    server.start()
    connections = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(IDLE_CONNECTIONS)]
    for connection in connections:
        get(server.port, keep=connection)
    cpu = server.scheduled_seconds()
    time.sleep(IDLE_SECONDS)  # measures an idle server
    share = (server.scheduled_seconds() - cpu) / IDLE_SECONDS
    results["idle"] = {"connections": IDLE_CONNECTIONS, "cpu_percent": share * 100, "rss_mb": server.memory_mb()}
    for connection in connections:
        connection.close()
    server.stop()


def measure_workers(results):
    """Each worker shares one core with one thread of wrk and its connections: two workers then have twice the cores of one,
    for the server and for the load. wrk needs more time a request when its connections lead to workers on both cores, so
    the CPU time of the server says more about its workers than the rate."""
    say("one worker against two")
    bursts = {1: [], 2: []}
    for _ in range(ROUNDS):
        for workers, list_ in bursts.items():
            server = Jobrig(f"workers-{workers}", MATCHED, workers=workers)
            server.cores = ",".join([SERVER_CORE, LOAD_CORE][:workers])
            server.start()
            list_.append(load(server, SECONDS, CONNECTIONS * workers, server.cores, workers))
            server.stop()
    one, two = ({key: statistics.median(burst[key] for burst in list_) for key in ("rate", "cpu_us")}
                for list_ in bursts.values())
    results["workers"] = {"one": one, "two": two, "rate_ratio": two["rate"] / one["rate"],
                          "cpu_ratio": two["cpu_us"] / one["cpu_us"]}


def measure_waiting(results):
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0] - OTHER_DESCRIPTORS
    results["waiting"] = [wait_in(min(count, most), workers, spread) for count, workers, spread in WAITERS]


def wait_in(connections, workers, spread):
    say(f"{connections} connections, each waiting {WAIT_SECONDS} s, workers: {workers}" +
        ("" if REAL_TIME else ", among all other programs: only root may ask for real-time priority"))
    server = Jobrig("waiting", WAITING, workers=workers)
    server.cores = ",".join([SERVER_CORE, LOAD_CORE][:workers])
    server.priority = REAL_TIME
    server.start()
    program = ROOT / "build/release/ci/bench/bench_waiters"
    text = subprocess.run(["taskset", "--cpu-list", LOAD_CORE, *REAL_TIME, program, str(server.port),
                           str(connections), str(WAIT_SECONDS * 1000), str(spread * 1000)], capture_output=True, text=True,
                          timeout=WAIT_SECONDS + spread + 120)
    if text.returncode != 0:
        raise SystemExit(f"bench: {text.stderr}")
    figures = json.loads(text.stdout) | {"workers": workers, "peak_mb": server.memory_mb("VmHWM"), "real_time": bool(REAL_TIME)}
    server.stop()
    return figures


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")),
                 platform.machine())
    nginx = subprocess.run(["/usr/sbin/nginx", "-v"], capture_output=True, text=True).stderr.strip().split("/")[-1]
    httplib = subprocess.run(["pkg-config", "--modversion", "cpp-httplib"], capture_output=True, text=True).stdout.strip()
    wiremock = json.loads((ROOT / "ci/bench/node_modules/wiremock/package.json").read_text())["version"]
    return {"processor": model, "cores": os.cpu_count(), "nginx": nginx, "cpp-httplib": httplib, "wiremock": wiremock}


def print_table(results):
    say(f"\n{'':12} {'requests/s':>11} {'CPU us/req':>11} {'of nginx':>9} {'core busy':>10} {'start ms':>9} "
        f"{'idle MB':>8} {'loaded MB':>10}")
    for name, row in results["servers"].items():
        say(f"{name:12} {row['rate']:11,.0f} {row['cpu_us']:11.2f} {row['of_nginx']:8.2f}x {row['busy']:10.0%} "
            f"{row['start_ms']:9.1f} {row['idle_mb']:8.1f} {row['loaded_mb']:10.1f}")
    say("")
    say(markdown(results["connections"]))
    servers, rules, idle, workers = (results[key] for key in ("servers", "rules", "idle", "workers"))
    say(f"""
requests/s against WireMock: {servers['jobrig']['rate'] / servers['wiremock']['rate']:.1f}x
a thousand rules: {rules['thousand_us']:.2f} us a request, one rule {rules['one_us']:.2f}: {rules['ratio']:.2f}x
{idle['connections']} idle connections: {idle['cpu_percent']:.3f} % CPU, {idle['rss_mb']:.1f} MB
two workers on two cores: {workers['two']['rate']:,.0f} requests/s, one on one: {workers['one']['rate']:,.0f}, \
{workers['rate_ratio']:.2f}x; CPU a request {workers['cpu_ratio']:.2f}x""")
    for row in results["waiting"]:
        say(f"{row['connections']} connections waiting {WAIT_SECONDS} s each, workers: {row['workers']}: {row['served']} served, "
            f"{row['early']} early, late by p50 {row['p50_ms']:.2f} ms, p99 {row['p99_ms']:.2f} ms, at most "
            f"{row['max_ms']:.2f} ms; {row['peak_mb']:.1f} MB at the most")


def markdown(connections):
    """CPU microseconds per request by number of connections, and the ratio to nginx."""
    names = list(next(iter(connections.values())))
    lines = ["| connections | " + " | ".join(names) + " |", "|---|" + "---:|" * len(names)]
    for count, rows in connections.items():
        cells = [f"{rows[name]['cpu_us']:.2f} us, {1 / rows[name]['of_nginx']:.2f}" if name in rows else "" for name in names]
        lines.append(f"| {count} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def raise_descriptor_limit(wanted):
    """For this process and those that it starts. Returns the limit: an administrator may have set a lower one."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    limit = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    return limit


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--image", action="store_true")
    parser.add_argument("--before", type=lambda path: Path(path).resolve())
    options = parser.parse_args()
    (WORK / "nginx").mkdir(parents=True, exist_ok=True)
    raise_descriptor_limit(WAITERS[-1][0] + OTHER_DESCRIPTORS)
    if os.cpu_count() < 2:
        raise SystemExit("bench: needs two cores, one for the server and one for the load")
    os.sched_setaffinity(0, {int(LOAD_CORE)})
    begun = time.monotonic()
    results = {"machine": machine(), "servers": {}}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        measure_peers(results, options.before)
        for measure in (measure_connections, measure_rules, measure_workers, measure_idle, measure_waiting):
            measure(results)
    finally:
        stop_all()
    results["took_s"] = round(time.monotonic() - begun)
    print_table(results)
    (WORK / "bench.json").write_text(json.dumps(results, indent=2) + "\n")
    (WORK / "bench.md").write_text(markdown(results["connections"]) + "\n")
    write_chart(results, WORK / "bench.svg")
    if options.image:
        IMAGE.parent.mkdir(exist_ok=True)
        write_chart(results, IMAGE)
    for journal in WORK.glob("*.journal"):
        journal.unlink()
    say(f"\nwritten in {results['took_s']} s: build/bench/bench.json, build/bench/bench.svg")


if __name__ == "__main__":
    main()
