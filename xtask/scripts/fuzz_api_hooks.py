"""Lets Schemathesis come from many addresses and sessions, as one of each would soon get nothing but
429, and counts what is answered."""

import atexit
import collections
import json
import os
import random

import schemathesis

COOKIES = os.environ.get("TIRKEU_FUZZ_COOKIES", "").split()
# Apart from the generator whose seed Schemathesis controls.
CHANCE = random.SystemRandom()
ANSWERS = collections.Counter()


@schemathesis.hook
def before_call(context, case, kwargs):
    a, b, c = (CHANCE.randrange(1, 255) for _ in range(3))
    case.headers["X-Forwarded-For"] = f"10.{a}.{b}.{c}"
    if COOKIES:
        case.headers["Cookie"] = CHANCE.choice(COOKIES)


@schemathesis.hook
def after_call(context, case, response):
    ANSWERS[str(response.status_code)] += 1


@atexit.register
def write():
    with open(os.environ["TIRKEU_FUZZ_ANSWERS"], "w", encoding="utf-8") as file:
        json.dump(ANSWERS, file)
