"""The methods of the client `pinterestsdk`."""

import importlib
import inspect
import os
import pkgutil
import re
from enum import Enum
from typing import Annotated, Union, get_args, get_origin

import pinterestsdk.api
import pinterestsdk.models
from calls import Method
from pinterestsdk.api_client import ApiClient
from pinterestsdk.configuration import Configuration
from pydantic import BaseModel

_VARIANTS = ("_with_http_info", "_without_preload_content")
_BODY = re.compile(r"_body_params = (\w+)")
# Unions whose member cannot be determined from the content.
_UNIONS = {
    "feeds_create": "CatalogsFeedsCreateRequest",
    "feeds_update": "CatalogsFeedsUpdateRequest",
    "catalogs_product_groups_update": "CatalogsProductGroupUpdateRequest",
}


def create_client():
    """Returns the client, with credentials."""
    return ApiClient(
        Configuration(
            host=os.environ["PINTEREST_API_URI"],
            access_token=os.environ["PINTEREST_ACCESS_TOKEN"],
            username=os.environ["PINTEREST_APP_ID"],
            password=os.environ["PINTEREST_APP_SECRET"],
            # Some operations always use the production server.
            ignore_operation_servers=True,
        )
    )


def list_methods():
    """Returns every method of every API, by name."""
    used, found = create_client(), {}
    for module in pkgutil.iter_modules(pinterestsdk.api.__path__, "pinterestsdk.api."):
        for name, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if name.endswith("Api") and kind.__module__ == module.name:
                api = kind(used)
                for method in vars(kind):
                    if not method.startswith("_") and not method.endswith(_VARIANTS):
                        found[method] = _method(api, method, used)
    return found


def _method(api, name, used):
    function = getattr(api, name)
    parameters = inspect.signature(function).parameters
    body = _BODY.search(inspect.getsource(getattr(api, f"_{name}_serialize")))

    def call_method(**named):
        for key, value in named.items():
            named[key] = _to_model(parameters[key].annotation, value, _UNIONS.get(name))
        return _to_plain(function(**named))

    required = [part.name for part in parameters.values() if part.default is part.empty]
    return Method(call_method, required, body and body[1])


def _to_model(wanted, value, union=None):
    """Converts plain data to the model that a parameter requires."""
    if get_origin(wanted) is Annotated:
        return _to_model(get_args(wanted)[0], value, union)
    if isinstance(value, list) and get_args(wanted):
        return [_to_model(get_args(wanted)[0], item) for item in value]
    if get_origin(wanted) is Union:
        return _to_model(get_args(wanted)[0], value, union)
    if isinstance(value, dict) and union:
        return wanted(actual_instance=_build_model(getattr(pinterestsdk.models, union), value))
    if isinstance(value, dict) and hasattr(wanted, "from_dict"):
        return _build_model(wanted, value)
    if "actual_instance" in getattr(wanted, "model_fields", {}) and not isinstance(value, wanted):
        return wanted(actual_instance=value)
    return value


def _to_plain(value):
    """Converts a response to plain data. The models' own method leaves out read-only fields."""
    if hasattr(value, "actual_instance"):
        return _to_plain(value.actual_instance)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list):
        return [_to_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _to_plain(value) for name, value in value.items()}
    if isinstance(value, BaseModel):
        return {
            info.alias or name: _to_plain(getattr(value, name))
            for name, info in type(value).model_fields.items()
            if getattr(value, name) is not None
        }
    return value


def _build_model(kind, fields):
    if "actual_instance" in kind.model_fields:
        return kind.from_dict(fields)
    # Do not use from_dict: its models send null for each missing field.
    known = {
        name: info for key, info in kind.model_fields.items() for name in (key, info.alias) if name
    }
    return kind(**{name: _to_model(known[name].annotation, fields[name]) for name in fields})
