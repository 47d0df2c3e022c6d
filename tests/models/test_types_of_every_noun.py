"""Type checkers find mistakes in the use of every rich model."""

from __future__ import annotations

import inspect
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from pinterest.utils.model_verbs import ByIdOrObject
from tests.models.samples import MODELS, rich
from tests.models.test_types import run_mypy

pytestmark = pytest.mark.slow

ALSO_TEXT = {("Feed", "default_locale")}
"""Arguments that accept every string, although their type names some of them."""


def list_methods(model: Any) -> Iterator[tuple[str, bool, inspect.Signature]]:
    """Yields the name of each public method, whether it needs an object, and its signature."""
    for name in dir(model):
        method = inspect.getattr_static(model, name)
        if name.startswith("_") or isinstance(method, property):
            continue
        if isinstance(method, (classmethod, staticmethod, ByIdOrObject)):
            yield name, False, inspect.signature(getattr(model, name))
        elif callable(method):
            yield name, True, inspect.signature(method)


def list_mistakes(noun: str) -> Iterator[tuple[str, str]]:
    """Yields statements with a mistake, and the expected message of mypy."""
    model, thing = rich(noun), f"x_{noun}"
    for name in sorted(getattr(model, "_field_names", ())):
        yield f"{thing}.{name} = None", "read-only"
    if "fields" in MODELS[noun]:
        yield f"{thing}.nmae", '"nmae"'
    for method, on_object, signature in list_methods(model):
        call = f"{thing if on_object else noun}.{method}"
        options = list(signature.parameters.values())
        if any(option.kind is option.VAR_KEYWORD for option in options):
            yield f"{call}(*args, nam=5)", '"nam"'
        for option in options:
            kind = str(option.annotation)
            if "Literal[" not in kind or (noun, option.name) in ALSO_TEXT:
                continue
            wrong = '["WRONG"]' if kind.startswith("Sequence") else '"WRONG"'
            yield (
                f"{call}({option.name}={wrong})",
                f'"{option.name}"' if "Mapping" in kind else "WRONG",
            )
    if hasattr(model, "update_fields"):
        for name in model._identity:
            yield f'{thing}.update_fields({name}="5")', '"Never"'


def test_mypy_finds_mistakes_in_the_use_of_every_noun(tmp_path):
    found = [item for noun in sorted(MODELS) for item in list_mistakes(noun)]
    lines = ["from typing import Any", "args: Any = ()"]
    lines += [f"from {rich(noun).__module__} import {noun}" for noun in sorted(MODELS)]
    objects = [noun for noun in sorted(MODELS) if "fields" in MODELS[noun]]
    lines += [f"x_{noun} = {noun}.from_dict({{}})" for noun in objects]
    first = len(lines) + 1
    (tmp_path / "mistakes.py").write_text(
        "\n".join([*lines, *(statement for statement, _ in found)]) + "\n", encoding="utf-8"
    )
    errors: dict[int, str] = defaultdict(str)
    for line, message in re.findall(r"\.py:(\d+): error: (.*)", run_mypy(tmp_path / "mistakes.py")):
        errors[int(line)] += message
    assert not any(line < first for line in errors)
    assert len(found) > 1000
    missed = [
        statement for line, (statement, said) in enumerate(found, first) if said not in errors[line]
    ]
    assert missed == []


SENDS_LATER = {
    "upsert_items",
    "update_items",
    "delete_items",
    "change_local_inventory",
    "event_sender",
    "children",
}
"""Methods whose requests are sent by the object that they return."""


def test_every_method_that_sends_takes_a_timeout_and_a_deadline():
    without = [
        f"{noun}.{name}"
        for noun in MODELS
        for name, _, signature in list_methods(rich(noun))
        if name not in SENDS_LATER
        and ":calls:" in (inspect.getdoc(getattr(rich(noun), name)) or "")
        and not {"timeout", "deadline"} <= set(signature.parameters)
    ]
    reads_fields = {"Campaign.get_daily_budget", "Campaign.get_lifetime_budget"}
    reads_fields |= {"AudienceInsights.plot", "AudienceInsights.to_dataframe"}
    assert set(without) == reads_fields


def test_the_types_of_ids_say_that_they_are_always_set():
    for noun in MODELS:
        identity = getattr(rich(noun), "_identity", ())
        for name in [*identity[:-1], *([rich(noun)._id_field] if identity else [])]:
            kind = inspect.getattr_static(rich(noun), name).fget.__annotations__["return"]
            assert kind == "str" or (noun, name) == ("AudienceInsights", "type"), (noun, name, kind)
