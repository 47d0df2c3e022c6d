"""The classes that describe the operations of the API. There is one `Operation` per verb and path.

The generated package `pinterest.operations` contains all operations. The client, the typed methods, the rich
models and the emulator use these operations, so each path, parameter and limit is defined only once.
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
"""The name of the security scheme for a user's access token."""

Verb = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The request body of an operation.

    Attributes:
        schema: The name of the body's schema in `pinterest.schemas`. For a list, the schema of the items.
        argument: The name of the Python parameter for the body.
        media_type: The media type of the body.
        required: Whether the operation requires a body.
        many: Whether the body is a list.
        min_items: The minimum number of items in a list.
        max_items: The maximum number of items in a list.
        items: The field that contains the list of items to write. None if the body has no such field.
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
    """A successful response that the API documents for an operation.

    Attributes:
        status: HTTP status.
        schema: The name of the response's schema in `pinterest.schemas`. For a list, the schema of the items.
            None if the response has no body.
        many: Whether the response is a JSON list, not an object with `items`.
        paged: Whether the response is a page with `items` and a `bookmark`.
        partial: Whether some items of the request can fail although the response is successful.
        recorded: Whether the response can report other failures: of an earlier request, or of the requested object.
            Typed methods can raise an error for these failures, but rich models only return them.
    """

    status: int
    schema: str | None = None
    many: bool = False
    paged: bool = False
    partial: bool = False
    recorded: bool = False

    @property
    def can_have_failures(self) -> bool:
        """Whether a response can report failures. If it does, its `raise_for_failures()` raises an error."""
        return self.partial or self.recorded


class QuotaKey(NamedTuple):
    """Identifies a rate limit by its category and, for a limit per ad account, by the ad account."""

    category: str
    ad_account_id: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request with checked arguments: its encoded path and query, and its rate limit (None if unknown)."""

    path: str
    query: list[tuple[str, str]]
    quota: QuotaKey | None = None

    def with_query(self, pairs: Sequence[tuple[str, str]]) -> Prepared:
        """Returns a copy with additional query parameters, placed before the existing query parameters."""
        return replace(self, query=[*pairs, *self.query])


@dataclass(frozen=True, kw_only=True)
class Operation:
    """An operation of the API: its verb, path, parameters, body, responses and other properties.

    Attributes:
        id: The name of the operation in the API description, such as `audiences/list`.
        tag: The group that the operation belongs to.
        verb: HTTP verb.
        path: Path below the base URL, with `{name}` for path parameters.
        parameters: The path and query parameters. Required parameters come first.
        body: The request body. None if the operation has no request body.
        answers: The documented successful responses.
        security: The accepted security schemes, each with its scopes.
        quota: The rate limit category. None if unknown.
        hosted_sandbox: Whether Pinterest's hosted sandbox has the operation. None if unknown.
        repeatable: Whether sending the request twice has the same effect as sending it once.
        deprecated: Whether Pinterest has deprecated the operation.
        added_in: The version of the API that added the operation. None for the first version.
        legacy: Whether the operation is missing in the current API description.
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
        """The Python names of the parameters, in the order of `parameters`."""
        return tuple(parameter.argument for parameter in self.parameters)

    @cached_property
    def object_parameters(self) -> tuple[Parameter, ...]:
        """The parameters that are objects with a schema."""
        return tuple(parameter for parameter in self.parameters if parameter.schema)

    @cached_property
    def scopes(self) -> tuple[str, ...]:
        """The scopes that a user's access token needs."""
        return next((scopes for scheme, scopes in self.security if scheme == USERS_TOKEN), ())

    @cached_property
    def is_paged(self) -> bool:
        """Whether the operation returns a page of a list."""
        return any(answer.paged for answer in self.answers)

    def parameter(self, name: str) -> Parameter:
        """Returns a parameter by its name.

        Raises:
            KeyError: If the operation has no parameter with that name.
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
        """Checks the arguments and returns the path and query of the request. Leaves out arguments that are None.

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
