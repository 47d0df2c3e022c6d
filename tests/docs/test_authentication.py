"""The page about authentication lists the scopes of the API."""

from __future__ import annotations

import re

from pinterest.sign_in import api_scopes
from tests.meta.source import ROOT

PAGE = (ROOT / "docs" / "authentication.md").read_text(encoding="utf-8")


def test_the_table_has_every_scope_once():
    rows = [line.split("|")[1] for line in PAGE.splitlines() if re.match(r"\| `\w+:\w+`", line)]
    assert sorted(scope for row in rows for scope in re.findall(r"`([^`]+)`", row)) == list(
        api_scopes()
    )
