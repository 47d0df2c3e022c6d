"""Every public name of the published generated client exists. A data file lists the names."""

from __future__ import annotations

import importlib
import json
import os
import warnings
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from openapi_generated.pinterest_client import exceptions
from openapi_generated.pinterest_client.adapter import model_tables
from openapi_generated.pinterest_client.adapter.fields import get_native_class, map_attribute_names
from openapi_generated.pinterest_client.adapter.models import LegacyModel
from openapi_generated.pinterest_client.adapter.shapes import get_shape
from openapi_generated.pinterest_client.adapter.simple_models import LegacyMapping, UnionType
from pinterest.exceptions import PinterestError
from pinterest.operation import Operation, Parameter, Prepared
from pinterest.operations import get
from pinterest.response import ApiResponse

PATH = Path(
    os.environ.get("PINTEREST_GENERATED_SURFACE")
    or Path(__file__).parents[3] / "shared/contract/generated_surface.json"
)
SURFACE: dict[str, Any] = (
    json.loads(PATH.read_text(encoding="utf-8"))
    if PATH.is_file()
    else {"api": {}, "model": {}, "exceptions": []}
)
METHODS = [
    (module, described["class"], name, method)
    for module, described in SURFACE["api"].items()
    for name, method in described["methods"].items()
]
AVAILABLE = [item for item in METHODS if item[3]["operation"]]
REMOVED = [item for item in METHODS if not item[3]["operation"]]
MODELS: dict[str, dict[str, Any]] = SURFACE["model"]

pytestmark = pytest.mark.skipif(
    not SURFACE["api"],
    reason="the list of names is not available; set PINTEREST_GENERATED_SURFACE to its path",
)


class RecordingClient:
    """A client that records the last call and returns an empty response."""

    def __init__(self) -> None:
        self.operation: Operation | None = None
        self.arguments: Mapping[str, object] | Prepared = {}
        self.body: object = None

    def execute(
        self,
        operation: Operation,
        arguments: Mapping[str, object] | Prepared,
        *,
        body: object = None,
        timeout: object = None,
    ) -> ApiResponse:
        self.operation, self.arguments, self.body = operation, arguments, body
        data: object = {"items": []} if operation.is_paged else None
        return ApiResponse(operation.answers[0].status, {}, data)


def method_of(client: RecordingClient, module: str, class_name: str, method: str) -> Any:
    found = importlib.import_module(f"openapi_generated.pinterest_client.api.{module}")
    return getattr(getattr(found, class_name)(client), method)


