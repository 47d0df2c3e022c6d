"""Writes `pinterest/fields/`: for each schema that has a rich model, its fields as annotations and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from codegen import prose
from codegen.contract import ContractError
from codegen.definitions import used
from codegen.rendering import optional, plain
from codegen.schema_library import SchemaLibrary


def field_files(library: SchemaLibrary, wanted: Mapping[str, list[str]]) -> dict[str, str]:
    """Returns the text of each file below `fields/`.

    Args:
        library: The definitions.
        wanted: For each tag, the schemas.
    """
    files = {f"{tag}.py": _module(library, tag, names) for tag, names in wanted.items()}
    files["__init__.py"] = '"""The fields of every rich model, declared once, with their types."""'
    return files


def _module(library: SchemaLibrary, tag: str, names: list[str]) -> str:
    schemas: set[str] = set()
    classes: list[str] = []
    for name in names:
        definition = library.definitions.get(name)
        if definition is None or definition.kind != "model":
            raise ContractError(f"fields of {name}: the contract has no object of that name")
        schemas |= used(definition)
        classes += ["", f"class {name}Fields:"]
        classes.append(
            f'    """What an object of the schema `{name}` holds; a field is None where the API told nothing."""'
        )
        # Without slots of its own the rich model would take any name that is set on it.
        classes += ["", "    __slots__ = ()", ""]
        for item in definition.properties:
            classes.append(f"    {item.attribute}: {plain(optional(item.type))}")
            note = prose.note(name, item)
            if note:
                classes.append(f'    """{note}"""')
    lines = [f'"""Fields of the rich models of the tag `{tag}`."""', ""]
    lines += ["from __future__ import annotations", "", "from typing import TYPE_CHECKING", ""]
    lines += ["if TYPE_CHECKING:", "    import datetime", "    from typing import Any, Literal", ""]
    if schemas:
        lines.append(f"    from pinterest.schemas import {', '.join(sorted(schemas))}")
    return "\n".join(lines + classes)
