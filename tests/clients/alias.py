"""Our `openapi_generated`, with the same calls as the generated client that it replaces (see `official.py`)."""

import importlib
import inspect
import os
import sys

from calls import Method, run_client

from openapi_generated.pinterest_client import ApiClient, Configuration, apis
from pinterest import operations
from pinterest.operation import Operation


def methods():
    """Returns every method of every API, by name."""
    configuration = Configuration(host=os.environ["PINTEREST_API_URI"])
    configuration.access_token = os.environ["PINTEREST_ACCESS_TOKEN"]
    configuration.username = os.environ["PINTEREST_APP_ID"]
    configuration.password = os.environ["PINTEREST_APP_SECRET"]
    used, known, found = ApiClient(configuration), _operations(), {}
    for name in dir(apis):
        if name.endswith("Api"):
            api = getattr(apis, name)(used)
            for method in known.keys() & set(dir(api)) - found.keys():
                found[method] = _method(getattr(api, method), known[method], used)
    return found


def _operations():
    """Returns every operation by the name of its method."""
    return {
        value.id.replace("/", "_"): value
        for tag in operations.MODULES
        for value in vars(importlib.import_module(f"pinterest.operations.{tag}")).values()
        if isinstance(value, Operation)
    }


def _method(function, operation, used):
    parameters = list(inspect.signature(function).parameters.values())
    known = {item.argument for item in operation.parameters} | {"timeout", "deadline"}
    required = [item.name for item in parameters if item.default is item.empty]
    body = next((item.name for item in parameters if item.name not in known), None)

    def called(**named):
        answer = function(**named)
        return used.sanitize_for_serialization(answer)

    return Method(called, required, body)


if __name__ == "__main__":
    sys.exit(run_client("openapi_generated", methods(), {}))
