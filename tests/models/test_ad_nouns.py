"""Nouns of campaign management, ad formats and billing: failed items, unusual responses and special methods."""

# Tests pass values that the types forbid, and read optional fields that are set.
# mypy: disable-error-code="arg-type,operator,union-attr"
from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
import responses

from pinterest import (
    AdAccount,
    AdGroup,
    BillingInvoice,
    BillingProfile,
    BulkRequest,
    Campaign,
    CampaignAdPreview,
    InsertionOrder,
    Label,
    LeadForm,
    OrderLine,
    ProductGroupPromotion,
    Promotion,
    Schedule,
)
from pinterest.api import AdsApi, LabelsApi
from pinterest.exceptions import NotLoaded, PartialFailureError, ValidationError
from tests.models import stub
from tests.models.samples import SAMPLES, Place, rich

NOBODY = "5"
BUDGET = {"schedule_type": "CAMPAIGN_BUDGET_CHANGE", "schedule_action": "INCREASE_BY_PERCENT"}


@pytest.fixture
def place(pinterest_emulator, pinterest_client):
    return Place(pinterest_emulator, pinterest_client)


@pytest.fixture
def account(place):
    return AdAccount(place.account, place.client)


def build_batches(place: Place) -> dict[str, tuple[list[dict[str, Any]], dict[str, Any]]]:
    """Returns two valid items and one that the emulator refuses, by noun."""
    campaign, group = place.make("Campaign").id, place.make("AdGroup").id
    label = {"parent_id": campaign, "label_type": "CUSTOM"}
    change = {**BUDGET, "entity_id": campaign, "delta_value": "20"}
    promotion = {"promotion_type": "FREE_SHIPPING"}
    backwards = {"start_time": 1_700_000_000, "end_time": 1_600_000_000}
    return {
        "CampaignAdPreview": ([{"ad_group_id": group}] * 2, {"ad_group_id": NOBODY}),
        "Label": (
            [{**label, "value": "A"}, {**label, "value": "B"}],
            {**label, "value": "C", "label_type": None},
        ),
        "ProductGroupPromotion": (
            [{"ad_group_id": group}] * 2,
            {"ad_group_id": group, "catalog_product_group_id": NOBODY},
        ),
        "Promotion": (
            [{**promotion, "promotion_title": "A"}, {**promotion, "promotion_title": "B"}],
            {**promotion, **backwards, "promotion_title": "C"},
        ),
        "Schedule": ([change, {**change, "name": "B"}], {**change, "entity_id": NOBODY}),
    }


BATCHED = [
    "CampaignAdPreview",
    "Label",
    "ProductGroupPromotion",
    "Promotion",
    "Schedule",
]


@pytest.mark.parametrize("noun", BATCHED)
def test_a_failed_item_of_a_create_is_raised(place, noun):
    good, bad = build_batches(place)[noun]
    with pytest.raises(PartialFailureError) as caught:
        rich(noun).create_many(place.account, [good[0], bad, good[1]], client=place.client)
    error = caught.value
    assert list(error.failures) == [1]
    assert error.inputs[1] == bad
    assert error.message
    assert sorted(error.succeeded) == [0, 2]
    assert all(isinstance(made, rich(noun)) and made.id for made in error.succeeded.values())
    made = rich(noun).create_many(place.account, good, client=place.client)
    assert [item.ad_account_id for item in made] == [place.account] * 2


@pytest.mark.parametrize("noun", BATCHED)
def test_creating_one_object_raises_if_it_failed(place, noun):
    _, bad = build_batches(place)[noun]
    with pytest.raises(PartialFailureError) as caught:
        rich(noun).create(place.account, client=place.client, **bad)
    assert list(caught.value.failures) == [0]


@pytest.mark.parametrize("noun", ["Label", "ProductGroupPromotion", "Promotion", "Schedule"])
def test_a_failed_item_of_an_update_is_raised(place, noun):
    made = place.make(noun)
    shared = {"ad_group_id": made.ad_group_id} if noun == "ProductGroupPromotion" else {}
    change = {**SAMPLES[noun].change, **shared}
    items = [{"id": NOBODY, **change}, {"id": made.id, **change}]
    with pytest.raises(PartialFailureError) as caught:
        rich(noun).update_many(place.account, items, client=place.client)
    assert list(caught.value.failures) == [0]
    assert caught.value.succeeded[1] == made
    [changed] = rich(noun).update_many(place.account, items[1:], client=place.client)
    assert changed == made


