"""The README's blocks work when pasted in order, first without any settings, then with those of an account."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
import requests

from pinterest.emulator import Emulator
from tests.docs.blocks import NEEDS_SETTINGS, NO_RUN, as_script, python_blocks
from tests.docs.settings import build_settings
from tests.meta.source import ROOT

README = ROOT / "README.md"
BLOCKS = python_blocks(README)
FIRST_SCRIPT = BLOCKS[0]
WITH_SETTINGS = [block for block in BLOCKS if block.mark == NEEDS_SETTINGS]


def build_environment(folder, settings=None):
    """Returns an environment with only the settings, in which nobody has signed in."""
    home = {name: str(folder / "home") for name in ("APPDATA", "HOME", "XDG_CONFIG_HOME")}
    return {"PYTHONPATH": str(ROOT), **home, **(settings or {})}


def run_script(script, folder, settings=None):
    """Runs a script in an empty directory, with only the settings as its environment."""
    (folder / "README.py").write_text(script, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-W", "error", "README.py"],
        cwd=folder,
        env=build_environment(folder, settings),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.slow
def test_the_blocks_run_in_order_without_any_settings(tmp_path):
    done = run_script(as_script(block for block in BLOCKS if not block.mark), tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Buyers INITIALIZING" in done.stdout
    assert done.stdout.endswith("READY\n")


@pytest.mark.parametrize("block", WITH_SETTINGS, ids=lambda block: f"line {block.line}")
def test_a_block_that_needs_settings_says_so(tmp_path, block):
    done = run_script(as_script([block]), tmp_path)
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith("pinterest.exceptions.ConfigurationError: ")
    assert "PINTEREST_ACCESS_TOKEN" in last


@pytest.mark.slow
def test_signing_in_is_enough_for_the_other_blocks(tmp_path):
    (block,) = (block for block in BLOCKS if block.mark == NO_RUN)
    with Emulator() as emulator:
        script = block.source.replace("APP_ID", emulator.app_id)
        script = script.replace("APP_SECRET", emulator.app_secret)
        settings = {"PINTEREST_API_URI": emulator.url}
        with subprocess.Popen(  # without a display, so the URL is pasted
            [sys.executable, "-W", "error", "-c", script],
            cwd=tmp_path,
            env=build_environment(tmp_path, settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            url = next(line for line in process.stdout if line.startswith(emulator.oauth_url))
            answer = requests.get(url.strip(), allow_redirects=False, timeout=10)
            process.communicate(answer.headers["Location"] + "\n", timeout=60)
            assert process.returncode == 0
        done = run_script(as_script(WITH_SETTINGS[:1]), tmp_path, settings)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith(f"{emulator.ad_account_id} ")


def test_the_ad_account_is_found_with_settings(tmp_path):
    with Emulator() as emulator:
        done = run_script(as_script(WITH_SETTINGS[:1]), tmp_path, build_settings(emulator))
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith(f"{emulator.ad_account_id} ")


def test_the_first_script_runs_with_settings_after_its_beginning_is_replaced(tmp_path):
    *_, rest = FIRST_SCRIPT.source.partition("\nbuyers = ")
    with Emulator() as emulator:
        script = WITH_SETTINGS[1].source + "buyers = " + rest
        done = run_script(script, tmp_path, build_settings(emulator))
        assert (done.returncode, done.stderr) == (0, "")
        assert "Buyers INITIALIZING" in done.stdout
        assert [request.method for request in emulator.requests] == ["POST", "PATCH", "GET"]


def test_settings_in_dotenv_are_enough(tmp_path):
    with Emulator() as emulator:
        lines = (f"{name}={value}\n" for name, value in build_settings(emulator).items())
        (tmp_path / ".env").write_text("".join(lines), encoding="utf-8")
        assert run_script(as_script(WITH_SETTINGS), tmp_path).returncode == 0


def test_every_setting_that_the_readme_writes_to_dotenv_exists():
    names = re.findall(r"^ *(PINTEREST_\w+)=", README.read_text(encoding="utf-8"), re.MULTILINE)
    with Emulator() as emulator:
        assert set(names) == set(build_settings(emulator)) - {"PINTEREST_API_URI"}
