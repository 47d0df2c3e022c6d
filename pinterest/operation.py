"""What the API offers, as data: one `Operation` for each verb and path.

The generated `pinterest.operations` holds them all. Client, typed methods, rich models and emulator read them there, so
that a path, a parameter or a limit is written once.
"""

from __future__ import annotations

import datetime
import enum
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple, TypeGuard
from urllib.parse import quote

from pinterest.exceptions import ValidationError
from pinterest.utils.suggest import allowed_range, allowed_values, unknown_name

__all__ = ["USERS_TOKEN", "Answer", "Body", "Operation", "Parameter", "Prepared", "QuotaKey"]

USERS_TOKEN = "pinterest_oauth2"
"""The scheme of signing with the token of a user."""

Kind = Literal["string", "integer", "number", "boolean", "object"]

Verb = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]

_KINDS: dict[str, str] = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "True or False",
    "object": "a mapping of names to values",
}

_MOMENTS = {"date": "2026-01-31", "date-time": "2026-01-31T10:00:00Z"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of an operation, as it travels.

    Attributes:
        name: Its name on the wire.
        location: Where it travels.
        kind: Its type; for a list, the type of its members.
        required: Whether the operation cannot do without it.
        many: How a list travels: `csv` in one value, `repeat` with its key repeated; None when it is no list.
        enum: The values that are allowed, empty when any are; for a list, of its members.
        pattern: The regular expression that a string, or each member, matches.
        minimum: The least number allowed.
        maximum: The greatest number allowed.
        min_length: The fewest characters allowed.
        max_length: The most characters allowed.
        min_items: The fewest members of a list.
        max_items: The most members of a list.
        format: `date` or `date-time` where a string is one.
        schema: Of an object, the name of its schema in `pinterest.schemas`, by which typed methods check it.
        default: What the server assumes when it is left out; None where nothing is documented.
    """

    name: str
    location: Literal["path", "query"]
    kind: Kind = "string"
    required: bool = False
    many: Literal["csv", "repeat"] | None = None
    enum: tuple[str | int, ...] = ()
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    min_items: int | None = None
    max_items: int | None = None
    format: Literal["date", "date-time"] | None = None
    schema: str | None = None
    default: object = None

    @property
    def argument(self) -> str:
        """Its name in Python."""
        return identifier(self.name)

    @property
    def is_id(self) -> bool:
        """Whether it is an ID, which can be passed as a string or an int."""
        return self.kind == "string" and (
            self.is_digits or self.name.endswith(("_id", "_ids")) or self.name in ("id", "ids")
        )

    @property
    def is_digits(self) -> bool:
        """Whether it is a string of digits."""
        return self.kind == "string" and self.pattern == r"^\d+$"

    def encode(self, value: object) -> list[tuple[str, str]]:
        """Checks a value and returns the name-value pairs that carry it.

        Raises:
            ValidationError: The value is not one that the operation takes.
        """
        if self.many:
            return self._encode_many(value)
        if self.kind == "object":
            pairs = list(_deep(self.name, value)) if isinstance(value, Mapping) else []
            # One that carries nothing would travel as if it had been left out.
            if not isinstance(value, Mapping) or (self.required and not pairs):
                raise self._refusal(value, _KINDS["object"])
            return pairs
        return [(self.name, self._scalar(value))]

    def _encode_many(self, value: object) -> list[tuple[str, str]]:
        if isinstance(value, (str, bytes, Mapping)) or not isinstance(
            value, (Sequence, set, frozenset)
        ):
            raise self._refusal(value, f"a list, each member {_KINDS[self.kind]}")
        texts = [self._scalar(item) for item in value]
        if len(texts) < (self.min_items or 0) or (
            self.max_items is not None and len(texts) > self.max_items
        ):
            allowed = allowed_range(self.min_items or None, self.max_items, "members")
            raise ValidationError(f"{self.name}: has {len(texts)} members; allowed: {allowed}")
        if self.many == "csv":
            return [(self.name, ",".join(texts))]
        return [(self.name, text) for text in texts]

    def _scalar(self, value: object) -> str:
        """Checks one value and returns its text."""
        text = self._typed(value)
        # A member of an enum was chosen on purpose, even one that this version does not know: it is let through.
        if self.enum and text not in map(str, self.enum) and not _is_member(value):
            raise self._refusal(value, allowed_values(text, self.enum))
        if self.pattern and not _compiled(self.pattern).search(text):
            allowed = "digits only" if self.is_digits else f"what matches {self.pattern}"
            raise self._refusal(value, allowed)
        if len(text) < (self.min_length or 0) or (
            self.max_length is not None and len(text) > self.max_length
        ):
            allowed = allowed_range(self.min_length or None, self.max_length, "characters")
            raise self._refusal(value, allowed)
        if self.location == "path" and (text in ("", ".", "..") or not text.isprintable()):
            raise self._refusal(
                value, "one character or more, no control characters, not '.' or '..'"
            )
        if isinstance(value, (int, float)) and not self._in_range(value):
            raise self._refusal(value, allowed_range(self.minimum, self.maximum))
        return text

    def _typed(self, value: object) -> str:
        if self.kind == "string":
            if _is_member(value) and isinstance(value.value, str):
                return value.value
            if isinstance(value, str):
                if self.format and not is_moment(value, self.format):
                    raise self._refusal(value, f"a {self.format} such as {_MOMENTS[self.format]}")
                return value
            if self.is_id and type(value) is int:
                return str(value)
            if self.format and isinstance(value, datetime.date):
                if self.format == "date" and isinstance(value, datetime.datetime):
                    value = value.date()
                return value.isoformat()
        elif self.kind == "boolean":
            if isinstance(value, bool):
                return text_of(value)
        elif type(value) is int or (self.kind == "number" and type(value) is float):
            return str(value)
        allowed = allowed_values(value, self.enum) if self.enum else _KINDS[self.kind]
        if self.is_id:
            allowed = f"a string{' of digits' if self.is_digits else ''} or an int"
        raise self._refusal(value, allowed)

    def _in_range(self, value: float) -> bool:
        return (self.minimum is None or value >= self.minimum) and (
            self.maximum is None or value <= self.maximum
        )

    def _refusal(self, value: object, allowed: str) -> ValidationError:
        return ValidationError(f"{self.name}: {shown(value)} is not valid; allowed: {allowed}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The body that an operation takes.

    Attributes:
        schema: Name of its schema in `pinterest.schemas`; for a list, of its items.
        argument: Name of the Python parameter that carries it.
        media_type: How it is encoded.
        required: Whether the operation cannot do without it.
        many: Whether it is a list.
        min_items: The fewest items of a list.
        max_items: The most items of a list.
        items: Of an object, the field that holds the list of things to write.
    """

    schema: str
    argument: str
    media_type: Literal["application/json", "application/x-www-form-urlencoded"] = (
        "application/json"
    )
    required: bool = True
    many: bool = False
    min_items: int | None = None
    max_items: int | None = None
    items: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A documented success of an operation.

    Attributes:
        status: HTTP status.
        schema: Name of its schema in `pinterest.schemas`, None when it has no body; of its items where it is a list.
        many: Whether it is a bare list.
        paged: Whether it is a page: `items` and a `bookmark`.
        partial: Whether it may tell of failures of single items beside the success of others.
    """

    status: int
    schema: str | None = None
    many: bool = False
    paged: bool = False
    partial: bool = False


class QuotaKey(NamedTuple):
    """A rate limit that requests share: its category, and the ad account that it counts for, if any."""

    category: str
    ad_account_id: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The encoded path and the query of a request, and the rate limit that it counts against (None if unknown)."""

    path: str
    query: list[tuple[str, str]]
    quota: QuotaKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One verb on one path of the API, with all there is to know about it.

    Attributes:
        id: Its name in the contract, such as `audiences/list`.
        tag: The group that it belongs to.
        verb: HTTP verb.
        path: Path below the base address, with `{name}` for path parameters.
        parameters: Its path and query parameters, required ones first.
        body: The body it takes, None when it takes none.
        answers: Its documented successes.
        security: The alternatives to sign it with: scheme and scopes.
        quota: The rate limit that it counts against, None where unknown.
        hosted_sandbox: Whether Pinterest's hosted sandbox serves it, None where unknown.
        repeatable: Whether doing it twice is the same as doing it once.
        deprecated: Whether Pinterest advises against it.
        added_in: The version of the API that brought it, None for the base.
        legacy: Whether the published description has dropped it.
    """

    id: str
    tag: str
    verb: Verb
    path: str
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    answers: tuple[Answer, ...] = ()
    security: tuple[tuple[str, tuple[str, ...]], ...] = ()
    quota: str | None = None
    hosted_sandbox: bool | None = None
    repeatable: bool = False
    deprecated: bool = False
    added_in: str | None = None
    legacy: bool = False

    def __str__(self) -> str:
        return f"{self.verb} {self.path}"

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes that a user's token needs."""
        return next((scopes for scheme, scopes in self.security if scheme == USERS_TOKEN), ())

    @property
    def is_paged(self) -> bool:
        """Whether it answers a page of a longer list."""
        return any(answer.paged for answer in self.answers)

    def parameter(self, name: str) -> Parameter:
        """Returns the parameter of that name.

        Raises:
            KeyError: It has none of that name.
        """
        for parameter in self.parameters:
            if name in (parameter.name, parameter.argument):
                return parameter
        raise KeyError(name)

    def prepare(self, arguments: Mapping[str, object]) -> Prepared:
        """Checks the arguments and returns the path and query that carry them; None stands for left out.

        Raises:
            ValidationError: A name is unknown, a required one missing or a value not allowed.
        """
        path, query, left = self.path, [], dict(arguments)
        quota = QuotaKey(self.quota) if self.quota else None
        for parameter in self.parameters:
            value = left.pop(parameter.argument, None)
            if value is None:
                if parameter.required:
                    raise ValidationError(f"{self}: {parameter.argument} is required")
                continue
            try:
                pairs = parameter.encode(value)
            except ValidationError as error:
                raise ValidationError(f"{self}: {error}") from None
            if parameter.location == "query":
                query += pairs
            else:
                path = path.replace("{" + parameter.name + "}", quote(pairs[0][1], safe=""))
                if quota and parameter.name == "ad_account_id":
                    quota = quota._replace(ad_account_id=pairs[0][1])
        for name in left:
            valid = [parameter.argument for parameter in self.parameters]
            raise ValidationError(
                f"{self}: unknown parameter {name!r}; {unknown_name(name, valid)}"
            )
        return Prepared(path, query, quota)


def identifier(name: str) -> str:
    """Returns a wire name as a Python identifier."""
    import keyword

    text = re.sub(r"\W+", "_", name)
    if text[:1].isdigit():
        text = "_" + text
    return text + "_" if keyword.iskeyword(text) else text


def shown(value: object, limit: int = 60) -> str:
    """Returns a value as an error shows it: its repr, cut short, with nothing personal in it."""
    from pinterest.utils.redact import redact  # errors only

    text = redact(repr(value))
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _deep(name: str, value: object) -> Iterator[tuple[str, str]]:
    """Yields the pairs that carry an object: `name[key]=value`.

    OpenAPI leaves an object within an object undefined; it travels as `name[key][inner]=value`. How a list would
    travel is not known, so that it is refused.
    """
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _deep(f"{name}[{key}]", item)
    elif isinstance(value, (str, int, float)) or _is_member(value):
        yield name, text_of(value)
    elif value is not None:
        allowed = "a string, a number, True or False, or a mapping of names to these"
        raise ValidationError(f"{name}: {shown(value)} is not valid; allowed: {allowed}")


def _is_member(value: object) -> TypeGuard[enum.StrEnum]:
    """Whether a value is a member of an enum: of Python's own, or of an open one."""
    return isinstance(value, enum.Enum) or hasattr(value, "is_known")


def is_moment(text: str, form: str) -> bool:
    """Whether a text is a date or a date-time as it travels: of ISO's many ways to write a day, the plain one."""
    if not re.match(r"\d{4}-\d\d-\d\d" + (r"\Z" if form == "date" else ""), text, re.ASCII):
        return False
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def text_of(value: object) -> str:
    """Returns a value as it is sent in a URL or a form."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # `$` of the contract is the very end; Python's would let a final line break through.
    return re.compile(re.sub(r"(?<!\\)\$$", r"\\Z", pattern), re.ASCII)
