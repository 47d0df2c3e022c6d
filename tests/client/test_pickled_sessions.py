"""Pickles of clients with a custom session, class or attributes: nothing is lost without an error."""

from __future__ import annotations

import pickle
import ssl
import threading
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter

from pinterest.ads.audiences import Audience
from pinterest.client import PinterestSDKClient
from pinterest.exceptions import ConfigurationError
from tests.client.calls import ACCOUNT, AUDIENCE, read
from tests.client.raw_server import http


def add_header(response: requests.Response, **_: object) -> None:
    response.headers["X-Hook"] = "yes"


class Proxied(requests.Session):
    """A session without additional attributes."""


class Retried(HTTPAdapter):
    """An adapter without additional attributes."""


class Tenant(requests.Session):
    """A session with an attribute that `requests` leaves out of pickles."""

    tenant = "none"


class SavedTenant(Tenant):
    """A session that defines how it is pickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _saved_tenant, (self.tenant,)


def _saved_tenant(tenant: str) -> SavedTenant:
    session = SavedTenant()
    session.tenant = tenant
    return session


class Client(PinterestSDKClient):
    """A client with its own constructor and an additional attribute."""

    def __init__(self, token: str, *, url: str, team: str) -> None:
        super().__init__(access_token=token, base_url=url)
        self.team = team


class SlottedClient(PinterestSDKClient):
    __slots__ = ("__secret", "team")

    def __init__(self, token: str) -> None:
        super().__init__(access_token=token)
        self.team, self.__secret = "quilts", "hush"

    def reveal(self) -> str:
        return self.__secret


def present_token() -> str:
    return "token-of-a-function"


def pickle_and_restore(client: PinterestSDKClient) -> Any:
    return pickle.loads(pickle.dumps(client))


def test_session_keeps_its_proxy_headers_cookies_and_hooks(serve):
    proxy = serve(http(200, "{}"))
    session = Proxied()
    session.proxies = {"http": f"http://127.0.0.1:{proxy.port}"}
    session.headers["X-Company"] = "yes"
    session.cookies.set("team", "quilts")
    session.hooks["response"].append(add_header)
    session.mount("http://", Retried(max_retries=2))
    client = PinterestSDKClient("token-one", base_url="http://127.0.0.1:9/v5", session=session)
    with pickle_and_restore(client) as restored:
        assert read(restored).headers["X-Hook"] == "yes"
        twin = restored._transport.session
    assert (
        proxy.last.headers["X-Company"] == "yes" and proxy.last.headers["Cookie"] == "team=quilts"
    )
    assert type(twin) is Proxied and type(twin.adapters["http://"]) is Retried
    assert twin.adapters["http://"].max_retries.total == 2


def test_objects_of_a_client_keep_its_session(serve):
    server = serve(http(200, '{"id": "2542620905475", "name": "Quilters"}'))
    session = requests.Session()
    session.headers["X-Company"] = "yes"
    client = PinterestSDKClient("token-one", base_url=server.url, session=session)
    audience = pickle.loads(pickle.dumps(Audience(ACCOUNT, AUDIENCE, client=client)))
    assert audience.name == "Quilters"
    assert server.last.headers["X-Company"] == "yes"


def add_hook(session: requests.Session) -> None:
    session.hooks["response"].append(lambda response, **_: response)


def add_lock(session: requests.Session) -> None:
    session.auth = threading.Lock()  # type: ignore[assignment]  # stands for any object that cannot be pickled


def set_tls_options(session: requests.Session) -> None:
    adapter = HTTPAdapter()
    adapter.init_poolmanager(1, 1, ssl_context=ssl.create_default_context())
    session.mount("https://", adapter)


def set_adapter_attribute(session: requests.Session) -> None:
    adapter = HTTPAdapter()
    adapter.pin = "aa:bb"  # type: ignore[attr-defined]  # as subclasses do
    session.mount("https://api.pinterest.com/", adapter)


def set_attribute(session: requests.Session) -> None:
    session.tenant = "quilts"  # type: ignore[attr-defined]  # as subclasses do


@pytest.mark.parametrize(
    ("change", "name_in_error"),
    [
        (add_hook, "session cannot be pickled"),
        (add_lock, "session cannot be pickled"),
        (set_tls_options, r"adapter of the session for https:// .* losing ssl_context"),
        (set_adapter_attribute, r"for https://api.pinterest.com/ .* losing pin"),
        (set_attribute, r"session cannot be pickled without losing tenant"),
    ],
)
@pytest.mark.parametrize("kind", [requests.Session, Tenant])
def test_session_that_would_lose_something_is_refused(kind, change, name_in_error):
    session = kind()
    change(session)
    client = PinterestSDKClient("token-one", session=session)
    with pytest.raises(ConfigurationError, match=name_in_error):
        pickle.dumps(client)
    with pytest.raises(ConfigurationError, match=name_in_error):
        pickle.dumps([Audience("1", "2", client=client)])


def test_session_that_says_how_it_is_pickled_is_kept():
    session = SavedTenant()
    session.tenant = "quilts"
    restored = pickle_and_restore(PinterestSDKClient("token-one", session=session))
    assert restored._transport.session.tenant == "quilts"


def test_subclass_of_the_client_keeps_its_class_and_attributes(serve):
    server = serve(http(200, "{}"))
    restored = pickle_and_restore(Client("token-one", url=server.url, team="quilts"))
    assert type(restored) is Client and restored.team == "quilts"
    read(restored)
    assert server.last.headers["Authorization"] == "Bearer token-one"


def test_subclass_of_the_client_keeps_its_slots():
    restored = pickle_and_restore(SlottedClient("token-one"))
    assert (restored.team, restored.reveal()) == ("quilts", "hush")


def test_attribute_that_cannot_be_pickled_is_named():
    client = Client("token-one", url="http://127.0.0.1:9/v5", team="quilts")
    client.lock = threading.Lock()  # type: ignore[attr-defined]  # as subclasses do
    with pytest.raises(ConfigurationError, match="lock cannot be pickled"):
        pickle.dumps(client)


def test_attribute_that_refers_to_the_client_is_kept():
    client = Client("token-one", url="http://127.0.0.1:9/v5", team="quilts")
    client.audiences = [Audience("1", "2", client=client)]  # type: ignore[attr-defined]  # as subclasses do
    restored = pickle_and_restore(client)
    assert restored.audiences[0]._stored_client is restored


def test_function_that_returns_the_token_is_kept(serve):
    server = serve(http(200, "{}"))
    client = PinterestSDKClient(access_token=present_token, base_url=server.url)  # type: ignore[arg-type]  # not documented
    read(pickle_and_restore(client))
    assert server.last.headers["Authorization"] == "Bearer token-of-a-function"
    local = PinterestSDKClient(access_token=lambda: "token-two", base_url=server.url)  # type: ignore[arg-type]  # same
    with pytest.raises(ConfigurationError, match="access_token cannot be pickled"):
        pickle.dumps(local)


def test_restored_client_renews_its_token_before_it_expires(serve):
    renewal = http(200, '{"access_token": "token-two", "refresh_token": "r2", "expires_in": 0.3}')
    server = serve(renewal, http(200, "{}"))
    options: dict[str, Any] = {"refresh_token": "r1", "app_id": "1445", "app_secret": "secret"}
    client = PinterestSDKClient(base_url=server.url, **options)
    read(client)
    restored = pickle_and_restore(client)
    assert restored._credentials.expiry == client._credentials.expiry
    assert restored._credentials.expiry[0] is not None
