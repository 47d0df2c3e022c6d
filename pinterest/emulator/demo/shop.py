"""The demo data: a shop that sells quilting supplies and has advertised for months.

The shop has the same content for every seed. IDs, budgets, bids, times and figures depend on the seed.
`pinterest.emulator.metrics.figures` computes the figures. `pinterest.emulator.demo.shop_ads` creates the campaigns.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pinterest.emulator.demo.shop_account import (
    create_customer_segment,
    create_events_and_deletion_requests,
    create_insertion_order,
    create_schedules_and_previews,
    subscribe_to_leads,
)
from pinterest.emulator.demo.shop_ads import FIRST_AD, TARGETED, create_campaigns
from pinterest.emulator.demo.shop_business import create_business
from pinterest.emulator.demo.shop_profile import create_profile
from pinterest.emulator.demo.shop_stores import create_stores
from pinterest.emulator.resources import load_all
from pinterest.emulator.resources.ad_accounts import add_ad_account
from pinterest.emulator.resources.audiences import add_audience
from pinterest.emulator.resources.board_sections import add_section
from pinterest.emulator.resources.boards import add_board
from pinterest.emulator.resources.catalog_feeds import add_feed
from pinterest.emulator.resources.catalog_product_groups import add_product_group
from pinterest.emulator.resources.catalogs import add_catalog
from pinterest.emulator.resources.conversion_tags import add_conversion_tag, record_fired_events
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

_UNPRICED = "Gift card"
_PATTERNS = (
    "Log Cabin",
    "Flying Geese",
    "Ohio Star",
    "Nine Patch",
    "Churn Dash",
    "Double Wedding Ring",
)


@dataclass(frozen=True)
class _ProductLine:
    """A line of products, such as quilt kits, with one product per quilt pattern.

    Attributes:
        name: The last words of each product's name, such as `quilt kit` in `Ohio Star quilt kit`.
        board: The name of the board for the products' pins.
        price: The price of each product in cents.
        product_type: The product type in the catalog.
    """

    name: str
    board: str
    price: int
    product_type: str


_LINES = (
    _ProductLine("quilt kit", "Quilts to make", 8_900, "Kits > Quilts"),
    _ProductLine("pattern", "Patterns for a weekend", 1_250, "Patterns > Printed"),
    _ProductLine("fabric bundle", "Fabric by colour", 5_400, "Fabric > Bundles"),
)


def create_shop(state: State) -> str:
    """Creates the shop in an empty emulator and returns the ID of its ad account."""
    load_all()
    now = state.now()
    account = str(add_ad_account(state, name=SHOP_NAME, created=now - _OPENED)["id"])
    board, pins = _create_pins(state, now)
    create_profile(state, board, pins)
    tag = _create_conversion_tag(state, account, now)
    with state.clock.set_back(_LISTED):
        catalog, products = _create_catalog(state)
    with state.clock.set_back(_LISTED - DAY):
        create_stores(state, catalog, _list_prices())
    audiences = _create_audiences(state, account, now, tag)
    create_insertion_order(state, account)
    create_campaigns(state, account, pins, products, tag)
    with state.clock.set_back(FIRST_AD):
        form = _create_form_and_template(state, account)
        subscribe_to_leads(state, account, form)
        create_customer_segment(state, account, audiences)
    create_events_and_deletion_requests(state, account)
    create_schedules_and_previews(state, account)
    create_business(state, account, catalog, tag, audiences[0])
    return account


def _list_products() -> list[tuple[_ProductLine, str]]:
    """Returns the product line and the quilt pattern of each product."""
    return list(itertools.product(_LINES, _PATTERNS))


def _list_prices() -> dict[str, str]:
    """Maps the item ID of each product to its price."""
    return {
        _format_item_id(number): _format_price(line)
        for number, (line, _) in enumerate(_list_products(), 1)
    }


def _create_pins(state: State, now: int) -> tuple[str, list[str]]:
    """Creates boards and a pin for each product. Returns the ID of the first board and the IDs of all pins."""
    boards, ids = [], []
    for number, line in enumerate(_LINES):
        made = now - _OPENED + number * 50 * DAY
        board = add_board(
            state,
            name=line.board,
            description=f"Every {line.name} that we have",
            created=made,
        )["id"]
        boards.append(str(board))
        section = add_section(state, board, "New this season")["id"]
        for place, pattern in enumerate(_PATTERNS):
            pin = add_pin(
                state,
                board_id=board,
                section_id=section if place < 2 else None,
                title=f"{pattern} {line.name}",
                description=f"The {pattern} as a {line.name}, ready to begin.",
                alt_text=f"A {pattern} quilt on a bed",
                link=_build_product_url(line, pattern),
                created=made + (place + 1) * 7 * DAY,
            )
            ids.append(str(pin["id"]))
    add_board(state, name="Plans for next year", privacy="SECRET", created=now - 30 * DAY)
    return boards[0], ids


def _create_conversion_tag(state: State, account: str, now: int) -> str:
    """Creates the conversion tag of the shop's website and returns its ID."""
    fired = {"page_visit": now - _OPENED + DAY, "checkout": now - _OPENED + 2 * DAY}
    configs = {"aem_enabled": True}
    tag = add_conversion_tag(state, account, name="Website", configs=configs, fired=fired)
    record_fired_events(state, account, dict.fromkeys(fired, now - _LAST_VISIT))
    return str(tag["id"])


