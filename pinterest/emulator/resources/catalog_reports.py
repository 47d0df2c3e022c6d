"""Catalog reports: create them, download them as CSV files, and count the issues in them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pinterest.emulator.catalogs.products import get_availability, list_catalog_products
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import Problem, bad_request
from pinterest.emulator.handlers.refusals import describe_invalid_value
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.pages import paginate_items
from pinterest.emulator.metrics import figures
from pinterest.emulator.resources.catalog_feeds import RESULT, get_result_issues
from pinterest.emulator.resources.catalogs import (
    require_any_catalog,
    require_catalog,
    require_catalog_of_type,
    require_feed,
)
from pinterest.emulator.storage import files
from pinterest.emulator.storage.result_files import CSV, delete_old_jobs, encode_csv, store_result
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.emulator.store.tokens import DAY
from pinterest.operations.catalog_reports import REPORTS_CREATE, REPORTS_GET, REPORTS_STATS

READY_SECONDS = 60
_KIND = "catalog_report"
_ISSUES = ("FEED_INGESTION_ISSUES", "DISTRIBUTION_ISSUES")
_CATALOG_TYPES = ("RETAIL", "HOTEL")
_INVALID_TOKEN = 1104
_RESULT_NOT_FOUND = 4184
_ISSUE_CODES = {"PRICE_MISSING": 119, "OPTIONAL_PRODUCT_CATEGORY_MISSING": 137, "OUT_OF_STOCK": 201}
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "ALL_ITEMS": ("item_id", "title", "link", "price", "availability"),
    "DISTRIBUTION_ISSUES": ("item_id", "code", "code_label"),
    "FEED_INGESTION_ISSUES": ("item_number", "item_id", "severity", "code", "code_label"),
}

assumed(
    REPORTS_CREATE,
    REPORTS_GET,
    contract="Requests with the same parameters get the same report for the rest of the day.",
    choice="A report is a CSV file. It takes one minute, and can be downloaded until the day after it was first "
    "requested.",
)
assumed(
    REPORTS_STATS,
    choice="The only distribution issues are items that are out of stock.",
)


@handles(REPORTS_CREATE)
def create_report(call: Call) -> dict[str, Any]:
    """Starts a report and returns its token. A request repeated on the same day returns the same token."""
    state, body = call.state, call.body
    require_any_catalog(state)
    request_key = json.dumps([body, figures.get_today(state).isoformat()], sort_keys=True)
    existing = state.store.select(_KIND, None, state.clock.now(), {"request_key": request_key})
    if existing:
        return {"token": existing[0].data["token"]}
    report = body["report"]
    rows = list(_build_report_rows(state, body["catalog_type"], report))
    content = encode_csv(_COLUMNS[report["report_type"]], rows)
    name = files.make_file_name(state)
    files.store_file(
        state, name, content, CSV, seconds=DAY + state.get_processing_seconds(READY_SECONDS)
    )
    delete_old_jobs(state, _KIND, DAY)
    [id] = state.random.generate_ids(state.store, _KIND)
    token = f"{state.random.generator(_KIND, id).getrandbits(128):032x}"
    started = {"token": token, "request_key": request_key, "report_status": "IN_PROGRESS"}
    done = {**started, "report_status": "FINISHED"}
    due = state.clock.now() + state.get_processing_seconds(READY_SECONDS)
    state.store.put(_KIND, None, [Entity(id, started, due, done, {"file": name})])
    return {"token": token}


@handles(REPORTS_GET)
def get_report(call: Call) -> dict[str, Any]:
    """Returns the status of a report, and its download URL if the report is finished."""
    state = call.state
    require_any_catalog(state)
    token = {"token": call.arguments["token"]}
    found = state.store.select(_KIND, None, state.clock.now(), token)
    file = files.find_file(state, (found[0].notes or {})["file"]) if found else None
    if file is None or file.content is None:
        raise Problem(
            400,
            _INVALID_TOKEN,
            "The report's token is unknown or has expired. Create the report again.",
        )
    status = found[0].data["report_status"]
    if status != "FINISHED":
        return {"report_status": status, "url": None, "size": None}
    return {"report_status": status, **store_result(call, file.content, CSV)}


@handles(REPORTS_STATS)
def get_report_stats(call: Call) -> dict[str, Any]:
    """Returns a page of the distinct issues in a report, each with its number of occurrences."""
    state, parameters = call.state, call.arguments["parameters"]
    # Keys such as `report][feed_id` come from query parameters such as `parameters[report][feed_id]`.
    report = {
        name.removeprefix("report]["): value
        for name, value in parameters.items()
        if name.startswith("report][")
    }
    kind = report.get("report_type")
    if kind not in _ISSUES:
        raise bad_request(
            f"parameters[report][report_type]: {describe_invalid_value(kind, _ISSUES)}"
        )
    if parameters.get("catalog_type") not in _CATALOG_TYPES:
        text = describe_invalid_value(parameters.get("catalog_type"), _CATALOG_TYPES)
        raise bad_request(f"parameters[catalog_type]: {text}")
    if kind == "FEED_INGESTION_ISSUES" and not report.get("feed_id"):
        raise bad_request("parameters[report][feed_id]: is required for FEED_INGESTION_ISSUES")
    rows = list(_build_report_rows(state, parameters["catalog_type"], report))
    catalog_id = _find_catalog_id(state, parameters["catalog_type"], report)
    counts = Counter((row["code_label"], row.get("severity")) for row in rows)
    items = []
    for (label, severity), number in sorted(counts.items()):
        item = {"report_type": kind, "catalog_id": catalog_id, "occurrences": number}
        item |= {
            "code": _ISSUE_CODES[label],
            "code_label": label,
            "message": _describe_issue(label),
        }
        if severity:
            item["severity"] = severity
        else:
            item |= {"ineligible_for_ads": True, "ineligible_for_organic": False}
        items.append(item)
    return paginate_items(call, items)


def _describe_issue(label: str) -> str:
    """Returns the message of an issue, such as `Price missing.` for `PRICE_MISSING`."""
    return f"{label.replace('_', ' ').capitalize()}."


def _find_catalog_id(state: State, catalog_type: str, report: Mapping[str, Any]) -> str:
    """Returns the ID of the catalog that a report is about."""
    if report["report_type"] == "FEED_INGESTION_ISSUES":
        return require_feed(state, report["feed_id"]).parent
    if report.get("catalog_id"):
        return require_catalog(state, report["catalog_id"]).id
    return require_catalog_of_type(state, catalog_type, None).id


def _build_report_rows(
    state: State, catalog_type: str, report: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """Yields the rows of a report."""
    kind = report["report_type"]
    catalog_id = _find_catalog_id(state, catalog_type, report)
    if kind == "FEED_INGESTION_ISSUES":
        yield from _build_ingestion_rows(state, report)
        return
    for product in list_catalog_products(state, catalog_id):
        attributes = product["attributes"]
        if kind == "ALL_ITEMS":
            columns = {name: attributes.get(name) for name in ("link", "availability")}
            columns["title"] = attributes.get("title") or attributes.get("name")
            columns["price"] = attributes.get("price") or attributes.get("base_price")
            yield {"item_id": product["item_id"], **columns}
        elif get_availability(product) == "OUT_OF_STOCK":
            label = "OUT_OF_STOCK"
            yield {"item_id": product["item_id"], "code": _ISSUE_CODES[label], "code_label": label}


def _build_ingestion_rows(state: State, report: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yields one report row per error or warning in a feed's processing result: the requested one, or else the latest.

    Raises:
        Problem: If the requested processing result does not exist.
    """
    results = state.store.select(RESULT, report["feed_id"], state.clock.now())
    result_id = report.get("processing_result_id")
    if result_id:
        results = [result for result in results if result.id == result_id]
        if not results:
            raise Problem(404, _RESULT_NOT_FOUND, "Processing result not found.")
    for issue in get_result_issues(results[-1]) if results else []:
        for field, severity in (("errors", "ERROR"), ("warnings", "WARN")):
            for label in issue[field]:
                identifiers = {name: issue[name] for name in ("item_number", "item_id")}
                yield {
                    **identifiers,
                    "severity": severity,
                    "code": _ISSUE_CODES[label],
                    "code_label": label,
                }
