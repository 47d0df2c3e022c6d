"""One run of the emulator: its state, its server, and what it hands out by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pinterest.emulator.datasets.data_set import AD_ACCOUNT, dumped, restore
from pinterest.emulator.demo.shop import SHOP_NAME, open_shop
from pinterest.emulator.handlers.scopes import every_scope
from pinterest.emulator.resources import ad_accounts, audiences, catalogs
from pinterest.emulator.serving.application import Application
from pinterest.emulator.serving.authorization_page import CONSENT
from pinterest.emulator.serving.failures import Faults
from pinterest.emulator.serving.http_server import HttpServer
from pinterest.emulator.serving.rate_limits import Quotas
from pinterest.emulator.serving.request_log import Recording
from pinterest.emulator.serving.routes import BASE_PATH
from pinterest.emulator.store.state import State
from pinterest.emulator.store.tokens import TokenKind
from pinterest.exceptions import ValidationError
from pinterest.operation import shown
from pinterest.operations import all_operations
from pinterest.utils.suggest import unknown_name

_AD_ACCOUNT_ID = re.compile(r"[1-9][0-9]{0,17}")


class Running:
    """A server that serves, with everything behind it.

    Args:
        faults: What goes wrong on demand.
        recording: Where requests are noted.
        address: Host and port to listen on.
        db: File to keep the state in; None keeps it in memory.
        seed: What ids and figures are made from.
        access_seconds: How long an access token lives.
        quotas: How much may be asked; None for any amount.
        demo_data: Whether a state that is new begins with a shop in it.

    Raises:
        ConfigurationError: The address or the file cannot be used.
    """

    def __init__(
        self,
        faults: Faults,
        recording: Recording,
        *,
        address: tuple[str, int],
        db: str | Path | None,
        seed: int,
        access_seconds: float,
        quotas: Quotas | None = None,
        demo_data: bool = False,
    ) -> None:
        self.state = State(db, seed, access_seconds)
        try:
            with self.state.store.transaction():
                self.access_token = self.state.tokens.standing("access", every_scope())
                self.refresh_token = self.state.tokens.standing("refresh", every_scope())
                self.conversion_token = self.state.tokens.standing("conversion", ())
                self.ad_account_id = self._standing_ad_account(demo_data)
            self._application = Application(self.state, faults, recording, all_operations(), quotas)
            self._server = HttpServer(self._application, *address)
        except BaseException:
            self.state.store.close()
            raise
        self.url = self._server.address + BASE_PATH
        self.oauth_url = self._server.address + CONSENT

    def stop(self) -> None:
        """Ends the server, then closes the state."""
        self._application.ending.set()
        self._server.stop()
        self.state.store.close()

    def mint(
        self,
        kind: TokenKind,
        scopes: Iterable[str] | None,
        *,
        seconds: float | None = None,
        redirect_uri: str | None = None,
    ) -> str:
        """Makes a token and returns its text; with every scope where none are given.

        Raises:
            ValidationError: A scope is none of the API's.
        """
        if isinstance(scopes, str):
            scopes = scopes.split()
        if scopes is not None:
            scopes = list(scopes)
            for scope in scopes:
                if scope not in every_scope():
                    hint = unknown_name(scope, every_scope())
                    raise ValidationError(f"scopes: {scope!r} is no scope of the API; {hint}")
        with self.state.store.transaction():
            token = self.state.tokens.mint(
                kind,
                every_scope() if scopes is None else scopes,
                seconds=seconds,
                redirect_uri=redirect_uri,
            )
        return token.text

    def revoke(self, token: str) -> None:
        """Ends a token."""
        with self.state.store.transaction():
            self.state.tokens.revoke(token)

    def add_ad_account(self, name: str, id: str | None = None) -> str:
        """Adds an ad account and returns its id.

        Raises:
            ValidationError: The id is taken, or is not one that an account can have.
        """
        if id is not None and not _AD_ACCOUNT_ID.fullmatch(id):
            raise ValidationError(
                f"id: {shown(id)} is not valid; allowed: 1 to 18 digits, not 0 first"
            )
        with self.state.store.transaction():
            if id is not None and ad_accounts.has_ad_account(self.state, id):
                raise ValidationError(f"id: {id} is taken; leave it out for a new one")
            account = ad_accounts.add_ad_account(self.state, name=name, id=id)
            if id is not None:
                last = self.state.store.last_id(AD_ACCOUNT) or 0
                self.state.store.set_last_id(AD_ACCOUNT, max(last, int(id)))
        return str(account["id"])

    def review_merchant(self, outcome: str) -> None:
        """Has the merchant's review come out in some way.

        Raises:
            ValidationError: It cannot.
        """
        if outcome not in catalogs.REVIEWS:
            raise ValidationError(
                f"review_merchant: {shown(outcome)} is not valid; allowed: {', '.join(catalogs.REVIEWS)}"
            )
        with self.state.store.transaction():
            catalogs.review_merchant(self.state, outcome)

    def add_audiences(
        self,
        count: int,
        *,
        ad_account_id: str | None,
        name: str,
        audience_type: str,
        rule: Mapping[str, Any] | None,
        ready: bool,
    ) -> Sequence[str]:
        """Adds many audiences in one step and returns their ids.

        Raises:
            ValidationError: There is no such account.
        """
        account = ad_account_id or self.ad_account_id
        with self.state.store.transaction():
            if not ad_accounts.has_ad_account(self.state, account):
                raise ValidationError(
                    f"ad_account_id: the emulator has no account {shown(account)}"
                )
            return audiences.add_audiences(
                self.state,
                account,
                count,
                name=name,
                audience_type=audience_type,
                rule=audiences.SAMPLE_RULES.get(audience_type, {}) if rule is None else rule,
                ready=ready,
            )

    def dump(self) -> dict[str, Any]:
        """Returns all that is remembered, as a data set."""
        with self.state.store.transaction():
            return dumped(self.state, self.ad_account_id)

    def load(self, data: Mapping[str, Any]) -> None:
        """Puts a data set in place of what is remembered.

        Raises:
            ValidationError: A part of it is not what it should be.
        """
        with self.state.store.transaction():
            ad_account_id = restore(self.state, data) or self.ad_account_id
            self.state.store.set_setting(ad_accounts.STANDING, ad_account_id)
        self.ad_account_id = ad_account_id

    def _standing_ad_account(self, demo_data: bool) -> str:
        id = self.state.store.setting(ad_accounts.STANDING)
        if id is None:
            id = open_shop(self.state) if demo_data else self.add_ad_account(SHOP_NAME)
            self.state.store.set_setting(ad_accounts.STANDING, id)
        return id
