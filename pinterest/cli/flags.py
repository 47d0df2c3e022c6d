"""Hides the types of flags and arguments in the help. Newer versions of Typer would show `<bool>` and `<str>`."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup

__all__ = ["FlagCommand", "FlagGroup"]


class _TypeHider:
    """A mixin that hides the types of positional arguments and flags in the help."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Returns the command's parameters, with the types of flags and positional arguments hidden in the help."""
        found: list[Any] = super().get_params(ctx)  # type: ignore[misc]  # a command has it
        for option in found:
            if getattr(option, "is_flag", False):
                option.metavar = ""
            elif option.param_type_name == "argument":
                # Typer calls this method for the type that the help shows.
                option.display_type_rich = _return_no_type
        return found


def _return_no_type(ctx: Any) -> None:
    """Returns None, so that the help shows no type for an argument."""


class FlagCommand(_TypeHider, TyperCommand):
    """A command whose help shows no type for flags and arguments."""


class FlagGroup(_TypeHider, TyperGroup):
    """A group whose help shows no type for flags and arguments."""
