"""Writes the pages about the command line. They list all commands and options, with the texts of `--help`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from html import escape
from typing import Any, Final

from docs.builder.pages import Page
from pinterest.cli.app import create_app

FOLDER: Final = "reference/commands/"
_EXCLUDED: Final = 'data-search-exclude="true"'
_SHARED_PANELS: Final = ("Output", "Connection")
_VALUES: Final = re.compile(r"\b(?!JSON\b|HTTPS?\b)(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[A-Z]{4,})\b")
_DESCRIBED_ELSEWHERE: Final = {
    "call": "[All operations](../../operations.md) lists the IDs of the 268 operations. "
    "[Typed methods](../api/index.md) describes their arguments, which are the options of this command.",
    "emulator": "[The emulator](../../emulator.md) describes the options of this command.",
}
_INTRO: Final = """# All commands

Each page below has the commands of one noun with all their options. `pinterest COMMAND --help` shows the same in a
terminal. The [guide](../../command-line.md) shows how to use the commands.
"""


@cache
def build_command_pages() -> list[Page]:
    """Returns the list of all commands, then one page per group of commands."""
    root = create_app()
    commands = {name: root.get_command(None, name) for name in root.list_commands(None)}
    groups = {name: each for name, each in commands.items() if _is_group(each)}
    pages = [_render_group(name, each) for name, each in sorted(groups.items())]
    return [Page(f"{FOLDER}index.md", "All commands", _render_index(commands)), *pages]


def _is_group(command: Any) -> bool:
    return hasattr(command, "list_commands") and command.name != "call"


def _list_commands(group: Any) -> Iterator[tuple[str, Any]]:
    for name in group.list_commands(None):
        yield name, group.get_command(None, name)


def _render_index(commands: dict[str, Any]) -> str:
    panels: dict[str, list[str]] = {}
    single = []
    for name, command in commands.items():
        url = f"{name}.md" if _is_group(command) else f"#{name}"
        line = f"| [`pinterest {name}`]({url}) | {_render_summary(command)} |"
        panels.setdefault(str(command.rich_help_panel), []).append(line)
        if not _is_group(command):
            single.append(_render_command(name, name, command, _DESCRIBED_ELSEWHERE.get(name, "")))
    tables = [
        f"## {panel}\n\n| Command | What it does |\n| --- | --- |\n" + "\n".join(lines)
        for panel, lines in panels.items()
    ]
    return "\n\n".join([_INTRO, *tables, *single, _render_shared_options(commands)]) + "\n"


def _render_shared_options(commands: dict[str, Any]) -> str:
    """Returns the section about the options that most commands have."""
    found: dict[str, dict[str, Any]] = {panel: {} for panel in _SHARED_PANELS}
    for name in ("audiences", "boards"):  # the commands of these two groups have all shared options
        for _, command in _list_commands(commands[name]):
            for option in command.params:
                if option.rich_help_panel in found:
                    found[option.rich_help_panel].setdefault(option.name, option)
    parts = [
        "## Options of most commands { #shared-options }\n\n"
        "Commands that print a list have `--limit` and `--all`. Commands that delete something have `--yes`. "
        "Commands that read something have `--any-value`."
    ]
    for panel, options in found.items():
        parts += [f"### {panel}", _render_options(list(options.values()), panel.lower())]
    return "\n\n".join(parts)


def _render_group(name: str, group: Any) -> Page:
    title = f"pinterest {name}"
    summary = _remove_escapes(group.help)
    description = json.dumps(f"{title} on the command line: {summary}")
    parts = [f"---\ndescription: {description}\n---", f"# {title}", summary]
    commands = list(_list_commands(group))
    rows = [f"| [`{verb}`](#{verb}) | {_render_summary(command)} |" for verb, command in commands]
    parts.append("| Command | What it does |\n| --- | --- |\n" + "\n".join(rows))
    parts += [_render_command(f"{name} {verb}", verb, each) for verb, each in commands]
    return Page(f"{FOLDER}{name}.md", name, "\n\n".join(parts) + "\n")


def _render_command(name: str, anchor: str, command: Any, replacement: str = "") -> str:
    """Returns the section about a command. If `replacement` is not empty, it replaces the options and examples."""
    own = [each for each in command.params if each.rich_help_panel not in _SHARED_PANELS]
    parts = [f"## pinterest {name} {{ #{anchor} }}"]
    parts += [_render_paragraph(each) for each in _remove_escapes(command.help).split("\n\n")]
    if replacement:
        parts.append(replacement)
    elif own:
        parts.append(_render_options(own, anchor))
    if len(own) < len(command.params):
        where = "" if " " not in name else "index.md"
        parts.append(
            f"This command also has the [options of most commands]({where}#shared-options)."
        )
    if command.epilog and not replacement:
        examples = re.findall(r"\$ (.+)", _remove_escapes(command.epilog))
        parts.append("```sh\n" + "\n".join(examples) + "\n```")
    return "\n\n".join(parts)


def _render_options(options: list[Any], prefix: str) -> str:
    lines = [f'<dl class="fields" {_EXCLUDED}>']
    for option in options:
        text = _remove_escapes(option.help or "")
        marks = '<span class="required">required</span>' if text.startswith("Required. ") else ""
        is_argument = option.param_type_name == "argument"
        if is_argument and option.required:
            marks = '<span class="required">required</span>'
        names = [option.metavar] if is_argument else [*option.opts, *option.secondary_opts]
        shown = ", ".join(f"<code>{escape(str(each))}</code>" for each in names)
        kind = "" if is_argument or option.is_flag else escape(str(option.metavar or "TEXT"))
        lines.append(
            f'<dt id="{prefix}.{option.name}">{shown} <span class="kind">{kind}</span> {marks}</dt>'
        )
        lines.append(f"<dd>{_render_text(text.removeprefix('Required. '))}</dd>")
    return "\n".join([*lines, "</dl>"])


def _render_text(text: str) -> str:
    """Returns the HTML of a help text. Words in capitals, such as enum values and settings, are formatted as code."""
    return _VALUES.sub(r"<code>\g<0></code>", escape(text, quote=False))


def _render_paragraph(text: str) -> str:
    """Returns help text as Markdown. HTTP requests, such as `GET /ad_accounts`, are formatted as code."""
    text = " ".join(text.split())
    text = text.replace("<", "&lt;").replace("*", "\\*")
    return re.sub(r"\bRequest: ([A-Z]+ /\S*)", r"**Request:** `\1`", text)


def _render_summary(command: Any) -> str:
    """Returns the first paragraph of a command's help text, escaped for a Markdown table."""
    text = " ".join(_remove_escapes(command.help or command.short_help).split("\n\n")[0].split())
    return text.replace("|", "\\|").replace("<", "&lt;")


def _remove_escapes(text: str | None) -> str:
    """Returns a help text without the escapes that a terminal needs."""
    return (text or "").replace("\\[", "[")
