"""Creates a business with members and partners over HTTP, through invitations."""

from __future__ import annotations

from typing import Any

from pinterest.operation import Operation
from pinterest.operations.business_access_invite import (
    CREATE_MEMBERSHIP_OR_PARTNERSHIP_INVITES,
    RESPOND_BUSINESS_ACCESS_INVITES,
)
from tests.emulator.api import Api
from tests.emulator.valid import assert_valid

MEMBERS = {
    "invite_type": "MEMBER_INVITE",
    "business_role": "EMPLOYEE",
    "members": ["ada", "grace@example.com"],
}


class Business:
    """The business of the token's user.

    Args:
        api: An authenticated session.
        ad_account: The ID of the first ad account.
    """

    def __init__(self, api: Api, ad_account: str) -> None:
        self.api = api
        self.ad_account = ad_account
        self.id: str = api.get(f"/ad_accounts/{ad_account}").json()["owner"]["id"]

    def call(self, operation: Operation, body: Any = None, **arguments: Any) -> Any:
        """Calls an operation and returns its response, which must be valid under the contract."""
        response = self.send(operation, body, **arguments)
        assert_valid(operation, response)
        return response.json() if response.content else None

    def send(self, operation: Operation, body: Any = None, **arguments: Any) -> Any:
        """Calls an operation and returns its response."""
        names = {parameter.argument for parameter in operation.parameters}
        if "business_id" in names:
            arguments.setdefault("business_id", self.id)
        prepared = operation.prepare(arguments)
        return self.api.request(operation.verb, prepared.path, params=prepared.query, json=body)


def invite_members(business: Business, **body: Any) -> list[dict[str, Any]]:
    """Invites members and returns the invitations."""
    created = business.call(CREATE_MEMBERSHIP_OR_PARTNERSHIP_INVITES, {**MEMBERS, **body})
    return [item["invite"] for item in created["items"]]


def invite_partner(business: Business, kind: str = "PARTNER_INVITE", id: str = "123456") -> str:
    """Invites a partner, or requests access from one, and returns the ID of the invitation or request."""
    body = {"invite_type": kind, "business_role": "PARTNER", "partners": [id]}
    created = business.call(CREATE_MEMBERSHIP_OR_PARTNERSHIP_INVITES, body)
    invite: str = created["items"][0]["invite"]["id"]
    return invite


def respond(business: Business, id: str, accept: bool = True, **action: Any) -> dict[str, Any]:
    """Accepts or declines an invitation and returns the response."""
    body = {"invites": [{"invite_id": id, "action": {"accept_invite": accept, **action}}]}
    [item] = business.call(RESPOND_BUSINESS_ACCESS_INVITES, body)["items"]
    return dict(item)