def _create_audiences(state: State, account: str, now: int, tag: str) -> list[str]:
    """Creates customer lists and audiences. Returns the IDs of all audiences except the actalike audience."""
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
        _create_audience(state, account, *audience, begun + number * DAY)
        for number, audience in enumerate(rules)
    ]
    alike = {"seed_id": ids[:1], "country": "US", "percentage": 5}
    _create_audience(state, account, "People like our buyers", "ACTALIKE", alike, now - 100 * DAY)
    return ids


def _create_audience(
    state: State, account: str, name: str, kind: str, rule: Mapping[str, Any], created: int
) -> str:
    made = add_audience(state, account, name=name, audience_type=kind, rule=rule, created=created)
    return str(made["id"])


def _create_catalog(state: State) -> tuple[str, dict[str, str]]:
    """Creates the catalog, its items and its product groups.

    Returns the ID of the catalog, and a mapping of product group names to IDs.
    """
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
    rows = [
        _build_item_attributes(number, *product)
        for number, product in enumerate(_list_products(), 1)
    ]
    # This item has no price, so that the feed has an issue to report.
    unpriced = {name: value for name, value in rows[0].items() if name != "price"}
    rows.append({**unpriced, "title": _UNPRICED})
    items = [
        {"item_id": _format_item_id(number), "attributes": row}
        for number, row in enumerate(rows, 1)
    ]
    add_feed(state, feed, items=items)
    criteria: dict[str, dict[str, Any]] = {
        _get_top_level_product_type(line): {
            "PRODUCT_TYPE_0": {"values": [[_get_top_level_product_type(line)]]}
        }
        for line in _LINES
    }
    criteria["In stock"] = {"AVAILABILITY": {"values": ["IN_STOCK"]}}
    common = {
        "catalog_type": "RETAIL",
        "catalog_id": catalog.id,
        "country": "US",
        "locale": "en-US",
    }
    groups = {
        name: add_product_group(state, {**common, "name": name, "filters": {"any_of": [wanted]}})[
            "id"
        ]
        for name, wanted in criteria.items()
    }
    return catalog.id, groups


def _build_item_attributes(
    item_number: int, line: _ProductLine, quilt_pattern: str
) -> dict[str, Any]:
    return {
        "title": f"{quilt_pattern} {line.name}",
        "description": f"The {quilt_pattern} as a {line.name}, ready to begin.",
        "link": _build_product_url(line, quilt_pattern),
        "image_link": [f"{_SITE}/images/qs-{item_number:03}.jpg"],
        "price": _format_price(line),
        "availability": "out of stock" if item_number % 6 == 5 else "in stock",
        "brand": SHOP_NAME,
        "condition": "new",
        "product_type": line.product_type,
    }


def _create_form_and_template(state: State, account: str) -> str:
    """Creates a lead form and a targeting template. Returns the ID of the form."""
    form = {
        "name": "Newsletter",
        "questions": [{"question_type": "FIRST_NAME"}, {"question_type": "EMAIL"}],
        "privacy_policy_link": f"{_SITE}/privacy",
        "has_accepted_terms": True,
        "completion_message": "Thank you! The first letter is on its way.",
    }
    form_id = add_lead_form(state, account, form)["id"]
    template = {"name": "Quilters at home", "targeting_attributes": TARGETED}
    add_targeting_templates(state, account, [template])
    return str(form_id)


def _format_item_id(number: int) -> str:
    return f"QS-{number:03}"


def _format_price(line: _ProductLine) -> str:
    return f"{line.price / 100:.2f} USD"


def _build_product_url(line: _ProductLine, quilt_pattern: str) -> str:
    return f"{_SITE}/{_slugify(line.name)}s/{_slugify(quilt_pattern)}"


def _slugify(text: str) -> str:
    return text.lower().replace(" ", "-")


def _get_top_level_product_type(line: _ProductLine) -> str:
    return line.product_type.partition(" > ")[0]