def test_a_label_is_applied_to_campaigns_and_removed_from_them(place):
    label, other = place.make("Label"), place.make("Campaign")
    place.emulator.clear_requests()
    [applied] = label.apply([other.id]).entities_labels
    assert (applied.entity_id, applied.label_id, applied.status) == (other.id, label.id, "ACTIVE")
    assert [found.id for found in other.labels()] == [label.id]
    [removed] = label.remove([other.id]).entities_labels
    assert removed.status == "ARCHIVED"
    assert other.list_labels().items == []
    assert label.archive()
    assert label.status == "ARCHIVED"
    assert len(place.emulator.requests) == 5


def test_campaigns_that_a_label_cannot_be_applied_to_are_raised(place):
    label, other = place.make("Label"), place.make("Campaign")
    for apply in (label.apply, label.remove):
        with pytest.raises(PartialFailureError, match="1 of 2 failed") as caught:
            apply([NOBODY, other.id])
        assert list(caught.value.failures) == [0]
        assert caught.value.inputs == {0: NOBODY}
        assert caught.value.succeeded[1]["entity_id"] == other.id
    answer = LabelsApi(place.client).labels_apply(
        place.account, label.id, {"entity_ids": [other.id, NOBODY]}
    )
    with pytest.raises(PartialFailureError) as caught:
        answer.raise_for_failures()
    assert list(caught.value.failures) == [1]


@responses.activate
def test_labels_are_read_from_every_item_of_a_page():
    rows = [{"labels": [{"id": "1"}, {"id": "2"}], "errors": []}, {"labels": None}, {"id": "3"}]
    url = f"{stub.API}/ad_accounts/{stub.ACCOUNT}/labels"
    responses.add("GET", url, json={"items": rows, "bookmark": None})
    page = Label.get_all(stub.ACCOUNT, client=stub.client())
    assert [label.id for label in page.items] == ["1", "2", "3"]


def test_a_schedule_is_updated_by_either_of_its_ids_and_cancelled(place):
    schedule = place.make("Schedule")
    assert schedule.id == schedule.schedule_id
    items = [{"schedule_id": schedule.id, "name": "A"}]
    [changed] = Schedule.update_many(place.account, items, client=place.client)
    assert (changed, changed.name) == (schedule, "A")
    assert items == [{"schedule_id": schedule.id, "name": "A"}]
    assert schedule.cancel()
    assert schedule.schedule_status == "CANCELED"
    campaign = Campaign(place.account, schedule.entity_id, place.client)
    assert [found.id for found in campaign.schedules()] == [schedule.id]


def test_an_update_of_a_promoted_product_group_fetches_its_ad_group_if_necessary(place):
    made = place.make("ProductGroupPromotion")
    assert made.bid_amount == Decimal("0.5")
    found = ProductGroupPromotion(place.account, made.id, place.client)
    place.emulator.clear_requests()
    assert found.pause()
    assert found.status == "PAUSED"
    assert [request.method for request in place.emulator.requests] == ["GET", "PATCH"]
    with pytest.raises(ValidationError, match=r"unknown field|is an ID and cannot be changed"):
        found.update_fields(ad_group_id=NOBODY, status="ACTIVE")
    group = AdGroup(place.account, made.ad_group_id, place.client)
    assert list(group.product_group_promotions()) == [made]


def test_previews_of_ad_groups_are_deleted(place):
    preview = place.make("CampaignAdPreview")
    assert preview.expires_datetime > datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    assert preview.delete()
    assert CampaignAdPreview.get_all(place.account, [preview.id], client=place.client) == []


@responses.activate
def test_a_preview_that_cannot_be_deleted_is_raised():
    url = f"{stub.API}/ad_accounts/{stub.ACCOUNT}/campaign_ad_preview"
    rows = [{"status": {"statusCode": 204}}, {"status": {"code": 7, "message": "Not yours"}}]
    responses.add("DELETE", url, json=rows)
    with pytest.raises(PartialFailureError, match="Not yours") as caught:
        CampaignAdPreview.delete_many(stub.ACCOUNT, ["1", "2"], client=stub.client())
    assert caught.value.inputs == {1: "2"}
    answer = AdsApi(stub.client()).campaign_ad_preview_delete(["1", "2"], stub.ACCOUNT)
    with pytest.raises(PartialFailureError, match="Not yours"):
        answer.raise_for_failures()


def test_an_ad_is_previewed_by_its_pin(place):
    ad = place.make("Ad")
    place.emulator.clear_requests()
    assert ad.preview().url.startswith("http")
    [request] = place.emulator.requests
    assert request.body == {"pin_id": ad.pin_id}


