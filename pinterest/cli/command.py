"""A command and its options, and the function that Typer runs for it."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import typer

from pinterest.cli.annotations import ValueKind
from pinterest.cli.errors import UsageError, handle_errors
from pinterest.cli.flags import FlagCommand
from pinterest.cli.jobs import wait_for_job
from pinterest.cli.output import print_message, print_result
from pinterest.cli.shared_options import (
    AD_ACCOUNT,
    SharedOptions,
    create_shared_parameters,
    get_default_ad_account,
)
from pinterest.cli.values import parse_value

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient

__all__ = ["Command", "Option", "Run", "add_command", "escape_brackets"]


@dataclass(frozen=True)
class Option:
    """An option or a positional argument of a command.

    Attributes:
        name: The name of the Python argument.
        kind: The values that the option accepts.
        help: The description in the help.
        required: Whether the option is required.
        positional: Whether the option is a positional argument.
        defaults_to_ad_account: Whether the option defaults to the ad account in the settings.
        flag: The name on the command line, such as `--body`. Empty if derived from `name`.
    """

    name: str
    kind: ValueKind = field(default_factory=ValueKind)
    help: str = ""
    required: bool = False
    positional: bool = False
    defaults_to_ad_account: bool = False
    flag: str = ""

    @property
    def flags(self) -> str:
        """The option as the user types it, such as `--page-size`."""
        if self.positional:
            return self.name.upper()
        return self.flag or f"--{self.name.strip('_').replace('_', '-')}"

    def to_parameter(self) -> inspect.Parameter:
        """Returns the option as a parameter of the function that Typer runs."""
        annotation: Any = list[str] if self.kind.many else str
        text, metavar = escape_brackets(self.help), self.kind.metavar
        required = "Required. " if self.required else ""
        if self.positional:
            missing: Any = ... if self.required else None
            default = typer.Argument(missing, metavar=self.flags, help=text, show_default=False)
        elif self.kind.name == "bool":
            flags, annotation = f"{self.flags}/--no-{self.flags.removeprefix('--')}", bool
            default = typer.Option(None, flags, help=required + text, show_default=False)
        else:
            default = typer.Option(
                None,
                self.flags,
                help=required + text,
                metavar=metavar,
                show_default=False,
                autocompletion=self._suggest_choices if self.kind.choices else None,
            )
        keyword = inspect.Parameter.KEYWORD_ONLY
        return inspect.Parameter(self.name, keyword, default=default, annotation=annotation)

    def _suggest_choices(self, incomplete: str) -> list[str]:
        """Returns the choices that start with `incomplete`, ignoring case."""
        typed = incomplete.casefold()
        return [str(item) for item in self.kind.choices if str(item).casefold().startswith(typed)]


Run = Callable[["PinterestSDKClient", dict[str, Any], SharedOptions], Any]
"""A function that runs a command, given the client, the values of the passed options, and the shared options."""


@dataclass(frozen=True)
class Command:
    """A command, its options and its help.

    Attributes:
        name: The name of the command.
        run: The function that runs the command and returns the result to print.
        summary: What the command does, in one sentence.
        details: More paragraphs for the help.
        options: The options of the command.
        panel: The heading under which the help lists the command.
        message: The text to print if the result is True or None. Can contain names of options in braces.
        is_list: Whether the command prints a list.
        deletes: Whether the command deletes something and asks for confirmation.
        examples: Examples for the help.
        sends: Whether the command sends requests.
        connects: Whether the command has `--environment` and `--base-url` even if `sends` is False.
        reads: Whether the command only reads, and so accepts unknown enum values with `--any-value`.
        waived_by: Names of options. If one of these options is passed, the required options can be left out.
    """

    name: str
    run: Run
    summary: str = ""
    details: Sequence[str] = ()
    options: Sequence[Option] = ()
    panel: str = "Commands"
    message: str = "Done."
    is_list: bool = False
    deletes: bool = False
    examples: Sequence[str] = ()
    sends: bool = True
    connects: bool = False
    reads: bool = False
    waived_by: Sequence[str] = ("body",)

    def __call__(self, values: dict[str, Any]) -> None:
        """Runs the command with the values of all its options."""
        options = SharedOptions.pop_from(values)
        with handle_errors(debug=options.debug):
            self._check_format(options)
            arguments = self._parse_values(values, options)
            if self.deletes and not options.yes and not options.dry_run:
                self._confirm(arguments)
            message = self.message.format_map(_MessageValues(arguments))
            self._run_and_print(arguments, options, message)

    def _run_and_print(
        self, arguments: dict[str, Any], options: SharedOptions, message: str
    ) -> None:
        """Runs the command and prints the result, or the request in a dry run."""
        from pinterest.cli.dry_run import DryRun

        try:
            with options.create_client() if self.sends else nullcontext() as client:
                result = self.run(client, arguments, options)  # type: ignore[arg-type]  # it needs no client
                result = wait_for_job(result)
                print_result(result, options, message)
                if hasattr(result, "save_state"):
                    result.save_state()
                if hasattr(result, "raise_for_failures"):
                    result.raise_for_failures()
        except DryRun as request:
            as_json = options.format in ("json", "jsonl")
            print_result(request if as_json else request.to_text(), replace(options, fields=None))
            print_message("Dry run: nothing was sent.")

    def _check_format(self, options: SharedOptions) -> None:
        """Raises a `UsageError` if several output formats were passed."""
        _ = options.format

    def _parse_values(self, values: Mapping[str, Any], options: SharedOptions) -> dict[str, Any]:
        """Returns the parsed values of the passed options, by name.

        Raises:
            UsageError: If a value is not valid, or a required option is missing.
        """
        found: dict[str, Any] = {}
        for option in self.options:
            value = values.get(option.name)
            if option.defaults_to_ad_account and not value:
                value = get_default_ad_account()
            if value is None or value in ([], ()):
                if option.required and not any(values.get(name) for name in self.waived_by):
                    raise UsageError(self._describe_missing_option(option))
                continue
            if isinstance(value, bool):
                found[option.name] = value
                continue
            try:
                found[option.name] = parse_value(value, option.kind, open_enums=options.open_enums)
            except ValueError as error:
                raise UsageError(f"{option.flags}: {error}") from None
        return found

    def _describe_missing_option(self, option: Option) -> str:
        """Returns the error message for a required option that was not passed."""
        if option.defaults_to_ad_account:
            how = f"Pass {option.flags}" + ("" if option.positional else " ID")
            return f"the ad account is missing. {how}, or set PINTEREST_AD_ACCOUNT_ID."
        body = " It can also be a field of --body." if self._has_body_option() else ""
        return f"{option.flags} is missing. {option.help.partition('. ')[0].rstrip('.')}.{body}"

    def _has_body_option(self) -> bool:
        return any(option.name == "body" for option in self.options)

    def _confirm(self, arguments: Mapping[str, Any]) -> None:
        """Asks for confirmation if the command runs in a terminal.

        Raises:
            UsageError: If the user does not confirm.
        """
        if not sys.stdin.isatty() or not sys.stderr.isatty():
            return
        what = ", ".join(
            str(arguments[option.name])
            for option in self.options
            if option.positional and option.name in arguments
        )
        question = f"{self.summary.rstrip('.')}{f' ({what})' if what else ''}?"
        if not typer.confirm(question, err=True):
            raise UsageError("not confirmed. Nothing was sent.")

    def create_function(self) -> Callable[..., None]:
        """Returns the function that Typer runs, with one parameter per option."""

        def command(**values: Any) -> None:
            self(values)

        has_choices = self.reads and any(option.kind.choices for option in self.options)
        shared = create_shared_parameters(
            lists=self.is_list,
            deletes=self.deletes,
            enums=has_choices,
            sends=self.sends,
            connects=self.connects,
        )
        ordered = sorted(self.options, key=lambda option: not option.positional)
        parameters = [*(option.to_parameter() for option in ordered), *shared]
        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # Typer reads it
        command.__annotations__ = {item.name: item.annotation for item in parameters}
        command.__name__ = self.name.replace("-", "_")
        return command


class _MessageValues(dict[str, Any]):
    """Maps option names to values for a command's message. A name that is not in the mapping gets an empty string."""

    def __missing__(self, name: str) -> str:
        return ""


def add_command(app: typer.Typer, command: Command) -> None:
    """Adds a command to a Typer app."""
    text = "\n\n".join(
        escape_brackets(part) for part in (command.summary, *command.details) if part
    )
    lines = "\n\n".join(f"  $ {escape_brackets(example)}" for example in command.examples)
    app.command(
        command.name,
        cls=FlagCommand,
        help=text,
        short_help=escape_brackets(command.summary),
        epilog=f"Examples:\n\n{lines}" if lines else None,
        rich_help_panel=command.panel,
        no_args_is_help=False,
    )(command.create_function())


def escape_brackets(text: str) -> str:
    """Escapes opening brackets, so that the help shows the text unchanged."""
    return text.replace("[", "\\[")


AD_ACCOUNT_OPTION = Option(
    "ad_account_id",
    ValueKind("id"),
    "ID of the ad account. Defaults to PINTEREST_AD_ACCOUNT_ID.",
    required=True,
    defaults_to_ad_account=True,
    flag=AD_ACCOUNT,
)
"""The option for the ad account of a command."""
