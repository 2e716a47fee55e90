#!/usr/bin/python3
# usage: command.py ENDPOINT THING JOB: prints the response. Exit code 3: an error of the service; 4: no usable response.
import json, random, sys, time, urllib.error, urllib.parse, urllib.request

class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None

def describe(endpoint, thing, job):
    url = f'{endpoint}/things/{urllib.parse.quote(thing, safe="")}/jobs/{urllib.parse.quote(job, safe="")}'
    try:
        with urllib.request.build_opener(NoRedirect).open(url, timeout=2) as response:
            body = response.read().decode()
            valid = isinstance(json.loads(body).get("execution", {}), dict)
            return (0, body, False) if valid else (4, "the execution is not an object", False)
    except urllib.error.HTTPError as error:
        try:
            body = dict(json.load(error))
        except (TypeError, ValueError):  # the page of a proxy, for example
            body = {}
        name = error.headers.get("x-amzn-ErrorType") or body.get("__type") or body.get("code") or ""
        return 3, f'{name.split(":")[0].split("#")[-1]} {error.code}', error.code in (429, 500, 502, 503, 504)
    except Exception as error:
        return 4, repr(error), True

for attempt in range(3):
    time.sleep(random.random() * 0.05 * 2**attempt if attempt else 0)
    code, text, again = describe(*sys.argv[1:4])
    if not again:
        break
sys.exit(print(text, file=sys.stderr if code else sys.stdout) or code)
