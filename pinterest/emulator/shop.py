"""A data set to try things on: a shop that sells what quilts are made of, and has advertised it for months.

What it is made of is the same for every seed; ids, bids, times and figures are the seed's. The figures themselves are
kept nowhere: see `pinterest.emulator.figures`.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pinterest.emulator.resources.ad_accounts import add_ad_account
from pinterest.emulator.resources.ad_groups import add_ad_groups
from pinterest.emulator.resources.ads import add_ads
from pinterest.emulator.resources.audiences import add_audience
from pinterest.emulator.resources.board_sections import add_section
from pinterest.emulator.resources.boards import add_board
from pinterest.emulator.resources.campaigns import add_campaigns
from pinterest.emulator.resources.catalog_items import add_items
from pinterest.emulator.resources.catalog_product_groups import add_product_group
from pinterest.emulator.resources.catalogs import add_catalog
from pinterest.emulator.resources.conversion_tags import add_conversion_tag
from pinterest.emulator.resources.customer_lists import add_customer_list
from pinterest.emulator.resources.keywords import add_keywords
from pinterest.emulator.resources.pins import add_pin
from pinterest.emulator.resources.product_group_promotions import add_product_group_promotions
from pinterest.emulator.state import State
from pinterest.emulator.tokens import DAY

SHOP_NAME = "The Quilt Shop"
_SITE = "https://www.example.com"
_DOLLAR, _CENT = 1_000_000, 10_000
# Long enough that the 90 days before the clock are full of figures.
_OPENED, _FIRST_AD = 400 * DAY, 130 * DAY

_PATTERNS = (
    "Log Cabin",
    "Flying Geese",
    "Ohio Star",
    "Nine Patch",
    "Churn Dash",
    "Double Wedding Ring",
)


@dataclass(frozen=True)
class _Line:
    """What is sold in every pattern.

    Attributes:
        name: What it is called, after its pattern.
        board: The board that its pins are on.
        price: What it costs, in cents.
        product_type: What the catalog files it under.
    """

    name: str
    board: str
    price: int
    product_type: str


_LINES = (
    _Line("quilt kit", "Quilts to make", 8_900, "Kits > Quilts"),
    _Line("pattern", "Patterns for a weekend", 1_250, "Patterns > Printed"),
    _Line("fabric bundle", "Fabric by colour", 5_400, "Fabric > Bundles"),
)
# Objective and budget; then what its two ad groups are about, and the words that they are found by.
_CAMPAIGNS: tuple[tuple[dict[str, Any], dict[str, tuple[str, ...]]], ...] = (
    (
        {"name": "Autumn evenings", "objective_type": "AWARENESS", "daily_spend_cap": 40},
        {
            "Beginners": ("how to quilt", "first quilt", "easy quilt", "quilting for beginners"),
            "Quilters": ("quilt", "patchwork", "log cabin quilt", "quilt guild"),
        },
    ),
    (
        {"name": "Kits for gifts", "objective_type": "WEB_CONVERSION", "daily_spend_cap": 75},
        {
            "Gift seekers": ("gift for quilters", "craft gift", "sewing gift"),
            "Visitors again": ("quilt kit", "quilt kit with fabric"),
        },
    ),
    (
        {"name": "Everything in stock", "objective_type": "CATALOG_SALES", "daily_spend_cap": 60},
        {
            "All kits": ("buy quilt kit", "quilt kit sale"),
            "All fabric": ("quilting cotton", "fabric bundle", "fat quarters"),
        },
    ),
    (
        {
            "name": "Summer sale",
            "objective_type": "CONSIDERATION",
            "lifetime_spend_cap": 2_500,
            "status": "PAUSED",
        },
        {
            "Bargains": ("quilt sale", "fabric sale"),
            "Patterns": ("quilt pattern", "printable quilt pattern"),
        },
    ),
)
# The product group that an ad group promotes.
_PROMOTED = {"All kits": "Kits", "All fabric": "Fabric"}
_GROUP_BUDGET = 20 * _DOLLAR
_CHECKOUT = {
    "attribution_windows": {"click_window_days": 30, "view_window_days": 1},
    "conversion_event": "CHECKOUT",
}
_UNWANTED = ("free", "wholesale", "second hand")
_ADS_EACH = 3


def open_shop(state: State) -> str:
    """Fills an emulator that has nothing yet, and returns the id of the shop's ad account."""
    now, chance = state.now(), state.chance.about("shop")
    account = str(add_ad_account(state, name=SHOP_NAME, created=now - _OPENED)["id"])
    pins = _pins(state, now)
    tag = _followed(state, account, now)
    products = _catalog(state)
    groups = _advertise(state, account, now, chance, pins, tag)
    _audiences(state, account, now, tag)
    for ad_group, product_group in _PROMOTED.items():
        promotion = {"catalog_product_group_id": products[product_group]}
        add_product_group_promotions(state, account, groups[ad_group], [promotion])
    return account


