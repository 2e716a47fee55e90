#!/usr/bin/python3
"""An adapter for boto3: reads calls of jobrig's client protocol (schemas/client-protocol.md) on stdin and writes the result of
each to stdout.

  jobrig conform --adapter -- ci/profiles/boto3_adapter.py [--time-limit SECONDS]

Retries, timeouts and pools are boto3's defaults. Each case has its own session, and therefore its own retry quota. The default
time limit is 60 s per attempt, longer than a case may take: --time-limit sets it as an application would (connect and read)."""

import os
import random
import sys

from python_protocol import outcome_of, serve

for name in [name for name in os.environ if name.startswith(("AWS_", "BOTO_"))]:
    del os.environ[name]  # only the SDK's defaults
os.environ.update(AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull, AWS_EC2_METADATA_DISABLED="true", NO_PROXY="*")

import boto3  # noqa: E402  (it reads the environment when it loads)
import botocore  # noqa: E402
from botocore import exceptions, xform_name  # noqa: E402
from botocore.config import Config  # noqa: E402
from botocore.parsers import ResponseParserError  # noqa: E402

FEATURES = ["execution-number", "start-next", "update", "get-pending", "poll", "tls", "client-certificate", "retries", "signed",
            "long-lived"]
KINDS = (  # the first match
    (exceptions.ParamValidationError, "validation"),
    ((exceptions.ConnectTimeoutError, exceptions.ReadTimeoutError), "timeout"),
    ((exceptions.HTTPClientError, exceptions.ConnectionError, OSError), "transport"),
    ((ResponseParserError, ValueError), "decoding"),
)
LIMIT = {f"{what}_timeout": float(sys.argv[2]) for what in ("connect", "read")} if sys.argv[1:2] == ["--time-limit"] else {}
# The mode `legacy` of five attempts. The limit of connecting and that of reading follow each other; without one, 60 s each.
LIMITS = {"attempts": 5, "attemptMilliseconds": int(1000 * sum(LIMIT.values() or (60, 60)))}


def make_client(call):
    tls, credentials = call.get("tls", {}), call["credentials"]
    certificate = (tls["certificate"], tls["key"]) if "certificate" in tls else None
    random.seed(call["case"])  # makes the jitter of retries equal in every run
    session = boto3.session.Session(credentials["accessKeyId"], credentials["secretAccessKey"], credentials.get("sessionToken"),
                                    region_name=call["region"])
    return session.client(
        "iot-jobs-data", endpoint_url=call["endpoint"], verify=tls.get("authority"), config=Config(client_cert=certificate, **LIMIT))


def failure(client, error):
    if not isinstance(error, exceptions.ClientError):
        found = [kind for classes, kind in KINDS if isinstance(error, classes)]
        return {"name": type(error).__name__, "message": str(error), **({"kind": found[0]} if found else {})}
    said, status = error.response.get("Error", {}), error.response["ResponseMetadata"]["HTTPStatusCode"]
    if "Code" not in said:  # of a status below 400
        return {"kind": "service", "message": str(error), "status": status}
    # Programs catch classes: a modelled error with another class does not count as surfaced under its name.
    bare = said["Code"].split("#")[-1].split(":")[0]
    missed = hasattr(client.exceptions, bare) and type(error).__name__ != bare
    return {"name": type(error).__name__ if missed else said["Code"], "kind": "service", "message": str(error), "status": status}


def make_call(client, call):
    operation = call["operation"]
    if operation not in client.meta.service_model.operation_names:
        return {"outcome": "unable", "reason": f"this boto3 has no {operation}"}
    unknown = set(call["arguments"]) - set(client.meta.service_model.operation_model(operation).input_shape.members)
    if unknown:
        return {"outcome": "unable", "reason": f"{operation} of this boto3 has no {', '.join(sorted(unknown))}"}

    def ask():
        response = getattr(client, xform_name(operation))(**call["arguments"])
        response.pop("ResponseMetadata", None)
        return response

    # Every exception reaches the caller of the SDK.
    return outcome_of(call, ask, Exception, lambda error: failure(client, error))


def main():
    client = None

    def answer(call):
        nonlocal client
        client = make_client(call) if call["fresh"] or not client else client
        return make_call(client, call)

    serve({"client": "boto3", "version": f"{boto3.__version__} (botocore {botocore.__version__})", "features": FEATURES,
           "limits": LIMITS}, answer)


if __name__ == "__main__":
    main()
