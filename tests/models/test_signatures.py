"""The names, order and defaults that scripts for Pinterest's own SDK rely on."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from codegen.nouns import read_models
from tests.models.fields import fields_of

SURFACE = Path(__file__).resolve().parents[3] / "shared" / "contract" / "official_surface.json"
MODELS = read_models()


def get_official_members(noun: str) -> dict[str, Any]:
    """Returns the members of a class of the official SDK. Skips the test if the list is not available."""
    if not SURFACE.is_file():
        pytest.skip(f"the list of the official SDK's names is not available: {SURFACE}")
    modules = json.loads(SURFACE.read_text(encoding="utf-8"))
    members: dict[str, Any] = modules.get(f"pinterest.{MODELS[noun]['module']}", {}).get(noun, {})
    return {name: item for name, item in members.items() if is_declared(item)}


def is_declared(item: object) -> bool:
    return isinstance(item, dict) and "inherited_from" not in item


def rich(noun: str) -> Any:
    return getattr(importlib.import_module(f"pinterest.{MODELS[noun]['module']}"), noun)


def parse_parameters(signature: str) -> Iterator[tuple[str, object]]:
    """Yields the names and defaults of the parameters in a signature, without `self` and `**kwargs`."""
    text = re.sub(r"->.*", "", signature)
    function = ast.parse(f"def f{text}: ...").body[0]
    assert isinstance(function, ast.FunctionDef)
    arguments = function.args.args
    required: list[object] = [inspect.Parameter.empty] * (
        len(arguments) - len(function.args.defaults)
    )
    defaults = [ast.literal_eval(item) for item in function.args.defaults]
    for argument, default in zip(arguments, required + defaults, strict=True):
        if argument.arg not in ("self", "cls"):
            yield argument.arg, default


def list_positional_parameters(function: Any) -> dict[str, object]:
    return {
        item.name: item.default
        for item in inspect.signature(function).parameters.values()
        if item.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD and item.name != "self"
    }


@pytest.mark.parametrize("noun", MODELS)
def test_methods_accept_the_arguments_of_the_official_sdk(noun):
    model = rich(noun)
    for name, item in get_official_members(noun).items():
        if item["kind"] == "property" or name in ("__repr__", "__str__", "__eq__"):
            continue
        expected = list(parse_parameters(item["signature"]))
        ours = list_positional_parameters(model if name == "__init__" else getattr(model, name))
        assert list(ours)[: len(expected)] == [name for name, _ in expected], f"{noun}.{name}"
        for argument, default in expected:
            # Arguments that the official constructor requires may be optional in ours.
            if default is not inspect.Parameter.empty or name != "__init__":
                assert ours[argument] == default, f"{noun}.{name}: {argument}"


@pytest.mark.parametrize("noun", MODELS)
def test_all_properties_of_the_official_sdk_exist(noun):
    names = {
        name for name, item in get_official_members(noun).items() if item["kind"] == "property"
    }
    assert names <= getattr(rich(noun), "_field_names", set())


@pytest.mark.parametrize("noun", MODELS)
def test_class_methods_of_the_official_sdk_are_class_methods(noun):
    model = rich(noun)
    for name, item in get_official_members(noun).items():
        if item["kind"] == "classmethod":
            assert inspect.ismethod(getattr(model, name)), f"{noun}.{name}"


@pytest.mark.parametrize("noun", MODELS)
def test_signatures_list_their_keywords(noun):
    model = rich(noun)
    for name in ("create", "update_fields", "get_all", "iter_all"):
        if hasattr(model, name):
            signature = inspect.signature(getattr(model, name))
            kinds = {item.kind for item in signature.parameters.values()}
            assert inspect.Parameter.KEYWORD_ONLY in kinds
            assert "timeout" in signature.parameters
            [rest] = [p for p in signature.parameters.values() if p.kind is p.VAR_KEYWORD]
            assert rest.annotation == "Never"


def test_the_arguments_of_iter_all():
    signature = inspect.signature(rich("Audience").iter_all)
    names = list(signature.parameters)
    assert names.index("limit") + 1 == names.index("client")
    for name, default in {"prefetch": 0, "progress": None}.items():
        assert signature.parameters[name].kind is inspect.Parameter.KEYWORD_ONLY
        assert signature.parameters[name].default == default


def test_newer_fields_exist():
    assert {"created_by_company_name", "is_nca"} <= set(fields_of(rich("Audience")))
    insights = {"categories", "date", "demographics", "size", "size_is_upper_bound", "type"}
    assert {*insights, "ad_account_id"} == set(fields_of(rich("AudienceInsights")))
