"""Reads the contract and applies the overrides. The result is still valid OpenAPI."""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

OVERRIDES: Final = Path(__file__).with_name("overrides.toml")
VERBS: Final = ("get", "post", "put", "patch", "delete")
SUCCESS: Final = "2"
DIGITS: Final = r"^\d+$"
ID_FORMAT: Final = "id"
"""The value of `format` for IDs that can contain characters other than digits."""

# Groups of overrides that add the same key and value in many places.
_GROUPS: Final = {
    "digits": ("pattern", DIGITS),
    "ids": ("format", ID_FORMAT),
    "dates": ("format", "date"),
}
_ACTIONS: Final = ("set", "add", "append", "remove")


class ContractError(Exception):
    """Raised if the contract or a configuration file of the generator is not valid or not supported."""


@dataclass(frozen=True)
class Endpoint:
    """An operation in the contract."""

    path: str
    verb: str
    data: dict[str, Any]

    @property
    def id(self) -> str:
        """The operationId."""
        return str(self._get_required_key("operationId"))

    @property
    def tag(self) -> str:
        """The first tag of the operation."""
        return str(self._get_required_key("tags")[0])

    def _get_required_key(self, name: str) -> Any:
        """Returns the value of a key that every operation must have."""
        if not self.data.get(name):
            raise ContractError(f"{self.verb.upper()} {self.path}: the key `{name}` is missing")
        return self.data[name]


def load_contract(path: str | Path, overrides: str | Path = OVERRIDES) -> dict[str, Any]:
    """Returns the API contract with the overrides applied.

    Raises:
        ContractError: If an override no longer applies.
    """
    return apply_overrides(read_contract(path), read_overrides(overrides).get("override", []))


def read_contract(path: str | Path) -> dict[str, Any]:
    """Returns the contract as Pinterest publishes it, without the SDK's overrides.

    Raises:
        ContractError: If the file does not exist or is not JSON.
    """
    text = read_text(path, "contract")
    try:
        contract: dict[str, Any] = json.loads(text)
    except ValueError as error:
        raise ContractError(f"the contract {path} is not JSON: {error}") from None
    return contract


def read_text(path: str | Path, description: str) -> str:
    """Returns the text of a file.

    Raises:
        ContractError: If the file does not exist. The error text contains `description`.
    """
    try:
        return Path(path).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ContractError(f"there is no {description} at {path}; check the path") from None


def read_overrides(path: str | Path = OVERRIDES) -> dict[str, Any]:
    """Returns the parsed overrides file, with groups such as `[[repeatable]]` replaced by one override per item."""
    try:
        data = tomllib.loads(read_text(path, "overrides file"))
    except tomllib.TOMLDecodeError as error:
        raise ContractError(f"the overrides file {path} is not valid TOML: {error}") from None
    overrides = data.setdefault("override", [])
    for group in data.pop("repeatable", []):
        overrides.extend(
            {"at": ["operations", name, "x-repeatable"], "reason": group["reason"], "add": True}
            for name in group["operations"]
        )
    for name, (key, value) in _GROUPS.items():
        for group in data.pop(name, []):
            places = [["texts", parameter] for parameter in group.get("parameters", [])]
            places += [["fields", field] for field in group.get("fields", [])]
            overrides.extend(
                {"at": [*at, key], "reason": group["reason"], "add": value} for at in places
            )
    return data


def apply_overrides(contract: dict[str, Any], overrides: list[dict[str, Any]]) -> dict[str, Any]:
    """Returns a copy of a contract with the overrides applied in order.

    Raises:
        ContractError: If an override has no reason or does not fit the contract.
    """
    result = copy.deepcopy(contract)
    for override in overrides:
        _apply_override(result, override)
    return result


def iter_endpoints(contract: Mapping[str, Any]) -> Iterator[Endpoint]:
    """Yields every operation of the contract, in order."""
    for path, item in contract["paths"].items():
        shared = item.get("parameters", [])
        for verb, data in item.items():
            if verb in VERBS:
                parameters = shared + data.get("parameters", [])
                yield Endpoint(path, verb, {**data, "parameters": parameters} if shared else data)


