"""Every name of the published generated client, as the list of its public surface has it."""

from __future__ import annotations

import importlib
import json
import os
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from openapi_generated.pinterest_client import exceptions, surface
from openapi_generated.pinterest_client.model_base import LegacyModel
from openapi_generated.pinterest_client.model_values import ChoiceType, LegacyMapping
from openapi_generated.pinterest_client.spelling import attributes, native_of, shape_of
from pinterest.exceptions import PinterestError
from pinterest.operation import Operation
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
LIVING = [item for item in METHODS if item[3]["operation"]]
GONE = [item for item in METHODS if not item[3]["operation"]]
MODELS = [(name, model) for name, model in SURFACE["model"].items() if model["in_contract"]]
GONE_MODELS = [name for name, model in SURFACE["model"].items() if not model["in_contract"]]

pytestmark = pytest.mark.skipif(
    not SURFACE["api"],
    reason="the generated client's names are not at hand; PINTEREST_GENERATED_SURFACE=FILE tells where",
)


class Recording:
    """A client that remembers what it was asked, and answers with nothing in it."""

    def __init__(self) -> None:
        self.operation: Operation | None = None
        self.arguments: Mapping[str, object] = {}
        self.body: object = None

    def execute(
        self,
        operation: Operation,
        arguments: Mapping[str, object],
        *,
        body: object = None,
        timeout: object = None,
    ) -> ApiResponse:
        self.operation, self.arguments, self.body = operation, arguments, body
        data: object = {"items": []} if operation.is_paged else None
        return ApiResponse(operation.answers[0].status, {}, data)


def method_of(client: Recording, module: str, class_name: str, method: str) -> Any:
    found = importlib.import_module(f"openapi_generated.pinterest_client.api.{module}")
    return getattr(getattr(found, class_name)(client), method)


def values(method: Mapping[str, Any], names: list[str]) -> dict[str, object]:
    """Returns a value for each parameter; whether it is a valid one is for others to check. Bodies stay empty."""
    kinds = method["in"]
    return {name: None if kinds[name] == "body" else f"a-{name}" for name in names}


def arrived(client: Recording) -> dict[str, object]:
    """Returns the parameters that have a value, by their names on the wire; of lists, the one value that was given."""
    assert client.operation is not None
    return {
        client.operation.parameter(name).name: value[0]
        if isinstance(value, (list, tuple)) and len(value) == 1
        else value
        for name, value in client.arguments.items()
        if value is not None
    }


def test_the_list_is_the_one_that_is_promised() -> None:
    assert len(SURFACE["api"]) == 36
    assert (len(LIVING), len(GONE)) == (204, 2)
    assert (len(MODELS), len(GONE_MODELS)) == (591, 156)


@pytest.mark.parametrize(("module", "class_name", "name", "method"), LIVING)
def test_a_method_takes_its_parameters_by_their_names(
    module: str, class_name: str, name: str, method: dict[str, Any]
) -> None:
    client = Recording()
    given = values(method, method["required"] + method["optional"])
    if "form" in method["in"].values():
        given = {"grant_type": "client_credentials", "scope": "ads:read"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        method_of(client, module, class_name, name)(**given)
    assert client.operation is not None
    assert client.operation.id == method["operation"]
    assert client.operation.verb == method["verb"]
    if "form" in method["in"].values():
        assert client.body == given
    else:
        assert arrived(client) == {key: value for key, value in given.items() if value is not None}


@pytest.mark.parametrize(("module", "class_name", "name", "method"), LIVING)
def test_a_method_takes_what_it_requires_by_position(
    module: str, class_name: str, name: str, method: dict[str, Any]
) -> None:
    client = Recording()
    given = values(method, method["required"])
    if "form" in method["in"].values():
        method_of(client, module, class_name, name)("client_credentials", scope="ads:read")
        assert client.body == {"grant_type": "client_credentials", "scope": "ads:read"}
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        method_of(client, module, class_name, name)(*given.values())
    assert arrived(client) == {key: value for key, value in given.items() if value is not None}


@pytest.mark.parametrize(("module", "class_name", "name", "method"), GONE)
def test_a_method_without_an_operation_says_what_took_its_place(
    module: str, class_name: str, name: str, method: dict[str, Any]
) -> None:
    client = Recording()
    with pytest.raises(PinterestError, match=rf"{class_name}\.{name}: .*use \w+Api\.\w+"):
        method_of(client, module, class_name, name)(**values(method, method["required"]))
    assert client.operation is None


@pytest.mark.parametrize(("module", "model"), MODELS)
def test_a_model_has_its_module_and_is_made_without_arguments(
    module: str, model: dict[str, Any]
) -> None:
    found = importlib.import_module(f"openapi_generated.pinterest_client.model.{module}")
    kind = getattr(found, model["class"])
    assert (kind.__module__, kind.__qualname__) == (found.__name__, model["class"])
    if issubclass(kind, LegacyModel):
        assert isinstance(kind(), kind)


@pytest.mark.parametrize(("module", "model"), MODELS)
def test_a_models_fields_have_their_names(module: str, model: dict[str, Any]) -> None:
    found = importlib.import_module(f"openapi_generated.pinterest_client.model.{module}")
    kind = getattr(found, model["class"])
    if issubclass(kind, LegacyModel):
        schemas: tuple[Any, ...] = (native_of(kind),)
    elif isinstance(kind, ChoiceType):
        schemas = shape_of(kind.kind).schemas
    else:
        assert issubclass(kind, LegacyMapping) or set(model["fields"]) <= {"value"}
        return
    known = {name for schema in schemas for name in attributes(schema)}
    lost = set(surface.LOST.get(model["class"], "").split())
    assert set(model["fields"]) <= known | lost
    assert not known & lost


@pytest.mark.parametrize("module", GONE_MODELS)
def test_a_model_that_the_api_has_no_more_says_so(module: str) -> None:
    with pytest.raises(ModuleNotFoundError, match="no more") as caught:
        importlib.import_module(f"openapi_generated.pinterest_client.model.{module}")
    assert caught.value.name == f"openapi_generated.pinterest_client.model.{module}"


@pytest.mark.parametrize("name", SURFACE["exceptions"])
def test_an_exception_can_be_caught_by_its_name(name: str) -> None:
    assert issubclass(getattr(exceptions, name), PinterestError)
