"""Derives members of rich models from fields: amounts of money, times, and status methods such as `pause`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from codegen import notes
from codegen.definitions import Definition, Property, Ref, Scalar, find_referenced_names
from codegen.nouns import Noun, Verb
from codegen.schema_library import SchemaLibrary

_MICRO: Final = re.compile(r"(_in)?_micro_(currency|dollars?)$")
_MOMENT: Final = re.compile(r"_(time|timestamp|date|at)(_ms)?$")
_STATUS_VERBS: Final = {"PAUSED": "Pausable", "ACTIVE": "Activatable", "ARCHIVED": "Archivable"}


def derive_properties(schema: str, item: Property) -> Iterator[tuple[str, str, str, str]]:
    """Yields a tuple (name, type, conversion function, docstring) for each property derived from a field."""
    unit, name = notes.get_unit(schema, item), item.attribute
    if unit == "micro":
        amount = f"{_MICRO.sub('', name).removeprefix('amount_')}_amount"
        yield (
            amount,
            "Decimal",
            "from_micro",
            f"`{name}` divided by 1,000,000: the amount in the ad account's currency.",
        )
    moment = f"{_MOMENT.sub('', name)}_datetime"
    if unit in ("seconds", "milliseconds"):
        yield (
            moment,
            "datetime.datetime",
            f"from_{unit}",
            f"`{name}` as a timezone-aware datetime in UTC.",
        )
    if isinstance(item.type, Scalar) and item.type.name == "DateTime":
        yield (
            moment,
            "datetime.datetime",
            "make_aware",
            f"`{name}` as a timezone-aware datetime in UTC.",
        )


def list_status_classes(noun: Noun, library: SchemaLibrary) -> list[str]:
    """Returns the base classes that add `pause`, `activate` and similar methods to a rich model."""
    update = noun.verbs.get("update")
    for item in update.properties if update else ():
        if item.name == "status" and isinstance(item.type, Ref):
            values = library.definitions[item.type.name].values
            found = [name for status, name in _STATUS_VERBS.items() if status in values]
            return ["StatusVerbs"] if len(found) == len(_STATUS_VERBS) else found
    return []


def has_object_in_response(verb: Verb, noun: Noun, definitions: Mapping[str, Definition]) -> bool:
    """Returns whether the response, or a list in it, contains the ID and another field of the object."""
    if verb.answer is None:
        return False
    own = {item.name for item in noun.fields.properties} - {noun.id_field}
    seen: set[str] = set()
    todo = [verb.answer.name]
    # Search four levels: the response, its list, an item of the list, and the object in the item.
    for _ in range(4):
        if any(_has_id_and_other_field(definitions[name], noun.id_field, own) for name in todo):
            return True
        seen |= set(todo)
        todo = [
            name
            for definition in (definitions[name] for name in todo)
            for kind in [*(item.type for item in definition.properties), definition.type]
            if kind is not None
            for name in find_referenced_names(kind)
            if name in definitions and name not in seen
        ]
    return False


def _has_id_and_other_field(definition: Definition, id_field: str, other_fields: set[str]) -> bool:
    """Returns whether a schema has the ID field and at least one of the other fields."""
    names = {item.name for item in definition.properties}
    return id_field in names and not names.isdisjoint(other_fields)
