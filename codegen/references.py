"""Finds the schemas that operations use, directly or through other schemas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from codegen.contract import SUCCESS, ContractError, Endpoint, iter_endpoints, resolve_reference

PREFIX: Final = "#/components/schemas/"
_DATA: Final = ("$ref", "default", "discriminator", "enum", "example", "examples")


class References:
    """The references from operations to schemas, and between schemas, in a contract with overrides applied."""

    def __init__(self, contract: Mapping[str, Any], schemas_to_keep: Iterable[str] = ()) -> None:
        """Stores the contract, and the names of schemas to keep even if no operation uses them."""
        self._contract = contract
        self._schemas = contract["components"]["schemas"]
        self._closures: dict[str, frozenset[str]] = {}
        unknown = set(schemas_to_keep) - set(self._schemas)
        if unknown:
            raise ContractError(f"scope: the contract has no schema {', '.join(sorted(unknown))}")
        self.kept_schemas = self._collect_references(
            [{"$ref": PREFIX + name} for name in schemas_to_keep]
        )
        used = sorted(set(schemas_to_keep) & self._used_by_operations)
        if used:
            raise ContractError(
                f"scope: `schemas` is only for schemas that no operation uses; remove {', '.join(used)}"
            )

    def find_operation_references(self, endpoint: Endpoint) -> set[str]:
        """Returns the schemas in an operation's parameters, body and responses, including error responses."""
        responses = list(endpoint.data["responses"].values())
        return self._collect_references(
            [endpoint.data.get("parameters"), endpoint.data.get("requestBody"), responses]
        )

    def find_only_in_errors(self, endpoint: Endpoint) -> set[str]:
        """Returns the schemas that an operation only uses for error responses."""
        responses = endpoint.data["responses"]
        failed = [data for status, data in responses.items() if not status.startswith(SUCCESS)]
        succeeded = [data for status, data in responses.items() if status.startswith(SUCCESS)]
        sent = [endpoint.data.get("parameters"), endpoint.data.get("requestBody")]
        return self._collect_references(failed) - self._collect_references([*succeeded, *sent])

    @cached_property
    def in_use(self) -> set[str]:
        """The schemas that operations use, and the schemas to keep even if no operation uses them."""
        return self.kept_schemas | self._used_by_operations

    @cached_property
    def _used_by_operations(self) -> set[str]:
        """The schemas that operations use, directly or through other schemas."""
        return set().union(
            *(self.find_operation_references(item) for item in iter_endpoints(self._contract))
        )

    @cached_property
    def in_requests(self) -> set[str]:
        """The schemas that at least one operation accepts."""
        accepted: list[object] = []
        for item in iter_endpoints(self._contract):
            parameters = [
                resolve_reference(self._contract, node) for node in item.data.get("parameters", ())
            ]
            accepted.append(item.data.get("requestBody"))
            # Only parameters that are objects have a schema class.
            schemas = [node["schema"] for node in parameters]
            accepted += [
                node
                for node in schemas
                if resolve_reference(self._contract, node).get("type") == "object"
            ]
        return self._collect_references(accepted)

    @cached_property
    def in_responses(self) -> set[str]:
        """The schemas that at least one operation returns, including error responses."""
        return self._collect_references(
            item.data["responses"] for item in iter_endpoints(self._contract)
        )

    def _collect_references(self, nodes: Iterable[object]) -> set[str]:
        """Returns the names of the schemas that parts of the contract refer to, directly or through other schemas."""
        found: set[str] = set()
        waiting = [name for node in nodes for name in self.find_references(node)]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self._find_component_references(name)
        return found

    def _find_component_references(self, name: str) -> frozenset[str]:
        """Returns the names of the schemas that a schema refers to directly."""
        if name not in self._closures:
            self._closures[name] = frozenset(self.find_references(self._schemas[name]))
        return self._closures[name]

    def find_references(self, node: object) -> Iterator[str]:
        """Yields the names of the schemas that a part of the contract refers to directly."""
        if isinstance(node, list):
            for item in node:
                yield from self.find_references(item)
        elif isinstance(node, dict):
            reference = node.get("$ref", "")
            if isinstance(reference, str) and reference.startswith(PREFIX):
                yield reference.removeprefix(PREFIX)
            elif isinstance(reference, str) and reference:
                yield from self.find_references(resolve_reference(self._contract, node))
            for reference in node.get("discriminator", {}).get("mapping", {}).values():
                yield reference.removeprefix(PREFIX)
            for key, value in node.items():
                # The keys of `properties` are field names, even if they look like keywords.
                if key == "properties":
                    yield from self.find_references(list(value.values()))
                elif key not in _DATA:
                    yield from self.find_references(value)
