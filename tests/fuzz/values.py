"""Hypothesis strategies for any JSON, for JSON that almost matches a schema, and for any arguments."""

from __future__ import annotations

import datetime
import decimal
import enum
import types
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st

from pinterest.schema import Schema

_MAX_FIELDS = 12
_DEEPEST = 4

TEXT = st.text(st.characters(exclude_categories=()), max_size=6)  # lone surrogates included

# Values that are almost valid, or that break code for numbers, times, IDs or enums.
_AWKWARD_JSON: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    5,
    1.5,
    -0.0,
    1e308,
    float("nan"),
    float("inf"),
    float("-inf"),
    2**31,
    2**53 + 1,
    2**63,
    10**30,
    -(10**400),
    10**4000,
    1_700_000_000,
    1_700_000_000_000,
    "",
    " ",
    "5",
    "-5",
    "1.5",
    "1e999",
    "NaN",
    "true",
    "null",
    "9" * 5000,
    "١٢",
    "\ud800",
    "\x00",
    "1\n",
    "READY",
    "2026-01-31",
    "2026-02-30",
    "2026-01-31T10:00:00",
    "2026-01-31T10:00:00Z",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "name@example.com",
    "https://example.com/a?b=c#d",
    "{braces} %s %d",
    [],
    {},
    [None],
    [[]],
    [{}],
    [[[["x"]]]],
    {"": None},
    {"items": 5},
    {"code": 1, "message": "no"},
    {"items": [{"data": None, "exceptions": [5]}]},
)
AWKWARD = st.sampled_from(_AWKWARD_JSON)
_NAMES = st.sampled_from(
    [
        *"cls self _fields_set to_dict keys items values get model_fields __class__ __dict__ a.b".split(),
        *"id name type status code message data exceptions errors bookmark metrics date".split(),
        "a b",
        "",
        "\ud800",
        "0",
    ]
)

JSON = st.recursive(
    AWKWARD | TEXT | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4),
    max_leaves=12,
)
"""JSON of any kind, with the constants NaN and Infinity that Python's `json` adds."""

OBJECTS = st.dictionaries(_NAMES | TEXT, JSON, max_size=6)


def draw_nearly_fitting(kind: Any) -> st.SearchStrategy[Any]:
    """Returns a strategy for JSON with the outer shape of a type. Any inner value may be wrong.

    Args:
        kind: A schema, or a type made of schemas.
    """
    return _draw_composite(kind)


@st.composite
def _draw_composite(draw: st.DrawFn, kind: Any) -> Any:
    return draw_shape(draw, kind, 0)


def draw_shape(draw: st.DrawFn, kind: Any, depth: int) -> Any:
    """Draws a value with the outer shape of a type."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return draw_shape(draw, inner[0], depth)
    if origin in (Union, types.UnionType):
        return draw_shape(draw, inner[draw(st.integers(0, len(inner) - 1))], depth)
    if origin is list:
        return [_draw_value(draw, inner[0], depth + 1) for _ in range(draw(st.integers(0, 2)))]
    if origin is dict:
        return {
            draw(_NAMES): _draw_value(draw, inner[1], depth + 1)
            for _ in range(draw(st.integers(0, 2)))
        }
    if isinstance(kind, type) and issubclass(kind, Schema):
        return _draw_object(draw, kind, depth)
    if origin is Literal:
        return draw(st.sampled_from([*inner, "NO_SUCH_VALUE"]))
    return draw(AWKWARD)


def _draw_value(draw: st.DrawFn, kind: Any, depth: int) -> Any:
    """Draws a value that almost matches a type, or does not match it at all."""
    if depth > _DEEPEST or draw(st.integers(0, 2)) == 0:
        return draw(AWKWARD)
    return draw_shape(draw, kind, depth)


def _draw_object(draw: st.DrawFn, kind: type[Schema], depth: int) -> dict[str, Any]:
    fields = get_field_types(kind)
    names = sorted(fields)
    if len(names) > _MAX_FIELDS:
        names = draw(st.lists(st.sampled_from(names), max_size=_MAX_FIELDS, unique=True))
    found = {name: _draw_value(draw, fields[name], depth + 1) for name in names}
    if draw(st.booleans()):
        found.update(draw(OBJECTS))
    return found


@cache
def get_field_types(kind: type[Schema]) -> dict[str, Any]:
    """Returns the type of each field of a schema, by the API's name."""
    kind.model_rebuild()
    return {field.alias or name: field.annotation for name, field in kind.model_fields.items()}


class _Color(enum.Enum):
    RED = "red"


def _build_circular_list() -> list[Any]:
    circle: list[Any] = []
    circle.append(circle)
    return circle


def _build_nested_value(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = {"a": [value]}
    return value


_ODD_ARGUMENTS: tuple[Any, ...] = (
    *_AWKWARD_JSON,
    b"bytes",
    bytearray(b"bytes"),
    (),
    ("5",),
    {"5"},
    frozenset({5}),
    {5: "x"},
    {None: None},
    {"a": {"b": {"c": object}}},
    {"name": object()},
    {"id": "5", "name": "\ud800"},
    [{"id": "5"}],
    [{"id": _build_circular_list()}],
    object(),
    object,
    len,
    Ellipsis,
    1j,
    range(3),
    decimal.Decimal("1.5"),
    decimal.Decimal("sNaN"),
    datetime.date(2026, 1, 31),
    datetime.datetime(2026, 1, 31, tzinfo=datetime.UTC),
    datetime.datetime(1, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=23))),
    datetime.timedelta(days=1),
    _Color.RED,
    _build_circular_list(),
    _build_nested_value(400),
    ["5"] * 3000,
    ["a,b"],
    "..",
    ".",
    "../..",
    "a/../b",
    "%2e%2e",
    "%2f..%2f",
    "a?b=c&d#e",
    "a\r\nHost: b",
    "x" * 100_000,
    types.SimpleNamespace(id="5"),
    iter([1, 2]),
    memoryview(b"x"),
    Exception("x"),
)
ARGUMENTS = st.one_of(st.integers(0, len(_ODD_ARGUMENTS) - 1).map(_ODD_ARGUMENTS.__getitem__), JSON)
"""Arguments of any kind."""
