"""How the scripts for `pinterestsdk` call it: methods by name, bodies as plain data, lists to their last page."""

import importlib
import inspect
import json
import os
import pkgutil
import urllib.request
from typing import Annotated, Union, get_args, get_origin

import pinterestsdk.api
import pinterestsdk.models
from pinterestsdk.api_client import ApiClient
from pinterestsdk.configuration import Configuration

_CLIENT = ApiClient(
    Configuration(
        host=os.environ["PINTEREST_API_URI"],
        access_token=os.environ["PINTEREST_ACCESS_TOKEN"],
        username=os.environ["PINTEREST_APP_ID"],
        password=os.environ["PINTEREST_APP_SECRET"],
        # Some operations name production as their server.
        ignore_operation_servers=True,
    )
)
_VARIANTS = ("_with_http_info", "_without_preload_content")


def methods():
    """Returns every method of every API, by name."""
    found = {}
    for module in pkgutil.iter_modules(pinterestsdk.api.__path__, "pinterestsdk.api."):
        for name, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if name.endswith("Api") and kind.__module__ == module.name:
                api = kind(_CLIENT)
                found |= {
                    method: getattr(api, method)
                    for method in vars(kind)
                    if not method.startswith("_") and not method.endswith(_VARIANTS)
                }
    return found


METHODS = methods()


def call(method, *arguments, **named):
    """Calls a method; what is plain data becomes the model that it wants there."""
    function = METHODS[method]
    signature = inspect.signature(function)
    bound = signature.bind(*arguments, **named)
    for name, value in bound.arguments.items():
        wanted = signature.parameters[name].annotation
        bound.arguments[name] = _modelled(wanted, value)
    return function(*bound.args, **bound.kwargs)


def _modelled(wanted, value):
    if get_origin(wanted) is Annotated:
        return _modelled(get_args(wanted)[0], value)
    if isinstance(value, list) and get_args(wanted):
        return [_modelled(get_args(wanted)[0], item) for item in value]
    if get_origin(wanted) is Union:
        return _modelled(get_args(wanted)[0], value)
    if isinstance(value, dict) and hasattr(wanted, "from_dict"):
        return _model(wanted, value)
    if "actual_instance" in getattr(wanted, "model_fields", {}) and not isinstance(value, wanted):
        return wanted(actual_instance=value)
    return value


def _model(kind, fields):
    if "actual_instance" in kind.model_fields:
        return kind.from_dict(fields)
    # Not from_dict: what it makes sends a null for each field that is left out.
    known = {
        name: info for key, info in kind.model_fields.items() for name in (key, info.alias) if name
    }
    return kind(**{name: _modelled(known[name].annotation, fields[name]) for name in fields})


def model(kind, **fields):
    """Returns a model by the name of its class, for what plain data does not tell apart."""
    return _model(getattr(pinterestsdk.models, kind), fields)


def sent(path, body=None):
    """Reads a path, or posts a body to it, for what the client has no form for; returns the answer's content."""
    request = urllib.request.Request(
        os.environ["PINTEREST_API_URI"] + path,
        None if body is None else json.dumps(body).encode(),
        {
            "Authorization": "Bearer " + os.environ["PINTEREST_ACCESS_TOKEN"],
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def everything(method, *arguments, page_size=2, **named):
    """Returns the items of all pages, and how many pages there were."""
    items, pages, bookmark = [], 0, None
    while pages == 0 or bookmark:
        answer = call(method, *arguments, page_size=page_size, bookmark=bookmark, **named)
        items += [getattr(item, "actual_instance", item) for item in answer.items]
        pages, bookmark = pages + 1, answer.bookmark
    return items, pages


def paged(method, *arguments, wanted, of=None, **named):
    """Makes sure that a list holds just the ids wanted, on more than one page."""
    items, pages = everything(method, *arguments, **named)
    found = sorted(str(of(item) if of else item.id) for item in items)
    if found != sorted(map(str, wanted)):
        raise AssertionError(f"{method}: found {found}, not {sorted(wanted)}")
    assert pages > 1, f"{method}: everything is on one page"
    return f"{len(found)} on {pages} pages"


def batch(method, *arguments, **named):
    """Calls a batch write and returns what was written; none of it may have failed."""
    answer = call(method, *arguments, **named)
    items = next(
        getattr(answer, field) for field in ("items", "promotions") if hasattr(answer, field)
    )
    failed = [item for item in items if not item.data]
    assert not failed, failed
    return [item.data for item in items]
