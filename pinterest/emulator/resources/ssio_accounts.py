"""What an account can put into an insertion order: who is billed, where, under which terms, and by which partner."""

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
_COMPANY, _ADDRESS, _TERMS = "001", "a1C", "a2S"
_ID_LETTERS = 15
_STREETS = {
    BILLING: "12 Thimble Lane, Portland, OR 97201",
    BUSINESS: "7 Market Street, Portland, OR 97204",
}
_PARTNERS = ("Loom & Ledger", "Bobbin Media")


@handles(SSIO_ACCOUNTS_GET)
@assumed(
    choice="Each ad account bills to one company with two addresses and has two partners. Their IDs are made up "
    "from the seed. It may create and edit insertion orders.",
)
def get_ssio_account(call: Call) -> dict[str, Any]:
    """Returns what the account's insertion orders can hold."""
    return ssio_account(call.state, call.arguments["ad_account_id"])


def ssio_account(state: State, ad_account_id: str) -> dict[str, Any]:
    """Returns what an account's insertion orders can hold, always the same."""
    account = require_ad_account(state, ad_account_id)
    addresses = [
        {
            "address_id": salesforce_id(state, _ADDRESS, ad_account_id, purpose),
            "display": street,
            "order_legal_entity": "PIN US OU",
            "purpose": purpose,
        }
        for purpose, street in _STREETS.items()
    ]
    company: dict[str, Any] = {
        "id": salesforce_id(state, _COMPANY, ad_account_id),
        "io_type": "Pinterest Paper",
        "addresses": addresses,
    }
    for name in TERMS:
        company[name] = salesforce_id(state, _TERMS, name)
        company[name.removesuffix("_id")] = (
            "Terms that the emulator made up; nobody is bound by them."
        )
    return {
        "billto_infos": [company],
        "can_edit": True,
        "currency": account["currency"],
        "eligible": True,
        "error": "No Error",
        "pmp_names": [
            {"id": salesforce_id(state, _COMPANY, name), "name": name} for name in _PARTNERS
        ],
    }


def salesforce_id(state: State, prefix: str, *what: object) -> str:
    """Returns an id as Salesforce gives them, the same for the same thing."""
    letters = string.digits + string.ascii_uppercase
    chosen = state.random.generator("salesforce", prefix, *what).choices(letters, k=_ID_LETTERS)
    return prefix + "".join(chosen)
