"""Debian's boto3, in the process of the driver; a new client per call, because clients share their retry quota."""

import os
import re

from outcome import ENVIRONMENT, Outcome

os.environ.clear()
os.environ.update(ENVIRONMENT)
import boto3  # noqa: E402  (it reads the environment when it loads)
import botocore  # noqa: E402
from botocore.config import Config  # noqa: E402
from botocore.exceptions import BotoCoreError, ClientError  # noqa: E402

escapes_path = True


def version():
    return f"boto3 {boto3.__version__}, botocore {botocore.__version__}"


def call(endpoint, operation, parameters, attempts=None):
    retries = {"total_max_attempts": attempts} if attempts else {}
    config = Config(connect_timeout=60, read_timeout=60, retries=retries)
    client = boto3.session.Session().client("iot-jobs-data", endpoint_url=endpoint, config=config)
    method = re.sub(r"(?<!^)([A-Z])", r"_\1", operation).lower()
    try:
        answer = getattr(client, method)(**parameters)
    except ClientError as error:
        # The exception must also have the class of that name: programs catch classes.
        name, caught = error.response["Error"]["Code"], type(error).__name__
        modelled = caught == name or not hasattr(client.exceptions, name)
        return Outcome(error=name if modelled else f"{name} as {caught}", message=error.response["Error"]["Message"])
    except BotoCoreError as error:
        return Outcome(raw=repr(error))
    finally:
        client.close()
    answer.pop("ResponseMetadata")
    return Outcome(answer=answer)
