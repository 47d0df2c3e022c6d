"""Merges the schemas of a noun's variants, such as the schemas of retail, hotel and creative asset feeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from codegen.definitions import Definition, ListOf, LiteralValues, OneOf, Property, Ref, Type


def merge_models(names: Sequence[str], definitions: Mapping[str, Definition]) -> Definition | None:
    """Merges models and unions of models into one model. Returns None if a name is of another type, such as an enum."""
    models = list(
        dict.fromkeys(model for name in names for model in _iter_model_names(name, definitions))
    )
    if not models or "" in models:
        return None
    members = [definitions[name] for name in models]
    if len(members) == 1:
        return members[0]
    fields: dict[str, list[Property]] = {}
    owners: dict[str, str] = {}
    for member in members:
        for item in member.properties:
            fields.setdefault(item.name, []).append(item)
            owners.setdefault(item.name, member.name)
    properties = [_merge_fields(found, len(members)) for found in fields.values()]
    first = definitions[names[0]]
    return Definition(first.name, first.owner, "model", properties, owners=owners)


def _iter_model_names(name: str, definitions: Mapping[str, Definition]) -> Iterator[str]:
    """Yields the name of a model, or the names of the models in a union.

    Yields an empty string if the schema, or a member of the union, is not a model.
    """
    definition = definitions.get(name)
    if definition is not None and definition.kind == "model":
        yield name
    elif definition is not None and definition.type is not None:
        yield from _iter_models_in_type(definition.type, definitions)
    else:
        yield ""


def _iter_models_in_type(kind: Type, definitions: Mapping[str, Definition]) -> Iterator[str]:
    """Yields the names of the models in a type or union. Yields an empty string for each type that is not a model."""
    if isinstance(kind, Ref):
        yield from _iter_model_names(kind.name, definitions)
    elif isinstance(kind, OneOf):
        for member in kind.members:
            yield from _iter_models_in_type(member, definitions)
    else:
        yield ""


def _merge_fields(variants: Sequence[Property], model_count: int) -> Property:
    """Merges fields with the same name, from several models, into one field.

    `model_count` is the number of all merged models, including models without this field.
    """
    return replace(
        variants[0],
        type=_merge_types([item.type for item in variants]),
        # Required if every model has the field and requires the field.
        required=len(variants) == model_count and all(item.required for item in variants),
        read_only=all(item.read_only for item in variants),
    )


def _merge_types(kinds: Sequence[Type]) -> Type:
    """Returns a type that accepts the values of several types."""
    nullable = any(kind.nullable for kind in kinds)
    plain = list(dict.fromkeys(replace(kind, nullable=False) for kind in kinds))
    first = plain[0]
    if len(plain) == 1:
        return replace(first, nullable=nullable)
    values = [value for kind in plain if isinstance(kind, LiteralValues) for value in kind.values]
    if all(isinstance(kind, LiteralValues) for kind in plain):
        return LiteralValues(tuple(dict.fromkeys(values)), nullable)
    lists = [kind for kind in plain if isinstance(kind, ListOf)]
    if len(lists) == len(plain):
        limits = lists[0].limits if all(kind.limits == lists[0].limits for kind in lists) else ()
        return ListOf(_merge_types([kind.item for kind in lists]), limits, nullable)
    return OneOf(tuple(plain), nullable=nullable)
