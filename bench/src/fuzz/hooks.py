"""What schemathesis cannot know from the description: ids that exist, and who may do what.

Most requests get a fresh idempotency key, the key of a role that may do the operation, and ids that
earlier answers gave; otherwise nearly all of them would end at "not found", "forbidden" or "this key
was used before". The rest are sent as they were made.
"""

import json
import os
import random

import schemathesis

with open(os.path.join(os.path.dirname(__file__), "known.json"), encoding="utf-8") as file:
    KNOWN = json.load(file)

CHANCE = random.Random(KNOWN["seed"])
POOLS = {name: list(values) for name, values in KNOWN["ids"].items()}
POOL_MAX = 200

# The collection that an id comes from, where its name does not say it.
COLLECTIONS = {
    "attachments": "attachment_id",
    "evidence": "evidence_id",
    "deliveries": "delivery_id",
    "requests": "task_id",
    "proposals": "task_id",
    "key": "api_key_id",
}
# Parameters of one path that take the ids of another.
SAME = {"payment_dispute_id": "dispute_id", "attachment_id": "evidence_id", "assignee": "subject"}
# These are not learned from lists: revoking the keys of the test itself would end it early.
ONLY_WHEN_MADE = {"api_key_id"}

KEY_SHARE = 0.9
ID_SHARE = 0.8
BODY_ID_SHARE = 0.5
OTHER_ROLE_SHARE = 0.15


def pool(name):
    return POOLS.setdefault(SAME.get(name, name), [])


def learn(name, value):
    known = pool(name)
    if isinstance(value, str) and value and value not in known:
        if len(known) >= POOL_MAX:
            known.pop(CHANCE.randrange(POOL_MAX))
        known.append(value)


def learn_all(value, own, made):
    """Every id of an answer, by the name it has there."""
    if isinstance(value, list):
        for item in value:
            learn_all(item, own, made)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name == "id":
                if own and (made or own not in ONLY_WHEN_MADE):
                    learn(own, item)
            elif name.endswith("_id"):
                if made or name not in ONLY_WHEN_MADE:
                    learn(name, item)
            elif isinstance(item, (dict, list)):
                nested = own if name == "items" else of_collection(name)
                learn_all(item, nested, made)


def of_collection(name):
    return COLLECTIONS.get(name, name.rstrip("s").replace("-", "_") + "_id")


def refer(body):
    """The ids of a body, at any depth."""
    if isinstance(body, list):
        for item in body:
            refer(item)
    elif isinstance(body, dict):
        for name, item in body.items():
            if name.endswith("_id") and pool(name) and CHANCE.random() < BODY_ID_SHARE:
                body[name] = CHANCE.choice(pool(name))
            else:
                refer(item)


def key_of(operation):
    tags = operation.tags or [""]
    if CHANCE.random() < OTHER_ROLE_SHARE and tags[0] != "sandbox":
        return CHANCE.choice(KNOWN["keys"])
    return CHANCE.choice(KNOWN["keys_of_tag"].get(tags[0], KNOWN["usual_keys"]))


@schemathesis.hook
def before_call(context, case, kwargs):
    case.headers["Authorization"] = "Bearer " + key_of(case.operation)
    if case.method.upper() == "POST" and CHANCE.random() < KEY_SHARE:
        case.headers["Idempotency-Key"] = "%032x" % CHANCE.getrandbits(128)
    for name in list(case.path_parameters or {}):
        if pool(name) and CHANCE.random() < ID_SHARE:
            case.path_parameters[name] = CHANCE.choice(pool(name))
    refer(case.body)


@schemathesis.hook
def after_call(context, case, response):
    if not 200 <= response.status_code < 300:
        return
    try:
        answer = response.json()
    except ValueError:
        return
    # The last part of the path that is no parameter names what the answer lists or made.
    parts = [part for part in case.operation.path.split("/") if part and not part.startswith("{")]
    made = case.method.upper() == "POST"
    learn_all(answer, of_collection(parts[-1]) if parts else None, made)
