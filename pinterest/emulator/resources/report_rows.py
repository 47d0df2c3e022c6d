"""Generates the rows of ads reports. A row holds the figures of an entity in a period."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pinterest.emulator.advertising.entities import KEYWORD, PROMOTED, compute_summary_status
from pinterest.emulator.catalogs.products import ITEM, get_currency, get_price, parse_number
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.metrics import columns, figures
from pinterest.emulator.metrics.counts import Part, split_by_weight
from pinterest.emulator.metrics.figures import Figures, Source
from pinterest.emulator.resources.ad_accounts import require_ad_account
from pinterest.emulator.resources.analytics import build_date_columns
from pinterest.emulator.resources.figure_sources import Sources
from pinterest.emulator.resources.labels import get_campaign_labels
from pinterest.emulator.resources.targeting_analytics import list_targeting_values
from pinterest.emulator.samples import field_values
from pinterest.emulator.store.database import Entity

# For each level: the kind in the store, and the name of the ID column.
_KINDS: Mapping[str, tuple[str, str]] = {
    "ADVERTISER": ("ad_account", "ADVERTISER_ID"),
    "CAMPAIGN": ("campaign", "CAMPAIGN_ID"),
    "AD_GROUP": ("ad_group", "AD_GROUP_ID"),
    "PIN_PROMOTION": ("ad", "PIN_PROMOTION_ID"),
    "KEYWORD": (KEYWORD, "KEYWORD_ID"),
    "PRODUCT_GROUP": (PROMOTED, "PRODUCT_GROUP_ID"),
    "PRODUCT_ITEM": (ITEM, "PRODUCT_ITEM_ID"),
}
_TARGETING_SUFFIX = "_TARGETING"
# For each filter: the level and the field that it checks. Status filters check the summary status.
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
_SKU_COUNT = len(_BRANDS)
_BREAKDOWNS = {
    "PRODUCT_BRAND": ("CONVERSION_PRODUCT_BRAND",),
    "PRODUCT_CATEGORY": ("CONVERSION_PRODUCT_CATEGORY",),
    "PRODUCT_BRAND_AND_CATEGORY": ("CONVERSION_PRODUCT_BRAND", "CONVERSION_PRODUCT_CATEGORY"),
    "PRODUCT_SKU": ("CONVERSION_PRODUCT_ID",),
    "PRODUCT_SKU_GROUP": ("CONVERSION_PRODUCT_ID_GROUP",),
}
_PAID_PREFIX = "ADVERTISER_PAID_"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a report: the ID of an entity and its values by column name."""

    entity_id: str
    values: dict[str, Any]


def get_id_column(level: str) -> str:
    """Returns the name of the column that contains the entity ID in reports at this level."""
    return _KINDS[level.removesuffix(_TARGETING_SUFFIX)][1]


def generate_rows(call: Call, request: Mapping[str, Any]) -> Iterator[Row]:
    """Yields the rows of a report, grouped by entity.

    `request` is the body of the request that created the report.
    """
    level = _KINDS[request["level"].removesuffix(_TARGETING_SUFFIX)][0]
    entities = _Entities(call)
    for entity in entities.list_entities(level):
        entity_fields = entities.get_entity_fields(level, entity.id)
        sources = entities.find_sources(level, entity.id, entity_fields, request)
        if sources is not None:
            yield from _generate_entity_rows(call, sources, entity.id, entity_fields, request)


