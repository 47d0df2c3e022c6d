"""What every test stands on: no settings of the person who runs it, and the plugin that users get."""

from __future__ import annotations

import os
from collections.abc import Generator
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# What is tried has no time to keep: the machine may be busy with something else.
settings.register_profile("sdk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("sdk")

pytest_plugins = ["pytester"]
# An installed SDK brings its fixtures by itself; a plain checkout on the path does not.
if not entry_points(group="pytest11", name="pinterest"):
    pytest_plugins.append("pinterest.emulator.pytest_plugin")

# Where the API's description is, which the generator's tests are told; the SDK itself does not read it.
_NO_SETTING = "PINTEREST_CONTRACT"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Has the summary tell why tests were skipped once a folder, not once a test."""
    report = yield
    if report.skipped and isinstance(report.longrepr, tuple):
        path, _, reason = report.longrepr
        report.longrepr = (str(Path(path).parent), None, reason)  # type: ignore[assignment]  # a line or none
    return report


@pytest.fixture(autouse=True)
def clean_place(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty current directory and no `PINTEREST_*` in the environment: a test sets what it needs."""
    for name in list(os.environ):
        if name.startswith("PINTEREST_") and name != _NO_SETTING:
            monkeypatch.delenv(name)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    folder = tmp_path_factory.mktemp("place")
    monkeypatch.chdir(folder)
    return folder
