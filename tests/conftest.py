"""Isolates every test from the settings of the person who runs it, and loads the pytest plugin as users get it."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No deadlines, because the machine may be busy. The examples are the same in every run, unless there is a seed.
# `HYPOTHESIS_PROFILE=ci`, which `.ci/run` sets, tries more examples. `make test-fuzz` tries many more.
settings.register_profile(
    "default",
    deadline=None,
    max_examples=50,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("ci", settings.get_profile("default"), max_examples=150)
settings.register_profile("fuzz", settings.get_profile("default"), max_examples=2000)
_PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "default")
settings.load_profile(_PROFILE)

pytest_plugins = ["pytester"]
# pytest loads the plugin if the SDK is installed, but not if a checkout is on the path.
if not entry_points(group="pytest11", name="pinterest"):
    pytest_plugins.append("pinterest.emulator.pytest_plugin")

# The path of the API's description. The generator's tests read it, and the SDK does not.
_NO_SETTING = "PINTEREST_CONTRACT"


def pytest_configure(config: pytest.Config) -> None:
    """Makes `--hypothesis-seed` choose other examples."""
    if config.getoption("--hypothesis-seed") is not None:
        settings.register_profile("seeded", settings.get_profile(_PROFILE), derandomize=False)
        settings.load_profile("seeded")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Groups the reasons for skipped tests by folder in the summary."""
    report = yield
    if report.skipped and isinstance(report.longrepr, tuple):
        path, _, reason = report.longrepr
        report.longrepr = (str(Path(path).parent), None, reason)  # type: ignore[assignment]  # pytest accepts None as a line number
    return report


@pytest.fixture(scope="module", autouse=True)
def quick_garbage_collection() -> None:
    """Excludes the objects of earlier modules from garbage collection, which would otherwise take a second."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def clean_place(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Changes to a new directory and returns it. Removes settings and proxies from the environment, and hides
    stored tokens."""
    for name in list(os.environ):
        if name.startswith("PINTEREST_") and name != _NO_SETTING:
            monkeypatch.delenv(name)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    folder = tmp_path_factory.mktemp("place")
    # The user's own tokens and checkpoints are in these folders.
    for name in ("APPDATA", "LOCALAPPDATA", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(folder / ".config"))
    monkeypatch.chdir(folder)
    return folder
