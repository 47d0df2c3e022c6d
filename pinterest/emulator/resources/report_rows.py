"""The rows of ads reports: their entities, periods and columns."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pinterest.emulator.advertising.entities import KEYWORD, PROMOTED, summary_status
from pinterest.emulator.catalogs.products import ITEM, currency_of, number_in, price_of
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.metrics import columns, figures
from pinterest.emulator.metrics.counts import Part, split_by_weight
from pinterest.emulator.metrics.figures import Figures, Source
from pinterest.emulator.resources.ad_accounts import require_ad_account
from pinterest.emulator.resources.analytics import date_columns
from pinterest.emulator.resources.figure_sources import Sources
from pinterest.emulator.resources.labels import labels_of
from pinterest.emulator.resources.targeting_analytics import values_of
from pinterest.emulator.samples import field_values
from pinterest.emulator.store.database import Entity

# For each level, the kind in the store and the column with its ID.
_KINDS: Mapping[str, tuple[str, str]] = {
    "ADVERTISER": ("ad_account", "ADVERTISER_ID"),
    "CAMPAIGN": ("campaign", "CAMPAIGN_ID"),
    "AD_GROUP": ("ad_group", "AD_GROUP_ID"),
    "PIN_PROMOTION": ("ad", "PIN_PROMOTION_ID"),
    "KEYWORD": (KEYWORD, "KEYWORD_ID"),
    "PRODUCT_GROUP": (PROMOTED, "PRODUCT_GROUP_ID"),
    "PRODUCT_ITEM": (ITEM, "PRODUCT_ITEM_ID"),
}
_TARGETED = "_TARGETING"
# For each filter of a request, the level and field that it is about. Statuses are summary statuses.
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
    "product_group_ids": (PROMOTED, "id"),
    "product_group_statuses": (PROMOTED, "summary_status"),
    "product_item_ids": (ITEM, "id"),
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
        entity_id: The ID of its entity.
        values: Its values by column.
    """

    entity_id: str
    values: dict[str, Any]


def id_column(level: str) -> str:
    """Returns the column with the ID of a level's entities."""
    return _KINDS[level.removesuffix(_TARGETED)][1]


def report_rows(call: Call, request: Mapping[str, Any]) -> Iterator[Row]:
    """Yields the rows of a report, entity by entity.

    Args:
        call: The request for the report.
        request: Its body.
    """
    level = _KINDS[request["level"].removesuffix(_TARGETED)][0]
    entities = _Entities(call)
    for entity in entities.of_level(level):
        facts = entities.facts(level, entity.id)
        sources = entities.sources(level, entity.id, facts, request)
        if sources is not None:
            yield from _rows(call, sources, entity.id, facts, request)


class _Entities:
    """The entities of an ad account, cached while one report is made.

    Args:
        call: The request for the report.
    """

    def __init__(self, call: Call) -> None:
        self._call, self._account = call, call.arguments["ad_account_id"]
        self._sources = Sources(call.state, self._account)
        self._facts: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}

    def of_level(self, level: str) -> list[Entity]:
        """Returns the entities of a level. Of products, those that the account promotes."""
        store, now = self._call.state.store, self._call.state.clock.now()
        if level == "ad_account":
            return store.select(level, None, now, {"id": self._account})
        if level == ITEM:
            products = store.select(level, None, now, {"gone": None})
            return [product for product in products if self._sources.of(level, product.id)]
        return store.select(level, self._account, now)

    def facts(self, level: str, id: str) -> dict[str, dict[str, Any]]:
        """Returns the fields of an entity and its parents, by level."""
        if (level, id) not in self._facts:
            self._facts[level, id] = self._load_facts(level, id)
        return self._facts[level, id]

    def sources(
        self,
        level: str,
        id: str,
        facts: Mapping[str, Mapping[str, Any]],
        request: Mapping[str, Any],
    ) -> list[Source] | None:
        """Returns the sources of an entity's figures that the filters allow. None if the entity has no row.

        A filter about the entity or its parents allows all of its sources or none. Any other filter allows the ads and
        promoted product groups that match it.
        """
        found: Iterable[Source] = self._sources.of(level, id)
        filters = {name: request[name] for name in _FILTERS if request.get(name)}
        below = [name for name in filters if _FILTERS[name][0] not in facts]
        if not all(_allows(name, filters[name], facts) for name in filters if name not in below):
            return None
        if any(_FILTERS[name][0] == ITEM for name in below):
            found = [item for source in found for item in self._sources.items(source)]
        for name in below:
            kind = _FILTERS[name][0]
            found = [
                source
                for source in found
                if kind in source.above
                and _allows(name, filters[name], self.facts(kind, source.above[kind]))
            ]
        return list(found) if found or not below else None

    def _load_facts(self, level: str, id: str) -> dict[str, dict[str, Any]]:
        state = self._call.state
        facts = columns.facts_about(state, level, id)
        facts["ad_account"] = require_ad_account(state, self._account)
        for above in ("campaign", "ad_group"):
            known = facts.get(above)
            if known and "status" in known:
                facts[above] = {**known, "summary_status": summary_status(known, state.clock.now())}
        if "campaign" in facts:
            labels = labels_of(state, str(facts["campaign"]["id"]))
            brand = next(iter(labels["BRAND"]), None)
            facts["campaign"] |= {"brand_label": brand, "custom_labels": labels["CUSTOM"]}
        if level == PROMOTED:
            promoted = facts[level]
            shown = "RUNNING" if promoted.get("included", True) else "EXCLUDED"
            status = shown if promoted["status"] == "ACTIVE" else promoted["status"]
            facts[level] = {**promoted, "summary_status": status}
            facts["product_group"] = facts[level]
        if level == ITEM:
            facts["product_item"] = {"id": id, **_product_item(facts[level])}
        return facts