def resolve_reference(contract: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Returns the target of a reference, or `node` itself if it is not a reference.

    Raises:
        ContractError: If the target does not exist.
    """
    while "$ref" in node:
        target: Any = contract
        for step in node["$ref"].removeprefix("#/").split("/"):
            if step not in target:
                raise ContractError(f"refers to {node['$ref']}, which does not exist")
            target = target[step]
        node = target
    return node


def _apply_override(contract: dict[str, Any], override: dict[str, Any]) -> None:
    """Applies one override to a contract, in place."""
    at = override.get("at", [])
    where = " > ".join(map(str, at))
    if not override.get("reason"):
        raise ContractError(f"override of {where}: `reason` is missing")
    actions = [action for action in _ACTIONS if action in override]
    if len(at) < 2 or len(actions) != 1:
        raise ContractError(
            f"override of {where}: set `at` to two or more keys, and set exactly one of {', '.join(_ACTIONS)}"
        )
    action, value = actions[0], copy.deepcopy(override[actions[0]])
    try:
        for parent, key in _find_parents(contract, at):
            _apply_action(parent, key, action, value)
    except (LookupError, TypeError, ValueError) as error:
        raise ContractError(
            f"override of {where} no longer applies: {error}; correct or delete the override"
        ) from None


def _find_parents(contract: dict[str, Any], path: list[str | int]) -> list[tuple[Any, str | int]]:
    """Returns a (node, key in the node) pair for each value that the override with this path changes."""
    if path[0] == "fields":
        return [(get_field(contract, str(path[1])), path[2])]
    if path[0] != "texts":
        return [_find_parent(contract, path)]
    # The path stands for every string parameter with that name. Several operations can share one node: keep it once.
    found: dict[int, Any] = {}
    for endpoint in iter_endpoints(contract):
        for item in endpoint.data.get("parameters", []):
            try:
                parameter = resolve_reference(contract, item)
            except ContractError as error:
                raise ContractError(f"{endpoint.id}: {error}") from None
            if parameter["name"] == path[1]:
                schema = resolve_reference(contract, parameter["schema"])
                schema = resolve_reference(contract, schema.get("items", schema))
                if schema.get("type") == "string" and path[2] not in schema:
                    found[id(schema)] = schema
    if not found:
        raise LookupError(
            f"no string parameter is named {path[1]!r}, or every such parameter already has the key {path[2]!r}"
        )
    return [(schema, path[2]) for schema in found.values()]


def get_field(contract: dict[str, Any], path: str) -> Any:
    """Returns the schema of a field at a path such as `Schema.field`, or `Schema.field[]` for the items of a list."""
    name, *steps = path.split(".")
    node = contract["components"]["schemas"][name]
    for step in steps:
        field = step.removesuffix("[]")
        # The field can also be in a part (`allOf`) or variant (`oneOf`) of the schema.
        parts = [node, *(part for key in ("allOf", "oneOf", "anyOf") for part in node.get(key, ()))]
        found = [part["properties"][field] for part in parts if field in part.get("properties", {})]
        if len(found) != 1:
            raise LookupError(f"{len(found)} fields are named {field!r}, instead of one")
        node = found[0]["items"] if step != field else found[0]
    return node


def _find_parent(contract: dict[str, Any], path: list[str | int]) -> tuple[Any, str | int]:
    """Returns the node that an override changes, and the key to change in the node."""
    kind, name, *rest = path
    if kind == "operations":
        found = [item for item in iter_endpoints(contract) if item.id == name]
        if not found:
            raise LookupError(f"the contract has no operation {name!r}")
        # Return the contract's own node, because the endpoint's data can be a copy.
        node: Any = contract["paths"][found[0].path]
        steps: list[str | int] = [found[0].verb, *rest]
    else:
        node, steps = contract["components"], list(path)
    for step in steps[:-1]:
        if step not in node if isinstance(node, dict) else not isinstance(step, int):
            raise LookupError(f"the contract has no {step!r} at this path")
        node = node[step]
    return node, steps[-1]


def _apply_action(parent: Any, key: str | int, action: str, value: object) -> None:
    """Sets, adds, appends or removes a value in a node of the contract."""
    present = key in parent if isinstance(parent, dict) else int(key) < len(parent)
    if action == "add":
        if present:
            raise ValueError(f"the contract already has {key!r}")
    elif not present:
        raise LookupError(f"the contract has no {key!r} at this path")
    if action == "remove":
        del parent[key]
        return
    if action == "append":
        if not isinstance(parent[key], list):
            raise ValueError(f"{key!r} is not a list")
        if value in parent[key]:
            raise ValueError(f"the list {key!r} already contains the value to append")
        parent[key].append(value)
        return
    if action == "set" and parent[key] == value:
        raise ValueError(f"{key!r} already has this value in the contract")
    parent[key] = value
