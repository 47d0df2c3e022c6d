"""Which schemas are reached from which operations, by what the contract refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from codegen.contract import SUCCESS, ContractError, Endpoint, endpoints, resolve

PREFIX: Final = "#/components/schemas/"
_DATA: Final = ("$ref", "default", "discriminator", "enum", "example", "examples")


class Reach:
    """What is reached from where, over a corrected contract."""

    def __init__(self, contract: Mapping[str, Any], kept: Iterable[str] = ()) -> None:
        """Takes the contract, and components to keep although no operation reaches them."""
        self._contract = contract
        self._schemas = contract["components"]["schemas"]
        self._closures: dict[str, frozenset[str]] = {}
        unknown = set(kept) - set(self._schemas)
        if unknown:
            raise ContractError(f"scope: the contract has no schema {', '.join(sorted(unknown))}")
        self.kept = self._closure([{"$ref": PREFIX + name} for name in kept])
        reached = sorted(set(kept) & self._reached)
        if reached:
            raise ContractError(f"scope: {', '.join(reached)}: reached by operations anyway")

    def of(self, endpoint: Endpoint) -> set[str]:
        """Returns the components that an operation reaches: by parameters, body and answers, errors included."""
        answers = list(endpoint.data["responses"].values())
        return self._closure(
            [endpoint.data.get("parameters"), endpoint.data.get("requestBody"), answers]
        )

    def of_errors(self, endpoint: Endpoint) -> set[str]:
        """Returns the components that an operation answers only where something went wrong."""
        answers = endpoint.data["responses"]
        failed = [data for status, data in answers.items() if not status.startswith(SUCCESS)]
        fine = [data for status, data in answers.items() if status.startswith(SUCCESS)]
        sent = [endpoint.data.get("parameters"), endpoint.data.get("requestBody")]
        return self._closure(failed) - self._closure([*fine, *sent])

    @cached_property
    def anywhere(self) -> set[str]:
        """The components that are kept, or that some operation of the whole contract reaches."""
        return self.kept | self._reached

    @cached_property
    def _reached(self) -> set[str]:
        return set().union(*(self.of(item) for item in endpoints(self._contract)))

    @cached_property
    def in_requests(self) -> set[str]:
        """The components that some operation of the whole contract takes."""
        taken: list[object] = []
        for item in endpoints(self._contract):
            parameters = [resolve(self._contract, node) for node in item.data.get("parameters", ())]
            taken.append(item.data.get("requestBody"))
            # Of the others, one value is checked by the parameter itself.
            schemas = [node["schema"] for node in parameters]
            taken += [
                node for node in schemas if resolve(self._contract, node).get("type") == "object"
            ]
        return self._closure(taken)

    @cached_property
    def in_answers(self) -> set[str]:
        """The components that some operation of the whole contract answers with, errors included."""
        return self._closure(item.data["responses"] for item in endpoints(self._contract))

    def _closure(self, nodes: Iterable[object]) -> set[str]:
        found: set[str] = set()
        waiting = [name for node in nodes for name in self.named(node)]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self._direct(name)
        return found

    def _direct(self, name: str) -> frozenset[str]:
        if name not in self._closures:
            self._closures[name] = frozenset(self.named(self._schemas[name]))
        return self._closures[name]

    def named(self, node: object) -> Iterator[str]:
        """Yields the components that a part of the contract speaks of, not those that these speak of."""
        if isinstance(node, list):
            for item in node:
                yield from self.named(item)
        elif isinstance(node, dict):
            reference = node.get("$ref", "")
            if isinstance(reference, str) and reference.startswith(PREFIX):
                yield reference.removeprefix(PREFIX)
            elif isinstance(reference, str) and reference:
                yield from self.named(resolve(self._contract, node))
            for reference in node.get("discriminator", {}).get("mapping", {}).values():
                yield reference.removeprefix(PREFIX)
            for key, value in node.items():
                # What `properties` holds are names, whatever they look like.
                if key == "properties":
                    yield from self.named(list(value.values()))
                elif key not in _DATA:
                    yield from self.named(value)
