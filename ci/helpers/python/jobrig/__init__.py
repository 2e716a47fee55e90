"""Starts jobrig, a mock of the AWS IoT Jobs data plane, in tests.

    with jobrig.Server() as server, server.sandbox("things: {thermostat-1: {firmware-7: {}}}") as sandbox:
        client = sandbox.boto3_client()
        client.describe_job_execution(thingName="thermostat-1", jobId="firmware-7")
        assert sandbox.journal.wait(count=1)[0]["status"] == 200

The plugin for pytest (jobrig.pytest_plugin) has the fixtures `jobrig_server` and `jobrig`. It needs the program `jobrig` and no
other package; boto3_client needs boto3."""

from .admin import AdminError
from .program import ProgramNotFound, find_program
from .sandbox import Clock, Journal, JournalTimeout, Sandbox
from .server import Server, ServerError

__all__ = ["AdminError", "Clock", "Journal", "JournalTimeout", "ProgramNotFound", "Sandbox", "Server", "ServerError", "find_program"]
