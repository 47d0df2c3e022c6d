"""Parses the annotations of methods to determine which values the options accept.

The annotations of the generated classes are strings, and many of the names in them are only imported for type
checkers. Therefore, this module parses annotations instead of evaluating them.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

__all__ = ["ValueKind", "get_value_kind"]

KindName = Literal["text", "id", "int", "float", "bool", "date", "choice", "json"]

_LISTS: Final = frozenset({"Sequence", "list", "Iterable", "tuple", "Collection"})
_OBJECTS: Final = frozenset({"Mapping", "dict"})
_FILES: Final = frozenset({"FileSource", "ImageSource"})
_TEXTS: Final = frozenset({"str", "Path", "Since", "TargetingType"}) | _FILES

# For each kind of scalar, the types that a union must contain. The first match applies.
_SCALARS: Final[dict[KindName, frozenset[str]]] = {
    "bool": frozenset({"bool"}),
    "date": frozenset({"date"}),
    "id": frozenset({"str", "int"}),
    "float": frozenset({"float"}),
    "int": frozenset({"int"}),
}


@dataclass(frozen=True)
class ValueKind:
    """Describes the values that an option accepts.

    Attributes:
        name: The type of the value, or of each item of a list.
        many: Whether the value is a list.
        choices: The known values. Empty if every value of the type is allowed.
        takes_text: Whether an option for JSON or a number also accepts plain text.
    """

    name: KindName = "text"
    many: bool = False
    choices: tuple[Any, ...] = ()
    takes_text: bool = False

    @property
    def metavar(self) -> str:
        """The placeholder for the value in the help."""
        if self.name == "float" and self.takes_text:
            return "FILE|SECONDS"
        names = {"choice": "VALUE", "bool": "TRUE|FALSE", "date": "DATE"}
        one = names.get(self.name, self.name.upper())
        return f"{one},..." if self.many and self.name not in ("text", "json") else one


def get_value_kind(annotation: object, module: str) -> ValueKind:
    """Returns the `ValueKind` for a parameter's type annotation.

    Args:
        annotation: The annotation, as a type or as text.
        module: The full name of the module that contains the annotation.
    """
    if annotation is inspect.Parameter.empty:
        return ValueKind()
    text = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", "str")
    found = _UnionTypes()
    found.add(ast.parse(text, mode="eval").body, module)
    return found.get_kind()


class _UnionTypes:
    """Collects the types that an annotation such as `str | int` allows."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.choices: list[Any] = []
        self.many = False

    def add(self, node: ast.expr, module: str) -> None:
        """Adds the types in an annotation, such as `str` and `int` for `str | int`."""
        match node:
            case ast.BinOp(left=left, right=right):
                self.add(left, module)
                self.add(right, module)
            case ast.Subscript(value=ast.Name(id="Literal"), slice=inner):
                self.choices += [
                    item.value
                    for item in _list_type_arguments(inner)
                    if isinstance(item, ast.Constant)
                ]
            case ast.Subscript(value=ast.Name(id=name), slice=inner) if name in _LISTS:
                self.many = True
                for item in _list_type_arguments(inner):
                    self.add(item, module)
            case ast.Subscript(value=ast.Name(id=name)):
                self.names.add(name)
            case ast.Attribute(attr=name):
                self.names.add("date" if name in ("date", "datetime") else name)
            case ast.Constant(value=str(text)):
                self.add(ast.parse(text, mode="eval").body, module)
            case ast.Name(id=name):
                self._add_name(name, module)

    def _add_name(self, name: str, module: str) -> None:
        """Adds the type with this name. For a type alias, adds the aliased types instead."""
        alias = _get_aliases(module).get(name)
        if alias is not None and name not in _TEXTS:
            self.add(alias, module)
        else:
            self.names.add(name)

    def get_kind(self) -> ValueKind:
        """Returns the kind of values that the union accepts."""
        names, many = self.names, self.many
        if names & _OBJECTS or names == {"Any"}:
            takes_text = bool(names & {"str", "Any"})
            return ValueKind("json", many, takes_text=takes_text)
        if self.choices:
            return ValueKind("choice", many, tuple(self.choices))
        for name, members in _SCALARS.items():
            if members <= names:
                takes_text = name == "float" and bool(names & _FILES)
                return ValueKind(name, many and name != "bool", takes_text=takes_text)
        return self._get_schema_kind()

    def _get_schema_kind(self) -> ValueKind:
        """Returns the `ValueKind` for a union whose types are schemas, enums or text."""
        schema = next(iter(self.names - _TEXTS), None)
        members = _get_enum_members(schema) if schema else ()
        if members:
            return ValueKind("choice", self.many, members)
        is_object = schema and not self.names & _TEXTS and not schema.endswith("OrText")
        return ValueKind("json" if is_object else "text", self.many)


def _list_type_arguments(node: ast.expr) -> list[ast.expr]:
    """Returns the arguments in the brackets of a generic type, such as `A` and `B` in `tuple[A, B]`."""
    return node.elts if isinstance(node, ast.Tuple) else [node]


def _get_enum_members(name: str) -> tuple[str, ...]:
    """Returns the values of an enum of `pinterest.schemas`, or an empty tuple if no enum has this name."""
    from pinterest import schemas

    found: Any = getattr(schemas, name.removesuffix("OrText"), None)
    return tuple(str(item) for item in found) if hasattr(found, "__members__") else ()


@cache
def _get_aliases(module: str) -> dict[str, ast.expr]:
    """Returns the type aliases of a module, including aliases that only type checkers see."""
    source = inspect.getsource(sys.modules[module])
    if "TypeAlias" not in source:
        return {}
    return dict(_find_aliases(ast.parse(source).body))


def _find_aliases(nodes: list[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    """Yields the name and the type of each type alias, including aliases in `if` blocks."""
    for node in nodes:
        match node:
            case ast.AnnAssign(
                target=ast.Name(id=name),
                annotation=ast.Name(id="TypeAlias"),
                value=ast.expr() as value,
            ):
                yield name, value
            case ast.If(body=body):
                yield from _find_aliases(body)
