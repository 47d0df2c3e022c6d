"""Enums that accept values that the API adds later.

Creating one of Python's own enums takes about 20 microseconds per member, and the API has 7,000 members.
The enums here behave in the same way, but creating them takes a twentieth of the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn

from pinterest.utils.request_check import get_check
from pinterest.utils.suggest import describe_allowed_values, escape_name, format_name, format_value

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class _OpenEnumType(type):
    """The metaclass of open enums. Creates each member on first use."""

    _texts_: dict[str, str]  # the value of each member, by name
    _names_: dict[str, str]  # the first name of each value, by value
    _members_: dict[str, Any]  # the members created so far, by value

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> Any:
        texts = {
            key: value
            for key, value in namespace.items()
            if isinstance(value, str) and not key.startswith("_")
        }
        for key in texts:
            del namespace[key]
        cls = super().__new__(mcs, name, bases, namespace)
        cls._texts_, cls._members_ = texts, {}
        cls._names_ = dict(zip(reversed(texts.values()), reversed(texts), strict=True))
        return cls

    def __call__(cls, value: object) -> Any:
        if isinstance(value, cls):
            return value
        if not isinstance(value, str):
            raise ValueError(f"{format_value(value)} is not a valid {cls.__name__}")
        member = cls._members_.get(value)
        if member is not None:
            return member
        name = cls._names_.get(value)
        if name is None:
            return cls._create_member(value, value)
        # `setdefault` gives all threads the same member, even if several create one.
        return cls._members_.setdefault(value, cls._create_member(value, name))

    def _create_member(cls: Any, text: str, name: str) -> Any:
        member = str.__new__(cls, text)
        member.name = name
        return member

    def __getattr__(cls, name: str) -> Any:
        text = None if name.startswith("_") else cls._texts_.get(name)
        if text is None:
            raise AttributeError(f"{cls.__name__} has no member {format_name(name)}")
        return cls(text)

    def __dir__(cls) -> list[str]:
        return sorted({*super().__dir__(), *cls._texts_})

    def __iter__(cls) -> Iterator[Any]:
        return (cls(text) for text in dict.fromkeys(cls._texts_.values()))

    def __len__(cls) -> int:
        return len(cls._names_)

    def __contains__(cls, value: object) -> bool:
        return value in cls._names_

    def __getitem__(cls, name: str) -> Any:
        return cls(cls._texts_[name])

    def __setattr__(cls, name: str, value: object) -> None:
        if name in getattr(cls, "_texts_", ()):
            raise AttributeError(f"{cls.__name__}.{name} cannot be set")
        super().__setattr__(name, value)

    @property
    def __members__(cls) -> Mapping[str, Any]:
        return MappingProxyType({name: cls(text) for name, text in cls._texts_.items()})

    def __repr__(cls) -> str:
        return f"<enum {cls.__name__}>"


class _Member(str):
    """A member of an open enum: a string with a name."""

    __slots__ = ("name",)
    name: str

    @property
    def value(self) -> str:
        """The value as a plain string."""
        return str.__str__(self)

    @property
    def is_known(self) -> bool:
        """Whether this version of the SDK knows the value."""
        return self in type(self)._names_  # type: ignore[attr-defined]  # of the metaclass

    def __copy__(self) -> _Member:
        return self

    def __deepcopy__(self, memo: object) -> _Member:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.value,)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}.{escape_name(self.name)}: {self.value!r}>"

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__}.{self.name} cannot be changed")

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.with_info_plain_validator_function(
            cls._validate,
            serialization=core_schema.plain_serializer_function_ser_schema(_serialize_member),
        )

    @classmethod
    def _validate(cls, value: object, info: Any) -> Any:
        from pydantic_core import PydanticCustomError

        if isinstance(value, cls):
            return value
        known = cls._names_  # type: ignore[attr-defined]  # of the metaclass
        check = get_check(info)
        if isinstance(value, str) and (value in known or check is None):
            return cls(value)
        may_search = check is not None and check.may_search()
        raise PydanticCustomError(
            "enum",
            "allowed: {allowed}",
            {
                "allowed": describe_allowed_values(value, reversed(known), search=may_search),
                "valid": list(reversed(known)),
            },
        )


def _serialize_member(value: object) -> object:
    """Converts a member to a plain string. Returns other values unchanged."""
    return str.__str__(value) if isinstance(value, str) else value


if TYPE_CHECKING:

    class OpenEnum(StrEnum):
        """An enum that the API may extend."""

        @property
        def is_known(self) -> bool:
            """Whether this version of the SDK knows the value."""

else:

    class OpenEnum(_Member, metaclass=_OpenEnumType):
        """An enum that the API may extend.

        Unknown values in a response become members. To send an unknown value, create a member, such as
        `AudienceType("NEW")`. A plain string must be a known value.
        """

        __slots__ = ()
