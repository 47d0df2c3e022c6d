"""The OAuth authorization page asks browsers for consent, and redirects with a code that any client can exchange."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from pinterest.emulator import Emulator
from tests.emulator.api import Api

BACK = "https://shop.example/back?lang=en"


def open_without_browser(emulator: Emulator, **changes: str | None) -> requests.Response:
    query = {
        "client_id": emulator.app_id,
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": "ads:read,boards:read",
        "state": "a&b=é",
        **changes,
    }
    return requests.get(emulator.oauth_url, params=query, allow_redirects=False, timeout=10)


def test_it_redirects_with_a_code_that_can_be_exchanged_for_tokens(emulator: Emulator) -> None:
    answer = open_without_browser(emulator)
    assert answer.status_code == 302
    where = urlsplit(answer.headers["Location"])
    assert where._replace(query="").geturl() == "https://shop.example/back"
    told = dict(parse_qsl(where.query))
    code = told.pop("code")
    assert told == {"lang": "en", "state": "a&b=é"}
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
    signed = (emulator.app_id, emulator.app_secret)
    url = f"{emulator.url}/oauth/token"
    wrong = requests.post(
        url, data={**form, "redirect_uri": "https://else.example"}, auth=signed, timeout=10
    )
    assert (wrong.status_code, wrong.json()["code"]) == (400, 283)
    pair = requests.post(url, data=form, auth=signed, timeout=10).json()
    assert pair["scope"] == "ads:read boards:read"
    with Api(emulator.url, pair["access_token"]) as api:
        assert api.get("/ad_accounts").status_code == 200
        assert api.get("/pins").status_code == 401


def test_without_a_state_none_is_returned(emulator: Emulator) -> None:
    where = open_without_browser(emulator, state=None).headers["Location"]
    assert [name for name, _ in parse_qsl(urlsplit(where).query)] == ["lang", "code"]


@pytest.mark.parametrize("scope", [None, ""])
def test_consumer_id_replaces_client_id_and_scope_is_optional(
    emulator: Emulator, scope: str | None
) -> None:
    answer = open_without_browser(
        emulator,
        client_id=None,
        consumer_id=emulator.app_id,
        scope=scope,
        state=None,
        refreshable="True",
    )
    assert answer.status_code == 302
    code = dict(parse_qsl(urlsplit(answer.headers["Location"]).query))["code"]
    pair = requests.post(
        f"{emulator.url}/oauth/token",
        data={"grant_type": "authorization_code", "code": code, "redirect_uri": BACK},
        auth=(emulator.app_id, emulator.app_secret),
        timeout=10,
    ).json()
    with Api(emulator.url, pair["access_token"]) as api:
        for path in ("/user_account", "/pins", "/ad_accounts"):
            assert api.get(path).status_code == 200


@pytest.mark.parametrize(
    ("changes", "name_in_error"),
    [
        ({"client_id": "1"}, "client_id"),
        ({"client_id": None}, "client_id"),
        ({"response_type": "token"}, "response_type"),
        ({"client_id": None, "consumer_id": "1"}, "client_id"),
        ({"scope": "ads:read bogus:scope"}, "bogus:scope"),
        ({"redirect_uri": None}, "redirect_uri"),
        ({"redirect_uri": "/back"}, "redirect_uri"),
        ({"redirect_uri": "https://shop.example/#back"}, "redirect_uri"),
        ({"redirect_uri": "https://[shop.example/"}, "redirect_uri"),
        ({"redirect_uri": "https://shop.example/\r\nSet-Cookie: a=b"}, "redirect_uri"),
    ],
)
def test_invalid_parameters_are_refused(
    emulator: Emulator, changes: dict[str, str | None], name_in_error: str
) -> None:
    answer = open_without_browser(emulator, **changes)
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
    assert name_in_error in answer.json()["message"]
    assert "Location" not in answer.headers


def test_other_verbs_are_refused(emulator: Emulator) -> None:
    answer = requests.put(emulator.oauth_url, timeout=10)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, POST")
    emulator.clear_requests()
    open_without_browser(emulator)
    [seen] = emulator.requests
    assert (seen.path, seen.status) == ("/oauth/", 302)


BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def open_in_browser(emulator: Emulator, **changes: str) -> requests.Response:
    query = {
        "client_id": emulator.app_id,
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": "ads:read,boards:read",
        "state": "a&b=é",
        **changes,
    }
    return requests.get(emulator.oauth_url, params=query, headers=BROWSER, timeout=10)


def test_browsers_see_a_form(emulator: Emulator) -> None:
    page = open_in_browser(emulator, redirect_uri="https://shop.example/<b>?token=secret")
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "<li><code>ads:read</code></li>\n<li><code>boards:read</code></li>" in page.text
    assert "https://shop.example/&lt;b&gt;" in page.text
    assert "secret" not in page.text
    assert open_in_browser(emulator, scope="bogus").json()["code"] == 1


@pytest.mark.parametrize(("consent", "added"), [("allow", "code"), ("refuse", "error")])
def test_the_form_leads_to_a_redirect(emulator: Emulator, consent: str, added: str) -> None:
    url = open_in_browser(emulator).url
    answer = requests.post(url, data={"consent": consent}, allow_redirects=False, timeout=10)
    assert answer.status_code == 302
    told = dict(parse_qsl(urlsplit(answer.headers["Location"]).query))
    assert (told["lang"], told["state"]) == ("en", "a&b=é")
    assert added in told
    if consent == "refuse":
        assert told["error"] == "access_denied"
        assert "code" not in told


def test_the_form_needs_one_of_its_buttons(emulator: Emulator) -> None:
    url = open_in_browser(emulator).url
    answers: list[dict[str, str]] = [{}, {"consent": "maybe"}]
    for data in answers:
        answer = requests.post(url, data=data, allow_redirects=False, timeout=10)
        assert (answer.status_code, "Location" in answer.headers) == (400, False)
