"""The definitions of all schemas of the contract: components, and inline objects and enums."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from codegen import naming
from codegen.all_of import MergedObject, is_object, merge_parts
from codegen.contract import DIGITS, ID_FORMAT, ContractError
from codegen.contract_check import check_contract
from codegen.definitions import (
    Definition,
    DictOf,
    ListOf,
    OneOf,
    Property,
    Ref,
    Scalar,
    Type,
    Values,
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
class SchemaPlace:
    """Where a schema is in the contract: its suggested name, its owner, and whether requests can contain it."""

    suggested_name: str
    owner: str
    in_request: bool

    def get_inner_place(self, name: str) -> SchemaPlace:
        """Returns the location, in the contract, of a property or item of the schema."""
        return replace(self, suggested_name=self.suggested_name + naming.to_pascal_case(name))


class SchemaLibrary:
    """The definitions of all schemas in a corrected contract.

    It also covers schemas that are not generated. So the name of a schema does not depend on the selected operations.
    """

    def __init__(self, contract: Mapping[str, Any], schemas_to_keep: Iterable[str] = ()) -> None:
        """Stores a corrected contract and the components to keep even if no operation uses them."""
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
        for name in self._components:
            self._class_names[name] = self._claim_name(naming.to_class_name(name))
        self._classes = frozenset(self._class_names.values())
        self._titles = Counter(str(node.get("title")) for node in _iter_mappings(contract))
        self._discriminators = self._collect_discriminators()
        for name in self._components:
            self._define_component(name)

    def get_class_name(self, component: str) -> str:
        """Returns the Python name of a component."""
        return self._class_names[component]

    def resolve_type(self, node: Mapping[str, Any], place: SchemaPlace) -> Type:
        """Returns the type of a schema, after adding definitions for the inline schemas in it."""
        if "$ref" in node and "required" not in node:
            kind = self._resolve_reference(node["$ref"].removeprefix(PREFIX))
            return replace(kind, nullable=True) if node.get("nullable") else kind
        if "allOf" in node or "$ref" in node:
            return self._resolve_combined(node, place)
        kind = self._resolve_plain(node, place)
        return replace(kind, nullable=True) if node.get("nullable") else kind

    def define_alias(self, name: str, place: SchemaPlace, kind: Type) -> str:
        """Defines an alias for a type and returns its name."""
        name = self._claim_name(name, "Value")
        self._define(name, "alias", place, type=kind)
        return name

    def locate_component(self, component: str) -> SchemaPlace:
        """Returns where a component is in the contract."""
        return SchemaPlace(
            self._class_names[component], component, component in self.references.in_requests
        )

    def _define(self, name: str, kind: str, place: SchemaPlace, **content: Any) -> Definition:
        alone = place.in_request and place.owner not in self.references.in_responses
        definition = Definition(
            name, place.owner, kind, in_request=place.in_request, request_only=alone, **content
        )
        self.definitions[name] = definition
        return definition

    def _claim_name(self, name: str, suffix: str = "") -> str:
        name = naming.make_unique(name, self._taken, suffix)
        self._taken.add(name.lower())
        return name

    def _collect_discriminators(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Returns the discriminator values of each component, by component and property."""
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
        place = self.locate_component(component)
        own = {key: value for key, value in node.items() if key != "nullable"}
        values = _list_string_values(own)
        if values:
            self._define(name, "enum", place, values=values)
        elif "oneOf" not in node and "anyOf" not in node and is_object(self.contract, node):
            merged = merge_parts(self.contract, own, place, has_own_name=True)
            if self._is_mapping(merged):
                kind = self._resolve_mapping(merged)
                self._define(name, "alias", place, type=kind)
            else:
                self._define_model(name, merged, place)
        elif not self._is_scalar(own):
            kind = self.resolve_type(own, place)
            self._define(name, "alias", place, type=kind)

    def _is_scalar(self, node: Mapping[str, Any]) -> bool:
        return node.get("type") in _SCALARS and "allOf" not in node and "enum" not in node

    def _resolve_reference(self, component: str) -> Type:
        node = self._components[component]
        if self._is_scalar(node):
            return self.resolve_type(node, self.locate_component(component))
        return Ref(self._class_names[component], nullable=bool(node.get("nullable")))

    def _resolve_combined(self, node: Mapping[str, Any], place: SchemaPlace) -> Type:
        if is_object(self.contract, node):
            merged = merge_parts(self.contract, node, place)
            if merged.identical_to is not None:
                kind = self.resolve_type({"$ref": PREFIX + merged.identical_to}, place)
            else:
                kind = self._resolve_model(node, merged, place)
        else:
            # If it is not an object, one part is the type. The others only add a default or a title.
            typed = _select_typed_parts(node["allOf"])
            own = {key: value for key, value in node.items() if key in ("enum", "type")}
            if "enum" in own:
                kind = self._resolve_plain(own, place)
            elif len(typed) == 1:
                kind = self.resolve_type(typed[0], place)
            else:
                raise ContractError(
                    f"{place.suggested_name}: allOf with {len(typed)} types that are not objects is not supported"
                )
        nullable = any(part.get("nullable") for part in (node, *node.get("allOf", ())))
        return replace(kind, nullable=kind.nullable or nullable)

    def _resolve_plain(self, node: Mapping[str, Any], place: SchemaPlace) -> Type:
        for union in ("oneOf", "anyOf"):
            if union in node:
                return self._resolve_union(node, union, place)
        if "enum" in node:
            return self._resolve_enum(node, place)
        kind = node.get("type")
        if kind == "array" or (kind is None and "items" in node):
            return self._resolve_list(node, place)
        if kind == "object" or (kind is None and "properties" in node):
            return self._resolve_object(node, place)
        return _resolve_scalar(node, place)

    def _resolve_enum(self, node: Mapping[str, Any], place: SchemaPlace) -> Type:
        values = _list_string_values(node)
        if len(values) < 2:
            fixed = tuple(value for value in node["enum"] if value is not None)
            # In Python, True == 1 and False == 0, so these values need an exact comparison.
            return Values(fixed, exact=place.in_request and not {0, 1}.isdisjoint(fixed))
        if id(node) not in self._by_node:
            name = self._claim_name(place.suggested_name, "Value")
            self._by_node[id(node)] = name
            self._define(name, "enum", place, values=values)
        return Ref(self._by_node[id(node)])

    def _resolve_list(self, node: Mapping[str, Any], place: SchemaPlace) -> Type:
        # If the component itself is a list, its name is taken. Its items need another one.
        named = place.suggested_name == self._class_names.get(place.owner)
        item = self.resolve_type(
            node.get("items", {}), place.get_inner_place("Item") if named else place
        )
        return ListOf(item, _build_length(node, "Items") if place.in_request else ())

    def _resolve_object(self, node: Mapping[str, Any], place: SchemaPlace) -> Type:
        properties, extra = node.get("properties"), node.get("additionalProperties")
        limits = _build_length(node, "Properties") if place.in_request else ()
        if not properties:
            value = self.resolve_type(
                extra if isinstance(extra, dict) else {}, place.get_inner_place("Value")
            )
            return DictOf(value, limits=limits)
        if extra is False and not all(name.isidentifier() for name in properties):
            kinds = [
                self.resolve_type(item, place.get_inner_place("Value"))
                for item in properties.values()
            ]
            if all(kind == kinds[0] for kind in kinds):
                return DictOf(kinds[0], keys=tuple(properties), limits=limits)
        merged = merge_parts(self.contract, node, place)
        return (
            self._resolve_mapping(merged)
            if self._is_mapping(merged)
            else self._resolve_model(node, merged, place)
        )

    def _resolve_model(
        self, node: Mapping[str, Any], merged: MergedObject, place: SchemaPlace
    ) -> Type:
        if id(node) not in self._by_node:
            title = node.get("title") or ""
            sensible = _TITLE.fullmatch(title) and self._titles[title] == 1
            free = sensible and title.lower() not in self._taken
            name = self._claim_name(title if free else place.suggested_name, "Value")
            self._by_node[id(node)] = name
            self._define_model(name, merged, replace(place, suggested_name=name))
        return Ref(self._by_node[id(node)])

    def _is_mapping(self, merged: MergedObject) -> bool:
        """Returns whether an object accepts any property names. Its listed properties are then only examples."""
        return merged.place.in_request and bool(merged.extra) and not merged.required

    def _resolve_mapping(self, merged: MergedObject) -> Type:
        extra = merged.extra if isinstance(merged.extra, dict) else {}
        kinds = [self.resolve_type(extra, merged.place.get_inner_place("Value"))]
        kinds += [
            self.resolve_type(item.node, item.place.get_inner_place(item.name))
            for item in merged.properties.values()
        ]
        return DictOf(OneOf(tuple(dict.fromkeys(kinds))) if len(set(kinds)) > 1 else kinds[0])

    def _define_model(self, name: str, merged: MergedObject, place: SchemaPlace) -> None:
        definition = self._define(name, "model", place)
        fixed = self._discriminators.get(place.owner, {}) if self._is_component(name, place) else {}
        for item in merged.properties.values():
            owner = item.place if item.place != merged.place else place
            where = replace(owner, in_request=place.in_request).get_inner_place(item.name)
            if item.name in fixed:
                kind: Type = Values(fixed[item.name], nullable=bool(item.node.get("nullable")))
            else:
                kind = self.resolve_type(item.node, where)
            read_only = place.in_request and bool(item.node.get("readOnly"))
            if read_only and definition.request_only:
                continue
            # A request needs the discriminator even if the variant itself does not require it.
            needed = item.name in merged.required or (place.in_request and item.name in fixed)
            required = needed and not read_only
            attribute = naming.to_attribute(item.name)
            if attribute in self._classes:
                attribute += "_"  # in the class body, the field would hide the schema of that name
            definition.properties.append(Property(item.name, attribute, kind, required, read_only))

    def _is_component(self, name: str, place: SchemaPlace) -> bool:
        return self._class_names.get(place.owner) == name

    def _resolve_union(self, node: Mapping[str, Any], union: str, place: SchemaPlace) -> Type:
        number = _find_integer_member(node[union])
        if number is not None:
            return (
                Scalar("int", ("MaybeText", *_build_range(number)))
                if place.in_request
                else Scalar("int")
            )
        members: list[Type] = []
        listed = [part for part in node[union] if part.get("enum") != [None]]
        for index, part in enumerate(listed):
            suffix = f"{union[0].upper()}{union[1:]}{index or ''}" if len(listed) > 1 else ""
            kind = self.resolve_type(part, place.get_inner_place(suffix))
            if kind not in members:
                members.append(kind)
        nullable = len(listed) < len(node[union]) or any(member.nullable for member in members)
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
    """Yields every mapping in a contract that can be a schema."""
    if isinstance(node, dict):
        yield node
        for key, value in node.items():
            if key not in ("example", "examples"):
                yield from _iter_mappings(value)
    elif isinstance(node, list):
        for item in node:
            yield from _iter_mappings(item)


