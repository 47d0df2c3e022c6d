"""Analytics of an ad account and its campaigns, ad groups, ads, product groups and promoted Pins."""

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
from pinterest.emulator.metrics.date_ranges import parse_analytics_dates, parse_day
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

_ANALYTICS = (
    AD_ACCOUNT_ANALYTICS,
    CAMPAIGNS_ANALYTICS,
    AD_GROUPS_ANALYTICS,
    ADS_ANALYTICS,
    PRODUCT_GROUPS_ANALYTICS,
    AD_PINS_ANALYTICS,
)
_PRODUCT_GROUP_KINDS = (PROMOTED, PRODUCT_GROUP)
_CONVERSIONS_READY_DAYS = 2

assumed(
    *_ANALYTICS,
    contract="A date range may start up to 90 days ago and be up to 90 days long. With hourly granularity, the "
    "limits are 8 and 3 days.",
    observed="A date range that exactly reaches a limit is refused.",
)
assumed(
    *_ANALYTICS,
    choice="Ads and promoted product groups have their own figures. They are made up for each hour, "
    "up to the current one, in which the ad or promotion runs and its ad group and campaign "
    "run too. Each runs after its creation, while it is ACTIVE and within its schedule. "
    "Reviews, budgets and bids do not limit figures. A change does "
    "not affect past days. All other figures are sums of these, or zero. Longer attribution windows have "
    "more conversions. `conversion_report_time` and `reporting_timezone` have no effect.",
)
assumed(
    *_ANALYTICS,
    choice="IDs that the ad account does not have get no rows. A column without a value is null.",
)
assumed(
    *_ANALYTICS,
    choice="Weeks begin on Mondays. The `DATE` of a week or month is its first day within the "
    "requested range. Rows of hours have the `DATE` and the `HOUR`, from 0 to 23.",
)


@handles(AD_ACCOUNT_ANALYTICS)
def get_account_analytics(call: Call) -> list[dict[str, Any]]:
    """Returns the figures of the account, which are the sums over its campaigns."""
    return build_entity_rows(call, "ad_account", [call.arguments["ad_account_id"]], "AD_ACCOUNT_ID")


@handles(CAMPAIGNS_ANALYTICS)
def get_campaign_analytics(call: Call) -> list[dict[str, Any]]:
    """Returns the figures of campaigns."""
    return _build_requested_rows(call, "campaign", "campaign_ids", "CAMPAIGN_ID")


@handles(AD_GROUPS_ANALYTICS)
def get_ad_group_analytics(call: Call) -> list[dict[str, Any]]:
    """Returns the figures of ad groups."""
    return _build_requested_rows(call, "ad_group", "ad_group_ids", "AD_GROUP_ID")


@handles(ADS_ANALYTICS)
def get_ad_analytics(call: Call) -> list[dict[str, Any]]:
    """Returns the figures of ads, which the request selects by ad ID, or by campaign and Pin."""
    arguments = call.arguments
    if arguments["ad_ids"]:
        return _build_requested_rows(call, "ad", "ad_ids", "AD_ID")
    if not (arguments["pin_ids"] and arguments["campaign_ids"]):
        raise bad_request(
            "ad_ids: is missing; send either ad_ids, or both campaign_ids and pin_ids"
        )
    found = _find_ads_by_campaign_and_pin(call, arguments["campaign_ids"], arguments["pin_ids"])
    return build_entity_rows(call, "ad", [ad.id for ad in found], "AD_ID")


@handles(PRODUCT_GROUPS_ANALYTICS)
@assumed(
    choice="The figures of a catalog's product group are the sum over its promotions in the ad account's ad "
    "groups.",
)
def get_product_group_analytics(call: Call) -> list[dict[str, Any]]:
    """Returns the figures of promoted product groups and of catalog product groups."""
    state, now = call.state, call.state.clock.now()
    account, rows = call.arguments["ad_account_id"], list[dict[str, Any]]()
    requested = call.arguments["product_group_ids"]
    for kind, parents in zip(_PRODUCT_GROUP_KINDS, (account, None), strict=True):
        entities = {
            entity.id for entity in state.store.select(kind, parents, now, {"id": requested})
        }
        rows += build_entity_rows(
            call, kind, [id for id in requested if id in entities], "PRODUCT_GROUP_ID"
        )
    return rows


@assumed(
    choice="Unknown campaigns, and pins that no ad of the campaign promotes, get no rows.",
)
@handles(AD_PINS_ANALYTICS)
def get_pin_analytics(call: Call) -> list[dict[str, Any]]:
    """Returns the figures of a campaign's ads, added up per Pin."""
    pins = call.arguments["pin_ids"]
    sources, found = Sources(call.state, call.arguments["ad_account_id"]), dict[str, list[Source]]()
    for ad in _find_ads_by_campaign_and_pin(call, [call.arguments["campaign_id"]], pins):
        found.setdefault(str(ad.data["pin_id"]), []).extend(sources.find_by_entity("ad", ad.id))
    account = {"ad_account": {"id": call.arguments["ad_account_id"]}}
    return [
        {"PIN_ID": pin, **row}
        for pin in dict.fromkeys(pins)
        if pin in found
        for row in _build_period_rows(call, found[pin], {**account, "ad": {"pin_id": pin}})
    ]


