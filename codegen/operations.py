"""Converts the operations of the contract to `Operation` objects of the SDK."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from codegen import naming
from codegen.all_of import has_properties, merge_parts
from codegen.batches import add_batch_details
from codegen.contract import SUCCESS, ContractError, Endpoint, iter_endpoints, resolve_reference
from codegen.definitions import ListOf, Ref, Type
from codegen.references import PREFIX
from codegen.schema_library import SchemaLibrary, SchemaLocation
from pinterest.operation import Answer, Body, Operation, Parameter


@dataclass
class DescribedOperation:
    """An operation, with the data to generate code from.

    Attributes:
        operation: The operation as the SDK describes it at run time.
        endpoint: The operation as the contract defines it.
        enums: Maps parameters to the names of their enum classes.
        legacy: The parameters that are no longer in the contract.
        used_schemas: The names of all schemas that the operation uses, directly or indirectly.
    """

    operation: Operation
    endpoint: Endpoint
    enums: dict[str, str] = field(default_factory=dict)
    legacy: set[str] = field(default_factory=set)
    used_schemas: set[str] = field(default_factory=set)

    @property
    def constant(self) -> str:
        """The name of the operation's constant."""
        return naming.to_constant(self.operation.id)


def describe_operations(library: SchemaLibrary) -> list[DescribedOperation]:
    """Describes every operation, in the order of the contract."""
    return [_describe_operation(library, endpoint) for endpoint in iter_endpoints(library.contract)]


def map_parameters(operation: Operation) -> dict[str, Parameter]:
    """Maps the Python names of an operation's parameters to the parameters."""
    return {item.argument: item for item in operation.parameters}


def _describe_operation(library: SchemaLibrary, endpoint: Endpoint) -> DescribedOperation:
    data = endpoint.data
    enums: dict[str, str] = {}
    legacy: set[str] = set()
    parameters: list[Parameter] = []
    for node in (resolve_reference(library.contract, item) for item in data.get("parameters", ())):
        parameters.append(_build_parameter(library, node, endpoint))
        enum = _find_enum(library, node["schema"])
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
        body=_build_body(library, endpoint),
        answers=tuple(_build_answers(library, endpoint)),
        security=_read_security(data),
        quota=data.get("x-ratelimit-category"),
        hosted_sandbox={"enabled": True, "disabled": False}.get(data.get("x-sandbox", "")),
        repeatable=endpoint.verb == "get" or bool(data.get("x-repeatable")),
        deprecated=bool(data.get("deprecated")),
        added_in=data.get("x-added-in"),
        legacy=bool(data.get("x-legacy")),
    )
    operation = add_batch_details(operation, library.definitions)
    return DescribedOperation(
        operation, endpoint, enums, legacy, library.references.find_operation_references(endpoint)
    )


