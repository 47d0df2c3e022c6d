"""Figures of ads: of an account, its campaigns, ad groups, ads, product groups and the Pins it promotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pinterest.schemas
from pinterest.emulator.advertising.entities import PROMOTED
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.metrics import columns, figures
from pinterest.emulator.metrics.date_ranges import analytics_dates, parse_day
from pinterest.emulator.metrics.figures import Figures, Period, Source
from pinterest.emulator.resources.figure_sources import Sources
from pinterest.emulator.resources.organic_analytics import METRICS
from pinterest.emulator.resources.promoted_products import PRODUCT_GROUP
from pinterest.emulator.store.database import Entity
from pinterest.operations.ad_accounts import AD_ACCOUNT_ANALYTICS
from pinterest.operations.ad_groups import AD_GROUPS_ANALYTICS
from pinterest.operations.ads import ADS_ANALYTICS
from pinterest.operations.campaigns import AD_PINS_ANALYTICS, CAMPAIGNS_ANALYTICS
from pinterest.operations.product_group_promotions import PRODUCT_GROUPS_ANALYTICS
from pinterest.operations.resources import DELIVERY_METRICS_GET, METRICS_READY_STATE_GET

_ALL = (
    AD_ACCOUNT_ANALYTICS,
    CAMPAIGNS_ANALYTICS,
    AD_GROUPS_ANALYTICS,
    ADS_ANALYTICS,
    PRODUCT_GROUPS_ANALYTICS,
    AD_PINS_ANALYTICS,
)
_PRODUCT_GROUPS = (PROMOTED, PRODUCT_GROUP)
_CONVERSIONS_READY_AFTER = 2

assumed(
    *_ALL,
    contract="A date range may start up to 90 days ago and be up to 90 days long. With hourly granularity, the "
    "limits are 8 and 3 days.",
    observed="A date range at exactly a limit is refused.",
)
assumed(
    *_ALL,
    choice="Ads and promoted product groups have figures of their own. They are made up for each hour that they, "
    "their ad group and their campaign run: from their creation on, while they are ACTIVE and within "
    "their schedules, up to the current hour. Reviews, budgets and bids do not limit them. A change does "
    "not affect past days. All other figures are sums of these, or zero. Longer attribution windows have "
    "more conversions. `conversion_report_time` and `reporting_timezone` have no effect.",
)
assumed(
    *_ALL,
    choice="IDs that the ad account does not have get no rows. A column without a value is null.",
)
assumed(
    *_ALL,
    choice="Weeks begin on Mondays. Rows of weeks and months have their first day within the requested range as "
    "the `DATE`. Rows of hours have the `HOUR`, from 0 to 23, and the `DATE`.",
)


@handles(AD_ACCOUNT_ANALYTICS)
def account_analytics(call: Call) -> list[dict[str, Any]]:
    """Returns the figures of the account: the sum of its campaigns."""
    return rows_of(call, "ad_account", [call.arguments["ad_account_id"]], "AD_ACCOUNT_ID")


@handles(CAMPAIGNS_ANALYTICS)
def campaign_analytics(call: Call) -> list[dict[str, Any]]:
    """Returns the figures of campaigns."""
    return _of_named(call, "campaign", "campaign_ids", "CAMPAIGN_ID")


@handles(AD_GROUPS_ANALYTICS)
def ad_group_analytics(call: Call) -> list[dict[str, Any]]:
    """Returns the figures of ad groups."""
    return _of_named(call, "ad_group", "ad_group_ids", "AD_GROUP_ID")


@handles(ADS_ANALYTICS)
def ad_analytics(call: Call) -> list[dict[str, Any]]:
    """Returns the figures of ads, named by their ids or by campaign and Pin."""
    arguments = call.arguments
    if arguments["ad_ids"]:
        return _of_named(call, "ad", "ad_ids", "AD_ID")
    if not (arguments["pin_ids"] and arguments["campaign_ids"]):
        raise bad_request("ad_ids: is needed, or both campaign_ids and pin_ids")
    found = _ads(call, arguments["campaign_ids"], arguments["pin_ids"])
    return rows_of(call, "ad", [ad.id for ad in found], "AD_ID")


@handles(PRODUCT_GROUPS_ANALYTICS)
@assumed(
    choice="The figures of a catalog's product group are the sum over its promotions in the ad account's ad "
    "groups.",
)
def product_group_analytics(call: Call) -> list[dict[str, Any]]:
    """Returns the figures of product groups, those of ads and those of catalogs."""
    state, now = call.state, call.state.clock.now()
    account, rows = call.arguments["ad_account_id"], list[dict[str, Any]]()
    wanted = call.arguments["product_group_ids"]
    for kind, parents in zip(_PRODUCT_GROUPS, (account, None), strict=True):
        here = {entity.id for entity in state.store.select(kind, parents, now, {"id": wanted})}
        rows += rows_of(call, kind, [id for id in wanted if id in here], "PRODUCT_GROUP_ID")
    return rows


@assumed(
    choice="Unknown campaigns, and pins that no ad of the campaign promotes, get no rows.",
)
@handles(AD_PINS_ANALYTICS)
def pin_analytics(call: Call) -> list[dict[str, Any]]:
    """Returns the figures of Pins: of each, the sum of the ads of the campaign that promote it."""
    pins = call.arguments["pin_ids"]
    sources, found = Sources(call.state, call.arguments["ad_account_id"]), dict[str, list[Source]]()
    for ad in _ads(call, [call.arguments["campaign_id"]], pins):
        found.setdefault(str(ad.data["pin_id"]), []).extend(sources.of("ad", ad.id))
    account = {"ad_account": {"id": call.arguments["ad_account_id"]}}
    return [
        {"PIN_ID": pin, **row}
        for pin in dict.fromkeys(pins)
        if pin in found
        for row in _rows(call, found[pin], {**account, "ad": {"pin_id": pin}})
    ]


@assumed(
    choice="Figures are final when their day is over. Those of conversions are final two days later.",
)
@handles(METRICS_READY_STATE_GET)
def metrics_ready_state(call: Call) -> dict[str, Any]:
    """Returns whether the figures of a day are final."""
    age = (figures.today(call.state) - parse_day("date", call.arguments["date"])).days
    return {
        "non_conversion_metrics_ready": age > 0,
        "conversion_metrics_ready": age > _CONVERSIONS_READY_AFTER,
    }


@handles(DELIVERY_METRICS_GET)
def delivery_metrics(call: Call) -> dict[str, Any]:
    """Returns what metrics there are: the columns of analytics, of reports or of both, and those of Pins."""
    wanted = call.arguments["report_type"]
    names: list[Any] = []
    if wanted != "ASYNC":
        names += AD_ACCOUNT_ANALYTICS.parameter("columns").enum
    if wanted != "SYNC":
        names += [column.value for column in pinterest.schemas.ReportingColumnAsync]
    items = [_metric(name, "ADS") for name in dict.fromkeys(names)]
    return {"items": items + [_metric(name, "ORGANIC") for name in METRICS if wanted != "ASYNC"]}


def rows_of(call: Call, level: str, ids: Sequence[str], key: str) -> list[dict[str, Any]]:
    """Returns the rows of entities, one after the other, or of all together where that is asked for.

    Args:
        call: The request, with its window, columns and granularity.
        level: The kind of the entities in the store.
        ids: Their ids.
        key: The column that tells a row's entity.
    """
    sources = Sources(call.state, call.arguments["ad_account_id"])
    if call.arguments.get("aggregate_report_rows"):
        together = [source for id in ids for source in sources.of(level, id)]
        account = {"ad_account": {"id": call.arguments["ad_account_id"]}}
        return list(_rows(call, together, account)) if ids else []
    return [
        {key: id, **row}
        for id in ids
        for row in _rows(call, sources.of(level, id), columns.facts_about(call.state, level, id))
    ]


def dated(period: Period) -> dict[str, Any]:
    """Returns what a row says of its time: nothing where it is about the whole."""
    if period.day is None:
        return {}
    date = {"DATE": period.day.isoformat()}
    return date if period.hour is None else {**date, "HOUR": period.hour}


def cells(call: Call, sources: Iterable[Source]) -> Iterator[tuple[Period, Figures]]:
    """Yields the figures of sources together, in the periods that were asked for."""
    start, end = analytics_dates(call)
    found = figures.periods(call.state, sources, start, end, call.arguments["granularity"])
    return ((period, counted.within(call.arguments)) for period, counted in found)


def own_ids(call: Call, level: str, wanted: Iterable[str]) -> list[str]:
    """Returns those ids that the account has, each once, in the order that they were asked for."""
    state, wanted = call.state, list(dict.fromkeys(wanted))
    here = state.store.select(
        level, call.arguments["ad_account_id"], state.clock.now(), {"id": wanted}
    )
    known = {entity.id for entity in here}
    return [id for id in wanted if id in known]


def _of_named(call: Call, level: str, argument: str, key: str) -> list[dict[str, Any]]:
    analytics_dates(call)
    return rows_of(call, level, own_ids(call, level, call.arguments[argument]), key)


def _rows(
    call: Call, sources: Iterable[Source], facts: Mapping[str, Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    for period, counted in cells(call, sources):
        yield {**dated(period), **columns.row(counted, call.arguments["columns"], facts)}


def _ads(call: Call, campaigns: Iterable[str], pins: Iterable[str]) -> list[Entity]:
    analytics_dates(call)
    where = {"campaign_id": list(campaigns), "pin_id": list(pins)}
    account, now = call.arguments["ad_account_id"], call.state.clock.now()
    return call.state.store.select("ad", account, now, where)


def _metric(name: str, category: str) -> dict[str, Any]:
    display = name.replace("_", " ").capitalize()
    about = "ads" if category == "ADS" else "Pins"
    return {
        "name": name,
        "category": category,
        "display_name": display,
        "definition": f"{display} of {about} over the days that were asked for.",
    }
