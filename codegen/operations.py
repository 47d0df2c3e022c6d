"""Turns every operation of the contract into an `Operation` of the SDK."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from codegen import naming
from codegen.all_of import is_object, merge
from codegen.batches import with_batches
from codegen.contract import SUCCESS, ContractError, Endpoint, endpoints, resolve
from codegen.definitions import ListOf, Ref, Type
from codegen.references import PREFIX
from codegen.schema_library import Place, SchemaLibrary
from pinterest.operation import Answer, Body, Operation, Parameter


@dataclass
class Described:
    """An operation, and what else its typed method needs.

    Attributes:
        operation: The operation.
        endpoint: Its description in the contract.
        enums: The enum of each parameter that has one.
        legacy: The parameters that the published description no longer has.
        used_schemas: The schemas that it uses, directly or through other schemas.
    """

    operation: Operation
    endpoint: Endpoint
    enums: dict[str, str] = field(default_factory=dict)
    legacy: set[str] = field(default_factory=set)
    used_schemas: set[str] = field(default_factory=set)

    @property
    def constant(self) -> str:
        """The name of its constant."""
        return naming.constant(self.operation.id)


def describe_all(library: SchemaLibrary) -> list[Described]:
    """Returns every operation, in the order of the contract."""
    return [_describe(library, endpoint) for endpoint in endpoints(library.contract)]


def _describe(library: SchemaLibrary, endpoint: Endpoint) -> Described:
    data = endpoint.data
    enums: dict[str, str] = {}
    legacy: set[str] = set()
    parameters: list[Parameter] = []
    for node in (resolve(library.contract, item) for item in data.get("parameters", ())):
        parameters.append(_parameter(library, node, endpoint))
        enum = _enum_of(library, node["schema"])
        if enum:
            enums[node["name"]] = enum
        if node.get("x-legacy"):
            legacy.add(node["name"])
    operation = Operation(
        id=endpoint.id,
        tag=endpoint.tag,
        verb=cast(Any, endpoint.verb.upper()),
        path=endpoint.path,
        parameters=tuple(sorted(parameters, key=lambda item: not item.required)),
        body=_body(library, endpoint),
        answers=tuple(_answers(library, endpoint)),
        security=_security(data),
        quota=data.get("x-ratelimit-category"),
        hosted_sandbox={"enabled": True, "disabled": False}.get(data.get("x-sandbox", "")),
        repeatable=endpoint.verb == "get" or bool(data.get("x-repeatable")),
        deprecated=bool(data.get("deprecated")),
        added_in=data.get("x-added-in"),
        legacy=bool(data.get("x-legacy")),
    )
    operation = with_batches(operation, library.definitions)
    return Described(operation, endpoint, enums, legacy, library.references.in_operation(endpoint))


def _security(data: Mapping[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (scheme, tuple(scopes))
        for alternative in data.get("security", ())
        for scheme, scopes in alternative.items()
    )


def _schema(library: SchemaLibrary, node: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the schema of a parameter, with its references and parts resolved."""
    node = resolve(library.contract, node)
    merged = dict(node)
    for part in node.get("allOf", ()):
        merged.update(_schema(library, part))
    return merged


def _enum_of(library: SchemaLibrary, node: Mapping[str, Any]) -> str:
    """Returns the enum class of a parameter or of its items. Empty if it has no enum, or an inline one."""
    for part in (node, node.get("items", {}), *node.get("allOf", ())):
        component = part.get("$ref", "").removeprefix(PREFIX)
        if component:
            name = library.class_of(component)
            known = library.definitions.get(name)
            if known is not None and known.kind == "enum":
                return name
            return _enum_of(library, resolve(library.contract, part))
    return ""


