"""How nouns are gone through, whatever the client: methods by name, bodies and answers as plain data, all pages."""

import copy
import importlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from nouns import ACCOUNT, run


@dataclass
class Method:
    """A method of a client.

    Args:
        function: Takes arguments by name, a body as plain data among them; returns the answer as plain data.
        required: What it must be given.
        body: The argument that is its body, where it has one.
    """

    function: Callable[..., Any]
    required: list[str]
    body: str | None = None


@dataclass
class Client:
    """The client under test: what it has, what of that was reached, and why the rest cannot be."""

    methods: dict[str, Method] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)
    known: dict[str, str] = field(default_factory=lambda: {"ad_account_id": ACCOUNT})


CLIENT = Client()
# In this order: what is listed whole is gone through before others add to it; the last one leaves nothing.
GROUPS = (
    "ads",
    "ad_tools",
    "leads",
    "audiences",
    "conversions",
    "organic",
    "catalogs",
    "business",
    "analytics",
    "billing",
    "resources",
    "oauth",
)


class Told(SimpleNamespace):
    """An object of an answer; what it does not have is None."""

    def __getattr__(self, name):
        return None

    def __getitem__(self, name):
        return vars(self)[name]


def has(*names):
    """Returns whether the client has these methods, and they work."""
    return all(name in CLIENT.methods and name not in CLIENT.faults for name in names)


def call(name, body=None, **named):
    """Calls a method and returns its answer; of what account and business need not be said."""
    method = CLIENT.methods[name]
    for key in method.required:
        if key == "business_id":
            named.setdefault(key, business())
        elif key in CLIENT.known:
            named.setdefault(key, CLIENT.known[key])
    if body is not None:
        named[method.body] = body
    # One client changes what it is given.
    answer = method.function(**copy.deepcopy(named))
    CLIENT.reached.add(name)
    return json.loads(json.dumps(answer, default=str), object_hook=lambda held: Told(**held))


def business():
    """Returns the business that the account belongs to."""
    known = CLIENT.known
    if "business" not in known:
        known["business"] = call("ad_accounts_get").owner.id
    return known["business"]


def everything(method, page_size=2, **named):
    """Returns the items of all pages, and how many pages there were."""
    items, pages, bookmark = [], 0, {}
    while pages == 0 or bookmark:
        answer = call(method, page_size=page_size, **bookmark, **named)
        items += answer.items
        bookmark = {"bookmark": answer.bookmark} if answer.bookmark else {}
        pages += 1
    return items, pages


def ids(items, of="id"):
    """Returns the ids of items."""
    return [str(vars(item)[of]) for item in items]


def paged(method, wanted, of="id", **named):
    """Makes sure that a list holds just the ids wanted, on more than one page."""
    items, pages = everything(method, **named)
    found = sorted(ids(items, of))
    if found != sorted(map(str, wanted)):
        raise AssertionError(f"{method}: found {found}, not {sorted(wanted)}")
    assert pages > 1, f"{method}: everything is on one page"
    return f"{len(found)} on {pages} pages"


def batch(method, bodies, **named):
    """Calls a batch write and returns what was written; none of it may have failed."""
    answer = call(method, bodies, **named)
    items = answer if isinstance(answer, list) else answer.items or answer.promotions
    failed = [item for item in items if not item.data or (item.exceptions and any(item.exceptions))]
    assert not failed, failed
    return [item.data for item in items]


def go(name, methods, faults):
    """Goes through all nouns with a client, and says what of it was reached; returns the exit status.

    Args:
        name: What the client is called.
        methods: What it has that can be called.
        faults: What it has that cannot be, with the fault of the client's own that is to blame.
    """
    CLIENT.methods, CLIENT.faults = methods, faults
    for group in GROUPS:
        importlib.import_module(f"groups.{group}")
    failed = [f"does not work: {noun}" for noun in run(name, has)]
    operations = methods.keys() | faults.keys()
    print(f"{name}: {len(CLIENT.reached)} of {len(operations)} operations reached")
    for operation in sorted(operations - CLIENT.reached):
        print(f"{name}: not reached: {operation}: {faults.get(operation, 'NO REASON KNOWN')}")
    failed += [f"not reached: {one}" for one in operations - CLIENT.reached - faults.keys()]
    failed += [f"reached, against all faults: {one}" for one in CLIENT.reached & faults.keys()]
    for line in failed:
        print(f"{name}: {line}", file=sys.stderr)
    return int(bool(failed))
