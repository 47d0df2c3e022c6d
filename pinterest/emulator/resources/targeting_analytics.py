"""Figures of ads by who saw them: every breakdown adds up to the figures of the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.metrics import columns
from pinterest.emulator.metrics.counts import split_by_weight
from pinterest.emulator.resources.analytics import date_columns, figures_by_period, select_own_ids
from pinterest.emulator.resources.figure_sources import Sources
from pinterest.operations.ad_accounts import AD_ACCOUNT_TARGETING_ANALYTICS_GET
from pinterest.operations.ad_groups import AD_GROUPS_TARGETING_ANALYTICS_GET
from pinterest.operations.ads import AD_TARGETING_ANALYTICS_GET
from pinterest.operations.campaigns import CAMPAIGN_TARGETING_ANALYTICS_GET

_AGES = ("25-34", "35-44", "18-24", "45-49", "55-64", "50-54", "65+")
_GENDERS = ("female", "male", "unknown")
# Of each type what there are figures of, the most frequent first.
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
    choice="Each targeting type has the same few values in every ad account, except audiences, which are the "
    "account's, and stores, which are the catalogs'. Their figures add up to the total. "
    "`attribution_types` has no effect.",
)


@handles(AD_ACCOUNT_TARGETING_ANALYTICS_GET)
def of_account(call: Call) -> dict[str, Any]:
    """Returns the account's figures by who saw its ads."""
    return _answer(call, "ad_account", [call.arguments["ad_account_id"]])


@handles(CAMPAIGN_TARGETING_ANALYTICS_GET)
def of_campaigns(call: Call) -> dict[str, Any]:
    """Returns the figures of campaigns by who saw them."""
    return _answer(
        call, "campaign", select_own_ids(call, "campaign", call.arguments["campaign_ids"])
    )


@handles(AD_GROUPS_TARGETING_ANALYTICS_GET)
def of_ad_groups(call: Call) -> dict[str, Any]:
    """Returns the figures of ad groups by who saw them."""
    return _answer(
        call, "ad_group", select_own_ids(call, "ad_group", call.arguments["ad_group_ids"])
    )


@handles(AD_TARGETING_ANALYTICS_GET)
def of_ads(call: Call) -> dict[str, Any]:
    """Returns the figures of ads by who saw them."""
    return _answer(call, "ad", select_own_ids(call, "ad", call.arguments["ad_ids"]))


def _answer(call: Call, level: str, ids: Iterable[str]) -> dict[str, Any]:
    sources = Sources(call.state, call.arguments["ad_account_id"])
    return {"data": [row for id in ids for row in _rows(call, sources, level, id)]}


def _rows(call: Call, sources: Sources, level: str, id: str) -> Iterator[dict[str, Any]]:
    state, arguments = call.state, call.arguments
    facts = columns.facts_about(state, level, id)
    periods = list(figures_by_period(call, sources.of(level, id)))
    for kind in arguments["targeting_types"]:
        values = values_of(call, kind)
        weights = [1 / place for place in range(1, len(values) + 1)]
        for name, part in zip(values, split_by_weight(weights), strict=True):
            for period, counted in periods:
                metrics = columns.row(counted.part(part), arguments["columns"], facts)
                key = {f"{level.upper()}_ID": id}
                yield {
                    "targeting_type": kind,
                    "targeting_value": name,
                    "metrics": {**key, **date_columns(period), **metrics},
                }


def values_of(call: Call, kind: str) -> tuple[str, ...]:
    """Returns the values of a targeting type that there are figures of."""
    state, now = call.state, call.state.clock.now()
    if kind == "AUDIENCE_INCLUDE":
        account = call.arguments["ad_account_id"]
        return tuple(one.id for one in state.store.select("audience", account, now))
    if kind == "LOCAL_ADS_STORE_CODE":
        return tuple(one.data["store_code"] for one in state.store.select("local_store", None, now))
    return _VALUES[kind]
