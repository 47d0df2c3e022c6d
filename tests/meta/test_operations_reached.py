"""Every operation of the API is used by a rich model, or listed with the reason why not."""

from __future__ import annotations

import ast
import importlib

import pytest

from pinterest import operations
from pinterest.operation import Operation
from tests.meta.source import PACKAGE

NOT_REACHED = {
    "token/revoke": "`PinterestSDKClient.revoke_token` sends it, since the app signs it.",
    "oauth/token": "The client signs in and renews its token. `OauthApi.oauth_token` exchanges anything else.",
}
"""Operations that only have a typed method, with the reason."""

OF_RICH_MODELS = ("bases", "ads", "organic", "catalogs", "business")


def list_constants():
    """Returns the ID of each operation, by the tag's module and the constant's name."""
    return {
        (tag, name): value.id
        for tag in operations.MODULES
        for name, value in vars(importlib.import_module(f"pinterest.operations.{tag}")).items()
        if isinstance(value, Operation)
    }


def find_reached_operations():
    known, found = list_constants(), set()
    for folder in OF_RICH_MODELS:
        for path in (PACKAGE / folder).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module:
                    tag = node.module.removeprefix("pinterest.operations.")
                    found |= {known.get((tag, item.name)) for item in node.names} - {None}
    return found


@pytest.mark.slow
def test_every_operation_is_reached_or_has_a_reason():
    every = set(list_constants().values())
    assert len(every) == 268
    assert every - find_reached_operations() == set(NOT_REACHED)


def test_every_imported_operation_is_used():
    # Without this, an unused import would count as a use.
    for folder in OF_RICH_MODELS:
        for path in (PACKAGE / folder).glob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
            imported = {
                item.name
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom)
                and (node.module or "").startswith("pinterest.operations.")
                for item in node.names
            }
            assert imported <= used, path
