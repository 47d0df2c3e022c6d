"""Customer lists arrive completely despite crashes, faults and changed sources."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pinterest import CustomerList, Job
from pinterest.exceptions import ConfigurationError, JobFailed, NotFound, ValidationError
from pinterest.jobs import CustomerListChanges
from pinterest.jobs.checkpoints import get_state_folder
from pinterest.jobs.customer_files import MIN_PART_BYTES
from pinterest.jobs.customer_records import (
    MAX_RECORDS,
)
from tests.jobs.customers import check_members, client, customers, emails, home, session

__all__ = ["client", "customers", "home", "session"]  # fixtures

CHILD = Path(__file__).parent / "customer_list_in_child.py"


@pytest.mark.slow
@pytest.mark.parametrize("requests_left", [2, 3, 4])
def test_a_killed_upload_continues_with_the_same_list(
    tmp_path, account, client, shop, requests_left, session
) -> None:
    path = tmp_path / "buyers.csv"
    path.write_text("email\n" + "\n".join(emails(8000)))
    arguments = [shop.url, shop.access_token, account.id, str(path), str(requests_left)]
    before = {one.id for one in CustomerList.iter_all(account.id, client=client)}
    child = subprocess.run([sys.executable, CHILD, *arguments], env=dict(os.environ), check=False)
    assert child.returncode == 9
    [checkpoint] = get_state_folder().iterdir()
    assert "example.com" not in checkpoint.read_text()
    summary = CustomerList.upload(account.id, path, "Buyers", client, column="email").result()
    # Only the batch that was in progress during the crash is sent twice.
    assert 8000 <= (summary.customer_list.num_uploaded_user_records or 0) <= 8000 + MAX_RECORDS
    assert len(session.records) <= 8000 - (requests_left - 3) * MAX_RECORDS
    assert (summary.rows, summary.sent) == (8000, 8000)
    after = {one.id for one in CustomerList.iter_all(account.id, client=client)}
    assert after - before == {summary.customer_list.id}
    check_members(summary.customer_list, emails(8000))
    assert list(get_state_folder().iterdir()) == []


def test_an_interrupted_job_continues_from_its_token(
    tmp_path, account, client, shop, session
) -> None:
    path = tmp_path / "buyers.csv"
    path.write_text("\n".join(emails(6000)))
    job = CustomerList.upload(account.id, path, "Buyers", client)
    for _ in range(2):
        job.poll()
    again = Job.from_token(job.token, client)
    assert isinstance(again, CustomerListChanges)
    assert again.result().sent == 6000
    assert len(session.records) == 6000
    assert again.result().customer_list.num_uploaded_user_records == 6000


def test_a_file_that_changed_is_uploaded_from_its_beginning(
    tmp_path, account, client, shop, session
) -> None:
    path = tmp_path / "buyers.csv"
    path.write_text("\n".join(emails(4000)))
    CustomerList.upload(account.id, path, "Buyers", client).poll()
    session.records.clear()
    path.write_text("\n".join(reversed(emails(4000))))
    CustomerList.upload(account.id, path, "Buyers", client).wait()
    assert len(session.records) == 4000


def test_an_iterator_continues_only_with_the_same_rows(tmp_path, customers, shop, session) -> None:
    checkpoint = tmp_path / "state"
    customers.add(iter(emails(4000)), checkpoint=checkpoint).poll()
    with pytest.raises(ValidationError, match="same rows"):
        customers.add(iter(emails(4000)[1:]), checkpoint=checkpoint).wait()
    with pytest.raises(ValidationError, match="another job"):
        customers.remove(emails(5), checkpoint=checkpoint)
    session.records.clear()
    assert customers.add(iter(emails(4000)), checkpoint=checkpoint).result().sent == 4000
    assert len(session.records) == 4000 - MAX_RECORDS


def test_an_error_of_the_source_does_not_end_the_job_as_done(customers) -> None:
    def broken():
        yield from emails(MAX_RECORDS + 5)
        raise OSError("the disk is gone")

    job = customers.add(broken())
    with pytest.raises(OSError, match="disk"):
        job.wait()
    with pytest.raises(ValidationError, match="cannot be read again"):
        job.wait()


def test_a_token_without_the_source_says_what_to_do(customers, client) -> None:
    token = customers.add(iter(emails(5))).token
    with pytest.raises(JobFailed, match="same source"):
        Job.from_token(token, client).wait()


def test_a_checkpoint_that_cannot_be_written_says_what_to_do(tmp_path, customers) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="checkpoint=False"):
        customers.add(emails(5), checkpoint=tmp_path / "file" / "state").wait()
    (tmp_path / "file").write_text("{}")
    with pytest.raises(ValidationError, match="not a checkpoint"):
        customers.add(emails(5), checkpoint=tmp_path / "file")


@pytest.mark.slow
@pytest.mark.parametrize("via", ["records", "file"])
def test_all_customers_arrive_once_despite_faults(account, client, shop, via) -> None:
    before = {one.id for one in CustomerList.iter_all(account.id, client=client)}
    shop.fail_next(drop=True, done=True, method="POST", path="/customer_lists")
    shop.fail_next(drop=True, done=True, method="PATCH", path="/customer_lists")
    shop.fail_next(503, method="POST" if via == "file" else "PATCH", path="/customer_lists")
    shop.fail_next(429, method="GET", path="/customer_lists", reset=0)
    shop.fail_next(503, method="PUT")
    summary = CustomerList.upload(account.id, emails(6000), "Buyers", client, via=via).result(60)
    assert summary.sent == 6000
    shop.clear_failures()
    found = {one.id for one in CustomerList.iter_all(account.id, client=client)}
    assert found - before == {summary.customer_list.id}
    check_members(summary.customer_list, emails(6000))


def test_a_file_is_uploaded_in_parts_of_the_allowed_size(customers, session) -> None:
    number = 2 * MIN_PART_BYTES // 65 + 10
    job = customers.add((f"{index:064x}" for index in range(number)), via="file")
    while len(session.sizes) < 2:
        job.poll()
    assert min(session.sizes) >= MIN_PART_BYTES
    assert sum(session.sizes) == number * 65


def test_an_upload_that_was_sent_before_a_crash_is_not_sent_again(
    tmp_path, customers, shop
) -> None:
    path = tmp_path / "buyers.csv"
    path.write_text("\n".join(emails(3000)))
    job = customers.add(path, via="file")
    while not any(one.method == "PUT" for one in shop.requests):
        job.poll()
    shop.clear_requests()
    summary = customers.add(path, via="file").result()
    assert summary.upload is not None
    assert summary.upload.state == "SUCCEEDED"
    assert summary.upload.record_counts is not None
    assert summary.upload.record_counts.valid == summary.sent == 3000
    assert [one.method for one in shop.requests if one.method != "GET"] == ["POST"]  # run


def test_an_error_of_the_api_ends_the_wait_and_keeps_the_checkpoint(account, client) -> None:
    job = CustomerList(account.id, "1", client).add(emails(5))
    with pytest.raises(NotFound):
        job.wait()
