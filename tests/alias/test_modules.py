"""The generated client's modules, none of which has a file."""

# Tests pass what the types forbid, and read what may be None by its type.
# mypy: disable-error-code="operator"
from __future__ import annotations

import importlib
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

import openapi_generated.pinterest_client as generated
import pinterest.api
import pinterest.schemas
from openapi_generated.pinterest_client import apis, models
from pinterest import exceptions

HOME = "openapi_generated.pinterest_client"
MODELS = {
    "audience": "Audience",
    "audience_create_request": "AudienceCreateRequest",
    "audience_create_custom_request": "AudienceCreateCustomRequest",
    "audience_update_request": "AudienceUpdateRequest",
    "audience_definition_response": "AudienceDefinitionResponse",
    "audience_insight_category_array_response": "AudienceInsightCategoryArrayResponse",
    "audience_insight_type": "AudienceInsightType",
    "audience_insights_response": "AudienceInsightsResponse",
    "audience_rule": "AudienceRule",
    "error": "Error",
    "paginated": "Paginated",
}


@pytest.mark.parametrize(("module", "name"), MODELS.items())
def test_a_model_has_a_module(module, name):
    imported = importlib.import_module(f"{HOME}.model.{module}")
    kind = getattr(imported, name)
    assert kind is getattr(models, name)
    assert issubclass(kind, getattr(pinterest.schemas, name))
    assert (kind.__module__, kind.__qualname__) == (imported.__name__, name)
    assert name in imported.__doc__


@pytest.mark.parametrize(
    ("module", "name"),
    [("audiences_api", "AudiencesApi"), ("audience_insights_api", "AudienceInsightsApi")],
)
def test_an_api_class_has_a_module(module, name):
    imported = importlib.import_module(f"{HOME}.api.{module}")
    kind = getattr(imported, name)
    assert kind is getattr(apis, name) is getattr(imported, name)
    assert issubclass(kind, getattr(pinterest.api, name))
    assert (kind.__module__, kind.__qualname__) == (imported.__name__, name)
    assert kind.audiences_list.__doc__ if name == "AudiencesApi" else kind.__doc__


@pytest.mark.parametrize(
    "module", ["api.audience_api", "model.audiences", "model.nothing", "api.", "model.audience.x"]
)
def test_an_unknown_module_is_not_found(module):
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module(f"{HOME}.{module}")


@pytest.mark.parametrize("package", [apis, models])
def test_an_unknown_name_is_none(package):
    for name in ("Nothing", "_hidden"):
        with pytest.raises(AttributeError, match=name):
            getattr(package, name)


def test_a_model_that_is_gone_says_so_by_its_name():
    with pytest.raises(
        AttributeError, match=r"BoardInfo: the API has this schema no more; pass a dict$"
    ):
        _ = models.BoardInfo


def test_a_body_that_is_gone_says_what_took_its_place():
    with pytest.raises(
        ModuleNotFoundError,
        match=r"pass a dict, or BoardWithUpdatePrivacyUpdate of .*board_with_update_privacy_update",
    ):
        importlib.import_module(f"{HOME}.model.board_update")


@pytest.mark.parametrize(
    ("module", "found"),
    [("model.board", True), ("model.board_info", True), ("model.nothing", False)],
)
def test_looking_for_a_module_raises_nothing(module, found):
    assert (importlib.util.find_spec(f"{HOME}.{module}") is not None) is found


@pytest.mark.parametrize(
    ("package", "some"),
    [
        (apis, {"AudiencesApi", "CatalogsApi", "InterestsApi"}),
        (models, {"Audience", "EntityStatus", "Exception", "PinMediaSource"}),
    ],
)
def test_everything_is_listed_and_imported_with_a_star(package, some):
    names: dict[str, object] = {}
    exec(f"from {package.__name__} import *", names)
    assert some <= set(package.__all__) == set(names) - {"__builtins__"}
    assert some <= set(dir(package))
    assert not {"BoardInfo", "ExceptionSchema"} & set(names)
    for name in some:
        assert names[name] is getattr(package, name)


def test_errors_have_their_old_names():
    from openapi_generated.pinterest_client import exceptions as old

    pairs = {
        "OpenApiException": "PinterestError",
        "ApiException": "ApiException",
        "ApiTypeError": "ValidationError",
        "ApiValueError": "ValidationError",
        "ApiAttributeError": "UnknownAttribute",
        "ApiKeyError": "UnknownKey",
        "NotFoundException": "NotFound",
        "UnauthorizedException": "Unauthorized",
        "ForbiddenException": "Forbidden",
        "ServiceException": "ServerError",
    }
    assert set(old.__all__) == set(pairs)
    for name, ours in pairs.items():
        assert getattr(old, name) is getattr(generated, name) is getattr(exceptions, ours)


def test_importing_twice_installs_one_finder():
    from openapi_generated.pinterest_client import modules

    before = list(sys.meta_path)
    modules.install()
    importlib.reload(generated)
    assert sys.meta_path == before


@pytest.mark.parametrize(
    "line",
    [
        "import openapi_generated.pinterest_client",
        "from openapi_generated.pinterest_client.api.audiences_api import AudiencesApi",
        "from openapi_generated.pinterest_client.model.audience_rule import AudienceRule",
        "import openapi_generated.pinterest_client.model.audience as m; m.Audience",
        "from openapi_generated.pinterest_client.apis import AudienceInsightsApi",
        "from openapi_generated.pinterest_client.models import Audience",
        "from openapi_generated.pinterest_client.exceptions import ApiException",
        "from openapi_generated.pinterest_client.configuration import Configuration",
        "from openapi_generated.pinterest_client.api_client import ApiClient",
    ],
)
def test_any_of_them_may_be_the_first_import(line):
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", line], cwd=root, check=True, timeout=60)
