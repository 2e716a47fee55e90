"""usage: mqtt.py PROGRAM [SESSIONS]
Measures the MQTT port of `serve`: the memory of idle sessions (default: 10,000), each with a subscription of its own, and
the round trip of a request beside them. Stops by itself."""

import json
import resource
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REQUESTS = 1_000


def text(value):
    return len(value).to_bytes(2, "big") + value.encode()


def packet(first, contents):
    length, rest = b"", len(contents)
    while True:
        rest, digit = rest >> 7, rest & 0x7F
        length += bytes([digit | (0x80 if rest else 0)])
        if not rest:
            return bytes([first]) + length + contents


def connect(client_id):
    return packet(0x10, text("MQTT") + b"\x04\x02\x04\xb0" + text(client_id))


def subscribe(name):
    return packet(0x82, b"\x00\x01" + text(name) + b"\x00")


def receive(client, size):
    received = b""
    while len(received) < size:
        more = client.recv(size - len(received))
        if not more:
            raise SystemExit("the server closed a connection")
        received += more
    return received


def receive_packet(client):
    receive(client, 1)
    length, shift = 0, 0
    while True:
        digit = receive(client, 1)[0]
        length |= (digit & 0x7F) << shift
        shift += 7
        if digit < 0x80:
            return receive(client, length)


def memory_kb(process):
    rows = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return int(next(row for row in rows if row.startswith("VmRSS:")).split()[1])


def session(port, thing):
    client = socket.create_connection(("127.0.0.1", port))
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.sendall(connect(thing) + subscribe(f"$aws/things/{thing}/jobs/notify-next"))
    receive(client, 4 + 5)  # CONNACK and SUBACK
    return client


def round_trips(client, thing):
    topic = f"$aws/things/{thing}/jobs/$next/get"
    client.sendall(subscribe(topic + "/accepted"))
    receive(client, 5)
    request, took = packet(0x30, text(topic) + b"{}"), []
    for _ in range(REQUESTS):
        begun = time.perf_counter()
        client.sendall(request)
        receive_packet(client)
        took.append((time.perf_counter() - begun) * 1e6)
    took.sort()
    return f"p50 {took[len(took) // 2]:.0f} us, p99 {took[len(took) * 99 // 100]:.0f} us"


def main(program, sessions):
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard < sessions + 100:
        raise SystemExit(f"the limit of {hard} open descriptors is too low for {sessions} sessions")
    with tempfile.TemporaryDirectory() as folder:
        scenario = Path(folder) / "fleet.yaml"
        scenario.write_text(f'things:\n  "t-{{1..{sessions + 1}}}": {{calibrate: {{status: QUEUED}}}}\n')
        command = [program, "serve", scenario, "--mqtt", "127.0.0.1:0"]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        try:
            port = int(json.loads(process.stdout.readline())["mqtt"].rsplit(":", 1)[1])
            first = session(port, f"t-{sessions + 1}")
            print(f"alone: {round_trips(first, f't-{sessions + 1}')}")
            before = memory_kb(process)
            clients = [session(port, f"t-{number}") for number in range(1, sessions + 1)]
            each = (memory_kb(process) - before) / sessions
            print(f"{sessions} idle sessions with a subscription: {each:.1f} KB each")
            print(f"beside them: {round_trips(first, f't-{sessions + 1}')}")
            for client in clients:
                client.close()
        finally:
            process.terminate()
            process.wait(30)


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        raise SystemExit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 10_000)
