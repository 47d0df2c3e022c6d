"""Ads credits: list an account's discounts, and redeem offer codes."""

from __future__ import annotations

import re
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import Problem
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.pages import paginate_items
from pinterest.emulator.resources.ad_accounts import require_ad_account
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.billing import ADS_CREDIT_REDEEM, ADS_CREDITS_DISCOUNTS_GET

_KIND = "ads_credit"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_UNKNOWN_OFFER, _ALREADY_REDEEMED = 15, 2708
_MICROS = 1_000_000
# The discounts that each account starts with: the type, the title, and the unspent percentage.
_INITIAL_DISCOUNTS = (
    ("MARKETING_OFFER_CREDIT", "Welcome offer", 60),
    ("COUPON_APPLIED", "Spring coupon", 0),
    ("CREDIT_EXPIRED", "Last year's credit", 25),
)
_INACTIVE = ("COUPON_APPLIED", "CREDIT_EXPIRED")


@handles(ADS_CREDITS_DISCOUNTS_GET)
@assumed(
    choice="Each ad account starts with a partly used offer, an applied coupon and an expired credit, generated "
    "from the seed. The remaining amount of a discount never decreases.",
)
def list_discounts(call: Call) -> dict[str, Any]:
    """Returns a page of the account's discounts, oldest first."""
    account = call.arguments["ad_account_id"]
    redeemed = call.state.store.select(_KIND, account, call.state.clock.now())
    return paginate_items(
        call,
        [
            *_build_initial_discounts(call.state, account),
            *(dict(entity.data) for entity in redeemed),
        ],
    )


@handles(ADS_CREDIT_REDEEM)
@assumed(
    contract="An offer code that cannot be redeemed is refused with 400 and code 15.",
    choice="Every SHA256 hash is an offer code, which each ad account can redeem once. Its value is generated from "
    "the hash.",
)
def redeem_offer(call: Call) -> dict[str, Any]:
    """Redeems an offer for the account. With `validateOnly`, only checks that the offer can be redeemed."""
    state, account, body = call.state, call.arguments["ad_account_id"], call.body
    offer = body["offerCodeHash"]
    if not _SHA256.fullmatch(offer):
        raise Problem(
            400,
            _UNKNOWN_OFFER,
            "offerCodeHash: is not a SHA256 hash; send the SHA256 hash of the offer code",
        )
    redeemed = state.store.select(_KIND, account, state.clock.now())
    if any((entity.notes or {})["offer"] == offer for entity in redeemed):
        return {
            "success": False,
            "errorCode": _ALREADY_REDEEMED,
            "errorMessage": "The account has redeemed this offer before.",
        }
    if not body["validateOnly"]:
        amount = state.random.generator("offer", offer).randrange(1, 11) * 50
        data = _build_discount(state, account, "CREDIT", "Redeemed offer", amount, 100)
        [id] = state.random.generate_ids(state.store, _KIND)
        state.store.put(_KIND, account, [Entity(id, data, notes={"offer": offer})])
    return {"success": True, "errorCode": None, "errorMessage": None}


def _build_initial_discounts(state: State, ad_account_id: str) -> list[dict[str, Any]]:
    generator = state.random.generator("ads credits", ad_account_id)
    return [
        _build_discount(
            state, ad_account_id, kind, title, generator.randrange(1, 11) * 100, percent_left
        )
        for kind, title, percent_left in _INITIAL_DISCOUNTS
    ]


def _build_discount(
    state: State, ad_account_id: str, kind: str, title: str, amount: int, percent_left: int
) -> dict[str, Any]:
    """Returns a discount. `amount` is in whole units of the account's currency, not in micro currency."""
    return {
        "active": kind not in _INACTIVE,
        "advertiser_id": ad_account_id,
        "discountCurrency": require_ad_account(state, ad_account_id)["currency"],
        "discountInMicroCurrency": amount * _MICROS,
        "discountType": kind,
        "remainingDiscountInMicroCurrency": amount * _MICROS * percent_left // 100,
        "title": title,
    }