def _products() -> list[tuple[_Line, str]]:
    """Returns what is sold: a line, and a pattern."""
    return list(itertools.product(_LINES, _PATTERNS))


def _pins(state: State, now: int) -> list[str]:
    """Makes the boards with a pin for each product, and returns the ids of the pins."""
    ids = []
    for number, line in enumerate(_LINES):
        made = now - _OPENED + number * DAY
        board = add_board(
            state,
            name=line.board,
            description=f"Every {line.name} that we have",
            created=made,
        )["id"]
        section = add_section(state, board, "New this season")["id"]
        for place, pattern in enumerate(_PATTERNS):
            pin = add_pin(
                state,
                board_id=board,
                section_id=section if place < 2 else None,
                title=f"{pattern} {line.name}",
                description=f"The {pattern} as a {line.name}, ready to begin.",
                alt_text=f"A {pattern} quilt on a bed",
                link=_link(line, pattern),
                created=made + (place + 1) * 7 * DAY,
            )
            ids.append(str(pin["id"]))
    add_board(state, name="Plans for next year", privacy="SECRET", created=now - 30 * DAY)
    return ids


def _followed(state: State, account: str, now: int) -> str:
    """Makes the tag that the shop's website carries, and returns its id."""
    fired = {"page_visit": now - _OPENED + DAY, "checkout": now - _OPENED + 2 * DAY}
    configs = {"aem_enabled": True}
    return str(
        add_conversion_tag(state, account, name="Website", configs=configs, fired=fired)["id"]
    )


def _audiences(state: State, account: str, now: int, tag: str) -> None:
    """Makes customer lists, and audiences of those on them, of visitors, and of people like them."""
    buyers = add_customer_list(state, account, name="Buyers", people=1_840)
    add_customer_list(state, account, name="Newsletter", people=5_260)
    visitors = {"visitor_source_id": tag, "retention_days": 180}
    rules: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("Buyers", "CUSTOMER_LIST", {"customer_list_id": buyers}),
        ("Visitors of half a year", "VISITOR", visitors),
        ("Visitors of a month", "VISITOR", {**visitors, "retention_days": 30}),
        ("Those who saved a pin", "ENGAGEMENT", {"engagement_domain": ["www.example.com"]}),
    )
    ids = [
        _audience(state, account, *audience, now - _FIRST_AD + number * DAY)
        for number, audience in enumerate(rules)
    ]
    alike = {"seed_id": ids[:1], "country": "US", "percentage": 5}
    _audience(state, account, "People like our buyers", "ACTALIKE", alike, now - 100 * DAY)


def _audience(
    state: State, account: str, name: str, kind: str, rule: Mapping[str, Any], created: int
) -> str:
    made = add_audience(state, account, name=name, audience_type=kind, rule=rule, created=created)
    return str(made["id"])


