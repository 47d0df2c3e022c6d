"""Computes the columns of analytics and reports: counts, sums, ratios, and fields of entities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pinterest.emulator.metrics.counts import (
    ATTRIBUTIONS,
    CHANNELS,
    EVENTS,
    MILLION,
    build_count_name,
    split_by_weight,
)
from pinterest.emulator.metrics.figures import Figures
from pinterest.emulator.store.state import State

_SPEND = "SPEND_IN_MICRO_DOLLAR"
_SUMS = {
    "PAID_IMPRESSION": ("IMPRESSION_1",),
    "IMPRESSION_1_GROSS": ("IMPRESSION_1", "IMPRESSION_INVALID"),
    "CLICKTHROUGH_1_GROSS": ("CLICKTHROUGH_1", "CLICKTHROUGH_INVALID"),
    "TOTAL_IMPRESSION_USER": ("IMPRESSION_USER",),
}

# The numerator and the denominator of each ratio, and the number that their quotient is divided by.
_RATIOS: dict[str, tuple[str, str, float]] = {
    "CTR": ("CLICKTHROUGH_1", "IMPRESSION_1", 1),
    "CTR_2": ("CLICKTHROUGH_2", "IMPRESSION_2", 1),
    "ECTR": ("TOTAL_CLICKTHROUGH", "TOTAL_IMPRESSION", 1),
    "OUTBOUND_CTR_1": ("OUTBOUND_CLICK_1", "IMPRESSION_1", 1),
    "OUTBOUND_CTR": ("TOTAL_OUTBOUND_CLICK", "TOTAL_IMPRESSION", 1),
    "ENGAGEMENT_RATE": ("ENGAGEMENT_1", "IMPRESSION_1", 1),
    "EENGAGEMENT_RATE": ("TOTAL_ENGAGEMENT", "TOTAL_IMPRESSION", 1),
    "REPIN_RATE": ("REPIN_1", "IMPRESSION_1", 1),
    "TOTAL_REPIN_RATE": ("TOTAL_REPIN", "TOTAL_IMPRESSION", 1),
    "TOTAL_IMPRESSION_FREQUENCY": ("TOTAL_IMPRESSION", "TOTAL_IMPRESSION_USER", 1),
    "CPC_IN_MICRO_DOLLAR": (_SPEND, "CLICKTHROUGH_1", 1),
    "ECPC_IN_MICRO_DOLLAR": (_SPEND, "TOTAL_CLICKTHROUGH", 1),
    "ECPC_IN_DOLLAR": (_SPEND, "TOTAL_CLICKTHROUGH", MILLION),
    "ECPE_IN_DOLLAR": (_SPEND, "TOTAL_ENGAGEMENT", MILLION),
    "CPM_IN_MICRO_DOLLAR": (_SPEND, "IMPRESSION_1", 1 / 1000),
    "CPM_IN_DOLLAR": (_SPEND, "IMPRESSION_1", MILLION / 1000),
    "ECPM_IN_MICRO_DOLLAR": (_SPEND, "TOTAL_IMPRESSION", 1 / 1000),
    "COST_PER_OUTBOUND_CLICK": (_SPEND, "TOTAL_OUTBOUND_CLICK", MILLION),
    "COST_PER_OUTBOUND_CLICK_IN_DOLLAR": (_SPEND, "TOTAL_OUTBOUND_CLICK", MILLION),
    "COST_PER_OUTBOUND_CLICK_IN_DOLLAR_1": (_SPEND, "OUTBOUND_CLICK_1", MILLION),
    "COST_PER_LEAD": (_SPEND, "LEADS", MILLION),
    "PAID_VIDEO_VIEWABLE_RATE": ("VIDEO_MRC_VIEWS_1", "VIDEO_P0_COMBINED_1", 1),
    "CPV_IN_MICRO_DOLLAR": ("VIDEO_SPEND_IN_MICRO_DOLLAR", "VIDEO_MRC_VIEWS_1", 1),
    "ECPV_IN_DOLLAR": ("VIDEO_SPEND_IN_MICRO_DOLLAR", "TOTAL_VIDEO_MRC_VIEWS", MILLION),
    "CPCV_IN_MICRO_DOLLAR": ("VIDEO_SPEND_IN_MICRO_DOLLAR", "VIDEO_P100_COMPLETE_1", 1),
    "ECPCV_IN_DOLLAR": ("VIDEO_SPEND_IN_MICRO_DOLLAR", "TOTAL_VIDEO_P100_COMPLETE", MILLION),
    "CPCV_P95_IN_MICRO_DOLLAR": ("VIDEO_SPEND_IN_MICRO_DOLLAR", "VIDEO_P95_COMBINED_1", 1),
    "ECPCV_P95_IN_DOLLAR": ("VIDEO_SPEND_IN_MICRO_DOLLAR", "TOTAL_VIDEO_P95_COMBINED", MILLION),
    "VIDEO_AVG_WATCHTIME_IN_SECOND_1": ("VIDEO_SECONDS_1", "VIDEO_P0_COMBINED_1", 1),
    "VIDEO_AVG_WATCHTIME_IN_SECOND_2": ("VIDEO_SECONDS_2", "VIDEO_P0_COMBINED_2", 1),
    "TOTAL_VIDEO_AVG_WATCHTIME_IN_SECOND": (
        "TOTAL_VIDEO_SECONDS",
        "TOTAL_VIDEO_P0_COMBINED",
        1,
    ),
    "QUIZ_COMPLETION_RATE": ("QUIZ_COMPLETED", "QUIZ_PIN_RESULT_OPEN", 1),
    "SHOWCASE_AVERAGE_SUBPAGE_CLOSEUP_PER_SESSION": (
        "SHOWCASE_SUBPAGE_CLOSEUP",
        "SHOWCASE_PIN_CLICKTHROUGH",
        1,
    ),
}

# The columns that show a field of an entity: the level of the entity, and the name of the field.
_ENTITY_FIELDS: dict[str, tuple[str, str]] = {
    "ADVERTISER_ID": ("ad_account", "id"),
    "AD_ACCOUNT_ID": ("ad_account", "id"),
    "CAMPAIGN_ID": ("campaign", "id"),
    "CAMPAIGN": ("campaign", "name"),
    "CAMPAIGN_NAME": ("campaign", "name"),
    "CAMPAIGN_STATUS": ("campaign", "status"),
    "CAMPAIGN_ENTITY_STATUS": ("campaign", "status"),
    "CAMPAIGN_MANAGED_STATUS": ("campaign", "status"),
    "CAMPAIGN_OBJECTIVE_TYPE": ("campaign", "objective_type"),
    "CAMPAIGN_LIFETIME_SPEND_CAP": ("campaign", "lifetime_spend_cap"),
    "CAMPAIGN_DAILY_SPEND_CAP": ("campaign", "daily_spend_cap"),
    "CAMPAIGN_BUDGET_OPTIMIZATION": ("campaign", "is_campaign_budget_optimization"),
    "CAMPAIGN_BRAND_LABEL": ("campaign", "brand_label"),
    "CAMPAIGN_CUSTOM_LABELS": ("campaign", "custom_labels"),
    "IS_PREMIERE_CAMPAIGN": ("campaign", "is_premiere"),
    "IS_CATALOG_CREATIVE_CAMPAIGN": ("campaign", "is_catalog_creative"),
    "ORDER_LINE_ID": ("campaign", "order_line_id"),
    "SPEND_ORDER_LINE_ID": ("campaign", "order_line_id"),
    "ORDER_LINE_NAME": ("campaign", "order_line_name"),
    "AD_GROUP_ID": ("ad_group", "id"),
    "AD_GROUP_NAME": ("ad_group", "name"),
    "AD_GROUP_STATUS": ("ad_group", "status"),
    "AD_GROUP_ENTITY_STATUS": ("ad_group", "status"),
    "AD_GROUP_BUDGET_TYPE": ("ad_group", "budget_type"),
    "AD_GROUP_BUDGET_IN_LOCAL_CURRENCY": ("ad_group", "budget_in_micro_currency"),
    "AD_GROUP_BID_MULTIPLIER": ("ad_group", "bid_multiplier"),
    "AD_GROUP_OPTIMIZATION": ("ad_group", "billable_event"),
    "AD_ID": ("ad", "id"),
    "PIN_PROMOTION_ID": ("ad", "id"),
    "AD_NAME": ("ad", "name"),
    "PIN_PROMOTION_NAME": ("ad", "name"),
    "AD_STATUS": ("ad", "status"),
    "PIN_PROMOTION_STATUS": ("ad", "status"),
    "PIN_ID": ("ad", "pin_id"),
    "PROMO_ID": ("promotion", "id"),
    "PROMO_NAME": ("promotion", "name"),
    "PRODUCT_GROUP_ID": ("product_group", "id"),
    "PRODUCT_GROUP_STATUS": ("product_group", "status"),
    "PRODUCT_GROUP_AD_IMAGE_TAG": ("product_group", "image_tag"),
    "PRODUCT_GROUP_AD_VIDEO_TAG": ("product_group", "video_tag"),
    "VIDEO_LENGTH": ("ad", "video_length"),
}
_CONVERSION = re.compile(
    rf"(?:({'|'.join(CHANNELS)})_)?(?:({'|'.join(ATTRIBUTIONS)})_(?=(?:{'|'.join(EVENTS)})))?"
    rf"({'|'.join(EVENTS)}|CONVERSIONS)(_VALUE_IN_MICRO_DOLLAR|_QUANTITY)?"
)
_DEVICES = ("DESKTOP", "MOBILE", "TABLET")
_CROSS_DEVICE = re.compile(r"(.+)_(\w+)_ACTION_TO_(\w+)_CONVERSION")
_DEVICE_PAIRS = dict(
    zip(
        ((first, second) for first in _DEVICES for second in _DEVICES),
        split_by_weight((12, 4, 1, 14, 55, 3, 2, 3, 6)),
        strict=True,
    )
)
_DIGITS = 6


def compute_row(
    figures: Figures, columns: Iterable[str], entity_fields: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Maps columns to their values in one row. For `entity_fields`, pass the result of `collect_fields_by_level`."""
    return {column: compute_value(figures, column, entity_fields) for column in columns}


