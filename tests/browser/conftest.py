"""A headless Chromium, and the built docs on a local server."""

from __future__ import annotations

import functools
import http.server
import threading

import pytest

from tests.browser.chromium import FLAGS, find_chromium
from tests.meta.source import ROOT

SITE = ROOT / "site"


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def browser():
    api = pytest.importorskip("playwright.sync_api", reason="needs the extra `browser`")
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def site_url():
    """The URL of the built docs."""
    if not (SITE / "index.html").exists():
        pytest.skip("the docs are not built: run `make docs`")
    handler = functools.partial(QuietHandler, directory=str(SITE))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def open_page(browser, site_url):
    """Opens a page of the docs. `on_response` is called with each response."""
    contexts = []

    def open_it(path="", *, dark=False, on_response=None):
        context = browser.new_context(
            viewport={"width": 1280, "height": 900},
            color_scheme="dark" if dark else "light",
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        if on_response:
            # playwright cannot call a method of a list.
            page.on("response", lambda response: on_response(response))  # noqa: PLW0108
        page.goto(site_url + path, wait_until="networkidle" if on_response else "load")
        return page

    yield open_it
    for context in contexts:
        context.close()
