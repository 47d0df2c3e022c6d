"""Writes `pinterest/operations/`: one `Operation` per operation, one module per tag."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from codegen import naming
from codegen.operations import DescribedOperation
from codegen.rendering import quote
from codegen.writer import emit_package_docstring
from pinterest.operation import Parameter

_IMPORTS = "from pinterest.operation import Answer, Body, Operation, Parameter"


def emit_operation_files(described_operations: Iterable[DescribedOperation]) -> dict[str, str]:
    """Returns the text of each file below `operations/`."""
    by_tag: dict[str, list[DescribedOperation]] = defaultdict(list)
    for item in described_operations:
        by_tag[item.operation.tag].append(item)
    files = {f"{tag}.py": _emit_module(tag, items) for tag, items in by_tag.items()}
    files["__init__.py"] = _emit_init_module(by_tag)
    return files


def _emit_module(tag: str, items: Sequence[DescribedOperation]) -> str:
    shared = _name_shared_parameters(items)
    lines = [
        f'"""An `Operation` object for each API operation with the tag `{tag}`."""',
        "",
        "from __future__ import annotations",
    ]
    lines += ["", _IMPORTS, ""]
    lines += [f"{name} = {emit_value(parameter)}\n" for parameter, name in shared.items()]
    for item in items:
        lines.append(f"{item.constant} = {emit_value(item.operation, shared)}\n")
    return "\n".join(lines)


def _name_shared_parameters(items: Sequence[DescribedOperation]) -> dict[Parameter, str]:
    """Chooses a constant name, such as `_AD_ACCOUNT_ID`, for each parameter that several operations share."""
    counts = Counter(parameter for item in items for parameter in item.operation.parameters)
    names: dict[Parameter, str] = {}
    for parameter, count in counts.items():
        if count > 1:
            taken = {name.lower() for name in names.values()}
            names[parameter] = naming.make_unique(
                "_" + naming.to_constant(parameter.name), taken, "_"
            )
    return names


def emit_value(value: object, shared: dict[Parameter, str] | None = None) -> str:
    """Returns the source code that creates a value.

    `shared` maps parameters to the names of their constants. For these parameters, returns the name of the constant.
    """
    if isinstance(value, Parameter) and shared and value in shared:
        return shared[value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        # Leave out fields with default values.
        fields = [
            f"{field.name}={emit_value(getattr(value, field.name), shared)}"
            for field in dataclasses.fields(value)
            if getattr(value, field.name) != field.default
            or isinstance(getattr(value, field.name), bool) is not isinstance(field.default, bool)
        ]
        return f"{type(value).__name__}({', '.join(fields)})"
    if isinstance(value, tuple):
        items = ", ".join(emit_value(item, shared) for item in value)
        return f"({items},)" if len(value) == 1 else f"({items})"
    return quote(value)


def _emit_init_module(by_tag: dict[str, list[DescribedOperation]]) -> str:
    tags = sorted(by_tag)
    where = sorted((item.operation.id, tag) for tag in tags for item in by_tag[tag])
    title = (
        "An `Operation` object for each operation of the API. "
        "Each submodule is loaded when one of its operations is first used."
    )
    lines = [emit_package_docstring(title)]
    lines += [
        "",
        "from __future__ import annotations",
        "",
        "from importlib import import_module",
        "",
    ]
    lines += ["from pinterest.operation import Operation"]
    lines += ["from pinterest.utils.suggest import unknown_name", ""]
    lines += ["MODULES: tuple[str, ...] = ("] + [f"    {tag!r}," for tag in tags] + [")"]
    lines += [
        '"""Names of the submodules. Each submodule contains the operations with one tag of the API."""',
        "",
    ]
    operations = [item.operation for tag in tags for item in by_tag[tag]]
    quotas = sorted({operation.quota for operation in operations if operation.quota})
    lines += ["QUOTAS: tuple[str, ...] = ("] + [f"    {name!r}," for name in quotas] + [")"]
    lines += ['"""Names of the rate limit quotas of the API."""', ""]
    lines += ["TAGS: dict[str, str] = {"] + [f"    {name!r}: {tag!r}," for name, tag in where]
    lines += [
        "}",
        '"""Tag of each operation, by operation ID. The submodule with the operation is named after the tag."""',
        "",
        _CODE,
    ]
    return "\n".join(lines)


_CODE = '''
def all_operations() -> tuple[Operation, ...]:
    """Loads all modules and returns all operations."""
    return tuple(
        value
        for module in MODULES
        for value in vars(import_module(f"{__name__}.{module}")).values()
        if isinstance(value, Operation)
    )


def get(operation_id: str) -> Operation:
    """Returns the operation with the given ID, such as `audiences/list`.

    Raises:
        KeyError: If there is no operation with this ID.
    """
    tag = TAGS.get(operation_id)
    if tag is None:
        raise KeyError(f"no operation {operation_id!r}; {unknown_name(operation_id, TAGS)}")
    module = vars(import_module(f"{__name__}.{tag}"))
    return next(
        value
        for value in module.values()
        if isinstance(value, Operation) and value.id == operation_id
    )
'''
