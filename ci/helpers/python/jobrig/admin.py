"""Requests to the admin interface of a server (schemas/admin.openapi.json). It knows no resource."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

_HANG_GUARD = 90  # seconds beyond what a request waits for by itself


class AdminError(RuntimeError):
    """The admin interface refused a request, for example a scenario with mistakes. The message has their positions."""


class Admin:
    """One admin interface, or the part of it that belongs to a sandbox."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # never through a proxy

    def below(self, path: str) -> Admin:
        return Admin(self.url + path)

    def call(self, method: str, path: str, body: Any = None, waits: float = 0) -> Any:
        """Returns the parsed response. `waits` is how many seconds the server may wait before it responds."""
        request = urllib.request.Request(self.url + path, method=method)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with self._opener.open(request, timeout=waits + _HANG_GUARD) as response:
                return json.loads(response.read() or "null")
        except urllib.error.HTTPError as error:
            raise AdminError(_message(error)) from None


def _message(error: urllib.error.HTTPError) -> str:
    text = error.read().decode("utf-8", "replace")
    try:
        said = json.loads(text)
    except ValueError:
        return f"{error.code} {text}"
    mistakes = [f"{one['file']}:{one['line']}:{one['column']}: {one['message']}" for one in said.get("mistakes", [])]
    return "\n".join([said["error"], *mistakes])
