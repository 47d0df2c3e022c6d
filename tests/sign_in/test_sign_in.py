"""Signing in on the emulator's consent page, over HTTP."""

from __future__ import annotations

import logging
import os
import pickle
import subprocess
import sys

import pytest

from pinterest import PinterestSDKClient
from pinterest.auth import FileTokenStore
from pinterest.emulator import Emulator
from pinterest.exceptions import ConfigurationError, SignInError, TokenStoreError
from pinterest.sign_in import api_scopes, sign_in
from tests.sign_in.person import Person, answer_form, free_port, query_of, sign_in_as


def get_username(client):
    return client.request("GET", "/user_account").data["username"]


def load_scope(path):
    tokens = FileTokenStore(path).load()
    return tokens and tokens.scope


def list_secrets(signed_in, emulator):
    tokens = signed_in.tokens
    return [tokens.access_token, tokens.refresh_token, emulator.app_secret]


@pytest.fixture
def own_emulator():
    """An emulator for one test, which may move its clock."""
    with Emulator() as running:
        yield running


def test_tokens_are_kept_for_clients_without_a_token(own_emulator):
    emulator = own_emulator
    signed_in = sign_in_as(Person(), emulator)
    assert signed_in.scopes == api_scopes()
    assert signed_in.token_store.load() == signed_in.tokens
    client = PinterestSDKClient(base_url=emulator.url)
    assert get_username(client) == get_username(emulator.client())
    # The app's secret is stored too. A renewal needs it.
    emulator.advance(31 * 24 * 3600)
    assert get_username(client)
    renewed = signed_in.token_store.load()
    assert renewed.refresh_token != signed_in.tokens.refresh_token
    assert renewed.app_secret == emulator.app_secret
    # Operations that only the app may call work too.
    assert PinterestSDKClient(base_url=emulator.url).revoke_token("pina_unknown")
    again = PinterestSDKClient(base_url=emulator.url)
    emulator.advance(31 * 24 * 3600)
    assert get_username(pickle.loads(pickle.dumps(again)))


def test_new_process_finds_the_tokens(emulator, clean_place):
    sign_in_as(Person(), emulator)
    code = (
        "from pinterest import PinterestSDKClient\n"
        "print(PinterestSDKClient().request('GET', '/user_account').data['username'])"
    )
    environment = {**os.environ, "PINTEREST_API_URI": emulator.url}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=clean_place,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == get_username(emulator.client())


def test_tokens_of_one_api_are_not_sent_to_another(emulator):
    sign_in_as(Person(), emulator)
    with pytest.raises(ConfigurationError, match="pinterest login"):
        PinterestSDKClient()
    with pytest.raises(ConfigurationError, match="pinterest login"):
        PinterestSDKClient(environment="sandbox")


def test_login_returns_a_client_with_the_new_tokens(own_emulator, monkeypatch, tmp_path):
    emulator = own_emulator
    # The sign-in ignores a token in the settings, and says so.
    monkeypatch.setenv("PINTEREST_ACCESS_TOKEN", "pina_old")
    person = Person()
    messages: list[str] = []
    store = tmp_path / "tokens.json"
    client = PinterestSDKClient.login(
        emulator.app_id,
        emulator.app_secret,
        scopes=["user_accounts:read", "ads:read"],
        redirect_uri=f"http://127.0.0.1:{free_port()}/back?lang=en",
        base_url=emulator.url,
        browser=person,
        token_store=store,
        notify=messages.append,
    )
    person.finish()
    assert get_username(client)
    assert query_of(person.urls[0])["scope"] == "user_accounts:read,ads:read"
    assert load_scope(store) == "ads:read user_accounts:read"
    assert person.urls[0] in messages[0]
    assert "PINTEREST_ACCESS_TOKEN in the environment takes precedence" in messages[1]
    emulator.advance(31 * 24 * 3600)
    assert get_username(client)


def test_final_page_repeats_nothing_and_clears_the_address(emulator):
    person = Person()
    signed_in = sign_in_as(person, emulator)
    [page] = person.pages
    assert "You can close this window" in page.text
    query = query_of(page.url)
    for secret in (query["code"], query["state"], *list_secrets(signed_in, emulator)):
        assert secret not in page.text
        assert secret not in str(page.headers)
    assert "history.replaceState" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_nothing_secret_is_logged_or_shown(emulator, caplog):
    caplog.set_level(logging.DEBUG)
    person = Person()
    signed_in = sign_in_as(person, emulator)
    lines = [record.getMessage() for record in caplog.records if record.name == "pinterest"]
    text = "\n".join([*lines, repr(signed_in), repr(signed_in.tokens)])
    query = query_of(person.pages[0].url)
    assert "/oauth/token" in text
    for secret in (query["code"], query["state"], *list_secrets(signed_in, emulator)):
        assert secret not in text


def test_refused_access_is_an_error(emulator):
    person = Person("refuse")
    with pytest.raises(SignInError, match="access was refused"):
        sign_in_as(person, emulator)
    [page] = person.pages
    assert "did not succeed" in page.text
    with pytest.raises(ConfigurationError):
        PinterestSDKClient(base_url=emulator.url)


def test_without_a_browser_the_url_is_pasted(emulator):
    prompts = []

    def ask(prompt):
        prompts.append(prompt)
        return f"  {answer_form(prompt.split()[prompt.split().index('access:') + 1], 'allow')}\n"

    client = PinterestSDKClient.login(
        emulator.app_id, emulator.app_secret, base_url=emulator.url, browser=False, ask=ask
    )
    assert get_username(client)
    assert len(prompts) == 1
    assert "http://localhost:8085/" in prompts[0]


