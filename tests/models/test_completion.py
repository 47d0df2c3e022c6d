"""Completion in IPython and Jupyter, which use jedi."""

from __future__ import annotations

from pathlib import Path

import pytest

from pinterest import Board, Campaign, Pin

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SETUP = """from pinterest import Audience, AudienceInsights, Board, Campaign, Feed, Keyword, Label
from pinterest import LeadForm, Pin, ProductGroup
campaign = Campaign.create("1", "n", "AWARENESS")
board, feed, keyword, label, pin = Board(1), Feed(1), Keyword(1, 2), Label(1, 2), Pin(1)
"""


@pytest.fixture(scope="module")
def jedi(tmp_path_factory):
    """Gives jedi a cache of this process alone: it fails while another process writes the same file."""
    jedi = pytest.importorskip("jedi", reason="jedi is not installed: pip install jedi")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jedi.settings, "cache_directory", str(tmp_path_factory.mktemp("jedi")))
        yield jedi


def complete_code(jedi, code: str) -> list[str]:
    script = jedi.Script(SETUP + code, project=jedi.Project(ROOT))
    lines = (SETUP + code).split("\n")
    return [item.name for item in script.complete(len(lines), len(lines[-1]))]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("Campaign.create('1', dail", "daily_spend_cap="),
        ("Campaign.create('1', is_top", "is_top_of_search="),
        ("campaign.update_fields(dail", "daily_spend_cap="),
        ("campaign.update_fields(timeo", "timeout="),
        ("Campaign.get_all('1', entity_s", "entity_statuses="),
        ("Campaign.iter_all('1', pre", "prefetch="),
        ("campaign.daily", "daily_spend_cap_amount"),
        ("campaign.pau", "pause"),
        ("campaign.name.upp", "upper"),
        ("Campaign.get_all('1').items[0].dail", "daily_spend_cap"),
        ("for item in Campaign.iter_all('1'):\n    item.dail", "daily_spend_cap"),
        ("for group in campaign.ad_groups():\n    group.targ", "targeting_spec"),
        ("Audience('1', '2').rule.reten", "retention_days"),
        ("campaign.refresh().dail", "daily_spend_cap"),
        ("board.delete(timeo", "timeout="),
        ("campaign.analytics(end", "end_date="),
        ("Pin.create(board_id=1, alt", "alt_text="),
        ("pin.update_fields(alt", "alt_text="),
        ("feed.update_fields(pref", "preferred_processing_schedule="),
        ("Keyword.create('1', matc", "match_type="),
        ("keyword.update_fields(bi", "bid="),
        ("label.update_fields(val", "value="),
        ("LeadForm.create('1', ques", "questions="),
        ("ProductGroup.all_of(bra", "brand="),
        ("AudienceInsights.get('1', 'YOUR_TOTAL_AUDIENCE').demo", "demographics"),
    ],
)
def test_fields_and_arguments_are_completed(jedi, code, expected):
    assert expected in complete_code(jedi, code)


@pytest.mark.parametrize("code", ["campaign.update_fields(ad_acc", "campaign.update_fields(i"])
def test_an_update_does_not_offer_the_ids(jedi, code):
    assert not {"id=", "ad_account_id="} & set(complete_code(jedi, code))


@pytest.mark.parametrize(
    ("code", "expected", "other"),
    [
        ("Board.delete(", "board_id=", "id="),
        ("board.delete(", "timeout=", "board_id="),
        ("Campaign.analytics(", "campaign_ids=", "id="),
        ("campaign.analytics(", "columns=", "campaign_ids="),
        ("Pin.create_video(", "alt_text=", "media_source="),
    ],
)
def test_jupyter_completes_the_arguments_for_the_class_or_the_object(jedi, code, expected, other):
    classes = {"Board": Board, "Campaign": Campaign, "Pin": Pin}
    names = {**classes, "board": Board(1), "campaign": Campaign(1, 2)}
    found = {item.name for item in jedi.Interpreter(code, [names]).complete()}
    assert expected in found
    assert other not in found
