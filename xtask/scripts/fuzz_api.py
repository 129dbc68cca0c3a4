"""Requests that nobody would write, against a sandbox server, by the description it publishes.

Usage: fuzz_api.py SCHEMATHESIS SERVER FOLDER SECONDS

Two passes: as nobody, and as somebody who is signed in and has an application that waits for an
owner, so that what needs a session is reached as well. Ends with the number of requests, and fails
where an answer is a 5xx or not as described.
"""

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
import uuid

CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "missing_required_header",
    "unsupported_method",
]
# Whoever tries too often is told so whatever else is wrong.
TOO_OFTEN = """
[checks.missing_required_header]
expected-statuses = [400, 401, 403, 406, 415, 422, 429]
"""
# The gateway's calls are signed and only served where one is configured.
LEFT_OUT = ["/gateways/sms"]


# Besides the tenant's: a session may ask ten times a second in the long run.
SESSIONS = 30


class Visitor:
    """Somebody with a browser."""

    def __init__(self, url):
        self.url = url
        self.cookie = ""

    def call(self, method, path, body=None):
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Content-Type": "application/json",
                "Idempotency-Key": uuid.uuid4().hex,
                "Accept-Language": "ru",
                "Cookie": self.cookie,
            },
        )
        with urllib.request.urlopen(request) as answer:
            given = answer.headers.get("set-cookie")
            if given:
                self.cookie = given.split(";")[0]
            return json.loads(answer.read() or b"null")

    def message(self, phone, pattern):
        """What a pattern finds in the newest message on a telephone that has it."""
        path = "/sandbox/api/messages?phone=" + phone.lstrip("+")
        for _ in range(100):
            for message in reversed(self.call("GET", path)["messages"]):
                found = re.search(pattern, message["text"])
                if found and not message["reply"]:
                    return found.group(1)
            time.sleep(0.1)
        raise SystemExit("no message reached " + phone)


def sign_in(url, person):
    """Somebody with a browser and a session."""
    visitor = Visitor(url)
    visitor.call("POST", "/api/v1/sign-in/code", {"iin": person["iin"]})
    code = visitor.message(person["phone"], r"(\d{6})")
    visitor.call("POST", "/api/v1/sign-in", {"iin": person["iin"], "code": code})
    return visitor


def file_application(url):
    """Many people sign in, and a tenant among them files; gives everybody's cookies, the number and
    the owner's token."""
    people = Visitor(url).call("GET", "/sandbox/api/people")["people"]
    tenant = next(
        person
        for person in people
        if person["shows"] == ["R3", "R8"]
        and person["journey"]["service"] == "temporary"
        and not person["journey"]["state_rental"]
    )
    journey = tenant["journey"]
    owner = next(person for person in people if person["iin"] == journey["owner"]["id"])
    visitor = sign_in(url, tenant)
    others = [person for person in people if person["phone"] and person != tenant][:SESSIONS]
    cookies = [visitor.cookie] + [sign_in(url, person).cookie for person in others]
    answers = {
        "service": "temporary",
        "months": journey["months"],
        "subject": "myself",
        "ownership": "none",
        "rca": journey["rca"],
        "owner": journey["owner"]["id"],
        "relation_to_owner": journey["relation_to_owner"],
    }
    filed = visitor.call("POST", "/api/v1/applications", {"lang": "ru", "answers": answers})
    return cookies, filed["number"], visitor.message(owner["phone"], r"/c/(\S+)")


def tried(schemathesis, url, folder, seconds, name, settings, cookies, arguments):
    """One pass; gives how many requests were tried, and whether all was well."""
    config = os.path.join(folder, name + ".toml")
    with open(config, "w", encoding="utf-8") as file:
        file.write(settings + TOO_OFTEN)
    log = os.path.join(folder, name + ".log")
    command = [schemathesis, "--config-file", config, "run", url + "/api/openapi.json"]
    command += ["--checks", ",".join(CHECKS), "--continue-on-failure", "--no-color"]
    command += ["--max-examples", "100000", "--max-time", str(seconds), "--warnings", "off"]
    # One worker: Python 3.11 does not parse deeply nested sources in two threads at once.
    command += ["--no-shrink"]
    command += [part for path in LEFT_OUT for part in ("--exclude-path", path)] + arguments
    scripts = os.path.dirname(os.path.abspath(__file__))
    paths = [scripts, os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SCHEMATHESIS_HOOKS": "fuzz_api_hooks",
        "TIRKEU_FUZZ_COOKIES": "\n".join(cookies),
        "TIRKEU_FUZZ_ANSWERS": os.path.join(folder, name + ".json"),
    }
    with open(log, "w", encoding="utf-8") as file:
        status = subprocess.run(
            command, stdout=file, stderr=subprocess.STDOUT, cwd=folder, env=environment
        ).returncode
    with open(log, encoding="utf-8") as file:
        text = file.read()
    if status != 0:
        print(text)
    # Where it did not come so far, nothing was asked.
    answers = {}
    if os.path.exists(environment["TIRKEU_FUZZ_ANSWERS"]):
        with open(environment["TIRKEU_FUZZ_ANSWERS"], encoding="utf-8") as file:
            answers = json.load(file)
    count = sum(answers.values())
    print(f"{name}: {count} requests, {'all as described' if status == 0 else 'NOT as described'} ({log})")
    for answer, times in sorted(answers.items()):
        print(f"  {answer} {times:>8}")
    return count, status == 0 and count > 0


def main():
    schemathesis, server, folder = map(os.path.abspath, sys.argv[1:4])
    seconds = sys.argv[4]
    data = os.path.join(folder, "data")
    os.makedirs(data, exist_ok=True)
    program = subprocess.Popen(
        [server, "serve", "--sandbox", "--port", "0", "--data", data]
        + ["--trusted-proxy", "127.0.0.1"],
        stdout=subprocess.PIPE,
        stderr=open(os.path.join(folder, "server.log"), "w", encoding="utf-8"),
        text=True,
    )
    try:
        url = program.stdout.readline().split(": ")[1].strip().rstrip("/")
        cookies, number, token = file_application(url)
        each = max(int(seconds) // 2, 10)
        known = f'[parameters]\nnumber = "{number}"\ntoken = "{token}"\n'
        # Who signs out has no session any more.
        signed_in = ["--exclude-path-regex", "^/api/v1/sign-out"]
        passes = [
            tried(schemathesis, url, folder, each, "nobody", "", [], []),
            tried(schemathesis, url, folder, each, "signed-in", known, cookies, signed_in),
        ]
        alive = program.poll() is None
    finally:
        program.terminate()
        program.wait()
    print(f"in all: {sum(count for count, _ in passes)} requests")
    sys.exit(0 if alive and all(well for _, well in passes) else 1)


main()
