"""A data set to try things on: a shop that sells what quilts are made of, and has advertised it for months.

What it is made of is the same for every seed; ids, budgets, bids, times and figures are the seed's. The figures
themselves are kept nowhere: see `pinterest.emulator.metrics.figures`. What it advertises is in
`pinterest.emulator.demo.shop_ads`.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pinterest.emulator.demo.shop_ads import FIRST_AD, TARGETED, advertise
from pinterest.emulator.resources.ad_accounts import add_ad_account
from pinterest.emulator.resources.audiences import add_audience
from pinterest.emulator.resources.board_sections import add_section
from pinterest.emulator.resources.boards import add_board
from pinterest.emulator.resources.catalog_feeds import add_feed
from pinterest.emulator.resources.catalog_product_groups import add_product_group
from pinterest.emulator.resources.catalogs import add_catalog
from pinterest.emulator.resources.conversion_tags import add_conversion_tag, fire
from pinterest.emulator.resources.customer_lists import add_customer_list
from pinterest.emulator.resources.lead_forms import add_lead_form
from pinterest.emulator.resources.pins import add_pin
from pinterest.emulator.resources.targeting_templates import add_targeting_templates
from pinterest.emulator.store.state import State
from pinterest.emulator.store.tokens import DAY

SHOP_NAME = "The Quilt Shop"
_SITE = "https://www.example.com"
_OPENED = 400 * DAY
_LISTED = 380 * DAY
_LAST_VISIT = 600

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


def open_shop(state: State) -> str:
    """Fills an emulator that has nothing yet, and returns the id of the shop's ad account."""
    now = state.now()
    account = str(add_ad_account(state, name=SHOP_NAME, created=now - _OPENED)["id"])
    pins = _pins(state, now)
    tag = _followed(state, account, now)
    with state.clock.back(_LISTED):
        products = _catalog(state)
    _audiences(state, account, now, tag)
    advertise(state, account, pins, products, tag)
    with state.clock.back(FIRST_AD):
        _prepared(state, account)
    return account


def _products() -> list[tuple[_Line, str]]:
    """Returns what is sold: a line, and a pattern."""
    return list(itertools.product(_LINES, _PATTERNS))


def _pins(state: State, now: int) -> list[str]:
    """Makes the boards with a pin for each product, and returns the ids of the pins."""
    ids = []
    for number, line in enumerate(_LINES):
        made = now - _OPENED + number * 50 * DAY
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
    tag = add_conversion_tag(state, account, name="Website", configs=configs, fired=fired)
    fire(state, account, dict.fromkeys(fired, now - _LAST_VISIT))
    return str(tag["id"])


def _audiences(state: State, account: str, now: int, tag: str) -> None:
    """Makes customer lists, and audiences of those on them, of visitors, and of people like them."""
    begun = now - FIRST_AD
    buyers = add_customer_list(state, account, name="Buyers", people=1_840, created=begun - 2 * DAY)
    add_customer_list(state, account, name="Newsletter", people=5_260, created=begun - DAY)
    visitors = {"visitor_source_id": tag, "retention_days": 180}
    rules: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("Buyers", "CUSTOMER_LIST", {"customer_list_id": buyers}),
        ("Visitors of half a year", "VISITOR", visitors),
        ("Visitors of a month", "VISITOR", {**visitors, "retention_days": 30}),
        ("Those who saved a pin", "ENGAGEMENT", {"engagement_domain": ["www.example.com"]}),
    )
    ids = [
        _audience(state, account, *audience, begun + number * DAY)
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
    feed = {
        "name": "Everything that we sell",
        "format": "TSV",
        "location": f"{_SITE}/feed.tsv",
        "catalog_id": catalog.id,
        "default_country": "US",
        "default_locale": "en-US",
        "default_currency": "USD",
    }
    items = [
        {"item_id": f"QS-{number:03}", "attributes": _attributes(number, line, pattern)}
        for number, (line, pattern) in enumerate(_products(), 1)
    ]
    add_feed(state, feed, items=items)
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


def _prepared(state: State, account: str) -> None:
    """Makes what its advertising may use one day."""
    form = {
        "name": "Newsletter",
        "questions": [{"question_type": "FIRST_NAME"}, {"question_type": "EMAIL"}],
        "privacy_policy_link": f"{_SITE}/privacy",
        "has_accepted_terms": True,
        "completion_message": "Thank you! The first letter is on its way.",
    }
    add_lead_form(state, account, form)
    template = {"name": "Quilters at home", "targeting_attributes": TARGETED}
    add_targeting_templates(state, account, [template])


def _link(line: _Line, pattern: str) -> str:
    return f"{_SITE}/{_slug(line.name)}s/{_slug(pattern)}"


def _slug(text: str) -> str:
    return text.lower().replace(" ", "-")


def _top(line: _Line) -> str:
    return line.product_type.partition(" > ")[0]
