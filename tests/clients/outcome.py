"""What a client made of one call: an answer, or an error under its name. Also the environment that every client gets."""

import os
from dataclasses import dataclass, field


@dataclass
class Outcome:
    answer: dict = None  # the operation's members, or None when it failed
    error: str = None  # the error's name as the client surfaces it
    message: str = None
    raw: str = field(default="", repr=False)  # what a person would want to see when neither could be made out

    def __str__(self):
        return f"{self.error}: {self.message}" if self.error else str(self.answer) if self.answer is not None else self.raw


# Measured (see README.md, "First request"): without these a client looks for credentials, a region, a pager or a proxy elsewhere.
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
CALL_WITHIN = 300  # seconds, all attempts of a call together
