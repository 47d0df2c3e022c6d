"""Merges the parts of an allOf into one object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from codegen import naming
from codegen.contract import ContractError, resolve_reference

if TYPE_CHECKING:
    from codegen.schema_library import SchemaLocation

_PREFIX = "#/components/schemas/"
_ANNOTATIONS = frozenset(
    "default description example nullable readOnly title type deprecated".split()
)


@dataclass(frozen=True)
class MergedProperty:
    """A property of a merged object.

    Attributes:
        name: The name of the property.
        node: The schema of the property.
        location: The location of the schema that defines the property.
    """

    name: str
    node: Mapping[str, Any]
    location: SchemaLocation  # inline schemas are named after it


@dataclass
class MergedObject:
    """An object merged from the parts of an `allOf`.

    Attributes:
        location: The object's location in the contract.
        properties: The object's properties by name, in the order of their first appearance.
        required: The names of the required properties.
        extra: The value of `additionalProperties`: True, False, or the schema of the other properties.
        identical_to: The name of the component, if the `allOf` only refers to one component. Otherwise None.
    """

    location: SchemaLocation
    properties: dict[str, MergedProperty] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    extra: Any = None
    identical_to: str | None = None


def has_properties(contract: Mapping[str, Any], node: Mapping[str, Any]) -> bool:
    """Returns True if a schema, or one of its `allOf` parts, has properties."""
    if "$ref" in node:
        node = resolve_reference(contract, node)
    if "properties" in node:
        return True
    return any(has_properties(contract, part) for part in node.get("allOf", ()))


def merge_parts(
    contract: Mapping[str, Any],
    node: Mapping[str, Any],
    location: SchemaLocation,
    *,
    has_own_name: bool = False,
) -> MergedObject:
    """Merges the `allOf` parts of a schema into one object.

    Args:
        contract: The contract.
        node: The schema.
        location: The schema's location in the contract.
        has_own_name: Whether the schema is a component. If True, `identical_to` of the returned object is always None.

    Raises:
        ContractError: If a part is a union, which cannot be merged.
    """
    merged = MergedObject(location)
    references = [part["$ref"] for part in node.get("allOf", ()) if "$ref" in part]
    more = [
        part
        for part in node.get("allOf", ())
        if _list_keys_without_annotations(part) and "$ref" not in part
    ]
    own = _list_keys_without_annotations(node) - {"allOf"}
    # A component (`has_own_name`) gets a class of its own, even if it only refers to another schema.
    if len(references) == 1 and not more and not own and not has_own_name:
        merged.identical_to = references[0].removeprefix(_PREFIX)
        return merged
    _add_parts(contract, node, location, merged)
    missing = merged.required - set(merged.properties)
    if missing:
        raise ContractError(
            f"{location.suggested_name}: `required` lists {sorted(missing)}, but the schema lacks these properties"
        )
    return merged


def _add_parts(
    contract: Mapping[str, Any],
    node: Mapping[str, Any],
    location: SchemaLocation,
    merged: MergedObject,
) -> None:
    """Adds the properties of a schema to `merged`, including those of the schemas in its `allOf`."""
    if "$ref" in node:
        component = node["$ref"].removeprefix(_PREFIX)
        below = replace(location, suggested_name=naming.to_class_name(component), owner=component)
        _add_parts(contract, resolve_reference(contract, node), below, merged)
    for part in node.get("allOf", ()):
        if ("oneOf" in part or "anyOf" in part) and "properties" not in part:
            raise ContractError(
                f"{location.suggested_name}: a part of `allOf` is a union, which is not supported"
            )
        _add_parts(contract, part, location, merged)
    for name, item in node.get("properties", {}).items():
        known = merged.properties.get(name)
        # If two parts define a property, the later part wins. But a part that only adds a default or a title keeps the
        # type of the part before it.
        if known is not None and not _list_keys_without_annotations(item) and "type" not in item:
            merged.properties[name] = MergedProperty(name, {**known.node, **item}, known.location)
        else:
            merged.properties[name] = MergedProperty(name, item, location)
    merged.required.update(node.get("required", ()))
    merged.extra = node.get("additionalProperties", merged.extra)


def _list_keys_without_annotations(node: Mapping[str, Any]) -> set[str]:
    """Returns the keys of a schema, except annotations such as titles and examples."""
    return {key for key in node if key not in _ANNOTATIONS and not key.startswith("x-")}
