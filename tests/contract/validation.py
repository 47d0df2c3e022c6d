"""Validation of values and requests against the contract, independent of the SDK.

The package openapi-schema-validator validates the values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from openapi_schema_validator import OAS30ReadValidator, OAS30WriteValidator, oas30_format_checker
from referencing import Registry, Resource

from codegen.contract import Endpoint, iter_endpoints, load_contract

Node = Mapping[str, Any]
Chooser = Callable[[Node, list[Node]], Node]

_BASE = "urn:contract"
_COMPONENTS = "#/components/"
_UNIONS = ("oneOf", "anyOf")


@dataclass
class Shape:
    """A flattened schema, with references resolved, parts merged and one member of each union selected.

    Attributes:
        facts: Its keywords other than `properties` and `required`, such as type and limits.
        properties: Its properties.
        required: The names of its required properties.
        names: The components that it refers to, the outermost first.
        included: All components that it includes: those in `names` and those merged into it.
        nullable: Whether it may be null.
    """

    facts: dict[str, Any] = field(default_factory=dict)
    properties: dict[str, Node] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    names: list[str] = field(default_factory=list)
    included: set[str] = field(default_factory=set)
    nullable: bool = False

    @property
    def type(self) -> str:
        """Its type, derived from its other keywords if it is not stated. Empty if unknown."""
        if "type" in self.facts:
            return str(self.facts["type"])
        if self.properties:
            return "object"
        return "array" if "items" in self.facts else ""

    @property
    def additional(self) -> Node | None:
        """The schema of unlisted properties. None if they are not allowed or have no schema."""
        additional = self.facts.get("additionalProperties")
        if isinstance(additional, Mapping):
            return additional
        return {} if additional or (additional is None and not self.properties) else None


class Contract:
    """The contract with the overrides applied.

    Attributes:
        endpoints: Every operation by its ID.
    """

    def __init__(self, path: Path) -> None:
        # Absolute references allow validating part of the contract on its own.
        text = json.dumps(load_contract(path)).replace(f'"{_COMPONENTS}', f'"{_BASE}{_COMPONENTS}')
        self._data = json.loads(text, object_pairs_hook=_read_object)
        self.endpoints: dict[str, Endpoint] = {item.id: item for item in iter_endpoints(self._data)}
        self._registry = Registry().with_resource(_BASE, Resource.opaque(self._data))
        self._validators: dict[tuple[int, bool], Any] = {}

    def resolve(self, node: Node) -> Node:
        """Returns a node, or the node that it refers to if it is a reference."""
        while "$ref" in node:
            target: Any = self._data
            for step in node["$ref"].removeprefix(f"{_BASE}#/").split("/"):
                target = target[step]
            node = target
        return node

    def parameters(self, endpoint: Endpoint) -> list[Node]:
        """Returns the parameters of an operation."""
        return [self.resolve(item) for item in endpoint.data.get("parameters", ())]

    def body(self, endpoint: Endpoint) -> tuple[str, Node, bool] | None:
        """Returns the media type and schema of an operation's body, and whether it is required."""
        if "requestBody" not in endpoint.data:
            return None
        data = self.resolve(endpoint.data["requestBody"])
        ((media_type, content),) = data["content"].items()
        return media_type, content["schema"], bool(data.get("required"))

    def responses(self, endpoint: Endpoint) -> dict[int, Node | None]:
        """Returns the schema of each documented success by status. None if the response has no body."""
        found: dict[int, Node | None] = {}
        for status, response in endpoint.data["responses"].items():
            if status.startswith("2"):
                content = self.resolve(response).get("content")
                found[int(status)] = content["application/json"]["schema"] if content else None
        return found

    def problems(self, node: Node, value: object, *, write: bool) -> list[str]:
        """Returns the validation errors of a value. `write` is True for values in requests."""
        key = id(node), write
        if key not in self._validators:
            kind = OAS30WriteValidator if write else OAS30ReadValidator
            self._validators[key] = (
                node,
                kind(node, registry=self._registry, format_checker=oas30_format_checker),
            )
        validator = self._validators[key][1]
        try:
            return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
        except TypeError as error:  # a discriminator that is not a string
            return [str(error)]

    def flatten(self, node: Node, choose: Chooser) -> Shape:
        """Returns a flattened schema. `choose` selects one member of each union."""
        shape = Shape()
        self._add(shape, node, choose, part=False)
        return shape

    def flatten_for(self, node: Node, value: object, *, write: bool) -> Shape:
        """Returns a flattened schema, with the union members that a value is valid for."""

        def choose(union: Node, members: list[Node]) -> Node:
            discriminator = union.get("discriminator", {})
            if isinstance(value, Mapping) and discriminator:
                name = value.get(discriminator["propertyName"])
                return {"$ref": discriminator["mapping"][name]}
            return next(item for item in members if not self.problems(item, value, write=write))

        return self.flatten(node, choose)

    def walk(
        self, node: Node, value: Any, *, write: bool, path: tuple[str | int, ...] = ()
    ) -> Iterator[tuple[tuple[str | int, ...], Shape, Any]]:
        """Yields every nested value with its path and its flattened schema."""
        shape = self.flatten_for(node, value, write=write)
        yield path, shape, value
        if isinstance(value, Mapping):
            for name, item in value.items():
                schema = shape.properties.get(name, shape.additional)
                if schema is not None:
                    yield from self.walk(schema, item, write=write, path=(*path, name))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                schema = shape.facts.get("items", {})
                yield from self.walk(schema, item, write=write, path=(*path, index))

    def _add(self, shape: Shape, node: Node, choose: Chooser, *, part: bool) -> None:
        if "$ref" in node:
            name = node["$ref"].rpartition("/")[2]
            shape.included.add(name)
            if not part:
                shape.names.append(name)
            self._add(shape, self.resolve({"$ref": node["$ref"]}), choose, part=part)
        parts = node.get("allOf", ())
        for item in parts:
            self._add(shape, item, choose, part=part or len(parts) > 1 or "properties" in node)
        for name, item in node.get("properties", {}).items():
            known = shape.properties.get(name)
            shape.properties[name] = {"allOf": [known, item]} if known else item
        shape.required.update(node.get("required", ()))
        shape.nullable |= bool(node.get("nullable"))
        shape.facts.update(
            {key: value for key, value in node.items() if key not in ("properties", "required")}
        )
        for union in _UNIONS:
            if union in node:
                self._choose(shape, node, union, choose, part)

    def _choose(self, shape: Shape, node: Node, union: str, choose: Chooser, part: bool) -> None:
        mapping = node.get("discriminator", {}).get("mapping", {})
        member = choose(node, [{"$ref": ref} for ref in mapping.values()] or node[union])
        self._add(shape, member, choose, part=part)
        if mapping:
            values = [value for value, ref in mapping.items() if ref == member["$ref"]]
            tag = node["discriminator"]["propertyName"]
            choice = {"type": "string", "enum": values}
            known = shape.properties.get(tag)
            shape.properties[tag] = {"allOf": [known, choice]} if known else choice
            shape.required.add(tag)


