"""`pinterest emulator`: runs the emulator of the API on this machine."""

from __future__ import annotations

from typing import Any

import typer

from pinterest.cli.errors import handle_errors

__all__ = ["create_emulator_command"]

_HELP = "Runs Pinterest's API on this machine, to try commands and scripts without an account."


def create_emulator_command() -> Any:
    """Returns the command `emulator`, which passes its arguments on to the emulator."""
    app = typer.Typer(add_completion=False)
    passes_on = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
    app.command(
        "emulator", help=_HELP, context_settings=passes_on, rich_help_panel="Everything else"
    )(_run_emulator)
    command: Any = typer.main.get_command(app)
    command.rich_help_panel = "Everything else"
    return command


def _run_emulator(ctx: typer.Context) -> None:
    with handle_errors(debug=False):
        from pinterest.emulator.__main__ import main

        raise typer.Exit(main(list(ctx.args), ctx.command_path))
