"""Commands whose help shows no type for flags and arguments. Newer versions of Typer show `<bool>` and `<str>`."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup

__all__ = ["FlagCommand", "FlagGroup"]


class _TypeHider:
    """A mixin that hides the types of positional arguments and flags in the help."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Returns the options and arguments. Their types are hidden where the help should not show them."""
        found: list[Any] = super().get_params(ctx)  # type: ignore[misc]  # a command has it
        for option in found:
            if getattr(option, "is_flag", False):
                option.metavar = ""
            elif option.param_type_name == "argument":
                option.display_type_rich = _hide_type
        return found


def _hide_type(ctx: Any) -> None:
    pass


class FlagCommand(_TypeHider, TyperCommand):
    """A command whose help shows no type for flags and arguments."""


class FlagGroup(_TypeHider, TyperGroup):
    """A group whose help shows no type for flags and arguments."""
