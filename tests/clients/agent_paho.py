"""usage: agent_paho.py HOST PORT THING CA CERT KEY

An agent of AWS IoT Jobs that uses paho, as its users write it. It connects over TLS with a client certificate, carries out
one job at a time, and leaves reconnects to paho. Its pauses are behavior that is judged: the work, and waits after errors.
"""

import json
import queue
import sys
import time

import paho.mqtt.client as mqtt

host, port, thing, authority, certificate, key = sys.argv[1:]
topics = f"$aws/things/{thing}/jobs/"
inbox = queue.Queue()


def on_connect(client, *_):
    names = ["start-next/+", "+/update/+", "+/get/+", "notify-next"]
    client.subscribe([(topics + name, 1) for name in names])


def on_subscribe(*_):
    inbox.put(("connected", {}))


def on_message(_client, _data, message):
    inbox.put((message.topic[len(topics):], json.loads(message.payload)))


class Agent:
    def __init__(self):
        self.client = mqtt.Client(client_id=thing)
        self.client.on_connect, self.client.on_subscribe, self.client.on_message = on_connect, on_subscribe, on_message
        self.client.reconnect_delay_set(1, 30)
        self.client.tls_set(authority, certificate, key)
        self.execution = None
        self.asks = False  # a start-next has no response yet

    def send(self, topic, members):
        self.client.publish(topics + topic, json.dumps(members), 1)

    def ask(self):
        self.asks = True
        self.send("start-next", {"clientToken": "start"})

    def report(self):
        self.send(f"{self.execution['jobId']}/update",
                  {"status": "SUCCEEDED", "expectedVersion": self.execution["versionNumber"], "clientToken": "end"})

    def take(self, topic, body):
        if topic == "connected":  # the responses that were under way are lost
            if self.execution:
                self.send(f"{self.execution['jobId']}/get", {"clientToken": "get"})
            else:
                self.ask()
        elif topic == "notify-next" and "execution" in body and not self.execution and not self.asks:
            self.ask()
        elif topic == "start-next/rejected":
            time.sleep(1)
            self.ask()
        elif topic == "start-next/accepted":
            if self.asks and not self.execution and "execution" in body:
                self.execution = body["execution"]
                time.sleep(0.5)  # the work
                self.report()
            self.asks = False
        elif topic.endswith("/update/accepted") and self.execution:
            self.execution = None
            self.ask()
        elif topic.endswith("/update/rejected") and self.execution:
            time.sleep(0.2)
            self.send(f"{self.execution['jobId']}/get", {"clientToken": "get"})
        elif topic.endswith("/get/accepted") and self.execution:
            self.execution = body["execution"]
            self.report()
        elif topic.endswith("/get/rejected") and self.execution:
            if body["code"] == "RequestThrottled":
                time.sleep(1)
                self.send(f"{self.execution['jobId']}/get", {"clientToken": "get"})
            else:  # the service has ended it
                self.execution = None
                self.ask()

    def run(self):
        self.client.connect_async(host, int(port), 30)
        self.client.loop_start()
        while True:
            self.take(*inbox.get())


Agent().run()