def _read_security(data: Mapping[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Returns the security schemes of an operation, each with its scopes."""
    return tuple(
        (scheme, tuple(scopes))
        for alternative in data.get("security", ())
        for scheme, scopes in alternative.items()
    )


def _resolve_schema(library: SchemaLibrary, node: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the schema of a parameter, with references resolved and `allOf` parts merged."""
    node = resolve_reference(library.contract, node)
    merged = dict(node)
    for part in node.get("allOf", ()):
        merged.update(_resolve_schema(library, part))
    return merged


def _find_enum(library: SchemaLibrary, node: Mapping[str, Any]) -> str:
    """Returns the class name of the enum that a parameter refers to. Empty if the parameter refers to no enum."""
    for part in (node, node.get("items", {}), *node.get("allOf", ())):
        component = part.get("$ref", "").removeprefix(PREFIX)
        if component:
            name = library.get_class_name(component)
            known = library.definitions.get(name)
            if known is not None and known.kind == "enum":
                return name
            return _find_enum(library, resolve_reference(library.contract, part))
    return ""


def _build_parameter(
    library: SchemaLibrary, node: Mapping[str, Any], endpoint: Endpoint
) -> Parameter:
    outer = _resolve_schema(library, node["schema"])
    many: Literal["csv", "repeat"] | None = None
    schema = outer
    if outer.get("type") == "array":
        many = "csv" if node.get("explode") is False else "repeat"
        schema = _resolve_schema(library, outer.get("items", {}))
    if node["in"] not in ("path", "query"):
        raise ContractError(f"parameter {node['name']}: the location {node['in']} is not supported")
    default = outer.get("default")
    named = None
    if schema.get("type") == "object" and schema.keys() & {"properties", "oneOf", "anyOf"}:
        hint = naming.to_pascal_case(endpoint.id) + naming.to_pascal_case(node["name"])
        named, _, _ = _name_schema(
            library, node["schema"], SchemaLocation(hint, endpoint.id, in_request=True)
        )
    return Parameter(
        name=node["name"],
        location=node["in"],
        kind=schema.get("type", "string"),
        required=bool(node.get("required")),
        many=many,
        enum=tuple(dict.fromkeys(_list_enum_values(library, schema))),
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


def _list_enum_values(library: SchemaLibrary, node: Mapping[str, Any]) -> Iterator[str | int]:
    """Yields the values of an enum, or of all enums in a union."""
    yield from (value for value in node.get("enum", ()) if value is not None)
    for union in ("oneOf", "anyOf"):
        members = [_resolve_schema(library, member) for member in node.get(union, ())]
        if all("enum" in member for member in members):
            for member in members:
                yield from _list_enum_values(library, member)


def _build_body(library: SchemaLibrary, endpoint: Endpoint) -> Body | None:
    data = endpoint.data.get("requestBody")
    if data is None:
        return None
    data = resolve_reference(library.contract, data)
    ((media_type, content),) = data["content"].items()
    node = content["schema"]
    inline = naming.to_method_name(endpoint.id) + "_request"
    location = SchemaLocation(
        naming.to_pascal_case(endpoint.id) + "Request", endpoint.id, in_request=True
    )
    name, many, limits = _name_schema(library, node, location)
    if "$ref" in node or (many and "$ref" in node["items"]):
        inline = naming.to_snake_case(name)
    return Body(
        schema=name,
        argument=inline,
        media_type=media_type,
        required=bool(data.get("required")),
        many=many,
        min_items=limits.get("minItems"),
        max_items=limits.get("maxItems"),
    )


def _build_answers(library: SchemaLibrary, endpoint: Endpoint) -> Iterator[Answer]:
    """Yields an `Answer` for each success response of an operation."""
    for status, data in endpoint.data["responses"].items():
        if not status.startswith(SUCCESS):
            continue
        content = resolve_reference(library.contract, data).get("content")
        if not content:
            yield Answer(status=int(status))
            continue
        node = content["application/json"]["schema"]
        location = SchemaLocation(
            naming.to_pascal_case(endpoint.id) + "Response", endpoint.id, in_request=False
        )
        item = _find_page_item(library, node, location)
        if item is not None:
            name, _, _ = _name_schema(library, item, location.locate_inner("Item"))
            yield Answer(status=int(status), schema=name, paged=True)
        else:
            name, many, _ = _name_schema(library, node, location)
            yield Answer(status=int(status), schema=name, many=many)


def _find_page_item(
    library: SchemaLibrary, node: Mapping[str, Any], location: SchemaLocation
) -> Mapping[str, Any] | None:
    """Returns the schema of the items on a page, or None if the response is not a page."""
    if not has_properties(library.contract, node):
        return None
    properties = merge_parts(library.contract, node, location).properties
    if set(properties) != {"items", "bookmark"}:
        return None
    items: Mapping[str, Any] = properties["items"].node["items"]
    return items


def _name_schema(
    library: SchemaLibrary, node: Mapping[str, Any], location: SchemaLocation
) -> tuple[str, bool, Mapping[str, Any]]:
    """Returns a tuple: the name of a schema, whether the schema is a list, and the limits of the list.

    For a list, the name is the name of the item schema. A schema without a name gets an alias.
    """
    kind: Type = library.resolve_type(node, location)
    if isinstance(kind, Ref):
        return kind.name, False, {}
    if isinstance(kind, ListOf) and "$ref" not in node:
        if isinstance(kind.item, Ref):
            return kind.item.name, True, node
        if node["items"].get("oneOf") or node["items"].get("anyOf"):
            return (
                library.define_alias(location.suggested_name + "Item", location, kind.item),
                True,
                node,
            )
    return library.define_alias(location.suggested_name, location, kind), False, {}
