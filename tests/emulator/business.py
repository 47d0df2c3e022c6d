"""A business with members and partners, made over HTTP by invitations that are accepted."""

from __future__ import annotations

from typing import Any

from pinterest.operation import Operation
from tests.emulator.api import Api
from tests.emulator.valid import assert_valid


class Business:
    """What the token's user has as a business.

    Args:
        api: A session that is signed in.
        ad_account: The ad account that is there from the start.
    """

    def __init__(self, api: Api, ad_account: str) -> None:
        self.api = api
        self.ad_account = ad_account
        self.id: str = api.get(f"/ad_accounts/{ad_account}").json()["owner"]["id"]

    def ask(self, operation: Operation, body: Any = None, **arguments: Any) -> Any:
        """Returns the answer to an operation, which is valid under the contract."""
        answer = self.send(operation, body, **arguments)
        assert_valid(operation, answer)
        return answer.json() if answer.content else None

    def send(self, operation: Operation, body: Any = None, **arguments: Any) -> Any:
        """Returns the answer to an operation, whatever it is."""
        names = {parameter.argument for parameter in operation.parameters}
        if "business_id" in names:
            arguments.setdefault("business_id", self.id)
        prepared = operation.prepare(arguments)
        return self.api.request(operation.verb, prepared.path, params=prepared.query, json=body)
