import json, sys, time, urllib.error, urllib.parse, urllib.request

def describe(call):
    names = call["arguments"]
    job = urllib.parse.quote(names["jobId"], safe="")
    for pause in (0.1, 0.4, 0):
        try:
            with urllib.request.urlopen(f'{call["endpoint"]}/things/{names["thingName"]}/jobs/{job}', timeout=2) as answer:
                return {"outcome": "success", "response": {"execution": json.load(answer)["execution"]}}
        except urllib.error.HTTPError as error:
            failure = {"name": error.headers["x-amzn-ErrorType"] or "", "status": error.code, "message": error.reason}
        except Exception as error:
            failure = {"message": repr(error)}
        if failure.get("status") in (400, 404, 410):
            break
        time.sleep(pause)
    return {"outcome": "error", "error": failure}

for order in map(json.loads, sys.stdin):
    if order["type"] == "hello":
        print(json.dumps({"type": "hello", "protocol": 1, "client": "newcomer", "version": "1", "features": ["retries"]}), flush=True)
    elif order["type"] == "call":
        can = order["operation"] == "DescribeJobExecution"
        came = describe(order) if can else {"outcome": "unable", "reason": "not written yet"}
        print(json.dumps({"type": "result", "id": order["id"], **came}), flush=True)