class _Entities:
    """Loads and caches the entities of an ad account, for one report."""

    def __init__(self, call: Call) -> None:
        self._call, self._account = call, call.arguments["ad_account_id"]
        self._sources = Sources(call.state, self._account)
        self._fields_by_entity: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}

    def list_entities(self, level: str) -> list[Entity]:
        """Returns the entities of one level. Of the products, returns only the promoted ones."""
        store, now = self._call.state.store, self._call.state.clock.now()
        if level == "ad_account":
            return store.select(level, None, now, {"id": self._account})
        if level == ITEM:
            products = store.select(level, None, now, {"gone": None})
            return [
                product for product in products if self._sources.find_by_entity(level, product.id)
            ]
        return store.select(level, self._account, now)

    def get_entity_fields(self, level: str, id: str) -> dict[str, dict[str, Any]]:
        """Returns the fields of an entity and of its parents, by level."""
        if (level, id) not in self._fields_by_entity:
            self._fields_by_entity[level, id] = self._load_entity_fields(level, id)
        return self._fields_by_entity[level, id]

    def find_sources(
        self,
        level: str,
        id: str,
        entity_fields: Mapping[str, Mapping[str, Any]],
        request: Mapping[str, Any],
    ) -> list[Source] | None:
        """Returns the ads and promoted product groups that an entity's figures come from.

        Returns None if the filters exclude the entity.
        """
        found: Iterable[Source] = self._sources.find_by_entity(level, id)
        filters = {name: request[name] for name in _FILTERS if request.get(name)}
        child_filters = [name for name in filters if _FILTERS[name][0] not in entity_fields]
        # The entity and its parents must match the filters on their levels.
        if not all(
            _matches_filter(name, filters[name], entity_fields)
            for name in filters
            if name not in child_filters
        ):
            return None
        if any(_FILTERS[name][0] == ITEM for name in child_filters):
            found = [item for source in found for item in self._sources.split_by_product(source)]
        # A filter on a lower level, such as ads, selects sources. If no source matches, the entity is excluded.
        for name in child_filters:
            kind = _FILTERS[name][0]
            found = [
                source
                for source in found
                if kind in source.ids_by_level
                and _matches_filter(
                    name, filters[name], self.get_entity_fields(kind, source.ids_by_level[kind])
                )
            ]
        return list(found) if found or not child_filters else None

    def _load_entity_fields(self, level: str, id: str) -> dict[str, dict[str, Any]]:
        """Returns the fields of an entity and of its parents, by level. Adds fields such as `summary_status`."""
        state = self._call.state
        entity_fields = columns.collect_fields_by_level(state, level, id)
        entity_fields["ad_account"] = require_ad_account(state, self._account)
        for parent in ("campaign", "ad_group"):
            fields = entity_fields.get(parent)
            if fields and "status" in fields:
                status = compute_summary_status(fields, state.clock.now())
                entity_fields[parent] = {**fields, "summary_status": status}
        if "campaign" in entity_fields:
            labels = get_campaign_labels(state, str(entity_fields["campaign"]["id"]))
            brand = next(iter(labels["BRAND"]), None)
            entity_fields["campaign"] |= {"brand_label": brand, "custom_labels": labels["CUSTOM"]}
        if level == PROMOTED:
            promotion = entity_fields[level]
            status = promotion["status"]
            if status == "ACTIVE":
                status = "RUNNING" if promotion.get("included", True) else "EXCLUDED"
            entity_fields[level] = {**promotion, "summary_status": status}
            entity_fields["product_group"] = entity_fields[level]
        if level == ITEM:
            entity_fields["product_item"] = {
                "id": id,
                **_build_product_columns(entity_fields[level]),
            }
        return entity_fields


def _matches_filter(name: str, values: Any, entity_fields: Mapping[str, Mapping[str, Any]]) -> bool:
    """Returns whether an entity passes the filter `name`: the filtered field must have one of the `values`."""
    level, field = _FILTERS[name]
    return bool(_convert_to_set(values) & _convert_to_set(entity_fields[level].get(field)))


def _convert_to_set(value: Any) -> set[Any]:
    """Returns the items of a list, or a single value, as a set."""
    return set(value if isinstance(value, list) else [value])


def _generate_entity_rows(
    call: Call,
    sources: Iterable[Source],
    id: str,
    entity_fields: Mapping[str, Mapping[str, Any]],
    request: Mapping[str, Any],
) -> Iterator[Row]:
    start, end = (datetime.date.fromisoformat(request[name]) for name in ("start_date", "end_date"))
    periods = figures.iterate_periods(call.state, sources, start, end, request["granularity"])
    for period, counts in periods:
        total = counts.apply_attribution_windows(request)
        if not _is_in_requested_hours(period, request):
            continue
        for labels, part in _split_figures(call, request, total):
            if _passes_metrics_filters(part, request):
                values = columns.compute_row(part, request["columns"], entity_fields)
                values |= _build_mmm_columns(request["columns"], part, entity_fields)
                requested = {name: value for name, value in labels.items() if name in values}
                texts = {
                    name: _convert_number_to_string(value)
                    for name, value in {**values, **requested}.items()
                }
                others = {name: value for name, value in labels.items() if name not in values}
                yield Row(id, {**build_date_columns(period), **others, **texts})


def _split_figures(
    call: Call, request: Mapping[str, Any], total: Figures
) -> Iterator[tuple[dict[str, Any], Figures]]:
    """Yields a (columns, figures) pair per targeting value or purchased product.

    If the report is not split by targeting value or product, yields one pair: no columns and all figures.
    """
    if request["level"].endswith(_TARGETING_SUFFIX):
        yield from _split_by_targeting(call, request, total)
    elif any(name.startswith("CONVERSION_PRODUCT_") for name in request["columns"]):
        yield from _split_by_purchased_product(call, request, total)
    else:
        yield {}, total


