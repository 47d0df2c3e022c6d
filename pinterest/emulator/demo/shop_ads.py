"""Creates the campaigns of the demo shop, with their ad groups, ads, keywords, budgets and bids."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pinterest.emulator.advertising.entities import AD_GROUP, CAMPAIGN
from pinterest.emulator.metrics.counts import DAY_HOURS, MILLION, to_hour
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

# The time since the first ad was created. Figures therefore exist for each of the last 90 days.
FIRST_AD = 130 * DAY
TARGETED = {"LOCATION": ["US"], "AGE_BUCKET": ["25-34", "35-44", "45-49"]}
_BETWEEN = 5 * DAY
_SALE = "Summer sale"
_SALE_LASTS = 70 * DAY
# The number of days whose spend the budgets must cover.
_BUDGETED_DAYS = 365
_CENT, _STEP = 10_000, 5 * MILLION
_MARGIN = 1.1
_SPEND, _CLICKS, _IMPRESSIONS = "SPEND_IN_MICRO_DOLLAR", "CLICKTHROUGH_1", "IMPRESSION_1"
_DAILY, _LIFETIME = "daily_spend_cap", "lifetime_spend_cap"
_BUDGET, _BID = "budget_in_micro_currency", "bid_in_micro_currency"

# The objective of each campaign, and the keywords of its two ad groups by name.
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
# The product group that each of these ad groups promotes.
_PROMOTED = {"All kits": "Kits", "All fabric": "Fabric"}
_CHECKOUT = {
    "attribution_windows": {"click_window_days": 30, "view_window_days": 1},
    "conversion_event": "CHECKOUT",
}
_UNWANTED = ("free", "wholesale", "second hand")
_ADS_EACH = 3


def create_campaigns(
    state: State, account: str, pins: Sequence[str], products: Mapping[str, str], tag: str
) -> None:
    """Creates the campaigns, with their ad groups, ads and keywords.

    Args:
        state: The emulator's state.
        account: The ID of the ad account.
        pins: The IDs of the pins to promote.
        products: Maps the names of the product groups to promote to their IDs.
        tag: The ID of the conversion tag.
    """
    rng, next_pins = state.random.generator("shop"), itertools.cycle(pins)
    for number, name in enumerate(_CAMPAIGNS):
        age = FIRST_AD - number * _BETWEEN - rng.randrange(DAY)
        with state.clock.set_back(age):
            _create_campaign(state, account, name, next_pins, products, tag)
    _set_budgets(state, account)


def _create_campaign(
    state: State,
    account: str,
    name: str,
    next_pins: Iterator[str],
    products: Mapping[str, str],
    tag: str,
) -> None:
    objective, groups = _CAMPAIGNS[name]
    is_sale = name == _SALE
    # The budget is set later, when the campaign has ads.
    campaign = {
        "name": name,
        "objective_type": objective,
        _LIFETIME if is_sale else _DAILY: _STEP,
    }
    schedule = {"start_time": state.now(), "end_time": state.now() + _SALE_LASTS} if is_sale else {}
    [id] = add_campaigns(state, account, [{**campaign, **schedule}])
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
        **schedule,
    }
    if objective == "WEB_CONVERSION":
        goal = {"conversion_tag_v3_goal_metadata": _CHECKOUT | {"conversion_tag_id": tag}}
        group["optimization_goal_metadata"] = goal
    if is_sale:
        group["promotion_ids"] = [_create_promotion(state, account, schedule)]
    for group_name, words in groups.items():
        [group_id] = add_ad_groups(state, account, [{**group, "name": group_name}])
        group_pins = itertools.islice(next_pins, _ADS_EACH)
        _add_ads_and_keywords(state, account, (group_id, group_name), group_pins, words, products)


def _create_promotion(state: State, account: str, schedule: Mapping[str, int]) -> str:
    promotion = {
        "promotion_title": "A fifth off",
        "promotion_type": "EXTRA_PERCENT_OFF",
        "template_values": [{"percent": 20}],
        **schedule,
    }
    [id] = add_promotions(state, account, [promotion])
    return id


def _add_ads_and_keywords(
    state: State,
    account: str,
    group: tuple[str, str],
    pins: Iterable[str],
    words: Sequence[str],
    products: Mapping[str, str],
) -> None:
    """Creates the ads, keywords and product promotions of an ad group. `group` is the ad group's ID and name."""
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


def _set_budgets(state: State, account: str) -> None:
    """Sets budgets and bids that cover the spend of each campaign and ad group."""
    sources, now = Sources(state, account), state.clock.now()
    for kind in (CAMPAIGN, AD_GROUP):
        changed = [
            entity.replace_fields(
                _compute_budget_fields(state, sources.find_by_entity(kind, entity.id), entity)
            )
            for entity in state.store.select(kind, account, now)
        ]
        state.store.put(kind, account, changed)


def _compute_budget_fields(
    state: State, sources: Sequence[Source], entity: Entity
) -> dict[str, int]:
    """Returns the budget field of a campaign, or the budget and bid fields of an ad group."""
    first = to_hour(entity.data["created_time"]) // DAY_HOURS
    days = range(first, first + FIRST_AD // DAY + _BUDGETED_DAYS)
    hours = range(days.start * DAY_HOURS, days.stop * DAY_HOURS)
    whole = Figures(state.random.seed, tuple(sources), hours)
    spent, data = whole.count(_SPEND), entity.data
    if data.get("end_time"):
        most = spent
    else:
        most = max(
            Figures(
                state.random.seed, whole.sources, range(day * DAY_HOURS, (day + 1) * DAY_HOURS)
            ).count(_SPEND)
            for day in days
        )
    budget = _round_up(most * _MARGIN, _STEP)
    if "objective_type" in data:
        return {_LIFETIME if data[_LIFETIME] else _DAILY: budget}
    if data["billable_event"] == "IMPRESSION":
        return {
            _BUDGET: budget,
            _BID: _round_up(spent * 1000 / whole.count(_IMPRESSIONS) * _MARGIN, _CENT),
        }
    return {_BUDGET: budget, _BID: _round_up(spent / whole.count(_CLICKS) * _MARGIN, _CENT)}


def _round_up(amount: float, step: int) -> int:
    return math.ceil(amount / step) * step
