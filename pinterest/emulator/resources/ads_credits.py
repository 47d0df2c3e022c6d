"""Ads credits: the discounts of an account, some of which it redeemed by the code of an offer."""

from __future__ import annotations

import re
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import Problem
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.pages import page_of_items
from pinterest.emulator.resources.ad_accounts import require_ad_account
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.billing import ADS_CREDIT_REDEEM, ADS_CREDITS_DISCOUNTS_GET

_KIND = "ads_credit"
_HASH = re.compile(r"[0-9a-f]{64}")
_NO_OFFER, _REDEEMED_BEFORE = 15, 2708
_UNIT = 1_000_000
# What an account begins with: the type, the title, and how many hundredths of it are left.
_GIVEN = (
    ("MARKETING_OFFER_CREDIT", "Welcome offer", 60),
    ("COUPON_APPLIED", "Spring coupon", 0),
    ("CREDIT_EXPIRED", "Last year's credit", 25),
)
_ENDED = ("COUPON_APPLIED", "CREDIT_EXPIRED")


@handles(ADS_CREDITS_DISCOUNTS_GET)
@assumed(
    choice="Each ad account starts with a partly used offer, an applied coupon and an expired credit, made up "
    "from the seed. What is left of a discount is never spent.",
)
def list_discounts(call: Call) -> dict[str, Any]:
    """Returns a page of the account's discounts, the oldest first."""
    account = call.arguments["ad_account_id"]
    redeemed = call.state.store.select(_KIND, account, call.state.clock.now())
    return page_of_items(
        call, [*_given(call.state, account), *(dict(entity.data) for entity in redeemed)]
    )


@handles(ADS_CREDIT_REDEEM)
@assumed(
    contract="An offer code that cannot be redeemed is refused with 400 and code 15.",
    choice="Every SHA256 hash is an offer code, which each ad account can redeem once. Its value is made up from "
    "the hash.",
)
def redeem_offer(call: Call) -> dict[str, Any]:
    """Adds the credit of an offer to the account, or tells whether that could be done."""
    state, account, body = call.state, call.arguments["ad_account_id"], call.body
    offer = body["offerCodeHash"]
    if not _HASH.fullmatch(offer):
        raise Problem(400, _NO_OFFER, "offerCodeHash: there is no such offer; send its SHA256")
    redeemed = state.store.select(_KIND, account, state.clock.now())
    if any((entity.notes or {})["offer"] == offer for entity in redeemed):
        return {
            "success": False,
            "errorCode": _REDEEMED_BEFORE,
            "errorMessage": "The account has redeemed this offer before.",
        }
    if not body["validateOnly"]:
        worth = state.random.generator("offer", offer).randrange(1, 11) * 50
        data = _discount(state, account, "CREDIT", "Redeemed offer", worth, 100)
        [id] = state.random.next_ids(state.store, _KIND)
        state.store.put(_KIND, account, [Entity(id, data, notes={"offer": offer})])
    return {"success": True, "errorCode": None, "errorMessage": None}


def _given(state: State, ad_account_id: str) -> list[dict[str, Any]]:
    chance = state.random.generator("ads credits", ad_account_id)
    return [
        _discount(state, ad_account_id, kind, title, chance.randrange(1, 11) * 100, left)
        for kind, title, left in _GIVEN
    ]


def _discount(
    state: State, ad_account_id: str, kind: str, title: str, worth: int, left: int
) -> dict[str, Any]:
    """Returns a discount of so many units of the account's currency, of which so many hundredths are left."""
    return {
        "active": kind not in _ENDED,
        "advertiser_id": ad_account_id,
        "discountCurrency": require_ad_account(state, ad_account_id)["currency"],
        "discountInMicroCurrency": worth * _UNIT,
        "discountType": kind,
        "remainingDiscountInMicroCurrency": worth * _UNIT * left // 100,
        "title": title,
    }
