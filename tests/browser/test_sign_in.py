"""Signing in with a real browser. Screenshots go to the folder `SCREENSHOTS`, if that variable is set."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pinterest import PinterestSDKClient
from pinterest.emulator import Emulator
from pinterest.exceptions import SignInError
from tests.browser.chromium import find_chromium, open_chromium
from tests.sign_in.person import Person, query_of, sign_in_as

pytest.importorskip("playwright", reason="Playwright is not installed: make test-browser")


class Chromium(Person):
    """A person who uses Chromium. They press a button on the consent page and see the next page.

    Attributes:
        titles: The titles of the pages.
        url: The URL in the address bar at the end.
        complaints: The messages in the browser's console.
    """

    def __init__(self, button, profile, name, **options):
        super().__init__()
        self.button = button
        self.profile = profile
        self.name = name
        self.options = options
        self.titles = []
        self.url = ""
        self.complaints = []

    def _follow(self, url):
        try:
            with open_chromium(find_chromium(), self.profile, **self.options) as page:
                page.on("console", lambda message: self.complaints.append(message.text))
                page.goto(url)
                self._look(page, "consent")
                page.get_by_role("button", name=self.button).click()
                page.wait_for_function("document.title && !document.title.includes('emulator')")
                self._look(page, "final")
                self.url = page.url
        except Exception as error:  # noqa: BLE001  # `finish` reports it
            self.errors.append(error)

    def _look(self, page, step):
        self.titles.append(page.title())
        folder = os.environ.get("SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"sign-in-{self.name}-{step}.png")


@pytest.fixture(scope="module")
def emulator():
    find_chromium()
    with Emulator() as running:
        yield running


PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


@pytest.mark.parametrize(("name", "options"), [("desktop", {}), ("phone", PHONE)])
def test_a_user_grants_access(emulator, tmp_path, name, options):
    person = Chromium("Give access", tmp_path / "profile", name, **options)
    store = tmp_path / "tokens.json"
    signed_in = sign_in_as(person, emulator, token_store=store)
    assert person.titles == ["Give access? · Pinterest emulator", "You are signed in"]
    assert person.url == query_of(person.urls[0])["redirect_uri"]
    assert person.complaints == []
    client = PinterestSDKClient(token_store=store, base_url=emulator.url)
    assert client.request("GET", "/user_account").status == 200
    assert signed_in.tokens.access_token not in repr(signed_in)


def test_a_user_refuses_access(emulator, tmp_path):
    person = Chromium("Cancel", tmp_path / "profile", "refused")
    with pytest.raises(SignInError, match="refused"):
        sign_in_as(person, emulator)
    assert person.titles[1] == "Signing in did not succeed"
    assert person.url == query_of(person.urls[0])["redirect_uri"]
