"""`python -m pinterest.emulator`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.emulator.__main__ import main
from tests.emulator.api import Api

ROOT = Path(__file__).parents[2]
NAMES = [
    "PINTEREST_API_URI",
    "PINTEREST_ACCESS_TOKEN",
    "PINTEREST_REFRESH_ACCESS_TOKEN",
    "PINTEREST_APP_ID",
    "PINTEREST_APP_SECRET",
    "PINTEREST_AD_ACCOUNT_ID",
    "PINTEREST_CONVERSION_TOKEN",
    "PINTEREST_OAUTH_URL",
    "PINTEREST_EMULATOR_CONTROL_URL",
    "PINTEREST_EMULATOR_CONTROL_TOKEN",
]


@contextmanager
def run_command(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "pinterest.emulator", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def handlers() -> Iterator[None]:
    """Restores the signal handlers that the command replaces when it runs in this process."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


def read_settings(process: subprocess.Popen[str]) -> dict[str, str]:
    assert process.stdout
    lines = [process.stdout.readline().rstrip("\n") for _ in NAMES]
    return dict(line.split("=", 1) for line in lines)


# A process that ignores SIGHUP, for example with nohup, passes this on to its children.
HANGUP = pytest.param(
    signal.SIGHUP,
    marks=pytest.mark.skipif(
        signal.getsignal(signal.SIGHUP) is signal.SIG_IGN, reason="hanging up is ignored here"
    ),
)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, HANGUP])
def test_it_prints_the_settings_and_runs_until_it_gets_a_signal(number: signal.Signals) -> None:
    with run_command("--port", "0") as process:
        found = read_settings(process)
        assert list(found) == NAMES
        assert all(found.values())
        with Api(found["PINTEREST_API_URI"], found["PINTEREST_ACCESS_TOKEN"]) as api:
            [account] = api.get("/ad_accounts").json()["items"]
            assert account["id"] == found["PINTEREST_AD_ACCOUNT_ID"]
            process.send_signal(number)
            rest, said = process.communicate(timeout=10)
        assert (process.returncode, rest) == (0, "")
        assert "Ctrl-C" in said
        assert "Traceback" not in said


@pytest.mark.slow
def test_a_restart_with_the_same_file_prints_settings_that_still_work(tmp_path: Path) -> None:
    options = ["--port", "0", "--db", str(tmp_path / "emulator.sqlite"), "--seed", "3"]
    found = []
    for _ in range(2):
        with run_command(*options) as process:
            found.append(read_settings(process))
            process.terminate()
            assert process.wait(10) == 0
    for settings_ in found:
        # The port differs, because each run picks a free one.
        for name in ("PINTEREST_API_URI", "PINTEREST_OAUTH_URL", "PINTEREST_EMULATOR_CONTROL_URL"):
            del settings_[name]
    assert found[0] == found[1]


@pytest.mark.slow
def test_it_starts_with_a_data_set_and_enforces_rate_limits(tmp_path: Path) -> None:
    path = tmp_path / "shop.json"
    with Emulator() as emulator:
        saved = {**emulator.dump(), "ad_account_id": emulator.add_ad_account(id="77")}
        saved["entities"] = emulator.dump()["entities"]
    path.write_text(json.dumps(saved))
    with run_command("--port", "0", "--load", str(path), "--rate-limits") as process:
        found = read_settings(process)
        assert found["PINTEREST_AD_ACCOUNT_ID"] == "77"
        with Api(found["PINTEREST_API_URI"], found["PINTEREST_ACCESS_TOKEN"]) as api:
            answer = api.get("/ad_accounts/77")
        assert answer.status_code == 200
        assert answer.headers["X-RateLimit-Remaining"] == "99"


@pytest.mark.usefixtures("handlers")
def test_an_invalid_data_set_is_an_error_without_a_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = threading.active_count()
    assert main(["--port", "0", "--load", "nowhere.json"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("error: ") and "nowhere.json" in said.err
    assert threading.active_count() == before


@pytest.mark.usefixtures("handlers")
def test_an_empty_file_name_is_an_error_without_a_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--port", "0", "--db", ""]) == 1
    assert capsys.readouterr().err.startswith("error: db: '' is not valid")
    assert main(["--port", "0", "--load", ""]) == 1
    assert capsys.readouterr().err.startswith("error: cannot load")


def test_it_accepts_features_and_the_headers_of_csv() -> None:
    options = ["--features", "pin_search", "--csv-headers", "columns", "--processing-time", "0"]
    with run_command("--port", "0", *options) as process:
        found = read_settings(process)
        account = f"/ad_accounts/{found['PINTEREST_AD_ACCOUNT_ID']}"
        with Api(found["PINTEREST_API_URI"], found["PINTEREST_ACCESS_TOKEN"]) as api:
            query = {"term": "quilt", "country_code": "US"}
            assert api.get("/search/partner/pins", params=query).status_code == 200
            [template, _] = api.get(f"{account}/templates").json()["items"]
            token = api.post(f"{account}/templates/{template['id']}/reports").json()["token"]
            params = {"token": token}
            report = api.get(f"{account}/reports", params=params).json()
        assert requests.get(report["url"], timeout=10).text.startswith("CAMPAIGN_ID,")


@pytest.mark.usefixtures("handlers")
def test_a_port_in_use_is_an_error_without_a_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Emulator() as emulator:
        port = str(urlsplit(emulator.url).port)
        assert main(["--port", port]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("error: ")
    assert port in said.err


@pytest.mark.usefixtures("handlers")
def test_an_invalid_host_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--port", "0", "--host", "nowhere.invalid"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("error: ") and "nowhere.invalid" in said


@pytest.mark.slow
def test_it_accepts_limits_for_some_categories() -> None:
    with run_command("--port", "0", "--rate-limits", "ads_read=5, ads_write=2") as process:
        found = read_settings(process)
        with Api(found["PINTEREST_API_URI"], found["PINTEREST_ACCESS_TOKEN"]) as api:
            limits = api.get("/ad_accounts").headers["X-RateLimit-Limit"]
        assert limits == "5, 100;w=1, 5;w=60"


@pytest.mark.usefixtures("handlers")
def test_invalid_limits_are_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--rate-limits", "ads_read"])
    assert "--rate-limits" in capsys.readouterr().err
    assert main(["--port", "0", "--rate-limits", "ads_raed=5"]) == 1
    assert "'ads_read'" in capsys.readouterr().err


@pytest.mark.usefixtures("handlers")
@pytest.mark.parametrize(
    ("host", "warned"), [("127.0.0.1", False), ("localhost", False), ("0.0.0.0", True)]
)
def test_it_warns_when_it_does_not_listen_on_loopback(
    capsys: pytest.CaptureFixture[str], host: str, warned: bool
) -> None:
    over = threading.Event()

    def end_it() -> None:
        while not over.wait(0.1):
            os.kill(os.getpid(), signal.SIGTERM)

    # Before the command handles the signal, it would end the tests.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    ending = threading.Thread(target=end_it)
    ending.start()
    try:
        assert main(["--port", "0", "--host", host]) == 0
    finally:
        over.set()
        ending.join()
    said = capsys.readouterr()
    assert ("warning: " in said.err and "not loopback" in said.err) is warned
    assert [line.split("=")[0] for line in said.out.splitlines()] == NAMES
