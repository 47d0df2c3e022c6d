"""Simulates a person who uses the consent page, with `requests` as the browser."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from pinterest.emulator import Emulator
from pinterest.sign_in import sign_in

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def free_port() -> int:
    """Returns a free port of the loopback interface."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def query_of(url: str) -> dict[str, str]:
    """Returns the query parameters of a URL."""
    return {name: values[-1] for name, values in parse_qs(urlsplit(url).query).items()}


def answer_form(url: str, consent: str) -> str:
    """Opens the consent page, presses one of its buttons, and returns the URL of the redirect."""
    with requests.Session() as browser:
        browser.headers.update(HTML)
        page = browser.get(url, timeout=10)
        assert page.status_code == 200, page.text
        buttons = re.findall(r'<button name="consent" value="(\w+)">', page.text)
        assert consent in buttons
        done = browser.post(url, data={"consent": consent}, allow_redirects=False, timeout=10)
        assert done.status_code == 302
        return done.headers["Location"]


class Person:
    """Gives access, or acts differently if a test needs it.

    Attributes:
        pages: The final pages that the browser showed.
        urls: The URLs of the consent pages.
    """

    def __init__(
        self,
        consent: str = "allow",
        before: Callable[[str], object] = lambda redirect: None,
        change: Callable[[str], str] = lambda redirect: redirect,
    ) -> None:
        """Stores the arguments.

        Args:
            consent: The button to press.
            before: A function to call with the URL of the redirect before the browser follows it.
            change: A function that returns the URL to follow instead of the redirect.
        """
        self.consent = consent
        self.before = before
        self.change = change
        self.pages: list[requests.Response] = []
        self.urls: list[str] = []
        self.errors: list[Exception] = []
        self._threads: list[threading.Thread] = []

    def __call__(self, url: str) -> None:
        """Opens a URL in a new browser, as `sign_in(browser=...)` requires."""
        self.urls.append(url)
        thread = threading.Thread(target=self._follow, args=[url])
        self._threads.append(thread)
        thread.start()

    def _follow(self, url: str) -> None:
        try:
            redirect = answer_form(url, self.consent)
            self.before(redirect)
            self.pages.append(requests.get(self.change(redirect), headers=HTML, timeout=30))
        except Exception as error:  # noqa: BLE001  # `finish` reports it
            self.errors.append(error)

    def finish(self) -> None:
        """Waits until the browser has finished."""
        for thread in self._threads:
            thread.join(30)
        assert self.errors == []


def sign_in_as(person: Person, emulator: Emulator, **options: Any) -> Any:
    """Signs in on an emulator with a redirect to a free port, and returns the `SignIn`."""
    defaults = {
        "base_url": emulator.url,
        "redirect_uri": f"http://localhost:{free_port()}/",
        "browser": person,
        "timeout": 20,
    }
    app = options.pop("app", (emulator.app_id, emulator.app_secret))
    try:
        return sign_in(*app, **{**defaults, **options})
    finally:
        person.finish()