def _catalog(state: State) -> dict[str, str]:
    """Makes the catalog: an item for each product, and groups of them; returns the ids of the groups by name."""
    catalog = add_catalog(state, name=SHOP_NAME)
    items = [
        {"item_id": f"QS-{number:03}", "attributes": _attributes(number, line, pattern)}
        for number, (line, pattern) in enumerate(_products(), 1)
    ]
    add_items(state, catalog.id, "RETAIL", items)
    criteria: dict[str, dict[str, Any]] = {
        _top(line): {"PRODUCT_TYPE_0": {"values": [[_top(line)]]}} for line in _LINES
    }
    criteria["In stock"] = {"AVAILABILITY": {"values": ["IN_STOCK"]}}
    common = {
        "catalog_type": "RETAIL",
        "catalog_id": catalog.id,
        "country": "US",
        "locale": "en-US",
    }
    return {
        name: add_product_group(state, {**common, "name": name, "filters": {"any_of": [wanted]}})[
            "id"
        ]
        for name, wanted in criteria.items()
    }


def _attributes(number: int, line: _Line, pattern: str) -> dict[str, Any]:
    return {
        "title": f"{pattern} {line.name}",
        "description": f"The {pattern} as a {line.name}, ready to begin.",
        "link": _link(line, pattern),
        "image_link": [f"{_SITE}/images/qs-{number:03}.jpg"],
        "price": f"{line.price / 100:.2f} USD",
        "availability": "out of stock" if number % 6 == 5 else "in stock",
        "brand": SHOP_NAME,
        "condition": "new",
        "product_type": line.product_type,
    }


def _advertise(
    state: State, account: str, now: int, chance: random.Random, pins: Sequence[str], tag: str
) -> dict[str, str]:
    """Makes campaigns with all that is in them; returns the ids of their ad groups by name."""
    goal = {"conversion_tag_v3_goal_metadata": _CHECKOUT | {"conversion_tag_id": tag}}
    shown, found = itertools.cycle(pins), dict[str, str]()
    for number, (campaign, groups) in enumerate(_CAMPAIGNS):
        created = now - _FIRST_AD + number * 5 * DAY + chance.randrange(DAY)
        caps = {name: campaign[name] * _DOLLAR for name in campaign if name.endswith("_cap")}
        [id] = add_campaigns(state, account, [{**campaign, **caps}], created=created)
        unwanted = [{"value": word, "match_type": "PHRASE_NEGATIVE"} for word in _UNWANTED]
        add_keywords(state, account, f"C{id}", unwanted)
        for name, words in groups.items():
            spec = {"LOCATION": ["US"], "AGE_BUCKET": ["25-34", "35-44", "45-49"]}
            group: dict[str, Any] = {
                "name": name,
                "campaign_id": id,
                "billable_event": "CLICKTHROUGH" if number else "IMPRESSION",
                "budget_in_micro_currency": _GROUP_BUDGET,
                "bid_in_micro_currency": chance.randrange(20, 200) * _CENT,
                "targeting_spec": spec,
            }
            if campaign["objective_type"] == "WEB_CONVERSION":
                group["optimization_goal_metadata"] = goal
            [found[name]] = add_ad_groups(state, account, [group], created=created)
            pinned = list(itertools.islice(shown, _ADS_EACH))
            _fill(state, account, chance, (found[name], name, created), pinned, words)
    return found


def _fill(
    state: State,
    account: str,
    chance: random.Random,
    group: tuple[str, str, int],
    pins: Sequence[str],
    words: Sequence[str],
) -> None:
    """Puts ads and keywords into an ad group, given by its id, its name and when it was made."""
    id, name, created = group
    ads = [
        {"ad_group_id": id, "pin_id": pin, "creative_type": "REGULAR", "name": f"{name} {number}"}
        for number, pin in enumerate(pins, 1)
    ]
    add_ads(state, account, ads, created=created)
    keywords = [{"value": word, "match_type": "BROAD"} for word in words]
    add_keywords(state, account, f"AG{id}", keywords)


def _link(line: _Line, pattern: str) -> str:
    return f"{_SITE}/{_slug(line.name)}s/{_slug(pattern)}"


def _slug(text: str) -> str:
    return text.lower().replace(" ", "-")


def _top(line: _Line) -> str:
    return line.product_type.partition(" > ")[0]