def compute_value(
    figures: Figures, column: str, entity_fields: Mapping[str, Mapping[str, Any]]
) -> Any:
    """Returns the value of one column. Returns None if the value is missing or the denominator of a ratio is 0."""
    if column in _ENTITY_FIELDS:
        level, field = _ENTITY_FIELDS[column]
        return entity_fields.get(level, {}).get(field)
    if column.startswith("PRODUCT_ITEM_") or column == "STANDARD_AD_FEED_ITEM_ID":
        return entity_fields.get("product_item", {}).get(column)
    return _compute_figure(figures, column)


def collect_fields_by_level(state: State, level: str, id: str) -> dict[str, dict[str, Any]]:
    """Returns the fields of an entity and its parents, by level: `{"ad": {...}, "campaign": {...}}`."""
    now = state.clock.now()
    found = state.store.find(level, id, now)
    if found is None:
        return {level: {"id": id}}
    entity_fields = {level: {**found.data, "id": id}}
    if level != "ad_account":
        entity_fields["ad_account"] = {"id": found.parent}
    below = found.data
    if level == "keyword":
        below = {f"{below['parent_type']}_id": below["parent_id"]}
    # The data of a keyword or promoted product group names its ad group. The ad group's data names the campaign.
    for above in ("ad_group", "campaign"):
        parent_id = below.get(f"{above}_id") if above != level else None
        if parent_id:
            parent = state.store.get(above, found.parent, str(parent_id), now)
            entity_fields[above] = {**(parent.data if parent else {}), "id": str(parent_id)}
            below = {**entity_fields[above], **below}
    return entity_fields


