"""A sandbox: a scenario with its own endpoint, state, counters, time and journal on the port of a server. Tests that run in
parallel have one each."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from .admin import Admin


class JournalTimeout(AssertionError):
    """Fewer exchanges than expected within the time. The message lists those that took place."""


def seconds(duration: float | str) -> float:
    """Of 5, "5s", "250ms" or "2m"."""
    if not isinstance(duration, str):
        return float(duration)
    for unit, factor in (("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)):
        number = duration.removesuffix(unit)
        if number != duration and number.replace(".", "", 1).isdigit():
            return float(number) * factor
    raise ValueError(f'"{duration}" is not a duration: write a number of seconds, or one with a unit: "250ms", "5s", "2m"')


def order_for(scenario: Any) -> dict[str, Any]:
    """The body of a request that names a scenario: a path, a mapping, YAML text, or the name of a built-in one."""
    if isinstance(scenario, os.PathLike):
        return {"scenario": Path(scenario).read_text(encoding="utf-8")}
    if isinstance(scenario, str) and ":" not in scenario:
        return {"shipped": scenario}
    return {"scenario": scenario}


class Journal:
    """The exchanges of a sandbox, as schemas/README.md describes them under "The journal"."""

    def __init__(self, admin: Admin) -> None:
        self._admin = admin

    def records(self, *, limit: int = 1000, **filters: Any) -> list[dict[str, Any]]:
        """The newest exchanges, oldest first. `filters` are thing, job, operation, rule (globs), status and after."""
        return self._admin.call("GET", "/journal?" + urlencode({"limit": limit, **filters}))["records"]

    def wait(self, count: int = 1, *, within: float | str = "30s", **filters: Any) -> list[dict[str, Any]]:
        """The exchanges as soon as there are `count`. Raises JournalTimeout after `within` (seconds, or a text such as "5s")."""
        limit = seconds(within)
        query = {"wait": f"{round(limit * 1000)}ms", "count": count, "limit": 1000, **filters}
        found = self._admin.call("GET", "/journal?" + urlencode(query), waits=limit)
        if not found["enough"]:
            arrived = "".join(f"\n  {one['operation'] or 'unknown'} {one['thing']}/{one['job']}: {one['status']} {one['error']}".rstrip()
                              for one in found["records"])
            raise JournalTimeout(f"expected {count} exchanges within {within}, found {len(found['records'])}{arrived}")
        return found["records"]


class Clock:
    """The time of a sandbox. Other sandboxes have their own."""

    def __init__(self, admin: Admin) -> None:
        self._admin = admin

    def now(self) -> str:
        return self._admin.call("GET", "/clock")["now"]

    def advance(self, by: str) -> None:
        """Advances the time, for example by "7d" or "1h30m"."""
        self._admin.call("POST", "/clock/advance", {"by": by})

    def set(self, to: str) -> None:
        """Sets the time to a later one: "2030-01-01T00:00:00Z"."""
        self._admin.call("POST", "/clock/set", {"to": to})

    def rate(self, rate: float) -> None:
        """60: a minute passes in each second."""
        self._admin.call("POST", "/clock/rate", {"rate": rate})

    def freeze(self) -> None:
        self._admin.call("POST", "/clock/freeze")


class Sandbox:
    """Create it with Server.sandbox. Use it as a context manager, or call close()."""

    def __init__(self, admin: Admin, scenario: Any = None, seed: int | None = None) -> None:
        order = {} if scenario is None else order_for(scenario)
        made = admin.call("POST", "/sandboxes", {**order, **({} if seed is None else {"seed": seed}), "idle": "0s"})
        self.endpoint: str = made["endpoint"]
        self.seed: int = made["seed"]
        self.admin = admin.below(made["admin"])
        self.journal = Journal(self.admin)
        self.clock = Clock(self.admin)
        self._clients: list[Any] = []

    def scenario(self, scenario: Any) -> None:
        """Serves another scenario, from the beginning: a path, a mapping, YAML text, or the name of a built-in one."""
        self.admin.call("PUT", "/scenario", order_for(scenario))

    def reset(self) -> None:
        """Resets state, counters, time and journal."""
        self.admin.call("POST", "/reset")

    def near_misses(self) -> list[dict[str, Any]]:
        """Requests that matched no rule, and why the nearest rules did not match."""
        return self.admin.call("GET", "/near-misses")["requests"]

    def boto3_client(self, service: str = "iot-jobs-data", **options: Any) -> Any:
        """A client of boto3 for this sandbox. `options` are those of boto3's client(); the sandbox closes it."""
        import boto3
        from botocore.config import Config

        config = Config(proxies={}).merge(options.pop("config", Config()))
        session = boto3.session.Session(aws_access_key_id="any", aws_secret_access_key="any")
        client = session.client(service, **{"region_name": "eu-west-1", "endpoint_url": self.endpoint, "config": config, **options})
        self._clients.append(client)
        return client

    def close(self) -> None:
        """Deletes the sandbox and closes the clients of boto3_client."""
        for client in self._clients:
            client.close()
        self._clients.clear()
        self.admin.call("DELETE", "")

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
