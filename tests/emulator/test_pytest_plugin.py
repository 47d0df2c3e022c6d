"""The fixtures of the pytest plugin."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pinterest.emulator.dependencies import require_extra
from pinterest.exceptions import ConfigurationError

ROOT = Path(__file__).parents[2]
PLUGIN = ("-p", "pinterest.emulator.pytest_plugin", "-p", "no:cacheprovider")
HEAVY = {"werkzeug", "requests", "pydantic", "sqlite3", "pinterest.operations", "pinterest.schema"}


@pytest.fixture
def alone(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    # Without this, an installed SDK's plugin would be loaded twice: as an entry point and by name.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    return pytester


def test_the_fixtures_are_an_emulator_and_a_client(alone: pytest.Pytester) -> None:
    alone.makepyfile(
        """
        def test_first(pinterest_client, pinterest_emulator):
            answer = pinterest_client.request("GET", "/ad_accounts")
            assert answer.data["items"][0]["id"] == pinterest_emulator.ad_account_id
            pinterest_emulator.add_audiences(2)
            assert [entry.path for entry in pinterest_emulator.requests] == ["/ad_accounts"]

        def test_second_starts_afresh(pinterest_client, pinterest_emulator):
            path = f"/ad_accounts/{pinterest_emulator.ad_account_id}/audiences"
            assert pinterest_client.request("GET", path).data["items"] == []
        """
    )
    alone.runpytest(*PLUGIN).assert_outcomes(passed=2)


SCRIPT = """
def sync():
    from pinterest import Audience, config
    return [audience.name for audience in Audience.iter_all(config.PINTEREST_AD_ACCOUNT_ID)]
"""


@pytest.mark.slow
def test_a_script_that_reads_its_settings_runs_as_it_is(alone: pytest.Pytester) -> None:
    alone.makepyfile(
        SCRIPT
        + """
def test_first(pinterest_emulator):
    pinterest_emulator.add_audiences(2, name="First")
    assert sync() == ["First 1", "First 2"]

def test_second_has_an_emulator_and_a_default_client_of_its_own(pinterest_emulator):
    assert sync() == []

def test_afterwards_nothing_is_left():
    import os
    import pinterest.client
    assert pinterest.client.default_sdk_client is None
    assert "PINTEREST_ACCESS_TOKEN" not in os.environ
"""
    )
    alone.runpytest_subprocess(*PLUGIN).assert_outcomes(passed=3)


@pytest.mark.slow
def test_each_worker_of_xdist_has_its_own_emulator(alone: pytest.Pytester) -> None:
    alone.makepyfile(
        SCRIPT
        + """
import pytest

@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_it(pinterest_emulator, count):
    pinterest_emulator.add_audiences(count)
    assert len(sync()) == count
"""
    )
    alone.runpytest_subprocess(*PLUGIN, "-p", "xdist", "-n", "2").assert_outcomes(passed=4)


def test_without_the_extra_a_test_is_skipped_and_says_what_to_install(
    alone: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "werkzeug", None)
    alone.makepyfile(
        """
        def test_with_it(pinterest_client):
            raise AssertionError

        def test_without_it():
            pass
        """
    )
    result = alone.runpytest("-rs", *PLUGIN)
    result.assert_outcomes(skipped=1, passed=1)
    result.stdout.fnmatch_lines(['*pip install ".?emulator?"*pip install werkzeug*'])


def test_without_the_extra_the_emulator_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "werkzeug", None)
    with pytest.raises(
        ConfigurationError, match=r'pip install "\.\[emulator\]".*pip install werkzeug'
    ):
        require_extra()


def test_the_plugin_imports_nothing_until_it_is_used() -> None:
    code = (
        "import sys, pytest; before = set(sys.modules); import pinterest.emulator.pytest_plugin; "
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "pinterest.emulator.pytest_plugin" in loaded
    assert not HEAVY & loaded
