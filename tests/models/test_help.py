"""The `help()` of rich models."""

from __future__ import annotations

import pydoc
from typing import Any

import pytest

from pinterest import Board, Campaign, Pin


def get_help(thing: Any) -> str:
    """Returns what `help()` prints."""
    return pydoc.plain(pydoc.render_doc(thing))


@pytest.mark.parametrize(
    ("method", "start", "expected_text"),
    [
        (Board.delete, "delete(board_id: ", "board_id: ID of the board."),
        (Board("5").delete, "delete(client: ", "`Board.delete(board_id, ...)`"),
        (Pin.analytics, "analytics(pin_ids: ", " pin_ids: "),
        (Campaign("1", "2").analytics, "analytics(start_date: ", "call the method on the class"),
        (Campaign.create, "create(ad_account_id: ", "daily_spend_cap: "),
        (Pin.create_image, "create_image(board_id: ", "alt_text: "),
        (Pin.create_video, "create_video(board_id: ", "alt_text: "),
        (Campaign.update_fields, "update_fields(self, ", "daily_spend_cap: "),
    ],
)
def test_a_method_has_its_name_its_arguments_and_their_descriptions(method, start, expected_text):
    assert f"\n{start}" in get_help(method)
    assert expected_text in get_help(method)


@pytest.mark.parametrize("model", [Board, Campaign, Pin])
def test_a_class_shows_its_public_methods_only(model):
    lines = [line.removeprefix(" |  ") for line in get_help(model).splitlines()]
    assert any(line.startswith("create(") for line in lines)
    private = [line for line in lines if line.startswith("_") and not line.startswith("__")]
    assert private == []
