"""Calls any client in the same way: methods by name, bodies and responses as plain data, all pages."""

import copy
import importlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from nouns import ACCOUNT, run_flows


@dataclass
class Method:
    """A method of a client.

    Args:
        function: Accepts arguments by name and the body as plain data. Returns the response as plain data.
        required: The names of its required arguments.
        body: The name of the argument for the body, if it has one.
    """

    function: Callable[..., Any]
    required: list[str]
    body: str | None = None


@dataclass
class Client:
    """The client under test: its methods, which of them were called, and why others cannot be called."""

    methods: dict[str, Method] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)
    known: dict[str, str] = field(default_factory=lambda: {"ad_account_id": ACCOUNT})


CLIENT = Client()
# The order matters: a flow that checks a whole list must run before flows that add to it. The last one deletes all.
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


class Answer(SimpleNamespace):
    """An object in a response. Missing fields are None."""

    def __getattr__(self, name):
        return None

    def __getitem__(self, name):
        return vars(self)[name]


def can_call(*names):
    """Returns whether the client has these methods and can call them."""
    return all(name in CLIENT.methods and name not in CLIENT.faults for name in names)


def call(name, body=None, **named):
    """Calls a method and returns its response. The ad account and the business are filled in."""
    method = CLIENT.methods[name]
    for key in method.required:
        if key == "business_id":
            named.setdefault(key, business())
        elif key in CLIENT.known:
            named.setdefault(key, CLIENT.known[key])
    if body is not None:
        named[method.body] = body
    # One client modifies its arguments.
    answer = method.function(**copy.deepcopy(named))
    CLIENT.reached.add(name)
    return json.loads(json.dumps(answer, default=str), object_hook=lambda fields: Answer(**fields))


def business():
    """Returns the ID of the business that owns the ad account."""
    known = CLIENT.known
    if "business" not in known:
        known["business"] = call("ad_accounts_get").owner.id
    return known["business"]


def list_all(method, page_size=2, **named):
    """Returns the items of all pages, and the number of pages."""
    items, pages, bookmark = [], 0, {}
    while pages == 0 or bookmark:
        answer = call(method, page_size=page_size, **bookmark, **named)
        items += answer.items
        bookmark = {"bookmark": answer.bookmark} if answer.bookmark else {}
        pages += 1
    return items, pages


def list_ids(items, id_field="id"):
    """Returns the IDs of items."""
    return [str(vars(item)[id_field]) for item in items]


def check_paged_list(method, wanted, id_field="id", **named):
    """Checks that a list has exactly these IDs, on more than one page."""
    items, pages = list_all(method, **named)
    found = sorted(list_ids(items, id_field))
    if found != sorted(map(str, wanted)):
        raise AssertionError(f"{method}: found {found}, not {sorted(wanted)}")
    assert pages > 1, f"{method}: everything is on one page"
    return f"{len(found)} on {pages} pages"


def call_batch(method, bodies, **named):
    """Calls a batch write, checks that no item failed, and returns the items."""
    answer = call(method, bodies, **named)
    items = answer if isinstance(answer, list) else answer.items or answer.promotions
    failed = [item for item in items if not item.data or (item.exceptions and any(item.exceptions))]
    assert not failed, failed
    return [item.data for item in items]


def run_client(name, methods, faults):
    """Runs all flows with a client, prints the operations that were called, and returns the exit status.

    Args:
        name: The name of the client.
        methods: Its methods by operation.
        faults: The client's operations that cannot be called, with the reason for each.
    """
    CLIENT.methods, CLIENT.faults = methods, faults
    for group in GROUPS:
        importlib.import_module(f"groups.{group}")
    failed = [f"does not work: {noun}" for noun in run_flows(name, can_call)]
    operations = methods.keys() | faults.keys()
    print(f"{name}: {len(CLIENT.reached)} of {len(operations)} operations reached")
    for operation in sorted(operations - CLIENT.reached):
        print(f"{name}: not reached: {operation}: {faults.get(operation, 'NO REASON KNOWN')}")
    failed += [f"not reached: {one}" for one in operations - CLIENT.reached - faults.keys()]
    failed += [
        f"reached, although it is listed as a fault: {one}"
        for one in CLIENT.reached & faults.keys()
    ]
    for line in failed:
        print(f"{name}: {line}", file=sys.stderr)
    return int(bool(failed))
