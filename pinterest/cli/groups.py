"""Groups of commands. A group creates its commands only when the group is used."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from importlib import import_module
from typing import Any

import typer

from pinterest.cli.command import Command, add_command, escape_brackets
from pinterest.cli.flags import FlagGroup

__all__ = [
    "DeferredCommand",
    "LazyGroup",
    "create_click_commands",
    "create_group",
    "create_noun_groups",
]


class LazyGroup(FlagGroup):
    """A command group that loads its commands on first use.

    Attributes:
        load: A function that returns the commands by name.
        find_alias: A function that converts an alias to a command name, and returns any other name unchanged.
    """

    load: Callable[[], Mapping[str, Any]]
    find_alias: Callable[[str], str] = staticmethod(lambda name: name)
    _loaded: Mapping[str, Any] | None = None

    def _load_all(self) -> Mapping[str, Any]:
        if self._loaded is None:
            self._loaded = {**self.load(), **self.commands}
        return self._loaded

    def list_commands(self, ctx: Any) -> list[str]:
        """Returns the names of the commands."""
        return list(self._load_all())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Returns the command with this name or alias, or None if the group has no such command."""
        found = self._load_all()
        command = found.get(cmd_name) or found.get(self.find_alias(cmd_name))
        return command() if isinstance(command, DeferredCommand) else command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Finds the command that the first argument names. The error for an unknown name suggests similar names."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and self.get_command(ctx, name) is None:
            close = difflib.get_close_matches(name, self.list_commands(ctx), n=3, cutoff=0.6)
            *others, last = map(repr, close or [""])
            named = f"{', '.join(others)} or {last}" if others else last
            hint = f" Did you mean {named}?" if close else ""
            ctx.fail(f"There is no command {name!r}.{hint}")
        return super().resolve_command(ctx, args)


class DeferredCommand:
    """A command or a group that is created on first use."""

    def __init__(self, create: Callable[[], Any]) -> None:
        self._create = create
        self._created: Any = None

    def __call__(self) -> Any:
        """Returns the command or group, and creates it on the first call."""
        if self._created is None:
            self._created = self._create()
        return self._created


def create_group(
    name: str,
    help: str,
    panel: str,
    load: Callable[[], Mapping[str, Any]],
    cls: type[LazyGroup] = LazyGroup,
) -> FlagGroup:
    """Returns a command group that loads its commands on first use.

    Args:
        name: The name of the group.
        help: What the commands of the group do.
        panel: The heading under which the help lists the group.
        load: A function that returns the commands by name.
        cls: The class of the group.
    """
    app = typer.Typer(
        name=name,
        cls=cls,
        help=escape_brackets(help),
        no_args_is_help=True,
        rich_markup_mode="rich",
        add_completion=False,
    )
    app.callback()(_do_nothing)
    group: Any = typer.main.get_group(app)
    group.name, group.load, group.rich_help_panel = name, load, panel
    group.help = group.short_help = escape_brackets(help)
    return group  # type: ignore[no-any-return]  # a FlagGroup


# With a callback, Typer creates a group even for a single command.
def _do_nothing() -> None:
    """Does nothing. Serves as the callback of a command group."""


def create_click_commands(commands: Iterable[Command]) -> dict[str, Any]:
    """Converts commands to Click commands, and returns the Click commands by name."""
    app = typer.Typer(rich_markup_mode="rich", add_completion=False)
    app.callback()(_do_nothing)
    for command in commands:
        add_command(app, command)
    group: Any = typer.main.get_group(app)
    return dict(group.commands)


def create_noun_groups() -> dict[str, Any]:
    """Maps names, such as `ad-groups`, to the command groups of the rich models."""
    from pinterest.cli.nouns import NOUNS

    ordered = sorted(NOUNS.items(), key=lambda item: item[1][2] != "Advertising")
    # Each model is imported when its group loads its commands.
    return {
        name: DeferredCommand(
            partial(create_group, name, summary, panel, _create_command_loader(model, module))
        )
        for name, (model, module, panel, summary) in ordered
    }


def _create_command_loader(model: str, module: str) -> Callable[[], Mapping[str, Any]]:
    """Returns a function that imports a rich model and returns its commands by name."""

    def load_commands() -> Mapping[str, Any]:
        from pinterest.cli.methods import get_command_builders

        builders = get_command_builders(getattr(import_module(module), model))
        return {
            name: DeferredCommand(partial(_create_click_command, name, build))
            for name, build in builders.items()
        }

    return load_commands


def _create_click_command(name: str, build: Callable[[], Command]) -> Any:
    return create_click_commands([build()])[name]