def _parameter(library: SchemaLibrary, node: Mapping[str, Any], endpoint: Endpoint) -> Parameter:
    outer = _schema(library, node["schema"])
    many: Literal["csv", "repeat"] | None = None
    schema = outer
    if outer.get("type") == "array":
        many = "csv" if node.get("explode") is False else "repeat"
        schema = _schema(library, outer.get("items", {}))
    if node["in"] not in ("path", "query"):
        raise ContractError(f"parameter {node['name']}: the location {node['in']} is not supported")
    default = outer.get("default")
    named = None
    if schema.get("type") == "object" and schema.keys() & {"properties", "oneOf", "anyOf"}:
        hint = naming.pascal(endpoint.id) + naming.pascal(node["name"])
        named, _, _ = _named(library, node["schema"], Place(hint, endpoint.id, in_request=True))
    return Parameter(
        name=node["name"],
        location=node["in"],
        kind=schema.get("type", "string"),
        required=bool(node.get("required")),
        many=many,
        enum=tuple(dict.fromkeys(_values(library, schema))),
        pattern=schema.get("pattern"),
        minimum=schema.get("minimum"),
        maximum=schema.get("maximum"),
        min_length=schema.get("minLength") or None,
        max_length=schema.get("maxLength"),
        min_items=outer.get("minItems") if many else None,
        max_items=outer.get("maxItems") if many else None,
        format=schema.get("format") if schema.get("format") in ("date", "date-time") else None,
        schema=named,
        default=tuple(default) if isinstance(default, list) else default,
    )


def _values(library: SchemaLibrary, node: Mapping[str, Any]) -> Iterator[str | int]:
    """Yields the values of an enum, or of all enums in a union."""
    yield from (value for value in node.get("enum", ()) if value is not None)
    for union in ("oneOf", "anyOf"):
        members = [_schema(library, member) for member in node.get(union, ())]
        if all("enum" in member for member in members):
            for member in members:
                yield from _values(library, member)


def _body(library: SchemaLibrary, endpoint: Endpoint) -> Body | None:
    data = endpoint.data.get("requestBody")
    if data is None:
        return None
    data = resolve(library.contract, data)
    ((media_type, content),) = data["content"].items()
    node = content["schema"]
    inline = naming.method(endpoint.id) + "_request"
    place = Place(naming.pascal(endpoint.id) + "Request", endpoint.id, in_request=True)
    name, many, limits = _named(library, node, place)
    if "$ref" in node or (many and "$ref" in node["items"]):
        inline = naming.snake(name)
    return Body(
        schema=name,
        argument=inline,
        media_type=media_type,
        required=bool(data.get("required")),
        many=many,
        min_items=limits.get("minItems"),
        max_items=limits.get("maxItems"),
    )


def _answers(library: SchemaLibrary, endpoint: Endpoint) -> Iterator[Answer]:
    for status, data in endpoint.data["responses"].items():
        if not status.startswith(SUCCESS):
            continue
        content = resolve(library.contract, data).get("content")
        if not content:
            yield Answer(status=int(status))
            continue
        node = content["application/json"]["schema"]
        place = Place(naming.pascal(endpoint.id) + "Response", endpoint.id, in_request=False)
        item = _item_of_page(library, node, place)
        if item is not None:
            name, _, _ = _named(library, item, place.below("Item"))
            yield Answer(status=int(status), schema=name, paged=True)
        else:
            name, many, _ = _named(library, node, place)
            yield Answer(status=int(status), schema=name, many=many)


def _item_of_page(
    library: SchemaLibrary, node: Mapping[str, Any], place: Place
) -> Mapping[str, Any] | None:
    """Returns the schema of the items if a schema is a page, with only items and a bookmark. Otherwise None."""
    if not is_object(library.contract, node):
        return None
    properties = merge(library.contract, node, place).properties
    if set(properties) != {"items", "bookmark"}:
        return None
    items: Mapping[str, Any] = properties["items"].node["items"]
    return items


def _named(
    library: SchemaLibrary, node: Mapping[str, Any], place: Place
) -> tuple[str, bool, Mapping[str, Any]]:
    """Returns the name of a schema or of a list's items, whether it is a list, and the limits of the list."""
    kind: Type = library.kind_of(node, place)
    if isinstance(kind, Ref):
        return kind.name, False, {}
    if isinstance(kind, ListOf) and "$ref" not in node:
        if isinstance(kind.item, Ref):
            return kind.item.name, True, node
        if node["items"].get("oneOf") or node["items"].get("anyOf"):
            return library.alias(place.suggested_name + "Item", place, kind.item), True, node
    return library.alias(place.suggested_name, place, kind), False, {}