def _compute_figure(figures: Figures, column: str) -> float | None:
    """Returns the value of a count, ratio or spend column. Returns None if the denominator of a ratio is 0."""
    ratio = _find_ratio(column)
    if ratio is not None:
        numerator, denominator, unit = ratio
        divisor = _compute_count(figures, denominator)
        return (
            round(_compute_count(figures, numerator) / divisor / unit, _DIGITS) if divisor else None
        )
    if column.endswith("SPEND_IN_DOLLAR"):
        return round(figures.count(column.replace("_IN_", "_IN_MICRO_")) / MILLION, _DIGITS)
    return _compute_count(figures, column)


def _compute_count(figures: Figures, column: str) -> int:
    """Returns the value of a column that contains a count, a sum of counts, or a count for a pair of devices."""
    match = _CROSS_DEVICE.fullmatch(column)
    if match:
        pair = match[2], match[3]
        return _compute_count(figures.reduce_to_part(_DEVICE_PAIRS[pair]), match[1])
    return sum(figures.count(name) for name in _list_count_names(column))


@cache
def _find_ratio(column: str) -> tuple[str, str, float] | None:
    """Returns the numerator, denominator and unit of a ratio, as in `_RATIOS`. Returns None for any other column."""
    if column in _RATIOS:
        return _RATIOS[column]
    for ending in ("_COST_PER_ACTION", "_ROAS"):
        if column.endswith(ending):
            base = column.removesuffix(ending)
            counted = f"TOTAL_{base}" if _CONVERSION.fullmatch(base) else base
            if ending == "_ROAS":
                return f"{counted}_VALUE_IN_MICRO_DOLLAR", _SPEND, 1
            return _SPEND, counted, MILLION
    if column.endswith("_CONVERSION_RATE"):
        return column.removesuffix("_CONVERSION_RATE"), "TOTAL_CLICKTHROUGH", 1
    return None


@cache
def _list_count_names(column: str) -> tuple[str, ...]:
    """Returns the names of the counts that add up to a column."""
    if column in _SUMS:
        return _SUMS[column]
    if not column.startswith("TOTAL_"):
        return (column,)
    base = column.removeprefix("TOTAL_")
    conversion = _CONVERSION.fullmatch(base)
    if conversion is None:
        return f"{base}_1", f"{base}_2"
    channel, attribution, event, amount = conversion.groups()
    ending = {"_VALUE_IN_MICRO_DOLLAR": "/VALUE", "_QUANTITY": "/QUANTITY", None: ""}[amount]
    return tuple(
        build_count_name(channel or "", by, "" if event == "CONVERSIONS" else event) + ending
        for by in ([attribution] if attribution else ATTRIBUTIONS)
    )
