"""Finds operations that write several items in one request, and responses that report failed items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from codegen.definitions import (
    Definition,
    ListOf,
    OneOf,
    Property,
    Ref,
    Type,
    find_referenced_names,
)
from pinterest.operation import Answer, Operation

_FAILURES: Final = frozenset(
    {"exception", "exceptions", "error_message", "error_messages", "errors"}
)
_LENGTH: Final = re.compile(r"Length\((\d+)?(?:, )?(?:(?:most=)?(\d+))?\)")
_FAILURE_LISTS: Final = frozenset({"exceptions", "errors"})
"""Fields that list failures separately from the successful items."""
_RECORDED_ERROR_FIELDS: Final = frozenset({"error_counts", "errorMessage", "error_msg"})
"""Response fields that report errors of earlier requests or of the requested object. The request itself succeeded."""


def add_batch_details(operation: Operation, definitions: Mapping[str, Definition]) -> Operation:
    """Returns a copy of an operation with its batch details.

    The details are the body field that contains the list of items, the length limits of the list, and the response
    flags `partial` and `recorded`.
    """
    # A POST request that is safe to retry does not change data.
    only_reads = operation.verb == "GET" or (operation.verb == "POST" and operation.repeatable)
    answers = tuple(
        _set_failure_flags(item, definitions, only_reads=only_reads) for item in operation.answers
    )
    if only_reads:
        return replace(operation, answers=answers)
    body = operation.body
    if body and not body.many and any(item.partial for item in answers):
        listed = _find_list_field(definitions.get(body.schema))
        if listed is not None:
            least, most = get_length_limits(listed.type)
            body = replace(body, items=listed.name, min_items=least, max_items=most)
    return replace(operation, answers=answers, body=body)


def _set_failure_flags(
    answer: Answer, definitions: Mapping[str, Definition], *, only_reads: bool
) -> Answer:
    """Returns a response with the flag `partial` or `recorded` set, if the response can report failures.

    `partial` means that items of the request can fail, `recorded` that the response can report other failures. If
    `only_reads` is True, `partial` is never set.
    """
    if answer.schema is None or answer.paged:
        return answer
    if not only_reads and _can_report_failures(answer, definitions):
        return replace(answer, partial=True)
    fields = [
        item
        for name in list_union_members(answer.schema, definitions)
        for item in _get_properties(name, definitions)
    ]
    recorded = any(
        item.name in _RECORDED_ERROR_FIELDS or _is_list_with_failures(item, definitions)
        for item in fields
    )
    return replace(answer, recorded=recorded and not answer.many)


def list_union_members(name: str, definitions: Mapping[str, Definition]) -> list[str]:
    """Returns the names of the schemas in a union and its nested unions, or `[name]` for any other schema."""
    kind = definitions[name].type if name in definitions else None
    if not isinstance(kind, OneOf):
        return [name]
    return [
        inner
        for item in sorted(find_referenced_names(kind))
        for inner in list_union_members(item, definitions)
    ]


def _get_properties(name: str, definitions: Mapping[str, Definition]) -> Sequence[Property]:
    """Returns the properties of a schema, or `()` if the schema has no definition."""
    return definitions[name].properties if name in definitions else ()


def _can_report_failures(answer: Answer, definitions: Mapping[str, Definition]) -> bool:
    """Returns whether the schema of a response has a field that reports failed items."""
    definition = definitions.get(answer.schema or "")
    if definition is None:
        return False
    if answer.many:
        return [item.name for item in definition.properties] in (
            ["data"],
            ["status"],
            ["id", "status"],
        )
    return any(_is_list_with_failures(item, definitions) for item in definition.properties)


def _is_list_with_failures(item: Property, definitions: Mapping[str, Definition]) -> bool:
    """Returns whether a field is a list of failures, or a list of items that can each report a failure."""
    kind = _resolve_alias(item.type, definitions)
    if not isinstance(kind, ListOf):
        return False
    if item.name in _FAILURE_LISTS:
        return True
    names = {
        field.name
        for name in find_referenced_names(kind.item)
        for field in _iter_fields(name, definitions)
    }
    return bool(names & _FAILURES)


def _resolve_alias(kind: Type, definitions: Mapping[str, Definition]) -> Type:
    """Returns the type that an alias stands for, or `kind` itself if it is not an alias."""
    if isinstance(kind, Ref) and kind.name in definitions:
        return definitions[kind.name].type or kind
    return kind


def _iter_fields(name: str, definitions: Mapping[str, Definition]) -> Iterator[Property]:
    """Yields the fields of a schema, or of every member of a union."""
    definition = definitions[name]
    yield from definition.properties
    if definition.type is not None:
        for member in find_referenced_names(definition.type):
            yield from _iter_fields(member, definitions)


def _find_list_field(definition: Definition | None) -> Property | None:
    """Returns the body field with the list of items, or None if no list or several lists are suitable."""
    fields = definition.properties if definition else []
    lists = [item for item in fields if isinstance(item.type, ListOf)]
    # Prefer lists of objects, then required lists.
    lists = [item for item in lists if _is_list_of_objects(item.type)] or lists
    lists = [item for item in lists if item.required] or lists
    return lists[0] if len(lists) == 1 else None


def _is_list_of_objects(kind: Type) -> bool:
    return isinstance(kind, ListOf) and isinstance(kind.item, Ref)


def get_length_limits(kind: Type) -> tuple[int | None, int | None]:
    """Returns the minimum and maximum number of items in a list, each None if there is no limit."""
    limits = kind.limits if isinstance(kind, ListOf) else ()
    for limit in limits:
        match = _LENGTH.fullmatch(limit)
        if match:
            least, most = match.groups()
            return int(least) if least else None, int(most) if most else None
    return None, None
