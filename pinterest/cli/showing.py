"""The command `show`: one object with all its fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pinterest.cli.command import Command, Option
from pinterest.cli.docstrings import parse_docstring
from pinterest.cli.errors import UsageError
from pinterest.cli.methods import (
    build_options,
    create_identity_options,
    create_object,
    get_command_name,
)
from pinterest.cli.shared_options import SharedOptions

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient

__all__ = ["create_show_command"]


def create_show_command(cls: Any) -> Command | None:
    """Returns the command `show` for a class, or None if the API cannot return objects of the class."""
    if getattr(cls, "_identity", None) is None:
        return None
    operation = cls._get_operation
    if operation is None and not hasattr(cls, "iter_all"):
        return None

    def show_object(
        client: PinterestSDKClient, arguments: dict[str, Any], shared: SharedOptions
    ) -> Any:
        item = create_object(cls, arguments, client)
        return (
            item.refresh() if operation is not None else _find_in_list(cls, item, arguments, client)
        )

    noun = get_command_name(cls)
    details = (
        [f"Request: {operation.verb} {operation.path}"]
        if operation is not None
        else ["The API cannot get one object of this kind, so this searches the whole list."]
    )
    own = cls._identity[-1] if cls._identity else ""
    words = re.sub(r"(?<!^)([A-Z])", r" \1", cls.__name__).lower()
    return Command(
        "show",
        show_object,
        summary=f"Shows all fields of one {words}." if own else "Shows your account.",
        details=details,
        options=[
            *create_identity_options(cls),
            *([] if operation is not None else _build_filter_options(cls)),
        ],
        panel="Objects",
        examples=[f"pinterest {noun} show {own.upper()} --json".replace("  ", " ")],
    )


def _build_filter_options(cls: Any) -> list[Option]:
    """Returns the options that filter the list of objects."""
    options = build_options(cls.iter_all, parse_docstring(cls.iter_all.__doc__))
    known = {option.name for option in create_identity_options(cls)}
    return [option for option in options if option.name not in known]


def _find_in_list(
    cls: Any, target: Any, filters: dict[str, Any], client: PinterestSDKClient
) -> Any:
    """Returns the object with the IDs of `target` from the list of objects that match the filters.

    Raises:
        UsageError: If the list does not contain the object.
    """
    parents = dict(zip(cls._identity[:-1], target._ids[:-1], strict=True))
    for item in cls.iter_all(**parents, **filters, client=client):
        if item == target:
            return item
    raise UsageError(
        f"{cls.__name__} {target._ids[-1]} is not in the list that `pinterest {get_command_name(cls)} list` prints "
        "with the same options. Check the ID and the options."
    )
