"""Defines a class or alias for every schema of the contract: components, inline objects and inline enums."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from codegen import naming
from codegen.all_of import MergedObject, has_properties, merge_parts
from codegen.contract import DIGITS, ID_FORMAT, ContractError
from codegen.contract_check import check_contract
from codegen.definitions import (
    Definition,
    DictOf,
    ListOf,
    LiteralValues,
    OneOf,
    Property,
    Ref,
    Scalar,
    Type,
)
from codegen.references import PREFIX, References

_SCALARS: Final = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
# The last two formats come from the overrides: a timestamp without UTC offset, and an ID.
_FORMATS: Final = {
    "date": "Date",
    "date-time": "DateTime",
    "naive-date-time": "DateTime",
    ID_FORMAT: "PrefixedId",
}
# The pattern of an ID with an optional prefix, such as `^(AG)?\d+$`.
_PREFIXED: Final = re.compile(r"\^[A-Z()|\[\]?]+\?\\d\+\$")
_TITLE: Final = re.compile(r"[A-Z][a-z]+(?:[A-Z0-9][A-Za-z0-9]*)+")


@dataclass(frozen=True)
class SchemaLocation:
    """The location of a schema: its suggested name, its component or operation, and whether requests can contain it."""

    suggested_name: str
    owner: str
    in_request: bool

    def locate_inner(self, name: str) -> SchemaLocation:
        """Returns the location of a property or an item of the schema."""
        return replace(self, suggested_name=self.suggested_name + naming.to_pascal_case(name))


class SchemaLibrary:
    """The definitions of all schemas in a contract, including schemas that are not generated."""

    def __init__(self, contract: Mapping[str, Any], schemas_to_keep: Iterable[str] = ()) -> None:
        """Defines the schemas that a contract's operations use, and the schemas in `schemas_to_keep`."""
        check_contract(contract)
        self.contract = contract
        self.references = References(contract, schemas_to_keep)
        self.definitions: dict[str, Definition] = {}
        self._components: dict[str, Any] = {
            name: node
            for name, node in contract["components"]["schemas"].items()
            if name in self.references.in_use
        }
        self._class_names: dict[str, str] = {}
        self._taken: set[str] = set()
        self._by_node: dict[int, str] = {}
        # Includes schemas that are not generated, so that class names do not depend on which schemas are generated.
        for name in self._components:
            self._class_names[name] = self._claim_name(naming.to_class_name(name))
        self._classes = frozenset(self._class_names.values())
        self._titles = Counter(str(node.get("title")) for node in _iter_mappings(contract))
        self._discriminators = self._collect_discriminators()
        for name in self._components:
            self._define_component(name)

    def get_class_name(self, component: str) -> str:
        """Returns the name of the Python class for a named schema of the contract."""
        return self._class_names[component]

    def resolve_type(self, node: Mapping[str, Any], location: SchemaLocation) -> Type:
        """Returns the type of a schema. Also defines the inline schemas in the schema."""
        if "$ref" in node and "required" not in node:
            kind = self._resolve_reference(node["$ref"].removeprefix(PREFIX))
            return replace(kind, nullable=True) if node.get("nullable") else kind
        if "allOf" in node or "$ref" in node:
            return self._resolve_all_of(node, location)
        kind = self._resolve_plain_type(node, location)
        return replace(kind, nullable=True) if node.get("nullable") else kind

    def define_alias(self, name: str, location: SchemaLocation, kind: Type) -> str:
        """Defines an alias for a type. Returns `name`, or a similar name if `name` is taken."""
        name = self._claim_name(name, "Value")
        self._define(name, "alias", location, type=kind)
        return name

    def locate_component(self, component: str) -> SchemaLocation:
        """Returns the location of a named schema of the contract, such as `Board`."""
        return SchemaLocation(
            self._class_names[component], component, component in self.references.in_requests
        )

    def _define(self, name: str, kind: str, location: SchemaLocation, **content: Any) -> Definition:
        """Adds a definition and returns it."""
        alone = location.in_request and location.owner not in self.references.in_responses
        definition = Definition(
            name,
            location.owner,
            kind,
            in_request=location.in_request,
            request_only=alone,
            **content,
        )
        self.definitions[name] = definition
        return definition

    def _claim_name(self, name: str, suffix: str = "") -> str:
        """Returns a name that no other definition has, and reserves it."""
        name = naming.make_unique(name, self._taken, suffix)
        self._taken.add(name.lower())
        return name

    def _collect_discriminators(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Maps each component to its discriminator properties, with the values that select the component."""
        found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        for node in _iter_mappings(self.contract):
            discriminator = node.get("discriminator", {})
            for value, reference in discriminator.get("mapping", {}).items():
                name, tag = reference.removeprefix(PREFIX), discriminator["propertyName"]
                values = found[name].get(tag, ())
                found[name][tag] = values if value in values else (*values, value)
        return found

    def _define_component(self, component: str) -> None:
        node, name = self._components[component], self._class_names[component]
        location = self.locate_component(component)
        own = {key: value for key, value in node.items() if key != "nullable"}
        values = _list_string_values(own)
        if values:
            self._define(name, "enum", location, values=values)
        elif "oneOf" not in node and "anyOf" not in node and has_properties(self.contract, node):
            merged = merge_parts(self.contract, own, location, has_own_name=True)
            if self._is_mapping(merged):
                kind = self._resolve_mapping(merged)
                self._define(name, "alias", location, type=kind)
            else:
                self._define_model(name, merged, location)
        elif not self._is_scalar(own):
            kind = self.resolve_type(own, location)
            self._define(name, "alias", location, type=kind)

    def _is_scalar(self, node: Mapping[str, Any]) -> bool:
        return node.get("type") in _SCALARS and "allOf" not in node and "enum" not in node

    def _resolve_reference(self, component: str) -> Type:
        node = self._components[component]
        if self._is_scalar(node):
            return self.resolve_type(node, self.locate_component(component))
        return Ref(self._class_names[component], nullable=bool(node.get("nullable")))

    def _resolve_all_of(self, node: Mapping[str, Any], location: SchemaLocation) -> Type:
        if has_properties(self.contract, node):
            merged = merge_parts(self.contract, node, location)
            if merged.identical_to is not None:
                kind = self.resolve_type({"$ref": PREFIX + merged.identical_to}, location)
            else:
                kind = self._resolve_model(node, merged, location)
        else:
            # Without properties, one part has the type. The other parts only add a default or a title.
            typed = _select_typed_parts(node["allOf"])
            own = {key: value for key, value in node.items() if key in ("enum", "type")}
            if "enum" in own:
                kind = self._resolve_plain_type(own, location)
            elif len(typed) == 1:
                kind = self.resolve_type(typed[0], location)
            else:
                raise ContractError(
                    f"{location.suggested_name}: `allOf` without properties needs one typed part, not {len(typed)}"
                )
        nullable = any(part.get("nullable") for part in (node, *node.get("allOf", ())))
        return replace(kind, nullable=kind.nullable or nullable)

    def _resolve_plain_type(self, node: Mapping[str, Any], location: SchemaLocation) -> Type:
        """Returns the type of a schema that has no `$ref` or `allOf`."""
        for key in ("oneOf", "anyOf"):
            if key in node:
                return self._resolve_union(node, key, location)
        if "enum" in node:
            return self._resolve_enum(node, location)
        kind = node.get("type")
        if kind == "array" or (kind is None and "items" in node):
            return self._resolve_list(node, location)
        if kind == "object" or (kind is None and "properties" in node):
            return self._resolve_object(node, location)
        return _resolve_scalar(node, location)

    def _resolve_enum(self, node: Mapping[str, Any], location: SchemaLocation) -> Type:
        values = _list_string_values(node)
        if len(values) < 2:
            fixed = tuple(value for value in node["enum"] if value is not None)
            # In Python, True == 1 and False == 0, so these values need an exact comparison.
            return LiteralValues(fixed, exact=location.in_request and not {0, 1}.isdisjoint(fixed))
        if id(node) not in self._by_node:
            name = self._claim_name(location.suggested_name, "Value")
            self._by_node[id(node)] = name
            self._define(name, "enum", location, values=values)
        return Ref(self._by_node[id(node)])

    def _resolve_list(self, node: Mapping[str, Any], location: SchemaLocation) -> Type:
        # If the component itself is a list, the list has the component's name. The items need another name.
        named = location.suggested_name == self._class_names.get(location.owner)
        item = self.resolve_type(
            node.get("items", {}), location.locate_inner("Item") if named else location
        )
        return ListOf(item, _render_length_limits(node, "Items") if location.in_request else ())

    def _resolve_object(self, node: Mapping[str, Any], location: SchemaLocation) -> Type:
        properties, extra = node.get("properties"), node.get("additionalProperties")
        limits = _render_length_limits(node, "Properties") if location.in_request else ()
        if not properties:
            value = self.resolve_type(
                extra if isinstance(extra, dict) else {}, location.locate_inner("Value")
            )
            return DictOf(value, limits=limits)
        if extra is False and not all(name.isidentifier() for name in properties):
            kinds = [
                self.resolve_type(item, location.locate_inner("Value"))
                for item in properties.values()
            ]
            if all(kind == kinds[0] for kind in kinds):
                return DictOf(kinds[0], keys=tuple(properties), limits=limits)
        merged = merge_parts(self.contract, node, location)
        return (
            self._resolve_mapping(merged)
            if self._is_mapping(merged)
            else self._resolve_model(node, merged, location)
        )

    def _resolve_model(
        self, node: Mapping[str, Any], merged: MergedObject, location: SchemaLocation
    ) -> Type:
        """Returns a reference to the model of an object schema. Defines the model at the first call."""
        if id(node) not in self._by_node:
            title = node.get("title") or ""
            sensible = _TITLE.fullmatch(title) and self._titles[title] == 1
            free = sensible and title.lower() not in self._taken
            name = self._claim_name(title if free else location.suggested_name, "Value")
            self._by_node[id(node)] = name
            self._define_model(name, merged, replace(location, suggested_name=name))
        return Ref(self._by_node[id(node)])

    def _is_mapping(self, merged: MergedObject) -> bool:
        """Returns whether an object schema becomes a mapping with any keys."""
        # The properties of such an object are only examples of keys.
        return merged.location.in_request and bool(merged.extra) and not merged.required

    def _resolve_mapping(self, merged: MergedObject) -> Type:
        extra = merged.extra if isinstance(merged.extra, dict) else {}
        kinds = [self.resolve_type(extra, merged.location.locate_inner("Value"))]
        kinds += [
            self.resolve_type(item.node, item.location.locate_inner(item.name))
            for item in merged.properties.values()
        ]
        return DictOf(OneOf(tuple(dict.fromkeys(kinds))) if len(set(kinds)) > 1 else kinds[0])

    def _define_model(self, name: str, merged: MergedObject, location: SchemaLocation) -> None:
        definition = self._define(name, "model", location)
        fixed = (
            self._discriminators.get(location.owner, {})
            if self._is_component(name, location)
            else {}
        )
        for item in merged.properties.values():
            owner = item.location if item.location != merged.location else location
            where = replace(owner, in_request=location.in_request).locate_inner(item.name)
            if item.name in fixed:
                kind: Type = LiteralValues(
                    fixed[item.name], nullable=bool(item.node.get("nullable"))
                )
            else:
                kind = self.resolve_type(item.node, where)
            read_only = location.in_request and bool(item.node.get("readOnly"))
            if read_only and definition.request_only:
                continue
            # A request needs the discriminator even if the variant itself does not require it.
            needed = item.name in merged.required or (location.in_request and item.name in fixed)
            required = needed and not read_only
            attribute = naming.to_attribute(item.name)
            if attribute in self._classes:
                # Without "_", the field hides the schema with that name in the class body.
                attribute += "_"
            definition.properties.append(Property(item.name, attribute, kind, required, read_only))

    def _is_component(self, name: str, location: SchemaLocation) -> bool:
        """Returns whether `name` is the class of a component, not of a schema inside a component."""
        return self._class_names.get(location.owner) == name

    def _resolve_union(self, node: Mapping[str, Any], key: str, location: SchemaLocation) -> Type:
        number = _find_integer_member(node[key])
        if number is not None:
            return (
                Scalar("int", ("MaybeText", *_render_range_limits(number)))
                if location.in_request
                else Scalar("int")
            )
        members: list[Type] = []
        listed = [part for part in node[key] if part.get("enum") != [None]]
        for index, part in enumerate(listed):
            suffix = f"{key[0].upper()}{key[1:]}{index or ''}" if len(listed) > 1 else ""
            kind = self.resolve_type(part, location.locate_inner(suffix))
            if kind not in members:
                members.append(kind)
        nullable = len(listed) < len(node[key]) or any(member.nullable for member in members)
        variants = tuple(replace(member, nullable=False) for member in members)
        if len(variants) == 1:
            return replace(variants[0], nullable=nullable)
        discriminator = node.get("discriminator", {})
        mapping = tuple(
            (value, self._class_names[reference.removeprefix(PREFIX)])
            for value, reference in discriminator.get("mapping", {}).items()
        )
        return OneOf(variants, discriminator.get("propertyName", ""), mapping, nullable)


def _iter_mappings(node: object) -> Iterator[dict[str, Any]]:
    """Yields every mapping in the contract that can be a schema, at any depth."""
    if isinstance(node, dict):
        yield node
        for key, value in node.items():
            if key not in ("example", "examples"):
                yield from _iter_mappings(value)
    elif isinstance(node, list):
        for item in node:
            yield from _iter_mappings(item)


def _list_string_values(node: Mapping[str, Any]) -> tuple[str, ...]:
    """Returns the values of a string enum. Empty for other schemas."""
    values = tuple(value for value in node.get("enum", ()) if value is not None)
    return values if all(isinstance(value, str) for value in values) else ()


def _select_typed_parts(parts: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Returns the `allOf` parts with references, enums or combined schemas. If none, returns those with a `type`."""
    return [part for part in parts if {"$ref", "enum", "allOf", "oneOf", "anyOf"} & set(part)] or [
        part for part in parts if "type" in part
    ]


def _resolve_scalar(node: Mapping[str, Any], location: SchemaLocation) -> Scalar:
    name = _SCALARS.get(node.get("type", ""), "Any")
    pattern = node.get("pattern")
    if name == "str" and pattern == DIGITS:
        name, pattern = "Id", None
    elif name == "str" and pattern and _PREFIXED.fullmatch(pattern):
        name = "PrefixedId"
    elif name == "str" and node.get("format") in _FORMATS:
        name, pattern = _FORMATS[node["format"]], None
    if not location.in_request:
        return Scalar(name)
    limits = _render_range_limits(node)
    if name in ("str", "Id", "PrefixedId"):
        limits += _render_length_limits(node, "Length")
    return Scalar(name, limits + ((f"Matches({pattern!r})",) if pattern else ()))


def _render_range_limits(node: Mapping[str, Any]) -> tuple[str, ...]:
    least, most = node.get("minimum"), node.get("maximum")
    if node.get("exclusiveMaximum"):
        raise ContractError(
            f"the exclusive maximum {most} is not supported; use an inclusive maximum"
        )
    limits = [str(least)] if least is not None else []
    if most is not None:
        limits.append(f"most={most}" if least is None else str(most))
    if node.get("exclusiveMinimum"):
        limits.append("above=True")
    return (f"Between({', '.join(limits)})",) if limits else ()


def _render_length_limits(node: Mapping[str, Any], unit: str) -> tuple[str, ...]:
    """Renders `minItems` and `maxItems` as `("Length(1, 30)",)` if `unit` is `Items`. Empty if there are no limits."""
    least, most = node.get(f"min{unit}"), node.get(f"max{unit}")
    if not least and most is None:
        return ()
    if not least:
        return (f"Length(most={most})",)
    return (f"Length({least}, {most})" if most is not None else f"Length({least})",)


def _find_integer_member(members: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Returns the integer schema in a union of an integer and a string of digits, or None for other unions."""
    if [member.get("type") for member in members] != ["integer", "string"]:
        return None
    pattern = members[1].get("pattern", "")
    return members[0] if pattern and re.fullmatch(r"[\^$()|\[\]\-*+?{},\d\\d]+", pattern) else None
