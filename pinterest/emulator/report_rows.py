"""The rows of ads reports: of which entities, in which periods, with which columns."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pinterest.emulator import columns, figures, plausible
from pinterest.emulator.counts import Part, parts
from pinterest.emulator.delivery import summary
from pinterest.emulator.figures import Figures
from pinterest.emulator.handlers import Call
from pinterest.emulator.products import currency_of, number_in, price_of
from pinterest.emulator.resources.ad_accounts import require_ad_account
from pinterest.emulator.resources.analytics import dated
from pinterest.emulator.resources.labels import labels_of
from pinterest.emulator.resources.targeting_analytics import values_of
from pinterest.emulator.store import Entity

# What each level is in the store, and the column that tells its id.
_KINDS: Mapping[str, tuple[str, str]] = {
    "ADVERTISER": ("ad_account", "ADVERTISER_ID"),
    "CAMPAIGN": ("campaign", "CAMPAIGN_ID"),
    "AD_GROUP": ("ad_group", "AD_GROUP_ID"),
    "PIN_PROMOTION": ("ad", "PIN_PROMOTION_ID"),
    "KEYWORD": ("keyword", "KEYWORD_ID"),
    "PRODUCT_GROUP": ("product_group_promotion", "PRODUCT_GROUP_ID"),
    "PRODUCT_ITEM": ("catalog_item", "PRODUCT_ITEM_ID"),
}
_TARGETED = "_TARGETING"
# The level and field that each filter of a request is about; a status is the one that follows from the time.
_FILTERS: Mapping[str, tuple[str, str]] = {
    "campaign_ids": ("campaign", "id"),
    "campaign_statuses": ("campaign", "summary_status"),
    "campaign_brand_label": ("campaign", "brand_label"),
    "campaign_custom_label": ("campaign", "custom_labels"),
    "campaign_objective_types": ("campaign", "objective_type"),
    "ad_group_ids": ("ad_group", "id"),
    "ad_group_statuses": ("ad_group", "summary_status"),
    "ad_ids": ("ad", "id"),
    "ad_statuses": ("ad", "summary_status"),
    "product_group_ids": ("product_group", "id"),
    "product_group_statuses": ("product_group", "status"),
    "product_item_ids": ("product_item", "id"),
}
_BRANDS = ("The Quilt Shop", "Meadow Linen", "Indigo Wool")
_SKUS = len(_BRANDS)
_BREAKDOWNS = {
    "PRODUCT_BRAND": ("CONVERSION_PRODUCT_BRAND",),
    "PRODUCT_CATEGORY": ("CONVERSION_PRODUCT_CATEGORY",),
    "PRODUCT_BRAND_AND_CATEGORY": ("CONVERSION_PRODUCT_BRAND", "CONVERSION_PRODUCT_CATEGORY"),
    "PRODUCT_SKU": ("CONVERSION_PRODUCT_ID",),
    "PRODUCT_SKU_GROUP": ("CONVERSION_PRODUCT_ID_GROUP",),
}
_PAID = "ADVERTISER_PAID_"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a report.

    Attributes:
        entity_id: The entity that it is about.
        values: Its columns.
    """

    entity_id: str
    values: dict[str, Any]


def id_column(level: str) -> str:
    """Returns the column that tells the entities of a level apart."""
    return _KINDS[level.removesuffix(_TARGETED)][1]


def report_rows(call: Call, request: Mapping[str, Any]) -> Iterator[Row]:
    """Yields the rows that a request for a report asks for, entity by entity.

    Args:
        call: Whose report it is.
        request: The body that asked for it.
    """
    kind = _KINDS[request["level"].removesuffix(_TARGETED)][0]
    for entity in _entities(call, kind):
        facts = _facts(call, kind, entity)
        if _is_wanted(facts, request):
            yield from _rows(call, kind, entity.id, facts, request)