def build_arguments(method: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    """Returns a valid value for each path and query parameter. Bodies stay empty."""
    operation, kinds = method["operation"] and get(method["operation"]), method["in"]
    return {
        name: valid_value(operation.parameter(name)) if operation else "a"
        for name in names
        if kinds[name] not in ("body", "form")
    } | {name: None for name in names if kinds[name] == "body"}


def valid_value(parameter: Parameter) -> Any:
    """Returns a valid value for a parameter, or for an item of a list."""
    if parameter.enum:
        return parameter.enum[0]
    if parameter.schema:
        report = {"report_type": "FEED_INGESTION_ISSUES", "feed_id": "1"}
        return {"catalog_type": "RETAIL", "report": report}
    if parameter.format:
        return "2026-01-31"
    if parameter.kind == "string":
        return "1" if parameter.is_id else f"a{len(parameter.name)}"
    return {"integer": int(parameter.minimum or 1), "boolean": True, "object": {"a": "b"}}[
        parameter.kind
    ]


def normalize_arguments(operation: Operation, arguments: Mapping[str, Any] | Prepared) -> Prepared:
    """Returns the path and the sorted query for the arguments."""
    if not isinstance(arguments, Prepared):
        lists = {parameter.argument for parameter in operation.parameters if parameter.many}
        arguments = operation.prepare(
            {
                name: [value] if name in lists and isinstance(value, (str, int)) else value
                for name, value in arguments.items()
            }
        )
    return replace(arguments, query=sorted(arguments.query))


def expect_arguments(client: RecordingClient, arguments: Mapping[str, Any]) -> None:
    """Asserts that the client received exactly these arguments, by their names in the API."""
    operation = client.operation
    assert operation is not None
    own = {
        operation.parameter(name).argument: value
        for name, value in arguments.items()
        if value is not None
    }
    assert normalize_arguments(operation, client.arguments) == normalize_arguments(operation, own)


def test_the_list_is_complete() -> None:
    assert len(SURFACE["api"]) == 36
    assert (len(AVAILABLE), len(REMOVED)) == (204, 2)
    assert len(MODELS) == 747


@pytest.mark.parametrize(("module", "class_name", "name", "method"), AVAILABLE)
def test_a_method_accepts_its_parameters_by_name(
    module: str, class_name: str, name: str, method: dict[str, Any]
) -> None:
    client = RecordingClient()
    arguments = build_arguments(method, method["required"] + method["optional"])
    if "form" in method["in"].values():
        arguments = {"grant_type": "client_credentials", "scope": "ads:read"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        method_of(client, module, class_name, name)(**arguments)
    assert client.operation is not None
    assert client.operation.id == method["operation"]
    assert client.operation.verb == method["verb"]
    if "form" in method["in"].values():
        assert client.body == arguments
    else:
        expect_arguments(client, arguments)


@pytest.mark.parametrize(("module", "class_name", "name", "method"), AVAILABLE)
def test_a_method_accepts_its_required_parameters_by_position(
    module: str, class_name: str, name: str, method: dict[str, Any]
) -> None:
    client = RecordingClient()
    arguments = build_arguments(method, method["required"])
    if "form" in method["in"].values():
        method_of(client, module, class_name, name)("client_credentials", scope="ads:read")
        assert client.body == {"grant_type": "client_credentials", "scope": "ads:read"}
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        method_of(client, module, class_name, name)(*arguments.values())
    expect_arguments(client, arguments)


@pytest.mark.parametrize(("module", "class_name", "name", "method"), REMOVED)
def test_a_removed_method_names_its_replacement(
    module: str, class_name: str, name: str, method: dict[str, Any]
) -> None:
    client = RecordingClient()
    with pytest.raises(PinterestError, match=rf"{class_name}\.{name}: .*use \w+Api\.\w+"):
        method_of(client, module, class_name, name)(**build_arguments(method, method["required"]))
    assert client.operation is None


# One test for all models: a test per model would take a minute.


def model_class(module: str) -> Any:
    found = importlib.import_module(f"openapi_generated.pinterest_client.model.{module}")
    return getattr(found, SURFACE["model"][module]["class"])


@pytest.mark.slow
def test_every_model_can_be_imported_and_created_without_arguments() -> None:
    for module, model in MODELS.items():
        kind = model_class(module)
        place = f"openapi_generated.pinterest_client.model.{module}"
        assert (kind.__module__, kind.__qualname__) == (place, model["class"])
        if issubclass(kind, LegacyModel):
            assert isinstance(kind(), kind), module


def test_every_model_has_its_fields() -> None:
    missing = {}
    for module, model in MODELS.items():
        kind = model_class(module)
        if issubclass(kind, LegacyModel):
            schemas: tuple[Any, ...] = (get_native_class(kind),)
        elif isinstance(kind, UnionType):
            schemas = get_shape(kind.kind).schemas
        else:
            assert issubclass(kind, LegacyMapping) or set(model["fields"]) <= {"value"}, module
            continue
        known = {name for schema in schemas for name in map_attribute_names(schema)}
        lost = set(model_tables.REMOVED_FIELDS.get(model["class"], "").split())
        assert not known & lost, module
        if not set(model["fields"]) <= known | lost:
            missing[module] = set(model["fields"]) - known - lost
    assert missing == {}


@pytest.mark.slow
def test_to_dict_has_the_names_of_the_generated_client() -> None:
    for module, model in MODELS.items():
        kind = model_class(module)
        if issubclass(kind, LegacyModel):
            wires = map_attribute_names(get_native_class(kind)).values()
            names = set(kind._from_openapi_data(**dict.fromkeys(wires, 5)).to_dict())
            # Fields that the generated client does not know keep the API's names.
            assert names - set(model["fields"]) <= set(wires), module
            assert len(names) == len(wires), module


@pytest.mark.parametrize("name", SURFACE["exceptions"])
def test_an_exception_can_be_caught_by_its_name(name: str) -> None:
    assert issubclass(getattr(exceptions, name), PinterestError)
