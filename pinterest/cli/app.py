"""The command `pinterest`, with all its groups."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import typer

from pinterest.cli.errors import ExitCode
from pinterest.cli.groups import LazyGroup, create_click_commands, create_noun_groups
from pinterest.version import __version__

__all__ = ["create_app", "run"]

_HELP = (
    "Work with Pinterest's API from a shell.\n\n"
    "Every command has --help. The token comes from the settings: see `pinterest config`. "
    "To try everything without an account, run `pinterest emulator`."
)
_EPILOG = (
    "Exit codes: 0 done, 1 the API refused or failed, 2 usage, 3 token or permission, 4 no connection, "
    "5 outcome unknown, 6 some items failed, 7 rate limit or still running: try again later, 130 interrupted."
)


def create_app() -> Any:
    """Returns the `pinterest` command with its groups."""
    app = typer.Typer(
        name="pinterest",
        cls=LazyGroup,
        help=_HELP,
        epilog=_EPILOG,
        no_args_is_help=True,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    app.callback()(_accept_version_option)
    group: Any = typer.main.get_command(app)
    group.load = _load_commands
    group.find_alias = _find_group_name
    return group


def _print_version(version: bool) -> None:
    if version:
        print(f"pinterest-v5 {__version__}")
        raise typer.Exit


def _accept_version_option(
    *,
    version: bool = typer.Option(
        False, "--version", help="Print the version.", is_eager=True, callback=_print_version
    ),
) -> None:
    pass


def _load_commands() -> Mapping[str, Any]:
    """Returns the commands and groups of `pinterest` by name."""
    from pinterest.cli.account import create_account_commands
    from pinterest.cli.call import create_call_group
    from pinterest.cli.emulator import create_emulator_command
    from pinterest.cli.events import create_events_group
    from pinterest.cli.report import create_report_command
    from pinterest.cli.upload import create_upload_command

    return {
        **create_click_commands(
            [*create_account_commands(), create_report_command(), create_upload_command()]
        ),
        "events": create_events_group(),
        "call": create_call_group(),
        "emulator": create_emulator_command(),
        **create_noun_groups(),
    }


def _find_group_name(name: str) -> str:
    """Converts a singular noun to the name of its command group: `campaign` becomes `campaigns`."""
    return f"{name[:-1]}ies" if name.endswith("y") and not name.endswith("ay") else f"{name}s"


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs the command `pinterest` and returns its exit code."""
    try:
        code = create_app().main(
            args=None if arguments is None else list(arguments),
            prog_name="pinterest",
            standalone_mode=True,
        )
    except SystemExit as end:
        # Typer and Rich exit with 1 if the program that reads the help has exited.
        is_broken = isinstance(end.__context__, BrokenPipeError)
        code = ExitCode.BROKEN_PIPE if is_broken else end.code
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return ExitCode.INTERRUPTED
    return code if isinstance(code, int) else 0
