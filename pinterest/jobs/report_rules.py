"""Checks that the fields of a report fit together. For example, some filters need a certain level."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Final

from pinterest.exceptions import ValidationError

__all__ = ["check_dependent_fields", "check_product_period"]

_TARGETING: Final = "_TARGETING"
_LEVEL_OF_TYPE: Final[Mapping[str, str]] = {
    "AUDIENCE_MULTIPLIER": "CAMPAIGN_TARGETING",
    "MEDIA_TYPE": "PRODUCT_ITEM_TARGETING",
}
_HOURS: Final = ("start_hour", "end_hour")
# For each filter of a report on products: the field that it depends on, and the value that it needs.
_PRODUCT_FILTERS: Final[Mapping[str, tuple[str, str]]] = {
    "campaign_ids": ("level", "CAMPAIGN"),
    "ad_group_ids": ("level", "AD_GROUP"),
    "product_sku_ids": ("conversion_product_breakdown", "PRODUCT_SKU_GROUP"),
}
_FIRST_DAY: Final = datetime.date(2024, 3, 17)
_FIRST_DAY_OF_BRANDS: Final = datetime.date(2025, 4, 2)
_MIN_DAYS, _MAX_DAYS = 7, 366


def check_dependent_fields(family: str, fields: Mapping[str, Any]) -> None:
    """Checks that each field of a report is allowed with the values of the other fields.

    Args:
        family: `delivery`, `conversion_product` or `mmm`.
        fields: The fields of the report, without None values.

    Raises:
        ValidationError: If the API would refuse a field.
    """
    if family == "delivery":
        _check_targeting_types(fields)
        for name in _HOURS:
            if name in fields and fields.get("granularity") != "HOUR":
                raise ValidationError(
                    f"{name} is only allowed with granularity='HOUR'. Leave out {name}, or change the granularity"
                )
    elif family == "conversion_product":
        for name, (other, value) in _PRODUCT_FILTERS.items():
            if name in fields and fields.get(other) != value:
                raise ValidationError(
                    f"{name} is only allowed with {other}={value!r}. Leave out {name}, or change {other}"
                )


def check_product_period(
    start: datetime.date, end: datetime.date, fields: Mapping[str, Any]
) -> None:
    """Checks the period of a report on converted products.

    Args:
        start: The first day.
        end: The last day.
        fields: The fields of the report.

    Raises:
        ValidationError: If the period starts too early, or is too short or too long.
    """
    is_about_brands = fields.get("conversion_product_attribution_type") == "BRAND_ATTRIBUTION"
    first = _FIRST_DAY_OF_BRANDS if is_about_brands else _FIRST_DAY
    if start < first:
        raise ValidationError(
            f"start_date: {start} is too early for this report. Start on {first} or later"
        )
    days = (end - start).days + 1
    if not _MIN_DAYS <= days <= _MAX_DAYS:
        raise ValidationError(
            f"end_date: the period from {start} to {end} has {days} days; allowed: {_MIN_DAYS} to {_MAX_DAYS} days"
        )


def _check_targeting_types(fields: Mapping[str, Any]) -> None:
    """Checks that the level of a report allows its targeting types."""
    level, types = str(fields.get("level") or ""), fields.get("targeting_types")
    if not isinstance(types, (list, tuple)) or not level:
        return
    if not level.endswith(_TARGETING):
        raise ValidationError(
            f"targeting_types is not allowed with level {level}. Pass a level that ends with {_TARGETING}"
        )
    for name in map(str, types):
        if _LEVEL_OF_TYPE.get(name, level) != level:
            raise ValidationError(
                f"targeting_types: {name} is only allowed with level {_LEVEL_OF_TYPE[name]}. Leave out {name}, or "
                "change the level"
            )
