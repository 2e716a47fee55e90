"""A hostile adapter: hostile.py KIND. Each of its processes appends its id to the file $HOSTILE_IDS."""
import json
import os
import signal
import socket
import sys
import time
import urllib.request


def say(**message):
    print(json.dumps(message), flush=True)


def note_id():
    with open(os.environ["HOSTILE_IDS"], "a") as ids:
        ids.write(f"{os.getpid()}\n")


def sleep_for_ever():
    """The hostile act: the client does not go on by itself."""
    while True:
        time.sleep(1000)


def ask(order):
    names = order["arguments"]
    with urllib.request.urlopen(f'{order["endpoint"]}/things/{names["thingName"]}/jobs/{names["jobId"]}', timeout=60) as answer:
        return json.load(answer)


def answer(order, response, **more):
    say(**{"type": "result", "id": order["id"], "outcome": "success", "response": response, **more})


def ignore_sigterm():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def leave(children=1, environment=True):
    """Starts children that leave the group and the session, ignore SIGTERM and do not end."""
    for _ in range(children):
        reader, writer = os.pipe()
        if os.fork() == 0:
            os.setsid()
            if os.fork() != 0:
                os._exit(0)
            ignore_sigterm()
            note_id()
            os.write(writer, b".")
            if not environment:
                os.execve("/bin/sleep", ["sleep", "1000"], {})
            sleep_for_ever()
        os.wait()
        os.read(reader, 1)  # wait until its id is written


def flood(descriptor, piece):
    while True:
        os.write(descriptor, piece)


# Actions after a call was received and its request was answered. Each receives the call and the response.


def hangs(order, response):
    sleep_for_ever()


def ignores_sigterm(order, response):
    ignore_sigterm()
    sleep_for_ever()


def forks_twice_and_leaves(order, response):
    leave()
    answer(order, response)


def forgets_its_environment(order, response):
    leave(environment=False)
    answer(order, response)


def forks_sixty_times(order, response):
    leave(60)
    answer(order, response)


def floods_stdout(order, response):
    flood(1, b"x" * 65536)


def floods_stdout_with_lines(order, response):
    flood(1, b"nonsense\n" * 4096)


def floods_with_old_results(order, response):
    flood(1, (json.dumps({"type": "result", "id": 0, "outcome": "success", "response": {}}) + "\n").encode() * 1000)


def complains_much_and_answers(order, response):
    for _ in range(50):
        os.write(2, b"y" * (1 << 20))
    answer(order, response)


def floods_stderr(order, response):
    flood(2, b"y" * 65536)


def closes_stdout(order, response):
    os.close(1)
    sleep_for_ever()


def closes_everything(order, response):
    os.closerange(0, 100)
    sleep_for_ever()


def writes_half_a_line(order, response):
    os.write(1, b'{"type":"result","id":')
    sleep_for_ever()


def writes_half_a_line_and_ends(order, response):
    os.write(1, b'{"type":"result","id":')
    os._exit(0)


def writes_no_utf8(order, response):
    os.write(1, b'{"type":"result","id":1,"outcome":"success","response":{"a":"\xff\xfe"}}\n')
    sleep_for_ever()


def writes_nul(order, response):
    os.write(1, b'{"type":"result",\0"id":1,"outcome":"success","response":{}}\n')
    sleep_for_ever()


def writes_deep_json(order, response):
    os.write(1, b'{"type":"result","id":1,"outcome":"success","response":{"a":' + b"[" * 100000 + b"]" * 100000 + b"}}\n")
    sleep_for_ever()


def writes_a_huge_line(order, response):
    answer(order, {"a": "x" * (2 << 20)})
    sleep_for_ever()


def writes_a_list(order, response):
    os.write(1, b"[1,2,3]\n")
    sleep_for_ever()


def answers_another_call(order, response):
    say(type="result", id=order["id"] + 7, outcome="success", response=response)
    sleep_for_ever()


def answers_twice(order, response):
    answer(order, response)
    answer(order, response)


def ends_in_silence(order, response):
    os._exit(0)


def ends_with_seven(order, response):
    os._exit(7)


def stops_itself(order, response):
    os.kill(os.getpid(), signal.SIGSTOP)


def kills_its_group(order, response):
    os.killpg(0, signal.SIGKILL)


def keeps_the_pipe_in_a_grandchild(order, response):
    leave()
    os._exit(0)


def wait_until_reaped(process):
    """The runner has seen the end of the process then. Nothing tells others than its parent, so the kernel is asked again."""
    while True:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return
        time.sleep(0.005)


def goes_on_as_its_child(order, response):
    parent = os.getpid()
    if os.fork() != 0:
        os._exit(0)
    note_id()
    wait_until_reaped(parent)
    answer(order, response)
    sleep_for_ever()


def becomes_sleep(order, response):
    os.execv("/bin/sleep", ["sleep", "1000"])


def becomes_cat(order, response):
    os.write(1, b'{"type":"result"}\n')
    os.execv("/bin/cat", ["cat"])


def binds_ports(order, response):
    listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(50)]
    answer(order, response)
    assert listeners


def dies_by(name):
    def die(order, response):
        number = getattr(signal, name)
        if number not in (signal.SIGKILL,):
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
        sleep_for_ever()

    return die


# Actions before any call.


def never_says_hello():
    sys.stdin.readline()
    sleep_for_ever()


def says_hello_of_another_protocol():
    sys.stdin.readline()
    say(type="hello", protocol=77, client="hostile")
    sleep_for_ever()


def never_reads():
    say(type="hello", protocol=1, client="hostile")
    sleep_for_ever()


def answers_before_it_is_asked():
    sys.stdin.readline()
    os.write(1, b'{"type":"hello","protocol":1,"client":"hostile"}\n{"type":"result","id":1,"outcome":"success","response":{}}\n')
    for line in sys.stdin:
        order = json.loads(line)
        if order["type"] == "bye":
            return
        if order["id"] > 1:  # the same process got the second case, too
            say(type="result", id=order["id"], outcome="success", response={})


def main():
    note_id()
    kind = sys.argv[1]
    if kind in ("never_says_hello", "says_hello_of_another_protocol", "never_reads", "answers_before_it_is_asked"):
        return globals()[kind]()
    act = dies_by(kind[8:]) if kind.startswith("dies_by_") else globals()[kind]
    for line in sys.stdin:
        order = json.loads(line)
        if order["type"] == "hello":
            say(type="hello", protocol=1, client="hostile", version="1", features=[])
        elif order["type"] == "bye":
            return None
        else:
            act(order, ask(order))
    return None


main()
