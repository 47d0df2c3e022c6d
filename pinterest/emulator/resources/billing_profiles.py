"""Billing profiles: list an account's payment methods, which the API cannot change."""

from __future__ import annotations

from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.pages import paginate_items
from pinterest.emulator.store.state import State
from pinterest.operations.billing import BILLING_PROFILES_GET

_ACTIVE_STATUS = "VALID"
_CARDS = ("VISA", "MASTERCARD", "AMERICAN_EXPRESS")
# The type and status of each profile: an old card, the invoice agreement in use, and a backup card.
_PROFILES = (("CREDIT_CARD", "INVALID"), ("INVOICE", _ACTIVE_STATUS), ("CREDIT_CARD", "SECONDARY"))


@handles(BILLING_PROFILES_GET)
@assumed(
    choice="Each ad account has three billing profiles, generated from the seed: it pays by invoice, and has an "
    "INVALID and a SECONDARY card. Only VALID profiles are active.",
)
def list_profiles(call: Call) -> dict[str, Any]:
    """Returns a page of the account's billing profiles, sorted by ID."""
    profiles = _build_profiles(call.state, call.arguments["ad_account_id"])
    if call.arguments["is_active"]:
        profiles = [profile for profile in profiles if profile["status"] == _ACTIVE_STATUS]
    return paginate_items(call, profiles)


def _build_profiles(state: State, ad_account_id: str) -> list[dict[str, Any]]:
    generator = state.random.generator("billing profiles", ad_account_id)
    id, profiles = generator.randrange(10**11, 10**12), []
    for kind, status in _PROFILES:
        id += generator.randrange(1, 1_000)
        profile = {
            "id": str(id),
            "advertiser_id": ad_account_id,
            "billing_type": kind,
            "status": status,
        }
        if kind == "CREDIT_CARD":
            card = generator.choice(_CARDS)
            profile |= {"card_type": card, "payment_method_brand": card}
        profiles.append(profile)
    return profiles
