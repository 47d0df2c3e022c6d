"""The contract as the judge: what a schema says of a value, and how a request is taken apart to be judged.

Nothing of the SDK is used here. Schemas are judged by openapi-schema-validator.
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

from codegen.contract import Endpoint, endpoints, load

Node = Mapping[str, Any]
Chooser = Callable[[Node, list[Node]], Node]

_BASE = "urn:contract"
_COMPONENTS = "#/components/"
_UNIONS = ("oneOf", "anyOf")


@dataclass
class Shape:
    """A schema with its references and parts followed, and one member of each union chosen.

    Attributes:
        facts: What it says of its type and limits.
        properties: Its properties.
        required: The names of those it cannot do without.
        names: The components that it is, the outermost first.
        reached: These, and those whose properties it includes.
        nullable: Whether it may be null.
    """

    facts: dict[str, Any] = field(default_factory=dict)
    properties: dict[str, Node] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    names: list[str] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)
    nullable: bool = False

    @property
    def type(self) -> str:
        """Its type, also where it goes without saying."""
        if "type" in self.facts:
            return str(self.facts["type"])
        if self.properties:
            return "object"
        return "array" if "items" in self.facts else ""

    @property
    def extra(self) -> Node | None:
        """The schema of names that it does not list, None where it says nothing of them or allows none."""
        extra = self.facts.get("additionalProperties")
        if isinstance(extra, Mapping):
            return extra
        return {} if extra or (extra is None and not self.properties) else None


class Contract:
    """The corrected contract.

    Attributes:
        endpoints: Every operation by its id.
    """

    def __init__(self, path: Path) -> None:
        # References are made absolute, so that a part of the contract can be judged by itself.
        text = json.dumps(load(path)).replace(f'"{_COMPONENTS}', f'"{_BASE}{_COMPONENTS}')
        self._data = json.loads(text, object_pairs_hook=_one_of_several)
        self.endpoints: dict[str, Endpoint] = {item.id: item for item in endpoints(self._data)}
        self._registry = Registry().with_resource(_BASE, Resource.opaque(self._data))
        self._validators: dict[tuple[int, bool], Any] = {}

    def resolve(self, node: Node) -> Node:
        """Returns what a node stands for, following its reference where it is one."""
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
        """Returns media type and schema of an operation's body, and whether it is required."""
        if "requestBody" not in endpoint.data:
            return None
        data = self.resolve(endpoint.data["requestBody"])
        ((media_type, content),) = data["content"].items()
        return media_type, content["schema"], bool(data.get("required"))

    def answers(self, endpoint: Endpoint) -> dict[int, Node | None]:
        """Returns the schema of each documented success by its status, None where it has no body."""
        found: dict[int, Node | None] = {}
        for status, answer in endpoint.data["responses"].items():
            if status.startswith("2"):
                content = self.resolve(answer).get("content")
                found[int(status)] = content["application/json"]["schema"] if content else None
        return found

    def problems(self, node: Node, value: object, *, write: bool) -> list[str]:
        """Returns what is wrong with a value; `write` tells a request from an answer."""
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
        except TypeError as error:  # of a discriminator that is no text
            return [str(error)]

    def shape(self, node: Node, choose: Chooser) -> Shape:
        """Returns a schema made flat; `choose` decides which member of a union it is."""
        shape = Shape()
        self._add(shape, node, choose, part=False)
        return shape

    def shape_of(self, node: Node, value: object, *, write: bool) -> Shape:
        """Returns a schema made flat, the members of unions being those that a value is."""

        def choose(union: Node, members: list[Node]) -> Node:
            discriminator = union.get("discriminator", {})
            if isinstance(value, Mapping) and discriminator:
                told = value.get(discriminator["propertyName"])
                return {"$ref": discriminator["mapping"][told]}
            return next(item for item in members if not self.problems(item, value, write=write))

        return self.shape(node, choose)

    def walk(
        self, node: Node, value: Any, *, write: bool, path: tuple[str | int, ...] = ()
    ) -> Iterator[tuple[tuple[str | int, ...], Shape, Any]]:
        """Yields every value in a value, with the way to it and its schema made flat."""
        shape = self.shape_of(node, value, write=write)
        yield path, shape, value
        if isinstance(value, Mapping):
            for name, item in value.items():
                known = shape.properties.get(name, shape.extra)
                if known is not None:
                    yield from self.walk(known, item, write=write, path=(*path, name))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                part = shape.facts.get("items", {})
                yield from self.walk(part, item, write=write, path=(*path, index))

    def _add(self, shape: Shape, node: Node, choose: Chooser, *, part: bool) -> None:
        if "$ref" in node:
            name = node["$ref"].rpartition("/")[2]
            shape.reached.add(name)
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
            told = {"type": "string", "enum": values}
            known = shape.properties.get(tag)
            shape.properties[tag] = {"allOf": [known, told]} if known else told
            shape.required.add(tag)


