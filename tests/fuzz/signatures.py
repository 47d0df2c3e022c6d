"""The public methods of the SDK, and valid arguments for them, found by their type annotations."""

from __future__ import annotations

import ast
import datetime
import importlib
import inspect
import random
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pinterest.emulator.samples.sampler import _Sampler
from pinterest.schema import OpenEnum, Schema

# Sample texts for parameters that are not IDs.
_NAMED = {"username": "quilts", "date": "2026-01-31"}
_YESTERDAY = datetime.date.today() - datetime.timedelta(days=1)  # noqa: DTZ011  # the time zone does not matter


@cache
def list_names(module: str) -> dict[str, Any]:
    """Returns all names in a module, including names that only type checkers import."""
    loaded = sys.modules[module]
    names = dict(vars(loaded))
    source = Path(loaded.__file__ or "").read_text(encoding="utf-8")
    for node in ast.parse(source).body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for statement in node.body:
                names.update(_import_names(statement, module, names))
    return names


def _import_names(statement: ast.stmt, module: str, names: dict[str, Any]) -> dict[str, Any]:
    """Returns the names that a statement imports or defines, even if only type checkers can import them."""
    if isinstance(statement, ast.ImportFrom) and statement.module and statement.level == 0:
        source = importlib.import_module(statement.module)
        if any(not hasattr(source, item.name) for item in statement.names):
            found = list_names(statement.module)
            return {item.asname or item.name: found[item.name] for item in statement.names}
    block = ast.Module([statement], type_ignores=[])
    found = dict(names)
    exec(compile(block, module, "exec"), found)
    return found


def resolve_annotation(function: Callable[..., Any], text: object) -> Any:
    """Returns the type of an annotation."""
    if not isinstance(text, str):
        return text
    try:
        return eval(text, list_names(inspect.unwrap(function).__module__))
    except TypeError:  # an alias of a string, which cannot be subscripted
        return None


def valid_arguments(function: Callable[..., Any]) -> dict[str, Any]:
    """Returns a value for each required parameter of a function that is valid according to its annotation."""
    return {
        name: valid_value(resolve_annotation(function, parameter.annotation), name)
        for name, parameter in list_parameters(function).items()
        if parameter.default is inspect.Parameter.empty
    }


def sendable_arguments(function: Callable[..., Any]) -> dict[str, Any]:
    """Returns valid arguments that make a method send a request. For an update, includes an optional field."""
    parameters = list_parameters(function)
    found = valid_arguments(function)
    if function.__name__ == "update_fields" and not found:
        name = next(name for name in parameters if name not in ("client", "timeout", "extra_body"))
        found[name] = valid_value(resolve_annotation(function, parameters[name].annotation), name)
    return found


def list_parameters(function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    """Returns the parameters that a caller passes, without *args and **kwargs."""
    kinds = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return {
        name: item
        for name, item in inspect.signature(function).parameters.items()
        if item.kind not in kinds and name != "self"
    }


def valid_value(kind: Any, name: str = "", depth: int = 0) -> Any:
    """Returns a value of a type."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        members = [item for item in inner if item is not type(None)]
        literal = next((item for item in members if get_origin(item) is Literal), members[0])
        return valid_value(literal, name, depth)
    if origin is Annotated:
        return valid_value(inner[0], name, depth)
    if origin is Literal:
        return inner[0]
    if origin is not None and issubclass(origin, Mapping):
        return {"5": valid_value(inner[1], name, depth + 1)} if inner else {}
    if origin in (list, tuple) or (origin is not None and hasattr(origin, "__iter__")):
        return [valid_value(inner[0], name, depth + 1)]
    if isinstance(kind, TypeVar):
        return {}
    if not isinstance(kind, type):
        return "5"
    return _of_class(kind, name, depth)


def _of_class(kind: type, name: str, depth: int) -> Any:
    if issubclass(kind, (Schema, OpenEnum)):
        return _Sampler(random.Random(name), {}, include_optional=False).make_value(kind, name)
    simple: dict[type, Any] = {bool: True, int: 5, float: 5.0, Mapping: {}, dict: {}, list: []}
    if kind in simple:
        return simple[kind]
    is_date = issubclass(kind, datetime.date) or name in ("start_date", "end_date")
    return str(_YESTERDAY) if is_date else _NAMED.get(name, "5")


def list_methods(owner: Any) -> Iterator[str]:
    """Yields the names of the public methods of a class, including inherited ones."""
    for name in dir(owner):
        if not name.startswith("_") and callable(inspect.getattr_static(owner, name, None)):
            yield name
