"""Partners of a business, and access to assets on either side."""

from __future__ import annotations

import pytest

from pinterest.emulator import Emulator
from pinterest.operations.business_access_assets import (
    BUSINESS_ASSET_PARTNERS_GET,
    BUSINESS_PARTNER_ASSET_ACCESS_GET,
    DELETE_PARTNER_ASSET_ACCESS_HANDLER_IMPL,
    UPDATE_PARTNER_ASSET_ACCESS_HANDLER_IMPL,
)
from pinterest.operations.business_access_relationships import (
    DELETE_BUSINESS_PARTNERS,
    GET_BUSINESS_PARTNERS,
)
from tests.emulator.api import Api
from tests.emulator.business import Business, invite_partner, respond

PARTNER = "123456"


@pytest.fixture
def business(emulator: Emulator, api: Api) -> Business:
    """A business with a partner of both types. The partner shares an asset, but has no access yet."""
    found = Business(api, emulator.ad_account_id)
    respond(found, invite_partner(found))
    request = invite_partner(found, "PARTNER_REQUEST")
    respond(found, request, asset_id_to_permissions={"888": ["ANALYST"]})
    return found


def test_partners_are_listed_by_side_and_id(business: Business) -> None:
    for side, shared in (("INTERNAL", False), ("EXTERNAL", True)):
        [found] = business.call(GET_BUSINESS_PARTNERS, partner_type=side)["items"]
        assert (found["id"], found["is_shared_partner"]) == (PARTNER, shared)
    assert len(business.call(GET_BUSINESS_PARTNERS)["items"]) == 2
    assert business.call(GET_BUSINESS_PARTNERS, partner_ids="1")["items"] == []


def test_access_of_a_partner_is_granted_and_revoked(business: Business) -> None:
    access = {
        "partner_id": PARTNER,
        "asset_id": business.ad_account,
        "permissions": ["ANALYST", "CAMPAIGN_MANAGER"],
    }
    response = business.call(UPDATE_PARTNER_ASSET_ACCESS_HANDLER_IMPL, {"accesses": [access]})
    assert response["items"] == [{**access, "asset_type": "AD_ACCOUNT"}]
    [asset] = business.call(BUSINESS_PARTNER_ASSET_ACCESS_GET, partner_id=PARTNER)["items"]
    assert asset["permissions"] == access["permissions"]
    [holder] = business.call(BUSINESS_ASSET_PARTNERS_GET, asset_id=business.ad_account)["items"]
    assert holder["user"]["id"] == PARTNER
    body = {"accesses": [{"partner_id": PARTNER, "asset_id": business.ad_account}]}
    [deleted] = business.call(DELETE_PARTNER_ASSET_ACCESS_HANDLER_IMPL, body)["items"]
    assert deleted["is_shared_partner"] is False
    assert business.call(BUSINESS_PARTNER_ASSET_ACCESS_GET, partner_id=PARTNER)["items"] == []
    assert business.call(DELETE_PARTNER_ASSET_ACCESS_HANDLER_IMPL, body)["items"] == []


def test_a_business_revokes_its_own_access_to_partner_assets(business: Business) -> None:
    query = {"partner_id": PARTNER, "partner_type": "EXTERNAL"}
    [asset] = business.call(BUSINESS_PARTNER_ASSET_ACCESS_GET, **query)["items"]
    assert asset["asset_id"] == "888"
    body = {"accesses": [{**query, "asset_id": "888"}]}
    [deleted] = business.call(DELETE_PARTNER_ASSET_ACCESS_HANDLER_IMPL, body)["items"]
    assert deleted["is_shared_partner"] is True
    assert business.call(BUSINESS_PARTNER_ASSET_ACCESS_GET, **query)["items"] == []


@pytest.mark.parametrize(("partner", "asset"), [("1", None), (PARTNER, "1")])
def test_access_for_an_unknown_partner_or_asset_is_refused(
    business: Business, partner: str, asset: str | None
) -> None:
    item = {
        "partner_id": partner,
        "asset_id": asset or business.ad_account,
        "permissions": ["ANALYST"],
    }
    response = business.send(UPDATE_PARTNER_ASSET_ACCESS_HANDLER_IMPL, {"accesses": [item]})
    assert (response.status_code, response.json()["code"]) == (400, 1)


def test_a_partnership_is_deleted_on_one_side(business: Business) -> None:
    body = {"partner_ids": [PARTNER], "partner_type": "EXTERNAL"}
    assert business.call(DELETE_BUSINESS_PARTNERS, body) == {"deleted_partners": [PARTNER]}
    [remaining] = business.call(GET_BUSINESS_PARTNERS)["items"]
    assert remaining["is_shared_partner"] is False
    assert business.send(DELETE_BUSINESS_PARTNERS, body).status_code == 404
