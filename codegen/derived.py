"""What follows for a rich model from its fields: money, moments, status verbs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from codegen import notes
from codegen.definitions import Definition, Property, Ref, Scalar, referenced_names
from codegen.nouns import Noun, Verb
from codegen.schema_library import SchemaLibrary

_MICRO: Final = re.compile(r"_in_micro_(currency|dollars?)$")
_MOMENT: Final = re.compile(r"_(time|timestamp|date|at)(_ms)?$")
_STATUSES: Final = {"ACTIVE", "PAUSED", "ARCHIVED"}


def properties(schema: str, item: Property) -> Iterator[tuple[str, str, str, str]]:
    """Yields name, type, converting function and note of each property that follows from a field.

    Money is called `..._amount`, a moment `..._datetime`, whatever the field is called.
    """
    unit, name = notes.unit(schema, item), item.attribute
    if unit == "micro":
        amount = f"{_MICRO.sub('', name)}_amount"
        yield amount, "Decimal", "from_micro", f"`{name}` in whole units of the account's currency."
    moment = f"{_MOMENT.sub('', name)}_datetime"
    if unit in ("seconds", "milliseconds"):
        yield moment, "datetime.datetime", f"from_{unit}", f"`{name}` as an aware datetime, in UTC."
    if isinstance(item.type, Scalar) and item.type.name == "DateTime":
        yield moment, "datetime.datetime", "aware", f"`{name}` as an aware datetime, in UTC."


def has_status_verbs(noun: Noun, library: SchemaLibrary) -> bool:
    """Whether the update of a noun sets a status that it can be paused, activated and archived by."""
    update = noun.verbs.get("update")
    for item in update.properties if update else ():
        if item.name == "status" and isinstance(item.type, Ref):
            return set(library.definitions[item.type.name].values) >= _STATUSES
    return False


def answers_object(verb: Verb, noun: Noun, definitions: Mapping[str, Definition]) -> bool:
    """Whether an answer holds the object: it, or what it lists, has the field of the object's own ID."""
    if verb.answer is None:
        return False
    seen: set[str] = set()
    todo = [verb.answer.name]
    for _ in range(4):  # the answer, its list, an item of that, the object in it
        if any(_has(definitions[name], noun.id_field) for name in todo):
            return True
        seen |= set(todo)
        todo = [
            name
            for definition in (definitions[name] for name in todo)
            for kind in [*(item.type for item in definition.properties), definition.type]
            if kind is not None
            for name in referenced_names(kind)
            if name in definitions and name not in seen
        ]
    return False


def _has(definition: Definition, name: str) -> bool:
    return any(item.name == name for item in definition.properties)
