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


def file_application(url):
    """A tenant signs in and files; gives the cookie, the number and the owner's token."""
    visitor = Visitor(url)
    people = visitor.call("GET", "/sandbox/api/people")["people"]
    tenant = next(
        person
        for person in people
        if person["shows"] == ["R3", "R8"]
        and person["journey"]["service"] == "temporary"
        and not person["journey"]["state_rental"]
    )
    journey = tenant["journey"]
    owner = next(person for person in people if person["iin"] == journey["owner"]["id"])
    visitor.call("POST", "/api/v1/sign-in/code", {"iin": tenant["iin"]})
    code = visitor.message(tenant["phone"], r"(\d{6})")
    visitor.call("POST", "/api/v1/sign-in", {"iin": tenant["iin"], "code": code})
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
    return visitor.cookie, filed["number"], visitor.message(owner["phone"], r"/c/(\S+)")


def tried(schemathesis, url, folder, seconds, name, settings, arguments):
    """One pass; gives how many requests were tried, and whether all was well."""
    config = os.path.join(folder, name + ".toml")
    with open(config, "w", encoding="utf-8") as file:
        file.write(settings + TOO_OFTEN)
    log = os.path.join(folder, name + ".log")
    command = [schemathesis, "--config-file", config, "run", url + "/api/openapi.json"]
    command += ["--checks", ",".join(CHECKS), "--continue-on-failure", "--no-color"]
    command += ["--max-examples", "100000", "--max-time", str(seconds), "--warnings", "off"]
    command += [part for path in LEFT_OUT for part in ("--exclude-path", path)] + arguments
    with open(log, "w", encoding="utf-8") as file:
        status = subprocess.run(command, stdout=file, stderr=subprocess.STDOUT, cwd=folder).returncode
    with open(log, encoding="utf-8") as file:
        text = file.read()
    if status != 0:
        print(text)
    found = re.search(r"(\d[\d,]*) generated", text)
    count = int(found.group(1).replace(",", "")) if found else 0
    print(f"{name}: {count} requests, {'all as described' if status == 0 else 'NOT as described'} ({log})")
    return count, status == 0 and count > 0


def main():
    schemathesis, server, folder = map(os.path.abspath, sys.argv[1:4])
    seconds = sys.argv[4]
    data = os.path.join(folder, "data")
    os.makedirs(data, exist_ok=True)
    program = subprocess.Popen(
        [server, "serve", "--sandbox", "--port", "0", "--data", data],
        stdout=subprocess.PIPE,
        stderr=open(os.path.join(folder, "server.log"), "w", encoding="utf-8"),
        text=True,
    )
    try:
        url = program.stdout.readline().split(": ")[1].strip().rstrip("/")
        cookie, number, token = file_application(url)
        each = max(int(seconds) // 2, 10)
        known = f'[parameters]\nnumber = "{number}"\ntoken = "{token}"\n'
        # Who signs out has no session any more.
        signed_in = ["-H", "Cookie: " + cookie, "--exclude-path", "/api/v1/sign-out"]
        passes = [
            tried(schemathesis, url, folder, each, "nobody", "", []),
            tried(schemathesis, url, folder, each, "signed-in", known, signed_in),
        ]
        alive = program.poll() is None
    finally:
        program.terminate()
        program.wait()
    print(f"in all: {sum(count for count, _ in passes)} requests")
    sys.exit(0 if alive and all(well for _, well in passes) else 1)


main()