def _read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Returns a JSON object of the contract, with `oneOf` changed to `anyOf` if it has no discriminator.

    The members of such unions overlap: values that the API itself returns are valid for more than one member.
    """
    node = dict(pairs)
    if isinstance(node.get("oneOf"), list) and "discriminator" not in node:
        node["anyOf"] = node.pop("oneOf")
    return node


def parse_path(template: str, url: str, base: str) -> dict[str, str] | None:
    """Returns the path parameters of a URL by name. None if the URL does not match the template."""
    path = urlsplit(url)._replace(query="").geturl().removeprefix(base)
    pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template))
    match = re.fullmatch(pattern, path)
    return {name: unquote(text) for name, text in match.groupdict().items()} if match else None


def parse_query(contract: Contract, parameters: list[Node], url: str) -> dict[str, Any]:
    """Parses the query parameters of a URL by the contract. Unknown parameters stay strings."""
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True, strict_parsing=False)
    found: dict[str, Any] = {}
    for node in parameters:
        if node["in"] != "query":
            continue
        name, shape = node["name"], contract.flatten(node["schema"], lambda _, items: items[0])
        if node.get("style") == "deepObject":
            own = [(key, text) for key, text in pairs if key.startswith(f"{name}[")]
            value: Any = _parse_deep_object([(key.removeprefix(name), text) for key, text in own])
        else:
            own = [(key, text) for key, text in pairs if key == name]
            value = _parse_value(contract, shape, node, [text for _, text in own])
        if own:
            found[name] = value
            pairs = [pair for pair in pairs if pair not in own]
    return {**found, **dict(pairs)}


def parse_form(contract: Contract, node: Node, text: str) -> dict[str, Any]:
    """Returns the fields of a form, each parsed by its schema."""
    pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=True)
    assert len(dict(pairs)) == len(pairs), "a form field is repeated"
    shape = contract.flatten_for(node, dict(pairs), write=True)
    return {
        name: _parse_scalar(
            contract.flatten(shape.properties.get(name, {}), lambda _, x: x[0]).type, value
        )
        for name, value in pairs
    }


def _parse_value(contract: Contract, shape: Shape, node: Node, texts: list[str]) -> Any:
    if shape.type != "array":
        assert len(texts) < 2, f"{node['name']} is not a list but is repeated"
        return _parse_scalar(shape.type, texts[0]) if texts else None
    if node.get("explode") is False:
        assert len(texts) < 2, f"{node['name']} is a comma-separated list but is repeated"
        texts = texts[0].split(",") if texts else []
    item = contract.flatten(shape.facts["items"], lambda _, items: items[0])
    return [_parse_scalar(item.type, text) for text in texts]


def _parse_scalar(kind: str, text: str) -> Any:
    """Converts a string to the JSON value of a type. Returns it unchanged if it cannot be parsed."""
    if kind not in ("integer", "number", "boolean"):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _parse_deep_object(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Returns the object that pairs such as `[name][part]=text` encode."""
    result: dict[str, Any] = {}
    for key, text in pairs:
        *steps, last = re.findall(r"\[([^\]]*)\]", key)
        target = result
        for step in steps:
            target = target.setdefault(step, {})
        target[last] = text
    return result
