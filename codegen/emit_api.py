"""Writes `pinterest/api/`: one class per tag, one typed method per operation."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Sequence

from codegen import method_docstrings, naming, prose
from codegen.contract import ContractError
from codegen.operations import Described
from codegen.rendering import literal
from codegen.schema_library import SchemaLibrary
from codegen.writer import lazy_package
from pinterest.operation import Answer, Body, Operation, Parameter

# More of them would hide what else a method takes; they get a name.
_MOST_INLINE = 64
_KINDS = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "object": "Mapping[str, object]",
}
_IMPORTS = """
from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.utils.base_api import Api
from pinterest.utils.lazy import LazyModule

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence
    from typing import Any, Literal, TypeAlias
    from pinterest.operations import {tag} as operations
    from pinterest.schema import OpenEnum
    from pinterest.utils.paginated import Paginated
    from pinterest.utils.protocol import Timeout
"""


def api_files(
    library: SchemaLibrary, described: Iterable[Described], gathering: Iterable[str] = ()
) -> dict[str, str]:
    """Returns the text of each file below `api/`.

    Args:
        library: The definitions.
        described: The operations.
        gathering: Tags whose schemas load those of others no sooner than they need them.
    """
    by_tag: dict[str, list[Described]] = defaultdict(list)
    for item in described:
        by_tag[item.operation.tag].append(item)
    files = {
        f"{tag}.py": _Module(library, tag, items, gathers=tag in gathering).text()
        for tag, items in by_tag.items()
    }
    files |= lazy_package(
        "pinterest.api",
        "Typed methods for every operation, one class per tag. A class is loaded when it is first used.",
        {class_name(tag): tag for tag in by_tag},
    )
    return files


def class_name(tag: str) -> str:
    """Returns the class that has the methods of a tag."""
    return f"{naming.pascal(tag)}Api"


class _Module:
    def __init__(
        self, library: SchemaLibrary, tag: str, items: Sequence[Described], *, gathers: bool
    ) -> None:
        self._library = library
        self._tag = tag
        self._items = items
        self._gathers = gathers
        self._schemas: set[str] = set()
        self._named: dict[str, str] = {}

    def text(self) -> str:
        methods = [self._method(item) for item in self._items]
        noun = prose.spelled(naming.words(self._tag))
        lines = [f'"""Typed methods of the tag `{self._tag}`."""', _IMPORTS.format(tag=self._tag)]
        if self._schemas:
            lines.append(f"    from pinterest.schemas import {', '.join(sorted(self._schemas))}")
        lines += [f"    {name}: TypeAlias = {kind}" for kind, name in self._named.items()]
        lines.append(f'else:\n    operations = LazyModule("pinterest.operations.{self._tag}")')
        lines += ["", f"class {class_name(self._tag)}(Api):"]
        operations = [item.operation for item in self._items]
        example = method_docstrings.class_example(class_name(self._tag), operations)
        shown = textwrap.indent("\n".join(["```python", *example, "```"]), "    ")
        text = f"One method per operation on {noun}.\n\nExample:\n{shown}"
        lines.append(textwrap.indent(f'"""{text}\n"""', "    "))
        if self._gathers:
            lines.append(f'\n    _gathers = "pinterest.schemas.{self._tag}"')
        return "\n".join([*lines, *methods])

    def _docstring(self, item: Described) -> str:
        text = method_docstrings.method_docstring(item, self._library.definitions)
        return textwrap.indent(f'"""{text}\n"""', "        ")

    def _method(self, item: Described) -> str:
        operation = item.operation
        _refuse_clashes(operation)
        returns = self._returns(operation.answers)
        passed = f"operations.{item.constant}, {_arguments(operation)}"
        if operation.body:
            passed += f", {operation.body.argument}"
        call = f"self._call({passed}, timeout=timeout)"
        carry = f"answer: {returns} = {call}\n        return answer" if returns != "None" else call
        return (
            f"\n    def {naming.method(operation.id)}({self._signature(item)}) -> {returns}:\n"
            f"{self._docstring(item)}\n        {carry}"
        )

    def _signature(self, item: Described) -> str:
        operation, body = item.operation, item.operation.body
        required = [
            f"{parameter.argument}: {self._parameter(item, parameter)}"
            for parameter in operation.parameters
            if parameter.required
        ]
        optional = [
            f"{parameter.argument}: {self._parameter(item, parameter)} | None = None"
            for parameter in operation.parameters
            if not parameter.required
        ]
        if body and body.required:
            required.append(f"{body.argument}: {self._body(body)}")
        elif body:
            optional.append(f"{body.argument}: {self._body(body)} | None = None")
        return ", ".join(["self", *required, "*", *optional, "timeout: Timeout = None"])

    def _parameter(self, item: Described, parameter: Parameter) -> str:
        kind = self._single(item, parameter)
        return f"Sequence[{kind}]" if parameter.many else kind

    def _single(self, item: Described, parameter: Parameter) -> str:
        enum = item.enums.get(parameter.name)
        if enum:
            self._schemas.add(enum)
            return f"{enum} | {self._values(parameter)}"
        if parameter.enum:
            # Answers have these values as members of enums that the contract does not tie to the parameter.
            values = self._values(parameter)
            return f"{values} | OpenEnum" if parameter.kind == "string" else values
        if parameter.is_id:
            return "str | int"
        if parameter.schema:
            self._schemas.add(parameter.schema)
            return f"{parameter.schema} | Mapping[str, object]"
        if parameter.format:
            moment = "datetime" if parameter.format == "date-time" else "date"
            return f"str | datetime.{moment}"
        return _KINDS[parameter.kind]

    def _values(self, parameter: Parameter) -> str:
        """Returns the type of fixed values: a name for it, which the module has once, where there are many."""
        kind = literal(parameter.enum)
        if len(parameter.enum) <= _MOST_INLINE:
            return kind
        if kind not in self._named:
            taken = {name.lower() for name in self._named.values()}
            name = naming.unique(f"_{naming.pascal(parameter.name)}", taken, "_")
            self._named[kind] = name
        return self._named[kind]

    def _body(self, body: Body) -> str:
        self._schemas.add(body.schema)
        single = f"{body.schema} | Mapping[str, object]"
        return f"Sequence[{single}]" if body.many else single

    def _returns(self, answers: Sequence[Answer]) -> str:
        kinds: list[str] = []
        for answer in answers:
            if answer.schema is None:
                kinds.append("None")
                continue
            self._schemas.add(answer.schema)
            if answer.paged:
                kinds.append(f"Paginated[{answer.schema}]")
            else:
                kinds.append(f"list[{answer.schema}]" if answer.many else answer.schema)
        # None reads best at the end.
        ordered = sorted(dict.fromkeys(kinds), key=lambda kind: kind == "None")
        return " | ".join(ordered) or "None"


def _arguments(operation: Operation) -> str:
    """Returns the tuple of an operation's parameters, in their order."""
    names = [parameter.argument for parameter in operation.parameters]
    return f"({', '.join(names)}{',' if len(names) == 1 else ''})"


def _refuse_clashes(operation: Operation) -> None:
    names = [parameter.argument for parameter in operation.parameters] + ["self", "timeout"]
    if operation.body:
        names.append(operation.body.argument)
    if len(set(names)) < len(names):
        raise ContractError(f"{operation.id}: two parameters have the same name in Python: {names}")
