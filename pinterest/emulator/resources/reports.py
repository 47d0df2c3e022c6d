"""Asynchronous ads reports: create, poll and download them. The download URL of a report expires."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.entity_lookup import get_entity
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.refusals import unavailable_columns
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.metrics import figures
from pinterest.emulator.metrics.date_ranges import DateRangeLimit
from pinterest.emulator.resources.ad_accounts import get_user_id
from pinterest.emulator.resources.report_rows import generate_rows, get_id_column, list_columns
from pinterest.emulator.storage import files
from pinterest.emulator.storage.result_files import (
    CSV,
    JSON,
    delete_old_jobs,
    encode_csv,
    encode_json,
    store_result,
)
from pinterest.emulator.store.csv_headers import get_header
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.ad_accounts import (
    ANALYTICS_CREATE_CONVERSION_PRODUCT_REPORT,
    ANALYTICS_CREATE_MMM_REPORT,
    ANALYTICS_CREATE_REPORT,
    ANALYTICS_CREATE_TEMPLATE_REPORT,
    ANALYTICS_GET_CONVERSION_PRODUCT_REPORT,
    ANALYTICS_GET_MMM_REPORT,
    ANALYTICS_GET_REPORT,
    TEMPLATES_LIST,
)

READY_SECONDS = 10
KEPT_SECONDS = 3_600
_REPORT = "report"
_TEMPLATE = "report_template"
_DAILY, _HOURLY, _PRODUCT_ITEMS, _PURCHASES = (
    DateRangeLimit(days_back, days_long, f"{kind} request must be within {{}} recent days")
    for kind, days_back, days_long in (
        ("Non-hourly", 914, 186),
        ("Hourly", 8, 3),
        ("Non-hourly", 92, 31),
        ("Non-hourly", 914, 366),
    )
)
_SAMPLE_TEMPLATES = (
    ("CAMPAIGN", "Campaigns by day", "CSV"),
    ("AD_GROUP", "Ad groups by day", "JSON"),
)
_NOT_FOR_PRODUCT_ITEMS = ("ad_ids", "ad_statuses")
_LEVEL_SUFFIX_OF_TARGETING_TYPE = {
    "AUDIENCE_MULTIPLIER": "CAMPAIGN_TARGETING",
    "MEDIA_TYPE": "PRODUCT_ITEM_TARGETING",
}
_MIN_PURCHASE_DAYS = 7
_PURCHASE_FILTERS = {
    "campaign_ids": ("level", "CAMPAIGN"),
    "ad_group_ids": ("level", "AD_GROUP"),
    "product_sku_ids": ("conversion_product_breakdown", "PRODUCT_SKU_GROUP"),
}
_AD_COLUMN_PREFIXES = ("PIN_PROMOTION_", "AD_ID", "AD_NAME", "AD_STATUS")
_CREATES = (
    ANALYTICS_CREATE_REPORT,
    ANALYTICS_CREATE_TEMPLATE_REPORT,
    ANALYTICS_CREATE_MMM_REPORT,
    ANALYTICS_CREATE_CONVERSION_PRODUCT_REPORT,
)
_GETS = (
    ANALYTICS_GET_REPORT,
    ANALYTICS_GET_MMM_REPORT,
    ANALYTICS_GET_CONVERSION_PRODUCT_REPORT,
)

assumed(
    *_CREATES,
    *_GETS,
    contract="The URL of a report is valid for five minutes, and the report for one hour.",
    observed="A date range that exactly reaches a limit is refused.",
    choice=f"A report takes {READY_SECONDS} seconds. Each response after that has a new URL. After one hour the "
    "report is EXPIRED, and one day later it may no longer exist.",
)
assumed(
    *_GETS,
    observed="Numbers in reports are strings. A JSON report maps entity IDs to lists of rows. The headers of a CSV "
    "report are display names, such as `Campaign ID`, `Ad group ID`, `Ad ID` and `Date`.",
    choice="A report has one row per entity and period, with the requested columns, and with the `DATE` unless the "
    "granularity is TOTAL. A CSV report begins with the column of the entity's ID. Display names are made from the "
    "names of columns, and columns with the same display name are one column.",
)
assumed(
    *_CREATES,
    choice="Attribution windows, filters, hours, sorting, targeting types (combined by commas) and product "
    "breakdowns are applied. `attribution_types`, `conversion_report_time`, `reporting_timezone`, "
    "`conversion_product_attribution_type` and `custom_conversion_event_metrics` have no effect. "
    "`countries` only affects breakdowns by country. JSON reports include zeros, as CSV reports do.",
)
assumed(
    ANALYTICS_CREATE_REPORT,
    choice="A filter about an entity or its parents keeps or drops the rows of the entity. A filter about other "
    "entities keeps the figures of the matching ads and promoted product groups. An entity "
    "without matching ones has no rows. Keywords have parts of their ad group's figures. The "
    "figures of a promoted product "
    "group are split among the products that are in it now. Negative keywords have zeros, and products "
    "that are not promoted have no rows.",
)


@handles(ANALYTICS_CREATE_REPORT)
def create_report(call: Call) -> dict[str, Any]:
    """Starts a report and returns its token."""
    body = call.body
    _check_targeting_and_hours(body)
    limits = _HOURLY if body["granularity"] == "HOUR" else _DAILY
    if body["level"].startswith("PRODUCT_ITEM"):
        limits = _PRODUCT_ITEMS if limits is _DAILY else limits
        for name in _NOT_FOR_PRODUCT_ITEMS:
            if body.get(name):
                raise bad_request(f"{name}: is not allowed for level PRODUCT_ITEM")
        refused = [name for name in body["columns"] if name.startswith(_AD_COLUMN_PREFIXES)]
        if refused:
            raise unavailable_columns(refused)
    return {**_start_report(call, "ads", body, limits), "message": ""}


@handles(ANALYTICS_GET_REPORT)
def get_report(call: Call) -> dict[str, Any]:
    """Returns the status of a report, and its download URL if the report is finished."""
    return _get_report_status(call, "ads")


def _check_targeting_and_hours(body: Mapping[str, Any]) -> None:
    """Checks the targeting types and the hours in a request for a report.

    Raises:
        Problem: If the level does not allow a targeting type, or a report that is not hourly has a start or end hour.
    """
    for kind in body.get("targeting_types") or ():
        suffix = _LEVEL_SUFFIX_OF_TARGETING_TYPE.get(kind, "_TARGETING")
        if not body["level"].endswith(suffix):
            raise bad_request(
                f"targeting_types: {kind} is only allowed if level ends with {suffix}"
            )
    for name in ("start_hour", "end_hour"):
        if body.get(name) is not None and body["granularity"] != "HOUR":
            raise bad_request(f"{name}: is only allowed for hourly reports")


@handles(ANALYTICS_CREATE_CONVERSION_PRODUCT_REPORT)
@assumed(
    contract="A report of purchased products covers 7 days to one year. `campaign_ids`, `ad_group_ids` and "
    "`product_sku_ids` are only allowed in reports with this level or breakdown.",
)
def create_product_report(call: Call) -> dict[str, Any]:
    """Starts a report of purchased products and returns its token."""
    body = call.body
    for name, (other, value) in _PURCHASE_FILTERS.items():
        if body.get(name) and body.get(other) != value:
            raise bad_request(f"{name}: is only allowed if {other} is {value}")
    first, last = _PURCHASES.check(call, body["start_date"], body["end_date"])
    if (last - first).days + 1 < _MIN_PURCHASE_DAYS:
        raise bad_request(
            f"end_date: {last} is too early; the report must cover at least {_MIN_PURCHASE_DAYS} days"
        )
    return {**_start_report(call, "conversion_product", body, _PURCHASES), "message": ""}


@handles(ANALYTICS_GET_CONVERSION_PRODUCT_REPORT)
def get_product_report(call: Call) -> dict[str, Any]:
    """Returns the status of a report of purchased products, and its download URL if it is finished."""
    return _get_report_status(call, "conversion_product")


@handles(ANALYTICS_CREATE_MMM_REPORT)
@assumed(
    choice="A success has the code 0 and the status `success`. The fields of `data` are also at the top level, "
    "because some clients look for them there.",
)
def create_mmm_report(call: Call) -> dict[str, Any]:
    """Starts a marketing mix model report and returns its token."""
    started = _start_report(call, "mmm", call.body, _DAILY)
    data = {**started, "message": "", "status": "success"}
    return {**data, "code": 0, "data": data}


@handles(ANALYTICS_GET_MMM_REPORT)
def get_mmm_report(call: Call) -> dict[str, Any]:
    """Returns the status of a marketing mix model report, and its download URL if it is finished."""
    data = _get_report_status(call, "mmm")
    return {**data, "code": 0, "status": "success", "message": "", "data": data}


@handles(TEMPLATES_LIST)
@assumed(
    observed="Reports of templates that were created in Ads Manager are CSV files.",
    choice="Each ad account has two templates for daily reports of the last week: one for campaigns, with CSV "
    "reports, and one for ad groups, with JSON reports.",
)
def list_templates(call: Call) -> JsonText:
    """Returns a page of the ad account's report templates."""
    _create_sample_templates_once(call.state, call.arguments["ad_account_id"])
    return list_entities(call, _TEMPLATE, call.arguments["ad_account_id"])


