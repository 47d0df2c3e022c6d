"""What generated schemas say of a type beyond what Python can. Limits bind requests, never answers."""

from __future__ import annotations

import datetime
import importlib
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar, Union, get_args

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from pinterest.schema import Date, DateTime, Id, MaybeText, PrefixedId, Schema, _adapter, _names
from pinterest.utils.request_check import checking
from pinterest.utils.suggest import allowed_range

__all__ = [
    "Choice",
    "DateOrText",
    "DateTimeOrText",
    "DictLike",
    "Exact",
    "IdOrInt",
    "IntOrText",
    "Length",
    "ListLike",
    "Matches",
    "OrMapping",
    "PrefixedIdOrInt",
    "ReadOnly",
    "later",
    "load_all",
]

# What the caller may write in a schema that only requests hold. Type checkers see all of it; pydantic sees the one type
# that it becomes, and so has no unions to build.
if TYPE_CHECKING:
    _T = TypeVar("_T")
    IdOrInt: TypeAlias = str | int
    PrefixedIdOrInt: TypeAlias = str | int
    IntOrText: TypeAlias = int | str
    DateOrText: TypeAlias = datetime.date | str
    DateTimeOrText: TypeAlias = datetime.datetime | str
    OrMapping: TypeAlias = _T | Mapping[str, object]
    ListLike = Sequence
    DictLike = Mapping
else:
    IdOrInt, PrefixedIdOrInt, DateOrText, DateTimeOrText = Id, PrefixedId, Date, DateTime
    ListLike, DictLike = list, dict
    IntOrText = Annotated[int, MaybeText()]

    class OrMapping:
        """Stands for the schema in its brackets."""

        def __class_getitem__(cls, kind: Any) -> Any:
            return kind


class _Limit:
    """Metadata of a value that a request must keep to a limit; `str()` of it says what is allowed."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self._validate, handler(source))

    def _validate(self, value: Any, info: Any) -> Any:
        if checking(info) and not self._holds(value):
            raise PydanticCustomError("range", "allowed: {allowed}", {"allowed": str(self)})
        return value

    def _holds(self, value: Any) -> bool:
        raise NotImplementedError


class Length(_Limit):
    """Metadata of a text, list or mapping: how many characters or members it has."""

    def __init__(self, least: int = 0, most: int | None = None) -> None:
        self.least = least
        self.most = most

    def _holds(self, value: Any) -> bool:
        return self.least <= len(value) and (self.most is None or len(value) <= self.most)

    def __str__(self) -> str:
        return f"a length of {allowed_range(self.least or None, self.most)}"


class Matches(_Limit):
    """Metadata of a text: the regular expression that it matches."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        # `$` of the contract is the very end; Python's would let a final line break through.
        self._regex = re.compile(re.sub(r"(?<!\\)\$$", r"\\Z", pattern), re.ASCII)

    def _holds(self, value: Any) -> bool:
        return bool(self._regex.search(str(value)))

    def __str__(self) -> str:
        return f"what matches {self.pattern}"


class ReadOnly(_Limit):
    """Metadata of a field that the API sets: it arrives, and a request must not hold it."""

    is_read_only = True

    def _holds(self, value: Any) -> bool:
        return value is None

    def __str__(self) -> str:
        return "nothing, since the API sets it; leave it out"


