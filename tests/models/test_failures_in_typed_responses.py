"""Each response that can have failures can raise them."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any, cast

import pytest
import responses
from pydantic import BaseModel

from pinterest import AdGroup, ItemBatch, schemas
from pinterest.api import (
    AdGroupsApi,
    BillingApi,
    BusinessAccessInviteApi,
    CatalogItemsApi,
    CatalogSupplementalApi,
    CustomerListUploadsApi,
    NotificationApi,
)
from pinterest.exceptions import PartialFailureError, Reason
from pinterest.operations import all_operations
from tests.models import stub

BUSINESS = "383791336903426391"
FAILURE_FIELDS = {
    "error_counts",
    "errorMessage",
    "error_message",
    "error_messages",
    "error_msg",
    "errors",
    "exception",
    "exceptions",
}
NOT_ABOUT_THE_REQUEST = {
    "CustomerList.exceptions",  # the structure of this object is not documented
    "CustomerListUploadCreateResponse.customer_list_upload.error_counts",  # the upload is not processed yet
}


def find_schemas(kind: Any) -> Iterator[type[BaseModel]]:
    """Yields the schemas in an annotation."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for argument in typing.get_args(kind):
        yield from find_schemas(argument)


def find_failure_fields(schema: type[BaseModel], path: str, seen: frozenset[type]) -> Iterator[str]:
    """Yields the paths of the fields of a response that can have failures."""
    for name, field in schema.model_fields.items():
        here = f"{path}.{field.alias or name}"
        if (field.alias or name) in FAILURE_FIELDS:
            yield here
        for inner in set(find_schemas(field.annotation)) - seen:
            yield from find_failure_fields(inner, here, seen | {inner})


def test_each_response_with_fields_for_failures_can_raise_them():
    lacking = []
    for operation in all_operations():
        for answer in operation.answers:
            if answer.schema is None or answer.paged:
                continue
            for schema in find_schemas(getattr(schemas, answer.schema)):
                found = set(find_failure_fields(schema, schema.__name__, frozenset({schema})))
                if found - NOT_ABOUT_THE_REQUEST and not answer.can_have_failures:
                    lacking.append((operation.id, sorted(found)))
                if answer.can_have_failures and not answer.many:
                    assert hasattr(schema, "raise_for_failures"), schema
    assert not lacking


@responses.activate
@pytest.mark.parametrize("field", ["members", "partners"])
def test_a_failed_invite_is_raised(field):
    rows = [
        {"invite": {"id": "1"}, "exception": None},
        {"exception": {"code": 7, "message": "Not allowed"}},
    ]
    responses.add("POST", f"{stub.API}/businesses/{BUSINESS}/invites", json={"items": rows})
    body = {"business_role": "EMPLOYEE", "invite_type": "MEMBER_INVITE", field: ["12", "34"]}
    api = BusinessAccessInviteApi(stub.client())
    answer = api.create_membership_or_partnership_invites(BUSINESS, body)
    assert answer.items is not None
    with pytest.raises(PartialFailureError, match="Not allowed") as caught:
        answer.raise_for_failures()
    assert caught.value.failures == {1: [Reason("Not allowed", 7)]}
    assert caught.value.inputs == {1: "34"}
    assert caught.value.succeeded[0] is answer.items[0]


def respond_with(verb: str, path: str, data: Any) -> None:
    responses.add(verb, f"{stub.API}{path}", json=data)


RECORDS = [
    {"item_id": "a", "status": "SUCCESS", "errors": []},
    {"item_id": "b", "status": "FAILURE", "errors": [{"code": 3, "message": "No price"}]},
]
BATCH = {"batch_id": "9", "catalog_type": "RETAIL", "created_time": None, "items": RECORDS}
ASKED = {
    "country": "US",
    "language": "EN",
    "filters": {"catalog_type": "RETAIL", "item_ids": ["a", "b"]},
}


