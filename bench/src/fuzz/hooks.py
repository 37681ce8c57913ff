"""What schemathesis cannot know from the description: ids that exist, and who may do what.

Most requests get a fresh idempotency key, the key of somebody who was not refused there before, and ids
that earlier answers gave; otherwise nearly all of them would end at "not found", "forbidden" or "this
key was used before". The rest are sent as they were made.
"""

import atexit
import collections
import json
import os
import random
import uuid

import schemathesis

FOLDER = os.path.dirname(__file__)
with open(os.path.join(FOLDER, "known.json"), encoding="utf-8") as file:
    KNOWN = json.load(file)

CHANCE = random.Random(KNOWN["seed"])
# The tenant of each key.
KEYS = KNOWN["keys"]
# Ids by tenant and name, and those that an answer showed under another id, by that id and name.
POOLS = collections.defaultdict(list)
UNDER = collections.defaultdict(list)
IDS_MAX = 300
# Keys that were forbidden an operation, and those that it was once carried out for.
REFUSED = collections.defaultdict(set)
SERVED = collections.defaultdict(list)
# Answers by operation and status, for the summary.
ANSWERS = collections.defaultdict(collections.Counter)

# What the members of a collection are called as parameters, where the name does not say it.
COLLECTIONS = {
    "attachments": "evidence_id",
    "evidence": "evidence_id",
    "deliveries": "delivery_id",
    "requests": "task_id",
    "proposals": "task_id",
    "key": "api_key_id",
}
# Parameters of one path that take the ids of another.
SAME = {"payment_dispute_id": "dispute_id", "attachment_id": "evidence_id"}
# Only those made by a request are used: revoking the keys of the test itself would end it early.
ONLY_WHEN_MADE = {"api_key_id"}

FRESH_KEY_SHARE = 0.9
ID_SHARE = 0.85
BODY_ID_SHARE = 0.5
ANY_KEY_SHARE = 0.1
SERVED_KEY_SHARE = 0.6


@atexit.register
def write_answers():
    with open(os.path.join(FOLDER, "answers.json"), "w", encoding="utf-8") as file:
        json.dump(ANSWERS, file)


def add(known, value):
    if isinstance(value, str) and value and value not in known:
        if len(known) >= IDS_MAX:
            known.pop(CHANCE.randrange(IDS_MAX))
        known.append(value)


def learn(tenant, above, name, value):
    name = SAME.get(name, name)
    add(POOLS[tenant, name], value)
    for one in above:
        add(UNDER[one, name], value)


def of_collection(name):
    return COLLECTIONS.get(name, name.rstrip("s").replace("-", "_") + "_id")


def learn_all(tenant, value, own, above, made):
    """Every id of an answer, by the name it has there and under the ids it stands below."""
    if isinstance(value, list):
        for item in value:
            learn_all(tenant, item, own, above, made)
    elif isinstance(value, dict):
        for name, item in value.items():
            name = own if name == "id" else name
            if name and name.endswith("_id") and (made or name not in ONLY_WHEN_MADE):
                learn(tenant, above, name, item)
        if isinstance(value.get("id"), str):
            above = above + [value["id"]]
        for name, item in value.items():
            if isinstance(item, (dict, list)):
                nested = own if name == "items" else of_collection(name)
                learn_all(tenant, item, nested, above, made)


def refer(tenant, body):
    """Gives the ids of a body, at any depth, values that exist."""
    if isinstance(body, list):
        for item in body:
            refer(tenant, item)
    elif isinstance(body, dict):
        for name, item in body.items():
            known = POOLS[tenant, SAME.get(name, name)]
            if name.endswith("_id") and known and CHANCE.random() < BODY_ID_SHARE:
                body[name] = CHANCE.choice(known)
            else:
                refer(tenant, item)


def refer_path(tenant, parameters):
    """The same for a path: what is below something is taken from below it, where there is any."""
    above = None
    for name in list(parameters):
        known = UNDER[above, SAME.get(name, name)] or POOLS[tenant, SAME.get(name, name)]
        if known and CHANCE.random() < ID_SHARE:
            parameters[name] = CHANCE.choice(known)
        elif name in ONLY_WHEN_MADE and is_uuid(parameters[name]):
            # schemathesis learns ids as well.
            parameters[name] = str(uuid.UUID(int=CHANCE.getrandbits(128), version=4))
        above = parameters[name] if isinstance(parameters[name], str) else None


def is_uuid(value):
    try:
        uuid.UUID(str(value))
    except ValueError:
        return False
    return True


def name_of(operation):
    return "%s %s" % (operation.method.upper(), operation.path)


def key_for(operation):
    name = name_of(operation)
    if SERVED[name] and CHANCE.random() < SERVED_KEY_SHARE:
        return CHANCE.choice(SERVED[name])
    allowed = [key for key in KEYS if key not in REFUSED[name]]
    if not allowed or CHANCE.random() < ANY_KEY_SHARE:
        return CHANCE.choice(list(KEYS))
    return CHANCE.choice(allowed)


@schemathesis.hook
def before_call(context, case, kwargs):
    key = key_for(case.operation)
    case.headers["Authorization"] = "Bearer " + key
    if case.method.upper() == "POST" and CHANCE.random() < FRESH_KEY_SHARE:
        case.headers["Idempotency-Key"] = "%032x" % CHANCE.getrandbits(128)
    refer_path(KEYS[key], case.path_parameters or {})
    refer(KEYS[key], case.body)


@schemathesis.hook
def after_call(context, case, response):
    operation = name_of(case.operation)
    ANSWERS[operation][response.status_code] += 1
    key = str(case.headers.get("Authorization", "")).removeprefix("Bearer ")
    if response.status_code == 403:
        REFUSED[operation].add(key)
    if not 200 <= response.status_code < 300 or key not in KEYS:
        return
    add(SERVED[operation], key)
    try:
        answer = response.json()
    except ValueError:
        return
    # The last part of the path that is no parameter names what the answer lists or made.
    parts = [part for part in case.operation.path.split("/") if part and not part.startswith("{")]
    above = [value for value in (case.path_parameters or {}).values() if isinstance(value, str)]
    made = case.method.upper() == "POST"
    learn_all(KEYS[key], answer, of_collection(parts[-1]), above, made)


for tenant, ids in KNOWN["ids"].items():
    for name, values in ids.items():
        for value in values:
            learn(tenant, [], name, value)