def _one_of_several(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Makes an object of the contract; a union that nothing tells apart is satisfied by any number of its members.

    Members of several such unions overlap, so that values which the API itself answers would fit more than one.
    """
    node = dict(pairs)
    if isinstance(node.get("oneOf"), list) and "discriminator" not in node:
        node["anyOf"] = node.pop("oneOf")
    return node


def path_values(template: str, url: str, base: str) -> dict[str, str] | None:
    """Returns what stands for each name in a path, None where a URL is not of that path."""
    path = urlsplit(url)._replace(query="").geturl().removeprefix(base)
    pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template))
    match = re.fullmatch(pattern, path)
    return {name: unquote(text) for name, text in match.groupdict().items()} if match else None


def query_values(contract: Contract, parameters: list[Node], url: str) -> dict[str, Any]:
    """Returns the query of a URL as values, taken apart by the styles of the contract; unknown names stay texts."""
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True, strict_parsing=False)
    found: dict[str, Any] = {}
    for node in parameters:
        if node["in"] != "query":
            continue
        name, shape = node["name"], contract.shape(node["schema"], lambda _, items: items[0])
        if node.get("style") == "deepObject":
            mine = [(key, text) for key, text in pairs if key.startswith(f"{name}[")]
            value: Any = _deep([(key.removeprefix(name), text) for key, text in mine])
        else:
            mine = [(key, text) for key, text in pairs if key == name]
            value = _value(contract, shape, node, [text for _, text in mine])
        if mine:
            found[name] = value
            pairs = [pair for pair in pairs if pair not in mine]
    return {**found, **dict(pairs)}


def form_values(contract: Contract, node: Node, text: str) -> dict[str, Any]:
    """Returns the fields of a form, each as its schema has it."""
    pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=True)
    assert len(dict(pairs)) == len(pairs), "a field of a form stands there twice"
    shape = contract.shape_of(node, dict(pairs), write=True)
    return {
        name: _scalar(contract.shape(shape.properties.get(name, {}), lambda _, x: x[0]).type, value)
        for name, value in pairs
    }


def _value(contract: Contract, shape: Shape, node: Node, texts: list[str]) -> Any:
    if shape.type != "array":
        assert len(texts) < 2, f"{node['name']} is no list, yet stands there twice"
        return _scalar(shape.type, texts[0]) if texts else None
    if node.get("explode") is False:
        assert len(texts) < 2, f"{node['name']} is one list of values between commas"
        texts = texts[0].split(",") if texts else []
    item = contract.shape(shape.facts["items"], lambda _, items: items[0])
    return [_scalar(item.type, text) for text in texts]


def _scalar(kind: str, text: str) -> Any:
    """Returns a text as the JSON value that it stands for, itself where it stands for none of that type."""
    if kind not in ("integer", "number", "boolean"):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _deep(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Returns the object that `[name][part]=text` pairs stand for."""
    result: dict[str, Any] = {}
    for key, text in pairs:
        *steps, last = re.findall(r"\[([^\]]*)\]", key)
        target = result
        for step in steps:
            target = target.setdefault(step, {})
        target[last] = text
    return result
