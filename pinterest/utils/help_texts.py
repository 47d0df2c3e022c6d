"""Builds the docstrings that `help()` shows for schemas and rich models, with a list of their fields.

The list has the type and the docstring of each field. Python does not store the docstrings of schema fields, so this
module reads them from the source code.
"""

from __future__ import annotations

import ast
import linecache
import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from inspect import Parameter, Signature, cleandoc
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Union, get_args, get_origin

from pinterest.utils.open_enum import OpenEnum

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["build_model_docstring", "build_schema_docstring", "build_schema_signature"]

_MAX_VALUES: Final = 8
_SECTION: Final = re.compile(r"\n\n(?:Examples|Attributes|Args):\n")


class _Annotation(str):
    """A type annotation that signatures display without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def build_schema_docstring(cls: type[BaseModel], text: str) -> str:
    """Returns `text`, the docstring of a schema class, with a list of the class's fields."""
    lines = []
    for name, field in cls.model_fields.items():
        need = "required" if field.is_required() else "optional"
        sent = f", sent as {field.alias}" if field.alias and field.alias != name else ""
        lines.append(f"    {name}: {_describe_type(field.annotation)}, {need}{sent}")
        note = _find_field_docstring(cls, name)
        if note:
            lines.append(f"        {note}")
    return _insert_lists(text, lines)


def build_schema_signature(cls: type[BaseModel]) -> Signature:
    """Returns the signature of a schema, with its fields as keyword arguments."""
    parameters = [
        Parameter(
            "values", Parameter.POSITIONAL_ONLY, default=None, annotation=_Annotation("Mapping")
        )
    ]
    for name, field in cls.model_fields.items():
        default = Parameter.empty if field.is_required() else None
        note = _Annotation(_describe_type(field.annotation, without_values=True))
        parameters.append(Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=note))
    return Signature(parameters)


def build_model_docstring(cls: type, text: str, names: Sequence[str]) -> str:
    """Returns the docstring `text` of a rich model with two lists added: the fields `names` and the public methods."""
    lines = []
    for name in names:
        getter = getattr(cls, name).fget
        declared = str(getter.__annotations__.get("return", "")).removesuffix(" | None")
        lines.append(f"    {name}: {declared}" if declared else f"    {name}")
        if getter.__doc__:
            lines.append(f"        {getter.__doc__.splitlines()[0]}")
    return _insert_lists(text, lines, methods=_list_methods(cls))


def _list_methods(cls: type) -> list[str]:
    """Returns one line per public method, in alphabetical order: its name and the first line of its docstring."""
    methods = {
        name: getattr(cls, name)
        for name in dir(cls)
        if not name.startswith("_") and name != "mro" and callable(getattr(cls, name))
    }
    return [
        f"    {name}: {(method.__doc__ or '').strip().partition(chr(10))[0]}".rstrip(": ")
        for name, method in methods.items()
    ]


def _insert_lists(text: str, lines: Sequence[str], methods: Sequence[str] = ()) -> str:
    """Inserts lists of fields and methods into a docstring, before its first section."""
    text = cleandoc(text)
    if not lines:
        return text
    fields = "\n".join(["", "", "Fields:", *lines])
    if methods:
        fields += "\n".join(["", "", "Methods:", *methods])
    section = _SECTION.search(text)
    at = section.start() if section else len(text)
    return f"{text[:at].rstrip()}{fields}{text[at:]}".strip()


def _describe_type(kind: Any, *, without_values: bool = False) -> str:
    """Returns a type as text, without `| None`. Lists the values of enums, unless `without_values` is True."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _describe_type(inner[0], without_values=without_values)
    if origin in (Union, UnionType):
        members = [
            _describe_type(item, without_values=without_values)
            for item in inner
            if item is not NoneType
        ]
        return " | ".join(dict.fromkeys(members))
    if origin is Literal:
        return " | ".join(map(repr, inner))
    if origin is not None:
        parts = ", ".join(
            "..." if item is ... else _describe_type(item, without_values=without_values)
            for item in inner
        )
        return f"{getattr(origin, '__name__', origin)}[{parts}]"
    if isinstance(kind, type) and issubclass(kind, OpenEnum) and not without_values:
        return f"{kind.__name__} ({_join_values(list(kind.__members__.values()))})"
    return str(getattr(kind, "__name__", kind))


def _join_values(values: Sequence[object]) -> str:
    """Returns the first values of an enum, separated by commas, and the number of values left out."""
    shown = [str(value) for value in values[:_MAX_VALUES]]
    left = len(values) - len(shown)
    return ", ".join([*shown, f"and {left:,} more"] if left else shown)


def _find_field_docstring(cls: type, name: str) -> str:
    """Returns the docstring of a field, or an empty string if the field has no docstring."""
    for base in cls.__mro__:
        module = sys.modules.get(base.__module__)
        path = getattr(module, "__file__", None) or ""
        found = _read_field_docstrings(path).get(base.__qualname__, {})
        if name in found:
            return found[name]
    return ""


@cache
def _read_field_docstrings(path: str) -> dict[str, dict[str, str]]:
    """Returns the field docstrings in a source file, as `{class name: {field name: docstring}}`.

    Returns an empty dict if the file cannot be read.
    """
    try:
        tree = ast.parse("".join(linecache.getlines(path)))
    except SyntaxError:
        return {}
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return {node.name: dict(_iterate_field_docstrings(node)) for node in classes}


def _iterate_field_docstrings(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """Yields the name and the docstring of each field in the syntax tree of a class."""
    for field, note in zip(node.body, node.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(note, ast.Expr)
            and isinstance(note.value, ast.Constant)
        ):
            yield field.target.id, " ".join(str(note.value.value).split())
