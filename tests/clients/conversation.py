"""The calls made with every client, and their expected results. The mock's journal is checked too: at the end it must
contain exactly the requests that the calls should have sent, in order, each with its status."""

START = 1767225600  # 2026-01-01T00:00:00Z, where executions.yaml freezes the clock
DOCUMENT = '{"operation":"install","url":"https://example.com/firmware/7.bin"}'
ERRORS = {
    "error-1": ("CertificateValidationException", 400),
    "error-2": ("InvalidRequestException", 400),
    "error-3": ("ResourceNotFoundException", 404),
    "error-4": ("TerminalStateException", 410),
    "error-5": ("ThrottlingException", 429),
    "error-6": ("ServiceUnavailableException", 503),
}


class Conversation:
    def __init__(self, client, endpoint):
        self.client = client
        self.endpoint = endpoint
        self.sent = []  # (method, target, status) of every request that should have arrived
        self.failures = 0
        self.checks = 0

    def check(self, sentence, holds, otherwise=""):
        self.checks += 1
        self.failures += not holds
        print(f"{'ok' if holds else 'not ok'} {self.checks} - {sentence}" + ("" if holds else f"\n  # {otherwise}"), flush=True)

    def equal(self, sentence, found, wanted):
        self.check(sentence, found == wanted, f"found {found!r}\n  # wanted {wanted!r}")

    def ask(self, operation, parameters, *statuses, method="GET", query="", attempts=None):
        """Makes the call and records the requests that it should send: one for each of `statuses`."""
        job = "" if operation == "GetPendingJobExecutions" else "/" + parameters.get("jobId", "$next")
        path = f"/things/{parameters['thingName']}/jobs{job}"
        # Measured: SDKs escape path parameters, but the `$next` of StartNext is part of the path itself.
        if self.client.escapes_path:
            path = path.replace(":", "%3A")
            path = path.replace("$", "%24") if "jobId" in parameters else path
        self.sent += [(method, path + query, status) for status in statuses]
        return self.client.call(self.endpoint, operation, parameters, attempts)

    def describe(self, thing, job, *statuses, attempts=None, **more):
        query = "".join(f"?{name}={str(value).lower()}" for name, value in more.items())
        return self.ask("DescribeJobExecution", {"thingName": thing, "jobId": job, **more}, *(statuses or (200,)),
                        query=query, attempts=attempts)

    def execution(self, sentence, outcome, wanted):
        """Checks that the execution in the response has these members; None: absent, `...`: any value."""
        found = (outcome.answer or {}).get("execution", {})
        shown = {name: found.get(name) for name in wanted}
        holds = outcome.answer is not None and all(
            name in found if value is ... else found.get(name) == value for name, value in wanted.items())
        self.check(sentence, holds, f"found {shown if outcome.answer is not None else outcome}\n  # wanted {wanted}")


# Errors are asked for with one attempt: the clock of executions.yaml stands still, and the SDK for JavaScript repeats a
# call once when the `Date` of an error shows it that the clocks differ.
def describe_one(talk):
    talk.equal("a describe gets the whole execution and no document", talk.describe("thermostat-1", "firmware-7").answer,
               {"execution": {"thingName": "thermostat-1", "jobId": "firmware-7", "executionNumber": 1, "versionNumber": 3,
                              "status": "IN_PROGRESS", "statusDetails": {"step": "download", "percent": "40"},
                              "queuedAt": START - 600, "startedAt": START - 300, "lastUpdatedAt": START - 60}})
    talk.execution("includeJobDocument true brings the document, a JSON text in a string",
                   talk.describe("thermostat-1", "firmware-7", includeJobDocument=True), {"jobDocument": DOCUMENT})
    talk.execution("includeJobDocument false leaves it out",
                   talk.describe("thermostat-1", "firmware-7", includeJobDocument=False), {"jobId": "firmware-7", "jobDocument": None})
    talk.execution("a thing with a colon in its name is found", talk.describe("floor-2:meter_7", "firmware-7"),
                   {"thingName": "floor-2:meter_7", "status": "QUEUED", "startedAt": None})


def execution_numbers(talk):
    talk.execution("executionNumber 1 gets the first execution", talk.describe("thermostat-1", "rollout-9", executionNumber=1),
                   {"executionNumber": 1, "status": "FAILED", "statusDetails": {"reason": "no-power"}})
    talk.execution("an executionNumber above 2^31 stays whole",
                   talk.describe("thermostat-1", "rollout-9", executionNumber=5_000_000_000),
                   {"executionNumber": 5_000_000_000, "status": "QUEUED"})
    talk.execution("no executionNumber gets the latest", talk.describe("thermostat-1", "rollout-9"),
                   {"executionNumber": 5_000_000_000})
    talk.equal("an executionNumber that is not there is ResourceNotFoundException",
               talk.describe("thermostat-1", "rollout-9", 404, attempts=1, executionNumber=2).error, "ResourceNotFoundException")


def next_execution(talk):
    talk.execution("$next is the execution in progress", talk.describe("thermostat-1", "$next"),
                   {"jobId": "firmware-7", "status": "IN_PROGRESS"})
    talk.equal("$next of a thing with nothing pending is an answer without an execution",
               talk.describe("idle-1", "$next").answer, {})


def six_errors(talk):
    for thing, (name, status) in ERRORS.items():
        outcome = talk.describe(thing, "firmware-7", status, attempts=1)
        talk.equal(f"{name} surfaces under its name", outcome.error, name)
        talk.check(f"{name} says something", bool(outcome.message), f"the message is {outcome.message!r}")


def outage(talk):
    talk.execution("two 503s are retried into the answer", talk.describe("outage-1", "firmware-7", 503, 503, 200),
                   {"statusDetails": {"step": "survived"}})


def other_operations(talk):
    pending = talk.ask("GetPendingJobExecutions", {"thingName": "thermostat-1"}, 200)
    talk.equal("GetPendingJobExecutions lists what is in progress and what is queued",
               {kind: [row["jobId"] for row in rows] for kind, rows in (pending.answer or {}).items()},
               {"inProgressJobs": ["firmware-7"], "queuedJobs": ["rollout-9"]})
    talk.execution("StartNextPendingJobExecution starts the queued one",
                   talk.ask("StartNextPendingJobExecution", {"thingName": "starter-1", "statusDetails": {"step": "begun"}}, 200,
                            method="PUT"),
                   {"jobId": "firmware-7", "status": "IN_PROGRESS", "versionNumber": 2, "statusDetails": {"step": "begun"},
                    "startedAt": START})
    update = {"thingName": "updater-1", "jobId": "firmware-7", "status": "SUCCEEDED", "expectedVersion": 2,
              "includeJobExecutionState": True}
    state = (talk.ask("UpdateJobExecution", update, 200, method="POST").answer or {}).get("executionState", {})
    talk.equal("UpdateJobExecution answers with the new state", (state.get("status"), state.get("versionNumber")), ("SUCCEEDED", 3))
    talk.equal("a describe of what has ended is TerminalStateException",
               talk.describe("updater-1", "firmware-7", 410, attempts=1).error, "TerminalStateException")
    talk.equal("UpdateJobExecution of what has ended is InvalidStateTransitionException",
               talk.ask("UpdateJobExecution", update | {"status": "FAILED"}, 409, method="POST", attempts=1).error,
               "InvalidStateTransitionException")


# The order matters only for the check of the journal.
TOPICS = (describe_one, execution_numbers, next_execution, six_errors, outage, other_operations)
