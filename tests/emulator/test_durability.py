"""State in a file: no acknowledged write is lost, and a restart continues with the same state."""

from __future__ import annotations

import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.exceptions import ConfigurationError, ValidationError
from tests.emulator.api import Api

BODY = {"name": "Quilters", "audience_type": "VISITOR", "rule": {"retention_days": 30}}
ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_a_killed_process_loses_no_acknowledged_write(tmp_path: Path) -> None:
    db = tmp_path / "emulator.sqlite"
    command = [sys.executable, "-m", "pinterest.emulator", "--port", "0", "--db", str(db)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
    )
    assert process.stdout
    lines = [process.stdout.readline().strip() for _ in range(6)]
    settings = dict(line.split("=", 1) for line in lines)
    path = f"/ad_accounts/{settings['PINTEREST_AD_ACCOUNT_ID']}/audiences"
    acknowledged: list[str] = []

    def write() -> None:
        with Api(settings["PINTEREST_API_URI"], settings["PINTEREST_ACCESS_TOKEN"]) as api:
            while True:
                try:
                    answer = api.post(path, json=BODY)
                except requests.RequestException:
                    return
                acknowledged.append(answer.json()["id"])

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 30
    while len(acknowledged) < 40 and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    process.stdout.close()
    for thread in threads:
        thread.join(10)
    assert len(acknowledged) >= 40
    with Emulator(db=db) as emulator, Api(emulator.url, settings["PINTEREST_ACCESS_TOKEN"]) as api:
        kept, bookmark = set(), None
        while True:
            answer = api.get(path, params={"page_size": 250, "bookmark": bookmark}).json()
            kept |= {item["id"] for item in answer["items"]}
            bookmark = answer["bookmark"]
            if bookmark is None:
                break
    assert set(acknowledged) <= kept
    assert len(kept) <= len(acknowledged) + len(threads)


def test_a_restart_continues_with_the_same_state(tmp_path: Path) -> None:
    db = tmp_path / "emulator.sqlite"
    with Emulator(db=db, seed=7) as emulator, Api(emulator.url, emulator.access_token) as api:
        path = f"/ad_accounts/{emulator.ad_account_id}/audiences"
        id = api.post(path, json=BODY).json()["id"]
        emulator.add_audiences(2)
        bookmark = api.get(path, params={"page_size": 1}).json()["bookmark"]
        emulator.advance(86_400)
        ready = api.get(f"{path}/{id}").json()
        before = (
            emulator.app_id,
            emulator.app_secret,
            emulator.access_token,
            emulator.refresh_token,
        )
        short = emulator.token(expires_in=3600)
    with Emulator(db=db) as emulator, Api(emulator.url, short) as api:
        assert before == (
            emulator.app_id,
            emulator.app_secret,
            emulator.access_token,
            emulator.refresh_token,
        )
        assert api.get(f"{path}/{id}").json() == ready
        assert ready["status"] == "READY"
        assert len(api.get(path, params={"bookmark": bookmark}).json()["items"]) == 2
        newer = api.post(path, json=BODY).json()["id"]
        assert int(newer) > int(id)
        emulator.advance(3700)
        assert api.get(path).status_code == 401


def test_tokens_that_have_expired_are_replaced_at_a_restart(tmp_path: Path) -> None:
    db = str(tmp_path / "emulator.sqlite")
    with Emulator(db=db) as emulator:
        before = emulator.access_token, emulator.refresh_token
        emulator.advance(31 * 86_400)
    with Emulator(db=db) as emulator, Api(emulator.url, emulator.access_token) as api:
        assert emulator.access_token != before[0]
        assert emulator.refresh_token == before[1]
        assert api.get("/ad_accounts").status_code == 200


def test_without_a_file_a_restart_begins_with_an_empty_state() -> None:
    emulator = Emulator()
    with emulator:
        emulator.add_audiences(1)
        token = emulator.access_token
    with emulator, Api(emulator.url, emulator.access_token) as api:
        assert emulator.access_token != token
        assert api.get(f"/ad_accounts/{emulator.ad_account_id}/audiences").json()["items"] == []


def test_a_file_that_cannot_be_used_is_named_in_the_error(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("Not a database, and longer than the header of one would have to be." * 20)
    other = tmp_path / "other.sqlite"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.commit()
    connection.close()
    for path, advice in (
        (text, "use a new file"),
        (other, "use a new file"),
        (tmp_path / "missing" / "x.sqlite", "use a folder that exists"),
        (tmp_path, "use a folder that exists"),
    ):
        with pytest.raises(ConfigurationError, match=f"{path.name}.*{advice}"):
            Emulator(db=path).start()
    with sqlite3.connect(other) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]
    connection.close()


@pytest.mark.parametrize("name", ["", "a\0b"])
def test_an_empty_file_name_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match=r"db: .*leave db out to keep everything in memory"):
        Emulator(db=name)


def test_a_damaged_file_is_named_in_the_error(tmp_path: Path) -> None:
    db = tmp_path / "emulator.sqlite"
    with Emulator(db=db, demo_data=True):
        pass
    content = bytearray(db.read_bytes())
    content[8192:16384] = bytes(range(256)) * 32
    db.write_bytes(content)
    with pytest.raises(ConfigurationError, match=f"{db.name}.*restore a copy of it"):
        Emulator(db=db).start()


def test_a_full_disk_fails_the_request_and_is_logged_in_one_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with (
        Emulator(db=tmp_path / "emulator.sqlite") as emulator,
        Api(emulator.url, emulator.access_token) as api,
    ):
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
        try:
            response = api.post("/boards", json={"name": "Quilts"})
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert (response.status_code, response.json()["code"]) == (500, 500)
        assert api.post("/boards", json={"name": "Quilts"}).status_code == 201
        assert len(api.get("/boards").json()["items"]) == 1
    [record] = caplog.records
    assert "POST /boards failed: " in record.getMessage()
    assert not record.exc_info


@pytest.mark.slow
def test_two_emulators_cannot_use_the_same_file(tmp_path: Path) -> None:
    db = tmp_path / "emulator.sqlite"
    with (
        Emulator(db=db),
        pytest.raises(ConfigurationError, match=f"{db.name}.*close the program that has it open"),
    ):
        Emulator(db=db).start()
    with Emulator(db=db) as emulator:
        assert emulator.ad_account_id
