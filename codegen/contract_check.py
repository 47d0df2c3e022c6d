"""Checks that the generator supports everything in the contract, so that it ignores nothing silently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from codegen import naming
from codegen.contract import SUCCESS, ContractError, Endpoint, iter_endpoints, resolve_reference

JSON: Final = "application/json"
_BODY_TYPES: Final = (JSON, "application/x-www-form-urlencoded")
_SCHEMES: Final = frozenset({"pinterest_oauth2", "client_credentials", "conversion_token", "basic"})
# The supported combinations of a parameter's location and style.
_STYLES: Final = {("path", "simple"), ("query", "form"), ("query", "deepObject")}
_PARAMETER_KEYS: Final = frozenset(
    "name in schema description required example examples explode style deprecated".split()
)
_TYPES: Final = frozenset("string integer number boolean array object".split())
_PARTS: Final = ("allOf", "oneOf", "anyOf")
_INNER: Final = ("items", "additionalProperties")
_SCHEMA_KEYS: Final = frozenset(
    "$ref type format enum pattern minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum nullable "
    "minItems maxItems minProperties maxProperties properties required readOnly writeOnly discriminator default "
    "deprecated title description example examples externalDocs xml".split()
) | {*_PARTS, *_INNER}


def check_contract(contract: Mapping[str, Any]) -> None:
    """Checks that the generator supports a contract with the overrides applied.

    Raises:
        ContractError: If a part of the contract is not supported, a reference has no target, or two operations have
            the same ID or method name.
    """
    methods: dict[tuple[str, str], str] = {}
    ids: set[str] = set()
    for endpoint in iter_endpoints(contract):
        key = endpoint.tag, naming.to_method_name(endpoint.id).lower()
        if key in methods:
            raise ContractError(
                f"{endpoint.id} and {methods[key]} have the same method name, {naming.to_method_name(endpoint.id)}"
            )
        if endpoint.id in ids:
            raise ContractError(f"{endpoint.id}: two operations have this operationId")
        methods[key] = endpoint.id
        ids.add(endpoint.id)
        _check_endpoint(contract, endpoint)
    for name, node in contract["components"]["schemas"].items():
        _check_schema(contract, node, name)


def _check_endpoint(contract: Mapping[str, Any], endpoint: Endpoint) -> None:
    """Raises ContractError if the generator does not support a part of this operation."""
    name, data = endpoint.id, endpoint.data
    if "responses" not in data:
        raise ContractError(f"{name}: the key `responses` is missing")
    for scheme in (scheme for item in data.get("security", ()) for scheme in item):
        if scheme not in _SCHEMES:
            raise ContractError(f"{name}: the security scheme {scheme} is not supported")
    for item in data.get("parameters", ()):
        _check_parameter(contract, item, name)
    if "requestBody" in data:
        _check_content(contract, data["requestBody"], f"{name}: the body", _BODY_TYPES)
    for status, response in data["responses"].items():
        if status.startswith(SUCCESS):
            if not status.isdigit():
                raise ContractError(f"{name}: the status {status} is not supported")
            _check_content(contract, response, f"{name}: the response {status}", (JSON,))


def _check_parameter(contract: Mapping[str, Any], item: Mapping[str, Any], operation: str) -> None:
    node = _resolve_node(contract, item, operation)
    where = f"{operation}: parameter {node.get('name')}"
    _check_keys(node, _PARAMETER_KEYS, where)
    if "schema" not in node:
        raise ContractError(f"{where}: has no schema")
    _check_schema(contract, node["schema"], where)
    # `operations._build_parameter` refuses locations other than path and query.
    style = node.get("style")
    if style is not None and (node["in"], style) not in _STYLES:
        raise ContractError(f"{where}: the style {style} is not supported")
    kind = _resolve_node(contract, node["schema"], where).get("type")
    if style == "deepObject" and kind != "object":
        raise ContractError(f"{where}: the style deepObject is only supported for objects")
    if style != "deepObject" and kind == "object" and node["in"] == "query":
        raise ContractError(f"{where}: an object in the query must have the style deepObject")
    if kind == "array" and node["in"] != "query":
        raise ContractError(f"{where}: lists are only supported in the query")


def _check_content(
    contract: Mapping[str, Any], item: Mapping[str, Any], where: str, supported: tuple[str, ...]
) -> None:
    """Checks the media type and the schema of a body or response."""
    content = _resolve_node(contract, item, where).get("content", {})
    if len(content) > 1:
        raise ContractError(f"{where}: has more than one media type: {', '.join(content)}")
    for media_type, data in content.items():
        if media_type not in supported:
            raise ContractError(
                f"{where}: the media type {media_type} is not supported; supported: {', '.join(supported)}"
            )
        if "schema" not in data:
            raise ContractError(f"{where}: has no schema")
        _check_schema(contract, data["schema"], where)


def _check_schema(contract: Mapping[str, Any], node: object, where: str) -> None:
    if not isinstance(node, Mapping):
        raise ContractError(f"{where}: {node!r} is not a schema")
    _resolve_node(contract, node, where)
    _check_keys(node, _SCHEMA_KEYS, where)
    if "type" in node and str(node["type"]) not in _TYPES:
        raise ContractError(f"{where}: the type {node['type']} is not supported")
    for reference in node.get("discriminator", {}).get("mapping", {}).values():
        _resolve_node(contract, {"$ref": reference}, where)
    for name, part in _iter_inner_schemas(node):
        _check_schema(contract, part, f"{where}{name}")


def _iter_inner_schemas(node: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Yields (path suffix, schema) pairs for the schemas directly inside a schema, such as `(".name", {...})`."""
    for name, part in node.get("properties", {}).items():
        yield f".{name}", part
    for key in _INNER:
        # additionalProperties can be a boolean instead of a schema.
        if key in node and not (key == "additionalProperties" and isinstance(node[key], bool)):
            yield "[]", node[key]
    for key in _PARTS:
        for part in node.get(key, ()):
            yield "", part


def _check_keys(node: Mapping[str, Any], supported: frozenset[str], where: str) -> None:
    """Checks that a node only has supported keys."""
    unknown = sorted(key for key in set(node) - supported if not key.startswith("x-"))
    if unknown:
        raise ContractError(f"{where}: unsupported keys: {', '.join(unknown)}")


def _resolve_node(
    contract: Mapping[str, Any], node: Mapping[str, Any], where: str
) -> Mapping[str, Any]:
    """Returns the target of a reference, or `node` itself if it is not a reference.

    Raises:
        ContractError: If the target does not exist. The error text starts with `where`.
    """
    try:
        return resolve_reference(contract, node)
    except ContractError as error:
        raise ContractError(f"{where}: {error}") from None