def _allows(name: str, wanted: Any, facts: Mapping[str, Mapping[str, Any]]) -> bool:
    """Returns whether a filter of a request allows an entity."""
    level, field = _FILTERS[name]
    return bool(_as_set(wanted) & _as_set(facts[level].get(field)))


def _as_set(value: Any) -> set[Any]:
    return set(value if isinstance(value, list) else [value])


def _rows(
    call: Call,
    sources: Iterable[Source],
    id: str,
    facts: Mapping[str, Mapping[str, Any]],
    request: Mapping[str, Any],
) -> Iterator[Row]:
    start, end = (datetime.date.fromisoformat(request[name]) for name in ("start_date", "end_date"))
    periods = figures.periods(call.state, sources, start, end, request["granularity"])
    for period, counted_in in periods:
        whole = counted_in.within(request)
        if not _in_hours(period, request):
            continue
        for labels, counted in _breakdown(call, request, whole):
            if _passes_metrics_filters(counted, request):
                values = columns.row(counted, request["columns"], facts)
                values |= _mix_model_columns(request["columns"], counted, facts)
                requested = {name: value for name, value in labels.items() if name in values}
                texts = {name: _to_text(value) for name, value in {**values, **requested}.items()}
                others = {name: value for name, value in labels.items() if name not in values}
                yield Row(id, {**date_columns(period), **others, **texts})


def _breakdown(
    call: Call, request: Mapping[str, Any], whole: Figures
) -> Iterator[tuple[dict[str, Any], Figures]]:
    """Yields the parts that figures are broken down into, with the columns that label them."""
    if request["level"].endswith(_TARGETED):
        yield from _by_targeting(call, request, whole)
    elif any(name.startswith("CONVERSION_PRODUCT_") for name in request["columns"]):
        yield from _by_product(call, request, whole)
    else:
        yield {}, whole


def _by_targeting(
    call: Call, request: Mapping[str, Any], whole: Figures
) -> Iterator[tuple[dict[str, Any], Figures]]:
    """Yields the parts by targeting value: for each targeting type, or for their combinations if requested."""
    kinds = request.get("targeting_types") or ["GENDER"]
    for together in (
        [kinds] if request.get("combine_targeting_types") else [[kind] for kind in kinds]
    ):
        values = [
            list(zip(names, _decreasing_parts(len(names)), strict=True))
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


def _by_product(
    call: Call, request: Mapping[str, Any], whole: Figures
) -> Iterator[tuple[dict[str, Any], Figures]]:
    """Yields the parts by product that was bought: by brand, category or SKU."""
    labels = _BREAKDOWNS[request.get("conversion_product_breakdown") or "PRODUCT_BRAND"]
    wanted = request.get("product_sku_ids")
    for number, part in enumerate(_decreasing_parts(_SKUS), 1):
        known = _product(call, number)
        if not wanted or known["CONVERSION_PRODUCT_ID"] in wanted:
            others = {name: None for name in known if name in request["columns"]}
            yield {**others, **{name: known[name] for name in labels}}, whole.part(part)


def _decreasing_parts(number: int) -> list[Part]:
    return split_by_weight([1 / place for place in range(1, number + 1)])


def _product(call: Call, number: int) -> dict[str, Any]:
    chance = call.state.random.generator("conversion product", number)
    known = {
        "ID": f"SKU{number}",
        "ID_GROUP": field_values.title(chance),
        "BRAND": _BRANDS[number - 1],
        "CATEGORY": f"Home & Garden > {_BRANDS[number - 1].split()[-1]}",
    }
    return {f"CONVERSION_PRODUCT_{name}": value for name, value in known.items()}


def _product_item(product: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the columns about a product."""
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


def _mix_model_columns(
    names: Sequence[str], counted: Figures, facts: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Returns the columns that only reports for marketing mix models have. The advertiser pays for everything."""
    known = {
        "ADVERTISER_NAME": facts["ad_account"].get("name"),
        "SPEND_ORDER_LINE_PAID_TYPE": "PAID",
        "PINNER_LIST_NAME": None,
    }
    values = {name: known[name] for name in names if name in known}
    for name in names:
        if name.startswith(_PAID):
            values[name] = columns.value(counted, name.removeprefix(_PAID), {})
    return values


def _in_hours(period: figures.Period, request: Mapping[str, Any]) -> bool:
    if period.hour is None or period.day is None:
        return True
    day, begin, end = period.day.isoformat(), request.get("start_hour"), request.get("end_hour")
    if begin is not None and day == request["start_date"] and period.hour < begin:
        return False
    return not (end is not None and day == request["end_date"] and period.hour > end)


def _passes_metrics_filters(counted: Figures, request: Mapping[str, Any]) -> bool:
    for item in request.get("metrics_filters") or ():
        number, limit = columns.value(counted, item["field"], {}) or 0, item["values"][0]
        if not (number > limit if item["operator"] == "GREATER_THAN" else number < limit):
            return False
    return True


def _to_text(value: Any) -> Any:
    # Reports write numbers as text.
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def columns_of(rows: Sequence[Row]) -> list[str]:
    """Returns the columns of rows, in order of their first appearance."""
    return list(dict.fromkeys(name for row in rows for name in row.values))