def _split_by_targeting(
    call: Call, request: Mapping[str, Any], total: Figures
) -> Iterator[tuple[dict[str, Any], Figures]]:
    """Yields a (columns, figures) pair per targeting value.

    With `combine_targeting_types`, yields a pair per combination of targeting values instead.
    """
    types = request.get("targeting_types") or ["GENDER"]
    combine = request.get("combine_targeting_types")
    for group in [types] if combine else [[type_] for type_ in types]:
        values = [
            list(zip(names, _make_decreasing_parts(len(names)), strict=True))
            for names in (list_targeting_values(call, type_) for type_ in group)
        ]
        for combination in itertools.product(*values):
            names_by_type = dict(zip(group, (name for name, _ in combination), strict=True))
            countries = request.get("countries")
            if countries and names_by_type.get("COUNTRY", countries[0]) not in countries:
                continue
            counts = total
            for _, part in combination:
                counts = counts.reduce_to_part(part)
            yield (
                {
                    "TARGETING_TYPE": ",".join(names_by_type),
                    "TARGETING_VALUE": ",".join(names_by_type.values()),
                },
                counts,
            )


def _split_by_purchased_product(
    call: Call, request: Mapping[str, Any], total: Figures
) -> Iterator[tuple[dict[str, Any], Figures]]:
    """Yields a (columns, figures) pair per purchased product."""
    labels = _BREAKDOWNS[request.get("conversion_product_breakdown") or "PRODUCT_BRAND"]
    skus = request.get("product_sku_ids")
    for number, part in enumerate(_make_decreasing_parts(_SKU_COUNT), 1):
        product = _build_purchased_product(call, number)
        if not skus or product["CONVERSION_PRODUCT_ID"] in skus:
            others = {name: None for name in product if name in request["columns"]}
            yield {**others, **{name: product[name] for name in labels}}, total.reduce_to_part(part)


def _make_decreasing_parts(count: int) -> list[Part]:
    """Divides a whole into parts of decreasing size, in proportion to 1, 1/2, 1/3 and so on."""
    return split_by_weight([1 / rank for rank in range(1, count + 1)])


def _build_purchased_product(call: Call, number: int) -> dict[str, Any]:
    """Returns made-up columns that describe a purchased product. The first product has the number 1."""
    rng = call.state.random.generator("conversion product", number)
    fields = {
        "ID": f"SKU{number}",
        "ID_GROUP": field_values.make_title(rng),
        "BRAND": _BRANDS[number - 1],
        "CATEGORY": f"Home & Garden > {_BRANDS[number - 1].split()[-1]}",
    }
    return {f"CONVERSION_PRODUCT_{name}": value for name, value in fields.items()}


def _build_product_columns(product: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the columns that describe a catalog product."""
    attributes = product["attributes"]
    image = attributes.get("image_link")
    fields = {
        "NAME": attributes.get("title") or attributes.get("name"),
        "IMAGE_URL": image[0] if isinstance(image, list) else image,
        "PRICE": get_price(product),
        "SALE_PRICE": parse_number(attributes.get("sale_price")),
        "PRODUCT_URL": attributes.get("link"),
        "BRAND": attributes.get("brand"),
        "DESCRIPTION": attributes.get("description"),
        "PRODUCT_TYPE": attributes.get("product_type"),
        "PRODUCT_CATEGORY": attributes.get("google_product_category"),
        "CURRENCY": get_currency(product),
    }
    columns = {f"PRODUCT_ITEM_{name}": value for name, value in fields.items()}
    return {**columns, "STANDARD_AD_FEED_ITEM_ID": product["item_id"]}


def _build_mmm_columns(
    names: Sequence[str], counts: Figures, entity_fields: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Returns the requested columns that exist only in marketing mix model reports."""
    # The emulator reports all spend and all results as paid.
    constants = {
        "ADVERTISER_NAME": entity_fields["ad_account"].get("name"),
        "SPEND_ORDER_LINE_PAID_TYPE": "PAID",
        "PINNER_LIST_NAME": None,
    }
    values = {name: constants[name] for name in names if name in constants}
    for name in names:
        if name.startswith(_PAID_PREFIX):
            values[name] = columns.compute_value(counts, name.removeprefix(_PAID_PREFIX), {})
    return values


def _is_in_requested_hours(period: figures.Period, request: Mapping[str, Any]) -> bool:
    if period.hour is None or period.day is None:
        return True
    day, begin, end = period.day.isoformat(), request.get("start_hour"), request.get("end_hour")
    if begin is not None and day == request["start_date"] and period.hour < begin:
        return False
    return not (end is not None and day == request["end_date"] and period.hour > end)


def _passes_metrics_filters(counts: Figures, request: Mapping[str, Any]) -> bool:
    for item in request.get("metrics_filters") or ():
        number, limit = columns.compute_value(counts, item["field"], {}) or 0, item["values"][0]
        if not (number > limit if item["operator"] == "GREATER_THAN" else number < limit):
            return False
    return True


def _convert_number_to_string(value: Any) -> Any:
    """Converts a number to a string. Returns any other value unchanged."""
    # Reports contain numbers as strings.
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def list_columns(rows: Sequence[Row]) -> list[str]:
    """Returns the columns of the rows, in the order in which they first appear."""
    return list(dict.fromkeys(name for row in rows for name in row.values))
