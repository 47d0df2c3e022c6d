"""A running emulator: its server, state, tokens and first ad account."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pinterest.emulator.datasets.data_set import AD_ACCOUNT, clear_state, dump_state, restore_state
from pinterest.emulator.demo.shop import SHOP_NAME, create_shop
from pinterest.emulator.resources import ad_accounts, audiences, catalogs
from pinterest.emulator.serving.application import Application
from pinterest.emulator.serving.authorization_page import AUTHORIZATION_PATH
from pinterest.emulator.serving.certificates import Certificate
from pinterest.emulator.serving.control_api import CONTROL_PATH, ControlApi
from pinterest.emulator.serving.failures import PlannedFailures
from pinterest.emulator.serving.http_server import HttpServer
from pinterest.emulator.serving.rate_limits import Quotas
from pinterest.emulator.serving.request_log import RequestLog
from pinterest.emulator.serving.routes import BASE_PATH
from pinterest.emulator.serving.status_page import StatusPage
from pinterest.emulator.store.csv_headers import DISPLAY
from pinterest.emulator.store.state import State
from pinterest.emulator.store.tokens import TokenKind
from pinterest.exceptions import ValidationError
from pinterest.operations import all_operations
from pinterest.utils.scopes import api_scopes
from pinterest.utils.suggest import format_value, unknown_name

_CONTROL_TOKEN = "control_token"
_MAX_AD_ACCOUNTS = 100_000
_AD_ACCOUNT_ID = re.compile(r"[1-9][0-9]{0,17}")


class Instance:
    """The server and the state of a running `Emulator`.

    Args:
        failures: The planned failures.
        request_log: The log for incoming requests.
        address: Host and port to listen on.
        db: The file for the state. None keeps the state in memory.
        seed: The seed for IDs and figures. An existing file keeps its own seed.
        access_token_lifetime: Lifetime of access tokens in seconds.
        quotas: The rate limits. None for no limits.
        demo_data: Whether a new state begins with the demo shop.
        features: The restricted features to enable.
        speed: Seconds on the emulator's clock per second of real time.
        processing_time: The duration of background work in seconds. None uses the defaults.
        certificate: The HTTPS certificate. None serves HTTP.
        csv_headers: The headers of CSV reports, `display` or `columns`.

    Raises:
        ConfigurationError: If the address or the file cannot be used.
    """

    def __init__(
        self,
        failures: PlannedFailures,
        request_log: RequestLog,
        *,
        address: tuple[str, int],
        db: str | Path | None,
        seed: int,
        access_token_lifetime: float,
        quotas: Quotas | None = None,
        demo_data: bool = False,
        features: Collection[str] = (),
        speed: float = 1.0,
        processing_time: float | None = None,
        certificate: Certificate | None = None,
        csv_headers: str = DISPLAY,
    ) -> None:
        self.state = State(
            db,
            seed,
            access_token_lifetime,
            features,
            csv_headers,
            speed=speed,
            processing_time=processing_time,
        )
        self._seed, self._demo_data = self.state.random.seed, demo_data
        self.failures, self.request_log = failures, request_log
        try:
            with self.state.store.transaction():
                self.access_token = self.state.tokens.get_or_create("access", api_scopes())
                self.refresh_token = self.state.tokens.get_or_create("refresh", api_scopes())
                self.conversion_token = self.state.tokens.get_or_create("conversion", ())
                self.control_token = self._get_or_create_control_token()
                self.ad_account_id = self._get_or_create_first_ad_account()
            self._application = Application(
                self.state,
                failures,
                request_log,
                all_operations(),
                quotas,
                extra_endpoints=[ControlApi(self), StatusPage(self)],
            )
            self._server = HttpServer(self._application, *address, certificate)
        except BaseException:
            self.state.store.close()
            raise
        self.url = self._server.address + BASE_PATH
        self.oauth_url = self._server.address + AUTHORIZATION_PATH
        self.control_url = self._server.address + CONTROL_PATH

    def stop(self) -> None:
        """Stops the server and closes the database."""
        self._application.ending.set()
        self._server.stop()
        self.state.clock.save()
        self.state.store.close()

    def reset(self) -> None:
        """Resets the state, the failures and the request log. Keeps tokens and the ID of the first ad account."""
        with self.state.store.transaction():
            clear_state(self.state, self._seed)
            self.state.store.delete_setting(ad_accounts.FIRST_ACCOUNT_SETTING)
            self.ad_account_id = self._get_or_create_first_ad_account()
        self.failures.clear()
        self.request_log.clear()

    def mint(
        self,
        kind: TokenKind,
        scopes: Iterable[str] | None,
        *,
        seconds: float | None = None,
        redirect_uri: str | None = None,
    ) -> str:
        """Returns the text of a new token. By default, the token has every scope.

        Raises:
            ValidationError: If a scope does not exist.
        """
        if isinstance(scopes, str):
            scopes = scopes.split()
        if scopes is not None:
            scopes = list(scopes)
            for scope in scopes:
                if scope not in api_scopes():
                    hint = unknown_name(scope, api_scopes())
                    raise ValidationError(f"scopes: {scope!r} is not a scope of the API; {hint}")
        with self.state.store.transaction():
            token = self.state.tokens.mint(
                kind,
                api_scopes() if scopes is None else scopes,
                seconds=seconds,
                redirect_uri=redirect_uri,
            )
        return token.text

    def revoke(self, token: str) -> None:
        """Revokes a token."""
        with self.state.store.transaction():
            self.state.tokens.revoke(token)

    def add_ad_account(self, name: str, id: str | None = None) -> str:
        """Adds an ad account and returns its ID.

        Raises:
            ValidationError: If the ID is in use or not valid.
        """
        if id is not None and not _AD_ACCOUNT_ID.fullmatch(id):
            raise ValidationError(
                f"id: {format_value(id)} is not valid; allowed: 1 to 18 digits, without leading zeros"
            )
        with self.state.store.transaction():
            if id is not None and ad_accounts.has_ad_account(self.state, id):
                raise ValidationError(f"id: {id} is already in use; leave `id` out to get a new ID")
            account = ad_accounts.add_ad_account(self.state, name=name, id=id)
            if id is not None:
                last = self.state.store.get_last_id(AD_ACCOUNT) or 0
                self.state.store.set_last_id(AD_ACCOUNT, max(last, int(id)))
        return str(account["id"])

    def add_ad_accounts(self, count: int, name: str) -> Sequence[str]:
        """Adds ad accounts with numbered names and returns their IDs.

        Raises:
            ValidationError: If `count` is not valid.
        """
        if type(count) is not int or not 0 <= count <= _MAX_AD_ACCOUNTS:
            raise ValidationError(
                f"count: {format_value(count)} is not valid; allowed: 0 to {_MAX_AD_ACCOUNTS:,}"
            )
        with self.state.store.transaction():
            return [self.add_ad_account(f"{name} {number}") for number in range(1, count + 1)]

    def review_merchant(self, outcome: str) -> None:
        """Sets the outcome of the merchant's review.

        Raises:
            ValidationError: If the outcome is not valid.
        """
        if outcome not in catalogs.REVIEWS:
            raise ValidationError(
                f"review_merchant: {format_value(outcome)} is not valid; allowed: {', '.join(catalogs.REVIEWS)}"
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
        """Adds many audiences at once and returns their IDs.

        Raises:
            ValidationError: If the ad account does not exist.
        """
        account = ad_account_id or self.ad_account_id
        with self.state.store.transaction():
            if not ad_accounts.has_ad_account(self.state, account):
                raise ValidationError(
                    f"ad_account_id: the emulator has no ad account {format_value(account)}; "
                    "use the ID of an existing one"
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
        """Returns the emulator's state as a data set, which `load` accepts."""
        with self.state.store.transaction():
            return dump_state(self.state, self.ad_account_id)

    def load(self, data: Mapping[str, Any]) -> None:
        """Replaces the state with a data set.

        Raises:
            ValidationError: If the data set is not valid.
        """
        with self.state.store.transaction():
            ad_account_id = restore_state(self.state, data) or self.ad_account_id
            self.state.store.set_setting(ad_accounts.FIRST_ACCOUNT_SETTING, ad_account_id)
        self.ad_account_id = ad_account_id

    def _get_or_create_control_token(self) -> str:
        token = self.state.store.get_setting(_CONTROL_TOKEN)
        if token is None:
            token = secrets.token_urlsafe(24)
            self.state.store.set_setting(_CONTROL_TOKEN, token)
        return token

    def _get_or_create_first_ad_account(self) -> str:
        id = self.state.store.get_setting(ad_accounts.FIRST_ACCOUNT_SETTING)
        if id is None:
            id = create_shop(self.state) if self._demo_data else self.add_ad_account(SHOP_NAME)
            self.state.store.set_setting(ad_accounts.FIRST_ACCOUNT_SETTING, id)
        return id
