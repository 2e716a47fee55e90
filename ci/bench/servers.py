"""The servers that the benchmark compares: starts each with the same response, and reads the kernel's figures of its
process. It measures only the time to the first response, and stops only processes that it started."""

import getpass
import json
import os
import socket
import ssl as tls_of_python
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "bench"
TARGET = "/things/sensor-1/jobs/firmware-7?includeJobDocument=true"
SERVER_CORE, LOAD_CORE = "0", "1"
# Prefix of a command: no other process can then take its core for a time slice (4 ms here).
REAL_TIME = ["chrt", "--fifo", "1"] if os.geteuid() == 0 else []


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port, target=TARGET, keep=None, tls=False):
    """One GET over a fresh connection (or `keep`, an open one): status and body."""
    connection = keep or socket.create_connection(("127.0.0.1", port), timeout=30)
    if tls:  # nobody checks the certificate: both ends are the benchmark's
        connection = tls_of_python._create_unverified_context().wrap_socket(connection)
    try:
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        data = b""
        while b"\r\n\r\n" not in data:
            data += receive(connection)
        head, body = data.split(b"\r\n\r\n", 1)
        fields = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:])
        if fields.get(b"transfer-encoding", b"").strip() == b"chunked":
            while not body.endswith(b"0\r\n\r\n"):
                body += receive(connection)
            size, rest = body.split(b"\r\n", 1)
            body = rest[: int(size, 16)]
        else:
            while len(body) < int(fields[b"content-length"]):
                body += receive(connection)
        return int(head.split(b" ", 2)[1]), body
    finally:
        if keep is None:
            connection.close()


def receive(connection):
    data = connection.recv(65536)
    if not data:
        raise ConnectionError("closed before the answer was whole")
    return data


RUNNING = []


def stop_all():
    for server in list(RUNNING):
        server.stop()


class Server:
    """A measured program, pinned to its core. Subclasses implement `command(port)`."""

    name = ""
    tls = False
    cores = SERVER_CORE
    priority = []  # or REAL_TIME

    def start(self):
        """Starts the program and returns the milliseconds to its first complete response."""
        self.port = free_port()
        command = ["taskset", "--cpu-list", self.cores, *self.priority, *map(str, self.command(self.port))]
        log = open(WORK / f"{self.name}.log", "ab")
        begun = time.monotonic()
        self.process = subprocess.Popen(command, cwd=WORK, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        log.close()
        RUNNING.append(self)
        while True:
            try:
                status, self.body = get(self.port, tls=self.tls)
                break
            except (ConnectionError, socket.timeout):
                if self.process.poll() is not None:
                    raise SystemExit(f"bench: {self.name} ended at once; see {WORK / self.name}.log")
                if time.monotonic() - begun > 60:
                    raise SystemExit(f"bench: {self.name} did not answer within a minute")
        took = (time.monotonic() - begun) * 1000
        if status != 200:
            raise SystemExit(f"bench: {self.name} answered {status}: {self.body[:200]!r}")
        return took

    def stop(self):
        RUNNING.remove(self)
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def cpu_seconds(self):
        """User and system time so far, from the kernel's tick counters."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def scheduled_seconds(self):
        """CPU time so far, with nanosecond precision: for nearly idle servers."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def memory_mb(self, line="VmRSS"):
        for row in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if row.startswith(line + ":"):
                return int(row.split()[1]) / 1024
        raise SystemExit(f"bench: the kernel does not tell {line}")


class Jobrig(Server):
    def __init__(self, name, scenario, tls=False, workers=1, program=ROOT / "build/release/jobrig"):
        self.name = name
        self.program = program
        self.tls = tls
        self.workers = workers
        self.scenario = WORK / f"{name}.yaml"
        self.scenario.write_text(scenario)
        self.journal = WORK / f"{name}.journal"

    def command(self, port):
        self.journal.unlink(missing_ok=True)
        return [self.program, "serve", self.scenario, "--listen", f"127.0.0.1:{port}",
                "--workers", self.workers, "--seed", 1, "--journal", self.journal, *(["--tls"] if self.tls else [])]


def certificate():
    """The files of a certificate for the peers, as jobrig makes one for itself: a key on the curve P-256."""
    key, chain = WORK / "key.pem", WORK / "chain.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "2",
                    "-subj", "/CN=127.0.0.1", "-keyout", key, "-out", chain], check=True, capture_output=True)
    return key, chain


class Floor(Server):
    """An epoll loop that sends the same bytes to every request (floor.cc)."""

    name = "floor"

    def __init__(self, body):
        (WORK / "body.json").write_bytes(body)

    def command(self, port):
        return [ROOT / "build/release/ci/bench/bench_floor", port, WORK / "body.json"]


class H2o(Server):
    name = "h2o"

    def __init__(self, body, tls=False):
        self.tls = tls
        self.files = WORK / "h2o"
        self.files.mkdir(parents=True, exist_ok=True)
        (self.files / "index.json").write_bytes(body)

    def command(self, port):
        key, chain = certificate() if self.tls else (None, None)
        ssl = f"{{key-file: {key}, certificate-file: {chain}}}"
        # Every path is the same file.
        (WORK / "h2o.conf").write_text(f"""
            listen: {{host: 127.0.0.1, port: {port}{', ssl: ' + ssl if self.tls else ''}}}
            num-threads: 1
            user: {getpass.getuser()}
            hosts: {{default: {{paths: {{"/": {{file.file: {self.files}/index.json}}}}}}}}
            """)
        return ["h2o", "-c", WORK / "h2o.conf"]


