"""Parses the positional arguments in `models.toml`, such as `name!, status='ACTIVE'`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from codegen.contract import ContractError

REQUIRED: Final = object()
"""The default of a required argument."""
_POSITIONAL: Final = re.compile(r"(\w+)(!)?(?:=(.+))?")


@dataclass(frozen=True)
class PositionalArgument:
    """An argument that can be passed by position.

    Attributes:
        name: The name of the argument in Python.
        default: The default. None stands for the default in the contract.
        sent_as: The name of the field or parameter in the request.
    """

    name: str
    default: object
    sent_as: str


def parse_positional(
    text: str, renamed: Mapping[str, str] | None = None
) -> Iterator[PositionalArgument]:
    """Yields the arguments in a list from `models.toml`.

    Args:
        text: The list, such as `name!, status='ACTIVE'`. `!` marks a required argument.
        renamed: Maps names of arguments to names of request fields, if different.

    Raises:
        ContractError: If an argument is malformed.
    """
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = _POSITIONAL.fullmatch(part)
        if match is None:
            raise ContractError(
                f"models.toml: takes: {part!r} is not valid; write `name`, `name!` or `name='default'`"
            )
        name, needed, default = match.groups()
        value = REQUIRED if needed else None if default is None else _LiteralSource(default)
        yield PositionalArgument(name, value, (renamed or {}).get(name, name))


class _LiteralSource(str):
    """The source code of a default value."""

    __slots__ = ()

    def __new__(cls, text: str) -> _LiteralSource:
        ast.literal_eval(text)
        return super().__new__(cls, text)