def _entities(call: Call, kind: str) -> list[Entity]:
    account, now = call.arguments["ad_account_id"], call.state.clock.now()
    if kind == "ad_account":
        return call.state.store.select(kind, None, now, {"id": account})
    if kind == "catalog_item":
        return call.state.store.select(kind, None, now, {"gone": None})
    return call.state.store.select(kind, account, now)


def _facts(call: Call, kind: str, entity: Entity) -> dict[str, dict[str, Any]]:
    facts = columns.facts_about(call.state, kind, entity.id)
    account, now = call.arguments["ad_account_id"], call.state.clock.now()
    facts["ad_account"] = require_ad_account(call.state, account)
    for level in ("campaign", "ad_group", "ad"):
        known = facts.get(level)
        if known and "status" in known:
            facts[level] = {"summary_status": summary(known, now), **known}
    if "campaign" in facts:
        labels = labels_of(call.state, str(facts["campaign"]["id"]))
        brand = next(iter(labels["BRAND"]), None)
        facts["campaign"] |= {"brand_label": brand, "custom_labels": labels["CUSTOM"]}
    if kind == "product_group_promotion":
        facts["product_group"] = facts[kind]
    if kind == "catalog_item":
        facts["product_item"] = {"id": entity.id, **_product_item(entity.data)}
    return facts


def _is_wanted(facts: Mapping[str, Mapping[str, Any]], request: Mapping[str, Any]) -> bool:
    for name, (level, field) in _FILTERS.items():
        wanted = request.get(name)
        if not wanted or level not in facts:
            continue
        allowed, has = _many(wanted), _many(facts[level].get(field))
        if not allowed & has:
            return False
    return True


def _many(value: Any) -> set[Any]:
    return set(value if isinstance(value, list) else [value])


def _rows(
    call: Call,
    kind: str,
    id: str,
    facts: Mapping[str, Mapping[str, Any]],
    request: Mapping[str, Any],
) -> Iterator[Row]:
    start, end = (datetime.date.fromisoformat(request[name]) for name in ("start_date", "end_date"))
    leaves = figures.leaves(call.state, kind, id)
    periods = figures.periods(call.state, leaves, start, end, request["granularity"])
    for period, counted_in in periods:
        whole = counted_in.within(request)
        if not _in_hours(period, request):
            continue
        for told, counted in _parts(call, request, whole):
            if _meets(counted, request):
                values = columns.row(counted, request["columns"], facts)
                values |= _mixed(request["columns"], counted, facts)
                given = {name: value for name, value in told.items() if name in values}
                kept = {name: _text(value) for name, value in {**values, **given}.items()}
                about = {name: value for name, value in told.items() if name not in values}
                yield Row(id, {**dated(period), **about, **kept})


def _parts(
    call: Call, request: Mapping[str, Any], whole: Figures
) -> Iterator[tuple[dict[str, Any], Figures]]:
    """Yields the parts that a figure is broken down into, with the columns that tell them apart."""
    if request["level"].endswith(_TARGETED):
        yield from _targeted(call, request, whole)
    elif any(name.startswith("CONVERSION_PRODUCT_") for name in request["columns"]):
        yield from _products(call, request, whole)
    else:
        yield {}, whole


def _targeted(
    call: Call, request: Mapping[str, Any], whole: Figures
) -> Iterator[tuple[dict[str, Any], Figures]]:
    """Yields the parts of those who are targeted: by each type, or by all types at once where they are combined."""
    kinds = request.get("targeting_types") or ["GENDER"]
    for together in (
        [kinds] if request.get("combine_targeting_types") else [[kind] for kind in kinds]
    ):
        values = [
            list(zip(names, _fewer_and_fewer(len(names)), strict=True))
            for names in (values_of(call, kind) for kind in together)
        ]
        for combined in itertools.product(*values):
            named = dict(zip(together, (name for name, _ in combined), strict=True))
            countries = request.get("countries")
            if countries and named.get("COUNTRY", countries[0]) not in countries:
                continue
            counted = whole
            for _, part in combined:
                counted = counted.part(part)
            about = {"TARGETING_TYPE": ",".join(named), "TARGETING_VALUE": ",".join(named.values())}
            yield about, counted


