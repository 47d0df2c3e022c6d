"""What the shop to try things on advertises: campaigns with all that is in them, and the money that they spend."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pinterest.emulator.advertising.entities import AD_GROUP, CAMPAIGN
from pinterest.emulator.metrics.counts import DAY_HOURS, MILLION, hour_of
from pinterest.emulator.metrics.figures import Figures, Source
from pinterest.emulator.resources.ad_groups import add_ad_groups
from pinterest.emulator.resources.ads import add_ads
from pinterest.emulator.resources.campaigns import add_campaigns
from pinterest.emulator.resources.figure_sources import Sources
from pinterest.emulator.resources.keywords import add_keywords
from pinterest.emulator.resources.labels import add_label
from pinterest.emulator.resources.product_group_promotions import add_product_group_promotions
from pinterest.emulator.resources.promotions import add_promotions
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.emulator.store.tokens import DAY

# Long enough that the 90 days before the clock are full of figures.
FIRST_AD = 130 * DAY
TARGETED = {"LOCATION": ["US"], "AGE_BUCKET": ["25-34", "35-44", "45-49"]}
_BETWEEN = 5 * DAY
_SALE = "Summer sale"
_SALE_LASTS = 70 * DAY
# For how long figures are looked at to tell what money they need.
_AHEAD = 365
_CENT, _STEP = 10_000, 5 * MILLION
_ROOM = 1.1
_SPEND, _CLICKS, _SHOWN = "SPEND_IN_MICRO_DOLLAR", "CLICKTHROUGH_1", "IMPRESSION_1"
_DAILY, _LIFETIME = "daily_spend_cap", "lifetime_spend_cap"
_BUDGET, _BID = "budget_in_micro_currency", "bid_in_micro_currency"

# Objective of each campaign; then what its two ad groups are about, and the words that they are found by.
_CAMPAIGNS: Mapping[str, tuple[str, Mapping[str, Sequence[str]]]] = {
    _SALE: (
        "CONSIDERATION",
        {
            "Bargains": ("quilt sale", "fabric sale"),
            "Patterns": ("quilt pattern", "printable quilt pattern"),
        },
    ),
    "Autumn evenings": (
        "AWARENESS",
        {
            "Beginners": ("how to quilt", "first quilt", "easy quilt", "quilting for beginners"),
            "Quilters": ("quilt", "patchwork", "log cabin quilt", "quilt guild"),
        },
    ),
    "Kits for gifts": (
        "WEB_CONVERSION",
        {
            "Gift seekers": ("gift for quilters", "craft gift", "sewing gift"),
            "Visitors again": ("quilt kit", "quilt kit with fabric"),
        },
    ),
    "Everything in stock": (
        "CATALOG_SALES",
        {
            "All kits": ("buy quilt kit", "quilt kit sale"),
            "All fabric": ("quilting cotton", "fabric bundle", "fat quarters"),
        },
    ),
}
# The product group that an ad group promotes.
_PROMOTED = {"All kits": "Kits", "All fabric": "Fabric"}
_CHECKOUT = {
    "attribution_windows": {"click_window_days": 30, "view_window_days": 1},
    "conversion_event": "CHECKOUT",
}
_UNWANTED = ("free", "wholesale", "second hand")
_ADS_EACH = 3


def advertise(
    state: State, account: str, pins: Sequence[str], products: Mapping[str, str], tag: str
) -> None:
    """Makes campaigns with all that is in them.

    Args:
        state: Where they are kept.
        account: The ad account.
        pins: What their ads show, by ids.
        products: What else they promote: the ids of product groups by their names.
        tag: The id of the tag that tells what the ads lead to.
    """
    chance, shown = state.chance.about("shop"), itertools.cycle(pins)
    for number, name in enumerate(_CAMPAIGNS):
        begun = FIRST_AD - number * _BETWEEN - chance.randrange(DAY)
        with state.clock.back(begun):
            _campaign(state, account, name, shown, products, tag)
    _pay(state, account)


def _campaign(
    state: State,
    account: str,
    name: str,
    shown: Iterator[str],
    products: Mapping[str, str],
    tag: str,
) -> None:
    objective, groups = _CAMPAIGNS[name]
    is_sale = name == _SALE
    # What it costs is known when there are ads in it.
    campaign = {
        "name": name,
        "objective_type": objective,
        _LIFETIME if is_sale else _DAILY: _STEP,
    }
    until = {"start_time": state.now(), "end_time": state.now() + _SALE_LASTS} if is_sale else {}
    [id] = add_campaigns(state, account, [{**campaign, **until}])
    if is_sale:
        add_label(state, account, id, {"label_type": "CUSTOM", "value": "Seasonal"})
    unwanted = [{"value": word, "match_type": "PHRASE_NEGATIVE"} for word in _UNWANTED]
    add_keywords(state, account, f"C{id}", unwanted)
    group: dict[str, Any] = {
        "campaign_id": id,
        "billable_event": "IMPRESSION" if objective == "AWARENESS" else "CLICKTHROUGH",
        "budget_type": "LIFETIME" if is_sale else "DAILY",
        _BUDGET: _STEP,
        _BID: _CENT,
        "targeting_spec": TARGETED,
        "start_time": state.now(),
        **until,
    }
    if objective == "WEB_CONVERSION":
        goal = {"conversion_tag_v3_goal_metadata": _CHECKOUT | {"conversion_tag_id": tag}}
        group["optimization_goal_metadata"] = goal
    if is_sale:
        group["promotion_ids"] = _reduced(state, account, until)
    for about, words in groups.items():
        [group_id] = add_ad_groups(state, account, [{**group, "name": about}])
        pinned = itertools.islice(shown, _ADS_EACH)
        _fill(state, account, (group_id, about), pinned, words, products)


def _reduced(state: State, account: str, until: Mapping[str, int]) -> list[str]:
    promotion = {
        "promotion_title": "A fifth off",
        "promotion_type": "EXTRA_PERCENT_OFF",
        "template_values": [{"percent": 20}],
        **until,
    }
    return add_promotions(state, account, [promotion])


def _fill(
    state: State,
    account: str,
    group: tuple[str, str],
    pins: Iterable[str],
    words: Sequence[str],
    products: Mapping[str, str],
) -> None:
    """Puts ads, keywords and products into an ad group, given by its id and its name."""
    id, name = group
    ads = [
        {"ad_group_id": id, "pin_id": pin, "creative_type": "REGULAR", "name": f"{name} {number}"}
        for number, pin in enumerate(pins, 1)
    ]
    add_ads(state, account, ads)
    keywords = [{"value": word, "match_type": "BROAD"} for word in words]
    add_keywords(state, account, f"AG{id}", keywords)
    if name in _PROMOTED:
        promotion = {"catalog_product_group_id": products[_PROMOTED[name]]}
        add_product_group_promotions(state, account, id, [promotion])


def _pay(state: State, account: str) -> None:
    """Gives campaigns and ad groups the budgets and bids that what they spend asks for."""
    sources, now = Sources(state, account), state.clock.now()
    for kind in (CAMPAIGN, AD_GROUP):
        paid = [
            entity.changed(_money(state, sources.of(kind, entity.id), entity))
            for entity in state.store.select(kind, account, now)
        ]
        state.store.put(kind, account, paid)


def _money(state: State, sources: Sequence[Source], entity: Entity) -> dict[str, int]:
    """Returns the budget of a campaign, or the budget and the bid of an ad group."""
    first = hour_of(entity.data["created_time"]) // DAY_HOURS
    days = range(first, first + FIRST_AD // DAY + _AHEAD)
    hours = range(days.start * DAY_HOURS, days.stop * DAY_HOURS)
    whole = Figures(state.chance.seed, tuple(sources), hours)
    spent, data = whole.count(_SPEND), entity.data
    if data.get("end_time"):
        most = spent
    else:
        most = max(
            Figures(
                state.chance.seed, whole.sources, range(day * DAY_HOURS, (day + 1) * DAY_HOURS)
            ).count(_SPEND)
            for day in days
        )
    budget = _rounded(most * _ROOM, _STEP)
    if "objective_type" in data:
        return {_LIFETIME if data[_LIFETIME] else _DAILY: budget}
    if data["billable_event"] == "IMPRESSION":
        return {_BUDGET: budget, _BID: _rounded(spent * 1000 / whole.count(_SHOWN) * _ROOM, _CENT)}
    return {_BUDGET: budget, _BID: _rounded(spent / whole.count(_CLICKS) * _ROOM, _CENT)}


def _rounded(amount: float, step: int) -> int:
    return math.ceil(amount / step) * step