def test_jobs_are_not_loaded_when_they_are_created(place, account):
    export = place.make("LeadsExport")
    assert export.export_status == "IN_PROGRESS"
    place.emulator.advance(60)
    assert export.export_status == "IN_PROGRESS"
    assert export.refresh().export_status == "FINISHED"
    assert export.download_url
    download = BulkRequest.create_download(place.account, ["CAMPAIGN"], client=place.client)
    assert download == BulkRequest(place.account, download.id)
    place.emulator.advance(10)
    assert (download.status, download.result_url is not None) == ("SUCCEEDED", True)
    detailed = BulkRequest(place.account, download.id, place.client, include_details=True)
    place.emulator.clear_requests()
    assert (detailed.include_details, detailed.status) == (True, "SUCCEEDED")
    assert place.emulator.requests[0].query == {"include_details": "true"}


def test_an_insertion_order_has_lines_and_can_be_edited(place, account):
    order = place.make("InsertionOrder")
    assert (order.id, order.status) == (order.pin_order_id, "Pending")
    [line] = order.lines()
    assert line.pin_order_id == order.id
    assert [found.pin_order_id for found in account.insertion_order_lines()] == [order.id]
    edited = InsertionOrder.edit(
        place.account,
        ads_manager_order_line_id=line.ads_manager_order_line_id,
        budget_amount=800.0,
        client=place.client,
    )
    assert edited.pin_order_id == order.id
    assert order.list_lines().items[0].budget_amount == 800.0
    assert order in account.insertion_orders()
    paid = [found for found in account.order_lines() if found.id == line.ads_manager_order_line_id]
    assert paid[0].budget == 800.0


def test_invoices_have_amounts_and_a_download(place, account):
    invoice = account.list_billing_invoices("CLOSED", page_size=1).items[0]
    assert invoice.billed_amount == Decimal(invoice.amount_billed_micro_currency) / 1_000_000
    assert isinstance(invoice.invoice_due_date, datetime.date)
    assert invoice.get_download().id == invoice.id
    unread = BillingInvoice(place.account, invoice.id, place.client)
    with pytest.raises(NotLoaded, match=r"BillingInvoice\.get_all\(ad_account_id\)"):
        _ = unread.currency
    with pytest.raises(NotLoaded, match=r"BillingProfile\.get_all\(ad_account_id, is_active\)"):
        _ = BillingProfile(place.account, "5").status
    assert {profile.status for profile in account.billing_profiles(True)} == {"VALID"}


def test_ads_credits_are_listed_and_redeemed(place, account):
    before = len(list(account.ads_credit_discounts()))
    code = "a" * 64
    checked = account.redeem_ads_credit(code, validate_only=True)
    assert checked.success
    assert account.redeem_ads_credit(code).success
    again = account.redeem_ads_credit(code)
    assert (again.success, again.errorCode) == (False, 2708)
    page = account.list_ads_credit_discounts(page_size=2)
    assert page.bookmark is not None
    assert len(list(page.iter_all())) == before + 1
    with pytest.raises(ValidationError, match="limit"):
        account.ads_credit_discounts(limit=-1)
    with pytest.raises(ValidationError, match="prefetch"):
        account.ads_credit_discounts(prefetch=-1)
    with pytest.raises(ValidationError, match="pagesize"):
        account.list_ads_credit_discounts(pagesize=3)


def test_reports_are_created_and_followed_by_their_token(place, account):
    days = ("2025-03-01", "2025-03-02")
    made = account.create_report(*days, "DAY", "CAMPAIGN", ["SPEND_IN_DOLLAR"])
    assert account.get_report(made.token).report_status == "IN_PROGRESS"
    made = account.create_conversion_product_report(
        "Brands", "2025-03-01", "2025-03-07", "TOTAL", "CAMPAIGN", ["CAMPAIGN_ID"]
    )
    assert account.get_conversion_product_report(made.token).report_status == "IN_PROGRESS"
    mix = account.create_mmm_report(
        "Mix", *days, "DAY", "CAMPAIGN_TARGETING", ["COUNTRY"], ["SPEND_IN_DOLLAR"]
    )
    assert account.get_mmm_report(mix.data.token).data.report_status == "IN_PROGRESS"
    [template, *_] = account.report_templates()
    made = template.create_report()
    assert made.template_id == template.id
    assert account.get_report(made.token).report_status == "IN_PROGRESS"


