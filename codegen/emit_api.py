"""Writes `pinterest/api/`: one class per tag, one typed method per operation."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Sequence

from codegen import method_docstrings, naming
from codegen.caller_types import CallerTypes
from codegen.contract import ContractError
from codegen.operations import DescribedOperation
from codegen.schema_library import SchemaLibrary
from codegen.writer import emit_lazy_package
from pinterest.operation import Answer, Operation, Parameter

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
    from pinterest.utils.batch_schema import BatchList
    from pinterest.utils.bookmark import Bookmark, Page
    from pinterest.utils.protocol import Deadline, Timeout
"""


def emit_api_files(
    library: SchemaLibrary,
    described_operations: Iterable[DescribedOperation],
    gathering_tags: Iterable[str] = (),
) -> dict[str, str]:
    """Maps the path of each file below `api/` to the file's source code.

    `gathering_tags` are the tags that use the schemas of many other tags.
    """
    by_tag: dict[str, list[DescribedOperation]] = defaultdict(list)
    for item in described_operations:
        by_tag[item.operation.tag].append(item)
    files = {
        f"{tag}.py": _ApiModule(
            library, tag, items, preloads_schemas=tag in gathering_tags
        ).emit_module()
        for tag, items in by_tag.items()
    }
    files |= emit_lazy_package(
        "pinterest.api",
        "Typed methods for all API operations, with one class per tag. Each class is loaded when it is first used.",
        {build_class_name(tag): tag for tag in by_tag},
    )
    return files


def build_class_name(tag: str) -> str:
    """Returns the name of the class with the methods of a tag."""
    return f"{naming.to_pascal_case(tag)}Api"


class _ApiModule:
    """Writes the module with the API class of one tag."""

    def __init__(
        self,
        library: SchemaLibrary,
        tag: str,
        items: Sequence[DescribedOperation],
        *,
        preloads_schemas: bool,
    ) -> None:
        """Stores the arguments. If `preloads_schemas`, creating an object of the API class loads the tag's schemas."""
        self._library = library
        self._tag = tag
        self._items = items
        self._preloads_schemas = preloads_schemas
        self._types = CallerTypes(library.definitions)

    def emit_module(self) -> str:
        """Returns the text of the module."""
        methods = [self._emit_method(item) for item in self._items]
        lines = [
            f'"""Typed methods for the API operations with the tag `{self._tag}`."""',
            _IMPORTS.format(tag=self._tag),
        ]
        if self._types.schemas:
            lines.append(
                f"    from pinterest.schemas import {', '.join(sorted(self._types.schemas))}"
            )
        lines += [f"    {name}: TypeAlias = {kind}" for kind, name in self._types.aliases.items()]
        lines.append(f'else:\n    operations = LazyModule("pinterest.operations.{self._tag}")')
        lines += ["", f"class {build_class_name(self._tag)}(Api):"]
        operations = [item.operation for item in self._items]
        example = method_docstrings.build_class_example(build_class_name(self._tag), operations)
        shown = textwrap.indent("\n".join(["```python", *example, "```"]), "    ")
        text = f"One typed method for each API operation with the tag `{self._tag}`.\n\nExample:\n{shown}"
        lines.append(textwrap.indent(f'"""{text}\n"""', "    "))
        # Creating the API object of a gathering tag loads all schemas that the tag uses.
        if self._preloads_schemas:
            lines.append(f'\n    _preloaded_schemas = "pinterest.schemas.{self._tag}"')
        return "\n".join([*lines, *methods])

    def _emit_docstring(self, item: DescribedOperation) -> str:
        text = method_docstrings.describe_method(item, self._library.definitions)
        return textwrap.indent(f'"""{text}\n"""', "        ")

    def _emit_method(self, item: DescribedOperation) -> str:
        operation = item.operation
        _refuse_duplicate_names(operation)
        returns = self._render_return_type(operation.answers)
        passed = f"operations.{item.constant}, {_emit_argument_tuple(operation)}"
        if operation.body:
            passed += f", {operation.body.argument}"
        call = f"self._call({passed}, timeout=timeout, deadline=deadline)"
        carry = f"answer: {returns} = {call}\n        return answer" if returns != "None" else call
        return (
            f"\n    def {naming.to_method_name(operation.id)}({self._emit_signature(item)}) -> {returns}:\n"
            f"{self._emit_docstring(item)}\n        {carry}"
        )

    def _emit_signature(self, item: DescribedOperation) -> str:
        operation, body = item.operation, item.operation.body
        required = [
            f"{parameter.argument}: {self._render_parameter_type(item, parameter)}"
            for parameter in operation.parameters
            if parameter.required
        ]
        optional = [
            f"{parameter.argument}: {self._render_parameter_type(item, parameter)} | None = None"
            for parameter in operation.parameters
            if not parameter.required
        ]
        if body and body.required:
            required.append(f"{body.argument}: {self._types.render_body(body)}")
        elif body:
            optional.append(f"{body.argument}: {self._types.render_body(body)} | None = None")
        return ", ".join(
            [
                "self",
                *required,
                "*",
                *optional,
                "timeout: Timeout = None",
                "deadline: Deadline = None",
            ]
        )

    def _render_parameter_type(self, item: DescribedOperation, parameter: Parameter) -> str:
        if parameter.name == "bookmark" and item.operation.is_paged:
            return f"str | Bookmark[{_get_item_schema_name(item.operation)}]"
        return self._types.render_parameter(item, parameter)

    def _render_return_type(self, answers: Sequence[Answer]) -> str:
        kinds: list[str] = []
        for answer in answers:
            if answer.schema is None:
                kinds.append("None")
                continue
            self._types.schemas.add(answer.schema)
            if answer.paged:
                kinds.append(f"Page[{answer.schema}]")
            else:
                listed = "BatchList" if any(item.can_have_failures for item in answers) else "list"
                kinds.append(f"{listed}[{answer.schema}]" if answer.many else answer.schema)
        # By convention, None comes last in a union.
        ordered = sorted(dict.fromkeys(kinds), key=lambda kind: kind == "None")
        return " | ".join(ordered) or "None"


def _get_item_schema_name(operation: Operation) -> str:
    """Returns the name of the schema of a page's items."""
    return next(answer.schema for answer in operation.answers if answer.paged and answer.schema)


def _emit_argument_tuple(operation: Operation) -> str:
    """Returns the source code of a tuple with the arguments of an operation, in the order of its parameters."""
    names = [parameter.argument for parameter in operation.parameters]
    return f"({', '.join(names)}{',' if len(names) == 1 else ''})"


def _refuse_duplicate_names(operation: Operation) -> None:
    """Raises an error if two parameters of an operation have the same name in Python."""
    names = [parameter.argument for parameter in operation.parameters] + [
        "self",
        "timeout",
        "deadline",
    ]
    if operation.body:
        names.append(operation.body.argument)
    if len(set(names)) < len(names):
        raise ContractError(f"{operation.id}: two parameters have the same name in Python: {names}")
