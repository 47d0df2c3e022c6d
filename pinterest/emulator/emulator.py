"""The `Emulator` class: starts and stops the server, issues tokens, moves the clock and makes requests fail."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, Unpack

from pinterest.emulator.dependencies import require_extra
from pinterest.emulator.serving.failures import Failure, PlannedFailure, PlannedFailures
from pinterest.emulator.serving.rate_limits import RateLimits, build_quotas
from pinterest.emulator.serving.request_log import RecordedRequest, RequestLog
from pinterest.emulator.store.clock import check_speed
from pinterest.emulator.store.csv_headers import DISPLAY, check_headers
from pinterest.emulator.store.features import check_features
from pinterest.emulator.store.state import check_processing_time
from pinterest.emulator.store.tokens import ACCESS_TOKEN_LIFETIME
from pinterest.emulator.stored_entities import StoredEntities
from pinterest.exceptions import PinterestError, ValidationError
from pinterest.utils.suggest import format_value

if TYPE_CHECKING:
    from types import TracebackType

    from pinterest.client import PinterestSDKClient
    from pinterest.emulator.instance import Instance
    from pinterest.emulator.serving.certificates import Certificate


class Emulator(StoredEntities):
    """A local HTTP server that emulates Pinterest's API. Use it in a `with` block.

    Each start begins with an empty state, unless `db` is set. The clock shows the machine's time until `advance`
    moves it forward.

    Examples:
        >>> with Emulator() as emulator:
        ...     client = emulator.client()

    Args:
        seed: The seed for IDs and figures. The same seed gives the same IDs and figures. An existing `db` file keeps
            the seed that it was created with.
        db: An SQLite file to keep the state in. The emulator saves each change before it sends the response.
        host: Address to listen on. With an address other than loopback, everyone on the network can use the emulator,
            and a `RuntimeWarning` is issued.
        port: Port to listen on. 0 picks a free one.
        access_token_lifetime: Lifetime of access tokens in seconds (default 30 days).
        rate_limits: True enforces the API's rate limits and sends their headers. A mapping replaces the limits of
            some categories: `{"ads_read": 5}` allows 5 requests per minute, `{"ads_read": (50, 2)}` allows 50 in 2
            seconds. `all` limits all requests of the app together (default 100 per second).
        demo_data: Whether to begin with the demo shop instead of an empty ad account. A `db` file that contains data
            is not changed.
        features: Restricted features to enable for the app. `pin_search` enables searching the Pins of all users.
        speed: How fast time passes. With 60, an hour on the emulator's clock takes a minute. Defaults to 1, real time.
        processing_time: How long reports, uploads, feeds, ad reviews and audience matching take, in seconds on the
            emulator's clock. With 0, they finish immediately. The default depends on the kind of work, from 10 seconds
            for a report to a day for an audience.
        https: Whether to serve HTTPS with a certificate that is created at startup. Needs the `https` extra.
            `client()` trusts the certificate. Other clients can verify it with `ca_file`.
        csv_headers: Headers of CSV reports: `display` for names such as `Campaign ID`, `columns` for the names that
            requests use, such as `CAMPAIGN_ID`.

    Raises:
        ConfigurationError: If the `emulator` extra is not installed.
        ValidationError: If an argument is not valid.
    """

    def __init__(
        self,
        *,
        seed: int = 0,
        db: str | Path | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        access_token_lifetime: float = ACCESS_TOKEN_LIFETIME,
        rate_limits: bool | RateLimits | None = False,
        demo_data: bool = False,
        features: Iterable[str] = (),
        speed: float = 1.0,
        processing_time: float | None = None,
        https: bool = False,
        csv_headers: str = DISPLAY,
    ) -> None:
        require_extra()
        if db is not None and (not str(db) or "\0" in str(db)):
            raise ValidationError(
                f"db: {format_value(str(db))} is not valid; pass a file path, or leave db out to keep "
                "everything in memory"
            )
        self._features = check_features(features)
        self._csv_headers = check_headers(csv_headers)
        self._seed = seed
        self._db = db
        self._address = host, port
        self._access_token_lifetime = access_token_lifetime
        self._quotas = build_quotas(rate_limits)
        self._demo_data = demo_data
        self._speed = check_speed(speed)
        self._processing_time = check_processing_time(processing_time)
        self._https = https
        self._certificate: Certificate | None = None
        self._failures = PlannedFailures()
        self._request_log = RequestLog()
        self._instance: Instance | None = None

    def start(self) -> Self:
        """Starts the server, unless the server is already running. Returns the emulator.

        Raises:
            ConfigurationError: If the port is in use, or the `db` file cannot be used.
        """
        from pinterest.emulator.instance import Instance  # needs the extra

        if self._instance is None:
            self._certificate = self._issue_certificate()
            self._instance = Instance(
                self._failures,
                self._request_log,
                address=self._address,
                db=self._db,
                seed=self._seed,
                access_token_lifetime=self._access_token_lifetime,
                quotas=self._quotas,
                demo_data=self._demo_data,
                features=self._features,
                speed=self._speed,
                processing_time=self._processing_time,
                certificate=self._certificate,
                csv_headers=self._csv_headers,
            )
        return self

    def _issue_certificate(self) -> Certificate | None:
        if not self._https:
            return None
        from pinterest.emulator.serving.certificates import Certificate  # only HTTPS needs it

        return Certificate(self._address[0])

    def stop(self) -> None:
        """Stops the server and closes its connections and files. Does nothing if the server is not running."""
        instance, self._instance = self._instance, None
        if instance is not None:
            instance.stop()
        if self._certificate is not None:
            self._certificate.remove()
            self._certificate = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"Emulator({self.url if self._instance else 'not running'})"

    @property
    def url(self) -> str:
        """The base URL, including `/v5`."""
        return self._running_instance.url

    @property
    def oauth_url(self) -> str:
        """The URL of the OAuth authorization page. Browsers get a consent form, scripts an immediate redirect."""
        return self._running_instance.oauth_url

    @property
    def ad_account_id(self) -> str:
        """The ID of the first ad account."""
        return self._running_instance.ad_account_id

    @property
    def app_id(self) -> str:
        """The ID of the app that tokens are issued to."""
        return self._running_instance.state.app.id

    @property
    def app_secret(self) -> str:
        """The secret of the app."""
        return self._running_instance.state.app.secret

    @property
    def access_token(self) -> str:
        """An access token with every scope."""
        return self._running_instance.access_token

    @property
    def refresh_token(self) -> str:
        """A refresh token with every scope."""
        return self._running_instance.refresh_token

    @property
    def conversion_token(self) -> str:
        """A conversion token, which can only send conversion events."""
        return self._running_instance.conversion_token

    @property
    def control_url(self) -> str:
        """The URL of the control API for programs in any language. Does not end with `/v5`."""
        return self._running_instance.control_url

    @property
    def control_token(self) -> str:
        """The token for the control API. With `db`, the token stays the same after a restart."""
        return self._running_instance.control_token

    @property
    def ca_file(self) -> Path | None:
        """The PEM file of the CA certificate for HTTPS clients. None without `https`."""
        return None if self._certificate is None else self._certificate.ca_file

    def token(self, scopes: Iterable[str] | None = None, expires_in: float | None = None) -> str:
        """Returns a new access token.

        Args:
            scopes: The token's scopes. Defaults to every scope.
            expires_in: The token's lifetime in seconds. Defaults to `access_token_lifetime`.

        Raises:
            ValidationError: If a scope does not exist.
        """
        return self._running_instance.mint("access", scopes, seconds=expires_in)

    def authorization_code(
        self, scopes: Iterable[str] | None = None, redirect_uri: str | None = None
    ) -> str:
        """Returns an authorization code, as if a user had given consent. The code can be used once, within ten minutes.

        Args:
            scopes: The scopes that the user granted. Defaults to every scope.
            redirect_uri: The redirect URI that must be sent with the code. By default, any redirect URI is accepted.

        Raises:
            ValidationError: If a scope does not exist.
        """
        return self._running_instance.mint("code", scopes, redirect_uri=redirect_uri)

    def revoke(self, token: str) -> None:
        """Revokes a token of any kind."""
        self._running_instance.revoke(token)

    def advance(self, seconds: float) -> None:
        """Moves the emulator's clock forward by `seconds`. This can expire tokens and finish background work.

        Raises:
            ValidationError: If `seconds` is negative, or would move the clock past the year 9989.
        """
        self._running_instance.state.clock.advance(seconds)

    @property
    def speed(self) -> float:
        """Seconds that pass on the emulator's clock per second of real time."""
        return self._running_instance.state.clock.speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._running_instance.state.clock.set_speed(speed)

    def fail_next(
        self, status: int | None = None, times: int = 1, **options: Unpack[Failure]
    ) -> None:
        """Makes the next requests fail.

        Failures are queued. Each request gets the first failure that matches the request. With an error status or
        `drop`, the request does not change the state. Pass `done=True` to change the state nevertheless. With only
        `latency` or `truncate`, the request is handled as usual.

        Args:
            status: HTTP status of the response. Defaults to 502 with a `body`, otherwise to 503. With only `latency`
                or `truncate`, the response keeps its real status.
            times: The number of requests that fail.
            **options: `known`, `code`, `message`, `body`, `content_type`, `headers`, `reset`, `retry_after`, `latency`,
                `drop`, `truncate`, `done`, `path` and `method`: see `pinterest.emulator.serving.failures.Failure`.

        Raises:
            ValidationError: If an option does not exist, or a value is not valid.

        Examples:
            >>> emulator.fail_next(429, reset=2, path="/audiences")  # rate limit exceeded, with headers
            >>> emulator.fail_next(drop=True, done=True, method="POST")  # handled, but the response is lost
            >>> emulator.fail_next(body="<html>Bad gateway</html>", times=2)
            >>> emulator.fail_next(known="analytics_quota", reset=30)  # 400, "Retry after 30 seconds"
        """
        self._failures.add(PlannedFailure.plan(status, options), times)

    def clear_failures(self) -> None:
        """Removes all queued failures."""
        self._failures.clear()

    @property
    def requests(self) -> list[RecordedRequest]:
        """The newest 10,000 requests, but at most 64 MiB, sorted from oldest to newest.

        Secrets are redacted. The requests stay available after `stop()`.
        """
        return self._request_log.get_requests()

    def clear_requests(self) -> None:
        """Empties the request log."""
        self._request_log.clear()

    def client(self, **kwargs: Any) -> PinterestSDKClient:
        """Returns a client for this emulator.

        Args:
            **kwargs: Arguments of `PinterestSDKClient`. They replace the emulator's defaults.
        """
        # Imported here, because only this method needs the client.
        from pinterest.emulator.testing import client_for

        return client_for(self, **kwargs)

    @property
    def _running_instance(self) -> Instance:
        """The running server and its state. Raises a `PinterestError` if the emulator is not running."""
        if self._instance is None:
            raise PinterestError(
                "the emulator is not running; use `with Emulator() as emulator:` or call start()"
            )
        return self._instance
