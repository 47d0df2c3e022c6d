"""Conversion events: hashed, checked, queued on disk and delivered, despite faults and crashes."""

from __future__ import annotations

import hashlib
import itertools
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.exceptions import ConfigurationError, Forbidden, ServerError, ValidationError
from pinterest.jobs import EventResult, EventSender
from tests.jobs.events_server import EventsServer, five_percent

ACCOUNT = "549755885175"
NOW = int(time.time())


def build_event(id: str = "order-1", **fields: Any) -> dict[str, Any]:
    return {
        "event_name": "checkout",
        "action_source": "web",
        "event_time": NOW,
        "event_id": id,
        "user_data": {"em": " Jane@Example.com "},
        **fields,
    }


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("name", "value", "normalized"),
    [
        ("em", " Jane@Example.com ", "jane@example.com"),
        ("ph", "+1 (270) 555-0100", "12705550100"),
        ("ph", "0049 30 1234567", "49301234567"),
        ("country", "US", "us"),
        ("st", "KY", "ky"),
        ("ct", "St. Louis", "stlouis"),
        ("zp", "42001-1234", "420011234"),
        ("db", "1990-01-31", "19900131"),
        ("ge", "Female", "f"),
        ("fn", "Jane", "jane"),
        ("ln", "Doe", "doe"),
        ("external_id", "User-1", "User-1"),
        ("hashed_maids", "AEBE52E7", "AEBE52E7"),
    ],
)
def test_values_are_normalized_and_hashed(name: str, value: str, normalized: str) -> None:
    hashed = "AB" * 32
    with EventsServer() as server, EventSender(ACCOUNT, "e.db", server.client()) as sender:
        sender.add(build_event(user_data={"em": hashed, name: [value, hashed]}))
        sender.flush()
        assert server.bodies[0]["user_data"][name] == [sha256(normalized), hashed.lower()]


@pytest.mark.parametrize("event", ["jane@example.com", None, [("event_name", "checkout")]])
def test_an_event_that_is_not_a_mapping_is_refused(event: Any) -> None:
    with EventsServer() as server, EventSender(ACCOUNT, "e.db", server.client()) as sender:
        with pytest.raises(ValidationError, match=r"^events\[1\]: an event of type") as caught:
            sender.add_many([build_event(), event])
        assert "jane" not in str(caught.value)
        assert sender.pending == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"user_data": {"em": "nobody-here"}}, "user_data.em"),
        ({"user_data": {"em": "a@b.c", "country": "USA"}}, "user_data.country"),
        ({"user_data": {"client_ip_address": "10.0.0.1"}}, "user_data"),
        ({"action_source": "shop"}, "action_source"),
        ({"event_time": NOW * 1000}, "event_time"),
        ({"event_time": "today"}, "event_time"),
        ({"valeu": 1}, "valeu"),
        ({"custom_data": {"value": [1]}}, "value"),
    ],
)
def test_a_wrong_event_is_refused_before_it_is_queued(fields: dict[str, Any], message: str) -> None:
    with EventsServer() as server, EventSender(ACCOUNT, "e.db", server.client()) as sender:
        sender.add(build_event("good"))
        with pytest.raises(ValidationError, match=message) as caught:
            sender.add(build_event(**fields))
        assert "nobody-here" not in str(caught.value)
        with pytest.raises(ValidationError, match=r"events\[1\]"):
            sender.add_many([build_event("second"), build_event(**fields)])
        sender.flush()
        assert sorted(server.counted) == ["good", "second"]


@pytest.mark.slow
def test_events_of_all_accounts_reach_the_emulator() -> None:
    results: list[EventResult] = []
    with Emulator() as emulator, emulator.client() as client:
        sender = EventSender(
            emulator.ad_account_id, "e.db", client, max_age=3600, on_result=results.append
        )
        with sender:
            assert sender.add_many(build_event(f"order-{number}") for number in range(2500)) == 2500
            sender.add(build_event("odd", event_name="not-a-standard-event"))
        sent = [request for request in emulator.requests if request.path.endswith("/events")]
    statuses = {result.event_id: result.status for result in results}
    assert statuses.pop("odd") == "failed"
    assert set(statuses.values()) == {"processed"}
    assert len(results) == 2501
    assert len(sent) <= 7


@pytest.mark.slow
def test_all_events_are_delivered_once_despite_faults() -> None:
    number = 20_000
    with EventsServer(five_percent(7)) as server:
        results: list[EventResult] = []
        with EventSender(
            ACCOUNT, "e.db", server.client(), batch_size=100, on_result=results.append
        ) as sender:
            sender.add_many(build_event(str(index)) for index in range(number))
            sender.flush()
            assert sender.counts == {
                "pending": 0,
                "processed": number,
                "failed": 0,
                "unknown": 0,
            }
        # Some events were sent again after a lost response. Each counts once, because of its ID.
        assert len(server.counted) == number
        assert sum(server.counted.values()) > number
        assert len(results) == number


def test_an_event_with_the_id_of_another_is_left_out() -> None:
    with EventsServer() as server:
        with EventSender(ACCOUNT, "e.db", server.client()) as sender:
            assert sender.add(build_event()) is True
            assert sender.add(build_event()) is False
            sender.flush()
            assert sender.add(build_event()) is False
        with EventSender(ACCOUNT, "e.db", server.client()) as sender:
            assert sender.add(build_event()) is False
            assert sender.add(build_event(event_name="lead")) is True
        assert server.counted == {"order-1": 2}


