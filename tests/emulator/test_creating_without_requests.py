"""Entities created without requests follow the same rules as those created by requests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pinterest.emulator.handlers.problems import Problem
from pinterest.emulator.resources.ad_groups import add_ad_groups
from pinterest.emulator.resources.ads import add_ads
from pinterest.emulator.resources.campaigns import add_campaigns
from pinterest.emulator.resources.keywords import add_keywords
from pinterest.emulator.resources.pins import add_pin
from pinterest.emulator.resources.product_group_promotions import add_product_group_promotions
from pinterest.emulator.resources.promotions import add_promotions
from pinterest.emulator.resources.targeting_templates import add_targeting_templates
from pinterest.emulator.store.state import State
from tests.emulator.advertising import AD_GROUP, CAMPAIGN

ACCOUNT = "549755885175"
LONG_AGO = 1_700_000_000


@pytest.fixture
def state() -> Iterator[State]:
    state = State()
    yield state
    state.store.close()


def test_a_whole_ad_account_can_be_created(state: State) -> None:
    [campaign] = add_campaigns(state, ACCOUNT, [CAMPAIGN], created=LONG_AGO)
    template, promotion = (
        add_targeting_templates(
            state, ACCOUNT, [{"name": "All", "targeting_attributes": {"LOCATION": ["US"]}}]
        ),
        add_promotions(
            state, ACCOUNT, [{"promotion_title": "Free", "promotion_type": "FREE_SHIPPING"}]
        ),
    )
    group = {
        **AD_GROUP,
        "campaign_id": campaign,
        "targeting_template_ids": template,
        "promotion_ids": promotion,
    }
    groups = add_ad_groups(state, ACCOUNT, [group, group], created=LONG_AGO)
    pin = add_pin(state, title="Blue quilt")["id"]
    ad = {"ad_group_id": groups[0], "pin_id": pin, "creative_type": "REGULAR"}
    ads = add_ads(state, ACCOUNT, [ad, ad], created=LONG_AGO)
    keywords = [{"value": "quilt", "match_type": "BROAD"}, {"value": "rug", "match_type": "EXACT"}]
    added = add_keywords(state, ACCOUNT, groups[1], keywords)
    promoted = add_product_group_promotions(state, ACCOUNT, groups[1], [{"definition": "*"}])
    for kind, ids in {
        "campaign": [campaign],
        "ad_group": groups,
        "ad": ads,
        "keyword": added,
        "product_group_promotion": promoted,
    }.items():
        found = state.store.select(kind, ACCOUNT, state.clock.now())
        assert [entity.id for entity in found] == ids
        if kind in ("campaign", "ad_group", "ad"):
            assert {entity.data["created_time"] for entity in found} == {LONG_AGO}
    # The review of these ads is finished.
    found = state.store.select("ad", ACCOUNT, state.clock.now())
    assert {entity.data["summary_status"] for entity in found} == {"APPROVED"}


def test_entities_that_break_a_rule_are_refused(state: State) -> None:
    with pytest.raises(Problem, match="campaign_id"):
        add_ad_groups(state, ACCOUNT, [{**AD_GROUP, "campaign_id": "1"}])
    with pytest.raises(Problem, match="budget"):
        add_campaigns(state, ACCOUNT, [{**CAMPAIGN, "daily_spend_cap": None}])