class Nginx(Server):
    name = "nginx"

    def __init__(self, body, tls=False):
        self.tls = tls
        quoted = body.decode().replace("\\", "\\\\").replace("'", "\\'").replace("$", "${dollar}")
        self.text = f"""
            worker_processes 1; daemon off; master_process off; worker_rlimit_nofile 20000;
            pid {WORK}/nginx.pid; error_log {WORK}/nginx.log;
            events {{ worker_connections 16384; }}
            http {{
              access_log off; keepalive_requests 1000000000; default_type application/json; tcp_nodelay on;
              client_body_temp_path {WORK}/nginx; proxy_temp_path {WORK}/nginx; fastcgi_temp_path {WORK}/nginx;
              uwsgi_temp_path {WORK}/nginx; scgi_temp_path {WORK}/nginx;
              geo $dollar {{ default "$"; }}
              server {{ listen 127.0.0.1:PORT backlog=4096 SSL; location / {{ return 200 '{quoted}'; }} }}
            }}"""

    def command(self, port):
        ssl = ""
        if self.tls:
            key, chain = certificate()
            ssl = f"ssl; ssl_certificate {chain}; ssl_certificate_key {key}"
        (WORK / "nginx.conf").write_text(self.text.replace("PORT", str(port)).replace(" SSL", f" {ssl}".rstrip()))
        return ["/usr/sbin/nginx", "-p", WORK, "-c", WORK / "nginx.conf"]


class PlainHttplib(Server):
    name = "cpp-httplib"

    def __init__(self, body):
        (WORK / "body.json").write_bytes(body)

    def command(self, port):
        return [ROOT / "build/release/ci/bench/bench_httplib_peer", port, WORK / "body.json"]


class WireMock(Server):
    """The fastest configuration: asynchronous responses, no request journal, one stub."""

    name = "wiremock"

    def __init__(self, body):
        mappings = WORK / "wiremock" / "mappings"
        mappings.mkdir(parents=True, exist_ok=True)

        (mappings / "describe.json").write_text(json.dumps({
            "request": {"method": "GET", "urlPathPattern": "/things/[^/]+/jobs/[^/]+"},
            "response": {"status": 200, "headers": {"Content-Type": "application/json"}, "body": body.decode()}}))
        self.jar = next((ROOT / "ci/bench/node_modules/wiremock/build").glob("wiremock-standalone-*.jar"))

    def command(self, port):
        return ["java", "-jar", self.jar, "--port", port, "--bind-address", "127.0.0.1", "--root-dir",
                WORK / "wiremock", "--async-response-enabled", "true", "--no-request-journal", "--disable-banner"]


class OfNode(Server):
    """A server of ci/bench/node_modules, with one route."""

    def __init__(self, body):
        self.body_text = body.decode()

    def program(self, name):
        return ROOT / "ci/bench/node_modules/.bin" / name

    def write(self, content):
        file = WORK / f"{self.name}.json"
        file.write_text(json.dumps(content))
        return file


class Mountebank(OfNode):
    name = "mountebank"

    def command(self, port):
        # It closes each connection unless the response says otherwise.
        answer = {"statusCode": 200, "headers": {"Content-Type": "application/json", "Connection": "keep-alive"},
                  "body": self.body_text}
        file = self.write({"imposters": [{"port": port, "protocol": "http", "stubs": [{"responses": [{"is": answer}]}]}]})
        return [self.program("mb"), "start", "--configfile", file, "--port", free_port(), "--localOnly", "--nologfile",
                "--loglevel", "error", "--pidfile", WORK / "mountebank.pid"]


class Mockoon(OfNode):
    name = "mockoon"

    def command(self, port):
        ids = [f"{n}0000000-0000-4000-8000-000000000000" for n in range(1, 4)]
        answer = {"uuid": ids[0], "body": self.body_text, "latency": 0, "statusCode": 200, "label": "", "bodyType": "INLINE",
                  "headers": [{"key": "Content-Type", "value": "application/json"}], "filePath": "", "databucketID": "",
                  "sendFileAsBody": False, "rules": [], "rulesOperator": "OR", "disableTemplating": True,
                  "fallbackTo404": False, "default": True, "crudKey": "id", "callbacks": []}
        route = {"uuid": ids[1], "type": "http", "documentation": "", "method": "get", "endpoint": "things/:thing/jobs/:job",
                 "responses": [answer], "responseMode": None, "streamingMode": None, "streamingInterval": 0}
        file = self.write({"uuid": ids[2], "lastMigration": 33, "name": "bench", "endpointPrefix": "", "latency": 0,
                           "port": port, "hostname": "127.0.0.1", "folders": [], "routes": [route],
                           "rootChildren": [{"type": "route", "uuid": ids[1]}], "proxyMode": False, "proxyHost": "",
                           "proxyRemovePrefix": False, "cors": False, "headers": [], "proxyReqHeaders": [],
                           "proxyResHeaders": [], "data": [], "callbacks": [],
                           "tlsOptions": {"enabled": False, "type": "CERT", "pfxPath": "", "certPath": "", "keyPath": "",
                                          "caPath": "", "passphrase": ""}})
        return [self.program("mockoon-cli"), "start", "--data", file, "--disable-log-to-file"]


class Prism(OfNode):
    name = "prism"

    def command(self, port):
        parameters = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in ("thing", "job")]
        content = {"application/json": {"example": json.loads(self.body_text)}}
        answers = {"200": {"description": "the job", "content": content}}
        get_job = {"parameters": parameters, "responses": answers}
        file = self.write({"openapi": "3.0.3", "info": {"title": "bench", "version": "1"},
                           "paths": {"/things/{thing}/jobs/{job}": {"get": get_job}}})
        return [self.program("prism"), "mock", "--port", port, "--host", "127.0.0.1", "--verboseLevel", "silent", file]
