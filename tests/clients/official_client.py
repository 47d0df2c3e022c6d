"""The methods of the generated client that `pinterest-api-sdk` installs."""

# Keep this order of imports, since our package has some modules with the same names.
# ruff: noqa: I001

import importlib.util
import inspect
import pkgutil
import re
from pathlib import Path

from calls import Method
from openapi_generated.pinterest_client import api
from openapi_generated.pinterest_client.api_client import Endpoint
from pinterest.client import PinterestSDKClient

_OPERATION = re.compile(r"'operation_id': '(\w+)'")


def list_methods():
    """Returns every method of every API that can be loaded, by name."""
    used, found = PinterestSDKClient.create_default_client(), {}
    for module in _modules(loaded=True):
        for name, kind in inspect.getmembers(importlib.import_module(module), inspect.isclass):
            if name.endswith("Api") and kind.__module__ == module:
                holder = kind(used)
                for endpoint in vars(holder).copy().values():
                    if isinstance(endpoint, Endpoint):
                        found[endpoint.settings["operation_id"]] = _method(holder, endpoint, used)
    return found


def list_unloadable_operations():
    """Returns the operations of modules that cannot be loaded, with the reason."""
    return {
        operation: reason
        for module, reason in _modules(loaded=False).items()
        for operation in _OPERATION.findall(
            Path(importlib.util.find_spec(module).origin).read_text()
        )
    }


def _modules(loaded):
    found = {}
    for module in pkgutil.iter_modules(api.__path__, f"{api.__name__}."):
        try:
            importlib.import_module(module.name)
        except ImportError as error:
            found[module.name] = f"its module cannot be imported: {error}"
        else:
            found[module.name] = ""
    return {name: reason for name, reason in found.items() if loaded is not bool(reason)}


def _method(holder, endpoint, used):
    name = endpoint.settings["operation_id"]
    function = getattr(holder, name)
    body = [key for key, place in endpoint.location_map.items() if place == "body"]

    def call_method(**named):
        return used.sanitize_for_serialization(function(**named, _spec_property_naming=True))

    return Method(call_method, endpoint.params_map["required"], body[0] if body else None)