def paste_redirect(change):
    def ask(prompt):
        url = next(word for word in prompt.split() if "response_type" in word)
        return change(answer_form(url, "allow"))

    return ask


@pytest.mark.parametrize(
    "change",
    [
        lambda url: query_of(url)["code"],
        lambda url: url.partition("?")[2],
        lambda url: f'"{url}"',
    ],
    ids=["code", "query", "quoted"],
)
def test_other_forms_of_the_redirect_can_be_pasted(emulator, change):
    app = (emulator.app_id, emulator.app_secret)
    done = sign_in(*app, base_url=emulator.url, browser=False, ask=paste_redirect(change))
    assert done.scopes == api_scopes()


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda url: url.replace("state=", "state=x"), "another sign-in"),
        (lambda url: url.partition("&state=")[0], "another sign-in"),
        (lambda url: f"http://[{url[4:]}x", "another sign-in"),
        (lambda url: "", "authorization code is missing"),
        (lambda url: "http://localhost:8085/", "authorization code is missing"),
    ],
    ids=["state", "no-state", "no-url", "nothing", "no-query"],
)
def test_other_text_is_refused(emulator, change, text):
    app = (emulator.app_id, emulator.app_secret)
    emulator.clear_requests()
    with pytest.raises(SignInError, match=text):
        sign_in(*app, base_url=emulator.url, browser=False, ask=paste_redirect(change))
    assert "/oauth/token" not in [request.path for request in emulator.requests]


def test_end_of_the_input_is_an_error(emulator):
    def ask(prompt):
        raise EOFError

    with pytest.raises(SignInError, match="nothing was pasted"):
        sign_in(emulator.app_id, emulator.app_secret, base_url=emulator.url, browser=False, ask=ask)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"app": (None, None)}, "PINTEREST_APP_ID and PINTEREST_APP_SECRET"),
        ({"app": ("1445", None)}, "set PINTEREST_APP_SECRET"),
        ({"scopes": ["ads:raed"]}, "did you mean 'ads:read'"),
        ({"scopes": ""}, "at least one scope"),
        ({"redirect_uri": "shop.example"}, "is not valid"),
        ({"redirect_uri": "https://shop.example/back"}, "browser=False"),
        ({"redirect_uri": "http://192.0.2.1:8085/"}, "does not lead to this machine"),
        ({"redirect_uri": "http://localhost:99999/"}, "is not valid"),
        ({"port": 0}, "1 to 65535"),
        ({"timeout": -1}, "timeout"),
        ({"environment": "sandbox"}, "contradict"),
        ({"consent_url": "file:///etc/passwd"}, "consent_url"),
        ({"consent_url": "http://[shop"}, "consent_url"),
    ],
)
def test_bad_arguments_open_no_page(emulator, options, text):
    person = Person()
    with pytest.raises(ConfigurationError, match=text):
        sign_in_as(person, emulator, **options)
    assert person.urls == []


def test_store_that_cannot_be_written_opens_no_page(emulator, tmp_path):
    person = Person()
    (tmp_path / "file").write_text("")
    with pytest.raises(TokenStoreError, match="cannot be written"):
        sign_in_as(person, emulator, token_store=tmp_path / "file" / "tokens.json")
    (tmp_path / "notes.json").write_text('{"precious": true}')
    (tmp_path / "notes.json").chmod(0o600)
    with pytest.raises(TokenStoreError, match="is not a token file"):
        sign_in_as(person, emulator, token_store=tmp_path / "notes.json")
    assert person.urls == []


def test_settings_are_the_defaults(emulator, monkeypatch, tmp_path):
    port = free_port()
    settings = {
        "API_URI": emulator.url,
        "APP_ID": emulator.app_id,
        "APP_SECRET": emulator.app_secret,
        "OAUTH_URL": emulator.oauth_url,
        "PORT": str(port),
        "SCOPE": "ads:read, user_accounts:read",
        "TOKEN_STORE": str(tmp_path / "tokens.json"),
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"PINTEREST_{name}", value)
    person = Person()
    client = PinterestSDKClient.login(browser=person, notify=None)
    person.finish()
    assert query_of(person.urls[0])["redirect_uri"] == f"http://localhost:{port}/"
    assert load_scope(tmp_path / "tokens.json") == "ads:read user_accounts:read"
    assert get_username(client) == get_username(PinterestSDKClient())


def test_the_official_script_signs_in(emulator, monkeypatch, capsys):
    from pinterest.bin.get_config import main

    monkeypatch.setenv("PINTEREST_API_URI", emulator.url)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SystemExit, match="the app is not known"):
        main(None)
    monkeypatch.setenv("PINTEREST_APP_ID", emulator.app_id)
    monkeypatch.setenv("PINTEREST_APP_SECRET", emulator.app_secret)
    if sys.platform != "linux":
        pytest.skip("a browser would open")
    monkeypatch.setattr("builtins.input", paste_redirect(lambda url: url))
    main(None)
    assert "You are signed in." in capsys.readouterr().out
    assert get_username(PinterestSDKClient())


def test_scopes_that_were_not_granted_are_reported(emulator):
    def grant_fewer(redirect):
        code = emulator.authorization_code(scopes=["ads:read"])
        fewer.change = lambda url: url.replace(query_of(url)["code"], code)

    messages: list[str] = []
    fewer = Person(before=grant_fewer)
    scopes = ["ads:read", "ads:write"]
    signed_in = sign_in_as(fewer, emulator, scopes=scopes, notify=messages.append)
    assert signed_in.scopes == ("ads:read",)
    assert messages[-1] == "These scopes were not granted: ads:write"
