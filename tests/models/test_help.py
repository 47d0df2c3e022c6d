"""The `help()` of rich models."""

from __future__ import annotations

import pydoc
from typing import Any

import pytest

from pinterest import Board, BusinessMember, Campaign, CampaignAdPreview, ConversionTag, Pin


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


def test_a_list_in_one_response_does_not_speak_of_pages():
    one_response, paged = get_help(ConversionTag.iter_all), get_help(Campaign.iter_all)
    assert "prefetch: Has no effect here" in one_response
    assert "later pages" not in one_response
    assert "prefetch: Maximum number of pages" in paged
    assert "later pages" in paged


def test_an_id_field_names_the_object_that_it_identifies():
    assert "ID of the ad group to preview." in get_help(CampaignAdPreview.ad_group_id)
    assert "ID of the campaign." in get_help(Campaign.id)


def test_a_call_on_the_class_passes_keywords_by_name():
    text = " ".join(get_help(BusinessMember("1", "2").delete).split())
    assert "`BusinessMember.delete(business_id, member_id, business_role=..., ...)`" in text
