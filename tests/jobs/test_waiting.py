"""Waiting for jobs: polls, temporary errors, time limits, interruptions, progress and tokens."""

# Tests pass values that the types forbid.
# mypy: disable-error-code="arg-type"
from __future__ import annotations

import datetime
import json
import pickle
import signal
import subprocess
import sys
import time

import pytest

from pinterest import AdAccount, Job, Report
from pinterest.emulator import Emulator
from pinterest.exceptions import (
    BadRequest,
    ConfigurationError,
    ConnectionFailed,
    JobCancelled,
    JobExpired,
    JobFailed,
    JobNotFound,
    JobTimeout,
    ValidationError,
)
from pinterest.jobs import JobStatus

STATUS = "/reports"


def make_report(account, today, back=10, granularity="DAY"):
    start = today - datetime.timedelta(days=back)
    return account.report(start, today, granularity, "CAMPAIGN", ["SPEND_IN_DOLLAR"])


@pytest.fixture
def report(account, today):
    return make_report(account, today)


def list_polls(shop):
    return [r for r in shop.requests if r.method == "GET" and r.path.endswith(STATUS)]


def respond_with_status(shop, status, times=1):
    """Makes the next polls respond with a status."""
    shop.fail_next(
        200,
        times,
        method="GET",
        path=STATUS,
        body=json.dumps({"report_status": status, "url": None}),
    )


def test_a_new_job_polls_only_when_a_method_is_called(shop, report):
    assert list_polls(shop) == []
    assert "not polled yet" in repr(report)
    assert report.status is JobStatus.SUCCEEDED
    assert report.done() is True
    assert report.wait() is report
    assert report.result() is report
    assert len(list_polls(shop)) == 1
    assert "SUCCEEDED" in repr(report)


def test_done_polls_until_the_job_has_ended(shop, report):
    respond_with_status(shop, "IN_PROGRESS", 2)
    assert [report.done() for _ in range(4)] == [False, False, True, True]
    assert len(list_polls(shop)) == 3


@pytest.mark.slow
def test_a_null_and_an_unknown_status_are_waited_for(shop, report):
    shop.fail_next(known="report_status_null")
    respond_with_status(shop, "PAUSED_FOR_LUNCH")
    report.wait(timeout=20)
    assert len(list_polls(shop)) == 3


@pytest.mark.parametrize(
    ("status", "error", "advice"),
    [
        ("FAILED", JobFailed, "Create it again"),
        ("CANCELLED", JobCancelled, "Create it again"),
        ("EXPIRED", JobExpired, "one hour"),
        ("DOES_NOT_EXIST", JobNotFound, "another ad account"),
    ],
)
def test_each_status_without_a_result_raises_a_separate_error(shop, report, status, error, advice):
    respond_with_status(shop, status)
    with pytest.raises(error, match=advice) as caught:
        report.wait()
    assert type(caught.value) is error
    assert caught.value.token == report.token
    assert report.token in str(caught.value)
    assert status in str(caught.value)
    assert report.done() is True
    with pytest.raises(error):
        report.to_dataframe()
    assert len(list_polls(shop)) == 1


@pytest.mark.parametrize(
    "failure",
    [{"drop": True}, {"status": 503}, {"body": "<html>Bad</html>"}, {"known": "analytics_error"}],
)
def test_a_lost_connection_does_not_end_the_wait(shop, report, failure):
    # All attempts of one poll fail, with a client that retries three times.
    shop.fail_next(failure.pop("status", None), 4, path=STATUS, method="GET", **failure)
    report.wait(timeout=20)
    assert report.status is JobStatus.SUCCEEDED


@pytest.mark.slow
def test_a_used_up_quota_is_waited_for_beyond_the_limit_of_the_client(shop, today):
    with shop.client(max_wait=0.1) as client:
        report = make_report(AdAccount(shop.ad_account_id, client), today)
        shop.clear_requests()
        shop.fail_next(429, reset=1, path=STATUS, method="GET")
        started = time.monotonic()
        report.wait(timeout=20)
        assert time.monotonic() - started > 0.9
    # The client sends nothing while its quota is used up.
    assert [r.status for r in list_polls(shop)] == [429, 200]


def test_an_error_that_does_not_pass_ends_the_wait(shop, report):
    shop.fail_next(400, code=1, path=STATUS, method="GET")
    with pytest.raises(BadRequest):
        report.wait()
    report.wait()


