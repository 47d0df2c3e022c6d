"""The six tasks in the samples of Pinterest's own SDK, on an emulator with the IDs from the samples."""

# Scripts for that SDK read fields with a leading underscore, which the types of this one do not declare.
# mypy: disable-error-code="attr-defined"
from __future__ import annotations

import json

import pytest

from pinterest import PinterestSDKClient
from pinterest.ads.ad_accounts import AdAccount
from pinterest.ads.ad_groups import AdGroup
from pinterest.ads.ads import Ad
from pinterest.ads.audiences import Audience
from pinterest.ads.campaigns import Campaign
from pinterest.ads.customer_lists import CustomerList
from pinterest.ads.keywords import Keyword
from pinterest.emulator import Emulator
from pinterest.exceptions import NotFound
from pinterest.organic.boards import Board
from pinterest.organic.pins import Pin
from pinterest.utils.bookmark import Bookmark
from pinterest.utils.sdk_exceptions import SdkException

ACCOUNT, CAMPAIGN, AD_GROUP, AD_GROUP_OF_KEYWORDS, PIN = (
    "12345",
    "22222",
    "333333",
    "56789",
    "44444",
)


@pytest.fixture(scope="module")
def sample_data():
    """A data set with a campaign, two ad groups and a Pin that have the IDs from the samples."""
    with Emulator() as emulator:
        account = emulator.add_ad_account("Shop", id=ACCOUNT)
        client = emulator.client()
        campaign = Campaign.create(
            account, "Sale", "CONSIDERATION", daily_spend_cap=10, client=client
        )
        groups = [
            AdGroup.create(account, name, campaign.id, "IMPRESSION", client=client)
            for name in ("First", "Second")
        ]
        board = Board.create("Quilts", client=client)
        image = {"source_type": "image_url", "url": "https://www.example.com/quilt.jpg"}
        pin = Pin.create(board.id, image, client=client)
        text = json.dumps(emulator.dump())
    for old, new in zip(
        (campaign.id, groups[0].id, groups[1].id, pin.id),
        (CAMPAIGN, AD_GROUP, AD_GROUP_OF_KEYWORDS, PIN),
        strict=True,
    ):
        text = text.replace(f'"{old}"', f'"{new}"')
    return json.loads(text)


@pytest.fixture(autouse=True)
def default_client(sample_data, pinterest_emulator):
    # The scripts use the default client. The fixture sets its settings to the emulator.
    token = pinterest_emulator.access_token
    pinterest_emulator.load(sample_data)
    PinterestSDKClient.set_default_client(
        PinterestSDKClient(token, base_url=pinterest_emulator.url)
    )
    return pinterest_emulator


def test_create_an_audience():
    audience = Audience.create(
        name="Engaged",
        description="People who engaged",
        audience_type="ENGAGEMENT",
        rule=dict(engager_type=1),  # noqa: C408  # as the sample writes it
        ad_account_id=ACCOUNT,
    )
    assert "Engaged" in f"{audience}"
    assert getattr(audience, "_rule").engager_type == 1  # noqa: B009  # as the README of that SDK reads fields


def test_create_a_campaign():
    campaign = Campaign.create(
        daily_spend_cap=10, objective_type="AWARENESS", name="Awareness", ad_account_id=ACCOUNT
    )
    assert (campaign.status, campaign._daily_spend_cap) == ("ACTIVE", 10)


def test_create_an_ad_group():
    group = AdGroup.create(
        name="Quilters", billable_event="IMPRESSION", campaign_id=CAMPAIGN, ad_account_id=ACCOUNT
    )
    assert group.campaign_id == CAMPAIGN


def test_create_an_ad():
    ad = Ad.create(
        status="ACTIVE",
        name="Blue quilt",
        pin_id=PIN,
        creative_type="REGULAR",
        ad_group_id=AD_GROUP,
        ad_account_id=ACCOUNT,
    )
    assert (ad.ad_group_id, ad.pin_id) == (AD_GROUP, PIN)


def test_create_a_customer_list():
    created = CustomerList.create(
        list_type="EMAIL",
        records="a@example.com,b@example.com",
        name="Buyers",
        ad_account_id=ACCOUNT,
    )
    assert created.name == "Buyers"


def test_create_a_keyword():
    keyword = Keyword.create(
        bid=1000,
        match_type="BROAD",
        value="baby shoes",
        parent_id=AD_GROUP_OF_KEYWORDS,
        ad_account_id=ACCOUNT,
    )
    assert (keyword.value, keyword.match_type) == ("baby shoes", "BROAD")


def test_the_steps_of_its_readme():
    campaign = Campaign(ad_account_id=ACCOUNT, campaign_id=CAMPAIGN)
    assert campaign.pause() is True
    assert campaign._status == "PAUSED"
    assert campaign.activate() is True
    assert campaign._status == "ACTIVE"
    assert campaign.set_lifetime_budget(new_spend_cap=250_000_000) is True
    assert campaign.get_lifetime_budget() == 250_000_000
    groups, bookmark = campaign.list_ad_groups(page_size=1)
    assert isinstance(bookmark, Bookmark)
    more, bookmark = bookmark.get_next()
    assert {group._id for group in groups + more} == {AD_GROUP, AD_GROUP_OF_KEYWORDS}
    campaigns, _ = AdAccount(ad_account_id=ACCOUNT).list_campaigns()
    assert campaigns == [campaign]


def test_errors_have_the_names_of_that_sdk():
    with pytest.raises(SdkException, match="code 2384"):
        Campaign.create(ACCOUNT, "Sale", "AWARENESS", is_campaign_budget_optimization=True)
    # That SDK's constructors fetch the object. Ours do not, so reading the first field raises the error.
    unknown = Campaign(ad_account_id=ACCOUNT, campaign_id="123123123123")
    with pytest.raises(NotFound):
        _ = unknown.name
