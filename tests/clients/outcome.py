"""The result of one call: a response or a named error. Also the environment of every client."""

import os
from dataclasses import dataclass, field


@dataclass
class Outcome:
    answer: dict = None  # the members of the operation's output, or None if the call failed
    error: str = None  # the name of the error as reported by the client
    message: str = None
    raw: str = field(default="", repr=False)  # raw output for debugging if neither could be determined

    def __str__(self):
        return f"{self.error}: {self.message}" if self.error else str(self.answer) if self.answer is not None else self.raw


# Measured (see README.md, "First request"): without these a client searches for credentials, a region, a pager or a proxy elsewhere.
ENVIRONMENT = {
    "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
    "LANG": "C.UTF-8",
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "not-a-secret",
    "AWS_REGION": "eu-west-1",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    "AWS_PAGER": "",
    "NO_PROXY": "*",
}
CALL_WITHIN = 300  # seconds, for all attempts of a call
