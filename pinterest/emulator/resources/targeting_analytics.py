"""Analytics, split by targeting value. The figures of all values of a targeting type add up to the total."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.metrics import columns
from pinterest.emulator.metrics.counts import split_by_weight
from pinterest.emulator.resources.analytics import (
    build_date_columns,
    compute_figures_by_period,
    select_own_ids,
)
from pinterest.emulator.resources.figure_sources import Sources
from pinterest.operations.ad_accounts import AD_ACCOUNT_TARGETING_ANALYTICS_GET
from pinterest.operations.ad_groups import AD_GROUPS_TARGETING_ANALYTICS_GET
from pinterest.operations.ads import AD_TARGETING_ANALYTICS_GET
from pinterest.operations.campaigns import CAMPAIGN_TARGETING_ANALYTICS_GET

_AGES = ("25-34", "35-44", "18-24", "45-49", "55-64", "50-54", "65+")
_GENDERS = ("female", "male", "unknown")
# The values of each targeting type. The first value has the highest figures.
_VALUES: dict[str, tuple[str, ...]] = {
    "KEYWORD": ("quilt patterns", "patchwork ideas", "sewing room", "baby quilt"),
    "APPTYPE": ("iphone", "android_mobile", "web", "ipad", "web_mobile", "android_tablet"),
    "GENDER": _GENDERS,
    "LOCATION": ("501", "803", "602", "819"),
    "PLACEMENT": ("BROWSE", "SEARCH"),
    "COUNTRY": ("US", "CA", "GB", "DE"),
    "TARGETED_INTEREST": ("DIY and crafts", "Home decor", "Art"),
    "PINNER_INTEREST": ("Quilting", "Knitting", "Sewing", "Bedroom"),
    "AUDIENCE_INCLUDE": (),
    "GEO": ("US:94102", "US:10001", "US:60601"),
    "AGE_BUCKET": _AGES,
    "REGION": ("US-CA", "US-NY", "US-TX", "CA-ON"),
    "QUIZ_RESULT": ("Modern", "Traditional"),
    "MEDIA_TYPE": ("IMAGE", "VIDEO"),
    "LOCAL_ADS_STORE_CODE": (),
    "CREATIVE_TYPE": ("REGULAR", "VIDEO", "CAROUSEL"),
    "CREATIVE_ENHANCEMENTS": ("NONE", "RECROPPED"),
    "AUDIENCE_MULTIPLIER": ("1", "1.5"),
    "AGE_BUCKET_AND_GENDER": tuple(f"{age}:{gender}" for age in _AGES for gender in _GENDERS),
}
_ALL = (
    AD_ACCOUNT_TARGETING_ANALYTICS_GET,
    CAMPAIGN_TARGETING_ANALYTICS_GET,
    AD_GROUPS_TARGETING_ANALYTICS_GET,
    AD_TARGETING_ANALYTICS_GET,
)

assumed(
    *_ALL,
    choice="Each targeting type has the same few values in every ad account. Audiences and stores "
    "are the exceptions: audiences are those of the account, and stores those of the catalogs. The figures of a "
    "type's values add up to the total. `attribution_types` has no effect.",
)


@handles(AD_ACCOUNT_TARGETING_ANALYTICS_GET)
def get_account_analytics(call: Call) -> dict[str, Any]:
    """Returns the figures of the ad account, split by targeting value."""
    return _build_analytics_response(call, "ad_account", [call.arguments["ad_account_id"]])


@handles(CAMPAIGN_TARGETING_ANALYTICS_GET)
def get_campaign_analytics(call: Call) -> dict[str, Any]:
    """Returns the figures of campaigns, split by targeting value."""
    return _build_analytics_response(
        call, "campaign", select_own_ids(call, "campaign", call.arguments["campaign_ids"])
    )


@handles(AD_GROUPS_TARGETING_ANALYTICS_GET)
def get_ad_group_analytics(call: Call) -> dict[str, Any]:
    """Returns the figures of ad groups, split by targeting value."""
    return _build_analytics_response(
        call, "ad_group", select_own_ids(call, "ad_group", call.arguments["ad_group_ids"])
    )


@handles(AD_TARGETING_ANALYTICS_GET)
def get_ad_analytics(call: Call) -> dict[str, Any]:
    """Returns the figures of ads, split by targeting value."""
    return _build_analytics_response(
        call, "ad", select_own_ids(call, "ad", call.arguments["ad_ids"])
    )


def _build_analytics_response(call: Call, level: str, ids: Iterable[str]) -> dict[str, Any]:
    sources = Sources(call.state, call.arguments["ad_account_id"])
    return {"data": [row for id in ids for row in _generate_rows(call, sources, level, id)]}


def _generate_rows(call: Call, sources: Sources, level: str, id: str) -> Iterator[dict[str, Any]]:
    """Generates one row per targeting value and period for a campaign, ad or other entity."""
    state, arguments = call.state, call.arguments
    entity_fields = columns.collect_fields_by_level(state, level, id)
    periods = list(compute_figures_by_period(call, sources.find_by_entity(level, id)))
    for targeting_type in arguments["targeting_types"]:
        values = list_targeting_values(call, targeting_type)
        weights = [1 / rank for rank in range(1, len(values) + 1)]
        for name, part in zip(values, split_by_weight(weights), strict=True):
            for period, counts in periods:
                metrics = columns.compute_row(
                    counts.reduce_to_part(part), arguments["columns"], entity_fields
                )
                key = {f"{level.upper()}_ID": id}
                yield {
                    "targeting_type": targeting_type,
                    "targeting_value": name,
                    "metrics": {**key, **build_date_columns(period), **metrics},
                }


def list_targeting_values(call: Call, targeting_type: str) -> tuple[str, ...]:
    """Returns the emulator's values of a targeting type, such as age ranges or audience IDs."""
    state, now = call.state, call.state.clock.now()
    if targeting_type == "AUDIENCE_INCLUDE":
        account = call.arguments["ad_account_id"]
        return tuple(audience.id for audience in state.store.select("audience", account, now))
    if targeting_type == "LOCAL_ADS_STORE_CODE":
        stores = state.store.select("local_store", None, now)
        return tuple(store.data["store_code"] for store in stores)
    return _VALUES[targeting_type]
