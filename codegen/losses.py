"""What a contract may say; anything else is refused by the name of the operation or schema, not dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from codegen import naming
from codegen.contract import SUCCESS, ContractError, Endpoint, endpoints, resolve

JSON: Final = "application/json"
_BODIES: Final = (JSON, "application/x-www-form-urlencoded")
_SCHEMES: Final = frozenset({"pinterest_oauth2", "client_credentials", "conversion_token", "basic"})
# The ways to write a value in a URL that the transport knows, by where it travels and what it is.
_STYLES: Final = {("path", "simple"), ("query", "form"), ("query", "deepObject")}
_PARAMETER: Final = frozenset(
    "name in schema description required example examples explode style deprecated".split()
)
_TYPES: Final = frozenset("string integer number boolean array object".split())
_PARTS: Final = ("allOf", "oneOf", "anyOf")
_INNER: Final = ("items", "additionalProperties")
_SCHEMA: Final = frozenset(
    "$ref type format enum pattern minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum nullable "
    "minItems maxItems minProperties maxProperties properties required readOnly writeOnly discriminator default "
    "deprecated title description example examples externalDocs xml".split()
) | {*_PARTS, *_INNER}


def check(contract: Mapping[str, Any]) -> None:
    """Goes through a whole corrected contract.

    Raises:
        ContractError: It says what the generator would drop, or refers to what is not there.
    """
    methods: dict[tuple[str, str], str] = {}
    ids: set[str] = set()
    for endpoint in endpoints(contract):
        key = endpoint.tag, naming.method(endpoint.id).lower()
        if key in methods:
            raise ContractError(
                f"{endpoint.id}: the method {naming.method(endpoint.id)} is that of {methods[key]}"
            )
        if endpoint.id in ids:
            raise ContractError(f"{endpoint.id}: is the id of two operations")
        methods[key] = endpoint.id
        ids.add(endpoint.id)
        _check_endpoint(contract, endpoint)
    for name, node in contract["components"]["schemas"].items():
        _check_schema(contract, node, name)


def _check_endpoint(contract: Mapping[str, Any], endpoint: Endpoint) -> None:
    name, data = endpoint.id, endpoint.data
    if "responses" not in data:
        raise ContractError(f"{name}: has no responses")
    for scheme in (scheme for item in data.get("security", ()) for scheme in item):
        if scheme not in _SCHEMES:
            raise ContractError(f"{name}: is signed by {scheme}, which is not known")
    for item in data.get("parameters", ()):
        _check_parameter(contract, item, name)
    if "requestBody" in data:
        _check_content(contract, data["requestBody"], f"{name}: the body", _BODIES)
    for status, answer in data["responses"].items():
        if status.startswith(SUCCESS):
            if not status.isdigit():
                raise ContractError(f"{name}: answers {status}, which is no status")
            _check_content(contract, answer, f"{name}: the answer {status}", (JSON,))


def _check_parameter(contract: Mapping[str, Any], item: Mapping[str, Any], operation: str) -> None:
    node = _found(contract, item, operation)
    where = f"{operation}: parameter {node.get('name')}"
    _check_words(node, _PARAMETER, where)
    if "schema" not in node:
        raise ContractError(f"{where}: has no schema")
    _check_schema(contract, node["schema"], where)
    # Other places than path and query are refused when the parameter is made.
    style = node.get("style")
    if style is not None and (node["in"], style) not in _STYLES:
        raise ContractError(f"{where}: its style {style} is not known")
    kind = _found(contract, node["schema"], where).get("type")
    if (style == "deepObject") != (kind == "object" and node["in"] == "query"):
        raise ContractError(f"{where}: an object travels as deepObject, and nothing else does")
    if kind == "array" and node["in"] != "query":
        raise ContractError(f"{where}: a list travels in the query only")


def _check_content(
    contract: Mapping[str, Any], item: Mapping[str, Any], where: str, known: tuple[str, ...]
) -> None:
    content = _found(contract, item, where).get("content", {})
    if len(content) > 1:
        raise ContractError(f"{where}: is one of {', '.join(content)}; one media type is expected")
    for media_type, data in content.items():
        if media_type not in known:
            raise ContractError(f"{where}: is {media_type}; known: {', '.join(known)}")
        if "schema" not in data:
            raise ContractError(f"{where}: has no schema")
        _check_schema(contract, data["schema"], where)


def _check_schema(contract: Mapping[str, Any], node: object, where: str) -> None:
    if not isinstance(node, Mapping):
        raise ContractError(f"{where}: {node!r} is no schema")
    _found(contract, node, where)
    _check_words(node, _SCHEMA, where)
    if "type" in node and str(node["type"]) not in _TYPES:
        raise ContractError(f"{where}: its type {node['type']} is not known")
    for reference in node.get("discriminator", {}).get("mapping", {}).values():
        _found(contract, {"$ref": reference}, where)
    for name, part in _within(node):
        _check_schema(contract, part, f"{where}{name}")


def _within(node: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Yields the schemas that a schema holds, with what tells where each of them is."""
    for name, part in node.get("properties", {}).items():
        yield f".{name}", part
    for key in _INNER:
        # Whether there may be more properties can be said without their schema.
        if key in node and not (key == "additionalProperties" and isinstance(node[key], bool)):
            yield "[]", node[key]
    for key in _PARTS:
        for part in node.get(key, ()):
            yield "", part


def _check_words(node: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    unknown = sorted(word for word in set(node) - known if not word.startswith("x-"))
    if unknown:
        raise ContractError(f"{where}: says {', '.join(unknown)}, which would be lost")


def _found(contract: Mapping[str, Any], node: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    """Returns what a node stands for."""
    try:
        return resolve(contract, node)
    except ContractError as error:
        raise ContractError(f"{where}: {error}") from None