@pytest.mark.slow
def test_polls_that_always_fail_end_the_wait(shop, today):
    with shop.client(max_retries=0, timeout=1) as client:
        report = make_report(AdAccount(shop.ad_account_id, client), today)
        client._transport.base_url = "http://127.0.0.1:9/v5"  # nothing listens there
        started = time.monotonic()
        with pytest.raises(JobTimeout, match="Call wait\\(\\) again") as caught:
            report.wait(timeout=2)
        assert time.monotonic() - started < 5
        assert isinstance(caught.value.__cause__, ConnectionFailed)


@pytest.mark.slow
def test_the_timeout_error_names_the_token_and_the_job_continues(shop, report):
    respond_with_status(shop, "IN_PROGRESS", 3)
    with pytest.raises(JobTimeout, match="is not done after") as caught:
        report.wait(timeout=0.3)
    assert isinstance(caught.value, TimeoutError)
    assert caught.value.token == report.token
    assert Report.from_token(caught.value.token, report._client).wait().status == "SUCCEEDED"


def test_a_time_limit_of_zero_polls_once(shop, report):
    respond_with_status(shop, "IN_PROGRESS")
    with pytest.raises(JobTimeout):
        report.wait(timeout=0)
    assert len(list_polls(shop)) == 1


@pytest.mark.slow
def test_delays_between_polls_grow(today):
    with Emulator(demo_data=True, processing_time=4) as shop, shop.client() as client:
        report = make_report(AdAccount(shop.ad_account_id, client), today)
        shop.clear_requests()
        report.wait()
        # The polls are at 0 and after about 0.4, 1.1, 2.6 and 5.6 seconds.
        assert 3 <= len(list_polls(shop)) <= 7


@pytest.mark.parametrize("timeout", [-1, "10", True, float("nan")])
def test_a_time_limit_that_is_not_valid_is_refused(shop, report, timeout):
    with pytest.raises(ValidationError, match="timeout"):
        report.wait(timeout)
    assert list_polls(shop) == []


def test_progress_counts_the_parts(shop, account, today):
    report = make_report(account, today, back=400)
    counts: list[int] = []
    assert len(report.tokens) == 3
    respond_with_status(shop, "IN_PROGRESS", 1)
    report.wait(progress=counts.append)
    assert counts == [2, 3]


def test_a_bar_is_drawn_in_a_terminal_only(report, capfd):
    report.wait(progress=True)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("progress", [1, "yes"])
def test_progress_that_is_not_valid_is_refused(shop, report, progress):
    with pytest.raises((ValidationError, ConfigurationError), match="progress"):
        report.wait(progress=progress)
    assert list_polls(shop) == []


def test_a_job_is_restored_from_its_token(shop, client, report):
    again = Job.from_token(report.token, client)
    assert type(again) is Report
    assert again.token == report.token
    assert again.to_dataframe().equals(report.to_dataframe())
    assert json.loads(report.token)["job"] == "report"
    assert client._credentials.access_token not in report.token


@pytest.mark.parametrize(
    ("token", "message"),
    [
        ("", "not a token"),
        (None, "not a token"),
        ("[]", "not a token"),
        ("{}", "not a token"),
        ('{"job": "report"}', "incomplete"),
        ('{"job": "report", "family": "x", "ad_account_id": "1", "tokens": []}', "incomplete"),
        ('{"job": "teleport"}', "no job of the kind 'teleport'"),
    ],
)
def test_a_text_that_is_not_a_token_is_refused(client, token, message):
    with pytest.raises(ValidationError, match=message):
        Job.from_token(token, client)


def test_a_job_pickles_with_its_client(report):
    again: Report = pickle.loads(pickle.dumps(report))
    assert again.token == report.token
    assert again.wait().status == "SUCCEEDED"


WAIT = """
import sys
from pinterest import Job, PinterestSDKClient
client = PinterestSDKClient("{access_token}", base_url="{url}")
job = Job.from_token(sys.stdin.readline(), client)
print("waiting", flush=True)
job.wait()
"""


@pytest.mark.slow
def test_an_interrupted_wait_says_how_to_continue(today):
    with Emulator(demo_data=True, processing_time=600) as shop, shop.client() as client:
        report = make_report(AdAccount(shop.ad_account_id, client), today)
        code = WAIT.format(access_token=shop.access_token, url=shop.url)
        with subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as child:
            assert child.stdin and child.stdout and child.stderr
            child.stdin.write(f"{report.token}\n")
            child.stdin.flush()
            assert child.stdout.readline() == "waiting\n"
            while not list_polls(shop):
                time.sleep(0.02)
            child.send_signal(signal.SIGINT)
            text = child.stderr.read()
        assert "KeyboardInterrupt" in text
        assert "To continue waiting" in text
        assert f"Job.from_token with the token {report.token}" in text
        shop.advance(700)
        assert report.wait().status == "SUCCEEDED"
