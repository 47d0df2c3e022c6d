"""Runs Chromium without a window, with a new profile."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


def find_chromium() -> str:
    """Returns the path of Chromium. Skips the test if it is not installed."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip("Chromium is not installed. On Debian and Ubuntu: apt-get install chromium")
    return found


@contextmanager
def open_chromium(executable: str, profile: Path, **options: Any) -> Iterator[Any]:
    """Starts Chromium and returns its only page.

    Args:
        executable: The path of Chromium.
        profile: A new folder for the browser's profile.
        **options: Options of Playwright, such as `color_scheme`.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch_persistent_context(
            profile, executable_path=executable, args=FLAGS, **options
        )
        try:
            yield browser.pages[0]
        finally:
            browser.close()
