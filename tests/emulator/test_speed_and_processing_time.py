"""The speed of the emulator's clock, and how long its background work takes."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pinterest.emulator import Emulator
from pinterest.emulator.store.clock import Clock
from pinterest.emulator.store.database import Store
from pinterest.exceptions import ValidationError

RULE = {"visitor_source_id": "549755885176", "retention_days": 30}


def create_audience(emulator: Emulator) -> str:
    body = {"name": "Buyers", "audience_type": "VISITOR", "rule": RULE}
    path = f"/ad_accounts/{emulator.ad_account_id}/audiences"
    with emulator.client() as client:
        created = client.request("POST", path, json=body).data
        return str(client.request("GET", f"{path}/{created['id']}").data["status"])


def test_time_passes_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(Store(), speed=60)
    start, real = clock.now(), time.time()
    monkeypatch.setattr(time, "time", lambda: real + 10)
    assert clock.now() - start == pytest.approx(600, abs=60)
    clock.set_speed(1)
    slow = clock.now()
    assert slow - start == pytest.approx(600, abs=60)
    monkeypatch.setattr(time, "time", lambda: real + 20)
    assert clock.now() - slow == pytest.approx(10, abs=1)


def test_another_speed_does_not_change_the_past(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(Store())
    real = time.time()
    for passed, speed in ((1_000, 60), (2_000, 1), (3_000, 60)):
        monkeypatch.setattr(time, "time", lambda passed=passed: real + passed)
        before = clock.now()
        clock.set_speed(speed)
        assert clock.now() == pytest.approx(before, abs=1)


def test_a_restart_does_not_set_the_clock_back(tmp_path: Path) -> None:
    file = tmp_path / "emulator.db"
    with Emulator(db=file, speed=100_000) as emulator:
        create_audience(emulator)
        first = emulator.dump()["clock_offset"]
    with Emulator(db=file) as emulator:
        assert emulator.dump()["clock_offset"] >= first > 0


def test_the_speed_can_be_changed_while_it_runs() -> None:
    with Emulator() as emulator:
        emulator.speed = 5
        assert emulator.speed == 5
        with pytest.raises(ValidationError, match="speed: 0 is not valid"):
            emulator.speed = 0


@pytest.mark.parametrize("speed", [0, -1, float("nan"), float("inf"), "60", True, None])
def test_a_speed_that_is_not_valid_is_refused(speed: object) -> None:
    with pytest.raises(ValidationError, match="speed"):
        Emulator(speed=speed)  # type: ignore[arg-type]  # users without a type checker pass anything


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf"), "2", True])
def test_a_processing_time_that_is_not_valid_is_refused(seconds: object) -> None:
    with pytest.raises(ValidationError, match="processing_time"):
        Emulator(processing_time=seconds)  # type: ignore[arg-type]  # users without a type checker pass anything


def test_background_work_ends_after_the_processing_time() -> None:
    with Emulator() as emulator:
        assert create_audience(emulator) == "INITIALIZING"
    with Emulator(processing_time=0) as emulator:
        assert create_audience(emulator) == "READY"
    with Emulator(processing_time=120) as emulator:
        path = f"/ad_accounts/{emulator.ad_account_id}/reports"
        day = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 3 * 86_400))
        body = {
            "start_date": day,
            "end_date": day,
            "granularity": "TOTAL",
            "columns": ["IMPRESSION_1"],
            "level": "CAMPAIGN",
        }
        with emulator.client() as client:
            token = client.request("POST", path, json=body).data["token"]
            params = {"token": token}
            assert client.request("GET", path, params=params).data["report_status"] == "IN_PROGRESS"
            emulator.advance(60)
            assert client.request("GET", path, params=params).data["report_status"] == "IN_PROGRESS"
            emulator.advance(61)
            assert client.request("GET", path, params=params).data["report_status"] == "FINISHED"


def test_many_ad_accounts_are_added_in_one_call() -> None:
    with Emulator() as emulator:
        ids = emulator.add_ad_accounts(400, "Shop")
        with emulator.client() as client:
            page = client.request("GET", "/ad_accounts", params={"page_size": 250}).data
    assert len(set(ids)) == 400
    assert len(page["items"]) == 250 and page["bookmark"]
    assert sum(item["name"].startswith("Shop ") for item in page["items"]) >= 249
