"""The emulator as a Python object: started, asked for tokens, moved in time, made to fail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, Unpack

from pinterest.emulator.datasets.data_set import read, write
from pinterest.emulator.dependencies import require_extra
from pinterest.emulator.serving.failures import Failure, Fault, Faults
from pinterest.emulator.serving.rate_limits import quotas_for
from pinterest.emulator.serving.request_log import RecordedRequest, Recording
from pinterest.emulator.store.tokens import ACCESS_SECONDS
from pinterest.exceptions import PinterestError

if TYPE_CHECKING:
    from types import TracebackType

    from pinterest.client import PinterestSDKClient
    from pinterest.emulator.instance import Running


class Emulator:
    """Pinterest's API on this machine, for as long as the `with` block lasts.

    Its state is new each time it is started, unless `db` names a file. Times are those of this machine until
    `advance` moves them.

    Examples:
        >>> with Emulator() as emulator:
        ...     client = emulator.client()

    Args:
        seed: What ids and figures are made from: the same seed gives the same ones. A file keeps its first.
        db: An SQLite file to keep the state in; nothing that was answered is lost when the process dies.
        host: Address to listen on. Any other than loopback opens it to the network, and it guards nothing; a
            `RuntimeWarning` says so.
        port: Port to listen on, 0 for one that is free.
        access_token_lifetime: Seconds that an access token lives.
        rate_limits: Whether quotas hold, with the API's headers; a mapping sets requests a minute for some categories.
        demo_data: Whether to begin with a shop to try things on, rather than with an empty ad account; a file that is
            not new is left as it is.

    Raises:
        ConfigurationError: The extra is not installed.
        ValidationError: The rate limits are none, or a category of theirs is unknown.
    """

    def __init__(
        self,
        *,
        seed: int = 0,
        db: str | Path | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        access_token_lifetime: float = ACCESS_SECONDS,
        rate_limits: bool | Mapping[str, int] | None = False,
        demo_data: bool = False,
    ) -> None:
        require_extra()
        self._seed = seed
        self._db = db
        self._address = host, port
        self._access_seconds = access_token_lifetime
        self._quotas = quotas_for(rate_limits)
        self._demo_data = demo_data
        self._faults = Faults()
        self._recording = Recording()
        self._running: Running | None = None

    def start(self) -> Self:
        """Starts serving, and returns itself; one that serves already goes on.

        Raises:
            ConfigurationError: The port is taken, or the file cannot be used.
        """
        from pinterest.emulator.instance import Running  # needs the extra

        if self._running is None:
            self._running = Running(
                self._faults,
                self._recording,
                address=self._address,
                db=self._db,
                seed=self._seed,
                access_seconds=self._access_seconds,
                quotas=self._quotas,
                demo_data=self._demo_data,
            )
        return self

    def stop(self) -> None:
        """Stops serving: no thread, connection or open file is left. Stopping twice does nothing."""
        running, self._running = self._running, None
        if running is not None:
            running.stop()

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
        return f"Emulator({self.url if self._running else 'not running'})"

    @property
    def url(self) -> str:
        """The base address, `/v5` included."""
        return self._now_running.url

    @property
    def oauth_url(self) -> str:
        """The page where a user lets an app in; it asks nobody, and sends the browser back with a code at once."""
        return self._now_running.oauth_url

    @property
    def ad_account_id(self) -> str:
        """The ad account that is there from the start."""
        return self._now_running.ad_account_id

    @property
    def app_id(self) -> str:
        """The id of the app that tokens are asked for by."""
        return self._now_running.state.app.id

    @property
    def app_secret(self) -> str:
        """The secret of that app."""
        return self._now_running.state.app.secret

    @property
    def access_token(self) -> str:
        """An access token with every scope, made at the start."""
        return self._now_running.access_token

    @property
    def refresh_token(self) -> str:
        """A refresh token with every scope, made at the start."""
        return self._now_running.refresh_token

    @property
    def conversion_token(self) -> str:
        """A token that is good for sending conversion events, and for nothing else, made at the start."""
        return self._now_running.conversion_token

    def token(self, scopes: Iterable[str] | None = None, expires_in: float | None = None) -> str:
        """Returns a new access token.

        Args:
            scopes: What it allows; every scope unless given.
            expires_in: Seconds that it lives.
        """
        return self._now_running.mint("access", scopes, seconds=expires_in)

    def authorization_code(
        self, scopes: Iterable[str] | None = None, redirect_uri: str | None = None
    ) -> str:
        """Returns what a user's consent would send to the app: a code, good once, for ten minutes.

        Args:
            scopes: What the user allowed; every scope unless given.
            redirect_uri: The address that the exchange must name; any unless given.
        """
        return self._now_running.mint("code", scopes, redirect_uri=redirect_uri)

    def revoke(self, token: str) -> None:
        """Ends a token of any kind at once."""
        self._now_running.revoke(token)

    def advance(self, seconds: float) -> None:
        """Moves the emulator's clock forward: tokens expire, audiences become ready."""
        self._now_running.state.clock.advance(seconds)

    def fail_next(self, status: int | None = None, times: int = 1, **how: Unpack[Failure]) -> None:
        """Makes requests to come fail: the next one with 503, where nothing else is said.

        Failures queue up: a request meets the first one that it matches. A request that meets a status or a dropped
        connection is not carried out, unless `done` says so; one that meets only latency or truncation is.

        Args:
            status: HTTP status to answer with; 502 with a body unless given.
            times: How many requests meet this.
            **how: `code`, `message`, `body`, `content_type`, `headers`, `reset`, `retry_after`, `latency`, `drop`,
                `truncate`, `done`, `path` and `method`, as `pinterest.emulator.serving.failures.Failure` describes
                them.

        Raises:
            ValidationError: A keyword is unknown, or a value not one that can be.

        Examples:
            >>> emulator.fail_next(429, reset=2, path="/audiences")  # a used-up quota, with the API's headers
            >>> emulator.fail_next(drop=True, done=True, method="POST")  # done, and its answer lost
            >>> emulator.fail_next(body="<html>Bad gateway</html>", times=2)
        """
        self._faults.add(Fault.plan(status, how), times)

    def clear_failures(self) -> None:
        """Takes back the failures that no request has met yet."""
        self._faults.clear()

    @property
    def requests(self) -> list[RecordedRequest]:
        """What came in, oldest first, secrets removed; also after it has stopped. The newest 10,000 are kept."""
        return self._recording.requests()

    def clear_requests(self) -> None:
        """Forgets what came in so far."""
        self._recording.clear()

    def add_ad_account(self, name: str = "Another shop", *, id: str | None = None) -> str:
        """Adds an ad account and returns its id.

        Args:
            name: Its name.
            id: The id to give it, digits; a new one unless given.

        Raises:
            ValidationError: The id is taken, or is not one that an account can have.
        """
        return self._now_running.add_ad_account(name, id)

    def add_audiences(
        self,
        count: int,
        *,
        ad_account_id: str | None = None,
        name: str = "Audience",
        audience_type: str = "VISITOR",
        rule: Mapping[str, Any] | None = None,
        ready: bool = True,
    ) -> Sequence[str]:
        """Adds many audiences at once, without a request each, and returns their ids.

        Args:
            count: How many.
            ad_account_id: The account they are for; the one from the start unless given.
            name: What their names begin with; a number from 1 on follows.
            audience_type: Their type.
            rule: Their rule.
            ready: Whether they are counted already, rather than INITIALIZING.

        Raises:
            ValidationError: There is no such account.
        """
        return self._now_running.add_audiences(
            count,
            ad_account_id=ad_account_id,
            name=name,
            audience_type=audience_type,
            rule=rule,
            ready=ready,
        )

    def review_merchant(self, outcome: str) -> None:
        """Has the merchant's review come out in a way that catalogs are refused with 403 for, or approved again.

        Args:
            outcome: `DISAPPROVED`, which catalogs answer with code 2625, `UNDER_REVIEW`, with 2626, or `APPROVED`, as
                at first.

        Raises:
            ValidationError: It is none of these.
        """
        self._now_running.review_merchant(outcome)

    def dump(self, path: str | Path | None = None) -> dict[str, Any]:
        """Returns everything that was created, as a data set; tokens are not part of it.

        Args:
            path: A file to write it to as well, as JSON.

        Raises:
            ValidationError: There can be no such file.
        """
        data = self._now_running.dump()
        if path is not None:
            write(data, path)
        return data

    def load(self, source: str | Path | Mapping[str, Any]) -> None:
        """Puts a data set in place of everything that was created; `ad_account_id` is then the data set's.

        Args:
            source: What `dump` returned, or the path of a file that it wrote.

        Raises:
            ValidationError: It cannot be read, or is no data set; nothing has changed then.
        """
        self._now_running.load(read(source))

    def client(self, **kwargs: Any) -> PinterestSDKClient:
        """Returns a client for this emulator.

        Args:
            **kwargs: Arguments of `PinterestSDKClient`, in place of or besides the emulator's own.
        """
        from pinterest.emulator.testing import (
            client_for,
        )  # what follows is for those who use the client

        return client_for(self, **kwargs)

    @property
    def _now_running(self) -> Running:
        if self._running is None:
            raise PinterestError(
                "the emulator is not running; use `with Emulator() as emulator:` or call start()"
            )
        return self._running
