"""Finds operations that write several items in one request and report which of them failed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from codegen.definitions import Definition, ListOf, Property, Ref, Type, referenced_names
from pinterest.operation import Answer, Operation

_FAILURES: Final = frozenset(
    {"exception", "exceptions", "error_message", "error_messages", "errors"}
)
_LENGTH: Final = re.compile(r"Length\((\d+)?(?:, )?(?:(?:most=)?(\d+))?\)")
_LISTED: Final = frozenset({"exceptions"})
"""Fields that list failures separately from the successful items."""


def with_batches(operation: Operation, definitions: Mapping[str, Definition]) -> Operation:
    """Returns an operation. Sets `partial` in responses that can list failed items, and `items` in the body."""
    if operation.verb == "GET" or (operation.verb == "POST" and operation.repeatable):
        return operation  # a POST that is safe to retry only reads
    answers = tuple(
        replace(item, partial=_is_partial(item, definitions)) for item in operation.answers
    )
    body = operation.body
    if body and not body.many and any(item.partial for item in answers):
        listed = _find_list_field(definitions.get(body.schema))
        if listed is not None:
            least, most = length(listed.type)
            body = replace(body, items=listed.name, min_items=least, max_items=most)
    return replace(operation, answers=answers, body=body)


def _is_partial(answer: Answer, definitions: Mapping[str, Definition]) -> bool:
    definition = definitions.get(answer.schema or "")
    if definition is None:
        return False
    if answer.many:
        return [item.name for item in definition.properties] in (
            ["data"],
            ["status"],
            ["id", "status"],
        )
    return any(_lists_failures(item, definitions) for item in definition.properties)


def _lists_failures(item: Property, definitions: Mapping[str, Definition]) -> bool:
    kind = _resolve_alias(item.type, definitions)
    if not isinstance(kind, ListOf):
        return False
    if item.name in _LISTED:
        return True
    names = {
        field.name for name in referenced_names(kind.item) for field in _fields(name, definitions)
    }
    return bool(names & _FAILURES)


def _resolve_alias(kind: Type, definitions: Mapping[str, Definition]) -> Type:
    if isinstance(kind, Ref) and kind.name in definitions:
        return definitions[kind.name].type or kind
    return kind


def _fields(name: str, definitions: Mapping[str, Definition]) -> Iterator[Property]:
    """Yields the fields of a schema, or of the members of a union."""
    definition = definitions[name]
    yield from definition.properties
    if definition.type is not None:
        for member in referenced_names(definition.type):
            yield from _fields(member, definitions)


def _find_list_field(definition: Definition | None) -> Property | None:
    """Returns the only list in a body. Lists of objects and required fields take precedence over others."""
    fields = definition.properties if definition else []
    lists = [item for item in fields if isinstance(item.type, ListOf)]
    lists = [item for item in lists if _is_list_of_objects(item.type)] or lists
    lists = [item for item in lists if item.required] or lists
    return lists[0] if len(lists) == 1 else None


def _is_list_of_objects(kind: Type) -> bool:
    return isinstance(kind, ListOf) and isinstance(kind.item, Ref)


def length(kind: Type) -> tuple[int | None, int | None]:
    """Returns the minimum and maximum number of items of a list."""
    limits = kind.limits if isinstance(kind, ListOf) else ()
    for limit in limits:
        match = _LENGTH.fullmatch(limit)
        if match:
            least, most = match.groups()
            return int(least) if least else None, int(most) if most else None
    return None, None