def _list_string_values(node: Mapping[str, Any]) -> tuple[str, ...]:
    """Returns the values of a string enum. Empty if it is not one."""
    values = tuple(value for value in node.get("enum", ()) if value is not None)
    return values if all(isinstance(value, str) for value in values) else ()


def _select_typed_parts(parts: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Returns the parts with a reference, values or variants. Without such parts, returns the parts with a type."""
    return [part for part in parts if {"$ref", "enum", "allOf", "oneOf", "anyOf"} & set(part)] or [
        part for part in parts if "type" in part
    ]


def _resolve_scalar(node: Mapping[str, Any], place: SchemaPlace) -> Scalar:
    name = _SCALARS.get(node.get("type", ""), "Any")
    pattern = node.get("pattern")
    if name == "str" and pattern == DIGITS:
        name, pattern = "Id", None
    elif name == "str" and pattern and _PREFIXED.fullmatch(pattern):
        name = "PrefixedId"
    elif name == "str" and node.get("format") in _FORMATS:
        name, pattern = _FORMATS[node["format"]], None
    if not place.in_request:
        return Scalar(name)
    limits = _build_range(node)
    if name in ("str", "Id", "PrefixedId"):
        limits += _build_length(node, "Length")
    return Scalar(name, limits + ((f"Matches({pattern!r})",) if pattern else ()))


def _build_range(node: Mapping[str, Any]) -> tuple[str, ...]:
    least, most = node.get("minimum"), node.get("maximum")
    if node.get("exclusiveMaximum"):
        raise ContractError(
            f"an exclusive maximum of {most}: only exclusive minimums are supported"
        )
    limits = [str(least)] if least is not None else []
    if most is not None:
        limits.append(f"most={most}" if least is None else str(most))
    if node.get("exclusiveMinimum"):
        limits.append("above=True")
    return (f"Between({', '.join(limits)})",) if limits else ()


def _build_length(node: Mapping[str, Any], unit: str) -> tuple[str, ...]:
    least, most = node.get(f"min{unit}"), node.get(f"max{unit}")
    if not least and most is None:
        return ()
    if not least:
        return (f"Length(most={most})",)
    return (f"Length({least}, {most})" if most is not None else f"Length({least})",)


def _find_integer_member(members: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Returns the integer member of a union of an integer and a string of digits. None for other unions."""
    if [member.get("type") for member in members] != ["integer", "string"]:
        return None
    pattern = members[1].get("pattern", "")
    return members[0] if pattern and re.fullmatch(r"[\^$()|\[\]\-*+?{},\d\\d]+", pattern) else None