@handles(ANALYTICS_CREATE_TEMPLATE_REPORT)
@assumed(
    choice="The default date range is that of the template, relative to today.",
)
def create_template_report(call: Call) -> dict[str, Any]:
    """Starts a report from a template and returns its token."""
    state, arguments = call.state, call.arguments
    _create_sample_templates_once(state, arguments["ad_account_id"])
    found = get_entity(
        state,
        _TEMPLATE,
        arguments["ad_account_id"],
        arguments["template_id"],
        noun="Report template",
    )
    template, today = found.data, figures.get_today(state)
    days = {}
    for name in ("start", "end"):
        back = datetime.timedelta(days=template[f"report_{name}_relative_days_in_past"])
        days[f"{name}_date"] = arguments[f"{name}_date"] or (today - back).isoformat()
    granularity = arguments["granularity"] or template["granularity"]
    request = {
        **days,
        "granularity": granularity,
        "level": template["report_level"],
        "columns": template["columns"],
        "report_format": template["report_format"],
    }
    started = _start_report(call, "ads", request, _HOURLY if granularity == "HOUR" else _DAILY)
    return {**started, "template_id": found.id, "message": ""}


def add_template(
    state: State,
    ad_account_id: str,
    *,
    name: str,
    level: str,
    columns: list[str],
    report_format: str,
) -> str:
    """Creates a template for daily reports of the last week, and returns the template's ID."""
    [id] = state.random.generate_ids(state.store, _TEMPLATE)
    data = {
        "id": id,
        "ad_account_id": ad_account_id,
        "ad_account_ids": [ad_account_id],
        "user_id": get_user_id(state),
        "name": name,
        "type": "TABLE",
        "columns": columns,
        "granularity": "DAY",
        "report_level": level,
        "report_format": report_format,
        "report_start_relative_days_in_past": 7,
        "report_end_relative_days_in_past": 1,
        "creation_source": "ADS_MANAGER_REPORT_BUILDER",
        "is_deleted": False,
        "is_owned_by_user": True,
        "is_scheduled": False,
        "updated_time": state.now(),
    }
    state.store.put(_TEMPLATE, ad_account_id, [Entity(id, data)])
    return id


