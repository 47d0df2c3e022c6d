"""The contract, corrected: the published description with the overrides worked in, still valid OpenAPI."""

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


class ContractError(Exception):
    """The contract, or an override of it, is not what the generator can work with."""


@dataclass(frozen=True)
class Endpoint:
    """An operation as the contract describes it: where it is, and the description."""

    path: str
    verb: str
    data: dict[str, Any]

    @property
    def id(self) -> str:
        """Its operationId."""
        return str(self._told("operationId"))

    @property
    def tag(self) -> str:
        """The group that it belongs to: the first of its tags."""
        return str(self._told("tags")[0])

    def _told(self, name: str) -> Any:
        if not self.data.get(name):
            raise ContractError(f"{self.verb.upper()} {self.path}: has no {name}")
        return self.data[name]


def load(path: str | Path, overrides: str | Path = OVERRIDES) -> dict[str, Any]:
    """Returns the corrected contract.

    Args:
        path: The published description, JSON.
        overrides: What is wrong with it or missing from it, TOML.

    Raises:
        ContractError: An override does not apply any more.
    """
    return corrected(read_contract(path), read_overrides(overrides).get("override", []))


def read_contract(path: str | Path) -> dict[str, Any]:
    """Returns the published description as it is.

    Raises:
        ContractError: There is none at that place, or it is no JSON.
    """
    text = _text(path, "contract")
    try:
        contract: dict[str, Any] = json.loads(text)
    except ValueError as error:
        raise ContractError(f"the contract {path} is no JSON: {error}") from None
    return contract


def _text(path: str | Path, what: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ContractError(f"there is no {what} at {path}") from None


def read_overrides(path: str | Path = OVERRIDES) -> dict[str, Any]:
    """Returns the overrides file as data; what it says of many operations at once is an override of each."""
    try:
        data = tomllib.loads(_text(path, "file of overrides"))
    except tomllib.TOMLDecodeError as error:
        raise ContractError(f"the overrides {path} are no TOML: {error}") from None
    for group in data.pop("repeatable", []):
        data.setdefault("override", []).extend(
            {"at": ["operations", name, "x-repeatable"], "reason": group["reason"], "add": True}
            for name in group["operations"]
        )
    for group in data.pop("digits", []):
        places = [["texts", name] for name in group["parameters"]]
        places += [["fields", path] for path in group["fields"]]
        data.setdefault("override", []).extend(
            {"at": [*at, "pattern"], "reason": group["reason"], "add": DIGITS} for at in places
        )
    for group in data.pop("dates", []):
        places = [["texts", name] for name in group["parameters"]]
        places += [["fields", path] for path in group["fields"]]
        data.setdefault("override", []).extend(
            {"at": [*at, "format"], "reason": group["reason"], "add": "date"} for at in places
        )
    return data


def corrected(contract: dict[str, Any], overrides: list[dict[str, Any]]) -> dict[str, Any]:
    """Returns a copy of a contract with the overrides worked in, in their order.

    Raises:
        ContractError: An override has no reason, or does not apply.
    """
    result = copy.deepcopy(contract)
    for override in overrides:
        _apply(result, override)
    return result


def endpoints(contract: Mapping[str, Any]) -> Iterator[Endpoint]:
    """Yields every operation in the order of the contract."""
    for path, item in contract["paths"].items():
        shared = item.get("parameters", [])
        for verb, data in item.items():
            if verb in VERBS:
                parameters = shared + data.get("parameters", [])
                yield Endpoint(path, verb, {**data, "parameters": parameters} if shared else data)


def resolve(contract: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Returns what a node stands for, following its reference where it is one.

    Raises:
        ContractError: There is nothing where it refers to.
    """
    while "$ref" in node:
        target: Any = contract
        for step in node["$ref"].removeprefix("#/").split("/"):
            if step not in target:
                raise ContractError(f"refers to {node['$ref']}, which is not there")
            target = target[step]
        node = target
    return node


def _apply(contract: dict[str, Any], override: dict[str, Any]) -> None:
    at = override.get("at", [])
    where = " > ".join(map(str, at))
    if not override.get("reason"):
        raise ContractError(f"override of {where}: it has no reason")
    actions = [action for action in ("set", "add", "append") if action in override]
    if len(at) < 2 or len(actions) != 1:
        raise ContractError(
            f"override of {where}: it needs `at` and exactly one of set, add and append"
        )
    action, value = actions[0], copy.deepcopy(override[actions[0]])
    try:
        for parent, key in _parents(contract, at):
            _change(parent, key, action, value)
    except (LookupError, TypeError, ValueError) as error:
        raise ContractError(
            f"override of {where} no longer applies: {error}; compare it with the contract"
        ) from None


def _parents(contract: dict[str, Any], at: list[str | int]) -> list[tuple[Any, str | int]]:
    if at[0] == "fields":
        return [(field_at(contract, str(at[1])), at[2])]
    if at[0] != "texts":
        return [_parent(contract, at)]
    # Every parameter of that name which is text of any kind; by identity, as operations share some.
    found: dict[int, Any] = {}
    for endpoint in endpoints(contract):
        for item in endpoint.data.get("parameters", []):
            try:
                parameter = resolve(contract, item)
            except ContractError as error:
                raise ContractError(f"{endpoint.id}: {error}") from None
            if parameter["name"] == at[1]:
                schema = resolve(contract, parameter["schema"])
                schema = resolve(contract, schema.get("items", schema))
                if schema.get("type") == "string" and at[2] not in schema:
                    found[id(schema)] = schema
    if not found:
        raise LookupError(f"no text parameter {at[1]!r} is without {at[2]}")
    return [(schema, at[2]) for schema in found.values()]


def field_at(contract: dict[str, Any], path: str) -> Any:
    """Returns the field that is written `Schema.field`, or `Schema.field[]` for the members of a list.

    It may stand in one of the parts or members that are described within the schema.
    """
    name, *steps = path.split(".")
    node = contract["components"]["schemas"][name]
    for step in steps:
        field = step.removesuffix("[]")
        parts = [node, *(part for key in ("allOf", "oneOf", "anyOf") for part in node.get(key, ()))]
        found = [part["properties"][field] for part in parts if field in part.get("properties", {})]
        if len(found) != 1:
            raise LookupError(f"{field!r} is there {len(found)} times")
        node = found[0]["items"] if step != field else found[0]
    return node


def _parent(contract: dict[str, Any], at: list[str | int]) -> tuple[Any, str | int]:
    kind, name, *rest = at
    if kind == "operations":
        found = [item for item in endpoints(contract) if item.id == name]
        if not found:
            raise LookupError(f"there is no operation {name!r}")
        # The path item's own description, not the copy that carries shared parameters.
        node: Any = contract["paths"][found[0].path]
        steps: list[str | int] = [found[0].verb, *rest]
    else:
        node, steps = contract["components"], list(at)
    for step in steps[:-1]:
        if step not in node if isinstance(node, dict) else not isinstance(step, int):
            raise LookupError(f"there is no {step!r}")
        node = node[step]
    return node, steps[-1]


def _change(parent: Any, key: str | int, action: str, value: object) -> None:
    present = key in parent if isinstance(parent, dict) else int(key) < len(parent)
    if action == "add":
        if present:
            raise ValueError(f"the contract has {key!r} by now")
    elif not present:
        raise LookupError(f"there is no {key!r}")
    if action == "append":
        if not isinstance(parent[key], list) or value in parent[key]:
            raise ValueError(f"{key!r} is no list, or holds it by now")
        parent[key].append(value)
        return
    if action == "set" and parent[key] == value:
        raise ValueError("the contract says the same by now")
    parent[key] = value
