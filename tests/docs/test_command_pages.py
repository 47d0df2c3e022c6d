"""The pages of the command line have every command with each of its options."""

from __future__ import annotations

import re
from typing import Any

import pytest

from docs.builder.commands import build_command_pages
from pinterest.cli.app import create_app

PAGES = {page.path: page.text for page in build_command_pages()}
ROOT = create_app()
NAMES = ROOT.list_commands(None)
INDEX = "reference/commands/index.md"


def find_section(text: str, name: str) -> str:
    """Returns the section of a command."""
    return text.partition(f"\n## pinterest {name} {{ #")[2].partition("\n## ")[0]


def test_every_command_is_listed():
    listed = re.findall(r"^\| \[`pinterest ([\w-]+)`\]", PAGES[INDEX], re.MULTILINE)
    assert sorted(listed) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_a_section_with_its_options(name):
    command = ROOT.get_command(None, name)
    if name in ("call", "emulator"):  # their options are on other pages
        assert "](../" in find_section(PAGES[INDEX], name)
        return
    if not hasattr(command, "list_commands"):
        check_options(find_section(PAGES[INDEX], name), command)
        return
    text = PAGES[f"reference/commands/{name}.md"]
    for verb in command.list_commands(None):
        check_options(find_section(text, f"{name} {verb}"), command.get_command(None, verb))


def check_options(section: str, command: Any) -> None:
    """Checks that a section has each option of a command, or that the list of shared options has it."""
    shared = PAGES[INDEX].partition("#shared-options }")[2]
    assert section.strip()
    for option in command.params:
        text = shared if option.rich_help_panel in ("Output", "Connection") else section
        flags = option.opts if option.param_type_name == "option" else [option.metavar]
        assert [flag for flag in flags if f"<code>{flag}</code>" not in text] == []


def test_sections_have_the_request_the_type_and_an_example():
    section = find_section(PAGES["reference/commands/campaigns.md"], "campaigns create")
    assert "**Request:** `POST /ad_accounts/{ad_account_id}/campaigns`" in section
    assert '<code>--daily-spend-cap</code> <span class="kind">INT</span>' in section
    assert "\npinterest campaigns create " in section
    assert "(index.md#shared-options)" in section
    assert "<code>PAUSED</code>" in section