def _create_sample_templates_once(state: State, ad_account_id: str) -> None:
    if not state.store.count(_TEMPLATE, ad_account_id, state.clock.now()):
        for level, name, report_format in _SAMPLE_TEMPLATES:
            add_template(
                state,
                ad_account_id,
                name=name,
                level=level,
                columns=[f"{level}_ID", f"{level}_NAME", "IMPRESSION_1", "SPEND_IN_DOLLAR"],
                report_format=report_format,
            )


def _start_report(
    call: Call, family: str, request: Mapping[str, Any], limits: DateRangeLimit
) -> dict[str, Any]:
    """Checks the date range, starts a report, and returns the report's status and token.

    `family` is `ads`, `conversion_product` or `mmm`.
    """
    limits.check(call, request["start_date"], request["end_date"])
    state = call.state
    delete_old_jobs(state, _REPORT, KEPT_SECONDS)
    [id] = state.random.generate_ids(state.store, _REPORT)
    token = f"{state.random.generator(_REPORT, id).getrandbits(128):032x}"
    # Each family has its own endpoint for getting reports.
    started = {"token": token, "family": family, "report_status": "IN_PROGRESS"}
    finished = {**started, "report_status": "FINISHED"}
    due = state.clock.now() + state.get_processing_seconds(READY_SECONDS)
    notes = {
        "request": dict(request),
        "expires": due + KEPT_SECONDS,
        "file": files.make_file_name(state),
    }
    report = Entity(id, started, due, finished, notes)
    state.store.put(_REPORT, call.arguments["ad_account_id"], [report])
    return {"report_status": "IN_PROGRESS", "token": token}


def _get_report_status(call: Call, family: str) -> dict[str, Any]:
    """Returns the status of the requested report, with the URL of the file if the report is finished.

    `family` is `ads`, `conversion_product` or `mmm`.
    """
    arguments, state = call.arguments, call.state
    where = {"token": arguments["token"], "family": family}
    found = state.store.select(_REPORT, arguments["ad_account_id"], state.clock.now(), where)
    no_file = {"url": None, "size": None}
    if not found:
        return {"report_status": "DOES_NOT_EXIST", **no_file}
    [report] = found
    notes = report.notes or {}
    if notes["expires"] <= state.clock.now():
        return {"report_status": "EXPIRED", **no_file}
    status = report.data["report_status"]
    if status != "FINISHED":
        return {"report_status": status, **no_file}
    file = files.find_file(state, notes["file"])
    if file is not None and file.content is not None:
        return {"report_status": status, **store_result(call, file.content, file.media_type)}
    content, media_type = _build_report_file(call, notes["request"])
    files.store_file(state, notes["file"], content, media_type, seconds=KEPT_SECONDS)
    return {"report_status": status, **store_result(call, content, media_type)}


def _build_report_file(call: Call, request: Mapping[str, Any]) -> tuple[bytes, str]:
    """Returns the content and the media type of a report's file."""
    rows = list(generate_rows(call, request))
    if request.get("report_format") == "CSV":
        key = get_id_column(request["level"])
        if request.get("primary_sort") == "BY_DATE":
            rows.sort(key=lambda row: str(row.values.get("DATE", "")))
        date_column = [] if request["granularity"] == "TOTAL" else ["DATE"]
        names = [key, *(list_columns(rows) or [*date_column, *request["columns"]])]
        headers = {name: get_header(name, call.state.csv_headers) for name in names}
        table = [
            {headers[name]: value for name, value in {key: row.entity_id, **row.values}.items()}
            for row in rows
        ]
        return encode_csv(list(dict.fromkeys(headers.values())), table), CSV
    entities: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        entities.setdefault(row.entity_id, []).append(row.values)
    return encode_json(entities), JSON