@responses.activate
def test_records_of_an_earlier_batch_replace_the_sent_items():
    respond_with("GET", "/catalogs/items/batch/9", BATCH)
    batch = CatalogItemsApi(stub.client()).items_batch_get("9")
    with pytest.raises(PartialFailureError, match=r"1 of 2 failed: \[1\] No price") as caught:
        batch.raise_for_failures()
    assert caught.value.inputs == {1: RECORDS[1]}
    loaded = ItemBatch("9", client=stub.client())
    assert loaded.status is None  # a rich model returns the records
    responses.reset()
    respond_with("GET", "/catalogs/items/batch/9", {**BATCH, "items": RECORDS[:1]})
    CatalogItemsApi(stub.client()).items_batch_get("9").raise_for_failures()


@responses.activate
def test_items_that_were_not_found_are_raised():
    rows = [
        {"catalog_type": "RETAIL", "item_id": "a", "pins": [], "attributes": {}},
        {"catalog_type": "RETAIL", "item_id": "b", "errors": [{"code": 1, "message": "Unknown"}]},
    ]
    respond_with("POST", "/catalogs/items", {"items": rows})
    for found in (
        CatalogItemsApi(stub.client()).items_post(ASKED),
        ItemBatch.find_items(**cast("dict[str, Any]", ASKED), client=stub.client()),
    ):
        with pytest.raises(PartialFailureError, match="Unknown") as caught:
            found.raise_for_failures()
        assert list(caught.value.failures) == [1]


@responses.activate
def test_a_batch_of_inventory_raises_its_failed_items():
    rows = [{"item_id": "a", "store_code": "s", "status": "FAILURE", "errors": []}]
    data = {"batch_id": "9", "operation_results": rows, "status": "COMPLETED"}
    respond_with("GET", "/catalogs/5/supplemental_items/batch/9", data)
    api = CatalogSupplementalApi(stub.client())
    with pytest.raises(PartialFailureError, match="failed"):
        api.catalogs_supplemental_items_batch_get("5", "9").raise_for_failures()


@responses.activate
def test_errors_of_a_file_name_the_row():
    path = f"/ad_accounts/{stub.ACCOUNT}/ad_groups/77/dynamic_titles"
    respond_with(
        "POST", path, {"errors": [{"error_type": "ROW_VALIDATION_FAILED", "row_number": 3}]}
    )
    api = AdGroupsApi(stub.client())
    answer = api.ad_groups_dynamic_titles_process_csv(stub.ACCOUNT, "77", {"request_id": "r"})
    with pytest.raises(PartialFailureError, match="row 3: ROW_VALIDATION_FAILED"):
        answer.raise_for_failures()
    group = AdGroup(stub.ACCOUNT, "77", client=stub.client())
    with pytest.raises(PartialFailureError, match="row 3: ROW_VALIDATION_FAILED"):
        group.process_dynamic_titles("r")


@responses.activate
def test_records_that_an_upload_could_not_use_are_raised():
    path = f"/ad_accounts/{stub.ACCOUNT}/customer_lists/5/uploads/6"
    counts = [{"count": 12, "error_code": 41, "message": "Not an email address"}]
    respond_with("GET", path, {"id": "6", "state": "SUCCEEDED", "error_counts": counts})
    upload = CustomerListUploadsApi(stub.client()).customer_list_uploads_get(stub.ACCOUNT, "5", "6")
    with pytest.raises(PartialFailureError, match="Not an email address") as caught:
        upload.raise_for_failures()
    assert caught.value.code == 41
    assert caught.value.inputs[0]["count"] == 12


@responses.activate
def test_a_refused_offer_and_notification_are_raised():
    respond_with(
        "POST",
        f"/ad_accounts/{stub.ACCOUNT}/ads_credit/redeem",
        {"success": False, "errorCode": 2, "errorMessage": "Redeemed before"},
    )
    offer = {"offerCodeHash": "a" * 64, "validateOnly": False}
    answer = BillingApi(stub.client()).ads_credit_redeem(stub.ACCOUNT, offer)
    with pytest.raises(PartialFailureError, match="Redeemed before") as caught:
        answer.raise_for_failures()
    assert caught.value.code == 2
    respond_with("POST", "/notifications", {"success": False, "error_msg": "No such user"})
    note = NotificationApi(stub.client()).notification_post({"event": "sale"})
    with pytest.raises(PartialFailureError, match="No such user"):
        note.raise_for_failures()