def test_data_without_an_object_is_read_by_class_methods(place, account):
    options: dict[str, Any] = {"client": place.client}
    assert "US" in {country.code for country in AdAccount.countries(**options).items}
    names = {metric.name for metric in AdAccount.delivery_metrics("SYNC", **options).items}
    assert "SPEND_IN_DOLLAR" in names
    ready = AdAccount.metrics_ready_state(datetime.date(2025, 3, 1), **options)
    assert ready.non_conversion_metrics_ready is not None
    assert account.terms_of_service(include_html=True).html
    spec = {"GENDER": ["female"]}
    sized = AdGroup.audience_sizing(place.account, spec, **options)
    assert sized.audience_size_lower_bound <= sized.audience_size_upper_bound
    floor = {"currency": "USD", "billable_event": "CLICKTHROUGH", "countries": ["US"]}
    assert AdGroup.bid_floors(place.account, [floor], **options).bid_floors
    plan = {
        "budget_duration_type": "FIXED_DAILY",
        "daily_spend_cap": 10_000_000,
        "objective_type": "AWARENESS",
        "start_date": "2025-03-01",
        "ad_groups": [{"targeting_spec": spec}],
    }
    assert account.delivery_estimates([plan]).curves
    LeadForm.available_questions(**options)
    assert "Success" in account.delete_sandbox()


def test_ad_groups_are_found_by_their_promotions(place):
    promotion, group = place.make("Promotion"), place.make("AdGroup")
    group.update_fields(promotion_ids=[promotion.id], promotion_application_level="AD_GROUP")
    assert list(promotion.ad_groups()) == [group]
    page = AdGroup.get_by_promotions(place.account, [promotion.id], client=place.client)
    assert page.items[0]["promotion_ids"] == [promotion.id]
    found = AdGroup.iter_by_promotions(place.account, [promotion.id], client=place.client)
    assert list(found) == [group]


def test_dynamic_titles_are_downloaded_uploaded_and_processed(place):
    group = place.make("AdGroup")
    assert group.get_dynamic_titles_status().is_ready is not None
    assert "download_url" in group.get_dynamic_titles_download()
    upload = group.get_dynamic_titles_upload()
    assert upload.upload_url
    # Nothing was uploaded.
    with pytest.raises(PartialFailureError, match="INVALID_FILE"):
        group.process_dynamic_titles(upload.request_id)


@responses.activate
def test_a_failed_lead_form_is_raised():
    url = f"{stub.API}/ad_accounts/{stub.ACCOUNT}/lead_forms"
    failed = {"data": None, "exceptions": [{"code": 7, "message": "Not like this"}]}
    responses.add("POST", url, json={"items": [failed]})
    form: tuple[str, list[Any], str, bool, str] = (
        "A",
        [],
        "https://www.example.com/privacy",
        True,
        "Thanks",
    )
    with pytest.raises(PartialFailureError, match="Not like this"):
        LeadForm.create(stub.ACCOUNT, *form, client=stub.client())
    responses.replace("POST", url, json={"items": [{"data": {"id": "1"}}, failed]})
    fields = dict(zip(("name", "questions", "privacy_policy_link"), form, strict=False))
    fields |= {"has_accepted_terms": True, "completion_message": None}
    with pytest.raises(PartialFailureError, match="1 of 2 failed") as caught:
        LeadForm.create_many(stub.ACCOUNT, [fields, fields], client=stub.client())
    assert caught.value.succeeded[0].id == "1"
    assert list(caught.value.failures) == [1]


def test_a_test_lead_is_sent(place):
    subscription = place.make("LeadSubscription")
    form = LeadForm(place.account, subscription.lead_form_id, place.client)
    assert form.send_test(["a@example.com"]).subscription_id == subscription.id
    assert form.activate()
    assert form.status == "ACTIVE"


def test_order_lines_are_read(place):
    line = next(OrderLine.iter_all(place.account, client=place.client))
    assert OrderLine(place.account, line.id, place.client).budget == line.budget
    assert line.start_datetime.tzinfo is datetime.UTC


def test_a_promotion_can_be_paused_and_deleted(place):
    promotion = place.make("Promotion")
    assert promotion.pause()
    assert promotion.status == "PAUSED"
    assert Promotion.delete(place.account, promotion.id, client=place.client)
    assert not promotion.exists()


def test_analytics_of_promoted_product_groups_are_rows(place):
    promotion = place.make("ProductGroupPromotion")
    today = datetime.datetime.now(datetime.UTC).date()
    span = (today - datetime.timedelta(days=2), today, ["SPEND_IN_DOLLAR"])
    own = promotion.analytics(*span)
    ids = [promotion.id]
    many = ProductGroupPromotion.analytics(place.account, ids, *span, client=place.client)
    assert list(own) == list(many)
    assert place.emulator.requests[-1].query["product_group_ids"] == promotion.id
