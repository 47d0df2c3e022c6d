"""The operations of the API as data: one `Operation` per verb and path.

The generated package `pinterest.operations` contains all of them. The client, the typed methods, the rich models and
the emulator all use these, so every path, parameter and limit is written once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, NamedTuple
from urllib.parse import quote

from pinterest.exceptions import ValidationError
from pinterest.utils.parameter import Parameter, form_fields, identifier
from pinterest.utils.suggest import format_name, format_value, unknown_name

__all__ = [
    "USERS_TOKEN",
    "Answer",
    "Body",
    "Operation",
    "Parameter",
    "Prepared",
    "QuotaKey",
    "check_operation",
    "form_fields",
    "identifier",
]

USERS_TOKEN = "pinterest_oauth2"
"""The security scheme of a user's access token."""

Verb = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The request body of an operation.

    Attributes:
        schema: The name of its schema in `pinterest.schemas`. For a list, the schema of its items.
        argument: The name of the Python parameter for it.
        media_type: Its media type.
        required: Whether the operation requires it.
        many: Whether it is a list.
        min_items: The minimum number of items in a list.
        max_items: The maximum number of items in a list.
        items: For an object, the field with the list of items to write. None if it has no such field.
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
    """A documented successful response of an operation.

    Attributes:
        status: HTTP status.
        schema: The name of its schema in `pinterest.schemas`. None if it has no body. For a list, the schema of its
            items.
        many: Whether it is a list without `items` around it.
        paged: Whether it is a page: `items` and a `bookmark`.
        partial: Whether some of the items of the request may have failed.
        recorded: Whether it reports failures of an earlier request, or of the requested object itself. Typed methods
            can raise them. Rich models only return them.
    """

    status: int
    schema: str | None = None
    many: bool = False
    paged: bool = False
    partial: bool = False
    recorded: bool = False

    @property
    def can_have_failures(self) -> bool:
        """Whether `raise_for_failures()` of the response can raise an error."""
        return self.partial or self.recorded


class QuotaKey(NamedTuple):
    """A rate limit that requests share: its category and, if it is per ad account, the account."""

    category: str
    ad_account_id: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request's encoded path and query, and its rate limit (None if unknown)."""

    path: str
    query: list[tuple[str, str]]
    quota: QuotaKey | None = None

    def with_query(self, pairs: Sequence[tuple[str, str]]) -> Prepared:
        """Returns a copy with query parameters added before the others."""
        return replace(self, query=[*pairs, *self.query])


@dataclass(frozen=True, kw_only=True)
class Operation:
    """An operation of the API: a verb and a path, with everything that is known about them.

    Attributes:
        id: Its name in the API description, such as `audiences/list`.
        tag: The group that it belongs to.
        verb: HTTP verb.
        path: Path below the base URL, with `{name}` for path parameters.
        parameters: Its path and query parameters, required ones first.
        body: Its request body. None if it has no body.
        answers: Its documented successful responses.
        security: The security schemes that it accepts, each with its scopes.
        quota: Its rate limit category. None if unknown.
        hosted_sandbox: Whether Pinterest's hosted sandbox has it. None if unknown.
        repeatable: Whether sending it twice has the same effect as sending it once.
        deprecated: Whether Pinterest has deprecated it.
        added_in: The version of the API that added it. None for the first version.
        legacy: Whether it is no longer in the published API description.
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

    def __hash__(self) -> int:
        return hash(self.id)  # the hash of all parameters would take much longer

    def __str__(self) -> str:
        return f"{self.verb} {self.path}"

    @cached_property
    def arguments(self) -> tuple[str, ...]:
        """The Python names of its parameters, in their order."""
        return tuple(parameter.argument for parameter in self.parameters)

    @cached_property
    def required_arguments(self) -> tuple[str, ...]:
        """The Python names of its required parameters, in their order."""
        return tuple(parameter.argument for parameter in self.parameters if parameter.required)

    @cached_property
    def object_parameters(self) -> tuple[Parameter, ...]:
        """Its parameters that are objects with a schema."""
        return tuple(parameter for parameter in self.parameters if parameter.schema)

    @cached_property
    def scopes(self) -> tuple[str, ...]:
        """The scopes that a user's access token needs."""
        return next((scopes for scheme, scopes in self.security if scheme == USERS_TOKEN), ())

    @cached_property
    def is_paged(self) -> bool:
        """Whether it returns a page of a longer list."""
        return any(answer.paged for answer in self.answers)

    def parameter(self, name: str) -> Parameter:
        """Returns the parameter with a name.

        Raises:
            KeyError: If it has no parameter with that name.
        """
        for parameter in self.parameters:
            if name in (parameter.name, parameter.argument):
                return parameter
        raise KeyError(name)

    def encode(self, parameter: Parameter, value: object) -> list[tuple[str, str]]:
        """Checks the value of one parameter and returns the name-value pairs to send.

        Raises:
            ValidationError: If the value is not allowed. The message names the operation.
        """
        try:
            return parameter.encode(value)
        except ValidationError as error:
            raise ValidationError(f"{self}: {error}") from None

    def prepare(self, arguments: Mapping[str, object]) -> Prepared:
        """Checks the arguments and returns the path and query of the request. An argument that is None is left out.

        Raises:
            ValidationError: If a name is unknown, a required argument is missing or a value is not allowed.
        """
        path, query, left = self.path, [], dict(arguments)
        quota = QuotaKey(self.quota) if self.quota else None
        for parameter in self.parameters:
            value = left.pop(parameter.argument, None)
            if value is None:
                if parameter.required:
                    raise ValidationError(f"{self}: {parameter.argument} is required")
                continue
            pairs = self.encode(parameter, value)
            if parameter.location == "query":
                query += pairs
            else:
                path = path.replace("{" + parameter.name + "}", quote(pairs[0][1], safe=""))
                if quota and parameter.name == "ad_account_id":
                    quota = quota._replace(ad_account_id=pairs[0][1])
        for name in left:
            raise ValidationError(
                f"{self}: unknown parameter {format_name(name)}; {unknown_name(name, self.arguments)}"
            )
        return Prepared(path, query, quota)


def check_operation(operation: object, arguments: object) -> None:
    """Checks the types of an operation and its arguments.

    Raises:
        ValidationError: If the operation is not an `Operation`, or the arguments are not a mapping.
    """
    if not isinstance(operation, Operation):
        raise ValidationError(
            f"operation: {format_value(operation)} is not valid; allowed: an operation of pinterest.operations"
        )
    if not isinstance(arguments, (Mapping, Prepared)):
        raise ValidationError(
            f"{operation}: arguments: {format_value(arguments)} is not valid; allowed: a mapping of names to values"
        )