def test_only_failed_events_are_sent_again() -> None:
    with EventsServer(["refuse"]) as server:
        with EventSender(ACCOUNT, "e.db", server.client(), max_age=3600) as sender:
            sender.add_many(build_event(str(index)) for index in range(10))
        assert server.sizes == [10, 1]
        assert set(server.counted.values()) == {1}


def test_an_event_that_always_fails_is_reported_and_can_be_corrected() -> None:
    results: list[EventResult] = []
    with EventsServer(["refuse"] * 3) as server:
        with EventSender(ACCOUNT, "e.db", server.client(), on_result=results.append) as sender:
            sender.add(build_event())
            sender.flush()
            assert results == [EventResult("order-1", "checkout", "failed", "try again")]
            assert sender.add(build_event()) is True
        assert server.counted == {"order-1": 1}


def test_an_event_without_an_id_is_not_sent_again_after_a_lost_response() -> None:
    results: list[EventResult] = []
    with EventsServer(["lose"]) as server:
        with EventSender(
            ACCOUNT, "e.db", server.client(), max_age=3600, on_result=results.append
        ) as sender:
            sender.add_many([build_event(""), build_event("safe")])
        assert server.counted == {"": 1, "safe": 2}
    assert {result.event_id: result.status for result in results} == {
        "": "unknown",
        "safe": "processed",
    }


def test_a_request_that_is_refused_as_a_whole_is_narrowed_down_to_the_event() -> None:
    with EventsServer([400, "", 400, "", 400, 400]) as server:
        results: list[EventResult] = []
        with EventSender(
            ACCOUNT, "e.db", server.client(), max_age=3600, on_result=results.append
        ) as sender:
            sender.add_many(build_event(str(index)) for index in range(4))
        assert server.sizes == [4, 2, 2, 1, 1]
        failed = [result.event_id for result in results if result.status == "failed"]
        assert failed == ["3"]


def test_events_are_sent_when_a_batch_is_full_and_when_they_are_old() -> None:
    with EventsServer() as server:
        with EventSender(ACCOUNT, "e.db", server.client(), batch_size=10, max_age=3600) as sender:
            sender.add_many(build_event(str(index)) for index in range(10))
            wait_until(lambda: len(server.counted) == 10)
        with EventSender(ACCOUNT, "e.db", server.client(), max_age=0.05) as sender:
            sender.add(build_event("old"))
            wait_until(lambda: "old" in server.counted)


def wait_until(is_done: Any) -> None:
    ends_at = time.monotonic() + 20
    while not is_done():
        assert time.monotonic() < ends_at
        time.sleep(0.01)


def test_events_that_cannot_be_sent_stay_in_the_file() -> None:
    with EventsServer(itertools.repeat(503)) as server:
        sender = EventSender(ACCOUNT, "e.db", server.client(max_retries=0), max_age=3600)
        sender.add(build_event())
        with pytest.raises(ServerError) as caught:
            sender.close(timeout=0)
        assert "1 events stay queued" in caught.value.__notes__[0]
    with EventsServer([403]) as server:
        sender = EventSender(ACCOUNT, "e.db", server.client(), max_age=3600)
        with pytest.raises(Forbidden):
            sender.close()
    with EventsServer() as server:
        EventSender(ACCOUNT, "e.db", server.client(), max_age=3600).close()
        assert server.counted == {"order-1": 1}


PROGRAM = """
import os, sys
from pinterest import PinterestSDKClient
from pinterest.jobs import EventSender
from tests.jobs.test_events import ACCOUNT, build_event

client = PinterestSDKClient("token", base_url="http://127.0.0.1:9/v5", max_retries=0)
sender = EventSender(ACCOUNT, sys.argv[1], client, max_age=3600)
for index in range(50):
    sender.add(build_event(str(index)))
os.kill(os.getpid(), 9)
"""


def test_a_crash_loses_no_event() -> None:
    path = Path("e.db").absolute()
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", PROGRAM, path], cwd=root, check=False, timeout=60)
    with EventsServer() as server:
        EventSender(ACCOUNT, path, server.client()).close()
        assert len(server.counted) == 50


def test_the_file_is_private_and_has_no_plain_data() -> None:
    with (
        EventsServer() as server,
        EventSender(ACCOUNT, "e.db", server.client(), max_age=9) as sender,
    ):
        sender.add(build_event())
        for path in Path().glob("e.db*"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            assert b"jane" not in path.read_bytes().lower()
        sender.flush()
        assert "pending" in repr(sender)
    with sqlite3.connect("e.db") as connection:
        assert connection.execute("SELECT body FROM events").fetchall() == [("",)]
    connection.close()


@pytest.mark.slow
def test_a_file_belongs_to_one_process_one_account_and_one_mode() -> None:
    with EventsServer() as server:
        with EventSender(ACCOUNT, "e.db", server.client(), test=True) as sender:
            sender.add(build_event())
            with pytest.raises(ConfigurationError, match="own"):
                EventSender(ACCOUNT, "e.db", server.client(), test=True)
        assert server.paths == [f"/v5/ad_accounts/{ACCOUNT}/events?test=true"]
        with pytest.raises(ValidationError, match="test"):
            EventSender(ACCOUNT, "e.db", server.client())
        with pytest.raises(ValidationError, match="ad_account_id"):
            EventSender("1", "e.db", server.client(), test=True)
        with pytest.raises(ValidationError, match="closed"):
            sender.add(build_event())