class Exact:
    """Metadata of fixed values: what equals one of them but is of another type is refused, as True is for 1."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        allowed = " or ".join(map(str, get_args(source)))

        def validate(value: object, inner: Callable[[object], object], info: Any) -> object:
            found = inner(value)
            alike = isinstance(value, bool) is isinstance(found, bool)
            if checking(info) and not (alike and isinstance(value, type(found))):
                raise PydanticCustomError("enum", "allowed: {allowed}", {"allowed": allowed})
            return found

        return core_schema.with_info_wrap_validator_function(validate, handler(source))


class Choice:
    """Metadata of a union of schemas: which of them a mapping is.

    The value of one field tells where there is such a field, otherwise the names and the fixed values that it holds.
    In an answer, what is none of them stays as it came.
    """

    def __init__(self, field: str = "", members: Mapping[str, str] | None = None) -> None:
        """Takes the name of the field that tells, on the wire, and the schema that each of its values stands for."""
        self.field = field
        self.members = dict(members or {})

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        # Members are built one by one, when a value is found to be one: most unions here have many, most calls use one.
        choose = cache(lambda: self._chooser(get_args(source)))

        def validate(value: Any, info: Any) -> Any:
            kind = choose()(value, checking(info) is not None)
            if kind is not None:
                return _validated(kind, value, info)
            if not checking(info):
                return value
            raise PydanticCustomError(
                "enum", "allowed: {allowed}", {"allowed": self._allowed(value)}
            )

        return core_schema.with_info_plain_validator_function(validate)

    def _chooser(self, members: tuple[Any, ...]) -> Callable[[Any, bool], Any]:
        """Returns what tells the member that a value, of a request or not, is; None where it is none of them."""
        real = [_loaded(member) for member in members]
        kinds = {
            kind.__name__: kind
            for kind in real
            if isinstance(kind, type) and issubclass(kind, Schema)
        }
        others = [kind for kind in real if kind not in kinds.values()]
        rest = Union[tuple(others)] if others else None  # noqa: UP007  # of as many as there are

        def choose(value: Any, asked: bool) -> Any:
            if isinstance(value, Schema):
                return kinds.get(type(value).__name__)
            if not isinstance(value, Mapping):
                return rest
            told = value.get(self.field) if self.members else None
            if told is not None:
                return kinds.get(self.members.get(str(told), ""))
            if self.members and not asked:
                return None
            best = kinds[max(kinds, key=lambda name: _likeness(kinds[name], value))]
            # A request is told what the likeliest member still lacks; an answer may be of a newer kind.
            return best if asked or _is_like(best, value) else None

        return choose

    def _allowed(self, value: object) -> str:
        if isinstance(value, Mapping) and self.members:
            return f"{self.field} being one of {', '.join(self.members)}"
        return "a mapping of field names to values"


def later(name: str) -> Any:
    """Returns what stands for a schema of another module until a value of it is checked or read."""
    return type(name, (_Later,), {})


def load_all(module: str) -> None:
    """Loads every schema that something stands for in a module of schemas."""
    for value in list(vars(importlib.import_module(module)).values()):
        _loaded(value)


class _Later:
    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        def validate(value: Any, info: Any) -> Any:
            return _validated(_loaded(cls), value, info)

        return core_schema.with_info_plain_validator_function(validate)


def _loaded(kind: Any) -> Any:
    """Returns the schema that a type stands for, itself where it stands for none."""
    if not (isinstance(kind, type) and issubclass(kind, _Later)):
        return kind
    from pinterest import schemas

    return getattr(schemas, kind.__name__)


def _validated(kind: Any, value: Any, info: Any) -> Any:
    """Validates as pydantic would if the type stood where it is asked for."""
    request = checking(info)
    strict = None if request is None else request.strict
    return _adapter(kind).validate_python(value, strict=strict, context=info.context)


def _likeness(kind: type[Schema], data: Mapping[str, object]) -> tuple[int, ...]:
    """Tells how well a mapping fits a schema: by fixed values, names it does not know and those that it lacks."""
    names = _names(kind)
    differing = agreeing = lacking = 0
    for name, field in kind.model_fields.items():
        key = (field.alias or name) if (field.alias or name) in data else name
        if key not in data:
            lacking += field.is_required()
        elif fixed := _fixed(field.annotation):
            agreeing += data[key] in fixed
            differing += data[key] not in fixed
    known = sum(name in names for name in data)
    return agreeing, known - len(data) - differing, -lacking, known


def _is_like(kind: type[Schema], data: Mapping[str, object]) -> bool:
    """Whether a mapping has a field that the schema requires; any of its fields, where it requires none."""
    required = {name: field for name, field in kind.model_fields.items() if field.is_required()}
    for name, field in (required or kind.model_fields).items():
        for key in {field.alias or name, name} & data.keys():
            fixed = _fixed(field.annotation)
            if not fixed or data[key] in fixed:
                return True
    return False


def _fixed(annotation: Any) -> tuple[object, ...]:
    """Returns the values of a literal type, or of one that may also be None."""
    from typing import Literal, get_origin

    for part in (annotation, *get_args(annotation)):
        kind = get_args(part)[0] if get_origin(part) is Annotated else part
        if get_origin(kind) is Literal:
            return get_args(kind)
    return ()
