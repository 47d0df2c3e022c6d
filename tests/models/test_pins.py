"""Pins: their product tags, their figures within a campaign, and uploads of their videos."""

from __future__ import annotations

import datetime

import pytest
import requests

from pinterest import AdAccount, Media, Pin
from pinterest.emulator import Emulator
from pinterest.exceptions import ValidationError

TODAY = datetime.datetime.now(datetime.UTC).date()
YESTERDAY = TODAY - datetime.timedelta(days=1)


@pytest.fixture(scope="module")
def shop():
    with Emulator(demo_data=True) as emulator:
        yield emulator


@pytest.fixture
def client(shop):
    with shop.client() as client:
        shop.clear_requests()
        yield client


def test_product_tags_are_pins(shop, client):
    pin, first, second = Pin.iter_all(limit=3, client=client)
    assert pin.product_tags() == []
    assert pin.add_product_tags([first, int(second.id)]) == [first, second]
    tagged = pin.product_tags()
    assert tagged == [first, second]
    shop.clear_requests()
    assert not tagged[0].is_loaded
    assert tagged[0].title == first.title
    assert len(shop.requests) == 1
    assert pin.remove_product_tags([first.id]) is True
    assert pin.product_tags() == [second]
    assert pin.remove_product_tags(iter([second])) is True


def test_product_tags_keep_the_client_and_the_ad_account(shop, client):
    first, second = Pin.iter_all(limit=2, client=client)
    pin = Pin(first.id, shop.ad_account_id, client)
    [tagged] = pin.add_product_tags([second])
    assert tagged._own_client is client
    assert tagged.ad_account_id == shop.ad_account_id
    other = shop.client()
    [tagged] = pin.product_tags(other)
    assert tagged._own_client is other
    pin.remove_product_tags([second])


def test_wrong_product_tags_are_refused_before_a_request(shop, client):
    pin = Pin("5", client=client)
    for wrong in ([], ["x"], list(range(1, 26)), "5", 5, pin):
        for method in (pin.add_product_tags, pin.remove_product_tags):
            with pytest.raises(ValidationError, match=r"product_(tags|pins)"):
                method(wrong)  # type: ignore[arg-type]  # not a list
    assert shop.requests == []


def test_ad_figures_of_the_pins_of_a_campaign(shop, client):
    account = AdAccount(shop.ad_account_id, client)
    ad = next(ad for ad in account.ads() if ad.pin_id)
    assert ad.campaign_id and ad.pin_id
    [campaign] = account.campaigns(campaign_ids=[ad.campaign_id])
    shop.clear_requests()
    rows = campaign.pin_analytics([ad.pin_id], YESTERDAY, YESTERDAY, ["SPEND_IN_DOLLAR"])
    assert {row["PIN_ID"] for row in rows} == {ad.pin_id}
    assert shop.requests[0].query["campaign_id"] == campaign.id
    ids = [ad.pin_id, *(str(number) for number in range(1, 101))]
    shop.clear_requests()
    assert campaign.pin_analytics(ids, YESTERDAY, YESTERDAY, ["SPEND_IN_DOLLAR"]) == rows
    assert len(shop.requests) == 2
    shop.clear_requests()
    assert campaign.pin_analytics([], YESTERDAY, YESTERDAY, ["SPEND_IN_DOLLAR"]) == []
    assert shop.requests == []


def test_a_video_is_uploaded_with_the_fields_of_the_new_upload(client):
    media = Media.create(client=client)
    assert media.upload_url and media.upload_parameters
    video = {"file": b"\x00\x00\x00\x18ftypmp42" + bytes(200)}
    posted = requests.post(
        media.upload_url, data=dict(media.upload_parameters), files=video, timeout=10
    )
    assert posted.status_code == 204
    assert media.status is None
    assert media.refresh().status == "processing"
    assert not {"upload_url", "upload_parameters"} & media.to_dict().keys()
    assert media in list(Media.iter_all(client=client))