def _products(
    call: Call, request: Mapping[str, Any], whole: Figures
) -> Iterator[tuple[dict[str, Any], Figures]]:
    """Yields the parts of what was bought: by brand, by category, or by SKU."""
    broken_down = _BREAKDOWNS[request.get("conversion_product_breakdown") or "PRODUCT_BRAND"]
    wanted = request.get("product_sku_ids")
    for number, part in enumerate(_fewer_and_fewer(_SKUS), 1):
        known = _product(call, number)
        if not wanted or known["CONVERSION_PRODUCT_ID"] in wanted:
            others = {name: None for name in known if name in request["columns"]}
            yield {**others, **{name: known[name] for name in broken_down}}, whole.part(part)


def _fewer_and_fewer(number: int) -> list[Part]:
    return parts([1 / place for place in range(1, number + 1)])


def _product(call: Call, number: int) -> dict[str, Any]:
    chance = call.state.chance.about("conversion product", number)
    known = {
        "ID": f"SKU{number}",
        "ID_GROUP": plausible.title(chance),
        "BRAND": _BRANDS[number - 1],
        "CATEGORY": f"Home & Garden > {_BRANDS[number - 1].split()[-1]}",
    }
    return {f"CONVERSION_PRODUCT_{name}": value for name, value in known.items()}


def _product_item(product: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the columns that describe a product."""
    attributes = product["attributes"]
    image = attributes.get("image_link")
    known = {
        "NAME": attributes.get("title") or attributes.get("name"),
        "IMAGE_URL": image[0] if isinstance(image, list) else image,
        "PRICE": price_of(product),
        "SALE_PRICE": number_in(attributes.get("sale_price")),
        "PRODUCT_URL": attributes.get("link"),
        "BRAND": attributes.get("brand"),
        "DESCRIPTION": attributes.get("description"),
        "PRODUCT_TYPE": attributes.get("product_type"),
        "PRODUCT_CATEGORY": attributes.get("google_product_category"),
        "CURRENCY": currency_of(product),
    }
    columns = {f"PRODUCT_ITEM_{name}": value for name, value in known.items()}
    return {**columns, "STANDARD_AD_FEED_ITEM_ID": product["item_id"]}


def _mixed(
    names: Sequence[str], counted: Figures, facts: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Returns the columns that reports for marketing mix models alone have; nobody else pays for anything."""
    known = {
        "ADVERTISER_NAME": facts["ad_account"].get("name"),
        "SPEND_ORDER_LINE_PAID_TYPE": "PAID",
        "PINNER_LIST_NAME": None,
    }
    mixed = {name: known[name] for name in names if name in known}
    for name in names:
        if name.startswith(_PAID):
            mixed[name] = columns.value(counted, name.removeprefix(_PAID), {})
    return mixed


def _in_hours(period: figures.Period, request: Mapping[str, Any]) -> bool:
    if period.hour is None or period.day is None:
        return True
    day, begin, end = period.day.isoformat(), request.get("start_hour"), request.get("end_hour")
    if begin is not None and day == request["start_date"] and period.hour < begin:
        return False
    return not (end is not None and day == request["end_date"] and period.hour > end)


def _meets(counted: Figures, request: Mapping[str, Any]) -> bool:
    for item in request.get("metrics_filters") or ():
        number, limit = columns.value(counted, item["field"], {}) or 0, item["values"][0]
        if not (number > limit if item["operator"] == "GREATER_THAN" else number < limit):
            return False
    return True


def _text(value: Any) -> Any:
    # Reports write numbers as text.
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def columns_of(rows: Sequence[Row]) -> list[str]:
    """Returns the columns that rows have, in the order that they come in."""
    return list(dict.fromkeys(name for row in rows for name in row.values))
