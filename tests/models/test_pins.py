"""Pins: their product tags, their figures within a campaign, and uploads of their videos."""

from __future__ import annotations

import datetime

import pytest
import requests

from pinterest import AdAccount, Media, Pin
from pinterest.exceptions import ValidationError

TODAY = datetime.datetime.now(datetime.UTC).date()
YESTERDAY = TODAY - datetime.timedelta(days=1)


def test_product_tags_are_pins(demo_shop, demo_client):
    pin, first, second = Pin.iter_all(limit=3, client=demo_client)
    assert pin.product_tags() == []
    assert pin.add_product_tags([first, int(second.id)]) == [first, second]
    tagged = pin.product_tags()
    assert tagged == [first, second]
    demo_shop.clear_requests()
    assert not tagged[0].is_loaded
    assert tagged[0].title == first.title
    assert len(demo_shop.requests) == 1
    assert pin.remove_product_tags([first.id]) is True
    assert pin.product_tags() == [second]
    assert pin.remove_product_tags(iter([second])) is True


def test_product_tags_keep_the_client_and_the_ad_account(demo_shop, demo_client):
    first, second = Pin.iter_all(limit=2, client=demo_client)
    pin = Pin(first.id, demo_shop.ad_account_id, demo_client)
    [tagged] = pin.add_product_tags([second])
    assert tagged._stored_client is demo_client
    assert tagged.ad_account_id == demo_shop.ad_account_id
    other = demo_shop.client()
    [tagged] = pin.product_tags(other)
    assert tagged._stored_client is other
    pin.remove_product_tags([second])


def test_wrong_product_tags_are_refused_before_a_request(demo_shop, demo_client):
    pin = Pin("5", client=demo_client)
    for wrong in ([], ["x"], list(range(1, 26)), "5", 5, pin):
        for method in (pin.add_product_tags, pin.remove_product_tags):
            with pytest.raises(ValidationError, match=r"product_(tags|pins)"):
                method(wrong)  # type: ignore[arg-type]  # not a list
    assert demo_shop.requests == []


def test_ad_figures_of_the_pins_of_a_campaign(demo_shop, demo_client):
    account = AdAccount(demo_shop.ad_account_id, demo_client)
    ad = next(ad for ad in account.ads() if ad.pin_id)
    assert ad.campaign_id and ad.pin_id
    [campaign] = account.campaigns(campaign_ids=[ad.campaign_id])
    demo_shop.clear_requests()
    rows = campaign.pin_analytics([ad.pin_id], YESTERDAY, YESTERDAY, ["SPEND_IN_DOLLAR"])
    assert {row["PIN_ID"] for row in rows} == {ad.pin_id}
    assert demo_shop.requests[0].query["campaign_id"] == campaign.id
    ids = [ad.pin_id, *(str(number) for number in range(1, 101))]
    demo_shop.clear_requests()
    assert campaign.pin_analytics(ids, YESTERDAY, YESTERDAY, ["SPEND_IN_DOLLAR"]) == rows
    assert len(demo_shop.requests) == 2
    demo_shop.clear_requests()
    assert campaign.pin_analytics([], YESTERDAY, YESTERDAY, ["SPEND_IN_DOLLAR"]) == []
    assert demo_shop.requests == []


def test_a_video_is_uploaded_with_the_fields_of_the_new_upload(demo_client):
    media = Media.create(client=demo_client)
    assert media.upload_url and media.upload_parameters
    video = {"file": b"\x00\x00\x00\x18ftypmp42" + bytes(200)}
    posted = requests.post(
        media.upload_url, data=dict(media.upload_parameters), files=video, timeout=10
    )
    assert posted.status_code == 204
    assert media.status is None
    assert media.refresh().status == "processing"
    assert not {"upload_url", "upload_parameters"} & media.to_dict().keys()
    assert media in list(Media.iter_all(client=demo_client))
