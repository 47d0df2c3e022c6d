"""Every operation that reads something finds data in the demo shop."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.operation import Operation
from pinterest.operations import all_operations
from tests.emulator.api import Api
from tests.emulator.valid import assert_valid

pytestmark = pytest.mark.slow

_OPERATIONS = {operation.id: operation for operation in all_operations()}
_READS = [operation for operation in _OPERATIONS.values() if operation.verb == "GET"]

_JOB = "reads a job by the ID that starting it returned, and no listing has these IDs"
EXCEPTIONS = {
    "analytics/get_mmm_report": _JOB,
    "analytics/get_report": _JOB,
    "analytics/get_conversion_product_report": _JOB,
    "bulk_request/get": _JOB,
    "catalogs_supplemental_items_batch_get": _JOB,
    "customer_list_uploads/get": _JOB,
    "items_batch/get": _JOB,
    "leads_export/get": _JOB,
    "reports/get": _JOB,
    "lead_form_questions/get": "has no documented content",
    "search_partner_pins": "is only open to apps with the feature `pin_search`",
}

# The fields with the listed items, if the items are not the whole response.
_LISTS = ("items", "data", "pins", "product_tags", "trends", "related_terms_list", "billto_infos")


class Visitor:
    """Reads the demo shop, and finds the arguments of operations in its listings."""

    def __init__(self, emulator: Emulator, api: Api) -> None:
        self.account, self.api = emulator.ad_account_id, api

    def get(self, operation: Operation, **changed: Any) -> requests.Response:
        """Calls an operation with its required arguments, and with optional ones that it needs to list something."""
        needed = {one.argument for one in operation.parameters if one.required}
        needed |= _ALSO.get(operation.id, set())
        arguments = {name: self.argument(operation, name) for name in needed}
        prepared = operation.prepare(arguments | changed)
        return self.api.get(prepared.path, params=prepared.query)

    def argument(self, operation: Operation, name: str) -> Any:
        """Returns the value for an argument: specific to the operation, a constant, or from a listing."""
        found = _OF_OPERATIONS.get((operation.id, name), _ARGUMENTS.get(name))
        assert found is not None, f"{operation.id} needs a value for {name}"
        return found(self) if callable(found) else found

    def first(self, operation: str, field: str = "id", place: int = 0, **changed: Any) -> Any:
        """Returns a field of the first item in a listing."""
        answer = self.get(_OPERATIONS[operation], **changed)
        assert answer.status_code == 200, answer.text
        return answer.json()["items"][place][field]

    @cached_property
    def user(self) -> dict[str, Any]:
        content: dict[str, Any] = self.api.get("/user_account").json()
        return content

    def video(self) -> str:
        """Returns the ID of a pin with a video, which has product tags."""
        pins = self.api.items("/pins")
        return str(next(pin["id"] for pin in pins if pin["media"]["media_type"] == "video"))

    def category(self) -> str:
        """Returns the ID of a category of audience insights."""
        content = self.get(_OPERATIONS["audience_insights/get"]).json()
        return str(content["categories"][0]["id"])

    def joined(self, kind: str) -> str:
        """Returns the ID of the newest member or partner."""
        return str(self.first(kind, place=-1))


def _read_from_list(operation: str, field: str = "id", **changed: Any) -> Callable[[Visitor], Any]:
    return lambda visitor: visitor.first(operation, field, **changed)


def _is_in_list(operation: str) -> Callable[[Visitor], Any]:
    return lambda visitor: [visitor.first(operation)]


_TODAY = datetime.datetime.now(datetime.UTC).date()
_ARGUMENTS: dict[str, Any] = {
    "account_type": "AD_ACCOUNT",
    "ad_account_id": lambda visitor: visitor.account,
    "ad_group_id": _read_from_list("ad_groups/list"),
    "ad_group_ids": _is_in_list("ad_groups/list"),
    "ad_id": _read_from_list("ads/list"),
    "ad_ids": _is_in_list("ads/list"),
    "asset_id": lambda visitor: visitor.account,
    "audience_id": _read_from_list("audiences/list"),
    "audience_insight_type": "YOUR_TOTAL_AUDIENCE",
    "billing_invoice_id": _read_from_list("billing_invoices/get"),
    "board_id": _read_from_list("boards/list"),
    "business_id": lambda visitor: visitor.user["id"],
    "campaign_id": _read_from_list("campaigns/list"),
    "campaign_ids": _is_in_list("campaigns/list"),
    "catalog_id": _read_from_list("catalogs/list"),
    "category_id": lambda visitor: visitor.category(),
    "columns": ["SPEND_IN_DOLLAR"],
    "conversion_tag_id": _read_from_list("conversion_tags/list"),
    "country_code": "US",
    "customer_list_id": _read_from_list("customer_lists/list"),
    "date": _TODAY - datetime.timedelta(days=2),
    "end_date": _TODAY,
    "entity_ids": _is_in_list("campaigns/list"),
    "external_business_id": _read_from_list("integrations/get_list", "external_business_id"),
    "feed_id": _read_from_list("feeds/list"),
    "granularity": "DAY",
    "id": _read_from_list("integrations/get_list"),
    "interest_id": lambda visitor: visitor.category(),
    "is_active": True,
    "keywords": ["quilt"],
    "lookback_period": "14d",
    "lead_form_id": _read_from_list("lead_forms/list"),
    "media_id": _read_from_list("media/list", "media_id"),
    "metric_types": ["IMPRESSION"],
    "member_id": lambda visitor: visitor.joined("get/business_members"),
    "order_line_id": _read_from_list("order_lines/list"),
    "parameters": {"catalog_type": "RETAIL", "report": {"report_type": "DISTRIBUTION_ISSUES"}},
    "partner_id": _read_from_list("get/business_partners", partner_type="INTERNAL"),
    "pin_id": lambda visitor: visitor.video(),
    "pin_ids": _is_in_list("pins/list"),
    "pin_order_id": _read_from_list(
        "ssio_insertion_orders_status/get_by_ad_account", "pin_order_id"
    ),
    "processing_result_id": _read_from_list("feed_processing_results/list"),
    "product_categories": ["QUILTS_AND_COMFORTERS"],
    "product_group_id": _read_from_list("catalogs_product_groups/list"),
    "product_group_ids": _is_in_list("product_group_promotions/list"),
    "product_group_promotion_id": _read_from_list("product_group_promotions/list"),
    "promotion_id": _read_from_list("promotions/list"),
    "promotion_ids": _is_in_list("promotions/list"),
    "query": "quilt",
    "region": "US",
    "request_id": _read_from_list("conversion_deletion_request_list", "request_id"),
    "section_id": _read_from_list("board_sections/list"),
    "sort_by": "IMPRESSION",
    "start_date": _TODAY - datetime.timedelta(days=30),
    "subscription_id": _read_from_list("ad_accounts_subscriptions/get_list"),
    "targeting_type": "LOCATION",
    "targeting_types": ["GENDER"],
    "term": "quilt",
    "terms": ["quilt"],
    "trend_type": "monthly",
    "username": lambda visitor: visitor.user["username"],
}
# These parameters are optional, but the operations need at least one of several.
_ALSO = {
    "ads/analytics": {"ad_ids"},
    "product_group_promotions/list": {"ad_group_id"},
}
_OF_OPERATIONS: dict[tuple[str, str], Any] = {
    ("audiences_insights_category/list", "scope"): "PARTNER",
    ("audiences_insights_category/list", "type"): "ENGAGEMENT",
    ("product_group_promotions/list", "ad_group_id"): _read_from_list("ad_groups/list", place=-1),
    ("schedules_list", "entity_ids"): lambda visitor: [visitor.first("campaigns/list", place=-1)],
    ("trending_keywords/list", "region"): "US",
}


@pytest.fixture(scope="module")
def visitor() -> Iterator[Visitor]:
    with Emulator(demo_data=True) as demo, Api(demo.url, demo.access_token) as api:
        yield Visitor(demo, api)


@pytest.mark.parametrize(
    "operation",
    [operation for operation in _READS if operation.id not in EXCEPTIONS],
    ids=lambda operation: operation.id,
)
def test_every_read_finds_something(visitor: Visitor, operation: Operation) -> None:
    answer = visitor.get(operation)
    assert_valid(operation, answer)
    content = answer.json()
    assert content
    if isinstance(content, dict):
        assert all(content[name] for name in _LISTS if name in content), content


def test_exceptions_are_operations_that_read() -> None:
    assert EXCEPTIONS.keys() <= {operation.id for operation in _READS}


def test_the_feature_opens_the_search_of_partners() -> None:
    with (
        Emulator(demo_data=True, features=["pin_search"]) as demo,
        Api(demo.url, demo.access_token) as api,
    ):
        found = Visitor(demo, api).get(_OPERATIONS["search_partner_pins"]).json()["items"]
    assert found
