"""The fixtures for pytest: `jobrig_server` is one server for all tests (with pytest-xdist, for each worker), `jobrig` a sandbox
of its own for each test."""

from __future__ import annotations

from typing import Iterator

import pytest

from .program import ProgramNotFound
from .sandbox import Sandbox
from .server import Server, ServerError


@pytest.fixture(scope="session")
def jobrig_server() -> Iterator[Server]:
    try:
        server = Server()
    except (ProgramNotFound, ServerError) as error:
        pytest.fail(str(error), pytrace=False)
    with server:
        yield server


@pytest.fixture
def jobrig(jobrig_server: Server) -> Iterator[Sandbox]:
    with jobrig_server.sandbox({"things": {}}) as sandbox:
        yield sandbox
