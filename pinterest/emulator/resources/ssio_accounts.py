"""The companies, addresses, terms and partners for an ad account's insertion orders."""

from __future__ import annotations

import string
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.resources.ad_accounts import require_ad_account
from pinterest.emulator.store.state import State
from pinterest.operations.billing import SSIO_ACCOUNTS_GET

BILLING, BUSINESS = "Billing", "Business"
TERMS = ("io_terms_id", "us_terms_id", "row_terms_id")
_COMPANY_PREFIX, _ADDRESS_PREFIX, _TERMS_PREFIX = "001", "a1C", "a2S"
_ID_LENGTH = 15
_STREETS = {
    BILLING: "12 Thimble Lane, Portland, OR 97201",
    BUSINESS: "7 Market Street, Portland, OR 97204",
}
_PARTNERS = ("Loom & Ledger", "Bobbin Media")


@handles(SSIO_ACCOUNTS_GET)
@assumed(
    choice="Each ad account bills to one company with two addresses and has two partners. Their IDs are generated "
    "from the seed. The ad account may create and edit insertion orders.",
)
def get_ssio_account(call: Call) -> dict[str, Any]:
    """Returns the companies, addresses, terms and partners that the ad account's insertion orders can use."""
    return build_ssio_account(call.state, call.arguments["ad_account_id"])


def build_ssio_account(state: State, ad_account_id: str) -> dict[str, Any]:
    """Returns the companies, addresses, terms and partners of an ad account."""
    account = require_ad_account(state, ad_account_id)
    addresses = [
        {
            "address_id": make_salesforce_id(state, _ADDRESS_PREFIX, ad_account_id, purpose),
            "display": street,
            "order_legal_entity": "PIN US OU",
            "purpose": purpose,
        }
        for purpose, street in _STREETS.items()
    ]
    company: dict[str, Any] = {
        "id": make_salesforce_id(state, _COMPANY_PREFIX, ad_account_id),
        "io_type": "Pinterest Paper",
        "addresses": addresses,
    }
    for name in TERMS:
        company[name] = make_salesforce_id(state, _TERMS_PREFIX, name)
        company[name.removesuffix("_id")] = "Sample terms of the emulator. They are not binding."
    return {
        "billto_infos": [company],
        "can_edit": True,
        "currency": account["currency"],
        "eligible": True,
        "error": "No Error",
        "pmp_names": [
            {"id": make_salesforce_id(state, _COMPANY_PREFIX, name), "name": name}
            for name in _PARTNERS
        ],
    }


def make_salesforce_id(state: State, prefix: str, *keys: object) -> str:
    """Returns an ID in Salesforce's format, always the same for the same keys."""
    characters = string.digits + string.ascii_uppercase
    chosen = state.random.generator("salesforce", prefix, *keys).choices(characters, k=_ID_LENGTH)
    return prefix + "".join(chosen)