@assumed(
    choice="The figures of a day are final when the day is over. Its conversions are final two days later.",
)
@handles(METRICS_READY_STATE_GET)
def get_metrics_ready_state(call: Call) -> dict[str, Any]:
    """Returns whether the figures of a day are final."""
    age = (figures.get_today(call.state) - parse_day("date", call.arguments["date"])).days
    return {
        "non_conversion_metrics_ready": age > 0,
        "conversion_metrics_ready": age > _CONVERSIONS_READY_DAYS,
    }


@handles(DELIVERY_METRICS_GET)
def list_delivery_metrics(call: Call) -> dict[str, Any]:
    """Returns descriptions of metrics. `report_type` selects the metrics of analytics, of reports or of both."""
    requested = call.arguments["report_type"]
    names: list[Any] = []
    if requested != "ASYNC":
        names += AD_ACCOUNT_ANALYTICS.parameter("columns").enum
    if requested != "SYNC":
        names += [column.value for column in pinterest.schemas.ReportingColumnAsync]
    items = [_describe_metric(name, "ADS") for name in dict.fromkeys(names)]
    return {
        "items": items
        + [_describe_metric(name, "ORGANIC") for name in METRICS if requested != "ASYNC"]
    }


def build_entity_rows(
    call: Call, level: str, ids: Sequence[str], id_column: str
) -> list[dict[str, Any]]:
    """Returns the analytics rows of entities, in the order of `ids`.

    If the request sets `aggregate_report_rows`, each row is the sum over all entities.
    """
    sources = Sources(call.state, call.arguments["ad_account_id"])
    if call.arguments.get("aggregate_report_rows"):
        all_sources = [source for id in ids for source in sources.find_by_entity(level, id)]
        account = {"ad_account": {"id": call.arguments["ad_account_id"]}}
        return list(_build_period_rows(call, all_sources, account)) if ids else []
    return [
        {id_column: id, **row}
        for id in ids
        for row in _build_period_rows(
            call,
            sources.find_by_entity(level, id),
            columns.collect_fields_by_level(call.state, level, id),
        )
    ]


def build_date_columns(period: Period) -> dict[str, Any]:
    """Returns the date columns of a row. Empty if the row is for the whole date range."""
    if period.day is None:
        return {}
    date = {"DATE": period.day.isoformat()}
    return date if period.hour is None else {**date, "HOUR": period.hour}


def compute_figures_by_period(
    call: Call, sources: Iterable[Source]
) -> Iterator[tuple[Period, Figures]]:
    """Yields each requested period with the total figures of the sources."""
    start, end = parse_analytics_dates(call)
    found = figures.iterate_periods(call.state, sources, start, end, call.arguments["granularity"])
    return ((period, summed.apply_attribution_windows(call.arguments)) for period, summed in found)


def select_own_ids(call: Call, level: str, requested: Iterable[str]) -> list[str]:
    """Returns the requested IDs that belong to the account, without duplicates, in the requested order."""
    state, requested = call.state, list(dict.fromkeys(requested))
    entities = state.store.select(
        level, call.arguments["ad_account_id"], state.clock.now(), {"id": requested}
    )
    existing = {entity.id for entity in entities}
    return [id for id in requested if id in existing]


def _build_requested_rows(
    call: Call, level: str, ids_argument: str, id_column: str
) -> list[dict[str, Any]]:
    """Returns the rows of the entities that a request asks for by ID, except unknown IDs.

    `ids_argument` is the name of the argument that contains the IDs, such as `ad_ids`.
    """
    parse_analytics_dates(call)
    ids = select_own_ids(call, level, call.arguments[ids_argument])
    return build_entity_rows(call, level, ids, id_column)


def _build_period_rows(
    call: Call, sources: Iterable[Source], entity_fields: Mapping[str, Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Yields one row per requested period, with the total figures of the sources."""
    for period, summed in compute_figures_by_period(call, sources):
        yield {
            **build_date_columns(period),
            **columns.compute_row(summed, call.arguments["columns"], entity_fields),
        }


def _find_ads_by_campaign_and_pin(
    call: Call, campaign_ids: Iterable[str], pin_ids: Iterable[str]
) -> list[Entity]:
    parse_analytics_dates(call)
    where = {"campaign_id": list(campaign_ids), "pin_id": list(pin_ids)}
    account, now = call.arguments["ad_account_id"], call.state.clock.now()
    return call.state.store.select("ad", account, now, where)


def _describe_metric(name: str, category: str) -> dict[str, Any]:
    display = name.replace("_", " ").capitalize()
    entities = "ads" if category == "ADS" else "Pins"
    return {
        "name": name,
        "category": category,
        "display_name": display,
        "definition": f"{display} of {entities} in the date range.",
    }
